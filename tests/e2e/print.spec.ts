import { addData, cell, expect, fileOf, openApp, openNotebook, test, waitForIdle } from './fixture';
import { notebookOf, savedBy, sqlCell } from './journey';
import type { Page } from './fixture';

const wide = Array.from({ length: 40 }, (_, index) => `i * ${index} AS column_${index}`).join(', ');
const notebook = notebookOf(
  [
    '# What we saw\n\nProse with a <img src=x onerror=alert(1)> in it.',
    '```input name=least\ntype: number\nlabel: Smallest score\nvalue: 9\n```',
    sqlCell('long', 'SELECT i AS n, chr(65 + (i % 26)::INTEGER) AS letter FROM range(1204) AS t (i)'),
    sqlCell('wide', `SELECT ${wide} FROM range(3) AS t (i)`),
    '```chart name=letters title="Letters counted"\nfrom: long\nmark: bar\nx: letter\naggregate: count\n```',
    '```value-tiers name=tiers\nfrom: people\ncustomer: id\nvalue: spend\n```',
    sqlCell('broken', 'SELECT nmae FROM people'),
  ],
  ['asOf: 2026-06-30', 'sources:', '  people: { file: people.csv }'],
);
const people = `id,spend\n${Array.from({ length: 60 }, (_, index) => `c${index},${index * index}`).join('\n')}\n`;

/** What the browser's own Ctrl+P would have on paper. */
async function onPaper<T>(page: Page, look: () => Promise<T>): Promise<T> {
  await page.evaluate(() => void dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  try {
    return await look();
  } finally {
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => void dispatchEvent(new Event('afterprint')));
  }
}

test('a notebook prints as a report: sources, findings, charts and every column, and nothing of the page', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openApp(page);
  await openNotebook(page, notebook);
  await expect(page.getByLabel('Title of the notebook')).toHaveValue('Test');
  await addData(page, fileOf('people.csv', people));
  await waitForIdle(page);
  await expect(cell(page, 'tiers')).toHaveAttribute('data-status', 'done');
  const report = page.locator('.print-report');

  await onPaper(page, async () => {
    await expect(report).toBeVisible();
    await expect(page.getByRole('banner').filter({ hasText: 'Run all' })).toBeHidden();
    for (const words of ['Printed 20', 'as of 2026-06-30', 'with DuckDB v'])
      await expect(report).toContainText(words);
    await expect(report).toContainText(/people\.csv\s*60\s*[0-9a-f]{12}…/);
    await expect(report).toContainText(/SHA-256 [0-9a-f]{64}/);
    await expect(report).toContainText('Smallest score: 9');
    await expect(report).toContainText('first 30 of 1,204 rows');
    await expect(report).toContainText('There is no column nmae');
    await expect(report.getByRole('heading', { name: 'Letters counted' })).toBeVisible();
    await expect(
      report
        .getByRole('img', { name: /^Bar chart of number of rows by letter/ })
        .locator('rect')
        .first(),
    ).toBeVisible();
    await expect(report.locator('li').first()).toBeVisible();
    for (const index of [0, 17, 39])
      await expect(
        report.getByRole('columnheader', { name: `column_${index}`, exact: true }).first(),
      ).toBeVisible();
    await expect(report.locator('button, input, img')).toHaveCount(0);
    await expect(report.locator('pre')).toHaveCount(0);
    const room = (await report.boundingBox())?.width ?? 0;
    const widest = await report
      .locator('table, svg')
      .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().width)));
    expect(widest).toBeLessThanOrEqual(room);
    expect(await report.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await report.evaluate((one) => getComputedStyle(one).color)).toBe('rgb(29, 35, 39)');
  });
  await expect(report).toHaveCount(0);

  await test.step('a PDF has a few pages of the paper chosen, with their numbers', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Print or PDF…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Print or PDF' });
    await dialog.getByRole('checkbox', { name: /^Code/ }).check();
    await dialog.getByLabel('Method notes of each analysis').check();
    await dialog.getByRole('checkbox', { name: /^All tables of each analysis/ }).check();
    await dialog.getByLabel('Rows of each table').selectOption('10');
    await dialog.getByLabel('Paper').selectOption('letter');
    const saved = await savedBy(page, () =>
      dialog.getByRole('button', { name: 'Save as HTML file' }).click(),
    );
    expect(saved.name).toBe('test.html');
    expect(saved.text).toContain('first 10 of 1,204 rows');
    expect(saved.text).toContain('SELECT nmae FROM people');
    expect(saved.text).toContain('Method');
    expect(saved.text).not.toContain('Further tables in the notebook');
    expect(saved.text).not.toMatch(/<script|<img/i);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(9);
    expect(pdf).toContain('/MediaBox [0 0 612 792]');
  });
});
