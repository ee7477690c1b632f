import { existsSync } from 'node:fs';
import { cell, expect, test, waitForCell, waitForIdle, type Page } from './fixture';
import { addCell, openEmpty, rowsOf, runSql, source } from './journey';

/** Adds files of a folder and waits until each is a table. */
async function addFiles(page: Page, folder: string, ...names: string[]): Promise<void> {
  await page.getByLabel('Data files to add').setInputFiles(names.map((name) => `${folder}/${name}.csv`));
  for (const name of names)
    await expect(source(page, name.toLowerCase().replaceAll('-', '_'))).toContainText(/\d rows/, {
      timeout: 60_000,
    });
  await waitForIdle(page);
}

/** Waits until an analysis is done with findings, then opens its table. */
async function expectFindings(page: Page, name: string, words: RegExp): Promise<void> {
  await waitForIdle(page);
  await waitForCell(page, name, 'done');
  await cell(page, name).getByRole('tab', { name: 'Findings' }).click();
  await expect(cell(page, name).getByRole('listitem').first()).toBeVisible();
  await expect(cell(page, name)).toContainText(words);
  await expect(cell(page, name)).not.toContainText(/\bNaN\b|undefined/);
}

/** One row of an answer, by a SQL cell that the test keeps for this. */
async function ask(page: Page, name: string, sql: string): Promise<string[]> {
  await runSql(page, name, sql);
  await waitForCell(page, name, 'done');
  return (await rowsOf(page, name))[0] ?? [];
}

const IMPORTANCES = (name: string): string =>
  `SELECT abs(sum(d.share) - 1) < 1e-9 AND bool_and(d.importance_low <= d.importance AND d.importance <= d.importance_high)
     AND abs(sum(d.importance) - any_value(m.value)) < 1e-9, count(*)
   FROM ${name} AS d, ${name}_model AS m WHERE m.statistic = 'r2'`;
const VALUES = (name: string): string =>
  `SELECT bool_and(p_alive BETWEEN 0 AND 1 AND expected_purchases >= 0 AND clv >= 0), count(*) FROM ${name}`;
const PARAMETERS = (name: string): string =>
  `SELECT string_agg(parameter, ' ' ORDER BY rowid), bool_and(isfinite(estimate)) FROM ${name}_model WHERE chosen`;

