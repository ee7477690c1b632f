import { Run } from './run';

/** Does something unasked for once nothing else is under way; a call that comes meanwhile stops it, and it is tried again. */
export class Idle {
  readonly #work: (run: Run) => Promise<void>;
  /** Milliseconds of quiet before the work begins. */
  readonly #quiet: number;
  #calls = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #run: Run | null = null;
  #over = false;

  constructor(quiet: number, work: (run: Run) => Promise<void>) {
    this.#quiet = quiet;
    this.#work = work;
  }

  /** Notes a call; the work gives way until all calls have ended. */
  async during<T>(call: () => Promise<T>): Promise<T> {
    this.#calls += 1;
    clearTimeout(this.#waiting);
    this.#run?.stop();
    try {
      return await call();
    } finally {
      this.#calls -= 1;
      this.#wait();
    }
  }

  #wait(): void {
    clearTimeout(this.#waiting);
    if (this.#calls === 0 && !this.#over && !this.#run)
      this.#waiting = setTimeout(() => void this.#begin(), this.#quiet);
  }

  async #begin(): Promise<void> {
    const run = new Run();
    this.#run = run;
    try {
      await this.#work(run);
      this.#over = true;
    } catch {
      this.#over ||= !run.stopped; // what fails by itself would fail again
    }
    this.#run = null;
    this.#wait();
  }
}
