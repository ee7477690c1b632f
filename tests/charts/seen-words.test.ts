import { describe, expect, it } from 'vitest';
import { seenWords } from '../../src/charts/seen-words';
import type { CellChart } from '../../src/charts/spec';
import { dateColumn, numberColumn, tableOf, textColumn } from '../../src/values/table';

const numbers = (name: string, values: number[]) => numberColumn(name, Float64Array.from(values));
const of = (mark: CellChart['mark'], more: Partial<CellChart> = {}): CellChart => ({
  mark,
  from: 't',
  x: 'x',
  y: 'y',
  ...more,
});

describe('what is seen of a chart', () => {
  it('is where each line goes, whatever the order of its rows', () => {
    const days = [3, 1, 2, 1, 3].map((month) => Date.UTC(2026, month - 1, 1));
    const rows = tableOf([
      dateColumn('x', Float64Array.from(days)),
      numbers('y', [40, 10, NaN, 50, 50.5]),
      textColumn('color', ['a', 'a', 'a', 'b', 'b']),
    ]);
    expect(seenWords(of('line', { color: 'c' }), rows)).toBe(
      'a rises from 10 at 2026-01-01 to 40 at 2026-03-01; b stays about level from 50 at 2026-01-01 to 50.5 at 2026-03-01.',
    );
    expect(seenWords(of('line'), tableOf([numbers('x', [1, 2]), numbers('y', [5, -5])]))).toBe(
      'It falls from 5 at 1 to -5 at 2.',
    );
  });

  it('is where rows crowd', () => {
    const rows = tableOf([
      numbers('x', [0, 10, 20]),
      numbers('x_end', [10, 20, 30]),
      numbers('y', [20, 70, 10]),
    ]);
    expect(seenWords(of('histogram'), rows)).toBe(
      'Most rows in one bar, 70 %: 10 to 20; half of all lie below 20.',
    );
  });

  it('is how dots go together, to the correlation', () => {
    const x = [1, 2, 3, 4, 5];
    const dots = (y: number[]) =>
      seenWords(
        of('dot', { labels: { x: 'effort', y: 'loyalty' } }),
        tableOf([numbers('x', x), numbers('y', y)]),
      );
    expect(dots([5, 4, 3, 2, 1])).toBe('The higher effort, the lower loyalty, clearly (correlation −1).');
    expect(dots([1, 3, 2, 3, 1])).toBe('loyalty hardly goes with effort (correlation 0).');
    expect(dots([2, 2, 2, 2, 2])).toBe('');
    expect(dots(x.map((value) => 1e9 + value))).toContain('(correlation 1)');
  });

  it('is what the largest parts of a whole make up, and nothing of means', () => {
    const rows = tableOf([
      textColumn('x', ['a', 'b', 'c', 'd', 'other (9 more)']),
      numbers('y', [50, 20, 10, 5, 15]),
    ]);
    expect(seenWords(of('bar', { aggregate: 'sum' }), rows)).toBe('a, b and c make up 80 % of all.');
    expect(seenWords(of('bar', { aggregate: 'mean' }), rows)).toBe('');
  });

  it('is nothing where there is nothing', () => {
    for (const mark of ['line', 'bar', 'dot', 'histogram', 'box'] as const)
      expect(seenWords(of(mark), tableOf([numbers('x', []), numbers('y', [])]))).toBe('');
  });
});
