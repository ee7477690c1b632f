import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundEnds, valueWriter } from '../../src/charts/color-scale';
import { MOST_MARKS } from '../../src/charts/chart-kind';
import { freeCorner } from '../../src/charts/kinds/quadrants/place-labels';
import { withinLimit } from '../../src/charts/limit';
import { inNaturalOrder, namesInOrder, textWidth } from '../../src/charts/marks';
import { nameTicks } from '../../src/charts/name-ticks';
import { dwarfing } from '../../src/charts/other';
import type { CellChart, ChartData } from '../../src/charts/spec';
import { numberColumn, tableOf, textColumn } from '../../src/values/table';

describe('names under an axis', () => {
  const names = fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 40 });

  it('never touch while they lie', () => {
    fc.assert(
      fc.property(names, fc.double({ min: 5, max: 200, noNaN: true }), fc.boolean(), (all, step, inOrder) => {
        const { tickFormat, tickRotate } = nameTicks(all, step, 60, inOrder);
        const widths = all.map((name, index) => textWidth(tickFormat(name, index)));
        let free = -Infinity;
        widths.forEach((width, index) => {
          if (tickRotate !== 0 || width === 0) return;
          expect(index * step - width / 2).toBeGreaterThanOrEqual(free);
          free = index * step + width / 2;
        });
      }),
    );
  });

  it('are turned only where they have no order of their own', () => {
    const all = ['Segment 1', 'Segment 2', 'Segment 3'];
    expect(nameTicks(all, 40, 60, false).tickRotate).toBe(-35);
    expect(nameTicks(all, 40, 60, true).tickRotate).toBe(0);
    expect(nameTicks(all, 90, 60, false).tickRotate).toBe(0);
  });

  it('follow their values even where the first series lacks some', () => {
    const marks = [1, 3, 2].map((x) => ({ x }));
    expect(namesInOrder(marks, 'x', ({ x }) => String(x))).toEqual(['1', '2', '3']);
  });

  it('come in the order people expect, "other" last', () => {
    expect(inNaturalOrder(['other (3 more)', 'Segment 10', '(none)', 'Segment 2'])).toEqual([
      'Segment 2',
      'Segment 10',
      '(none)',
      'other (3 more)',
    ]);
  });
});

describe('the colours of a field', () => {
  it('end at round numbers that hold every value', () => {
    expect(roundEnds([3.54e-9, 0.896])).toEqual([0, 1]);
    expect(roundEnds([27, 560])).toEqual([0, 600]);
    expect(roundEnds([-1.38, 1.7])).toEqual([-2, 2]);
    expect(roundEnds([0, 0])).toEqual([0, 1]);
    const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const [low, high] = roundEnds(values);
        expect(low).toBeLessThanOrEqual(Math.min(...values));
        expect(high).toBeGreaterThanOrEqual(Math.max(...values));
        expect(high).toBeGreaterThan(low);
      }),
      { examples: [[[0]], [[5, 5]], [[-3]], [[100, 101]]] },
    );
  });

  it('are written with the same decimals, shares as percentages', () => {
    const write = valueWriter([0.00594, -0.225, 1.47], undefined);
    expect([0.00594, -0.225, 1.4].map(write)).toEqual(['0.01', '-0.23', '1.40']);
    expect(write(-0.001)).toBe('0.00');
    expect(valueWriter([0.2], 'percent')(0.896)).toBe('90 %');
    expect(valueWriter([27, 560], 'number')(560)).toBe('560');
  });
});

describe('rows that an analysis gives', () => {
  const data = (mark: 'dot' | 'intervals', count: number): ChartData => ({
    spec:
      mark === 'dot'
        ? ({ mark, from: '', x: 'x', y: 'x' } as const)
        : ({ mark, label: 'x', value: 'x' } as const),
    rows: tableOf([
      numberColumn(
        'x',
        Float64Array.from({ length: count }, (_, i) => i),
      ),
    ]),
    description: '',
  });
  const drawn = (mark: 'dot' | 'intervals', count: number) => withinLimit(data(mark, count));

  it('are drawn as they are up to 5,000 marks', () => {
    const whole = data('dot', MOST_MARKS);
    expect(withinLimit(whole)).toBe(whole);
  });

  it('are thinned evenly beyond, from the first to the last, and said', () => {
    const { rows, note } = drawn('dot', 12_001);
    const values = [...(rows.columns[0]?.values ?? [])];
    expect([values[0], values.at(-1), new Set(values).size]).toEqual([0, 12_000, MOST_MARKS]);
    expect(note).toBe('5,000 of 12,001 rows are drawn.');
  });

  it('keep the first where they come in the order of importance', () => {
    const { rows, note } = drawn('intervals', 6000);
    expect(rows.columns[0]?.values.at(-1)).toBe(4999);
    expect(note).toBe('The first 5,000 of 6,000 rows are drawn.');
  });
});

describe('the bar of "other"', () => {
  const spec: CellChart = { mark: 'bar', from: 't', x: 'x', aggregate: 'count' };
  const rows = (other: number) =>
    tableOf([
      textColumn('x', ['a', 'b', 'other (9 more)']),
      numberColumn('y', Float64Array.of(10, 4, other)),
    ]);

  it('is left out from more than three times the largest named one', () => {
    expect(dwarfing(spec, rows(30))).toBeUndefined();
    expect(dwarfing(spec, rows(31))).toEqual({ level: 'other (9 more)', times: 3.1 });
  });
});

describe('the name of a quadrant', () => {
  const area = { left: 0, top: 0, right: 100, bottom: 80 };
  it('stands in the upper left unless something is there', () => {
    expect(freeCorner(area, { width: 40, height: 18 }, [])).toEqual({
      left: 0,
      top: 0,
      right: 40,
      bottom: 18,
    });
    const line = { left: 20, right: 22, top: 0, bottom: 80 };
    expect(freeCorner(area, { width: 40, height: 18 }, [line]).left).toBeGreaterThanOrEqual(22);
  });
});
