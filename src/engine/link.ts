import { wrap, type Remote } from 'comlink';
import { failed, problemOf, type Outcome, type Problem } from '../values/problem';
import type { EngineApi, VariableValue } from './api';
import { loadAssets } from './assets';
import { startWorker } from './start-worker';

/** One life of the engine worker: from its start to its end, wanted or not. */
export interface Link {
  api: Remote<EngineApi>;
  /** Resolves when the engine answers, with variables set again, or with why it does not. */
  booted: Promise<Outcome<{ version: string }>>;
  /** Resolves, with a problem, only when this engine has ended: what calls under way are told. */
  ended: Promise<Outcome<never>>;
  end(reason: Problem): void;
}

/** Starts an engine worker. `onCrash` is called at most once, when the worker dies by itself. */
export function startLink(
  variables: ReadonlyMap<string, VariableValue>,
  onCrash: (reason: Problem) => void,
): Link {
  let sayEnded: (outcome: Outcome<never>) => void = () => undefined;
  const ended = new Promise<Outcome<never>>((resolve) => (sayEnded = resolve));
  let worker: Worker | null = null;
  let over = false;

  function end(reason: Problem): void {
    over = true;
    worker?.terminate();
    sayEnded(failed(reason));
  }

  async function boot(): Promise<Outcome<{ version: string }>> {
    try {
      const { engine, handed } = await loadAssets();
      if (over) return await ended;
      worker = startWorker(engine);
      worker.addEventListener('error', (event) => {
        if (!over) onCrash(crashProblem(event.message));
      });
      link.api = wrap<EngineApi>(worker);
      const outcome = await Promise.race([link.api.boot(handed), ended]);
      if (outcome.ok) handed.wasm = outcome.value.wasm;
      if (outcome.ok) for (const [name, value] of variables) await link.api.setVariable(name, value);
      return outcome;
    } catch (error) {
      return failed({ ...problemOf(error), message: 'The engine could not be started.' });
    }
  }

  // The api exists only once the worker does; nobody reads it before `booted` has resolved well.
  const link = { ended, end } as Link;
  link.booted = boot();
  return link;
}

const crashProblem = (detail: string): Problem => ({
  reason: 'engine',
  message: 'The engine broke down and was restarted.',
  hint: 'The tables are being built again from your files.',
  detail,
});
