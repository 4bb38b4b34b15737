/** Against a server of the API's version "session". */

import { apiVersionTests } from '../harness/api-version-tests.ts';
import { test } from '../harness/test.ts';

test.use({ setup: { apiVersion: 'session' } });

apiVersionTests('session');
