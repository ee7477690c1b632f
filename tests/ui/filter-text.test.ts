import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowTest } from '../../src/engine/api';
import { parseFilter, writeTest } from '../../src/ui/result/filter-text';
import type { ColumnInfo } from '../../src/values/table';

const columns: ColumnInfo[] = [
  { name: 'amount', type: 'DOUBLE', kind: 'number' },
  { name: 'amount due', type: 'DOUBLE', kind: 'number' },
  { name: 'region', type: 'VARCHAR', kind: 'text' },
  { name: 'not', type: 'VARCHAR', kind: 'text' },
  { name: 'x "and" y', type: 'VARCHAR', kind: 'text' },
  { name: 'is empty', type: 'VARCHAR', kind: 'text' },
  { name: 'ordered', type: 'DATE', kind: 'date' },
];
const parsed = (text: string) => parseFilter(text, columns);

describe('a filter as typed', () => {
  it.each<[string, RowTest[]]>([
    ['', []],
    ['  ', []],
    ['north', [{ test: 'contains', text: 'north' }]],
    [
      'north gold',
      [
        { test: 'contains', text: 'north' },
        { test: 'contains', text: 'gold' },
      ],
    ],
    ['"north gold"', [{ test: 'contains', text: 'north gold' }]],
    ['10:30', [{ test: 'contains', text: '10:30' }]],
    ['not north', [{ not: true, test: 'contains', text: 'north' }]],
    ['amount > 5', [{ test: 'compare', column: 'amount', operator: '>', value: '5' }]],
    ['AMOUNT>=5', [{ test: 'compare', column: 'amount', operator: '>=', value: '5' }]],
    ['amount due < 1,000', [{ test: 'compare', column: 'amount due', operator: '<', value: '1,000' }]],
    ['amount: 5..10', [{ test: 'range', column: 'amount', from: '5', to: '10' }]],
    ['amount: -5..<-1', [{ test: 'range', column: 'amount', from: '-5', to: '-1', below: true }]],
    ['ordered: 2026-01..2026-03', [{ test: 'range', column: 'ordered', from: '2026-01', to: '2026-03' }]],
    ['ordered: 2026', [{ test: 'among', column: 'ordered', values: ['2026'] }]],
    ['region: nor', [{ test: 'contains', column: 'region', text: 'nor' }]],
    ['region = North | "a|b"', [{ test: 'among', column: 'region', values: ['North', 'a|b'] }]],
    ['region != North', [{ not: true, test: 'among', column: 'region', values: ['North'] }]],
    ['region is empty', [{ test: 'empty', column: 'region' }]],
    ['region is not empty', [{ not: true, test: 'empty', column: 'region' }]],
    [
      'region is nice',
      [
        { test: 'contains', text: 'region' },
        { test: 'contains', text: 'is' },
        { test: 'contains', text: 'nice' },
      ],
    ],
    [
      'amount > 5 and region: nor',
      [
        { test: 'compare', column: 'amount', operator: '>', value: '5' },
        { test: 'contains', column: 'region', text: 'nor' },
      ],
    ],
    [
      '"x ""and"" y" = "salt and pepper"',
      [{ test: 'among', column: 'x "and" y', values: ['salt and pepper'] }],
    ],
  ])('%s', (text, tests) => {
    expect(parsed(text)).toEqual(tests);
  });

  it.each([
    ['amuont > 5', /no column "amuont"/],
    ['"no such" = 5', /no column "no such"/],
    ['amount >', /What is "amount" compared with/],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => parsed(text)).toThrow(message);
  });

  it('comes back from its chips as it was', () => {
    const value = fc.string({ minLength: 1, maxLength: 12 });
    const name = fc.constantFrom('region', 'not', 'x "and" y', 'is empty');
    const number = fc.integer({ min: -999, max: 999 }).map(String);
    const not = fc.constantFrom({}, { not: true as const });
    const test = fc.oneof(
      fc.tuple(not, value).map(([n, text]) => ({ ...n, test: 'contains', text }) as RowTest),
      fc
        .tuple(not, name, value)
        .map(([n, column, text]) => ({ ...n, test: 'contains', column, text }) as RowTest),
      fc
        .tuple(not, name, fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 3 }))
        .map(([n, column, values]) => ({ ...n, test: 'among', column, values }) as RowTest),
      fc
        .tuple(not, number, number)
        .map(
          ([n, from, to]) =>
            ({ ...n, test: 'range', column: 'amount due', from, to, below: true }) as RowTest,
        ),
      fc
        .tuple(not, number)
        .map(
          ([n, to]) => ({ ...n, test: 'compare', column: 'amount', operator: '<=', value: to }) as RowTest,
        ),
      fc.tuple(not, name).map(([n, column]) => ({ ...n, test: 'empty', column }) as RowTest),
    );
    fc.assert(
      fc.property(fc.array(test, { minLength: 1, maxLength: 3 }), (tests) => {
        const text = tests.map(writeTest).join(' and ');
        expect(parsed(text), text).toEqual(tests);
      }),
    );
  });
});
