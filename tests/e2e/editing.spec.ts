import { cell, expect, test, waitForCell, waitForIdle, type Page } from './fixture';
import {
  addCell,
  cellNames,
  chooseOfCell,
  notebookOf,
  notebookText,
  openOn,
  rowsOf,
  sqlCell,
} from './journey';

const NOTEBOOK = notebookOf([
  '# Numbers',
  '```input name=least\ntype: number\nlabel: Least\nvalue: 4\nmin: 0\nmax: 9\nstep: 1\n```',
  sqlCell('base', 'SELECT range AS n FROM range(10)'),
  sqlCell('chosen', 'SELECT b.n FROM base AS b WHERE b.n >= $least ORDER BY b.n'),
  '```chart name=picture\nfrom: chosen\nmark: bar\nx: n\ny: n\naggregate: none\n```',
]);
const AT_FIRST = ['Numbers', 'least', 'base', 'chosen', 'picture'];

async function undo(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+z');
  await waitForIdle(page);
}
async function redo(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await waitForIdle(page);
}
/** The law of undo: back to the text before, byte for byte, and forth again. */
async function expectUndone(page: Page, before: string, act: () => Promise<void>): Promise<void> {
  await act();
  await waitForIdle(page);
  const after = await notebookText(page);
  expect(after).not.toBe(before);
  await undo(page);
  expect(await notebookText(page)).toBe(before);
  await redo(page);
  expect(await notebookText(page)).toBe(after);
  await undo(page);
  expect(await notebookText(page)).toBe(before);
}

test('each edit by the menus is one step that undo takes back and redo brings again', async ({ page }) => {
  await openOn(page, NOTEBOOK);
  expect(await cellNames(page)).toEqual(AT_FIRST);
  expect(await notebookText(page)).toBe(NOTEBOOK);

  await test.step('delete', async () => {
    await expectUndone(page, NOTEBOOK, async () => {
      await chooseOfCell(page, 'base', /^Delete/);
      await waitForCell(page, 'chosen', 'failed');
    });
    await waitForCell(page, 'chosen', 'done');
    await waitForCell(page, 'picture', 'done');
  });
  await test.step('move', () =>
    expectUndone(page, NOTEBOOK, async () => {
      await chooseOfCell(page, 'chosen', /^Move up/);
      expect(await cellNames(page)).toEqual(['Numbers', 'least', 'chosen', 'base', 'picture']);
    }));
  await test.step('duplicate', () =>
    expectUndone(page, NOTEBOOK, async () => {
      await chooseOfCell(page, 'base', /^Duplicate/);
      await expect(page.locator('[data-cell]')).toHaveCount(6);
    }));
  await test.step('fold', () =>
    expectUndone(page, NOTEBOOK, async () => {
      await chooseOfCell(page, 'base', /^Fold/);
      await expect(page.getByRole('textbox', { name: 'SQL of base' })).toHaveCount(0);
    }));
  await test.step('rename: references follow', async () => {
    await expectUndone(page, NOTEBOOK, async () => {
      await chooseOfCell(page, 'base', /^Rename/);
      await page.getByLabel('Name of the cell').fill('numbers');
      await page.keyboard.press('Enter');
      await waitForCell(page, 'numbers', 'done');
      await waitForCell(page, 'chosen', 'done');
      expect(await notebookText(page)).toContain('FROM numbers AS b');
      await cell(page, 'numbers').focus();
    });
    await expectUndone(page, NOTEBOOK, async () => {
      await chooseOfCell(page, 'least', /^Rename/);
      await page.getByLabel('Name of the cell').fill('floor');
      await page.keyboard.press('Enter');
      await waitForIdle(page);
      expect(await notebookText(page)).toContain('>= $floor');
      await waitForCell(page, 'chosen', 'done');
      await cell(page, 'floor').focus();
    });
  });
  await test.step('a name that will not do changes nothing and is said', async () => {
    await chooseOfCell(page, 'base', /^Rename/);
    await page.getByLabel('Name of the cell').fill('chosen');
    await page.keyboard.press('Enter');
    await expect(page.locator('.notice', { hasText: 'chosen' })).toBeVisible();
    expect(await notebookText(page)).toBe(NOTEBOOK);
  });
  await test.step('add', () =>
    expectUndone(page, NOTEBOOK, async () => {
      await addCell(page, /^SQL/);
      await expect(page.getByRole('textbox', { name: 'SQL of sql' })).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(cell(page, 'sql')).toBeFocused();
    }));
});

