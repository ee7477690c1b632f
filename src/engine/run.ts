import { Stopped } from '../values/problem';

/** One run of something that can be stopped. */
export class Run {
  #stopped = false;
  readonly #enders = new Set<() => void>();

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Stops it: everything under way is told, and the next `check` throws. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const end of [...this.#enders]) end();
  }

  /** Throws `Stopped` once stopped. */
  check(): void {
    if (this.#stopped) throw new Stopped();
  }

  /** Does some work; `end` is called where the run is stopped meanwhile. Whatever the work then throws is a stop. */
  async during<T>(end: () => void, work: () => Promise<T>): Promise<T> {
    this.check();
    this.#enders.add(end);
    try {
      return await work();
    } catch (error) {
      this.check();
      throw error;
    } finally {
      this.#enders.delete(end);
    }
  }
}

/** The runs under way, by the page's ids. A stop may arrive before its run has begun. */
export class Runs {
  readonly #runs = new Map<string, Run>();

  async begin<T>(id: string, work: (run: Run) => Promise<T>): Promise<T> {
    const run = new Run();
    this.#runs.set(id, run);
    try {
      return await work(run);
    } finally {
      this.#runs.delete(id);
    }
  }

  stop(id: string): void {
    this.#runs.get(id)?.stop();
  }
}