test('each analysis is added by its form on the sample; SQL cells read its tables', async ({ page }) => {
  await openEmpty(page);
  await addFiles(page, 'sample-data', 'survey', 'orders', 'accounts');
  await addCell(page, /^SQL/);
  await page.keyboard.press('Escape');

  await test.step('drivers', async () => {
    await addCell(page, /^Key drivers/);
    const form = cell(page, 'drivers');
    await form.getByLabel('Reads').selectOption('survey');
    await form.getByRole('combobox', { name: 'Outcome' }).selectOption('overall');
    const recommend = form.getByRole('checkbox', { name: 'recommend' });
    if (await recommend.isChecked()) await recommend.uncheck();
    for (const driver of ['q1', 'q8'])
      await expect(form.getByRole('checkbox', { name: driver })).toBeChecked();
    await expectFindings(page, 'drivers', /q1/);
    expect(await ask(page, 'sql', IMPORTANCES('drivers'))).toEqual(['true', '8']);
    expect(await ask(page, 'sql', 'SELECT driver FROM drivers ORDER BY importance DESC')).toEqual(['q1']);
  });
  await test.step('customer value', async () => {
    await addCell(page, /^Customer lifetime value/);
    const form = cell(page, 'clv');
    await form.getByLabel('Reads').selectOption('orders');
    await expect(form.getByRole('combobox', { name: 'Customer' })).toHaveValue('account_id');
    await expect(form.getByRole('combobox', { name: 'Date of purchase' })).toHaveValue('ordered_on');
    await expect(form.getByRole('combobox', { name: 'Amount' })).toHaveValue('amount');
    await form.getByRole('spinbutton', { name: 'Margin' }).fill('45');
    await page.keyboard.press('Tab');
    await expectFindings(page, 'clv', /customers/i);
    expect(await ask(page, 'sql', VALUES('clv'))).toEqual(['true', '5,000']);
    expect(await ask(page, 'sql', PARAMETERS('clv'))).toEqual(['r alpha a b p q gamma', 'true']);
  });
  await test.step('recency, frequency, money', async () => {
    await addCell(page, /^Recency, frequency, money/);
    await cell(page, 'rfm').getByLabel('Reads').selectOption('orders');
    await cell(page, 'rfm').getByRole('combobox', { name: 'Date of purchase' }).selectOption('ordered_on');
    await expectFindings(page, 'rfm', /customers/i);
    expect(
      await ask(page, 'sql', 'SELECT count(*), min(r), max(r), count(DISTINCT segment) > 1 FROM rfm'),
    ).toEqual(['5,000', '1', '5', 'true']);
  });
  await test.step('k-means', async () => {
    await addCell(page, /^k-means/);
    const form = cell(page, 'k_means');
    await form.getByLabel('Reads').selectOption('accounts');
    await expect(form.getByRole('combobox', { name: 'Key' })).toHaveValue('account_id');
    await form.getByRole('spinbutton', { name: 'Segments' }).fill('3');
    await page.keyboard.press('Tab');
    await expectFindings(page, 'k_means', /segment/i);
    expect(
      await ask(
        page,
        'sql',
        `SELECT (SELECT count(*) FROM k_means), (SELECT count(DISTINCT segment) FROM k_means_profile),
           abs(sum(share) - 1) < 1e-9 FROM (SELECT DISTINCT segment, share FROM k_means_profile)`,
      ),
    ).toEqual(['5,000', '3', 'true']);
  });
  await test.step('a column that is not there is a sentence', async () => {
    await page.getByRole('button', { name: 'More for survey' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the notebook' }).click();
    await waitForIdle(page);
    await waitForCell(page, 'drivers', 'failed');
    await expect(cell(page, 'drivers').getByRole('alert')).toContainText('survey');
    await waitForCell(page, 'clv', 'done');
  });
});

test.describe('on real files', () => {
  const data = '../shared/data';
  test.skip(!existsSync(data), 'the folder of real files is not beside the project');

  test('drivers of the attitude and the customer satisfaction surveys', async ({ page }) => {
    await openEmpty(page);
    await addFiles(page, `${data}/survey`, 'attitude', 'bayesm_customerSat');
    await addCell(page, /^SQL/);
    await page.keyboard.press('Escape');
    await addCell(page, /^Key drivers/);
    const form = cell(page, 'drivers');
    await form.getByLabel('Reads').selectOption('attitude');
    await form.getByRole('combobox', { name: 'Outcome' }).selectOption('rating');
    for (const driver of ['complaints', 'privileges', 'learning', 'raises', 'critical', 'advance'])
      await form.getByRole('checkbox', { name: driver }).check();
    await expectFindings(page, 'drivers', /complaints/);
    expect(await ask(page, 'sql', IMPORTANCES('drivers'))).toEqual(['true', '6']);

    if (await form.getByLabel('Reads').isHidden()) await form.getByRole('button', { name: 'Edit' }).click();
    await form.getByLabel('Reads').selectOption('bayesm_customersat');
    await form.getByRole('combobox', { name: 'Outcome' }).selectOption('q1');
    for (let item = 2; item <= 10; item++)
      await form.getByRole('checkbox', { name: `q${item}`, exact: true }).check();
    await expectFindings(page, 'drivers', /q\d/);
    expect(await ask(page, 'sql', IMPORTANCES('drivers'))).toEqual(['true', '9']);
  });

  test('value and standing of the CDNOW customers; segments of the telco customers', async ({ page }) => {
    await openEmpty(page);
    await addFiles(page, `${data}/btyd`, 'cdnow');
    await addFiles(page, `${data}/telco`, 'Telco-Customer-Churn');
    await addCell(page, /^SQL/);
    await page.keyboard.press('Escape');

    await addCell(page, /^Customer lifetime value/);
    await cell(page, 'clv').getByLabel('Reads').selectOption('cdnow');
    await expectFindings(page, 'clv', /customers/i);
    expect(await ask(page, 'sql', VALUES('clv'))).toEqual(['true', '2,357']);

    await addCell(page, /^Recency, frequency, money/);
    await cell(page, 'rfm').getByLabel('Reads').selectOption('cdnow');
    await expectFindings(page, 'rfm', /customers/i);
    expect(await ask(page, 'sql', 'SELECT count(*) FROM rfm')).toEqual(['2,357']);

    await addCell(page, /^k-means/);
    const form = cell(page, 'k_means');
    await form.getByLabel('Reads').selectOption('telco_customer_churn');
    // TotalCharges, blank for the eleven who have paid nothing yet, is a number with gaps; rows with a gap take no part.
    await expect(form.getByRole('checkbox', { name: 'TotalCharges', exact: true })).toBeChecked();
    await expectFindings(page, 'k_means', /segment/i);
    expect(
      await ask(
        page,
        'sql',
        'SELECT count(*), count(DISTINCT key) = count(*) FROM k_means WHERE segment IS NOT NULL',
      ),
    ).toEqual(['7,032', 'true']);
    await expect(form).toContainText('7,032 rows, 11 dropped');
  });
});
