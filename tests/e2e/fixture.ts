import AxeBuilder from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { startOutsideRecorder, type OutsideRecorder } from './outside-recorder';

export { expect };
export type { Locator, Page };

/** What a test may allow itself; everything else fails it. */
export interface Watch {
  /** Console errors that this test provokes on purpose. */
  allowConsole(pattern: RegExp): void;
  /** Requests of pages to another origin that this test provokes on purpose. They are aborted all the same. */
  allowRequest(pattern: RegExp): void;
}

/**
 * The base of every browser test: fails it on any request to another origin (from page, worker or service worker), on
 * any console error and on any uncaught error.
 */
export const test = base.extend<{ watch: Watch }, { outside: OutsideRecorder }>({
  outside: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const recorder = await startOutsideRecorder();
      await use(recorder);
      await recorder.close();
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ outside }, use) => {
      const executablePath = process.env.CHROMIUM_PATH;
      await use({
        ...(executablePath ? { executablePath } : {}),
        proxy: { server: outside.address, bypass: '127.0.0.1' },
        args: [
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-domain-reliability',
          '--disable-sync',
          '--disable-quic',
          '--no-first-run',
          '--no-pings',
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ],
      });
    },
    { scope: 'worker' },
  ],
  watch: [
    async ({ context, baseURL, outside }, use) => {
      const faults: string[] = [];
      const allowed = { console: [] as RegExp[], requests: [] as RegExp[] };
      await watchRequests(context, new URL(baseURL ?? '').origin, allowed.requests, faults);
      watchErrors(context, allowed.console, faults);
      const before = outside.asked.length;
      await use({
        allowConsole: (pattern) => allowed.console.push(pattern),
        allowRequest: (pattern) => allowed.requests.push(pattern),
      });
      expect(outside.asked.slice(before), 'hosts asked for outside this machine').toEqual([]);
      expect(faults, 'requests to other origins, console errors, uncaught errors').toEqual([]);
    },
    { auto: true },
  ],
});

async function watchRequests(context: BrowserContext, origin: string, allowed: RegExp[], faults: string[]) {
  const isOutside = (address: string | URL) => {
    const url = new URL(address);
    return /^(https?|wss?):$/.test(url.protocol) && url.origin !== origin;
  };
  context.on('request', (request) => {
    const url = request.url();
    if (isOutside(url) && !allowed.some((pattern) => pattern.test(url)))
      faults.push(`request to another origin: ${url}`);
  });
  await context.route(isOutside, (route) => route.abort());
}

function watchErrors(context: BrowserContext, allowed: RegExp[], faults: string[]) {
  const note = (what: string, text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) faults.push(`${what}: ${text}`);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') note('console error', `${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => note('uncaught error', error.error().stack ?? error.error().message));
}

/** Opens the built app; resolves once its interface is there, with the notebook last open or the first visit's page. */
export async function openPage(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.locator('[data-cell], [data-first-visit]').first()).toBeVisible();
}

/** Opens the built app on the sample, which then runs, unless a notebook was open last. */
export async function openApp(page: Page): Promise<void> {
  await openPage(page);
  const firstVisit = page.locator('[data-first-visit]');
  if (await firstVisit.isVisible()) await page.getByRole('button', { name: 'Who renews' }).click();
  await expect(page.locator('[data-cell]').first()).toBeVisible();
}

/** The cell of that name (a text cell: of that label). */
export const cell = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Waits until no file is being read and no cell is due. A cold start reads the engine first, hence the patience. */
export async function waitForIdle(page: Page, timeout = 60_000): Promise<void> {
  await expect(page.locator('main[data-run=idle]')).toBeAttached({ timeout });
}

export type CellStatus = 'idle' | 'running' | 'done' | 'failed' | 'stale' | 'stopped';

/** Waits until a cell has that status. */
export async function waitForCell(
  page: Page,
  name: string,
  status: CellStatus,
  timeout = 60_000,
): Promise<void> {
  await expect(cell(page, name)).toHaveAttribute('data-status', status, { timeout });
}

/** A file for `setInputFiles`, made from text. */
export const fileOf = (name: string, text: string, mimeType = 'text/csv') => ({
  name,
  mimeType,
  buffer: Buffer.from(text),
});

/** Gives the page data files through the input that people use. */
export async function addData(page: Page, ...files: ReturnType<typeof fileOf>[]): Promise<void> {
  await page.getByLabel('Data files to add').setInputFiles(files);
}

/** Opens a notebook from its text through the input that people use, and waits for its run. */
export async function openNotebook(page: Page, text: string, name = 'test.soundings.md'): Promise<void> {
  await page.getByLabel('Notebook file to open').setInputFiles([fileOf(name, text, 'text/markdown')]);
}

/** No violation of the accessibility rules, of whatever impact. */
export async function expectAccessible(page: Page): Promise<void> {
  // The page has no frames; without the detour that frames need, the same rules take a fifth of the time.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await builder.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual(
    [],
  );
}
