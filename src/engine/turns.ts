import { Stopped } from '../values/problem';
import type { Run } from './run';

/** Whole runs one after another; one that is stopped while it waits leaves the queue at once. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  async take<T>(run: Run, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let release: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (release = resolve));
    this.#last = before.then(() => mine);
    try {
      await waitFor(before, run);
      return await work();
    } finally {
      release();
    }
  }
}

function waitFor(before: Promise<unknown>, run: Run): Promise<unknown> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(new Stopped())));
  return run.during(stop, () => Promise.race([before, stopped]));
}
