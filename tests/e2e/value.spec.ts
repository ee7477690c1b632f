import { readFileSync } from 'node:fs';
import path from 'node:path';
import bgNbd from '../golden/clv/cdnow-bg-nbd.json' with { type: 'json' };
import others from '../golden/clv/cdnow-buy-till-you-die.json' with { type: 'json' };
import gammaGamma from '../golden/clv/cdnow-gamma-gamma.json' with { type: 'json' };
import renewals from '../golden/contract-clv/fader-hardie-2007.json' with { type: 'json' };
import { addData, cell, expect, fileOf, test, waitForCell, waitForIdle, type Page } from './fixture';
import { notebookOf, openOn, sqlCell } from './journey';
import { expectWithin, resultsOf, resultsOfCell, type CellResults, type ResultRow } from './results';

const CUSTOMERS = readFileSync(path.join(import.meta.dirname, '../golden/clv/cdnow-customers.csv'), 'utf8');
const DAY = 86_400_000;

/** Orders that have the published table's recency and frequency on 1997-09-30; days between first and last are spread evenly. */
function ordersOf(table: string): string {
  const lines = table
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((row) => {
      const [id = '', x = 0, recency = 0, age = 0, spend = 0] = row.split(',').map(Number);
      const first = Date.UTC(1997, 8, 30) - Math.round(age * 7) * DAY;
      return Array.from({ length: x + 1 }, (_, i) => {
        const after = x === 0 ? 0 : Math.floor((Math.round(recency * 7) * i) / x);
        const day = new Date(first + after * DAY).toISOString().slice(0, 10);
        return `${id},${day},${i === 0 ? 20 : spend}`;
      });
    });
  return ['customer,ordered,amount', ...lines].join('\n');
}

const analysisCell = (kind: string, name: string, lines: readonly string[]): string =>
  `\`\`\`${kind} name=${name}\n${lines.join('\n')}\n\`\`\``;
/** A notebook on files that are then given to it. */
async function openWith(page: Page, cells: readonly string[], files: Record<string, string>): Promise<void> {
  const names = Object.keys(files);
  await openOn(
    page,
    notebookOf(cells, ['sources:', ...names.map((name) => `  ${name}: { file: ${name}.csv }`)]),
  );
  await addData(page, ...names.map((name) => fileOf(`${name}.csv`, files[name] ?? '')));
  await waitForIdle(page);
}

const columnsOf = ({ tables }: CellResults, suffix: string): string[] =>
  Object.keys(tables[suffix]?.[0] ?? {});
/** The `value` of each row, by the name in another column. */
const byName = (
  rows: readonly ResultRow[] = [],
  key = 'statistic',
  value = 'value',
): Record<string, number> =>
  Object.fromEntries(rows.map((row) => [String(row[key]), Number(row[value] ?? NaN)]));
const sumOf = (rows: readonly ResultRow[] = [], column: string): number =>
  rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);

const FEE = 100;
const groups = { 'High end': renewals.HighEnd, Regular: renewals.Regular };
/** Survivors of 1,000 customers of each group at the end of years 0 to 7, as published. */
const RETENTION = [
  'segment,year,survivors',
  ...Object.entries(groups).flatMap(([name, { series_percent: shares }]) =>
    shares.slice(0, 8).map((share, year) => `${name},${year},${Math.round(share * 10)}`),
  ),
].join('\n');
/** The same customers, one row each, eight years after they began. */
const SUBSCRIPTIONS = [
  'start_date,end_date,fee,segment',
  ...Object.entries(groups).flatMap(([name, { series_percent: shares }]) =>
    Array.from({ length: 1000 }, (_, i) => {
      const left = shares.slice(0, 8).findIndex((share) => i >= Math.round(share * 10));
      return `2016-03-01,${left < 0 ? '' : `${2016 + left}-02-${left % 4 === 0 ? 29 : 28}`},${FEE},${name}`;
    }),
  ),
].join('\n');
const contractCell = (name: string, lines: readonly string[]): string =>
  analysisCell('contract-clv', name, [...lines, 'cohort: segment', 'forever: true']);

