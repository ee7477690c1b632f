import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb, type TestDatabase } from '../../sql/duckdb';
import { planOne, readAll, type ReadBack } from './typed';

/** Values of one column in one convention, and what each is: known to whoever reads it, not taken from our output. */
interface Convention {
  what: string;
  name?: string;
  type: string;
  cases: Record<string, number | boolean | string | null>;
}

const conventions: Convention[] = [
  {
    what: 'whole numbers',
    type: 'BIGINT',
    cases: {
      '0': 0,
      '7': 7,
      '-12': -12,
      '+3': 3,
      ' 42 ': 42,
      '999999999999999': 999999999999999,
      '': null,
      '  ': null,
    },
  },
  {
    what: 'decimal points',
    type: 'DOUBLE',
    cases: { '0.5': 0.5, '.25': 0.25, '3.': 3, '-0.125': -0.125, '1234.5': 1234.5, '-0': -0 },
  },
  {
    what: 'decimal commas',
    type: 'DOUBLE',
    cases: { '0,5': 0.5, ',25': 0.25, '12,75': 12.75, '-3,5': -3.5, '100': 100 },
  },
  {
    what: 'points between thousands',
    type: 'DOUBLE',
    cases: {
      '1.234,56': 1234.56,
      '12.345.678,9': 12345678.9,
      '-1.000,5': -1000.5,
      '999,99': 999.99,
      '1500': 1500,
    },
  },
  {
    what: 'commas between thousands',
    type: 'DOUBLE',
    cases: { '1,234.56': 1234.56, '12,345,678.9': 12345678.9, '-1,000.5': -1000.5, '999.99': 999.99 },
  },
  {
    what: 'a dash for no cents',
    type: 'DOUBLE',
    cases: { '12,- €': 12, '13,50 €': 13.5, '-5,-- €': -5, '1.200,\u2013 €': 1200 },
  },
  {
    what: 'a dash for no cents after a point',
    type: 'DOUBLE',
    cases: { '12.-': 12, "1'200.50": 1200.5, '-3.-': -3 },
  },
  {
    what: 'lakhs and crores',
    type: 'DOUBLE',
    cases: { '₹12,34,567.50': 1234567.5, '₹1,00,000': 100000, '₹99,999': 99999, '-₹1,23,45,678': -12345678 },
  },
  {
    what: 'times of the day by halves',
    type: 'TIME',
    cases: { '10:30 AM': '10:30:00', '12:00 AM': '00:00:00', '12:05pm': '12:05:00', '1:59 PM': '13:59:00' },
  },
  {
    what: 'days of which a database had none',
    type: 'DATE',
    cases: { '2026-04-03': '2026-04-03', '0000-00-00': null },
  },
  {
    what: 'whole numbers with two commas between thousands',
    type: 'BIGINT',
    cases: { '1,234,567': 1234567, '12,000': 12000, '999': 999 },
  },
  {
    what: 'spaces between thousands',
    type: 'DOUBLE',
    cases: { '1 234,5': 1234.5, '12\u00a0345,25': 12345.25, '1\u202f000\u202f000': 1000000, '7': 7 },
  },
  {
    what: 'apostrophes between thousands',
    type: 'DOUBLE',
    cases: { "1'234.50": 1234.5, '12\u2019345.00': 12345, '5.5': 5.5 },
  },
  { what: 'minus signs of print', type: 'DOUBLE', cases: { '\u22125.5': -5.5, '-6.5': -6.5, '7.25': 7.25 } },
  {
    what: 'scientific notation',
    type: 'DOUBLE',
    cases: { '1.5e3': 1500, '2.5E-3': 0.0025, '-1e+2': -100, '12': 12, '1.7e300': 1.7e300 },
  },
  {
    what: 'euros before',
    type: 'DOUBLE',
    cases: { '€12,50': 12.5, '€ 1.234,00': 1234, '-€ 5,00': -5, '€ -6,25': -6.25 },
  },
  {
    what: 'euros after',
    type: 'DOUBLE',
    cases: { '12,50 €': 12.5, '1.234,00€': 1234, '-5,00 €': -5, '7,00\u00a0€': 7 },
  },
  {
    what: 'codes of a currency',
    type: 'DOUBLE',
    cases: { 'EUR 12.50': 12.5, '12.75 EUR': 12.75, 'eur 3.00': 3, '-EUR 1.25': -1.25 },
  },
  {
    what: 'dollars of accountants',
    type: 'DOUBLE',
    cases: { '$1,234.50': 1234.5, '($12.25)': -12.25, '$(3.00)': -3, '-$4.00': -4, '$0.99': 0.99 },
  },
  {
    what: 'accounting negatives',
    type: 'DOUBLE',
    cases: { '(1,234.50)': -1234.5, '12.00': 12, '( 7.25 )': -7.25 },
  },
  { what: 'a minus behind', type: 'DOUBLE', cases: { '12,50-': -12.5, '3,25': 3.25, '1.000,00-': -1000 } },
  {
    what: 'Swiss francs',
    type: 'DOUBLE',
    cases: { "CHF 1'234.50": 1234.5, 'Fr. 12.00': 12, 'CHF -3.25': -3.25 },
  },
  { what: 'rupees with a full stop', type: 'DOUBLE', cases: { 'Rs. 12.50': 12.5, 'Rs.7.25': 7.25 } },
  { what: 'crowns', type: 'DOUBLE', cases: { '12,50 kr': 12.5, '1 250,00 kr.': 1250, '7,00 Kr': 7 } },
  { what: 'percentages', type: 'DOUBLE', cases: { '45 %': 0.45, '12.5%': 0.125, '-3 %': -0.03, '100%': 1 } },
  { what: 'percentages with a comma', type: 'DOUBLE', cases: { '12,5 %': 0.125, '50 %': 0.5 } },
  {
    what: 'spellings of what is missing',
    type: 'BIGINT',
    cases: {
      '5': 5,
      NA: null,
      'n/a': null,
      '#N/A': null,
      NULL: null,
      '-': null,
      '.': null,
      'k. A.': null,
      '#DIV/0!': null,
      nan: null,
      none: null,
      '(blank)': null,
    },
  },
  {
    what: 'ISO days',
    type: 'DATE',
    cases: {
      '2026-04-03': '2026-04-03',
      '2026-4-3': '2026-04-03',
      ' 2024-02-29 ': '2024-02-29',
      '2026/04/30': '2026-04-30',
      '9999-12-31': '9999-12-31',
    },
  },
  {
    what: 'ISO times',
    type: 'TIMESTAMP',
    cases: {
      '2026-04-03 14:05:00': '2026-04-03 14:05:00',
      '2026-04-03T14:05': '2026-04-03 14:05:00',
      '2026-04-03 7:05:01.5': '2026-04-03 07:05:01.5',
      '2026-04-03': '2026-04-03 00:00:00',
    },
  },
  {
    what: 'ISO times with a zone',
    type: 'TIMESTAMP',
    cases: {
      '2026-04-03T14:05:00Z': '2026-04-03 14:05:00',
      '2026-04-03T14:05:00+02:00': '2026-04-03 12:05:00',
      '2026-04-03T14:05:00-0430': '2026-04-03 18:35:00',
      '2026-04-03 14:05:00 -0400': '2026-04-03 18:05:00',
      '2026-01-01T00:30:00+01': '2025-12-31 23:30:00',
      '2026-04-03 14:05:00 UTC': '2026-04-03 14:05:00',
      '2026-04-03T14:05:00.123Z': '2026-04-03 14:05:00.123',
    },
  },
  {
    what: 'day before month',
    type: 'DATE',
    cases: {
      '03/04/2026': '2026-04-03',
      '13/04/2026': '2026-04-13',
      '1/2/2026': '2026-02-01',
      '29/02/2024': '2024-02-29',
    },
  },
  {
    what: 'month before day',
    type: 'DATE',
    cases: { '03/04/2026': '2026-03-04', '04/13/2026': '2026-04-13', '1/2/2026': '2026-01-02' },
  },
  {
    what: 'days with full stops',
    type: 'DATE',
    cases: { '03.04.2026': '2026-04-03', '3.4.2026': '2026-04-03', '31.12.1999': '1999-12-31' },
  },
  {
    what: 'days with hyphens',
    type: 'DATE',
    cases: { '03-04-2026': '2026-04-03', '25-12-2026': '2026-12-25' },
  },
  {
    what: 'years of two digits',
    type: 'DATE',
    cases: {
      '31.12.99': '1999-12-31',
      '01.02.26': '2026-02-01',
      '01.01.68': '2068-01-01',
      '01.01.69': '1969-01-01',
    },
  },
  {
    what: 'years in front with full stops',
    type: 'DATE',
    cases: { '2026.04.03': '2026-04-03', '2026.12.25': '2026-12-25' },
  },
  {
    what: 'days and times',
    type: 'TIMESTAMP',
    cases: {
      '03.04.2026 14:05': '2026-04-03 14:05:00',
      '03.04.2026 14:05:09': '2026-04-03 14:05:09',
      '04.04.2026': '2026-04-04 00:00:00',
    },
  },
  {
    what: 'noon and midnight',
    type: 'TIMESTAMP',
    cases: {
      '4/13/2026 2:05 PM': '2026-04-13 14:05:00',
      '4/3/2026 12:00 AM': '2026-04-03 00:00:00',
      '4/3/2026 12:00 PM': '2026-04-03 12:00:00',
      '4/3/2026 12:30 am': '2026-04-03 00:30:00',
    },
  },
  {
    what: 'times of browsers',
    type: 'TIMESTAMP',
    cases: {
      '4/13/2026, 2:05:09 PM': '2026-04-13 14:05:09',
      '4/3/2026, 9:00:00\u202fAM': '2026-04-03 09:00:00',
    },
  },
  {
    what: 'months by name',
    type: 'DATE',
    cases: {
      '3 Apr 2026': '2026-04-03',
      '13 May 2026': '2026-05-13',
      '1 Sept 2026': '2026-09-01',
      '2 AUGUST 2026': '2026-08-02',
      '3rd March 2026': '2026-03-03',
    },
  },
  {
    what: 'American months by name',
    type: 'DATE',
    cases: {
      'Apr 3, 2026': '2026-04-03',
      'May 13, 2026': '2026-05-13',
      'September 1 2026': '2026-09-01',
      'Jan. 2, 2026': '2026-01-02',
    },
  },
  {
    what: 'months of spreadsheets',
    type: 'DATE',
    cases: { '3-Apr-26': '2026-04-03', '13-Okt-99': '1999-10-13', '01-Dez-25': '2025-12-01' },
  },
  { what: 'months of SAS', type: 'DATE', cases: { '03APR2026': '2026-04-03', '13OCT1999': '1999-10-13' } },
  {
    what: 'German months',
    type: 'DATE',
    cases: {
      '3. April 2026': '2026-04-03',
      '1. März 2026': '2026-03-01',
      '24. Dezember 2025': '2025-12-24',
      '5. Jänner 2026': '2026-01-05',
    },
  },
  {
    what: 'French months',
    type: 'DATE',
    cases: {
      '3 avril 2026': '2026-04-03',
      '1er août 2026': '2026-08-01',
      '14 juil. 2026': '2026-07-14',
      '2 févr. 2026': '2026-02-02',
    },
  },
  {
    what: 'Spanish months',
    type: 'DATE',
    cases: {
      '3 de abril de 2026': '2026-04-03',
      '1 de enero de 2026': '2026-01-01',
      '5 dic 2026': '2026-12-05',
    },
  },
  {
    what: 'Italian, Dutch and Portuguese months',
    type: 'DATE',
    cases: {
      '3 aprile 2026': '2026-04-03',
      '1 gennaio 2026': '2026-01-01',
      '7 maart 2026': '2026-03-07',
      '9 mei 2026': '2026-05-09',
      '2 de março de 2026': '2026-03-02',
      '4 de outubro de 2026': '2026-10-04',
    },
  },
  {
    what: 'dates of mail',
    type: 'TIMESTAMP',
    cases: {
      'Fri, 03 Apr 2026 10:00:00 +0200': '2026-04-03 08:00:00',
      'Sat, 04 Apr 2026 10:00:00 GMT': '2026-04-04 10:00:00',
    },
  },
  {
    what: 'weekdays in front',
    type: 'DATE',
    cases: { 'Freitag, 3. April 2026': '2026-04-03', 'Dienstag, 14. Juli 2026': '2026-07-14' },
  },
  {
    what: 'days of eight digits',
    name: 'order_date',
    type: 'DATE',
    cases: { '20260403': '2026-04-03', '19991231': '1999-12-31' },
  },
  {
    what: 'seconds since 1970',
    name: 'created_ts',
    type: 'TIMESTAMP',
    cases: { '1700000000': '2023-11-14 22:13:20', '1775210700': '2026-04-03 10:05:00' },
  },
  {
    what: 'milliseconds since 1970',
    name: 'timestamp',
    type: 'TIMESTAMP',
    cases: { '1700000000000': '2023-11-14 22:13:20', '1700000000500': '2023-11-14 22:13:20.5' },
  },
  {
    what: 'times of the day',
    type: 'TIME',
    cases: { '14:05': '14:05:00', '00:00': '00:00:00', '7:30:15': '07:30:15', '23:59:59': '23:59:59' },
  },
  {
    what: 'yes and no',
    type: 'BOOLEAN',
    cases: { yes: true, No: false, ' YES ': true, 'n/a': null, '': null },
  },
  { what: 'true and false', type: 'BOOLEAN', cases: { TRUE: true, false: false } },
  { what: 'ja and nein', type: 'BOOLEAN', cases: { Ja: true, nein: false, 'k.A.': null } },
  { what: 'oui and non', type: 'BOOLEAN', cases: { oui: true, NON: false } },
  { what: 'sí and no', type: 'BOOLEAN', cases: { Sí: true, No: false } },
  { what: 'sim and não', type: 'BOOLEAN', cases: { Sim: true, Não: false } },
  { what: 'vrai and faux', type: 'BOOLEAN', cases: { VRAI: true, FAUX: false } },
  { what: 'Y and N', type: 'BOOLEAN', cases: { Y: true, N: false } },
];

