import { readFile } from 'node:fs/promises';
import { addData, cell, expect, fileOf, openNotebook, openPage, waitForIdle } from './fixture';
import type { Locator, Page } from './fixture';

/** What several journeys do: kept apart from the fixture, which says what every test is held to. */

/** The app on an empty notebook: the first visit's, else a new one by the menu that people use. */
export async function openEmpty(page: Page): Promise<void> {
  await openPage(page);
  if (!(await page.locator('[data-first-visit]').isVisible())) {
    await page.getByRole('button', { name: 'Notebooks', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New notebook' }).click();
  }
  await expect(page.getByLabel('Title of the notebook')).toHaveValue('Untitled notebook');
  await waitForIdle(page);
}

/** A notebook's text: front matter with these lines, then these cells. */
export const notebookOf = (cells: readonly string[], head: readonly string[] = []): string =>
  ['---', 'soundings: 1', 'title: Test', ...head, '---', '', cells.join('\n\n'), ''].join('\n');
export const sqlCell = (name: string, sql: string): string => `\`\`\`sql name=${name}\n${sql}\n\`\`\``;

/** The app on a notebook from its text, run to the end. */
export async function openOn(page: Page, text: string): Promise<void> {
  await openPage(page);
  await openNotebook(page, text);
  const title = /^title: (.*)$/m.exec(text)?.[1] ?? 'Untitled notebook';
  await expect(page.getByLabel('Title of the notebook')).toHaveValue(title);
  await waitForIdle(page);
}

/** What the rail says of a source. */
export const source = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: `Source ${name}`, exact: true });

/** Adds a text as a file and waits until it is a table. */
export async function addTable(page: Page, name: string, text: string): Promise<void> {
  await addData(page, fileOf(name, text));
  await expect(source(page, name.replace(/\.csv$/, ''))).toContainText(/\d rows?/);
  await waitForIdle(page);
}

/** Adds a cell of that kind (as the menu calls it) at the end. */
export async function addCell(page: Page, kind: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Add a cell here' }).last().click();
  await page.getByRole('menuitem', { name: kind }).first().click();
}

/** Replaces the text of the editor called `label`. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: label, exact: true });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Replaces a cell's SQL and runs it. */
export async function runSql(page: Page, name: string, sql: string): Promise<void> {
  await typeInto(page, `SQL of ${name}`, sql);
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForIdle(page);
}

/** The texts of the rows that a table shows. */
export async function rowsOf(page: Page, relation: string): Promise<string[][]> {
  const grid = page.getByRole('grid', { name: `Rows of ${relation}`, exact: true });
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  return grid
    .locator('.row')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('[role=gridcell]')].map((one) => one.textContent?.trim() ?? ''),
      ),
    );
}

/** The items of a cell's menu. */
export async function chooseOfCell(page: Page, name: string, item: string | RegExp): Promise<void> {
  await cell(page, name)
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** The text of the file that a click saves. */
export async function savedBy(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [saved] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: saved.suggestedFilename(), text: await readFile(await saved.path(), 'utf8') };
}

export const exported = (page: Page, item: string): Promise<{ name: string; text: string }> =>
  savedBy(page, async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  });

/** The notebook's text, as the page would save it. */
export const notebookText = async (page: Page): Promise<string> =>
  (await exported(page, 'Notebook file')).text;

/** Names of the cells in their order on the page; a text cell by its label. */
export const cellNames = (page: Page): Promise<string[]> =>
  page
    .locator('[data-cell]')
    .evaluateAll((cells) => cells.map((one) => one.getAttribute('aria-label') ?? ''));
