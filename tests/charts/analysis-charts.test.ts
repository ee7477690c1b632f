import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartData } from '../../src/charts/chart-query';
import { flowOf } from '../../src/charts/kinds/flow/bands';
import type { ChartSpec, FlowChart } from '../../src/charts/spec';
import { numberColumn, tableOf, textColumn, type Table } from '../../src/values/table';
import { expectClose } from '../close';

const words = (spec: ChartSpec, rows: Table): string => chartData(spec, { sql: '' }, rows).description;
const numbers = (name: string, values: number[]) => numberColumn(name, Float64Array.from(values));

describe('a flow', () => {
  const spec: FlowChart = {
    mark: 'flow',
    left: 'before',
    right: 'after',
    value: 'customers',
    leftLabel: 'March',
    rightLabel: 'June',
    order: ['High', 'Low'],
  };
  const moves = (rows: [string, string, number][]): Table =>
    tableOf([
      textColumn(
        'before',
        rows.map(([before]) => before),
      ),
      textColumn(
        'after',
        rows.map(([, after]) => after),
      ),
      numbers(
        'customers',
        rows.map(([, , count]) => count),
      ),
    ]);
  const level = fc.constantFrom('High', 'Low', 'New', 'Gone');
  const someMoves = fc.array(fc.tuple(level, level, fc.integer({ min: 0, max: 500 })), { maxLength: 30 });

  it('holds the same in all blocks of the left, all blocks of the right and all bands', () => {
    fc.assert(
      fc.property(someMoves, (rows) => {
        const { left, right, bands, total } = flowOf(spec, moves(rows), 300);
        const sum = (values: { value: number }[]): number =>
          values.reduce((all, { value }) => all + value, 0);
        expect(total).toBe(rows.reduce((all, [, , count]) => all + count, 0));
        expect([sum(left), sum(right), sum(bands)]).toEqual([total, total, total]);
      }),
    );
  });

  it('keeps every band within the blocks that it joins', () => {
    fc.assert(
      fc.property(someMoves, (rows) => {
        const { left, right, bands } = flowOf(spec, moves(rows), 300);
        for (const { from, to, leftMiddle, rightMiddle, width } of bands)
          for (const [blocks, name, middle] of [
            [left, from, leftMiddle],
            [right, to, rightMiddle],
          ] as const) {
            const block = blocks.find((one) => one.level === name);
            expect(block).toBeDefined();
            expect(middle - width / 2).toBeGreaterThanOrEqual((block?.top ?? NaN) - 1e-9);
            expect(middle + width / 2).toBeLessThanOrEqual((block?.top ?? 0) + (block?.height ?? 0) + 1e-9);
          }
      }),
    );
  });

  it('fills the height but for the gaps, levels in the order given, then as they come', () => {
    const { left } = flowOf(
      spec,
      moves([
        ['New', 'Low', 5],
        ['Low', 'High', 15],
      ]),
      300,
    );
    expect(left.map((block) => block.level)).toEqual(['High', 'Low', 'New']);
    expectClose(
      left.reduce((sum, { height }) => sum + height, 0),
      300 - 2 * 10,
      { relative: 1e-12 },
    );
  });

  it('says in words who stayed and the largest moves', () => {
    const rows = moves([
      ['High', 'High', 60],
      ['High', 'Low', 25],
      ['Low', 'Low', 10],
      ['Low', 'High', 5],
    ]);
    expect(words(spec, rows)).toBe(
      'From March to June: 70 % stayed where they were. The largest moves: 25 % from High to Low and 5.0 % from Low to High.',
    );
    expect(words(spec, moves([]))).toBe('There is nothing to draw.');
  });
});

describe('the words of an analysis’ charts', () => {
  it('tell where each curve ends, missing values aside', () => {
    const rows = tableOf([
      numbers('month', [1, 2, 3, 1, 2]),
      numbers('alive', [0.9, 0.8, NaN, 0.95, 0.7]),
      textColumn('series', ['model', 'model', 'model', 'observed', 'observed']),
    ]);
    const spec = {
      mark: 'curves',
      x: 'month',
      y: 'alive',
      series: 'series',
      labels: { yFormat: 'percent' },
    } as const;
    expect(words(spec, rows)).toBe(
      'Curves of alive along month. At the end: model 80 % at 2 and observed 70 % at 2.',
    );
  });

  it('tell how far each assumption swings the value', () => {
    const rows = tableOf([
      textColumn('what', ['Margin', 'Rate']),
      numbers('low', [90, 104]),
      numbers('high', [110, 96]),
    ]);
    const spec: ChartSpec = {
      mark: 'tornado',
      label: 'what',
      low: 'low',
      high: 'high',
      base: 100,
      lowLabel: '1 % lower',
      highLabel: '1 % higher',
      labels: { x: 'CLV' },
    };
    expect(words(spec, rows)).toBe(
      'Swing of CLV with each assumption: Margin from 90 to 110 and Rate from 104 to 96.',
    );
  });

  it('tell the panel of a bar', () => {
    const rows = tableOf([
      textColumn('segment', ['A', 'B']),
      textColumn('what', ['NPS', 'NPS']),
      numbers('z', [1, -1]),
    ]);
    expect(words({ mark: 'intervals', label: 'what', value: 'z', panel: 'segment' }, rows)).toBe(
      'Bars of z: A: NPS 1 and B: NPS -1.',
    );
  });
});
