import { readFileSync } from 'node:fs';
import path from 'node:path';
import irisTable from '../golden/k-means/iris.json' with { type: 'json' };
import mixtures from '../golden/segmentation/gmm_mclust.json' with { type: 'json' };
import latentClass from '../golden/segmentation/latent_class_poLCA.json' with { type: 'json' };
import { addData, cell, expect, fileOf, test, waitForCell, waitForIdle, type Page } from './fixture';
import { notebookOf, notebookText, openOn, runSql, sqlCell } from './journey';
import { expectWithin, resultsOf, resultsOfCell, type CellResults, type ResultRow } from './results';

const MEASURES = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
const SPECIES = ['setosa', 'versicolor', 'virginica'];
const IRIS = [
  ['flower', 'species', ...MEASURES].join(),
  ...irisTable.millimetres.map((row, i) =>
    [`f${i + 1}`, SPECIES[Math.floor(i / 50)], ...row.map((value) => value / 10)].join(),
  ),
].join('\n');
const SLIDES = readFileSync(
  path.join(import.meta.dirname, '../golden/segmentation/carcinoma.csv'),
  'utf8',
).replaceAll('"', '');
/** 400 customers; until the autumn all buy alike, then a third stops and a third buys twice as much. */
const ORDERS = `SELECT 'c' || (c % 400) AS customer, DATE '2023-01-01' + CAST(c % 7 + 9 * n AS INTEGER) AS ordered,
  10 + c % 40 AS amount, c % 3 AS kind FROM range(400) AS customers(c), range(80) AS orders(n)
  WHERE hash(c, n) % 10 < CASE WHEN n < 30 THEN 2 WHEN c % 3 = 0 THEN 0 WHEN c % 3 = 1 THEN 4 ELSE 2 END`;

const analysisCell = (kind: string, name: string, lines: readonly string[]): string =>
  `\`\`\`${kind} name=${name}\n${lines.join('\n')}\n\`\`\``;
const irisCell = (kind: string, name: string, more: readonly string[]): string =>
  analysisCell(kind, name, [
    ...['from: iris', 'key: flower', `variables: [${MEASURES.join(', ')}]`],
    ...more,
  ]);

/** A notebook on the flowers and the slides, run. */
async function openWith(page: Page, cells: readonly string[]): Promise<void> {
  const files = { iris: IRIS, slides: SLIDES };
  const used = Object.entries(files).filter(([name]) => cells.some((one) => one.includes(`from: ${name}`)));
  const sources = ['sources:', ...used.map(([name]) => `  ${name}: { file: ${name}.csv }`)];
  await openOn(page, notebookOf(cells, used.length > 0 ? sources : []));
  if (used.length > 0) await addData(page, ...used.map(([name, text]) => fileOf(`${name}.csv`, text)));
  await waitForIdle(page);
}
async function resultsOfDone(page: Page, ...names: string[]): Promise<Record<string, CellResults>> {
  for (const name of names) {
    await waitForCell(page, name, 'done');
    await expect(cell(page, name)).not.toContainText(/\bNaN\b|undefined/);
  }
  return resultsOf(page);
}
const columnsOf = ({ tables }: CellResults, suffix: string): string[] =>
  Object.keys(tables[suffix]?.[0] ?? {});
const countsBy = (rows: readonly ResultRow[] | undefined, column: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rows ?? []) counts[String(row[column])] = (counts[String(row[column])] ?? 0) + 1;
  return counts;
};
/** The criteria of a choice table by number of segments. */
const criteriaOf = ({ tables }: CellResults): Record<string, Record<string, number>> => {
  const found: Record<string, Record<string, number>> = {};
  for (const { k, criterion, value } of tables['choice'] ?? [])
    (found[String(k)] ??= {})[String(criterion)] = value as number;
  return found;
};

const MAIN = ['key', 'segment', 'probability', 'stable'];
const PROFILE = ['segment', 'size', 'share', 'variable', 'level', 'mean', 'overall', 'lift', 'p_adjusted'];

