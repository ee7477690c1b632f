import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDirect, planColumns, widerPlan } from '../../../src/formats/types';
import type { ColumnPlan } from '../../../src/formats/types/column-plan';
import { fitOf } from '../../../src/formats/types/fits';
import { missingSpelling } from '../../../src/formats/types/missing';
import { openDuckDb, type TestDatabase } from '../../sql/duckdb';
import { planOne, readAll } from './typed';

/** Each law makes its columns first and asks the database once: a query costs far more than the values in it. */
const RUNS = 24;

interface Written<T> {
  written: string[];
  values: T[];
}

const cents = fc.integer({ min: -99_999_999, max: 99_999_999 });

/** Amounts in a convention in which the first three prove what the marks are. */
const amounts: fc.Arbitrary<Written<number>> = fc
  .record({
    values: fc.array(cents, { minLength: 1, maxLength: 8 }),
    decimal: fc.constantFrom<'.' | ','>('.', ','),
    grouped: fc.constantFrom('', 'mark', ' ', '\u00a0', "'"),
    money: fc.constantFrom('', '€ #', '# €', 'USD #', '#£', '# %'),
    negative: fc.constantFrom('-#', '\u2212#', '(#)', '#-'),
  })
  .map(({ values, decimal, grouped, money, negative }) => {
    const all = [123_456_789, -1_250, 75, ...values];
    const mark = grouped === 'mark' ? (decimal === '.' ? ',' : '.') : grouped;
    const write = (value: number): string => {
      const [whole = '', part = ''] = (Math.abs(value) / 100).toFixed(2).split('.');
      const number = whole.replace(/\B(?=(\d{3})+$)/g, mark) + decimal + part;
      const dressed = money === '' ? number : money.replace('#', number);
      return value < 0 ? negative.replace('#', dressed) : dressed;
    };
    const divisor = money.includes('%') ? 10_000 : 100;
    return { written: all.map(write), values: all.map((value) => value / divisor) };
  });

const pad = (value: number): string => String(value).padStart(2, '0');
const days = fc.record({
  values: fc.array(
    fc.date({ min: new Date('1970-01-01'), max: new Date('2067-12-31'), noInvalidDate: true }),
    { minLength: 1, maxLength: 8 },
  ),
  write: fc.constantFrom<(day: Date) => string>(
    (day) => `${pad(day.getUTCDate())}/${pad(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`,
    (day) => `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()}`,
    (day) => `${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`,
    (day) => `${pad(day.getUTCDate())}.${pad(day.getUTCMonth() + 1)}.${pad(day.getUTCFullYear() % 100)}`,
    (day) => day.toISOString().slice(0, 10),
    (day) => day.toISOString().slice(0, 10).replaceAll('-', '/'),
    (day) => new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(day),
    (day) => new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' }).format(day),
    (day) => new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' }).format(day),
    (day) => new Intl.DateTimeFormat('es-ES', { dateStyle: 'long', timeZone: 'UTC' }).format(day),
  ),
});
/** With a day that proves the order, where one is needed. */
const dates: fc.Arbitrary<Written<string>> = days.map(({ values, write }) => {
  const all = [new Date('2026-12-25'), new Date('2001-02-03'), ...values];
  return { written: all.map(write), values: all.map((day) => day.toISOString().slice(0, 10)) };
});

