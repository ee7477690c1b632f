import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnFormat, exactText, sortedOrder } from '../../src/ui/result/column-format';
import { tabSeparated } from '../../src/ui/result/table-text';
import { isSelected, moved } from '../../src/ui/result/grid-selection';
import {
  MOST_PIXELS,
  fullHeight,
  heldTop,
  rowsAt,
  scale,
  topShowing,
  trackHeight,
} from '../../src/ui/result/table-window';
import { dateColumn, numberColumn, tableOf, textColumn } from '../../src/values/table';

describe('the window on a tall table', () => {
  const tall = fc.record({
    rowCount: fc.integer({ min: 1, max: 50_000_000 }),
    rowHeight: fc.constant(28),
    viewport: fc.integer({ min: 28, max: 900 }),
  });

  it('never asks the browser for more height than it can give', () => {
    fc.assert(fc.property(tall, (table) => trackHeight(table) <= MOST_PIXELS));
  });

  it('shows the last row when the bar is at its end', () => {
    fc.assert(
      fc.property(tall, (table) => {
        const end = Math.max(0, trackHeight(table) - table.viewport) * scale(table);
        expect(rowsAt(table, heldTop(table, end)).end).toBe(table.rowCount);
      }),
    );
  });

  it('covers the whole view with few rows', () => {
    fc.assert(
      fc.property(tall, fc.double({ min: 0, max: 1, noNaN: true }), (table, part) => {
        const top = heldTop(table, part * fullHeight(table));
        const { first, end } = rowsAt(table, top);
        expect(first * table.rowHeight).toBeLessThanOrEqual(top);
        expect(end * table.rowHeight).toBeGreaterThanOrEqual(
          Math.min(top + table.viewport, fullHeight(table)),
        );
        expect(end - first).toBeLessThan(50);
      }),
    );
  });

  it('moves no further than it must to show a row', () => {
    const table = { rowCount: 1_000_000, rowHeight: 28, viewport: 280 };
    expect(topShowing(table, 0, 5)).toBe(0);
    expect(topShowing(table, 0, 10)).toBe(28);
    expect(topShowing(table, 2800, 3)).toBe(84);
    expect(topShowing(table, 0, 999_999)).toBe(28_000_000 - 280);
  });
});

describe('how a column is written', () => {
  const written = (values: number[], name = 'v', type = 'DOUBLE') => {
    const column = numberColumn(name, Float64Array.from(values), type);
    const { write } = columnFormat(column, column);
    return values.map((value) => write(Number.isNaN(value) ? null : value));
  };

  it('gives every number of a column the same decimals', () => {
    expect(written([1.5, 20.25, 3])).toEqual(['1.50', '20.25', '3.00']);
    expect(written([0.123456, 0.5])).toEqual(['0.1235', '0.5000']);
  });

  it('gives whole numbers none, and groups thousands', () => {
    expect(written([1, 12345])).toEqual(['1', '12,345']);
    expect(written([1, 12345], 'n', 'BIGINT')).toEqual(['1', '12,345']);
  });

  it('does not group years and identifiers', () => {
    expect(written([2024, 2026])).toEqual(['2024', '2026']);
    expect(written([10412], 'customer_id')).toEqual(['10412']);
  });

  it('never writes a small number as nothing, and null as a dash', () => {
    expect(written([12, 1.5, 1e-9, NaN])).toEqual(['12.0', '1.5', '1.00e-9', '–']);
  });

  it('copies dates as ISO and numbers in full', () => {
    const day = dateColumn('d', Float64Array.of(0));
    expect(exactText(Date.UTC(2026, 5, 30), day)).toBe('2026-06-30');
    expect(exactText(0.1 + 0.2, numberColumn('n', Float64Array.of(0)))).toBe('0.30000000000000004');
    expect(exactText(null, day)).toBe('');
  });

  it('quotes what would break a copied table', () => {
    expect(
      tabSeparated([
        ['a\tb', 'c'],
        ['say "x"', 'two\nlines'],
      ]),
    ).toBe('"a\tb"\tc\n"say ""x"""\t"two\nlines"');
  });
});

describe('sorting what is wholly here', () => {
  it('puts nulls last either way and keeps the order of equals', () => {
    const table = tableOf([
      numberColumn('n', Float64Array.of(2, NaN, 1, 2)),
      textColumn('t', ['b', null, 'a', 'b']),
    ]);
    expect([...sortedOrder(table, [{ column: 'n', descending: false }])]).toEqual([2, 0, 3, 1]);
    expect([...sortedOrder(table, [{ column: 'n', descending: true }])]).toEqual([0, 3, 2, 1]);
    expect([...sortedOrder(table, [{ column: 't', descending: true }])]).toEqual([0, 3, 2, 1]);
  });
});

describe('moving in the grid', () => {
  const size = { rowCount: 100, columnCount: 5, pageRows: 10 };
  const at = (row: number, column: number) => ({ anchor: { row, column }, active: { row, column } });
  const press = (key: string, more: { ctrl?: boolean; shift?: boolean } = {}) => ({
    key,
    ctrl: false,
    shift: false,
    ...more,
  });

  it('goes to the headings above the first row, but never selects them', () => {
    expect(moved(at(0, 2), press('ArrowUp'), size)?.active).toEqual({ row: -1, column: 2 });
    expect(moved(at(0, 2), press('ArrowUp', { shift: true }), size)?.active).toEqual({ row: 0, column: 2 });
  });

  it('extends from where the selection began', () => {
    const grown = moved(at(3, 1), press('ArrowDown', { shift: true }), size);
    expect(grown).toEqual({ anchor: { row: 3, column: 1 }, active: { row: 4, column: 1 } });
    expect(grown && isSelected(grown, 3, 1) && isSelected(grown, 4, 1)).toBe(true);
    expect(grown && isSelected(grown, 5, 1)).toBe(false);
  });

  it('stays inside, whatever is pressed', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean(), fc.boolean())), (presses) => {
        let selection = at(50, 2);
        for (const [key, ctrl, shift] of presses)
          selection = moved(selection, { key, ctrl, shift }, size) ?? selection;
        const { row, column } = selection.active;
        expect(row >= -1 && row < 100 && column >= 0 && column < 5).toBe(true);
      }),
    );
  });
});