test('k-means, mixtures and latent classes: the published solutions, with every table that is promised', async ({
  page,
}) => {
  await openWith(page, [
    irisCell('k-means', 'km', ['k: 3', 'scale: false', 'profile: [species]']),
    irisCell('mixture', 'mix', ['k: 3', 'scale: false']),
    analysisCell('latent-class', 'lc', ['from: slides', 'items: [A, B, C, D, E, F, G]', 'k: 3']),
  ]);
  const results = await resultsOfDone(page, 'km', 'mix', 'lc');
  for (const [name, more] of [
    ['km', { centres: ['segment', 'variable', 'centre'] }],
    ['mix', { centres: ['segment', 'variable', 'centre'] }],
    ['lc', { classes: ['segment', 'item', 'level', 'probability'] }],
  ] as const) {
    const found = resultsOfCell(results, name);
    expect(columnsOf(found, '')).toEqual(MAIN);
    expect(columnsOf(found, 'profile')).toEqual(expect.arrayContaining(PROFILE));
    expect(columnsOf(found, 'choice')).toEqual(expect.arrayContaining(['k', 'criterion', 'value']));
    for (const [suffix, columns] of Object.entries(more))
      expect(columnsOf(found, suffix)).toEqual(expect.arrayContaining([...columns]));
    expect(found.tables['rule']?.[0]?.['sql']).toMatch(/^CASE/);
    expect(found.tables['']).toHaveLength(name === 'lc' ? 118 : 150);
  }
  const km = resultsOfCell(results, 'km');
  expect(countsBy(km.tables[''], 'segment')).toEqual({ 'Segment 1': 62, 'Segment 2': 50, 'Segment 3': 38 });
  expectWithin(criteriaOf(km)['3']?.['wss'], irisTable.withinSumOfSquares, 1e-12);
  expect(new Set(km.tables['']?.map(({ probability }) => probability))).toEqual(new Set([1]));
  const setosa = km.tables['profile']?.find(
    ({ segment, level }) => segment === 'Segment 2' && level === 'setosa',
  );
  expect(setosa).toMatchObject({ variable: 'species', mean: 1, lift: 3 });
  // mclust stops a little below its maximum.
  const likelihood = criteriaOf(resultsOfCell(results, 'mix'))['3']?.['log_likelihood'];
  expectWithin(likelihood, mixtures.iris_VVV3.loglik, 1e-5);
  const reference = latentClass.carcinoma.find(({ k }) => k === 3);
  const classes = criteriaOf(resultsOfCell(results, 'lc'))['3'];
  expectWithin(classes?.['log_likelihood'], reference?.llik ?? NaN, 1e-8);
  expectWithin(classes?.['bic'], reference?.BIC ?? NaN, 1e-8);
  expectWithin(classes?.['entropy_r2'], reference?.entropy_R2 ?? NaN, 1e-4);
});

test('a range of numbers is compared by every criterion, and one is recommended in words', async ({
  page,
}) => {
  await openWith(page, [
    irisCell('k-means', 'km', ['k: 2..5']),
    irisCell('mixture', 'mix', ['k: 2..5']),
    analysisCell('latent-class', 'lc', ['from: slides', 'items: [A, B, C, D, E, F, G]', 'k: 2..5']),
  ]);
  const results = await resultsOfDone(page, 'km', 'mix', 'lc');
  const fitted = ['log_likelihood', 'bic', 'entropy_r2'];
  for (const [name, criteria] of [
    ['km', ['wss', 'silhouette', 'gap', 'gap_se']],
    ['mix', [...fitted, 'silhouette']],
    ['lc', fitted],
  ] as const) {
    const found = resultsOfCell(results, name);
    const byNumber = criteriaOf(found);
    expect(Object.keys(byNumber)).toEqual(['2', '3', '4', '5']);
    for (const one of Object.values(byNumber)) {
      expect(Object.keys(one)).toEqual(
        expect.arrayContaining([...criteria, 'jaccard_min', 'smallest_share']),
      );
      expect(Object.values(one).every(Number.isFinite)).toBe(true);
    }
    const chosen = found.tables['choice']?.find((row) => row['chosen'])?.['k'] as number;
    expect(Object.keys(countsBy(found.tables[''], 'segment'))).toHaveLength(chosen);
    expect(found.findings.join('\n')).toMatch(
      new RegExp(`\\b${chosen} segments\\b.* (is|are) recommended among 2 to 5`),
    );
    await cell(page, name).getByRole('tab', { name: 'Choice of k' }).click();
    await expect(cell(page, name).locator('figure').first()).toBeVisible();
    await expect(cell(page, name)).toContainText('recommended among 2 to 5');
  }
});

