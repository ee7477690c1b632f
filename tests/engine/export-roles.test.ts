import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rolesOf } from '../../src/cells/addable';
import type { ImportChoices, ImportReport } from '../../src/engine/api';
import type { Database } from '../../src/engine/database';
import { importSource } from '../../src/engine/import/import-source';
import { Run } from '../../src/engine/run';
import { columnMeanings } from '../../src/state/column-meanings';
import { firstQuestion, type KnownTable } from '../../src/state/first-question';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const imports = new Map<string, Promise<ImportReport>>();
/** One import a file, whoever asks. */
function read(file: string): Promise<ImportReport> {
  const report = imports.get(file) ?? importNow(file);
  imports.set(file, report);
  return report;
}
const importNow = (file: string, choices: ImportChoices = {}): Promise<ImportReport> =>
  importSource(
    database,
    {
      relation: 't',
      file: new Blob([readFileSync(path.resolve(import.meta.dirname, '../formats/exports', file))]),
      fileName: path.basename(file),
      choices,
    },
    new Run(),
    () => undefined,
  );

const known = (report: ImportReport): KnownTable => ({
  columns: report.columns,
  labels: Object.fromEntries(report.columns.flatMap(({ name, label }) => (label ? [[name, label]] : []))),
  meanings: columnMeanings([{ relation: 't', report }], 't'),
});

/** What a person who knows the program would choose: file, analysis, column of each role. */
const ROLES: [file: string, analysis: string, roles: Record<string, string | string[] | null>][] = [
  ['qualtrics/choice-text.csv', 'drivers', { outcome: 'Q1', drivers: ['Q2_1', 'Q2_2', 'Q2_3'] }],
  ['qualtrics/numeric-utf16.tsv', 'drivers', { outcome: 'Q1', drivers: ['Q2_1', 'Q2_2', 'Q2_3'] }],
  ['qualtrics/legacy.csv', 'drivers', { outcome: 'Q1', drivers: ['Q2_1', 'Q2_2'] }],
  [
    'surveymonkey/expanded.csv',
    'drivers',
    {
      outcome: 'Overall, how satisfied are you with our service?',
      drivers: ['Ordering', 'Delivery', 'Invoices'].map(
        (item) => `How satisfied are you with each of these? - ${item}`,
      ),
    },
  ],
  [
    'medallia/labels.csv',
    'drivers',
    {
      outcome: 'Overall Satisfaction',
      drivers: ['Ease of Ordering', 'Speed of Delivery', 'Knowledge of Staff'],
    },
  ],
  [
    'medallia/field-keys.csv',
    'drivers',
    { outcome: 'q_osat_scale11', drivers: ['q_ease_of_ordering_scale11', 'q_speed_of_delivery_scale11'] },
  ],
  [
    'delighted/responses.csv',
    'drivers',
    { outcome: 'Score', drivers: ['Delighted Source', 'Store', 'Customer Type'] },
  ],
  [
    'generic/enquete.csv',
    'drivers',
    { outcome: 'Satisfaction globale', drivers: ['Qualité de service', 'Note prix', 'Pays'] },
  ],
  [
    'shopify/orders.csv',
    'clv',
    { customer: 'Email', date: 'Created at', amount: 'Total', age: null, frequency: null },
  ],
  ['shopify/orders.csv', 'rfm', { customer: 'Email', date: 'Created at', amount: 'Total' }],
  ['shopify/customers.csv', 'value-tiers', { customer: 'Customer ID', value: 'Total Spent' }],
  [
    'stripe/unified-payments.csv',
    'clv',
    { customer: 'Customer ID', date: 'Created date (UTC)', amount: 'Amount' },
  ],
  ['stripe/payments-comma.csv', 'rfm', { customer: 'Customer ID', date: 'Created (UTC)', amount: 'Amount' }],
  [
    'stripe/subscriptions.csv',
    'contract-clv',
    { start: 'Start (UTC)', end: 'Ended At (UTC)', fee: 'Amount', cohort: 'Plan', period: null },
  ],
  ['stripe/customers.csv', 'value-tiers', { customer: 'id', value: 'Total Spend' }],
  ['salesforce/report-footer.csv', 'value-tiers', { customer: 'Account Name', value: 'Amount' }],
  ['salesforce/data-loader.csv', 'clv', { customer: 'AccountId', date: 'CloseDate', amount: 'Amount' }],
  [
    'salesforce/data-loader.csv',
    'drivers',
    { outcome: 'IsWon', drivers: ['Amount', 'LeadSource', 'Renewal_Risk__c', 'Account.Region__c'] },
  ],
  ['hubspot/deals.csv', 'rfm', { customer: 'Associated Company IDs', date: 'Close Date', amount: 'Amount' }],
  ['generic/bestellungen.csv', 'clv', { customer: 'Kundennummer', date: 'Bestelldatum', amount: 'Umsatz' }],
  [
    'generic/suscripciones.csv',
    'contract-clv',
    { start: 'Fecha de alta', end: 'Fecha de baja', fee: 'Importe mensual', cohort: 'Plan' },
  ],
  ['google-analytics/ga4-by-day.csv', 'clv', { customer: null }],
];

