import { addData, cell, expect, fileOf, test, waitForCell, waitForIdle, type Page } from './fixture';
import { notebookOf, openOn, source, sqlCell } from './journey';

const notebook = notebookOf(
  [sqlCell('total', 'SELECT sum(amount) AS total FROM sales'), sqlCell('lone', 'SELECT 1 AS one')],
  ['sources:', '  sales:', '    file: sales.csv'],
);

/** DuckDB's own worker, nested behind the engine's. */
async function duckdbWorker(page: Page) {
  for (const worker of page.workers())
    if (await worker.evaluate(() => 'DUCKDB_RUNTIME' in globalThis)) return worker;
  throw new Error('no worker runs DuckDB');
}

test.beforeEach(async ({ page }) => {
  await openOn(page, notebook);
  await addData(page, fileOf('sales.csv', 'amount\n1\n2\n'));
  await waitForCell(page, 'total', 'done');
  await waitForIdle(page);
});

test('an engine that does not heed a stop is ended within two seconds and built again, and says so', async ({
  page,
}) => {
  const duckdb = await duckdbWorker(page);
  duckdb
    .evaluate(() => {
      const until = Date.now() + 30_000;
      while (Date.now() < until);
    })
    // Its worker is ended before it comes to an end, which is the point.
    .catch(() => undefined);
  await cell(page, 'lone').focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForCell(page, 'lone', 'running');
  await page.locator('header').getByRole('button', { name: 'Stop', exact: true }).click();
  await waitForCell(page, 'lone', 'stopped', 2500);
  await expect(page.getByText('so the engine was restarted')).toBeVisible();
  await waitForCell(page, 'total', 'done');
  await waitForIdle(page);
  await expect(source(page, 'sales')).toContainText('2 rows');
  // What a person stopped is not begun again behind their back.
  await expect(cell(page, 'lone')).toHaveAttribute('data-status', 'stopped');
  await cell(page, 'lone').focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForCell(page, 'lone', 'done');
});

test('an engine that breaks down is built again from the files, and says so', async ({ page, watch }) => {
  watch.allowConsole(/broken on purpose/);
  const duckdb = await duckdbWorker(page);
  await duckdb.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    });
  });
  await expect(page.getByText('The engine broke down and was restarted')).toBeVisible();
  await waitForCell(page, 'total', 'done');
  await waitForIdle(page);
  await expect(source(page, 'sales')).toContainText('2 rows');
  await expect(cell(page, 'lone')).toHaveAttribute('data-status', 'done');
});
