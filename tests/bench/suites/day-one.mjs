// The first day: how soon there is a result, cold and warm; whether reruns cost memory; what a key costs.
import { line, median } from '../measuring.mjs';
import { bigNotebook, longestTask } from '../typing.mjs';

const CELLS = 200;
const RERUNS = 10;

export async function measureDayOne({ openBrowser, address }) {
  const cold = await firstResult(openBrowser, address);
  line('cold start to the first result of the sample', cold.cold, null);
  line('warm start to the first result, kept from before', cold.warm, null);
  line('warm start until every cell has run again', cold.rerun, null);
  await measureMemory(openBrowser, address);
  await measureTyping(openBrowser, address);
}

const idleOf = (tab) => tab.locator('main[data-run=idle]');
const openSample = (tab) => tab.getByRole('button', { name: /^Who renews/ }).click();

/** From the address to the first row on the page: of a browser that has nothing, then of one that has it all. */
async function firstResult(openBrowser, address) {
  const { tab, close } = await openBrowser();
  const shown = () => tab.getByRole('grid').first().waitFor({ timeout: 120_000 });
  const cold = await timed(async () => {
    await tab.goto(address);
    await openSample(tab);
    await shown();
  });
  await idleOf(tab).waitFor({ state: 'attached', timeout: 120_000 });
  await tab.waitForTimeout(1500);
  const begun = performance.now();
  await tab.reload();
  await shown();
  const warm = performance.now() - begun;
  await tab
    .locator('[data-status=stale], [data-status=running]')
    .first()
    .waitFor({ state: 'detached', timeout: 120_000 });
  await idleOf(tab).waitFor({ state: 'attached', timeout: 120_000 });
  const rerun = performance.now() - begun;
  await close();
  return { cold, warm, rerun };
}

/** What the page's own heap holds after ten reruns against after one, garbage collected each time. */
async function measureMemory(openBrowser, address) {
  const { tab, close } = await openBrowser();
  await tab.goto(address);
  await openSample(tab);
  const session = await tab.context().newCDPSession(tab);
  const rerun = async () => {
    await idleOf(tab).waitFor({ state: 'attached', timeout: 120_000 });
    await tab.getByRole('button', { name: 'Run all', exact: true }).click();
    await tab.locator('main[data-run=running]').waitFor({ state: 'attached', timeout: 10_000 });
    await idleOf(tab).waitFor({ state: 'attached', timeout: 120_000 });
  };
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };
  await rerun();
  const before = await heap();
  for (let i = 0; i < RERUNS; i += 1) await rerun();
  const after = await heap();
  line('heap of the page after a run of the sample', before, null, 'MiB');
  line(`  growth of it after ${RERUNS} more`, after - before, Math.round(before) / 10, 'MiB');
  await close();
}

/** In a notebook of many cells with results: the longest task while typing, and from a key to the picture of it. */
async function measureTyping(openBrowser, address) {
  const { tab, close } = await openBrowser();
  await tab.goto(address);
  await idleOf(tab).waitFor({ state: 'attached', timeout: 60_000 });
  const buffer = Buffer.from(bigNotebook(CELLS));
  const file = { name: 'many.soundings.md', mimeType: 'text/markdown', buffer };
  await tab.getByLabel('Notebook file to open').setInputFiles([file]);
  await tab
    .locator('[data-cell]')
    .nth(CELLS - 1)
    .waitFor({ state: 'attached' });
  await idleOf(tab).waitFor({ state: 'attached', timeout: 240_000 });
  await tab.getByRole('textbox', { name: 'SQL of numbers_1', exact: true }).click();
  await tab.keyboard.press('ControlOrMeta+End');
  await tab.keyboard.type(' LIMIT 9', { delay: 40 });
  const times = [];
  for (const key of ' -- a sentence of some length') {
    const drawn = await tab.evaluateHandle(keyToPicture);
    await tab.keyboard.type(key);
    times.push(await drawn.evaluate(({ time }) => time));
  }
  line(`time to type: a key to its picture, ${CELLS} cells (median)`, median(times), 50);
  const task = await longestTask(tab, () => tab.keyboard.type(' -- and so\n-- on', { delay: 40 }));
  line('  longest main-thread task meanwhile, by the clock', task.wall, 50);
  line("  by the thread's own time", task.cpu, 50);
  await close();
}

/** In the page: the time from the next key to the frame after it, listened for once this has returned. */
const keyToPicture = () => ({
  time: new Promise((done) =>
    addEventListener(
      'keydown',
      (event) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - event.timeStamp))),
      { once: true, capture: true },
    ),
  ),
});

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