const QUESTIONS: [file: string, looksLike: string, question: string | null][] = [
  [
    'qualtrics/choice-text.csv',
    'survey answers',
    'What drives “Overall, how satisfied are you with [Brand]”?',
  ],
  ['delighted/responses.csv', 'survey answers', 'What drives “Score”?'],
  ['shopify/orders.csv', 'orders', 'Who will still buy, and what are they worth?'],
  ['stripe/subscriptions.csv', 'contracts', 'How long do customers stay, and what are they worth?'],
  ['hubspot/deals.csv', 'deals', 'Which customers hold the value?'],
  ['salesforce/data-loader.csv', 'deals', 'What drives “Won”?'],
  ['zendesk/tickets.csv', 'support tickets', null],
  ['intercom/conversations.csv', 'support tickets', null],
];

describe('an imported export', () => {
  it.each(ROLES)('%s fills the roles of %s', async (file, analysis, roles) => {
    const { columns, labels, meanings } = known(await read(file));
    expect(rolesOf(analysis, columns, labels, meanings)).toMatchObject(roles);
  });

  it('with questions that are only numbered asks what drives the first', () => {
    const columns = ['respondent_id', 'age', 'q1', 'q2', 'q3', 'comments'].map((name) => {
      const kind = name === 'comments' ? ('text' as const) : ('number' as const);
      return { name, kind, type: kind === 'text' ? 'VARCHAR' : 'BIGINT' };
    });
    const meanings = columnMeanings([{ relation: 't', report: { columns } as unknown as ImportReport }], 't');
    const first = firstQuestion({ columns, labels: {}, meanings });
    expect(first).toMatchObject({ question: 'What drives “q1”?', roles: { drivers: ['q2', 'q3'] } });
  });

  it.each(QUESTIONS)('%s looks like %s', async (file, looksLike, question) => {
    const first = firstQuestion(known(await read(file)));
    expect(first?.looksLike).toContain(looksLike);
    expect(first?.question).toBe(question);
    expect(first?.analysis === null).toBe(question === null);
    expect(first?.also).not.toContain(first?.analysis);
  });

  it('with one text called like a score is no survey: it may be a remark', () => {
    const column = (name: string, kind: 'text' | 'number') => ({ name, kind, type: '' });
    const meanings = { note: 'score', overall: 'score' };
    const rest = [column('id', 'number'), column('amount', 'number')];
    const asked = (...scores: ReturnType<typeof column>[]) =>
      firstQuestion({ columns: [...rest, ...scores], labels: {}, meanings })?.looksLike ?? '';
    expect(asked(column('note', 'text'))).not.toContain('survey');
    expect(asked(column('note', 'number'))).toContain('survey');
    expect(asked(column('note', 'text'), column('overall', 'text'))).toContain('survey');
  });

  it('that tells nothing is asked nothing', async () => {
    expect(firstQuestion(known(await read('generic/plain-numbers.csv')))).toBeNull();
    expect(firstQuestion({ columns: [], labels: {}, meanings: {} })).toBeNull();
  });
});

describe('the report of an export', () => {
  it('has every answer and no row of the header, whatever the number of header rows', async () => {
    for (const [file, rows, columns] of [
      ['qualtrics/choice-text.csv', 12, 28],
      ['qualtrics/numeric-utf16.tsv', 12, 28],
      ['qualtrics/legacy.csv', 12, 14],
      ['surveymonkey/expanded.csv', 12, 18],
    ] as const) {
      const report = await read(file);
      expect([file, report.rows, report.columns.length, report.rejectedCount]).toEqual([
        file,
        rows,
        columns,
        0,
      ]);
      expect(report.columns.map(({ name }) => name).join()).not.toContain('ImportId');
    }
  });

  it('counts previews and unfinished answers, and leaves out footers and totals', async () => {
    const counted = async (file: string): Promise<unknown> =>
      Object.fromEntries((await read(file)).rowRules.map(({ id, count, leftOut }) => [id, [count, leftOut]]));
    for (const file of ['qualtrics/choice-text.csv', 'qualtrics/numeric-utf16.tsv'])
      expect(await counted(file)).toEqual({
        previews: [1, false],
        tests: [0, true],
        spam: [1, false],
        unfinished: [2, false],
      });
    expect(await counted('salesforce/report-footer-in-records.csv')).toEqual({ footer: [4, true] });
    expect(await counted('google-analytics/ua-two-tables.csv')).toEqual({ totals: [1, true] });
    expect((await read('salesforce/report-footer-in-records.csv')).rows).toBe(12);
    expect((await read('salesforce/report-footer.csv')).rows).toBe(12);
    expect((await read('google-analytics/ua-two-tables.csv')).rows).toBe(5);
  });

  it('says which columns list several choices, and makes a column of each where it is told to', async () => {
    const report = await read('qualtrics/choice-text.csv');
    expect(report.columns.find(({ name }) => name === 'Q4')?.listOf).toBe(',');
    expect(report.notes.map(({ text }) => text).join()).toContain('`Q4` lists several choices');
    const split = await importNow('qualtrics/choice-text.csv', { split: { Q4: ',' } });
    const made = split.columns.map(({ name }) => name).filter((name) => name.startsWith('Q4: '));
    expect(made.sort()).toEqual(['Q4: Chat', 'Q4: E-mail', 'Q4: Other', 'Q4: Phone', 'Q4: Portal']);
    expect(split.notes.map(({ text }) => text).join()).not.toContain('`Q4` lists');
  });

  it('has order totals once per order, so that their sum is right', async () => {
    await importNow('shopify/orders.csv');
    const table = await database.work.query(
      'SELECT count("Total") AS totals, count(DISTINCT "Name") AS orders FROM t',
    );
    const [row] = table.toArray() as { totals: bigint; orders: bigint }[];
    expect([row?.totals, row?.orders].map(Number)).toEqual([8, 8]);
  });
});
