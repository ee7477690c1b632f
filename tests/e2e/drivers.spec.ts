import { readFileSync } from 'node:fs';
import path from 'node:path';
import players from '../golden/drivers/players-and-weights.json' with { type: 'json' };
import birthwt from '../golden/logit/birthwt.json' with { type: 'json' };
import { addData, cell, expect, fileOf, test, waitForCell, waitForIdle, type Page } from './fixture';
import { addCell, addTable, notebookOf, openEmpty, openOn, source, sqlCell } from './journey';
import { expectWithin, numbersBy, resultsOf, resultsOfCell } from './results';

/** 900 answers of 450 customers in three waves: ease moves satisfaction most, speed not at all. */
function survey(): string {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const rating = (mood: number): number => Math.min(10, Math.max(1, Math.round(4 + 3 * mood + 4 * random())));
  const lines = Array.from({ length: 900 }, (_, i) => {
    const mood = random();
    const [ease, staff, price, speed] = [rating(mood), rating(mood), rating(mood), rating(mood)];
    const overall = 0.45 * ease + 0.3 * staff + 0.15 * price + 1.5 * random();
    const answers = [ease, staff, i % 9 === 0 ? '' : price, speed];
    return `c${i % 450},${overall.toFixed(3)},${answers.join()},${1 + (i % 3)},W${[2, 10, 1][i % 3] ?? 0},${i % 2 ? 'South' : 'North'}`;
  });
  return [
    'customer_id,overall_satisfaction,ease_rating,staff_rating,price_rating,speed_rating,weighting,wave,region',
    ...lines,
  ].join('\n');
}

async function chooseByForm(page: Page): Promise<void> {
  const form = cell(page, 'drivers');
  await form.getByText('More settings').click();
  await form.getByRole('combobox', { name: 'Weight' }).selectOption('weighting');
  await form.getByRole('combobox', { name: 'Compare by' }).selectOption('wave');
  await form.getByRole('combobox', { name: 'Customer key' }).selectOption('customer_id');
  await form.getByRole('group', { name: 'Filter by' }).getByRole('checkbox', { name: 'region' }).check();
  const groups = form.getByRole('group', { name: 'Groups' });
  await groups.getByRole('combobox', { name: 'ease_rating' }).selectOption('new group…');
  const named = groups.getByRole('textbox').first();
  await named.fill('Service');
  await named.press('Tab');
  await groups.getByRole('combobox', { name: 'staff_rating' }).selectOption('Service');
  await waitForIdle(page);
}

test('a survey becomes drivers by the form; the results file has every table and column', async ({
  page,
}) => {
  await openEmpty(page);
  await addTable(page, 'survey.csv', survey());
  await addCell(page, /^Key drivers/);
  const form = cell(page, 'drivers');
  await expect(form.getByRole('combobox', { name: 'Outcome' })).toHaveValue('overall_satisfaction');
  const drivers = form.getByRole('group', { name: 'Drivers' });
  for (const name of ['ease_rating', 'staff_rating', 'price_rating', 'speed_rating'])
    await expect(drivers.getByRole('checkbox', { name })).toBeChecked();
  await expect(drivers.getByRole('checkbox', { name: 'customer_id' })).not.toBeChecked();
  await expect(form.getByRole('combobox', { name: 'Missing answers' })).toHaveValue('em');
  await waitForIdle(page);
  await waitForCell(page, 'drivers', 'done');
  await chooseByForm(page);
  await waitForCell(page, 'drivers', 'done');
  await expect(form).not.toContainText(/\bNaN\b|undefined/);

  const { tables, findings } = resultsOfCell(await resultsOf(page), 'drivers');
  const columns = (suffix: string): string[] => Object.keys(tables[suffix]?.[0] ?? {});
  const interval = (name: string): string[] => [name, `${name}_low`, `${name}_high`];
  expect(columns('')).toEqual(
    expect.arrayContaining([
      ...['driver', 'rank', 'vif', 'p_quadrant_fix', 'level'],
      ...['importance', 'share', 'performance', 'coefficient'].flatMap(interval),
    ]),
  );
  expect(columns('moves')).toEqual(
    expect.arrayContaining(['step', 'driver', 'from', 'to', ...interval('effect'), 'cumulative']),
  );
  expect(columns('difference')).toEqual(
    expect.arrayContaining(['driver', 'level_a', 'level_b', 'difference', 'low', 'high']),
  );
  expect(columns('dominance')).toEqual(expect.arrayContaining(['kind', 'driver', 'other', 'size', 'value']));
  const model = Object.fromEntries(
    (tables['model'] ?? [])
      .filter(({ level }) => level === 'all')
      .map(({ statistic, value, text }) => [statistic, text ?? value]),
  );
  expect(model).toMatchObject({ method: 'lmg', missing: 'em', family: 'linear', n: 900, complete_rows: 800 });
  expect(model['condition_index']).toBeGreaterThan(1);

  const main = tables[''] ?? [];
  expect([...new Set(main.map(({ level }) => level))]).toEqual(['all', 'W1', 'W2', 'W10']);
  expect(main[0]).toMatchObject({ driver: 'Service', rank: 1, level: 'all' });
  for (const row of main)
    for (const name of ['importance', 'share', 'performance', 'coefficient']) {
      expect(row[name]).toBeGreaterThanOrEqual(row[`${name}_low`] as number);
      expect(row[name]).toBeLessThanOrEqual(row[`${name}_high`] as number);
    }
  const shares = main.filter(({ level }) => level === 'all').map(({ share }) => share as number);
  expectWithin(
    shares.reduce((sum, share) => sum + share, 0),
    1,
    1e-12,
  );
  expect(tables['difference']).toHaveLength(9);
  expect(findings[0]).toContain('Service');
});

