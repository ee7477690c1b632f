import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { addData, cell, expect, expectAccessible, fileOf, test, waitForCell, waitForIdle } from './fixture';
import type { Locator, Page } from './fixture';
import { notebookText, openEmpty, rowsOf, savedBy, source } from './journey';

const PEOPLE = ['Anna Müller', 'Björn Weiß', 'Chloé Martin', 'Émile Noël'];
const GERMAN = [
  'Kunde;Name;E-Mail;Tag;Umsatz',
  ...Array.from(
    { length: 60 },
    (_, i) =>
      `0${100 + i};${PEOPLE[i % 4]};k${i}@example.org;0${1 + (i % 9)}/0${1 + ((i * 5) % 9)}/2026;${(i * 0.75 + 1000).toLocaleString('de-DE', { minimumFractionDigits: 2 })} €`,
  ),
  '',
].join('\r\n');
/** The text in windows-1252, in which the euro sign is byte 128. */
const western = (text: string): Buffer<ArrayBuffer> =>
  Buffer.from([...text].map((sign) => (sign === '€' ? 128 : sign.charCodeAt(0))));

async function report(page: Page, relation: string): Promise<Locator> {
  await source(page, relation)
    .getByRole('button', { name: `More for ${relation}` })
    .click();
  await page.getByRole('menuitem', { name: 'Import report' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

test('a German export is read right without help; what only a person can say is asked in place', async ({
  page,
}) => {
  await openEmpty(page);
  await addData(page, { ...fileOf('kunden.csv', ''), buffer: western(GERMAN) });
  const card = source(page, 'kunden');
  await expect(card).toContainText('60 rows');
  await waitForIdle(page);

  await test.step('marks, encoding, thousands and leading zeros', async () => {
    const dialog = await report(page, 'kunden');
    await expect(dialog).toContainText('Windows-1252');
    await expect(dialog).toContainText('separated by semicolon');
    await expect(dialog.getByLabel('Type of Umsatz')).toHaveValue('DOUBLE');
    await expect(dialog.getByLabel('Type of Kunde')).toHaveValue('VARCHAR');
    const preview = dialog.getByRole('region', { name: 'First rows of kunden.csv' });
    await expect(preview.getByRole('cell', { name: 'Anna Müller' }).first()).toBeVisible();
    await expect(preview.getByRole('cell', { name: '1000.75' })).toHaveAttribute(
      'title',
      'in the file: 1.000,75 €',
    );
    await page.keyboard.press('Escape');
  });

  await test.step('the order of day and month is asked with the two days it could be', async () => {
    await card.getByRole('group', { name: 'Dates of Tag' }).getByRole('button').first().click();
    await expect(card.getByRole('group', { name: 'Dates of Tag' })).toHaveCount(0);
    await expect(card.getByRole('button', { name: 'More for kunden' })).toBeFocused();
    await waitForIdle(page);
    const text = await notebookText(page);
    expect(text).toContain('Tag: dmy');
    expect(text).toMatch(/Tag: \{ (label: [^}]*, )?type: DATE \}/);
  });

  await test.step('personal columns are hashed or dropped, and undo brings them back', async () => {
    const personal = card.getByRole('group', { name: 'Personal columns of kunden' });
    await expect(personal).toContainText('2 columns look personal');
    await personal.getByRole('button', { name: 'Hash' }).click();
    await expect(card).toContainText('salted with a secret of this device');
    await waitForIdle(page);
    expect(await notebookText(page)).toMatch(/hash: \[Name, E-Mail\]/);
    const dialog = await report(page, 'kunden');
    const rows = dialog.getByRole('region', { name: 'First rows of kunden.csv' });
    // An answer can be taken back where it stands.
    await expect(dialog.getByLabel('Day and month of Tag')).toHaveValue('dmy');
    await dialog.getByLabel('Day and month of Tag').selectOption('mdy');
    await expect(rows.getByRole('cell', { name: '2026-02-06' }).first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Undo these changes' }).click();
    await expect(rows).toContainText('0100');
    await expect(rows).not.toContainText(/Anna|example/);
    await page.keyboard.press('Escape');
    await page.locator('main').press('ControlOrMeta+z');
    await expect(card.getByRole('group', { name: 'Personal columns of kunden' })).toBeVisible();
    await waitForIdle(page);
    expect(await notebookText(page)).not.toContain('hash:');
  });
});

test('every decision can be overridden in one place, seen before it is made, and taken back', async ({
  page,
}) => {
  await openEmpty(page);
  const lines = Array.from({ length: 30 }, (_, i) => `${i};${i * 2},25;note ${i}`);
  await addData(page, fileOf('odd.csv', ['a;b;c', ...lines, ''].join('\n')));
  await expect(source(page, 'odd')).toContainText('30 rows');
  await waitForIdle(page);
  const dialog = await report(page, 'odd');
  const preview = dialog.getByRole('region', { name: 'First rows of odd.csv' });
  const heads = (): Promise<string[]> => preview.getByRole('columnheader').allInnerTexts();
  await expect.poll(heads).toHaveLength(3);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }

  await test.step('another delimiter shows other columns at once and changes nothing yet', async () => {
    const before = await pageText(page);
    await dialog.getByLabel('Delimiter', { exact: true }).selectOption('|');
    await expect.poll(async () => (await heads()).join()).toContain('a;b;c');
    expect(await pageText(page)).toBe(before);
    await dialog.getByRole('button', { name: 'Undo these changes' }).click();
    await expect.poll(async () => (await heads()).map((head) => head.slice(0, 1)).join('')).toBe('abc');
  });

  await test.step('a type, a column left out and a header that is none are one step', async () => {
    await dialog.getByLabel('Type of a', { exact: true }).selectOption('VARCHAR');
    await dialog.getByLabel('What becomes of c').selectOption('drop');
    await expect.poll(heads).toHaveLength(2);
    await dialog.getByRole('button', { name: 'Read again' }).click();
    await expect(dialog).toContainText('1 column dropped');
    await expect(dialog.getByLabel('Type of a', { exact: true })).toHaveValue('VARCHAR');
    await waitForIdle(page);
    await page.keyboard.press('Escape');
    const text = await notebookText(page);
    expect(text).toContain('drop: [c]');
    await page.locator('main').press('ControlOrMeta+z');
    await waitForIdle(page);
    expect(await notebookText(page)).not.toContain('drop:');
    await expect(source(page, 'odd')).not.toContainText('dropped');
  });

  await test.step('the report goes with the data', async () => {
    const again = await report(page, 'odd');
    const saved = await savedBy(page, () => again.getByRole('button', { name: 'Save report' }).click());
    expect(saved.name).toBe('odd.import-report.md');
    expect(saved.text).toContain('- File: odd.csv');
    expect(saved.text).toMatch(/^\| a \| \w+ \|/m);
    await page.keyboard.press('Escape');
  });
});

/** What stands behind a dialog. */
const pageText = (page: Page): Promise<string> => page.locator('main > .column').innerText();

test('workbooks, packed files, pastes and several files of one shape become tables', async ({ page }) => {
  await openEmpty(page);
  const workbook = await readFile(path.join(import.meta.dirname, '../formats/files/kinds.xlsx'));
  await addData(
    page,
    { name: 'book.xlsx', mimeType: '', buffer: workbook },
    { name: 'packed.csv.gz', mimeType: '', buffer: gzipSync('id;v\n1;2\n3;4\n') },
    fileOf('orders-06.csv', 'id,amount\n1,2.5\n2,3.5\n'),
    fileOf('orders-07.csv', 'id,amount\n3,4.5\n'),
  );
  await expect(source(page, 'packed')).toContainText('2 rows');
  await waitForIdle(page);

  await test.step('a sheet is chosen', async () => {
    const dialog = await report(page, 'book');
    const sheets = dialog.getByLabel('Sheet', { exact: true });
    const names = await sheets.locator('option').allTextContents();
    expect(names.length).toBeGreaterThan(2);
    const current = await sheets.inputValue();
    const others = await sheets
      .locator('option')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    const other = others.find((value) => !value.startsWith('\u0000') && value !== current) ?? '';
    await sheets.selectOption(other);
    await dialog.getByRole('button', { name: 'Read again' }).click();
    await expect(dialog).toContainText(`sheet ${other}`);
    await page.keyboard.press('Escape');
    await waitForIdle(page);
  });

  await test.step('two files are read as one, which undo takes apart', async () => {
    const offer = page.getByRole('region', { name: 'Files with the same columns' });
    await expect(offer).toContainText('orders_06 and orders_07');
    await offer.getByRole('button', { name: 'Read them as one table' }).click();
    await expect(source(page, 'orders')).toContainText('3 rows');
    await expect(source(page, 'orders_06')).toHaveCount(0);
    await waitForIdle(page);
    await page.locator('main').press('ControlOrMeta+z');
    await expect(source(page, 'orders_07')).toContainText('1 row');
    await expect(source(page, 'orders')).toHaveCount(0);
    await waitForIdle(page);
  });

  await test.step('a pasted table is a source of its own, twice too', async () => {
    for (const text of ['name\tscore\nAnn\t9\nBob\t7\n', 'name\tscore\nCid\t1\n'])
      await page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        document.body.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        );
      }, text);
    await expect(source(page, 'pasted')).toContainText('2 rows');
    await expect(source(page, 'pasted_2')).toContainText('1 row');
    await expect(page.locator('[data-cell]')).toHaveCount(0);
  });
});

