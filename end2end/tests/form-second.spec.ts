/** Against a server of the contract's second form. */

import { formTests } from '../harness/form-tests.ts';
import { test } from '../harness/test.ts';

test.use({ setup: { form: 'second' } });

formTests('second');
