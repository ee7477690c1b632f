/** What the tabs of this app tell one another. */
type TabMessage =
  | { type: 'take-over' | 'yielded'; notebook: string }
  /** Everything on this device was deleted. */
  | { type: 'erased' };

export interface TabLockEvents {
  /** Another tab asks for the notebook: write what is pending. From now on this tab only reads. */
  onAsked(): Promise<void>;
  /** The notebook is this tab's now, having been another's: what that one left is to be shown. */
  onGained(): void;
  /** Everything that was kept is gone, by the hand of another tab. */
  onErased(): void;
}

/** How long another tab may take to save before the notebook is taken from it all the same, in milliseconds. */
const PATIENCE = 3000;
const lockOf = (notebook: string): string => `soundings notebook ${notebook}`;

/**
 * Gives a notebook to one tab. The first tab holds a Web Lock, which the browser releases when the tab closes or
 * dies; others wait for it and only read meanwhile. Where there are no locks every tab may write, and the revision
 * that each save continues (storage) keeps tabs from writing over one another.
 */
export class TabLock {
  /** True where another tab has the notebook. */
  elsewhere = $state(false);
  /** True from the wish to take it over until it is ours. */
  taking = $state(false);
  #notebook = '';
  #held: { end: () => void } | null = null;
  #waiting: AbortController | null = null;
  #yielded: (() => void) | null = null;
  readonly #channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('soundings') : null;

  constructor(private readonly events: TabLockEvents) {
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => void this.#hear(data));
  }

  /** Takes the notebook if no tab has it, else waits for it in the background; gives up the one before. */
  async hold(notebook: string): Promise<void> {
    if (notebook === this.#notebook && this.#held) return;
    this.release();
    this.#notebook = notebook;
    if (!('locks' in navigator)) return;
    const free = await this.#request({ ifAvailable: true });
    if (notebook !== this.#notebook) return;
    this.elsewhere = !free;
    if (!free) this.#wait();
  }

  /** Gives the notebook up. */
  release(): void {
    this.#notebook = '';
    this.#waiting?.abort();
    this.#waiting = null;
    this.#held?.end();
    this.#held = null;
    this.elsewhere = false;
  }

  /** Asks the other tab to save and to let go; one that does not answer loses the notebook all the same. */
  async takeOver(): Promise<void> {
    const notebook = this.#notebook;
    if (!this.elsewhere || this.taking) return;
    this.taking = true;
    await new Promise<void>((resolve) => {
      this.#yielded = resolve;
      setTimeout(resolve, PATIENCE);
      this.#channel?.postMessage({ type: 'take-over', notebook } satisfies TabMessage);
    });
    if (notebook === this.#notebook && (await this.#request({ steal: true }))) this.#gained();
    this.taking = false;
  }

  /** Tells the other tabs that nothing is kept any more. */
  sayErased(): void {
    this.#channel?.postMessage({ type: 'erased' } satisfies TabMessage);
  }

  async #hear(message: TabMessage): Promise<void> {
    if (message.type === 'erased') this.events.onErased();
    else if (message.notebook !== this.#notebook) return;
    else if (message.type === 'yielded') this.#yielded?.();
    else if (this.#held) {
      this.elsewhere = true;
      await this.events.onAsked();
      this.#channel?.postMessage({ type: 'yielded', notebook: message.notebook } satisfies TabMessage);
    }
  }

  #wait(): void {
    const waiting = new AbortController();
    this.#waiting = waiting;
    void this.#request({ signal: waiting.signal }).then((got) => got && this.#gained());
  }

  #gained(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    this.elsewhere = false;
    this.events.onGained();
  }

  /** Resolves with whether the lock was had; it is then held until `release`, or until another tab takes it. */
  #request(options: LockOptions): Promise<boolean> {
    const notebook = this.#notebook;
    return new Promise((resolve) => {
      let held: { end: () => void } | null = null;
      navigator.locks
        .request(lockOf(notebook), options, (lock) => {
          resolve(lock !== null && notebook === this.#notebook);
          if (!lock || notebook !== this.#notebook) return undefined;
          return new Promise<void>((end) => (this.#held = held = { end }));
        })
        .catch(() => {
          resolve(false);
          if (held && this.#held === held) this.#lost();
        });
    });
  }

  /** Another tab has taken the notebook: from now on this one waits for it. */
  #lost(): void {
    this.#held = null;
    this.elsewhere = true;
    this.#wait();
  }
}

/** Whether a tab, this one included, has the notebook open for writing. */
export async function isHeld(notebook: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lockOf(notebook));
}