test('a segment is renamed in the result; the name outlives another seed and an undo', async ({ page }) => {
  await openWith(page, [irisCell('k-means', 'km', ['k: 3', 'scale: false'])]);
  await waitForCell(page, 'km', 'done');
  const setosaOf = async (): Promise<unknown> => {
    await waitForIdle(page);
    const results = await resultsOfDone(page, 'km');
    const { tables } = resultsOfCell(results, 'km');
    return tables['']?.find(({ key }) => key === 'f1')?.['segment'];
  };
  const undo = async (): Promise<void> => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('ControlOrMeta+z');
  };
  const before = await setosaOf();
  const rename = async (from: string, to: string): Promise<void> => {
    await cell(page, 'km')
      .getByRole('button', { name: `Rename ${from}`, exact: true })
      .click();
    const field = cell(page, 'km').getByRole('textbox', { name: `Name of ${from}`, exact: true });
    await field.fill(to);
    await field.press('Enter');
    await expect(cell(page, 'km').getByRole('button', { name: `Rename ${to}`, exact: true })).toBeVisible();
  };
  await rename(String(before), "Small & 'early'");
  expect(await setosaOf()).toBe("Small & 'early'");
  await expect(cell(page, 'km').getByRole('listitem').filter({ hasText: "Small & 'early'" })).not.toHaveCount(
    0,
  );
  const text = await notebookText(page);
  expect(text).toMatch(/names:\n? .*Small & 'early'.*petal_length: 1\.462/s);

  await cell(page, 'km').getByRole('button', { name: 'Edit', exact: true }).click();
  const seed = cell(page, 'km').getByRole('spinbutton', { name: 'Seed' });
  if (!(await seed.isVisible())) await cell(page, 'km').getByText('More settings').click();
  await seed.fill('77');
  await seed.press('Tab');
  expect(await setosaOf()).toBe("Small & 'early'");
  expect(await notebookText(page)).toContain('seed: 77');
  await undo();
  expect(await setosaOf()).toBe("Small & 'early'");
  expect(await notebookText(page)).toBe(text);
  await undo();
  expect(await setosaOf()).toBe(before);
});

test('the copied rule runs in a SQL cell and gives every row what the scored table says', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const odd = `SELECT 'k' || range AS id, (range % 4) * 10 + hash(range) % 100 / 40 AS "how ""much""",
    CASE range % 4 WHEN 0 THEN 'say "when"' WHEN 1 THEN 'it''s; --' WHEN 2 THEN 'two' || chr(10) || 'lines' END AS "the 'kind'",
    ['a', 'b', 'c'][1 + (hash(range, 1) % 3)::INTEGER] AS other FROM range(600)`;
  await openWith(page, [
    sqlCell('odd', odd),
    analysisCell('k-means', 'km', ['from: odd', 'key: id', 'variables: [\'how "much"\']', 'k: 4']),
    analysisCell('latent-class', 'lc', ['from: odd', 'key: id', 'items: ["the \'kind\'", other]', 'k: 2']),
    sqlCell('copied', 'SELECT 1 AS one'),
    sqlCell(
      'agreeing',
      'SELECT count(*) AS rows, count(*) FILTER (copied.segment = scored.segment) AS same FROM copied JOIN km_scored AS scored ON copied.id = scored.key',
    ),
  ]);
  await resultsOfDone(page, 'km', 'lc');
  for (const name of ['km', 'lc']) {
    await cell(page, name).getByRole('tab', { name: 'Rule' }).click();
    await cell(page, name)
      .getByRole('region', { name: 'New customers with their segment' })
      .getByRole('button', { name: 'Copy' })
      .click();
    await expect(cell(page, name).getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();
    await runSql(page, 'copied', await page.evaluate(() => navigator.clipboard.readText()));
    await runSql(
      page,
      'agreeing',
      `SELECT count(*) AS rows, count(*) FILTER (copied.segment = scored.segment) AS same FROM copied JOIN ${name}_scored AS scored ON copied.id = scored.key`,
    );
    const results = await resultsOfDone(page, 'copied', 'agreeing');
    expect(resultsOfCell(results, 'agreeing').tables['']).toEqual([{ rows: 600, same: 600 }]);
  }
});

