import { expect, expectAccessible, openApp, test, waitForCell, waitForIdle } from './fixture';
import { addTable, notebookOf, openEmpty, openOn, source, sqlCell } from './journey';

const RATINGS = [
  'overall,speed,price,when',
  '3,4,5,01/02/2026',
  'too,many,fields,in,this,line',
  ...Array.from(
    { length: 40 },
    (_, i) => `${((i * 7) % 11) + (i % 3)},${(i * 3) % 11},${(i * i + (i % 5)) % 10},0${1 + (i % 9)}/02/2026`,
  ),
  '',
].join('\n');
const NOTEBOOK = notebookOf(
  [
    '# Ratings\n\nSome *prose* with `code`, a [link](https://example.org/) and a table.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code that stands by itself',
    sqlCell('rows', 'FROM ratings'),
    sqlCell('wrong', 'SELECT overal FROM ratings'),
    '```input name=least\ntype: number\nlabel: Least\nvalue: 4\nmin: 0\nmax: 9\n```',
    '```chart name=picture\nfrom: ratings\nmark: dot\nx: speed\ny: overall\n```',
    '```drivers name=why\nfrom: ratings\noutcome: overall\ndrivers: [speed, price]\nmethod: lmg\nconfidence: 0.95\n```',
  ],
  ['sources:', '  ratings:', '    file: ratings.csv'],
);

test('the sample breaks no rule in a narrow window and fits it', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 800 });
  await openApp(page);
  await waitForIdle(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
  await expectAccessible(page);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`neither do the palette, a report, menus, forms and failures (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openOn(page, NOTEBOOK);
    await addTable(page, 'ratings.csv', RATINGS);
    await waitForCell(page, 'why', 'done');
    await waitForCell(page, 'wrong', 'failed');
    const drivers = page.getByRole('region', { name: 'why', exact: true });

    await drivers.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect(drivers.getByLabel('Reads')).toBeVisible();
    await page.getByRole('textbox', { name: 'SQL of rows' }).focus();
    for (const tab of ['Method', 'Table']) {
      await drivers.getByRole('tab', { name: tab, exact: true }).click();
      await expect(drivers.getByRole('tabpanel', { name: tab })).toBeVisible();
      await expectAccessible(page);
    }
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await source(page, 'ratings')
      .getByRole('button', { name: /1 line (mended|rejected)/ })
      .click();
    await expect(page.getByRole('dialog')).toContainText(/(Mended|Rejected) lines/);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    await page.setViewportSize({ width: 420, height: 800 });
    await page.getByRole('button', { name: 'Data and outline' }).click();
    await expect(source(page, 'ratings')).toBeVisible();
    await expectAccessible(page);
  });

test('nor does an empty notebook', async ({ page }) => {
  await openEmpty(page);
  await expect(page.getByRole('heading', { name: 'What do your customers tell you?' })).toBeVisible();
  await expectAccessible(page);
});

test('the keyboard skips to the notebook, gets past an editor without a trace and into the rail', async ({
  page,
}) => {
  await openOn(page, notebookOf([sqlCell('rows', 'FROM range(20)')]));
  await page.locator('body').press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the notebook' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'rows', exact: true })).toBeFocused();
  const editor = page.getByRole('textbox', { name: 'SQL of rows' });
  for (
    let stops = 0;
    stops < 5 && !(await editor.evaluate((it) => it === document.activeElement));
    stops += 1
  )
    await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('searchbox', { name: 'Filter the rows of rows' })).toBeFocused();
  await expect(editor).toHaveText('FROM range(20)');

  await page.setViewportSize({ width: 420, height: 800 });
  const toggle = page.getByRole('button', { name: 'Data and outline' });
  await toggle.press('Enter');
  await expect(page.getByRole('complementary').getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(toggle).toBeFocused();
});

test('nor do the long menus and the panels, and each gives the keyboard back', async ({ page }) => {
  await openOn(page, notebookOf([sqlCell('rows', 'FROM range(20)')]));
  const opened: [button: string | RegExp, item: string | null][] = [
    [/^More for rows/, null],
    ['Add a cell here', null],
    ['Notebooks', 'All notebooks and storage…'],
    [/Nothing leaves this device/, null],
    ['Export', 'Print or PDF…'],
  ];
  for (const [name, item] of opened) {
    const button = page.getByRole('button', { name, exact: true }).first();
    await button.click();
    if (item !== null) await page.getByRole('menuitem', { name: item, exact: true }).click();
    await expect(page.locator('[role=menu], [role=dialog]')).toHaveCount(1);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.locator('[role=menu], [role=dialog]')).toHaveCount(0);
    if (item === null) await expect(button).toBeFocused();
  }
});