test('customer value: every table and column that is promised, from orders with a check and costs', async ({
  page,
}) => {
  const cells = [
    analysisCell('clv', 'worth', [
      ...['from: orders', 'customer: customer', 'date: ordered', 'amount: amount', 'model: auto'],
      ...['margin: 0.3', 'costToAcquire: 2', 'costToServe: 1', 'holdoutFrom: 1997-07-01', 'draws: 100'],
    ]),
    sqlCell('joined', 'SELECT count(*) AS n FROM worth JOIN worth_at_risk USING (customer)'),
  ];
  await openWith(page, cells, { orders: ordersOf(CUSTOMERS) });
  await waitForCell(page, 'worth', 'done');
  await waitForCell(page, 'joined', 'done');
  const results = await resultsOf(page);
  const worth = resultsOfCell(results, 'worth');
  expect(columnsOf(worth, '')).toEqual(
    expect.arrayContaining([
      ...['customer', 'frequency', 'recency', 'age', 'spend', 'p_alive', 'expected_purchases'],
      ...['expected_spend', 'clv', 'clv_low', 'clv_high'],
      ...['expected_purchases_holdout', 'actual_purchases_holdout'],
    ]),
  );
  expect(columnsOf(worth, 'model')).toEqual(
    expect.arrayContaining(['model', 'parameter', 'estimate', 'standard_error']),
  );
  expect(columnsOf(worth, 'fit')).toEqual(
    expect.arrayContaining([
      ...['model', 'log_likelihood', 'customers', 'parameters', 'aic', 'bic', 'chosen'],
      ...['holdout_expected', 'holdout_actual'],
    ]),
  );
  expect(columnsOf(worth, 'tracking')).toEqual(
    expect.arrayContaining([
      ...['period', 'actual', 'expected', 'naive', 'actual_cumulative', 'expected_cumulative'],
    ]),
  );
  expect(columnsOf(worth, 'totals')).toEqual(['statistic', 'value', 'low', 'high']);
  expect(columnsOf(worth, 'at_risk')).toEqual(
    expect.arrayContaining(['customer', 'p_alive', 'p_alive_before', 'value_at_risk']),
  );
  await expect(cell(page, 'worth')).not.toContainText(/\bNaN\b|undefined/);

  const { tables } = worth;
  const main = tables[''] ?? [];
  const totals = byName(tables['totals']);
  expect(main).toHaveLength(2357);
  expectWithin(totals['clv'], sumOf(main, 'clv'), 1e-9);
  expectWithin(totals['expected_purchases'], sumOf(main, 'expected_purchases'), 1e-9);
  expectWithin(totals['holdout_expected'], sumOf(main, 'expected_purchases_holdout'), 1e-9);
  expect(totals['holdout_actual']).toBe(sumOf(main, 'actual_purchases_holdout'));
  const interval = (tables['totals'] ?? []).find(({ statistic }) => statistic === 'clv');
  expect(interval?.['low']).toBeLessThan(totals['clv'] ?? NaN);
  expect(interval?.['high']).toBeGreaterThan(totals['clv'] ?? NaN);
  for (const row of main.slice(0, 200)) {
    expect(row['clv_low']).toBeLessThanOrEqual(row['clv'] as number);
    expect(row['clv_high']).toBeGreaterThanOrEqual(row['clv'] as number);
  }
  const fits = (tables['fit'] ?? []).filter(({ sample }) => sample === 'all');
  expect(fits.map(({ model }) => model)).toEqual([
    ...['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'mbg-cnbd-k', 'gamma-gamma'],
  ]);
  const last = tables['tracking']?.at(-1);
  expect(last?.['period']).toBe('1997-09-30');
  expectWithin(last?.['actual_cumulative'] as number, sumOf(tables['tracking'], 'actual'), 1e-12);
  expect(resultsOfCell(results, 'joined').tables['']).toEqual([{ n: tables['at_risk']?.length }]);
});

test('the published CDNOW models and contracts of Fader and Hardie, as the page exports them', async ({
  page,
}) => {
  const purchases = { 'bg-nbd': bgNbd, 'mbg-nbd': others.mbg, 'pareto-nbd': others.pareto };
  const published = Object.keys(purchases).map((model) => ({ model, name: model.replace('-', '_') }));
  const cells = [
    ...published.map(({ model, name }) =>
      analysisCell('clv', name, [
        ...['from: customers', 'customer: ID', 'frequency: x', 'recency: t_x', 'age: T', 'spend: zbar'],
        ...[`model: ${model}`, 'draws: 100'],
      ]),
    ),
    contractCell('by_table', ['from: retention', 'period: year', 'survivors: survivors', 'model: sbg']),
    contractCell('best', ['from: retention', 'period: year', 'survivors: survivors']),
    contractCell('by_dates', [
      ...['from: subscriptions', 'start: start_date', 'end: end_date', 'fee: fee', 'model: sbg'],
      ...['asOf: 2023-03-01', 'margin: 0.5'],
    ]),
  ];
  await openWith(page, cells, { customers: CUSTOMERS, retention: RETENTION, subscriptions: SUBSCRIPTIONS });
  for (const name of [...published.map((one) => one.name), 'by_table', 'best', 'by_dates'])
    await waitForCell(page, name, 'done');
  const results = await resultsOf(page);

  for (const { model, name } of published) {
    const { tables } = resultsOfCell(results, name);
    const found = byName(tables['model'], 'parameter', 'estimate');
    const reference = purchases[model as keyof typeof purchases];
    for (const [parameter, value] of Object.entries({ ...reference.params, ...gammaGamma.params }))
      expectWithin(found[parameter], value, 1e-5);
    expectWithin(byName(tables['fit'], 'model', 'log_likelihood')[model], reference.LL, 1e-9);
    const [first] = tables[''] ?? [];
    const [known] = others.perCustomer;
    const alive = { bg_nbd: known?.bgActive, mbg_nbd: known?.mbgActive, pareto_nbd: known?.paretoActive }[
      name
    ];
    expectWithin(first?.['p_alive'] as number, alive ?? NaN, 1e-5);
    expectWithin(first?.['expected_spend'] as number, gammaGamma.cond_first10[0]?.EM ?? NaN, 1e-5);
  }

  for (const [name, worth] of [
    ['by_table', 1],
    ['by_dates', FEE / 2],
  ] as const) {
    const found = resultsOfCell(results, name);
    expect(columnsOf(found, '')).toEqual(
      expect.arrayContaining(['cohort', 'tenure', 'survival', 'retention', 'expected_lifetime', 'clv']),
    );
    expect(columnsOf(found, 'fit')).toEqual(
      expect.arrayContaining(['log_likelihood', 'parameters', 'aic', 'bic', 'chosen']),
    );
    for (const [segment, reference] of Object.entries(groups)) {
      const of = (suffix: string): ResultRow[] =>
        (found.tables[suffix] ?? []).filter(({ cohort }) => cohort === segment);
      const fitted = of('model').filter(({ model }) => model === 'sbg');
      const estimates = byName(fitted, 'parameter', 'estimate');
      expectWithin(estimates['alpha'], reference.alpha, 1e-5);
      expectWithin(estimates['beta'], reference.beta, 1e-5);
      const curve = of('');
      expectWithin(curve[0]?.['clv'] as number, worth * reference.DEL_d10.direct_sum, 1e-5);
      reference.S_model_1_12.forEach((share, i) =>
        expectWithin(curve[i + 1]?.['survival'] as number, share, 1e-5),
      );
      reference.DERL_d10_after_n_renewals_offered_n1_8.forEach((payments, i) =>
        expectWithin(curve[i]?.['residual_lifetime'] as number, payments, 1e-5),
      );
    }
  }
  const chosen = resultsOfCell(results, 'best').tables['fit']?.filter((row) => row['chosen']);
  expect(chosen?.map(({ cohort, model }) => `${cohort} ${model}`)).toEqual(['High end bdw', 'Regular sbg']);
});

test('margin and discount rate move value at once, as they should', async ({ page }) => {
  const cells = [
    analysisCell('clv', 'worth', [
      ...['from: orders', 'customer: customer', 'date: ordered', 'amount: amount', 'draws: 100'],
    ]),
    contractCell('plans', ['from: retention', 'period: year', 'survivors: survivors', 'model: sbg']),
  ];
  await openWith(page, cells, { orders: ordersOf(CUSTOMERS), retention: RETENTION });
  const valueOf = async (name: string): Promise<number> => {
    await waitForIdle(page);
    await waitForCell(page, name, 'done');
    return byName(resultsOfCell(await resultsOf(page), name).tables['totals'])['clv'] ?? NaN;
  };
  const set = async (name: string, field: string, value: string): Promise<number> => {
    const input = cell(page, name).getByRole('spinbutton', { name: new RegExp(`^${field}`) });
    await input.fill(value);
    await input.press('Tab');
    return valueOf(name);
  };
  for (const name of ['worth', 'plans']) {
    const before = await valueOf(name);
    await cell(page, name).getByRole('button', { name: 'Edit', exact: true }).click();
    expect(await set(name, 'Discount rate a year', '20')).toBeLessThan(before);
    expectWithin(await set(name, 'Discount rate a year', '10'), before, 1e-12);
    const margin = name === 'worth' ? '50' : '0.5';
    expectWithin(await set(name, 'Margin', margin), before / 2, 1e-9);
  }
});

const BAD: Record<string, { sql: string; kind?: string; more?: readonly string[]; says: RegExp }> = {
  once: {
    sql: 'SELECT customer, min(ordered) AS ordered, 5 AS amount FROM orders GROUP BY customer',
    says: /no repeat buying to learn from.*longer period/,
  },
  one: { sql: 'SELECT * FROM orders WHERE customer = 1', says: /only one customer.*one value per customer/ },
  text_dates: {
    sql: "SELECT customer, strftime(ordered, '%d/%m/%Y') AS ordered, amount FROM orders",
    says: /ordered holds text.*needs dates.*Choose another column/,
  },
  negative: {
    sql: 'SELECT customer, ordered, -amount AS amount FROM orders',
    says: /amount no customer's repeat purchases are worth more than 0.*turn its sign/,
  },
  negative_net: {
    sql: 'SELECT customer, ordered, -amount AS amount FROM orders',
    more: ['refunds: net'],
    says: /amount no customer has a day worth more than 0.*turn its sign/,
  },
  too_early: {
    sql: 'SELECT * FROM orders',
    more: ['asOf: 1996-02-29'],
    says: /as-of date 1996-02-29 is before the first order, 1997-01-01.*leave it empty/,
  },
  rising: {
    sql: 'SELECT year, CASE WHEN year = 3 THEN 950 ELSE survivors END AS survivors FROM retention LIMIT 8',
    kind: 'contract-clv',
    says: /Survivors rise from \d+ to 950 at period 3.*cohorts of their own/,
  },
  nobody_left: {
    sql: 'SELECT DATE \'2020-01-01\' AS "start", NULL::DATE AS "end", 10 AS fee FROM range(50)',
    kind: 'contract-clv',
    more: ['asOf: 2024-01-01'],
    says: /None of the 50 customers has left.*end dates/,
  },
};

test('input that cannot be valued gets a sentence and a way out', async ({ page }) => {
  const roles = (kind: string | undefined, name: string): string[] => {
    if (kind === undefined) return ['customer: customer', 'date: ordered', 'amount: amount'];
    return name === 'rising'
      ? ['period: year', 'survivors: survivors']
      : ['start: start', 'end: end', 'fee: fee'];
  };
  const cells = Object.entries(BAD).flatMap(([name, { sql, kind, more = [] }]) => [
    sqlCell(`${name}_rows`, sql),
    analysisCell(kind ?? 'clv', name, [`from: ${name}_rows`, ...roles(kind, name), ...more]),
  ]);
  await openWith(page, cells, { orders: ordersOf(CUSTOMERS), retention: RETENTION });
  for (const [name, { says }] of Object.entries(BAD)) {
    await waitForCell(page, name, 'failed');
    await expect(cell(page, name).getByRole('alert')).toContainText(says);
    await expect(cell(page, name)).not.toContainText(/\bNaN\b|undefined|Error:/);
  }
});