const month = (from: number, to: number, column: string): string =>
  [
    `id,${column},score`,
    ...Array.from({ length: to - from }, (_, i) => `C${from + i},${(from + i) * 2.5},${(from + i) % 9}`),
    '',
  ].join('\n');

test("next month's file: what changes is said first, and there is a way back", async ({ page }) => {
  await openEmpty(page);
  await addData(page, fileOf('june.csv', month(100, 140, 'amount')));
  const card = source(page, 'june');
  await expect(card).toContainText('40 rows');
  await page.getByRole('button', { name: 'Look at the rows' }).click();
  await page.getByRole('textbox', { name: 'SQL of sql' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('SELECT count(*) AS n, sum(amount) AS total FROM june');
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForCell(page, 'sql', 'done');
  const note = card.getByRole('region', { name: 'New file for june' });

  await test.step('a file that lacks a column that a cell uses says so; the old one is kept', async () => {
    await card.getByLabel('File for june').setInputFiles([fileOf('july.csv', month(110, 160, 'revenue'))]);
    await expect(note).toContainText('A column is gone that cells use: amount (sql)');
    await expect(note).toContainText('50 rows, 10 more than before');
    await expect(note).toContainText('By id: 20 new, 10 gone, 30 in both');
    await expect(note).toContainText('amount may be called revenue now');
    await waitForIdle(page);
    await expect(card).toContainText('40 rows');
    await note.getByRole('button', { name: 'Keep the old one' }).click();
    await expect(note).toHaveCount(0);
    expect((await rowsOf(page, 'sql'))[0]?.[0]).toBe('40');
  });

  await test.step('one that fits is used, and what reads it runs again', async () => {
    await card.getByLabel('File for june').setInputFiles([fileOf('july.csv', month(110, 160, 'amount'))]);
    await note.getByRole('button', { name: 'Use the new file' }).click();
    await expect(card).toContainText('50 rows');
    await expect.poll(async () => (await rowsOf(page, 'sql'))[0]?.[0]).toBe('50');
    await note.getByRole('button', { name: 'Put the old file back' }).click();
    await expect.poll(async () => (await rowsOf(page, 'sql'))[0]?.[0]).toBe('40');
    await waitForIdle(page);
  });

  await test.step('one of the same name is used at once', async () => {
    await addData(page, fileOf('june.csv', month(100, 141, 'amount')));
    await expect(note).toContainText('41 rows, 1 more than before');
    await expect.poll(async () => (await rowsOf(page, 'sql'))[0]?.[0]).toBe('41');
    await expect(page.getByRole('group', { name: /^Source / })).toHaveCount(1);
  });
});

test('keys between sources are found and make a profile; a source removed comes back', async ({ page }) => {
  await openEmpty(page);
  const customers = Array.from({ length: 50 }, (_, i) => `K-${1000 + i},region ${i % 4}`);
  const orders = Array.from(
    { length: 90 },
    (_, i) => `${i},k-${1000 + (i % 60)} ,${i}.5,2026-0${1 + (i % 6)}-11`,
  );
  await addData(
    page,
    fileOf('customers.csv', ['customer_id,region', ...customers, ''].join('\n')),
    fileOf('orders.csv', ['order_no,customer,amount,ordered', ...orders, ''].join('\n')),
  );
  const keys = page.getByRole('list', { name: 'Keys between sources' });
  await expect(keys).toContainText('customers.customer_id = orders.customer');
  await expect(keys).toContainText('matches 100 % of customers, 89 % of orders');
  await keys.getByRole('button', { name: 'One row per customer_id' }).click();
  await waitForCell(page, 'profile', 'done');
  await expect(cell(page, 'profile')).toContainText('50 rows');

  await source(page, 'orders').getByRole('button', { name: 'More for orders' }).click();
  await page.getByRole('menuitem', { name: 'Remove from the notebook' }).click();
  await expect(source(page, 'orders')).toHaveCount(0);
  await waitForCell(page, 'profile', 'failed');
  await page.getByRole('button', { name: 'Restore orders' }).click();
  await expect(source(page, 'orders')).toContainText('90 rows');
  await waitForCell(page, 'profile', 'done');
});
