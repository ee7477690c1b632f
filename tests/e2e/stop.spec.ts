import { addData, cell, expect, fileOf, test, waitForCell, waitForIdle } from './fixture';
import { notebookOf, openOn, rowsOf, runSql, source, sqlCell, typeInto } from './journey';

/** What the issue allows a stop, in milliseconds. */
const STOP_WITHIN = 2000;

const queries = {
  'a cross product':
    'SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE a.range * b.range % 7 = 3',
  'a sort':
    'SELECT sum(place) FROM (SELECT row_number() OVER (ORDER BY hash(range)) AS place FROM range(40000000))',
};

for (const [what, sql] of Object.entries(queries))
  test(`${what} stops within two seconds, says so, and the next cell runs`, async ({ page }) => {
    await openOn(
      page,
      notebookOf(
        [sqlCell('heavy', 'SELECT 1'), sqlCell('after', 'SELECT sum(amount) AS total FROM sales')],
        ['sources:', '  sales:', '    file: sales.csv'],
      ),
    );
    await addData(page, fileOf('sales.csv', 'amount\n1\n2\n'));
    await waitForCell(page, 'after', 'done');
    await waitForIdle(page);

    await typeInto(page, 'SQL of heavy', sql);
    await page.keyboard.press('ControlOrMeta+Enter');
    await waitForCell(page, 'heavy', 'running');
    // Long enough under way that DuckDB is in the thick of it.
    await expect(cell(page, 'heavy').locator('.status')).toContainText(/[1-9](\.\d+)? s/);
    await page.locator('header').getByRole('button', { name: 'Stop', exact: true }).first().click();
    await waitForCell(page, 'heavy', 'stopped', STOP_WITHIN);
    await expect(cell(page, 'heavy')).toContainText('stopped');

    // Whether or not the engine had to be restarted for it, the sources are there and cells run.
    await waitForIdle(page);
    await expect(source(page, 'sales')).toContainText('2 rows');
    await runSql(page, 'after', 'SELECT sum(amount) + 1 AS total FROM sales');
    await waitForCell(page, 'after', 'done');
    expect(await rowsOf(page, 'after')).toEqual([['4']]);
  });
