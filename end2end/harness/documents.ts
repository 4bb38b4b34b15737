/** The documents that the page is loaded from. */

import type { Page } from '@playwright/test';

const CONFIG_BLOCK = /<script type="application\/json" id="config">.*?<\/script>/s;

/** Every document that is loaded from now on comes without the config in it, as from hosts that don't write it there: the page requests `/config.json`. */
export async function withoutConfigBlock(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => !/\.\w+$|^\/(v2|session)\//.test(pathname),
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(CONFIG_BLOCK, '') });
    },
  );
}
