/** Without any setting: no name, no return URL, no colour. The ending screens then: src/lazy/screens/. */

import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: () => ({}) } });

test('the keys are shown', async ({ openKeys, portal }) => {
  await openKeys();
  await expect(portal.rows).toHaveCount(3);
});
