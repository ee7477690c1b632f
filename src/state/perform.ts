import type { CellRequest } from '../cells/kind';
import type { AnalysisPreview } from '../engine/api';
import type { Engine } from '../engine/client';
import { failed, type Outcome, type Problem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import type { CellResult } from './cell-run';

/**
 * Does a cell's work in the engine; null where it leaves nothing to show. A bug becomes a problem, never a throw.
 *
 * @param onBegin called once the engine is up: its start is no time of the cell
 */
export async function perform(
  engine: Engine,
  request: CellRequest | { problem: Problem },
  signal: AbortSignal,
  { onBegin, onProgress }: { onBegin: () => void; onProgress: OnProgress<AnalysisPreview> },
): Promise<Outcome<CellResult | null>> {
  try {
    await engine.boot();
    onBegin();
    return await performed(engine, request, signal, onProgress);
  } catch (error) {
    return failed({
      reason: 'bug',
      message: 'Something went wrong inside Soundings.',
      detail: String(error),
    });
  }
}

async function performed(
  engine: Engine,
  request: CellRequest | { problem: Problem },
  signal: AbortSignal,
  onProgress: OnProgress<AnalysisPreview>,
): Promise<Outcome<CellResult | null>> {
  if ('problem' in request) return failed(request.problem);
  if (request.type === 'sql') return wrap('sql', await engine.runSql(request.request, { signal }));
  if (request.type === 'chart') return wrap('chart', await engine.runChart(request.spec, { signal }));
  if (request.type === 'analysis')
    return wrap('analysis', await engine.runAnalysis(request.request, { signal, onProgress }));
  if (request.type === 'variable') {
    const outcome = await engine.setVariable(request.name, request.value);
    return outcome.ok ? { ok: true, value: null } : outcome;
  }
  return { ok: true, value: null };
}

function wrap<T extends CellResult['type']>(type: T, outcome: Outcome<unknown>): Outcome<CellResult> {
  return outcome.ok ? { ok: true, value: { type, value: outcome.value } as CellResult } : outcome;
}
