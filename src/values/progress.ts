/** How far a run has come. `fraction` is absent where nobody can know; then the elapsed time is shown. */
export interface Progress {
  /** What is being done, in two or three words: "Reading orders.csv". */
  stage: string;
  /** From 0 to 1. */
  fraction?: number;
}
export type OnProgress = (progress: Progress) => void;
