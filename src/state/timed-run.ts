import type { CellRequest } from '../cells/kind';
import type { AnalysisPreview } from '../engine/api';
import type { Engine } from '../engine/client';
import type { Outcome, Problem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import { rowsOfResult, type CellResult } from './cell-run';
import { perform } from './perform';
import { StageClock, type PastRun } from './run-history.svelte';

/** How a run ended and what it took, in milliseconds. */
interface TimedRun {
  outcome: Outcome<CellResult | null>;
  elapsed: number;
  stages: PastRun['stages'];
}

/**
 * Does a cell's work in the engine by the clock, which is set when the engine is up.
 *
 * @param onBegin called then, with `performance.now()`
 */
export async function timedRun(
  engine: Engine,
  request: CellRequest | { problem: Problem },
  signal: AbortSignal,
  { onBegin, onProgress }: { onBegin: (at: number) => void; onProgress: OnProgress<AnalysisPreview> },
): Promise<TimedRun> {
  const clock = new StageClock();
  let startedAt = performance.now();
  const outcome = await perform(engine, request, signal, {
    onBegin: () => {
      startedAt = performance.now();
      onBegin(startedAt);
    },
    onProgress: (progress) => {
      clock.enter(progress.stage, performance.now());
      onProgress(progress);
    },
  });
  const endedAt = performance.now();
  return { outcome, elapsed: endedAt - startedAt, stages: clock.stages(endedAt) };
}

/** A run that has just ended, as its history tells it. */
export function pastRun({ outcome, elapsed, stages }: TimedRun): PastRun {
  const at = Date.now();
  if (outcome.ok)
    return { at, status: 'done', elapsed, stages, rows: rowsOfResult(outcome.value), message: null };
  const { reason, message } = outcome.problem;
  return reason === 'stopped'
    ? { at, status: 'stopped', elapsed, stages, rows: null, message: null }
    : { at, status: 'failed', elapsed, stages, rows: null, message };
}
