/** Against a server of the API's version "code". */

import { apiVersionTests } from '../harness/api-version-tests.ts';
import { test } from '../harness/test.ts';

test.use({ setup: { apiVersion: 'code' } });

apiVersionTests('code');
