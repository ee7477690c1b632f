import { cell, expect, expectAccessible, test } from './fixture';
import { cellNames, chooseOfCell, notebookOf, openOn, rowsOf, savedBy, sqlCell } from './journey';
import { waitForCell, waitForIdle, type Page } from './fixture';

const customers = sqlCell(
  'customers',
  `SELECT i AS id, ['North', 'South', 'East', '<b>West</b>'][1 + i % 4] AS region, CASE WHEN i % 10 = 0 THEN NULL ELSE (i % 900) / 2 END AS amount,
   DATE '2025-01-01' + (i % 365)::INTEGER AS day, '007' AS code FROM range(1000000) AS t (i)`,
);
const grid = (page: Page, name: string) => page.getByRole('grid', { name: `Rows of ${name}`, exact: true });
const filter = (page: Page, name: string) => page.getByLabel(`Filter the rows of ${name}`, { exact: true });

/** Of the customers with an amount of 400 or more, those that are so: the SQL above, counted here. */
const count = (so: (i: number) => boolean): string => {
  let found = 0;
  for (let i = 0; i < 1_000_000; i++) if (i % 10 !== 0 && (i % 900) / 2 >= 400 && so(i)) found += 1;
  return found.toLocaleString('en-GB');
};

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a million rows are walked, filtered, looked into, arranged, copied and kept as a cell', async ({
  page,
}) => {
  await openOn(page, notebookOf([customers]));
  const table = grid(page, 'customers');
  const tools = page.getByRole('search', { name: 'Filter of customers' });

  await test.step('the keyboard goes to the end and back', async () => {
    await table.focus();
    await page.keyboard.press('ControlOrMeta+ArrowDown');
    await expect(table.getByRole('rowheader', { name: '1,000,000' })).toBeVisible();
    await expect(table.getByRole('gridcell', { name: '999999', exact: true })).toBeVisible();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ControlOrMeta+Home');
    await expect(table.getByRole('rowheader', { name: '1', exact: true })).toBeVisible();
  });

  await test.step('what is typed filters; what is wrong is said', async () => {
    await filter(page, 'customers').fill('amuont > 5');
    await expect(tools).toContainText('There is no column "amuont"');
    await filter(page, 'customers').fill('amount >= 400 and region = North');
    await expect(tools).toContainText(`${count((i) => i % 4 === 0)} of 1,000,000 rows`);
    await page.keyboard.press('Enter');
    await expect(tools.getByRole('button', { name: 'amount >= 400', exact: true })).toBeVisible();
    // The rows of the page asked for come after the chip.
    await expect
      .poll(async () => [...new Set((await rowsOf(page, 'customers')).map(([, region]) => region))])
      .toEqual(['North']);
    for (const [, , amount] of await rowsOf(page, 'customers'))
      expect(Number(amount)).toBeGreaterThanOrEqual(400);
  });

  await test.step('a heading tells what is in its column, by keyboard, and its values filter', async () => {
    await tools.getByRole('button', { name: 'Remove the filter region = North' }).click();
    await table.focus();
    await page.keyboard.press('ControlOrMeta+ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    const panel = page.getByRole('dialog', { name: 'Column region' });
    await expect(panel).toContainText(`Of the ${count(() => true)} rows that pass the other filters`);
    await expect(panel.getByRole('button', { name: /^<b>West<\/b>/ })).toBeVisible();
    await expect(panel.locator('b')).toHaveCount(0);
    await expectAccessible(page);
    await panel.getByRole('button', { name: /^South/ }).click();
    await expect(tools).toContainText(`${count((i) => i % 4 === 1)} of 1,000,000 rows`);
    await panel.getByRole('button', { name: 'Pin' }).click();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(table).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(table.getByRole('columnheader', { name: /^region/ })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
  });

  await test.step('bars of a number filter as well', async () => {
    const heading = table.getByRole('columnheader', { name: /^amount/ });
    await heading.hover();
    await heading.getByTitle('What is in amount').click();
    const panel = page.getByRole('dialog', { name: 'Column amount' });
    await expect(panel).toContainText(/Missing\s*0/);
    await panel.getByRole('button', { name: /^400 to 420/ }).click();
    await page.keyboard.press('Escape');
    await expect(tools.getByRole('button', { name: 'amount: 400..<420', exact: true })).toBeVisible();
    await expect(tools).toContainText(/\d of 1,000,000 rows/);
  });

  await test.step('the table is copied as text and as a table', async () => {
    await page.getByRole('button', { name: 'What to do with customers' }).click();
    await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
    await expect(page.getByText(/^Copied .* as Markdown\.$/)).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      '| region | id | amount | day | code |',
    );
    await table.getByRole('gridcell', { name: 'South' }).first().click();
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('ControlOrMeta+c');
    await expect(page.getByText('Copied 1 row.')).toBeVisible();
    const [text, html] = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return Promise.all(['text/plain', 'text/html'].map(async (type) => (await item!.getType(type)).text()));
    });
    expect(text?.split('\t')).toEqual([
      'South',
      expect.any(String),
      expect.any(String),
      expect.stringMatching(/^2025-/),
      '007',
    ]);
    expect(html).toContain('007');
  });

  await test.step('how it is looked at becomes a cell', async () => {
    const told = await tools.getByText(/of 1,000,000 rows/).innerText();
    await page.getByRole('button', { name: 'What to do with customers' }).click();
    await page.getByRole('menuitem', { name: 'Keep these rows as a SQL cell' }).click();
    await waitForIdle(page);
    expect(await cellNames(page)).toEqual(['customers', 'customers_rows']);
    await expect(cell(page, 'customers_rows')).toContainText(`${told.split(' ')[0]} rows`);
  });
});

