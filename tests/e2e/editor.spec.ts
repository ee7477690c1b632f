import { cell, expect, expectAccessible, test, waitForCell, waitForIdle } from './fixture';
import {
  addTable,
  cellNames,
  chooseOfCell,
  notebookOf,
  notebookText,
  openOn,
  rowsOf,
  sqlCell,
  typeInto,
} from './journey';

const NOTEBOOK = notebookOf(
  [
    '# Sales\n\nWhat the sales of north say.',
    sqlCell('north', "SELECT *\nFROM sales\nWHERE region = 'north'"),
    sqlCell('total', 'SELECT sum(amount) AS money FROM north'),
    sqlCell('lone', 'SELECT 1 AS one'),
  ],
  ['sources:', '  sales:', '    file: sales.csv'],
);
const SALES = 'region,amount,score\nnorth,10,9\nsouth,20,3\nnorth,5,10\n';

test('completion knows aliases, WITH and the columns in sight; a call shows its signature; formatting is one step', async ({
  page,
}) => {
  await openOn(page, NOTEBOOK);
  await addTable(page, 'sales.csv', SALES);
  const editor = page.getByRole('textbox', { name: 'SQL of lone' });
  const options = page.getByRole('listbox').getByRole('option');
  const write = async (text: string, back = 0): Promise<void> => {
    await typeInto(page, 'SQL of lone', text);
    for (let i = 0; i < back; i++) await page.keyboard.press('ArrowLeft');
  };
  await test.step('after an alias come its columns alone', async () => {
    await write('SELECT s FROM sales AS s', 16);
    await page.keyboard.type('.');
    await expect(options).toHaveText([/^region/, /^amount/, /^score/]);
    await page.keyboard.type('am');
    await expect(options).toHaveText([/^amount/]);
    await expect(page.locator('.cm-tooltip-autocomplete-disabled')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(editor).toContainText('SELECT s.amount FROM');
  });
  await test.step('a WITH gives what it names', async () => {
    await write('WITH t AS (SELECT amount AS money FROM sales) SELECT t FROM t', 7);
    await page.keyboard.type('.');
    await expect(options).toHaveText([/^money/]);
    await page.keyboard.press('Escape');
  });
  await test.step('in an expression the columns in sight come first', async () => {
    await write('SELECT  FROM sales', 11);
    await page.keyboard.type('re');
    await expect(options.first()).toHaveText(/^region/);
    await page.keyboard.press('Escape');
  });
  await test.step('a call shows what it takes', async () => {
    await write('SELECT ');
    await page.keyboard.type('round(amount, ');
    await expect(page.locator('.cm-signature strong')).toBeVisible();
    await page.keyboard.press('Escape');
  });
  await test.step('formatting changes white space, and the editor undoes it at once', async () => {
    const before = 'select sum(amount) as money, region from sales group by region';
    await write(before);
    await page.keyboard.press('Shift+Alt+f');
    await expect(editor).toContainText('SELECT');
    await expect.poll(() => editor.locator('.cm-line').count()).toBeGreaterThan(5);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(editor).toHaveText(before);
  });
  await test.step('several cursors write at once', async () => {
    await write('SELECT a1, a1');
    await page.keyboard.press('ControlOrMeta+ArrowLeft');
    await page.keyboard.press('ControlOrMeta+Shift+ArrowRight');
    await page.keyboard.press('ControlOrMeta+d');
    await page.keyboard.type('2');
    await expect(editor).toHaveText('SELECT 2, 2');
  });
});

test('find and replace goes through code and prose, and all of it is one step', async ({ page }) => {
  await openOn(page, NOTEBOOK);
  await addTable(page, 'sales.csv', SALES);
  const text = await notebookText(page);
  await cell(page, 'total').focus();
  await page.keyboard.press('ControlOrMeta+h');
  const panel = page.getByRole('search', { name: 'Find and replace' });
  await expect(panel.getByLabel('Find', { exact: true })).toBeFocused();
  await page.keyboard.type('north');
  await expect(panel.getByRole('status')).toHaveText('1 of 3');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status')).toHaveText('2 of 3');
  await expect(cell(page, 'north').locator('.cm-searchMatch-selected')).toHaveText('north');
  await panel.getByLabel('Where to find').selectOption('prose');
  await expect(panel.getByRole('status')).toHaveText('1 of 1');
  await panel.getByLabel('Where to find').selectOption('all');
  await panel.getByRole('button', { name: 'List' }).click();
  await expect(panel.getByRole('list', { name: 'Places found' }).getByRole('button')).toHaveCount(3);
  await expectAccessible(page);
  await panel.getByLabel('Find', { exact: true }).fill("region = '(\\w+)'");
  await panel.getByRole('button', { name: 'Regular expression' }).click();
  await panel.getByLabel('Replace with').fill("amount > 0 AND region = '$1'");
  await panel.getByRole('button', { name: 'Replace all' }).click();
  await waitForIdle(page);
  expect(await notebookText(page)).toContain("WHERE amount > 0 AND region = 'north'");
  await panel.getByLabel('Find', { exact: true }).press('Escape');
  await expect(panel).toHaveCount(0);
  await cell(page, 'total').focus();
  await page.keyboard.press('ControlOrMeta+z');
  await waitForIdle(page);
  expect(await notebookText(page)).toBe(text);
});

test('cells are chosen together, moved, dragged, copied and pasted; each is one step back', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openOn(page, NOTEBOOK);
  await addTable(page, 'sales.csv', SALES);
  const order = (): Promise<string[]> => cellNames(page);
  await test.step('two cells move as one', async () => {
    await cell(page, 'north').focus();
    await page.keyboard.press('Shift+j');
    await expect(cell(page, 'total')).toBeFocused();
    await page.keyboard.press('Alt+ArrowDown');
    expect(await order()).toEqual(['Sales', 'lone', 'north', 'total']);
    await expect(cell(page, 'total')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+z');
    expect(await order()).toEqual(['Sales', 'north', 'total', 'lone']);
  });
  await test.step('copied and pasted, they read one another under their new names', async () => {
    await cell(page, 'north').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('ControlOrMeta+c');
    await expect(page.locator('.notice', { hasText: 'Copied 2 cells' })).toBeVisible();
    await cell(page, 'lone').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+v');
    await waitForCell(page, 'total_2', 'done');
    expect(await order()).toEqual(['Sales', 'north', 'total', 'lone', 'north_2', 'total_2']);
    await expect(cell(page, 'total_2')).toBeFocused();
    await expect(page.getByRole('textbox', { name: 'SQL of total_2' })).toContainText('FROM north_2');
    await page.keyboard.press('ControlOrMeta+z');
    expect(await order()).toEqual(['Sales', 'north', 'total', 'lone']);
  });
  await test.step('SQL that is pasted becomes a cell', async () => {
    await page.evaluate(() => navigator.clipboard.writeText('SELECT 2 AS two;\nSELECT 3 AS three'));
    await cell(page, 'lone').focus();
    await page.keyboard.press('v');
    await waitForCell(page, 'sql_2', 'done');
    expect(await rowsOf(page, 'sql_2')).toEqual([['3']]);
    await page.keyboard.press('ControlOrMeta+z');
  });
  await test.step('a drag by the handle moves a cell to where the line is', async () => {
    await cell(page, 'lone').hover();
    await cell(page, 'lone')
      .locator('.grip')
      .dragTo(cell(page, 'total'), { targetPosition: { x: 60, y: 4 } });
    await expect.poll(order).toEqual(['Sales', 'north', 'lone', 'total']);
    await page.keyboard.press('ControlOrMeta+z');
    expect(await order()).toEqual(['Sales', 'north', 'total', 'lone']);
  });
  await test.step('the focus is on a cell after a deletion and its undo', async () => {
    await cell(page, 'lone').focus();
    await page.keyboard.press('Delete');
    await expect(cell(page, 'total')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(cell(page, 'lone')).toBeVisible();
    await page.keyboard.press('k');
    await expect(cell(page, 'north')).toBeFocused();
  });
});

test('a template fills in the columns at hand and runs; the menu and the help are whole', async ({
  page,
}) => {
  await openOn(page, NOTEBOOK);
  await addTable(page, 'sales.csv', SALES);
  await cell(page, 'lone').focus();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('template');
  await page.getByRole('option', { name: /SQL from a template/ }).click();
  const templates = page.getByRole('dialog', { name: 'SQL from a template' });
  await expect(templates.getByRole('option', { name: /^NPS by segment/ })).toBeVisible();
  await expect(templates.getByRole('option', { name: /It needs a date/ }).first()).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.keyboard.type('by segm');
  await page.keyboard.press('Enter');
  await waitForCell(page, 'nps_by_segment', 'done');
  const rows = await rowsOf(page, 'nps_by_segment');
  expect(rows.map(([segment, answers, nps]) => [segment, answers, nps])).toEqual([
    ['north', '2', '100'],
    ['south', '1', '-100'],
  ]);
  await page.keyboard.press('Escape');
  await chooseOfCell(page, 'nps_by_segment', 'Run history');
  await expect(page.getByRole('dialog', { name: 'Runs of nps_by_segment' }).getByRole('row')).toHaveCount(2);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await cell(page, 'lone').focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toContainText('Select the next occurrence');
  await expectAccessible(page);
});
