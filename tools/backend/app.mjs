// An app with the example's routes, in Express: `node app.mjs <package of Express> <divisor of time limits>`. Prints its port.
// A request's header `user` tells who is signed in; without it, nobody is set.
import { addPortalRoutes } from '../../examples/backend/portal-routes.mjs';

const [, , expressPackage, divisor] = process.argv;
const { default: express } = await import(expressPackage);

const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => timeout(Math.round(milliseconds / Number(divisor)));

const app = express();
addPortalRoutes(app, (request, response, next) => {
  const id = request.get('user');
  if (id !== undefined) request.user = { id };
  next();
});
const server = app.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
