import { SvelteMap } from 'svelte/reactivity';
import type { ImportReport, SourceComparison } from '../engine/api';
import type { Engine } from '../engine/client';
import type { DeclaredSource } from '../notebook/document';
import type { Problem } from '../values/problem';
import { choicesOf } from './declared-choices';
import type { SourcesState } from './sources.svelte';

/** A new file of a source that has one, read beside it: what it changes is said first. Replaced, never mutated. */
export interface NextFile {
  relation: string;
  file: File;
  /** `offered`: it waits for a word. `used`: it is the source's file already, and the old one can be put back. */
  status: 'reading' | 'comparing' | 'offered' | 'used' | 'failed';
  stage: string;
  fraction: number | null;
  report: ImportReport | null;
  comparison: SourceComparison | null;
  problem: Problem | null;
  /** What the source had. */
  previous: { file: File; report: ImportReport | null };
  /** The notebook's `import:` did not fit this file: it was read anew. */
  readAnew: boolean;
}

interface Hosts {
  notebookId(): string;
  declared(relation: string): DeclaredSource | undefined;
  /** A person bound this file: what was found in it is written to the notebook. */
  onUsed(relation: string): void;
}

/** New files of sources on their way: read into a table aside, compared, then used or let go. */
export class NextFiles {
  readonly files = new SvelteMap<string, NextFile>();
  readonly busy: boolean = $derived.by(() =>
    [...this.files.values()].some(({ status }) => status === 'reading' || status === 'comparing'),
  );
  readonly #aborts = new Map<string, AbortController>();

  constructor(
    private readonly engine: Engine,
    private readonly sources: SourcesState,
    private readonly hosts: Hosts,
  ) {}

  get(relation: string): NextFile | undefined {
    return this.files.get(relation.toLowerCase());
  }

  /** Reads a file beside the one bound; with `use` it becomes the source's as soon as what it changes is known. */
  async offer(relation: string, file: File, use: boolean): Promise<void> {
    const declared = this.hosts.declared(relation);
    const bound = this.sources.get(relation);
    if (!declared || !bound?.file) return;
    this.#aborts.get(relation)?.abort();
    const controller = new AbortController();
    this.#aborts.set(relation, controller);
    const previous = { file: bound.file, report: bound.report };
    this.files.set(relation.toLowerCase(), { ...begun(relation, file), previous });
    const problem = await this.#readAndCompare(declared, file, controller.signal);
    if (controller.signal.aborted || this.get(relation)?.file !== file) {
      // A later file reads into a table of the same name, and so replaces what this one left.
      if (!this.get(relation)) await this.engine.drop([aside(relation)]);
      return;
    }
    if (problem) this.#patch(relation, { status: 'failed', problem });
    else if (use) await this.use(relation);
    else this.#patch(relation, { status: 'offered' });
  }

  /** The new file takes the old one's place; what depends on the source runs again. */
  async use(relation: string): Promise<void> {
    const declared = this.hosts.declared(relation);
    const next = this.get(relation);
    if (!declared || !next?.report) return;
    const adopted = await this.engine.adopt(aside(relation), declared.name);
    if (!adopted.ok) return this.#patch(relation, { status: 'failed', problem: adopted.problem });
    this.#patch(relation, { status: 'used' });
    this.hosts.onUsed(relation);
    await this.sources.adopt(this.hosts.notebookId(), declared, next.file, next.report);
  }

  /** The old file stays, or what was said of the new one has been read. */
  async dismiss(relation: string): Promise<void> {
    const next = this.get(relation);
    this.#aborts.get(relation)?.abort();
    this.files.delete(relation.toLowerCase());
    if (next && next.status !== 'used') await this.engine.drop([aside(relation)]);
  }

  /** Files under way are let go. */
  stop(): void {
    for (const { relation, status } of this.files.values())
      if (status === 'reading' || status === 'comparing') void this.dismiss(relation);
  }

  /** Another notebook is opened, or the engine lost its tables. */
  clear(): void {
    const open = [...this.files.values()].filter(({ status }) => status !== 'used');
    for (const controller of this.#aborts.values()) controller.abort();
    this.files.clear();
    if (open.length > 0) void this.engine.drop(open.map(({ relation }) => aside(relation)));
  }

  async #readAndCompare(declared: DeclaredSource, file: File, signal: AbortSignal): Promise<Problem | null> {
    const told = await this.#read(declared, file, signal);
    if (!told.ok) return told.problem;
    let compared = await this.#compare(declared.name, signal);
    if (!compared.ok) return compared.problem;
    if (this.#nothingCommon(declared.name, compared.value) && Object.keys(declared.import).length > 0) {
      // Another delimiter, another header: what was decided for the last file is not true of this one.
      const anew = await this.#read(unread(declared), file, signal);
      if (anew.ok) {
        compared = await this.#compare(declared.name, signal);
        if (!compared.ok) return compared.problem;
        this.#patch(declared.name, { readAnew: !this.#nothingCommon(declared.name, compared.value) });
      }
    }
    this.#patch(declared.name, { comparison: compared.value });
    return null;
  }

  async #read(
    declared: DeclaredSource,
    file: File,
    signal: AbortSignal,
  ): ReturnType<SourcesState['readAside']> {
    const outcome = await this.sources.readAside(declared, file, aside(declared.name), {
      signal,
      onProgress: ({ stage, fraction }) => {
        if (!signal.aborted) this.#patch(declared.name, { stage, fraction: fraction ?? null });
      },
    });
    if (outcome.ok && !signal.aborted) this.#patch(declared.name, { report: outcome.value });
    return outcome;
  }

  #compare(relation: string, signal: AbortSignal): ReturnType<Engine['compareSources']> {
    this.#patch(relation, { status: 'comparing', stage: 'Comparing with the file in use', fraction: null });
    return this.engine.compareSources(relation, aside(relation), { signal });
  }

  #nothingCommon(relation: string, { added }: SourceComparison): boolean {
    return added.length === this.get(relation)?.report?.columns.length;
  }

  #patch(relation: string, change: Partial<NextFile>): void {
    const next = this.get(relation);
    if (next) this.files.set(relation.toLowerCase(), { ...next, ...change });
  }
}

const begun = (relation: string, file: File): Omit<NextFile, 'previous'> => ({
  ...{ relation, file, status: 'reading', stage: 'Waiting', fraction: null },
  ...{ report: null, comparison: null, problem: null, readAnew: false },
});

/** No cell can be meant by it: names of people's relations are offered nowhere with two leading underscores. */
const aside = (relation: string): string => `__next_${relation.toLowerCase()}`;

/** The source as if nothing were decided but what a person said of its columns. */
function unread(declared: DeclaredSource): DeclaredSource {
  const { drop, hash, keep, leaveOut, dates } = choicesOf(declared);
  const kept = Object.entries({ drop, hash, keep, leaveOut, dates }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...declared, import: Object.fromEntries(kept), columns: {} };
}