test('a slider reruns what reads it, and a whole drag is one step of undo', async ({ page }) => {
  await openOn(page, NOTEBOOK);
  const slider = cell(page, 'least').getByRole('slider');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not drawn');
  const y = box.y + box.height / 2;
  const at = (value: number): number => box.x + 8 + ((box.width - 16) * value) / 9;
  await page.mouse.move(at(4), y);
  await page.mouse.down();
  for (const value of [5, 6, 7, 8]) await page.mouse.move(at(value), y);
  await page.mouse.up();
  await expect(slider).toHaveValue('8');
  await waitForIdle(page);
  expect(await rowsOf(page, 'chosen')).toEqual([['8'], ['9']]);
  await expect(cell(page, 'picture').locator('svg rect')).toHaveCount(2);

  await cell(page, 'least').focus();
  await undo(page);
  await expect(slider).toHaveValue('4');
  expect((await rowsOf(page, 'chosen')).length).toBe(6);
  expect(await notebookText(page)).toBe(NOTEBOOK);
});

test('the keyboard alone adds, writes, runs, renames, moves, duplicates, deletes and finds commands', async ({
  page,
}) => {
  await openOn(page, NOTEBOOK);
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await test.step('the palette leads to a cell', async () => {
    await press('ControlOrMeta+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('base');
    await expect(palette.getByRole('option').first()).toContainText('base');
    await press('Enter');
    await expect(palette).toBeHidden();
    await expect(cell(page, 'base')).toBeFocused();
  });
  await test.step('a cell is added below, written and run', async () => {
    await press('b');
    await expect(page.getByRole('textbox', { name: 'SQL of sql' })).toBeFocused();
    await press('ControlOrMeta+a');
    await page.keyboard.insertText('SELECT max(n) AS top FROM base');
    await press('ControlOrMeta+Enter');
    await waitForIdle(page);
    await waitForCell(page, 'sql', 'done');
    expect(await rowsOf(page, 'sql')).toEqual([['9']]);
    await press('Escape');
    await expect(cell(page, 'sql')).toBeFocused();
  });
  await test.step('renamed, moved, duplicated, deleted', async () => {
    await press('r', 'ControlOrMeta+a');
    await page.keyboard.type('top');
    await press('Enter');
    await waitForCell(page, 'top', 'done');
    await expect(cell(page, 'top')).toBeFocused();
    await press('Alt+Shift+ArrowUp');
    expect(await cellNames(page)).toEqual(['Numbers', 'least', 'top', 'base', 'chosen', 'picture']);
    await expect(cell(page, 'top')).toBeFocused();
    await press('d');
    await expect(page.locator('[data-cell]')).toHaveCount(7);
    await press('ControlOrMeta+z');
    await expect(page.locator('[data-cell]')).toHaveCount(6);
    await expect(cell(page, 'top')).toBeFocused();
    await press('ArrowDown');
    await expect(cell(page, 'base')).toBeFocused();
    await press('ArrowUp');
    await expect(cell(page, 'top')).toBeFocused();
    await press('Delete');
    expect(await cellNames(page)).toEqual(AT_FIRST);
  });
  await test.step('the editor keeps its own undo; once left, the edit is one step', async () => {
    await cell(page, 'base').focus();
    await press('Enter');
    const editor = page.getByRole('textbox', { name: 'SQL of base' });
    await expect(editor).toBeFocused();
    await press('ControlOrMeta+a');
    await page.keyboard.insertText('SELECT range AS n FROM range(3)');
    await press('ControlOrMeta+z');
    await expect(editor).toHaveText('SELECT range AS n FROM range(10)');
    await press('ControlOrMeta+a');
    await page.keyboard.insertText('SELECT range AS n ');
    await page.keyboard.insertText('FROM range(6)');
    // The first Escape may go to suggestions that have just come up.
    await press('Escape', 'Escape');
    await expect(cell(page, 'base')).toBeFocused();
    await waitForIdle(page);
    expect(await rowsOf(page, 'chosen')).toEqual([['4'], ['5']]);
    await press('ControlOrMeta+z');
    await waitForIdle(page);
    await expect(editor).toHaveText('SELECT range AS n FROM range(10)');
    expect((await rowsOf(page, 'chosen')).length).toBe(6);
    expect(await notebookText(page)).toBe(NOTEBOOK);
  });
});
