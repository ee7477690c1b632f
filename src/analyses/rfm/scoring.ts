import { literal } from '../../sql/quote';
import { formatList } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Measure, RfmInput } from './form';
import type { ScoreCounts } from './segments';

export const MEASURES: readonly Measure[] = ['recency', 'frequency', 'monetary'];
/** How a measure becomes scores. */
export type Way =
  { kind: 'cut' | 'ntile'; scores: number } | { kind: 'fixed'; cuts: readonly number[]; scores: number };

/** How each measure is scored: by the cuts given for it, else as chosen. Throws where fixed cuts are asked for and missing. */
export function scoringOf({ options, roles, label }: RfmInput): Record<Measure, Way> {
  const { scoring, bins, fixedCuts } = options;
  const isUsed = (measure: Measure): boolean => measure !== 'monetary' || roles.amount !== null;
  const without = MEASURES.filter((measure) => isUsed(measure) && !fixedCuts[measure]);
  if (scoring === 'fixed' && without.length > 0)
    throw new InputProblem(`“Fixed cuts”: there are none for ${formatList(without)}.`, {
      hint: `Write \`fixedCuts: { ${without.map((one) => `${one}: [${EXAMPLE[one]}]`).join(', ')} }\` with limits of your own${without.includes('monetary') ? ` (${one(label, roles.amount)})` : ''}, or choose another scoring.`,
    });
  const wayOf = (measure: Measure): Way => {
    const cuts = fixedCuts[measure];
    if (cuts) return { kind: 'fixed', cuts, scores: cuts.length + 1 };
    return { kind: scoring === 'ntile' ? 'ntile' : 'cut', scores: bins };
  };
  return { recency: wayOf('recency'), frequency: wayOf('frequency'), monetary: wayOf('monetary') };
}

const EXAMPLE: Readonly<Record<Measure, string>> = {
  recency: '30, 90, 180, 365',
  frequency: '1, 2, 4, 8',
  monetary: '50, 100, 250, 500',
};
const one = (label: (column: string) => string, column: string | null): string =>
  column === null ? 'money' : `in the unit of "${label(column)}"`;

export const scoreCounts = (ways: Record<Measure, Way>): ScoreCounts => ({
  recency: ways.recency.scores,
  frequency: ways.frequency.scores,
  monetary: ways.monetary.scores,
});

/** Steps that end in `scored`: the table `customers` with its scores r, f and m, 1 the worst. */
export function scoringSteps(ways: Record<Measure, Way>): string {
  const quantiles = MEASURES.filter((measure) => ways[measure].kind === 'cut');
  const cuts = quantiles.map(
    (measure) =>
      `quantile_cont(${measure}::DOUBLE, ${fractionsSql(ways[measure].scores)}) AS ${measure}_cuts`,
  );
  const cutStep = cuts.length > 0 ? `cuts AS (\n  SELECT ${cuts.join(',\n    ')}\n  FROM customers\n), ` : '';
  return `${cutStep}scored AS (
  SELECT customers.*,
    ${ways.recency.scores} - (${stepsAbove('recency', ways.recency)}) AS r,
    1 + ${stepsAbove('frequency', ways.frequency)} AS f,
    ${moneySql(ways.monetary)} AS m
  FROM customers${cuts.length > 0 ? ' CROSS JOIN cuts' : ''}
)`;
}

/** Type 7, as quantile_cont has them: 1 / scores, 2 / scores, ... */
export const fractionsSql = (scores: number): string =>
  `[${Array.from({ length: scores - 1 }, (_, i) => `${i + 1} / ${scores}`).join(', ')}]`;

/** How many cuts lie strictly below the value, so that equal values share a score; or the number of its bin, less one. */
function stepsAbove(measure: Measure, way: Way): string {
  // Ties are broken by the customer, so that a rerun gives the same.
  if (way.kind === 'ntile') return `(ntile(${way.scores}) OVER (ORDER BY ${measure}, customer) - 1)`;
  const cuts =
    way.kind === 'fixed'
      ? way.cuts.map(literal)
      : Array.from({ length: way.scores - 1 }, (_, i) => `${measure}_cuts[${i + 1}]`);
  return cuts.map((cut) => `(${measure} > ${cut})::INTEGER`).join(' + ');
}

function moneySql(way: Way): string {
  if (way.kind !== 'ntile') return `1 + ${stepsAbove('monetary', way)}`;
  return `CASE WHEN monetary IS NOT NULL THEN ntile(${way.scores}) OVER (PARTITION BY monetary IS NULL ORDER BY monetary, customer) END`;
}
