import { SvelteMap } from 'svelte/reactivity';
import { problemOf } from '../values/problem';

interface Notice {
  id: number;
  text: string;
  hint?: string | undefined;
  tone: 'plain' | 'caution';
}

/** How long a plain one stands, in milliseconds; a caution stands until it is dismissed. */
const PLAIN_STANDS = 6000;
/** More at once would cover the page. */
const MOST_SHOWN = 4;

/** What the app tells in passing, in the corner of the page. */
export class Notices {
  readonly #byId = new SvelteMap<number, Notice>();
  #lastId = 0;

  /** The newest ones, oldest first. */
  get shown(): Notice[] {
    return [...this.#byId.values()].slice(-MOST_SHOWN);
  }

  /** Says something in passing; the id takes it away again, a plain one goes by itself. */
  notify(text: string, tone: Notice['tone'] = 'plain', hint?: string): number {
    const id = ++this.#lastId;
    this.#byId.set(id, { id, text, tone, hint });
    if (tone === 'plain') setTimeout(() => this.delete(id), PLAIN_STANDS);
    return id;
  }

  /** Does something that may fail, and says so where it does. */
  async attempt(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const problem = problemOf(error);
      this.notify(problem.message, 'caution', problem.hint ?? problem.detail);
    }
  }

  delete(id: number): void {
    this.#byId.delete(id);
  }

  clear(): void {
    this.#byId.clear();
  }
}
