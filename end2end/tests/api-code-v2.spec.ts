/** Against a server of the API's version "code-v2". */

import { apiVersionTests } from '../harness/api-version-tests.ts';
import { test } from '../harness/test.ts';

test.use({ setup: { apiVersion: 'code-v2' } });

apiVersionTests('code-v2');
