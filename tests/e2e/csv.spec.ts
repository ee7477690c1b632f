import { addData, cell, expect, fileOf, test, waitForCell, waitForIdle, type Page } from './fixture';
import { addCell, openEmpty, rowsOf, runSql, savedBy, source } from './journey';

const CUSTOMERS = [
  'customer_id,signed,name,amount',
  '007,03/04/2026,"<img src=x onerror=""document.title=\'owned\'"">",10.5',
  '008,05/06/2026,"=HYPERLINK(""http://elsewhere.example"",""x"")",20',
  '009,07/08/2026,"Müller, ""Söhne""\nand more",30.25',
  '010,09/10/2026,,',
  '011,11/12/2026,too,many,fields',
  '',
].join('\r\n');

async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (file) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([file.text], file.name, { type: 'text/csv' }));
      return transfer;
    },
    { name, text },
  );
  await page.dispatchEvent('main', 'dragenter', { dataTransfer });
  await expect(page.getByText('Drop to add')).toBeVisible();
  await page.dispatchEvent('main', 'dragover', { dataTransfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer });
  await expect(page.getByText('Drop to add')).toBeHidden();
}

test('a CSV dropped on a new notebook is read with care, queried, charted and saved again', async ({
  page,
}) => {
  await openEmpty(page);
  await drop(page, 'Customers 2026.csv', CUSTOMERS);
  await waitForIdle(page);
  const rail = source(page, 'customers_2026');
  await expect(rail).toContainText('5 rows');

  await test.step('the report says what was mended and what is in doubt', async () => {
    await rail.getByRole('button', { name: /1 line mended/ }).click();
    const report = page.getByRole('dialog', { name: 'How Customers 2026.csv was read' });
    await expect(report).toContainText('Read 5 of 5 lines; 0 rejected; 1 mended');
    const mended = report.getByRole('region', { name: 'Mended lines' });
    await expect(mended.getByRole('row', { name: /too,many,fields/ })).toBeVisible();
    await expect(report.getByRole('row', { name: /^customer_id/ }).first()).toContainText(/zero/i);
    await expect(report).toContainText('no value tells day from month');
    await page.keyboard.press('Escape');
    await expect(report).toBeHidden();
  });

  await test.step('a query shows the values as they stand in the file', async () => {
    await page.getByRole('button', { name: 'Look at the rows' }).click();
    await runSql(page, 'sql', 'SELECT customer_id, name, amount FROM customers_2026 ORDER BY customer_id');
    await waitForCell(page, 'sql', 'done');
    const rows = await rowsOf(page, 'sql');
    expect(rows.map(([id]) => id)).toEqual(['007', '008', '009', '010', '011']);
    expect(rows[0]?.[1]).toBe('<img src=x onerror="document.title=\'owned\'">');
    expect(rows[1]?.[1]).toBe('=HYPERLINK("http://elsewhere.example","x")');
    await expect(cell(page, 'sql').getByRole('gridcell').locator('img, a')).toHaveCount(0);
    expect(await page.title()).not.toContain('owned');
  });

  await test.step('a mistake is pointed at, with what was meant; mended, it runs', async () => {
    await runSql(page, 'sql', 'SELECT custmer_id FROM customers_2026');
    await waitForCell(page, 'sql', 'failed');
    await expect(cell(page, 'sql').getByRole('alert')).toContainText('There is no column custmer_id');
    await expect(cell(page, 'sql').getByRole('alert')).toContainText(/did you mean customer_id/i);
    await expect(cell(page, 'sql').locator('.cm-lintRange-error')).toHaveText('custmer_id');
    await runSql(page, 'sql', 'SELECT customer_id, amount FROM customers_2026');
    await waitForCell(page, 'sql', 'done');
    await expect(cell(page, 'sql').locator('.cm-lintRange-error')).toHaveCount(0);
  });

  await test.step('a chart is made by its form', async () => {
    await addCell(page, /^Chart/);
    const chart = cell(page, 'chart');
    await chart.getByLabel('Reads').selectOption('sql');
    await chart.getByLabel('Mark').selectOption('bar');
    await chart.getByLabel('Across').selectOption('customer_id');
    await chart.getByRole('combobox', { name: 'Up' }).selectOption('amount');
    await waitForIdle(page);
    await waitForCell(page, 'chart', 'done');
    const picture = chart.getByRole('img').first();
    await expect(picture).toHaveAccessibleName(/customer_id|amount/);
    expect(await picture.locator('svg [aria-label="bar"] rect, svg rect').count()).toBeGreaterThanOrEqual(3);
    for (const kind of ['SVG', 'PNG']) {
      await chart.hover();
      const { name } = await savedBy(page, async () => {
        await chart.getByRole('button', { name: /What to do with the chart/ }).click();
        await page.getByRole('menuitem', { name: `Save ${kind}` }).click();
      });
      expect(name).toMatch(new RegExp(`\\.${kind.toLowerCase()}$`));
    }
  });

  await test.step('saved as CSV and read again, the table is the same', async () => {
    const saved = await savedBy(page, async () => {
      await rail.getByRole('button', { name: 'More for customers_2026' }).click();
      await page.getByRole('menuitem', { name: 'Save as CSV' }).click();
    });
    expect(saved.name).toBe('customers_2026.csv');
    await addData(page, fileOf('again.csv', saved.text));
    await expect(source(page, 'again')).toContainText('5 rows');
    await waitForIdle(page);
    await runSql(
      page,
      'sql',
      'FROM ((FROM customers_2026 EXCEPT ALL FROM again) UNION ALL (FROM again EXCEPT ALL FROM customers_2026))',
    );
    await waitForCell(page, 'sql', 'done');
    await expect(cell(page, 'sql')).toContainText('0 rows');
    expect(await cell(page, 'sql').locator('.row').allTextContents()).toEqual([]);
  });
});

test('a semicolon file by the input, twice: the second binds to the same source and its readers run again', async ({
  page,
}) => {
  await openEmpty(page);
  await addData(page, fileOf('sales.csv', 'region;sum\nnorth;1\nsouth;2\n'));
  await expect(source(page, 'sales')).toContainText('2 rows');
  await addCell(page, /^SQL/);
  // What a new cell proposes is selected, so that typing replaces it.
  await expect(page.getByRole('textbox', { name: 'SQL of sql' })).toHaveText('FROM sales');
  await page.keyboard.type('SELECT 1');
  await expect(page.getByRole('textbox', { name: 'SQL of sql' })).toHaveText('SELECT 1');
  await runSql(page, 'sql', 'SELECT sum("sum") AS total FROM sales');
  expect(await rowsOf(page, 'sql')).toEqual([['3']]);
  await addData(page, fileOf('sales.csv', 'region;sum\nnorth;10\nsouth;20\nwest;30\n'));
  await expect(source(page, 'sales')).toContainText('3 rows');
  await waitForIdle(page);
  await expect(page.getByRole('group', { name: /^Source / })).toHaveCount(1);
  expect(await rowsOf(page, 'sql')).toEqual([['60']]);
  await expect(source(page, 'sales')).toContainText('differs');
  await source(page, 'sales').getByRole('button', { name: 'Accept new file' }).click();
  await expect(source(page, 'sales')).not.toContainText('differs');
});
