import { expectAccessible, openApp, test, waitForIdle } from './fixture';

for (const colorScheme of ['light', 'dark'] as const)
  test(`the sample, once run, breaks no rule of accessibility (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openApp(page);
    await waitForIdle(page);
    await expectAccessible(page);
  });
