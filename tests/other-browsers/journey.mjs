// One journey for browsers that Playwright does not drive: open the sample, import a file, run an analysis, reload.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 120_000;

/** What the journey needs of a browser.
 * @typedef {object} Browser
 * @property {(address: string) => Promise<void>} open
 * @property {() => Promise<void>} reload
 * @property {(expression: string) => Promise<unknown>} evaluate the value of an expression in the page
 * @property {(label: string, path: string) => Promise<void>} choose gives a file to the input of that accessible name
 * @property {() => Promise<void>} close
 */

/**
 * Resolves when every step held; rejects with a sentence that names the step.
 * @param {Browser} browser
 * @param {string} address
 */
export async function journey(browser, address) {
  const folder = await mkdtemp(join(tmpdir(), 'soundings-journey-'));
  try {
    await browser.open(address);
    await openSample(browser);
    await until(browser, 'every cell of the sample is done', `${statuses}.length > 15 && ${allDone}`);
    const files = await writeFiles(folder);
    await browser.choose('Notebook file to open', files.notebook);
    await until(browser, 'the notebook opens', `!!${cellNamed('why')}`);
    await browser.choose('Data files to add', files.data);
    await until(browser, 'the analysis of the imported file is done', done('why'));
    await until(browser, 'the analysis names the driver that was planted', names('why', 'q2'));
    await until(browser, 'the file is kept on this device', keptAll);
    await browser.reload();
    await until(browser, 'after a reload the notebook is there and its analysis done', done('why'));
    await until(browser, 'after a reload the file is there', `/300\\s+rows/.test(document.body.textContent)`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const statuses = `[...document.querySelectorAll('[data-cell]')].map((cell) => cell.dataset.status)`;
const idle = `document.querySelector('main')?.dataset.run === 'idle'`;
const allDone = `${idle} && ${statuses}.every((status) => status === 'done')`;
const cellNamed = (name) =>
  `document.querySelector('[role=region][aria-label="${name}"], section[aria-label="${name}"]')`;
const done = (name) => `${idle} && ${cellNamed(name)}?.dataset.status === 'done'`;
const names = (name, word) => `${cellNamed(name)}.textContent.includes('${word}')`;
const keptAll = `!/not yet kept|Not kept/i.test(document.querySelector('aside').textContent)`;

/** A first visit offers the samples; where one opened by itself there is nothing to press. */
async function openSample(browser) {
  await until(browser, 'the page is ready', idle);
  await browser.evaluate(
    `[...document.querySelectorAll('main button')].find((button) => /renews/i.test(button.textContent))?.click()`,
  );
}

/** @param {Browser} browser */
async function until(browser, what, expression) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (await browser.evaluate(`Boolean(${expression})`)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const seen = await browser.evaluate(`JSON.stringify(${statuses})`);
  throw new Error(`It did not come about in ${PATIENCE / 1000} s that ${what}. Cells: ${String(seen)}.`);
}

/** A survey in which q2 drives q1 and q3 does not, and a notebook that asks which does. */
async function writeFiles(folder) {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const [q2, q3] = [1 + ((i * 7) % 10), 1 + ((i * 3) % 7)];
    return `c${i},${Math.min(10, Math.max(1, q2 + ((i * 5) % 3) - 1))},${q2},${q3}`;
  });
  const data = join(folder, 'journey-survey.csv');
  await writeFile(data, ['customer,q1,q2,q3', ...rows, ''].join('\n'));
  const notebook = join(folder, 'journey.soundings.md');
  await writeFile(
    notebook,
    [
      '---',
      'soundings: 1',
      'title: A journey',
      'sources:',
      '  journey_survey:',
      '    file: journey-survey.csv',
      '---',
      '',
      '```drivers name=why title="What drives q1"',
      'from: journey_survey',
      'outcome: q1',
      'drivers: [q2, q3]',
      '```',
      '',
    ].join('\n'),
  );
  return { data, notebook };
}
