import { addData, cell, expect, fileOf, openApp, test, waitForIdle, type Page } from './fixture';
import { notebookOf, notebookText, openOn, sqlCell, typeInto } from './journey';

const NOTEBOOK = notebookOf(['# Shared', sqlCell('draft', 'SELECT 1 AS one')]);
const editor = (page: Page) => page.getByRole('textbox', { name: 'SQL of draft' });
const state = (page: Page) => page.getByRole('banner').getByRole('status');
const takeOver = (page: Page) => page.getByRole('button', { name: 'Take over here' });
const isWritable = (page: Page, writable: boolean) =>
  expect(editor(page)).toHaveAttribute('contenteditable', String(writable));

test('the first tab writes, the second reads; after a takeover it is the other way round, and nothing typed is lost', async ({
  page: first,
  context,
}) => {
  await openOn(first, NOTEBOOK);
  await expect(state(first)).toHaveText('saved on this device');
  const second = await context.newPage();
  await openApp(second);
  await expect(takeOver(second)).toBeVisible();
  await isWritable(second, false);
  await isWritable(first, true);

  // What is inert: fields, menus, keys, dropped files.
  await expect(second.getByLabel('Title of the notebook')).toBeDisabled();
  await expect(second.getByRole('button', { name: 'Add a cell here' })).toHaveCount(0);
  await waitForIdle(second);
  const before = await notebookText(second);
  await cell(second, 'draft').focus();
  for (const key of ['d', 'x', 'a', 'Delete', 'ControlOrMeta+z', 'ControlOrMeta+v'])
    await second.keyboard.press(key);
  await addData(second, fileOf('late.csv', 'a\n1\n'));
  await expect(second.locator('.notice', { hasText: 'can only be read here' })).toBeVisible();
  expect(await notebookText(second)).toBe(before);

  // Taken over while the first tab types: what was typed up to then is what the second shows.
  await typeInto(first, 'SQL of draft', 'SELECT 2 AS two');
  await first.keyboard.insertText(' -- and on');
  await takeOver(second).click();
  await isWritable(second, true);
  await expect(editor(second)).toHaveText('SELECT 2 AS two -- and on');
  await isWritable(first, false);
  await expect(takeOver(first)).toBeVisible();
  await first.keyboard.insertText(' too late');
  await typeInto(second, 'SQL of draft', 'SELECT 3 AS three');
  await expect(state(second)).toHaveText('saved on this device');

  // And back again.
  await takeOver(first).click();
  await isWritable(first, true);
  await expect(editor(first)).toHaveText('SELECT 3 AS three');
  await isWritable(second, false);
});

test('a tab that dies lets its notebook go: the one that waits writes at once, with what the dead one left', async ({
  page: first,
  context,
}) => {
  await openOn(first, NOTEBOOK);
  await expect(state(first)).toHaveText('saved on this device');
  const second = await context.newPage();
  await openApp(second);
  await isWritable(second, false);
  await typeInto(first, 'SQL of draft', 'SELECT 4 AS four');
  await expect(state(first)).toHaveText('saved on this device');
  const session = await context.newCDPSession(first);
  const crashed = first.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await isWritable(second, true);
  await expect(editor(second)).toHaveText('SELECT 4 AS four');
  await expect(takeOver(second)).toHaveCount(0);
});

test('where the browser has no locks, a save over what another tab saved is refused and can be kept as a copy', async ({
  page: first,
  context,
}) => {
  await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
  await openOn(first, NOTEBOOK);
  await addData(first, fileOf('sales.csv', 'amount\n1\n2\n'));
  await waitForIdle(first);
  await expect(state(first)).toHaveText('saved on this device');
  const second = await context.newPage();
  await openApp(second);
  await waitForIdle(second);
  await typeInto(second, 'SQL of draft', 'SELECT 5 AS five');
  await expect(state(second)).toHaveText('saved on this device');
  await typeInto(first, 'SQL of draft', 'SELECT sum(amount) AS six FROM sales');
  await expect(first.getByRole('alert')).toContainText('changed in another tab');
  await isWritable(first, false);

  await first.getByRole('button', { name: 'Keep this as a copy' }).click();
  await expect(first.getByLabel('Title of the notebook')).toHaveValue('Test (copy)');
  await waitForIdle(first);
  await isWritable(first, true);
  await expect(cell(first, 'draft')).toHaveAttribute('data-status', 'done');
  await expect(editor(first)).toHaveText('SELECT sum(amount) AS six FROM sales');
  await second.reload();
  await expect(second.getByLabel('Title of the notebook')).toHaveValue('Test (copy)');
  await second.getByRole('button', { name: 'Notebooks', exact: true }).click();
  await second.getByRole('menuitem', { name: /^Test( open)?$/ }).click();
  await expect(editor(second)).toHaveText('SELECT 5 AS five');
});
