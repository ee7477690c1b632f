import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { conventionFor, formats } from '../../src/formats';
import type { Convention, TableSample } from '../../src/formats/format';
import { sampleOf } from './export-sample';

const EXPORTS = path.resolve(import.meta.dirname, 'exports');
const SAMPLE_DATA = path.resolve(import.meta.dirname, '../../sample-data');

/** Every fixture with the format that it is of; nobody's where the bank of names finds nothing in it. */
const fixtures: [string, string | null][] = readdirSync(EXPORTS).flatMap((id) =>
  readdirSync(path.join(EXPORTS, id)).map((file): [string, string | null] => [
    `${id}/${file}`,
    file === 'plain-numbers.csv' ? null : id,
  ]),
);
const samples = readdirSync(SAMPLE_DATA).filter((file) => file.endsWith('.csv'));

async function conventionOf(file: string): Promise<{ table: TableSample; said: Convention }> {
  const table = await sampleOf(path.join(EXPORTS, file));
  const found = conventionFor(table);
  if (!found) throw new Error(`${file} is recognised by no format.`);
  return { table, said: found.convention };
}

describe('a program’s export', () => {
  it.each(fixtures)('%s is recognised as %s, and by no other program', async (file, id) => {
    const table = await sampleOf(path.join(EXPORTS, file));
    expect(conventionFor(table)?.format.id ?? null).toBe(id);
    const others = formats.filter((format) => format.id !== id && format.id !== 'generic');
    expect(others.filter((format) => format.recognises(table) >= 0.5).map((format) => format.id)).toEqual([]);
  });

  it.each(samples)('the sample’s %s is no program’s', async (file) => {
    const table = await sampleOf(path.join(SAMPLE_DATA, file));
    expect(conventionFor(table)?.format.id).toBe('generic');
  });

  it('is known by its header alone, before there is a row', async () => {
    for (const [file, id] of fixtures.filter(([, of]) => of !== null && of !== 'generic')) {
      const table = await sampleOf(path.join(EXPORTS, file));
      const rows = conventionFor(table)?.convention.headerRows ?? 1;
      const empty = { ...table, top: table.top.slice(0, rows), columns: table.columns.map(() => []) };
      expect([file, conventionFor(empty)?.format.id]).toEqual([file, id]);
    }
  });

  it('says something of columns that are there only, and each rule is about one of them', async () => {
    for (const [file] of fixtures.filter(([, id]) => id !== null)) {
      const { table, said } = await conventionOf(file);
      const names = said.names ?? table.names;
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(table.names.length);
      expect(names).toEqual(expect.arrayContaining(Object.keys(said.columns)));
      expect(names).toEqual(expect.arrayContaining(said.rows.map(({ column }) => column)));
      expect(new Set(said.rows.map(({ id }) => id)).size).toBe(said.rows.length);
    }
  });

  it('never breaks on a table of any names and values', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('', 'V1', 'StartDate', 'Respondent ID', '__proto__', 'constructor', 'id'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 9 }), (rows) => {
        const [names = []] = rows;
        const columns = names.map((_, index) => rows.slice(1).map((row) => row[index] ?? ''));
        const table: TableSample = {
          fileName: 'x.csv',
          top: rows.slice(0, 8),
          preamble: [],
          names: [...new Set(names)],
          columns,
        };
        for (const format of formats) {
          const sureness = format.recognises(table);
          expect(sureness).toBeGreaterThanOrEqual(0);
          expect(sureness).toBeLessThanOrEqual(1);
          if (sureness > 0)
            expect(Object.keys(format.read(table).columns).every((name) => typeof name === 'string')).toBe(
              true,
            );
        }
      }),
    );
  });
});

