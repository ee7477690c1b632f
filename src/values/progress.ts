/** How far a run has come. `fraction` is absent where nobody can know; then the elapsed time is shown. */
export interface Progress<Preview = never> {
  /** What is being done, in two or three words: "Reading orders.csv". */
  stage: string;
  /** From 0 to 1. */
  fraction?: number;
  /** What can be shown already, before the rest is done: an estimate whose intervals follow. */
  preview?: Preview;
}
export type OnProgress<Preview = never> = (progress: Progress<Preview>) => void;