const golden = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../golden', file), 'utf8');
const driversCell = (name: string, lines: readonly string[]): string =>
  `\`\`\`drivers name=${name}\n${lines.join('\n')}\n\`\`\``;

test("weights, groups, a factor and a logit have R's numbers, as the page exports them", async ({ page }) => {
  const files = ['drivers/attitude-weighted', 'drivers/swiss', 'drivers/mtcars', 'logit/birthwt'];
  await openOn(
    page,
    notebookOf(
      [
        sqlCell('cars', "SELECT * REPLACE (gear || ' gears' AS gear) FROM mtcars"),
        sqlCell('births', "SELECT * REPLACE ('race ' || race AS race) FROM birthwt"),
        driversCell('weighted', [
          'from: attitude_weighted',
          'outcome: rating',
          'drivers: [complaints, privileges, learning, raises, critical, advance]',
          'weight: w',
        ]),
        driversCell('grouped', [
          'from: swiss',
          'outcome: Fertility',
          'drivers: [Agriculture, Examination, Education, Catholic, Infant.Mortality]',
          'groups: { Schooling: [Education, Examination], Rural: [Catholic, Agriculture] }',
        ]),
        driversCell('factor', ['from: cars', 'outcome: mpg', 'drivers: [gear, wt, hp]']),
        driversCell('logit', [
          'from: births',
          'outcome: low',
          'drivers: [age, lwt, race, smoke, ptl, ht, ui, ftv]',
        ]),
      ],
      [
        'sources:',
        ...files
          .map((file) => path.basename(file))
          .map((file) => `  ${file.replace('-', '_')}: { file: ${file}.csv }`),
      ],
    ),
  );
  await addData(page, ...files.map((file) => fileOf(`${path.basename(file)}.csv`, golden(`${file}.csv`))));
  await expect(source(page, 'birthwt')).toContainText('189 rows');
  for (const name of ['weighted', 'grouped', 'factor', 'logit']) await waitForCell(page, name, 'done');
  await waitForIdle(page);

  const results = await resultsOf(page);
  const rows = (name: string, suffix = '') => results[name]?.tables[suffix] ?? [];
  const expected = {
    weighted: players.attitudeWeighted.lmg,
    grouped: players.swissGroups.lmg,
    factor: players.mtcarsFactor.lmg,
  };
  for (const [name, importances] of Object.entries(expected)) {
    const found = numbersBy(rows(name), 'driver', 'importance');
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(importances).toSorted());
    for (const [driver, value] of Object.entries(importances))
      expectWithin(found[driver] ?? NaN, value, 1e-10);
  }
  const model = numbersBy(rows('logit', 'model'), 'statistic', 'value');
  expectWithin(model['log_likelihood'] ?? NaN, birthwt.logLik, 1e-9);
  expectWithin(model['r2_mcfadden'] ?? NaN, 1 - birthwt.deviance / birthwt['null.deviance'], 1e-9);
  const importances = Object.values(numbersBy(rows('logit'), 'driver', 'importance'));
  expectWithin(
    importances.reduce((sum, value) => sum + value, 0),
    model['r2_mcfadden'] ?? NaN,
    1e-9,
  );
  const coefficients = {
    ...numbersBy(rows('logit'), 'driver', 'coefficient'),
    ...numbersBy(rows('logit', 'items'), 'category', 'coefficient'),
  };
  const { age, lwt, smoke, ht, 'factor(race)2': second, 'factor(race)3': third } = birthwt.coef;
  for (const [name, value] of Object.entries({ age, lwt, smoke, ht, 'race 2': second, 'race 3': third }))
    expectWithin(coefficients[name] ?? NaN, value, 1e-7);
});