describe('a Qualtrics survey', () => {
  let choice: Convention;
  beforeAll(async () => {
    choice = (await conventionOf('qualtrics/choice-text.csv')).said;
  });

  it('has three header rows, of which the first names the columns', async () => {
    for (const file of ['choice-text.csv', 'numeric-utf16.tsv', 'split-columns.csv']) {
      const { said } = await conventionOf(`qualtrics/${file}`);
      expect(said.headerRows).toBe(3);
      expect(said.names?.slice(0, 9)).toEqual([
        ...['StartDate', 'EndDate', 'Status', 'IPAddress', 'Progress', 'Duration (in seconds)', 'Finished'],
        ...['RecordedDate', 'ResponseId'],
      ]);
    }
    expect((await conventionOf('qualtrics/legacy.csv')).said.headerRows).toBe(2);
    expect((await conventionOf('qualtrics/one-header-row.csv')).said.headerRows).toBe(1);
  });

  it('keeps its three header rows however many of them were taken for names', async () => {
    for (const headerRows of [0, 1, 2, 3]) {
      const table = await sampleOf(path.join(EXPORTS, 'qualtrics/choice-text.csv'), headerRows);
      const said = conventionFor(table);
      expect([said?.format.id, said?.convention.headerRows]).toEqual(['qualtrics', 3]);
      expect(said?.convention.columns['Q1']).toEqual(choice.columns['Q1']);
      expect(said?.convention.columns['Q4']).toEqual(choice.columns['Q4']);
    }
  });

  it('calls columns by their questions: without HTML, an item of a matrix by the item', () => {
    const label = (name: string): string | undefined => choice.columns[name]?.label;
    expect(label('Q1')).toBe('Overall, how satisfied are you with [Brand]?');
    expect(label('Q2_1')).toBe('Ease of ordering');
    expect(choice.columns['Q2_1']?.note).toBe(
      'Thinking of the last twelve months, how satisfied were you with each of the following parts of our service? - Ease of ordering',
    );
    expect(label('Q4')).toBe('Which of these did you use? Please select all that apply.');
    expect(label('Q5')).toBe('Which language do you prefer?');
    expect(label('Region')).toBeUndefined();
  });

  it('flags previews and unfinished answers, and leaves out only what Qualtrics made up itself', () => {
    const rules = Object.fromEntries(choice.rows.map((rule) => [rule.id, rule]));
    expect(rules['previews']).toMatchObject({ column: 'Status', leaveOut: false });
    expect(rules['previews']?.values).toEqual(expect.arrayContaining(['Survey Preview', '1']));
    expect(rules['unfinished']).toMatchObject({
      column: 'Finished',
      values: ['False', '0', 'No'],
      leaveOut: false,
    });
    expect(choice.rows.filter(({ leaveOut }) => leaveOut).map(({ id }) => id)).toEqual(['tests']);
  });

  it('marks who answered, several choices in one value, and what is said in words', () => {
    const personal = Object.entries(choice.columns).flatMap(([name, column]) =>
      column.personal ? [[name, column.personal]] : [],
    );
    expect(Object.fromEntries(personal)).toEqual({
      ...{ IPAddress: 'ip', RecipientLastName: 'name', RecipientFirstName: 'name', RecipientEmail: 'email' },
      ...{
        LocationLatitude: 'address',
        LocationLongitude: 'address',
        Q4_5_TEXT: 'free text',
        Q6: 'free text',
      },
    });
    expect(choice.columns['Q4']?.listOf).toBe(',');
    expect(choice.columns['Q6']?.meaning).toBe('comment');
  });

  it('has the same lists of choices where they are codes', async () => {
    const { said } = await conventionOf('qualtrics/numeric-utf16.tsv');
    expect(said.columns['Q4']?.listOf).toBe(',');
    expect(said.columns['Q3_NPS_GROUP']?.meaning).toBe('segment');
    expect(said.columns['Q5']?.meaning).toBeUndefined();
  });
});

