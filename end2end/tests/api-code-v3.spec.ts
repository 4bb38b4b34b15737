/** Against a server of the API's version "code-v3". */

import { apiVersionTests } from '../harness/api-version-tests.ts';
import { test } from '../harness/test.ts';

test.use({ setup: { apiVersion: 'code-v3' } });

apiVersionTests('code-v3');
