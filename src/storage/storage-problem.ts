import { InputProblem } from '../values/problem';

const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'QuotaExceededError' || /quota|disk is full/i.test(error.message));

/** Why something could not be kept, as a sentence. */
export function reasonNotKept(error: unknown): string {
  return isFull(error)
    ? 'There is no room left for it on this device, or in the part that the browser gives to this page.'
    : 'The browser keeps nothing for this page (a private window, or storage that is switched off).';
}

/** A failure of the browser's storage as what a person is told. */
export function storageProblem(error: unknown, what: string): InputProblem {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint = isFull(error)
    ? 'Work goes on in memory: save the notebook as a file, then delete notebooks you no longer need, or free space on the disk.'
    : 'Work goes on in memory: save the notebook as a file before you close this page.';
  return new InputProblem(`${what} could not be kept on this device. ${reasonNotKept(error)}`, {
    reason: 'storage',
    hint,
    detail,
  });
}

/** The kept notebook is not the one that the text continues: another tab has saved it, or deleted it. */
export class ChangedElsewhere extends InputProblem {
  constructor(
    title: string,
    readonly how: 'changed' | 'deleted',
  ) {
    super(`The notebook “${title}” was ${how} in another tab. What you see here is not saved.`, {
      reason: 'storage',
      hint: 'Keep it as a copy, or go on with what the other tab left.',
    });
    this.name = 'ChangedElsewhere';
  }
}

/** Throws unless `base` (null: none) is the revision that is kept; without `base` anything will do. */
export function checkBase(
  title: string,
  kept: { revision?: number } | undefined,
  base: number | null | undefined,
): void {
  if (base === undefined) return;
  if (!kept && base !== null) throw new ChangedElsewhere(title, 'deleted');
  if (kept && base !== (kept.revision ?? 0)) throw new ChangedElsewhere(title, 'changed');
}

/** Runs work with storage; a failure becomes a problem that says what could not be kept. */
export async function keeping<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputProblem) throw error;
    throw storageProblem(error, what);
  }
}
