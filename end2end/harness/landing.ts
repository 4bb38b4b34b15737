/** Coming to the portal with a link of the app's. */

import { pathOf } from './sandbox.ts';
import type { ScreenFixtures } from './screen.ts';

/** Lands with a new link. */
export async function land({ page, sandbox }: ScreenFixtures): Promise<void> {
  await page.goto(pathOf(await sandbox.createSession()));
}
