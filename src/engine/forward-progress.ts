import type { OnProgress } from '../values/progress';

/**
 * Joins what an import says it is doing with the percentages that DuckDB gives for every statement it runs. Within a
 * stage the fraction only grows: the short statements after the reading start from 0 again and mean nothing.
 */
export function forwardProgress(onProgress: OnProgress): {
  tell: OnProgress;
  percentage(percentage: number): void;
} {
  let stage = '';
  let furthest = 0;
  return {
    tell(progress) {
      if (progress.stage !== stage) furthest = progress.fraction ?? 0;
      stage = progress.stage;
      onProgress(progress);
    },
    percentage(percentage) {
      const fraction = Math.min(percentage / 100, 1);
      if (!(fraction > furthest)) return;
      furthest = fraction;
      onProgress({ stage, fraction });
    },
  };
}