/** What files hold where nobody expects it. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '007',
      '-0',
      '1e5',
      '1E400',
      'inf',
      'nan',
      'NaN',
      '1_000',
      '0x1F',
      '12.7',
      '1,5',
      '1.234',
      '1,234',
      '1,2,3',
      '1.2.3',
    ],
    ...[
      '１２',
      '٣',
      '\u200f12',
      '\u00a012\u00a0',
      '12/2026',
      '2026-13-45',
      '2026-02-30',
      '00:00',
      '24:00',
      'epoch',
      'infinity',
      '20260403',
    ],
    ...[
      '2026-04-03',
      '2026-04-03 10:00',
      '2026-04-03T10:00:00+02:00',
      '2026-04-03x',
      '12026-04-03',
      '-2026-04-03',
      '03/04/2026',
      '3/4/26',
    ],
    ...[
      '3 Apr 2026',
      '31 Feb 2026',
      '€5',
      '$5',
      '5%',
      '(5)',
      '5-',
      '5,-',
      '-1.200,-- €',
      '12,34,567',
      '10:30 PM',
      '0000-00-00',
      '+-5',
      '- 5',
      '--',
      'NA',
      'true',
      'yes',
      'no',
      'Y',
      "1'000",
      '1 000',
      'x\ny',
    ],
    ...[
      '9007199254740993',
      '99999999999999999999',
      '1'.repeat(400),
      `0.${'3'.repeat(400)}`,
      "'",
      '"',
      '\\',
      '%',
      '日本',
    ],
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE %€/:()'), maxLength: 12 }),
);
const plans: fc.Arbitrary<ColumnPlan> = fc.oneof(
  fc.array(hostile, { minLength: 1, maxLength: 3 }).map((values) => planOne(values)),
  fc.oneof(amounts, dates).map(({ written }) => planOne(written)),
  fc
    .constantFrom(
      ['1', '2'],
      ['1.5'],
      ['yes', 'no'],
      ['2026-04-03 10:00:00'],
      ['10:00'],
      ['2026-04-03'],
      ['1,5', '2,-'],
      ['1,5', '2-'],
      ['9:30 am'],
    )
    .map((values) => planOne(values)),
);

describe('the types of columns', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openDuckDb();
  }, 60_000);
  afterAll(() => db.close());

  it('give back the numbers that were written, in whatever convention', () => {
    const columns = fc.sample(amounts, { numRuns: RUNS, seed: 1 });
    const read = readAll(
      db,
      columns.map(({ written }) => ({ plan: planOne(written), values: written })),
    );
    columns.forEach(({ written, values }, i) => {
      expect(planOne(written).type, JSON.stringify(written)).toBe('DOUBLE');
      expect(
        read[i]?.map(({ read }) => Number(read)),
        JSON.stringify(written),
      ).toEqual(values);
    });
  }, 60_000);

  it('give back the days that were written, in whatever order and language', () => {
    const columns = fc.sample(dates, { numRuns: RUNS, seed: 2 });
    const read = readAll(
      db,
      columns.map(({ written }) => ({ plan: planOne(written), values: written })),
    );
    columns.forEach(({ written, values }, i) => {
      expect(
        read[i]?.map(({ read }) => read),
        JSON.stringify(written),
      ).toEqual(values);
    });
  }, 60_000);

  it('fit a value in JavaScript exactly where they fit it in the database, and never read a misfit', () => {
    const columns = fc.sample(
      fc.record({ plan: plans, values: fc.array(hostile, { minLength: 8, maxLength: 30 }) }),
      { numRuns: RUNS, seed: 3 },
    );
    readAll(db, columns).forEach((found, i) => {
      const { plan, values } = columns[i] ?? { plan: planOne([]), values: [] };
      if (plan.type === 'VARCHAR') return;
      const fits = fitOf(plan);
      values.forEach((value, at) => {
        const said = JSON.stringify({ plan, value });
        const isMissing =
          missingSpelling(value) === '' || plan.reading.missing?.includes(missingSpelling(value) ?? '');
        expect(found[at]?.read !== null, said).toBe(fits(value) && !isMissing);
        expect(found[at]?.misfit, said).toBe(!fits(value) && !isMissing);
      });
    });
  }, 60_000);

  it('fit every value of the sample that they were found in', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 6 }), (values) => {
        const plan = planOne(values);
        const fits = fitOf(plan);
        const spelled = new Set(['', ...(plan.reading.missing ?? [])]);
        expect(
          values.filter((value) => !spelled.has(missingSpelling(value) ?? 'a value') && !fits(value)),
        ).toEqual([]);
      }),
    );
  });

  it('widen to an end: a plan that is wider takes the value, and text takes all', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 3 }),
        fc.array(hostile, { maxLength: 12 }),
        (sample, later) => {
          let plan = planOne(sample);
          for (const value of later) {
            const spelled = missingSpelling(value);
            if (spelled === '' || fitOf(plan)(value)) continue;
            plan = widerPlan(plan, value, 1);
            expect(fitOf(plan)(value) || plan.reading.missing?.includes(spelled ?? '')).toBe(true);
          }
          expect(widerPlan(widerPlan(plan, null), null).type).toBe('VARCHAR');
        },
      ),
    );
  });
});

describe('columns judged together', () => {
  it('lend each other a decimal comma, and an order of day and month', () => {
    const [weight, price] = planColumns(
      ['weight', 'price'],
      [
        ['1.234', '2.500'],
        ['12,5', '3,75'],
      ],
    );
    expect(weight).toMatchObject({ type: 'BIGINT', reading: { thousands: '.' } });
    expect(price).toMatchObject({ type: 'DOUBLE', reading: { decimal: ',' } });
    const [opened] = planColumns(['opened', 'closed'], [['03/04/2026'], ['13/04/2026']]);
    expect(opened).toMatchObject({
      type: 'DATE',
      reading: { dates: ['%d/%m/%Y'] },
      changed: ['dates read day first, as in `closed`'],
    });
  });

  it('ask where no column tells the day from the month, and do as told', () => {
    const column = ['03/04/2026', '05/06/2026'];
    expect(planOne(column)).toMatchObject({
      type: 'VARCHAR',
      question: {
        example: '03/04/2026',
        answers: [
          { order: 'dmy', day: '2026-04-03' },
          { order: 'mdy', day: '2026-03-04' },
        ],
      },
    });
    expect(planOne(column, 'x', { dates: { x: 'mdy' } })).toMatchObject({
      type: 'DATE',
      reading: { dates: ['%m/%d/%Y'] },
    });
  });

  it('say it where a point or a comma before three digits could be either mark', () => {
    expect(planOne(['1.234', '5.678'])).toMatchObject({
      type: 'DOUBLE',
      note: expect.stringMatching(/^please check/) as string,
    });
    expect(planOne(['1,234', '5,678'])).toMatchObject({
      type: 'BIGINT',
      other: { type: 'DOUBLE', reading: { decimal: ',' } },
    });
    expect(planOne(['1,234', '5,678'], 'x', { decimal: ',' })).toMatchObject({
      type: 'DOUBLE',
      reading: { decimal: ',' },
    });
    expect(widerPlan(planOne(['1.234']), '1.234.567')).toMatchObject({
      type: 'BIGINT',
      reading: { thousands: '.' },
    });
  });

  it('take a type that was chosen, with the reading that fits most values', () => {
    const chosen = new Set(['x']);
    expect(planOne(['007', 'n/a', '12'], 'x', { types: { x: 'BIGINT' }, chosen })).toMatchObject({
      type: 'BIGINT',
      lenient: true,
    });
    expect(planOne(['1,5', 'abc'], 'x', { types: { x: 'DOUBLE' }, chosen })).toMatchObject({
      reading: { decimal: ',' },
    });
    expect(planOne(['46115'], 'x', { types: { x: 'DATE' }, chosen })).toMatchObject({
      reading: { dates: ['%E'] },
    });
    expect(planOne(['1'], 'x', { types: { x: "INT'; DROP" } }).type).toBe('VARCHAR');
    expect(planOne(['1'], 'constructor').type).toBe('BIGINT');
  });

  it('are direct only where nothing has to be taken from a value', () => {
    expect(isDirect(planOne(['1', '2']))).toBe(true);
    expect(isDirect(planOne(['1', 'NA']))).toBe(false);
    expect(isDirect(planOne(['1,5']))).toBe(false);
  });

  it('are read with care, not made text, where only the engine refuses a value that fits', () => {
    for (const value of ['\u22125', '12\u00a0', ' ', '\t7']) {
      const plan = widerPlan(planOne(['1', '2']), value);
      expect([plan.type, isDirect(plan)]).toEqual(['BIGINT', false]);
      expect(widerPlan(plan, 'x').type).toBe('VARCHAR');
    }
    expect(widerPlan(planOne(['1', '2']), '1 x').type).toBe('VARCHAR');
  });

  it('say the same of dates whose writing was told', () => {
    const told = { values: { x: { dates: ['%d/%m/%y %H:%M%z'], zone: 'utc' as const } } };
    const written = ['25/06/26 10:00Z', '01/02/99 11:00Z'];
    expect(planOne(written, 'x', told)).toEqual(planOne(written));
  });
});