test('recency, frequency, money between two days, and tiers of what customers are worth', async ({
  page,
}) => {
  await openWith(page, [
    sqlCell('orders', ORDERS),
    analysisCell('rfm', 'segments', [
      ...['from: orders', 'customer: customer', 'date: ordered', 'amount: amount', 'compareAsOf: 2023-09-30'],
    ]),
    analysisCell('value-tiers', 'abc', [
      ...['from: segments', 'customer: customer', 'value: monetary', 'tiers: abc'],
    ]),
    analysisCell('value-tiers', 'deciles', [
      ...['from: segments', 'customer: customer', 'value: monetary', 'tiers: 10'],
    ]),
  ]);
  const results = await resultsOfDone(page, 'segments', 'abc', 'deciles');
  const rfm = resultsOfCell(results, 'segments');
  const total = rfm.tables['']?.length ?? 0;
  expect(columnsOf(rfm, '')).toEqual([
    ...['customer', 'recency', 'frequency', 'monetary', 'r', 'f', 'm', 'segment'],
  ]);
  expect(columnsOf(rfm, 'movement')).toEqual(
    expect.arrayContaining(['from_segment', 'to_segment', 'customers', 'share']),
  );
  const moves = rfm.tables['movement'] ?? [];
  expect(moves.reduce((sum, row) => sum + (row['customers'] as number), 0)).toBe(total);
  expect(rfm.findings.join('\n')).toMatch(/moved up and .* slipped/);
  await cell(page, 'segments').getByRole('tab', { name: 'Movement' }).click();
  const flow = cell(page, 'segments').locator('figure').first();
  await expect(flow).toBeVisible();
  expect(await flow.locator('svg path').count()).toBeGreaterThanOrEqual(moves.length);

  for (const [name, tiers] of [
    ['abc', ['A', 'B', 'C']],
    ['deciles', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']],
  ] as const) {
    const found = resultsOfCell(results, name);
    expect(columnsOf(found, '')).toEqual(['customer', 'value', 'tier', 'cumulative_share']);
    expect(Object.keys(countsBy(found.tables[''], 'tier'))).toEqual([...tiers]);
    expectWithin(found.tables['']?.at(-1)?.['cumulative_share'] as number, 1, 1e-12);
    expect(found.tables['']).toHaveLength(total);
    await expect(cell(page, name)).toContainText('Gini');
    await expect(cell(page, name).locator('figure').first()).toBeVisible();
  }
  const sizes = Object.values(countsBy(resultsOfCell(results, 'deciles').tables[''], 'tier'));
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  const last = resultsOfCell(results, 'abc')
    .tables['']?.filter(({ tier }) => tier === 'A')
    .at(-1);
  expect(last?.['cumulative_share']).toBeGreaterThanOrEqual(0.8);
});

const BAD: Record<string, { kind: string; sql: string; lines: readonly string[]; says: RegExp }> = {
  text: {
    kind: 'k-means',
    sql: "SELECT range AS id, 'many' AS visits, range AS spend FROM range(50)",
    lines: ['variables: [visits, spend]', 'k: 2'],
    says: /visits.*text.*number/,
  },
  constant: {
    kind: 'mixture',
    sql: 'SELECT range AS id, 7 AS visits FROM range(50)',
    lines: ['variables: [visits]', 'k: 2'],
    says: /same value in all rows.*differ between rows/,
  },
  few: {
    kind: 'k-means',
    sql: 'SELECT range AS id, range % 3 AS visits FROM range(50)',
    lines: ['variables: [visits]', 'k: 4'],
    says: /only 3 distinct rows.*too few for 4 segments.*at most 3/,
  },
  levels: {
    kind: 'latent-class',
    sql: "SELECT range AS id, 'answer ' || range % 500 AS told, range % 2 AS yes FROM range(2000)",
    lines: ['items: [told, yes]', 'k: 2'],
    says: /told.*500/,
  },
  no_money: {
    kind: 'value-tiers',
    sql: "SELECT range AS id, 'much' AS worth FROM range(20)",
    lines: ['customer: id', 'value: worth'],
    says: /worth.*text.*number/,
  },
  no_dates: {
    kind: 'rfm',
    sql: "SELECT range AS id, 'yesterday' AS day FROM range(20)",
    lines: ['customer: id', 'date: day'],
    says: /day.*text.*date/,
  },
};

test('input that cannot be segmented gets a sentence and a way out', async ({ page }) => {
  await openWith(
    page,
    Object.entries(BAD).flatMap(([name, { kind, sql, lines }]) => [
      sqlCell(`${name}_rows`, sql),
      analysisCell(kind, name, [`from: ${name}_rows`, ...lines]),
    ]),
  );
  for (const [name, { says }] of Object.entries(BAD)) {
    await waitForCell(page, name, 'failed');
    await expect(cell(page, name).getByRole('alert')).toContainText(says);
    await expect(cell(page, name).locator('.hint')).not.toBeEmpty();
    await expect(cell(page, name)).not.toContainText(/\bNaN\b|undefined|Error:/);
  }
});
