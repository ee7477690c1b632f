import type { PastRun } from '../../state/run-history.svelte';
import type { CellStatus } from '../../state/cell-run';
import { formatDuration, formatPercent } from '../../values/format';

/** A cell's state as a sign, so that no colour has to carry it alone, and as a word. */
export const statusSigns: Readonly<Record<CellStatus | 'waiting', { sign: string; word: string }>> = {
  idle: { sign: '○', word: 'not run yet' },
  waiting: { sign: '…', word: 'waits' },
  running: { sign: '▶', word: 'running' },
  done: { sign: '✓', word: 'done' },
  failed: { sign: '!', word: 'failed' },
  stale: { sign: '↻', word: 'out of date' },
  stopped: { sign: '◼', word: 'stopped' },
};

/** Runs that take longer are named as slow, in milliseconds. */
export const SLOW_RUN = 1000;

/** What a run spent its time on, as a phrase: its longest stages; null where it named none. */
export function whySlow({ stages, elapsed }: PastRun): string | null {
  const total = new Map<string, number>();
  for (const { stage, elapsed: time } of stages) total.set(stage, (total.get(stage) ?? 0) + time);
  const longest = [...total]
    .sort(([, one], [, other]) => other - one)
    .filter(([, time]) => time > elapsed / 20);
  if (longest.length === 0) return null;
  return longest
    .slice(0, 3)
    .map(([stage, time]) => `${stage} ${formatDuration(time)} (${formatPercent(time / elapsed)})`)
    .join(', ');
}
