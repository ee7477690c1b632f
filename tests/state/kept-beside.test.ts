import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/client';
import { perform } from '../../src/state/perform';
import { RunHistory, type PastRun } from '../../src/state/run-history.svelte';
import { TableLooks } from '../../src/state/table-looks.svelte';

const run = (at: number): PastRun => ({
  ...{ at, status: 'done', elapsed: 5, rows: 3, message: null, stages: [] },
});
/** As the browser keeps it: only what can be cloned. */
const keptFor = <T>(value: T): T => structuredClone(value);

describe('runs outlive the page by the name of their cell', () => {
  const before = [
    { id: '1', name: 'sales' },
    { id: '2', name: 'empty' },
    { id: '3', name: '' },
  ];

  test('what was kept comes back under the ids of the next visit', () => {
    const history = new RunHistory();
    history.add('1', run(1));
    history.add('1', run(2));
    history.add('gone', run(3));
    const kept = keptFor(history.byName(before));
    expect(Object.keys(kept)).toEqual(['sales']);
    const next = new RunHistory();
    next.restore(kept, [{ id: '9', name: 'sales' }]);
    expect(next.of('9').map(({ at }) => at)).toEqual([2, 1]);
  });

  test('twenty of a cell are kept, the newest; each addition is told', () => {
    let told = 0;
    const history = new RunHistory(() => (told += 1));
    for (let at = 0; at < 30; at++) history.add('1', run(at));
    expect(history.of('1').map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => 29 - i));
    expect(told).toBe(30);
  });

  test.each([null, undefined, 'runs', 7, { sales: 'no list' }])('%j brings nothing', (kept) => {
    const history = new RunHistory();
    history.restore(kept, before);
    expect(history.byName(before)).toEqual({});
  });
});

describe('how tables are looked at outlives the page', () => {
  test('order, choice, places, widths and formats come back, for their notebook and relation alone', () => {
    const looks = new TableLooks();
    const look = looks.of('n', 'Sales');
    look.sortBy('amount', false);
    look.filter = [{ test: 'empty', column: 'region', not: true }];
    look.pin('id');
    look.hide('note');
    look.move(['id', 'amount', 'region'], 'region', 'amount');
    look.widths.set('id', 90);
    look.formats.set('amount', 'percent');
    looks.of('n', 'untouched');
    looks.of('other', 'sales').hide('id');
    const kept = keptFor(looks.kept('n'));
    expect(Object.keys(kept)).toEqual(['sales']);
    const next = new TableLooks();
    next.restore('n', kept);
    expect(next.of('n', 'SALES').kept).toEqual(look.kept);
    expect(next.kept('other')).toEqual({});
  });

  test('a look put back as it was at first leaves nothing to keep but its widths', () => {
    const looks = new TableLooks();
    looks.of('n', 'sales').hide('id');
    looks.of('n', 'sales').reset();
    expect(looks.kept('n')).toEqual({});
  });
});

test('a cell begins when the engine is up: its start is no time of the cell', async () => {
  const seen: string[] = [];
  const engine = {
    boot: async () => {
      await Promise.resolve();
      seen.push('up');
      return { ok: true, value: { version: '' } };
    },
    setVariable: () => {
      seen.push('work');
      return Promise.resolve({ ok: true, value: null });
    },
  } as unknown as Engine;
  const during = { onBegin: () => void seen.push('begin'), onProgress: () => undefined };
  const request = { type: 'variable', name: 'x', value: { type: 'number', value: 1 } } as never;
  await perform(engine, request, new AbortController().signal, during);
  expect(seen).toEqual(['up', 'begin', 'work']);
});
