import type { CellRun } from './cell-run';

/** `due`: run again; `stale`: show the old result as such, until asked; `again`: end the run under way and run anew. */
export type Verdict = 'leave' | 'stale' | 'due' | 'again';

/** A result that took longer than this, in milliseconds, is not made anew unasked. */
const SLOW = 5000;

/**
 * What a change makes of a cell that ran or runs. One below a result that is left stale is left stale with it: to run it
 * would run the slow one too.
 *
 * @param wanted fingerprint of what the cell would give now
 * @param stopped whether a person stopped the cell's very text
 * @param isBelowStale whether it reads, at any remove, a cell that is left stale; asked only where something changed
 */
export function verdictOn(
  { status, fingerprint, attempted, elapsed }: CellRun,
  { wanted, stopped, isBelowStale }: { wanted: string | null; stopped: boolean; isBelowStale: () => boolean },
): Verdict {
  if (status === 'stopped' && stopped) return 'leave';
  if (status === 'running') return attempted === wanted ? 'leave' : 'again';
  if (fingerprint === wanted || attempted === wanted) return 'leave';
  const isSlow = elapsed !== null && elapsed > SLOW;
  return fingerprint !== null && (isSlow || isBelowStale()) ? 'stale' : 'due';
}