/** Columns that are text, and what their note must speak of. */
const texts: { what: string; name?: string; values: string[]; note?: RegExp }[] = [
  { what: 'leading zeros', values: ['007', '042', '100'], note: /leading zeros/ },
  { what: 'ids of 16 digits', values: ['4111111111111111', '5500005555555559'], note: /more digits/ },
  { what: 'ids of 20 digits', values: ['12345678901234567890'], note: /more digits/ },
  { what: 'codes like 1E5', values: ['1E5', '2E7', '12'], note: /codes/ },
  { what: 'numbers and words', values: ['1', '2', 'three', '4'], note: /1 of 4 values.*"three"/ },
  { what: 'wrong groups', values: ['1,23', '1,234.5'], note: /no number/ },
  { what: 'two currencies', values: ['€5', '$6'], note: /€ and \$/ },
  { what: 'some percentages', values: ['5 %', '0.2', '7 %'], note: /only some values have a % sign/ },
  { what: 'infinity', values: ['1.5', 'inf'], note: /no number/ },
  { what: 'numbers beyond any double', values: ['1e400', '2e401'] },
  { what: 'underscores', values: ['1_000', '2_000'] },
  { what: 'hexadecimal', values: ['0x1F', '0xFF'] },
  { what: 'digits of other scripts', values: ['１２', '٣٤'] },
  { what: 'a list', values: ['1,2,3', '4,5'] },
  { what: 'marks of direction', values: ['\u200f12', '13'], note: /no number/ },
  { what: 'telephone numbers', values: ['+491701234567', '+33612345678'], note: /telephone/ },
  {
    what: 'telephone numbers by name',
    name: 'Phone',
    values: ['170 123 456', '555 987 654'],
    note: /telephone/,
  },
  { what: 'post codes by name', name: 'PLZ', values: ['10115', '80331'], note: /post codes/ },
  { what: 'a labelled scale', values: ['9 - Very likely', '10 - Extremely likely'] },
  { what: 'labels with numbers', values: ['Extremely satisfied (5)', 'Dissatisfied (2)'] },
  { what: 'a month of a year', values: ['12/2026', '01/2027'] },
  { what: 'a month of a year with a point', values: ['10.2026', '11.2026'], note: /months/ },
  { what: 'months', values: ['2026-04', '2026-05'] },
  { what: 'no days of the calendar', values: ['2026-13-45', '2026-14-01'] },
  {
    what: 'one day that is none',
    values: ['2026-02-28', '2026-02-30', '2026-03-01'],
    note: /1 of 3 values.*2026-02-30/,
  },
  { what: 'both orders in one column', values: ['13/04/2026', '04/13/2026'], note: /no one order/ },
  {
    what: 'times with and without a zone',
    values: ['2026-04-03T10:00:00Z', '2026-04-03T10:00:00'],
    note: /zone/,
  },
  { what: 'midnight at the end of the day', values: ['23:00', '24:00'] },
  { what: 'lengths of time', name: 'talk time', values: ['00:05:12', '01:10:00'] },
  { what: 'lengths beyond a day', values: ['36:15', '12:00'] },
  { what: 'yes and nothing else', values: ['Y', 'Y'] },
  { what: 'yes, no and neither', values: ['yes', 'no', "don't know"] },
  { what: 'crosses', values: ['x', '', 'x'] },
  { what: 'countries, Namibia among them', values: ['NA', 'DE', 'FR'] },
  { what: 'nothing but spellings of nothing', values: ['NA', 'n/a', '-'] },
  { what: 'nothing', values: ['', ' '] },
  { what: 'eight digits of no date', name: 'x', values: ['2026-W14', '2026-W15'] },
  { what: 'versions', values: ['1.2.3', '1.10.0'] },
  { what: 'addresses of machines', values: ['10.0.0.1', '192.168.1.10'] },
];

