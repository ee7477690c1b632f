import type { RowFilter } from '../../engine/api';
import type { Engine } from '../../engine/client';
import type { Problem } from '../../values/problem';

/** The filter that a table shows, with how many rows pass; the last one stays until the next one's rows are counted. */
export class FilteredRows {
  readonly #engine: () => Engine;
  applied = $state.raw<RowFilter>([]);
  /** Null without a filter. */
  matching = $state.raw<number | null>(null);
  counting = $state(false);
  problem = $state.raw<Problem | null>(null);
  #of: unknown;

  constructor(engine: () => Engine) {
    this.#engine = engine;
  }

  /** Counts the rows of a relation that pass; `made` is another object whenever the relation is. Returns what ends it. */
  follow(relation: string | null, made: unknown, filter: RowFilter): (() => void) | undefined {
    this.problem = null;
    if (relation === null || filter.length === 0) {
      this.#show([], null, made);
      return;
    }
    // Rows of another table would be told as those of this one.
    if (this.#of !== made) this.#show([], null, made);
    const controller = new AbortController();
    this.counting = true;
    void this.#engine()
      .countRows(relation, filter, { signal: controller.signal })
      .then((outcome) => {
        if (controller.signal.aborted) return;
        this.counting = false;
        if (outcome.ok) this.#show(filter, outcome.value, made);
        else {
          this.problem = outcome.problem;
          this.#show([], null, made);
        }
      });
    return () => controller.abort();
  }

  #show(filter: RowFilter, matching: number | null, made: unknown): void {
    this.applied = filter;
    this.matching = matching;
    this.counting = false;
    this.#of = made;
  }
}
