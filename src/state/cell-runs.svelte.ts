import { SvelteMap } from 'svelte/reactivity';
import type { Problem } from '../values/problem';
import { untouched, type CellResult, type CellRun } from './cell-run';

/** How each cell stands, by id; `untouched` where nothing is known of it. */
export class CellRuns {
  readonly #byId = new SvelteMap<string, CellRun>();

  get(id: string): CellRun {
    return this.#byId.get(id) ?? untouched;
  }

  /** The cells of which something is known, with it. */
  all(): [id: string, run: CellRun][] {
    return [...this.#byId];
  }

  change(id: string, change: Partial<CellRun>): void {
    this.#byId.set(id, { ...this.get(id), ...change });
  }

  clear(): void {
    this.#byId.clear();
  }

  /** A run begins; the result of the one before stays on the page meanwhile. `startedAt`: `performance.now()`. */
  begin(id: string, attempted: string | null, startedAt: number): void {
    this.change(id, {
      ...{ status: 'running', problem: null, waitsFor: null },
      ...{ startedAt, progress: null, preview: null, attempted },
    });
  }

  /** A run ended with a result, null where the cell shows none. `elapsed` in milliseconds. */
  succeed(id: string, result: CellResult | null, elapsed: number, fingerprint: string | null): void {
    this.change(id, {
      ...{ status: 'done', result, problem: null, waitsFor: null },
      ...{ elapsed, startedAt: null, progress: null, preview: null, fingerprint },
    });
  }

  /** A run failed, or could not begin; what was shown is gone. */
  fail(id: string, problem: Problem, waitsFor: string | null, attempted: string | null): void {
    this.change(id, {
      ...{ status: 'failed', problem, waitsFor, result: null },
      ...{ startedAt: null, progress: null, preview: null, fingerprint: null, attempted },
    });
  }

  /** A person ended the run; the result of the one before stays. */
  stop(id: string, problem: Problem, elapsed: number): void {
    this.change(id, {
      ...{ status: 'stopped', problem, startedAt: null, progress: null, preview: null, elapsed },
    });
  }

  /** A saved result is shown until its tables are there again. */
  restore(id: string, { result, elapsed }: { result: CellResult; elapsed: number }): void {
    this.change(id, { status: 'stale', result, elapsed });
  }

  /** What is shown stays, but counts for nothing: the cell runs at the next chance. */
  forget(id: string, change: Partial<CellRun> = {}): void {
    this.change(id, { fingerprint: null, attempted: null, ...change });
  }
}