describe('values in the conventions of files', () => {
  const columns = [
    ...conventions.map(({ name, cases }) => ({ name, values: Object.keys(cases) })),
    ...texts,
  ].map(({ name, values }) => ({ values, plan: planOne(values, name) }));
  let db: TestDatabase;
  let found: ReadBack[][];
  beforeAll(async () => {
    db = await openDuckDb();
    found = readAll(db, columns);
  }, 60_000);
  afterAll(() => db.close());

  it.each(conventions.map((each, i) => ({ ...each, i })))('reads $what', ({ type, cases, i }) => {
    expect(columns[i]?.plan).toMatchObject({ type });
    const expected = Object.values(cases);
    expect(found[i]?.map(({ read }, at) => asExpected(read, expected[at]))).toEqual(expected);
    expect(found[i]?.some(({ misfit }) => misfit)).toBe(false);
  });

  it.each(texts.map((each, i) => ({ ...each, i: conventions.length + i })))(
    'keeps $what as text, every sign of it',
    ({ values, note, i }) => {
      expect(columns[i]?.plan).toMatchObject({ type: 'VARCHAR', reading: {} });
      if (note) expect(columns[i]?.plan.note).toMatch(note);
      expect(found[i]?.map(({ read }) => read ?? '')).toEqual(
        values.map((value) => (value.trim() === '' ? '' : value)),
      );
    },
  );
});

/** What DuckDB wrote, as the kind of value that was expected. */
function asExpected(read: string | null, expected: unknown): unknown {
  if (read === null || typeof expected === 'string') return read;
  return typeof expected === 'boolean' ? read === 'true' : Number(read);
}
