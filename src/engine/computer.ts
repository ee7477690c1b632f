import { proxy, transfer, wrap, type Remote } from 'comlink';
import { InputProblem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import { buffersIn, type ComputeApi, type ComputeTask } from './computing';
import type { Run } from './run';
import { startWorker, type WorkerSource } from './start-worker';

/** Does a task's mathematics; throws what the analysis threw, or `Stopped`. */
export type Compute = (task: ComputeTask, run: Run, onProgress: OnProgress<unknown>) => Promise<unknown>;

/**
 * Computes in a worker that is kept warm between runs and ended by a stop. Another one stands by from the first
 * computation on, so that the next change need not wait for a start.
 */
export function createCompute(source: WorkerSource): Compute {
  let warm: Worker | null = null;
  let spare: Worker | null = null;

  return async (task, run, onProgress) => {
    const worker = (warm ??= spare ?? startWorker(source));
    if (spare === null || spare === worker) spare = startWorker(source);
    const remote: Remote<ComputeApi> = wrap<ComputeApi>(worker);
    const end = (): void => {
      worker.terminate();
      if (warm === worker) warm = null;
    };
    let lose: (reason: Error) => void = () => undefined;
    const lost = new Promise<never>((_, reject) => (lose = reject));
    worker.onerror = (event) => lose(new Error(event.message));
    const stop = (): void => {
      end();
      lose(new Error('stopped'));
    };
    const moved = task.keepsRows ? [] : [...buffersIn(task.rows)];
    const outcome = await run
      .during(stop, () => Promise.race([remote.compute(transfer(task, moved), proxy(onProgress)), lost]))
      .catch((error: unknown) => {
        end();
        throw error;
      });
    if (outcome.ok) return outcome.value;
    throw new InputProblem(outcome.problem.message, outcome.problem);
  };
}
