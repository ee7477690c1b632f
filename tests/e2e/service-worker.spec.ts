import { fileURLToPath } from 'node:url';
import { expect, test as base, type Page } from './fixture';
import { serveSmallBuild, type SmallBuild } from './small-build';

const test = base.extend<{ site: SmallBuild }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
  site: async ({}, use) => {
    const site = await serveSmallBuild(fileURLToPath(new URL('offline-page', import.meta.url)));
    await use(site);
    await site.close();
  },
  baseURL: ({ site }, use) => use(site.address),
});

async function openKept(page: Page): Promise<void> {
  await page.goto('./');
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}
const edition = (page: Page) => page.locator('body').getAttribute('data-edition');
const caches = (page: Page) => page.evaluate(() => window.caches.keys());

test('once kept, the page reloads with its server gone, and an address below it leads to it', async ({
  page,
  site,
  watch,
}) => {
  watch.allowConsole(/net::ERR_CONNECTION_REFUSED/);
  await openKept(page);
  await site.close();
  await page.reload();
  expect(await edition(page)).toBe('first');
  await page.goto('./any/where');
  expect(page.url()).toBe(site.address);
  expect(await edition(page)).toBe('first');
});

/** Whether one service worker is at work and none is on its way. */
const isSettled = (page: Page) =>
  page.evaluate(async () => {
    const kept = await navigator.serviceWorker.getRegistration();
    return kept?.active?.state === 'activated' && !kept.installing && !kept.waiting;
  });

test('a new build shows on the first reload and is then the one that is kept', async ({
  page,
  site,
  watch,
}) => {
  watch.allowConsole(/net::ERR_CONNECTION_REFUSED/);
  await openKept(page);
  const [before] = await caches(page);
  await site.rebuild('second');
  await page.reload();
  expect(await edition(page)).toBe('second');
  await expect.poll(() => caches(page)).toHaveLength(2);
  // The cache is there from the beginning of the install; the build is kept at its end.
  await expect.poll(() => isSettled(page)).toBe(true);
  const after = (await caches(page)).find((name) => name !== before);
  expect(after?.replace(/\S+$/, '')).toBe(before?.replace(/\S+$/, ''));
  await site.close();
  await page.reload();
  expect(await edition(page)).toBe('second');
});

test('a page of the build before can still load its parts; those of the build before that are gone', async ({
  page,
  site,
  watch,
}) => {
  watch.allowConsole(/status of 404/);
  await openKept(page);
  const part = (await page.locator('body').getAttribute('data-self')) ?? '';
  const status = () => page.evaluate(async (url) => (await fetch(url, { cache: 'no-store' })).status, part);
  for (const [name, expected] of [
    ['second', 200],
    ['third', 404],
  ] as const) {
    const before = await caches(page);
    await site.rebuild(name);
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((kept) => kept?.update()));
    await expect
      .poll(async () => (await caches(page)).filter((cache) => !before.includes(cache)).length)
      .toBe(1);
    // A worker still on its way in would swallow the next build's: the browser looks for one update at a time.
    await expect.poll(() => isSettled(page)).toBe(true);
    await expect.poll(() => status()).toBe(expected);
  }
  expect(await caches(page)).toHaveLength(2);
});

test('caches of others on this origin are left alone', async ({ page, site }) => {
  await page.goto('./');
  await page.evaluate(async () => {
    for (const name of ['someone else', 'soundings http://127.0.0.1:1/other/ 0123'])
      await window.caches.open(name);
  });
  await openKept(page);
  for (const name of ['second', 'third', 'fourth']) {
    const before = await caches(page);
    await site.rebuild(name);
    await page.reload();
    await expect
      .poll(async () => (await caches(page)).filter((cache) => !before.includes(cache)).length)
      .toBe(1);
    await expect.poll(() => isSettled(page)).toBe(true);
  }
  expect(await caches(page)).toEqual(
    expect.arrayContaining(['someone else', 'soundings http://127.0.0.1:1/other/ 0123']),
  );
});