const WIDE = Array.from({ length: 40 }, (_, i) => `q${i + 1}`);
const NUMBERS = `SELECT ((range * 31) % 17) / 4 + q1 AS y, * FROM (SELECT range, ${WIDE.map(
  (name, i) => `(range * ${[7, 11, 13, 17, 19][i % 5]} + (range // ${i + 3}) * ${i + 2}) % 10 AS ${name}`,
).join(', ')}, 'good' AS words, NULL::DOUBLE AS nothing, range % 5 - 1 AS w FROM range(400))`;
const asked = (name: string, lines: readonly string[], from = 'numbers'): string =>
  driversCell(name, [`from: ${from}`, ...lines]);

test('nonsense gets a sentence that names the column and the way out', async ({ page }) => {
  const plain = ['outcome: y', 'drivers: [q1, q2]'];
  await openOn(
    page,
    notebookOf([
      sqlCell('numbers', NUMBERS),
      sqlCell('single', 'SELECT 5 AS y, 3 AS q1, 4 AS q2'),
      asked('text_outcome', ['outcome: words', 'drivers: [q1, q2]']),
      asked('one_row', plain, 'single'),
      asked('all_missing', ['outcome: y', 'drivers: [q1, nothing]', 'missing: em']),
      asked('nothing_outcome', ['outcome: nothing', 'drivers: [q1, q2]']),
      asked('negative', [...plain, 'weight: w']),
      asked('unknown_member', [...plain, 'groups: { Service: [q1, q99] }']),
      asked('stranger', [...plain, 'groups: { Service: [q1, q3] }']),
      asked('combinations', [...plain, 'filterBy: [q3, q4, q5]']),
      asked('backwards', [...plain, 'step: { q1: -1 }']),
      asked('forty', ['outcome: y', `drivers: [${WIDE.join(', ')}]`]),
    ]),
  );
  const said = async (name: string, ...words: (string | RegExp)[]): Promise<void> => {
    await waitForCell(page, name, 'failed');
    for (const word of words) await expect(cell(page, name).getByRole('alert')).toContainText(word);
  };
  await said('text_outcome', 'words', 'holds text', 'Choose another column');
  await said('one_row', /y is 5 in all 1 rows?|1 complete row cannot tell/, /Choose|keep more rows/);
  await said('all_missing', 'nothing is missing in all 400 rows', 'Take nothing out');
  await said('nothing_outcome', 'nothing', /Choose another outcome|Leave out/);
  await said('negative', 'The weight w is negative', 'from 0 up');
  await said('unknown_member', 'q99', 'no such column');
  await said('stranger', 'q3', 'not among “Drivers”', 'take it out');
  await said('combinations', 'more than 200 combinations', 'q3, q4 and q5', /Take q\d out/);
  await said('backwards', '-1 for q1', 'above 0');

  await waitForCell(page, 'forty', 'done');
  await expect(cell(page, 'forty')).toContainText(
    "40 drivers are too many for exact LMG (27 at most): Johnson's",
  );
  const { tables } = resultsOfCell(await resultsOf(page), 'forty');
  expect(tables['']).toHaveLength(40);
  expect(tables['model']?.find(({ statistic }) => statistic === 'method')?.['text']).toBe('johnson');
});