test('tables of any shape stand: none, one, hundreds of columns, hostile and endless text', async ({
  page,
}) => {
  const wide = Array.from({ length: 300 }, (_, index) => `${index} AS column_${index}`).join(', ');
  await openOn(
    page,
    notebookOf([
      sqlCell('nothing', 'SELECT 1 AS a, 2 AS b WHERE false'),
      sqlCell('wide', `SELECT ${wide}`),
      sqlCell(
        'odd',
        `SELECT '<img src=x onerror=alert(1)>' AS "<script>", repeat('long ', 20000) AS t, NULL AS n, '' AS e UNION ALL SELECT 'x', 'y', 1, 'z'`,
      ),
    ]),
  );
  await expect(cell(page, 'nothing')).toContainText('No rows.');
  const table = grid(page, 'wide');
  await table.focus();
  await page.keyboard.press('End');
  await expect(table.getByRole('columnheader', { name: 'column_299' })).toBeVisible();
  expect(await table.getByRole('columnheader').count()).toBeLessThan(40);

  const odd = grid(page, 'odd');
  await expect(odd.getByRole('gridcell').first()).toHaveText('<img src=x onerror=alert(1)>');
  await expect(odd.locator('img, script')).toHaveCount(0);
  await expect(odd.getByRole('gridcell').nth(2)).toHaveText('–');
  await odd.getByRole('gridcell').nth(1).click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Value of t' })).toContainText('100,000 characters');
  await page.keyboard.press('Escape');
  await expect(odd).toBeFocused();
  const saved = await savedBy(page, () => chooseOfCell(page, 'odd', /Save odd as CSV/));
  expect(saved.text).toContain('<img src=x onerror=alert(1)>');

  await chooseOfCell(page, 'odd', 'Chart of odd');
  await expect(cell(page, 'odd_chart').getByLabel(/^Reads/)).toHaveValue('odd');
  await chooseOfCell(page, 'odd_chart', 'SQL of this chart');
  await waitForCell(page, 'odd_chart_rows', 'done');
});
