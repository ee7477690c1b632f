import { expect, fileOf, addData, openApp, test, waitForIdle } from './fixture';

test('with the network off the page reloads, runs its notebook and reads a new file', async ({
  page,
  context,
  watch,
}) => {
  // What the browser itself writes when a page asks its own server while offline.
  watch.allowConsole(/net::ERR_INTERNET_DISCONNECTED/);
  await openApp(page);
  await waitForIdle(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
  await waitForIdle(page);
  const statuses = await page
    .getByRole('region')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-status')).filter(Boolean));
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status !== 'done')).toEqual([]);

  await addData(page, fileOf('offline_visits.csv', 'visitor,pages\nann,3\nbob,5\n'));
  await waitForIdle(page);
  await expect(page.getByText('offline_visits').first()).toBeVisible();
});

test('a build keeps one cache, named for its address and its files', async ({ page }) => {
  await openApp(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const names = await page.evaluate(() => caches.keys());
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(/^soundings http.* [0-9a-f]{16}$/);
});
