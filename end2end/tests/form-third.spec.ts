/** Against a server of the contract's third form. */

import { formTests } from '../harness/form-tests.ts';
import { test } from '../harness/test.ts';

test.use({ setup: { form: 'third' } });

formTests('third');
