import fc from 'fast-check';
import { expect, test } from 'vitest';
import { untouched, type CellRun } from '../../src/state/cell-run';
import { verdictOn } from '../../src/state/verdict';

const NOW = { wanted: 'new', stopped: false, isBelowStale: () => false };
const ran = (elapsed: number): CellRun => ({
  ...untouched,
  ...{ status: 'done', fingerprint: 'old', attempted: 'old', elapsed },
});

test('a change runs again what was quick, and leaves stale what took over five seconds', () => {
  expect(verdictOn(ran(5000), NOW)).toBe('due');
  expect(verdictOn(ran(5001), NOW)).toBe('stale');
});

test('what is quick but reads a result that is left stale is left stale with it', () => {
  expect(verdictOn(ran(10), { ...NOW, isBelowStale: () => true })).toBe('stale');
});

test('what has no result of this session runs, however long it took and whatever it reads', () => {
  for (const belowStale of [true, false])
    expect(verdictOn({ ...untouched, elapsed: 60_000 }, { ...NOW, isBelowStale: () => belowStale })).toBe(
      'due',
    );
});

test('a run under way is ended only where it would give something else', () => {
  const running: CellRun = { ...ran(10), status: 'running', attempted: 'new' };
  expect(verdictOn(running, NOW)).toBe('leave');
  expect(verdictOn({ ...running, attempted: 'old' }, NOW)).toBe('again');
});

test('what a person stopped stays stopped until its text changes', () => {
  const stopped: CellRun = { ...ran(10), status: 'stopped' };
  expect(verdictOn(stopped, { ...NOW, stopped: true })).toBe('leave');
  expect(verdictOn(stopped, NOW)).toBe('due');
});

test('where nothing changed nothing happens: neither a result nor a failure is made twice', () => {
  const wanted = { ...NOW, wanted: 'old' };
  fc.assert(
    fc.property(
      fc.constantFrom('done', 'stale', 'failed', 'idle'),
      fc.nat(100_000),
      fc.boolean(),
      (status, elapsed, belowStale) => {
        expect(verdictOn({ ...ran(elapsed), status }, { ...wanted, isBelowStale: () => belowStale })).toBe(
          'leave',
        );
        const failed: CellRun = { ...ran(elapsed), status: 'failed', fingerprint: null };
        expect(verdictOn(failed, { ...wanted, isBelowStale: () => belowStale })).toBe('leave');
      },
    ),
  );
});
