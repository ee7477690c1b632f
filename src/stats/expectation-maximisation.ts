/**
 * Whether an EM iteration has come to rest, from its log-likelihoods so far: EM's gains shrink by a steady factor, so
 * that the last two tell what is still to come, gain · rate / (1 - rate) (Aitken; McLachlan & Krishnan, The EM Algorithm,
 * 4.9). True where that is below 1e-7 plus `relative` (1e-11) of the log-likelihood. A small last gain alone would stop a slow
 * iteration far from its end.
 */
export function hasSettled(history: readonly number[], relative = 1e-11): boolean {
  const [before, previous, last] = history.slice(-3);
  if (before === undefined || previous === undefined || last === undefined) return false;
  return gainToCome(previous - before, last - previous) < 1e-7 + relative * Math.abs(last);
}

/** The sum of all gains after `gain`, where the one before it was `previousGain`; rounding's own noise counts as 0. */
function gainToCome(previousGain: number, gain: number): number {
  if (gain <= 0) return 0;
  if (!(previousGain > gain)) return Infinity;
  const rate = gain / previousGain;
  return (gain * rate) / (1 - rate);
}
