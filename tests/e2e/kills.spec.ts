import type { Browser, BrowserContext } from '@playwright/test';
import { expect, fileOf, openNotebook, test, waitForIdle, type Page } from './fixture';
import { notebookOf, sqlCell } from './journey';

/** Two people's tabs, killed twenty times each; `SOUNDINGS_KILLS=200` kills as often, where there is time for it. */
const LANES = 2;
const KILLS = Math.ceil(Number(process.env.SOUNDINGS_KILLS ?? 40) / LANES);
/** What may be lost, in milliseconds of typing. */
const MAY_LOSE = 1000;
/** A kill comes at most this long after typing begins. */
const LONGEST_ROUND = 1400;

/** What the editor held from when on; written outside the page, so that no kill reaches it. */
interface Typed {
  at: number;
  body: string;
}

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'SQL of draft' });

/** Without its engine a page is there at once; typing and keeping do not need it. */
async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.route(/\.wasm\.gz$/, () => undefined);
  await page.goto('./');
  await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true', { timeout: 60_000 });
  return page;
}

interface Lane {
  faults: string[];
  /** Milliseconds of typing that each kill took. */
  lost: number[];
  /** Kills after which something typed in that very round was there. */
  cameBack: number;
}

/** The notebook as this device keeps it: the draft's body, and whether its text is whole. */
const keptOf = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('soundings');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('no database'));
    });
    const texts = await new Promise<string[]>((resolve) => {
      const request = database.transaction('texts').objectStore('texts').getAll();
      request.onsuccess = () => resolve(request.result as string[]);
    });
    database.close();
    const text = texts.find((one) => one.includes('title: Test')) ?? '';
    const body = /```sql name=draft\n([^]*?)\n```/.exec(text)?.[1] ?? null;
    const whole = /^---\nsoundings: 1\n/.test(text) && text.trimEnd().endsWith('The end.');
    return { body, whole, notebooks: texts.length };
  });

/** Types, pastes, or adds a file while typing, until the clock says stop. */
async function edit(
  page: Page,
  round: number,
  duration: number,
  log: Typed[],
  text: string,
): Promise<string> {
  let body = text;
  const insert = async (piece: string) => {
    await page.keyboard.insertText(piece);
    body += piece;
    log.push({ at: Date.now(), body });
  };
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  if (round % 10 === 3) await insert(`\n-- ${'pasted '.repeat(15_000)}`);
  if (round % 10 === 7) {
    const rows = 'a,b\n' + '1,some text to keep\n'.repeat(50_000);
    await page.getByLabel('Data files to add').setInputFiles([fileOf(`added ${round}.csv`, rows)]);
    await editorOf(page).focus();
    await page.keyboard.press('ControlOrMeta+End');
  }
  // The clock starts with the keyboard in the editor, else a busy machine would never get to type.
  const until = Date.now() + duration;
  for (let word = 0; Date.now() < until; word += 1) await insert(` w${round}x${word}`);
  return body;
}

/** As the operating system would: the page gets no say. */
async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}

async function lane(browser: Browser, baseURL: string, seed: number): Promise<Lane> {
  const random = seeded(seed);
  const faults: string[] = [];
  const context = await browser.newContext({ baseURL, serviceWorkers: 'block' });
  const first = await context.newPage();
  await first.goto('./');
  await waitForIdle(first);
  let body = '-- begin';
  await openNotebook(first, notebookOf(['# Killed', sqlCell('draft', body), 'The end.']));
  await expect(editorOf(first)).toBeVisible();
  await expect(first.getByRole('banner').getByRole('status')).toHaveText('saved on this device');
  await first.close();

  let killed: Page | null = null;
  const lost: number[] = [];
  let cameBack = 0;
  let log: Typed[] = [{ at: 0, body }];
  let killedAt = Date.now();
  for (let round = 0; round <= KILLS; round += 1) {
    const page = await openPage(context);
    await killed?.close();
    const kept = await keptOf(page);
    const found = log.findIndex((typed) => typed.body === kept.body);
    lost.push(killedAt - (log[found + 1]?.at ?? killedAt));
    if (found > 0) cameBack += 1;
    if (found < 0 || !kept.whole || kept.notebooks !== 1)
      faults.push(`kill ${round - 1}: not a text that was ever typed (${kept.notebooks} notebooks)`);
    if (await page.locator('.notice.caution').count()) faults.push(`kill ${round - 1}: a caution is shown`);
    if (round === KILLS) break;
    body = kept.body ?? body;
    log = [{ at: 0, body }];
    body = await edit(page, round, random() * LONGEST_ROUND, log, body);
    killedAt = Date.now();
    await kill(page);
    killed = page;
  }
  await context.close();
  return { faults, lost, cameBack };
}

// A trace of a page that crashes two hundred times is of no use, and takes half the time.
test.use({ trace: 'off' });

test('kills at any moment of typing, pasting and adding files lose at most a second and break no notebook', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(60_000 + LANES * KILLS * 10_000);
  const lanes = await Promise.all(
    Array.from({ length: LANES }, (_, index) => lane(browser, baseURL ?? '', 7 * index + 1)),
  );
  expect(lanes.flatMap(({ faults }) => faults)).toEqual([]);
  const lost = lanes.flatMap((one) => one.lost);
  test.info().annotations.push({ type: 'longest loss', description: `${Math.max(...lost)} ms` });
  expect(Math.max(...lost)).toBeLessThanOrEqual(MAY_LOSE);
  // Else the rounds were too short to show anything.
  expect(lanes.reduce((sum, { cameBack }) => sum + cameBack, 0)).toBeGreaterThan((LANES * KILLS) / 5);
});
