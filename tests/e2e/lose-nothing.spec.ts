import { addData, cell, expect, fileOf, openApp, test, waitForCell, waitForIdle } from './fixture';
import { notebookOf, notebookText, openOn, rowsOf, source, sqlCell, typeInto } from './journey';

const NOTEBOOK = notebookOf(
  [
    '# Kept',
    sqlCell('totals', 'SELECT region, sum(amount) AS total FROM sales GROUP BY region ORDER BY region'),
    sqlCell(
      'slow',
      'SELECT count(*) AS n FROM range(15000) AS a, range(15000) AS b WHERE (a.range * b.range) % 7 = 3',
    ),
  ],
  ['sources:', '  sales:', '    file: sales.csv'],
);
const SALES = 'region,amount\nnorth,1\nsouth,2\nnorth,3\n';
const TOTALS = [
  ['north', '4'],
  ['south', '2'],
];

test('a reload in the middle of a run loses nothing: results stand at once as old, then all is done', async ({
  page,
}) => {
  await openOn(page, NOTEBOOK);
  await addData(page, fileOf('sales.csv', SALES));
  await waitForCell(page, 'totals', 'done');
  await waitForIdle(page);
  await expect(source(page, 'sales')).not.toContainText('not yet kept');
  await waitForCell(page, 'slow', 'done');
  const [counted] = await rowsOf(page, 'slow');
  const text = await notebookText(page);
  expect(text).toContain('sha256: ');

  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await waitForCell(page, 'slow', 'running');
  await page.reload();
  await expect(cell(page, 'totals').getByRole('grid')).toBeVisible();
  expect(['stale', 'running', 'done']).toContain(await cell(page, 'totals').getAttribute('data-status'));
  expect(await rowsOf(page, 'slow')).toEqual([counted]);
  expect(['stale', 'running']).toContain(await cell(page, 'slow').getAttribute('data-status'));
  await waitForIdle(page);
  await waitForCell(page, 'totals', 'done');
  await waitForCell(page, 'slow', 'done');
  expect(await rowsOf(page, 'totals')).toEqual(TOTALS);
  expect(await rowsOf(page, 'slow')).toEqual([counted]);
  await expect(source(page, 'sales')).toContainText('3 rows');
  expect(await notebookText(page)).toBe(text);
});

test.describe('without the service worker, in whose process Playwright waits for ever once it has crashed with the page', () => {
  test.use({ serviceWorkers: 'block' });

  test('what was typed a second before the page is killed is there when it opens again', async ({
    page,
    context,
    watch,
  }) => {
    watch.allowConsole(/chrome:/);
    await openOn(page, notebookOf(['# Kept', sqlCell('draft', 'SELECT 1 AS one')]));
    await typeInto(page, 'SQL of draft', 'SELECT 2 AS two -- never run');
    // The law is about this second, so the test waits for it.
    await page.waitForTimeout(1000);
    await page.goto('chrome://crash').catch(() => undefined);
    const again = await context.newPage();
    await openApp(again);
    await expect(again.getByRole('textbox', { name: 'SQL of draft' })).toHaveText(
      'SELECT 2 AS two -- never run',
    );
    await waitForIdle(again);
    expect(await rowsOf(again, 'draft')).toEqual([['2']]);
  });
});

test('a reload while typing keeps the last letter', async ({ page }) => {
  await openOn(page, notebookOf(['# Kept', sqlCell('draft', 'SELECT 1 AS one')]));
  await typeInto(page, 'SQL of draft', 'SELECT 3 AS three');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'SQL of draft' })).toHaveText('SELECT 3 AS three');
  await waitForIdle(page);
  expect(await rowsOf(page, 'draft')).toEqual([['3']]);
});
