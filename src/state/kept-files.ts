import type { DeclaredSource } from '../notebook/document';
import type { NotebookStore } from '../storage/api';
import type { SourceState } from './source-state';

/** How the sources stand, as far as keeping their files reads and changes it. */
interface States {
  get(relation: string): SourceState | undefined;
  patch(relation: string, change: Partial<SourceState>): void;
}

/** The bytes of the bound files on this device: on their way there, whole, or refused with the reason. */
export class KeptFiles {
  readonly #store: () => NotebookStore;
  readonly #states: States;
  readonly #onHashed: (relation: string, sha256: string) => void;
  readonly #underWay = new Map<string, AbortController>();

  constructor(
    store: () => NotebookStore,
    states: States,
    onHashed: (relation: string, sha256: string) => void,
  ) {
    this.#store = store;
    this.#states = states;
    this.#onHashed = onHashed;
  }

  /** Writes the file of a source; nothing is thrown, for the file can be used all the same. */
  async keep(notebookId: string, source: DeclaredSource, file: File): Promise<void> {
    const relation = source.name;
    this.#underWay.get(relation)?.abort();
    const controller = new AbortController();
    this.#underWay.set(relation, controller);
    this.#states.patch(relation, { kept: 'keeping', keptReason: null });
    try {
      const result = await this.#store().keepSource(
        notebookId,
        relation,
        file,
        () => undefined,
        controller.signal,
      );
      if (this.#states.get(relation)?.file !== file) return;
      this.#states.patch(relation, {
        kept: result.kept ? 'kept' : 'refused',
        keptReason: result.reason ?? null,
        sha256: result.sha256,
        changed: source.sha256 !== null && source.sha256 !== result.sha256,
      });
      this.#onHashed(relation, result.sha256);
    } catch (error) {
      if (controller.signal.aborted || this.#states.get(relation)?.file !== file) return;
      this.#states.patch(relation, {
        kept: 'refused',
        keptReason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  /** The device's copy goes, also one that is on its way. */
  async forget(notebookId: string, relation: string): Promise<void> {
    this.#underWay.get(relation)?.abort();
    await this.#store().removeSource(notebookId, relation);
    this.#states.patch(relation, { kept: 'forgotten', keptReason: null });
  }

  /** Nothing more is written; a file that was on its way is not kept. */
  stop(): void {
    for (const controller of this.#underWay.values()) controller.abort();
  }
}
