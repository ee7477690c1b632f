import { addData, expect, expectAccessible, fileOf, openApp, test, waitForIdle, type Page } from './fixture';
import { chooseOfCell, notebookOf, openOn, rowsOf, source, sqlCell } from './journey';

const SALES = fileOf('sales.csv', 'region,amount\nnorth,1\nsouth,2\n');
const panel = (page: Page) => page.getByRole('dialog', { name: 'Notebooks on this device' });
const titles = (page: Page) => panel(page).getByRole('list', { name: 'Notebooks' }).locator('button.title');

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Notebooks', exact: true }).click();
  await page.getByRole('menuitem', { name: /All notebooks/ }).click();
  await expect(panel(page)).toBeVisible();
}

/** What the browser holds for this origin, asked in the page without the app's own code. */
const held = (page: Page) =>
  page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const root = await navigator.storage.getDirectory();
    const files: string[] = [];
    for await (const name of root.keys()) files.push(name);
    const workers = await navigator.serviceWorker.getRegistrations();
    return {
      ...{ databases, files, caches: await caches.keys(), workers: workers.length },
      local: localStorage.length + sessionStorage.length,
      cookies: document.cookie,
    };
  });
const NOTHING = { databases: [], files: [], caches: [], workers: 0, local: 0, cookies: '' };

test('notebooks are listed, found, renamed, duplicated with their bytes and deleted with them', async ({
  page,
}) => {
  await openOn(page, notebookOf([sqlCell('total', 'SELECT sum(amount) AS total FROM sales')]));
  await addData(page, SALES);
  await waitForIdle(page);
  await expect(source(page, 'sales')).toContainText('2 rows');
  await page.getByRole('grid', { name: 'Rows of total' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await page.getByLabel('How total is written').selectOption('percent');
  await page.keyboard.press('Escape');
  await openPanel(page);
  await expect(titles(page)).toHaveText(['Test']);
  await expectAccessible(page);

  for (const answer of [false, true]) {
    await page.evaluate((given) => {
      navigator.storage.persist = navigator.storage.persisted = () => Promise.resolve(given);
    }, answer);
    await page.getByRole('button', { name: 'Ask it to keep everything' }).click();
    const words = answer ? 'The browser has promised to keep it' : 'It was asked to keep it and said no';
    await expect(panel(page)).toContainText(words);
  }

  await page.getByRole('button', { name: 'Duplicate Test', exact: true }).click();
  await expect(titles(page)).toHaveText(['Test (copy)', 'Test']);
  await page.getByRole('button', { name: 'Rename Test (copy)' }).click();
  await page.getByLabel('New title of Test (copy)').fill('Autumn');
  await page.keyboard.press('Enter');
  await expect(titles(page)).toHaveText(['Autumn', 'Test']);
  await page.getByLabel('Search notebooks').fill('aut');
  await expect(titles(page)).toHaveText(['Autumn']);
  await page.getByLabel('Search notebooks').fill('');

  await page.getByRole('button', { name: 'Delete Test', exact: true }).click();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('button', { name: 'Delete Test', exact: true }).click();
  await page.getByRole('group', { name: 'Delete Test' }).getByRole('button', { name: 'Delete' }).click();
  await expect(titles(page)).toHaveText(['Autumn']);
  const files = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('sources');
    let count = 0;
    for await (const name of folder.keys()) count += name.length > 0 ? 1 : 0;
    return count;
  });
  expect(files).toBe(1);

  await titles(page).first().click();
  await expect(page.getByLabel('Title of the notebook')).toHaveValue('Autumn');
  await waitForIdle(page);
  // How the table was looked at and how its cell ran came with the copy.
  expect(await rowsOf(page, 'total')).toEqual([['300.0 %']]);
  await chooseOfCell(page, 'total', 'Run history');
  await expect(page.getByRole('dialog', { name: 'Runs of total' })).toContainText(
    /done.*done.*on this device/s,
  );
});

test('deleting everything leaves nothing behind, shows it, and other tabs write nothing anew', async ({
  page,
  context,
}) => {
  await openOn(page, notebookOf([sqlCell('total', 'SELECT sum(amount) AS total FROM sales')]));
  await addData(page, SALES);
  await waitForIdle(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const other = await context.newPage();
  await openApp(other);
  await waitForIdle(other);
  expect((await held(page)).databases).toEqual(['soundings']);

  await openPanel(page);
  await page.getByRole('button', { name: 'Delete everything on this device' }).click();
  await page.getByRole('button', { name: 'Delete everything', exact: true }).click();
  await expect(panel(page)).toContainText('Everything is deleted. Read back from the browser just now');
  expect(await held(page)).toEqual(NOTHING);
  await expect(other.locator('.notice', { hasText: 'deleted in another tab' })).toBeVisible();
  await other.getByLabel('Title of the notebook').fill('Written anew');
  await other.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await addData(page, SALES);
  await expect(source(page, 'sales')).toContainText('2 rows');
  await waitForIdle(page);
  expect(await held(page)).toEqual(NOTHING);
});

test('a tab that keeps nothing writes nothing, says so, and can begin to keep', async ({ page }) => {
  await page.goto('./?keep=nothing');
  const chip = page.getByRole('button', { name: 'Keeps nothing' });
  await expect(chip).toBeVisible();
  await addData(page, SALES);
  await expect(source(page, 'sales')).toContainText('2 rows');
  await waitForIdle(page);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await held(page)).toEqual(NOTHING);

  await chip.click();
  await page.getByRole('button', { name: 'Keep work on this device again' }).click();
  await expect(chip).toHaveCount(0);
  await expect(titles(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await held(page)).files).toEqual(['sources']);
  await page.reload();
  await expect(source(page, 'sales')).toContainText('2 rows');

  await openPanel(page);
  await page.getByRole('button', { name: 'Keep nothing from now on' }).click();
  await expect(chip).toBeVisible();
  expect(page.url()).toContain('keep=nothing');
  await page.keyboard.press('Escape');
  await page.getByLabel('Title of the notebook').fill('Never kept');
  await page.keyboard.press('Enter');
  await page.goto('./');
  await expect(source(page, 'sales')).toContainText('2 rows');
  await expect(page.getByLabel('Title of the notebook')).not.toHaveValue('Never kept');
});