describe('a SurveyMonkey survey', () => {
  it('joins its two header rows: a question holds until the next, and an only column is the question', async () => {
    const { said } = await conventionOf('surveymonkey/expanded.csv');
    expect(said.headerRows).toBe(2);
    expect(said.names?.slice(8)).toEqual([
      'Custom Data 1',
      'How likely is it that you would recommend us to a friend or colleague?',
      'Overall, how satisfied are you with our service?',
      'How satisfied are you with each of these? - Ordering',
      'How satisfied are you with each of these? - Delivery',
      'How satisfied are you with each of these? - Invoices',
      'Which of these did you use? (Please select all that apply) - Phone',
      'Which of these did you use? (Please select all that apply) - Portal',
      'Which of these did you use? (Please select all that apply) - Other (please specify)',
      'What is the one thing we should improve?',
    ]);
  });

  it('has no customer where nobody filled the custom data', async () => {
    const filled = (await conventionOf('surveymonkey/expanded.csv')).said.columns['Custom Data 1'];
    const empty = (await conventionOf('surveymonkey/no-checkboxes.csv')).said.columns['Custom Data 1'];
    expect([filled?.meaning, empty?.meaning]).toEqual(['customer', 'administrative']);
  });
});

describe('other programs’ conventions', () => {
  it('Salesforce: footer lines that stand as records are left out, ids stay text', async () => {
    const { said } = await conventionOf('salesforce/report-footer-in-records.csv');
    expect(said.rows).toMatchObject([
      { id: 'footer', column: 'Opportunity Owner', alone: true, leaveOut: true },
    ]);
    const starts = said.rows[0]?.beginnings ?? [];
    const lines = [
      'Grand Totals (12 records)',
      'Copyright (c) 2000-2026 salesforce.com, inc.',
      'Generated By:  Ilse',
      'Confidential Information - Do Not Distribute',
    ];
    for (const line of lines) expect(starts.some((start) => line.toLowerCase().startsWith(start))).toBe(true);
    const loader = (await conventionOf('salesforce/data-loader.csv')).said.columns;
    for (const id of ['Id', 'AccountId', 'OwnerId']) expect(loader[id]?.type).toBe('VARCHAR');
    expect(loader['Renewal_Risk__c']?.label).toBe('Renewal Risk');
  });

  it('Shopify: the amount is the order’s total, on the first line of an order only', async () => {
    const { table, said } = await conventionOf('shopify/orders.csv');
    const amounts = Object.keys(said.columns).filter((name) => said.columns[name]?.meaning === 'amount');
    expect(amounts).toEqual(['Total']);
    expect(said.notes[0]?.text).toContain('first line of an order');
    const total = table.names.indexOf('Total');
    const filled = {
      ...table,
      columns: table.columns.map((values, i) =>
        i === total ? values.map((value) => value || '9.00') : values,
      ),
    };
    expect(conventionFor(filled)?.convention.notes[0]).toMatchObject({ tone: 'caution' });
  });

  it('Google Analytics: totals have no dimension, and the report’s days are said', async () => {
    for (const file of ['ga4-exploration.csv', 'ga4-report.csv', 'ua-two-tables.csv', 'ga4-by-day.csv']) {
      const { table, said } = await conventionOf(`google-analytics/${file}`);
      expect(said.rows).toMatchObject([{ id: 'totals', column: table.names[0], leaveOut: true }]);
      expect(said.rows[0]?.values).toContain('');
      expect(said.notes[0]?.text).toMatch(/^The report is of 20\d\d-04-01 to 20\d\d-04-\d\d\.$/);
    }
  });

  it('Stripe: failed and refunded payments are flagged, never left out by themselves', async () => {
    const { said } = await conventionOf('stripe/unified-payments.csv');
    expect(said.rows.map(({ id, leaveOut }) => [id, leaveOut])).toEqual([
      ['failed', false],
      ['refunded', false],
    ]);
  });

  it('HubSpot: in a list of contacts the record is the customer, in one of deals its company is', async () => {
    const customer = async (file: string): Promise<string[]> => {
      const { columns } = (await conventionOf(file)).said;
      return Object.keys(columns).filter((name) => columns[name]?.meaning === 'customer');
    };
    expect(await customer('hubspot/contacts.csv')).toEqual(['Record ID']);
    expect(await customer('hubspot/deals.csv')).toEqual(['Associated Company IDs']);
  });
});
