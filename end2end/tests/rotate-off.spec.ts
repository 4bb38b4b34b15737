/** The operator has switched rotation and usage off. */

import { landToRotate } from '../harness/rotation.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), show: { rotation: false, usage: false } }) } });

test('nothing offers to rotate a key', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('button', { name: /rotate/i })).toHaveCount(0);
  expect(await sandbox.count('portal.getVerifications')).toBe(0);
});
