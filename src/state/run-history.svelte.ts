import { SvelteMap } from 'svelte/reactivity';

/** One run of a cell, as its history tells it. */
export interface PastRun {
  /** Milliseconds since 1970, when it ended. */
  at: number;
  status: 'done' | 'failed' | 'stopped';
  /** Wall time in milliseconds. */
  elapsed: number;
  rows: number | null;
  /** Why it failed, as the page said it. */
  message: string | null;
  /** What it spent its time on, in order: each stage that it named, in milliseconds. */
  stages: readonly { stage: string; elapsed: number }[];
}

const MOST_RUNS = 20;

interface NamedCell {
  id: string;
  name: string;
}

/** The last runs of each cell on this device, newest first. */
export class RunHistory {
  readonly #byCell = new SvelteMap<string, readonly PastRun[]>();

  /** @param onAdd called after each run that was added */
  constructor(private readonly onAdd: () => void = () => undefined) {}

  of(id: string): readonly PastRun[] {
    return this.#byCell.get(id) ?? [];
  }

  add(id: string, run: PastRun): void {
    this.#byCell.set(id, [run, ...this.of(id)].slice(0, MOST_RUNS));
    this.onAdd();
  }

  clear(): void {
    this.#byCell.clear();
  }

  /** What is to be kept: the runs by the name of their cell, since ids last as long as the page. */
  byName(cells: readonly NamedCell[]): Record<string, readonly PastRun[]> {
    const named = cells.filter(({ id, name }) => name !== '' && this.of(id).length > 0);
    return Object.fromEntries(named.map(({ id, name }) => [name, this.of(id)]));
  }

  /** Takes up what `byName` gave before; runs of this session stay the newest. Nothing where `kept` is anything else. */
  restore(kept: unknown, cells: readonly NamedCell[]): void {
    if (typeof kept !== 'object' || kept === null) return;
    const runs = new Map<string, unknown>(Object.entries(kept));
    for (const { id, name } of cells) {
      const before = runs.get(name);
      if (name !== '' && Array.isArray(before))
        this.#byCell.set(id, [...this.of(id), ...(before as PastRun[])].slice(0, MOST_RUNS));
    }
  }
}

/** Takes the time of the stages that a run names one after the other; times are `performance.now()`. */
export class StageClock {
  readonly #begun: { stage: string; at: number }[] = [];

  /** A stage that goes on is no new one; nor is one that only counts on ("Trying 3 segments", then 4). */
  enter(stage: string, at: number): void {
    const name = stage.replace(/\d+/g, '…');
    if (this.#begun.at(-1)?.stage !== name) this.#begun.push({ stage: name, at });
  }

  stages(end: number): PastRun['stages'] {
    return this.#begun.map(({ stage, at }, index) => ({
      stage,
      elapsed: (this.#begun[index + 1]?.at ?? end) - at,
    }));
  }
}
