import type { McFaddenShapley } from '../../stats/mcfadden-shapley';
import { conditionalDominance } from '../../stats/set-shapley';
import type { Encoding } from './encode';
import { playersOfModel } from './linear';
import type { DominanceResult } from './result';

/** Dominance by McFadden's R² over all sets; null where a driver does not vary. */
export function logitDominance(
  { logLikelihoods, importances }: McFaddenShapley,
  names: string[],
  encoding: Encoding,
): DominanceResult | null {
  const players = playersOfModel(encoding);
  const count = players.length;
  if (count < 2 || players.some((columns) => columns.length === 0)) return null;
  const values = logLikelihoods.map((value) => 1 - value / (logLikelihoods[0] as number));
  const conditional = conditionalDominance(values, count);
  const complete = new Float64Array(count * count).fill(NaN);
  const verdict: DominanceResult['verdict'] = [];
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j < count; j += 1) {
      const share = i === j ? NaN : shareOfWins(values, i, j);
      complete[i * count + j] = share;
      verdict.push(
        i === j
          ? ''
          : verdictOf(
              share,
              shareOfWins(values, j, i),
              conditional[i] as Float64Array,
              conditional[j] as Float64Array,
              importances,
              i,
              j,
            ),
      );
    }
  return { names, general: importances.slice(), conditional, complete, verdict };
}

function shareOfWins(values: Float64Array, i: number, j: number): number {
  let wins = 0;
  let sets = 0;
  for (let set = 0; set < values.length; set += 1) {
    if ((set >> i) & 1 || (set >> j) & 1) continue;
    sets += 1;
    if ((values[set | (1 << i)] as number) - (values[set | (1 << j)] as number) > 1e-10) wins += 1;
  }
  return wins / sets;
}

function verdictOf(
  wins: number,
  losses: number,
  own: Float64Array,
  other: Float64Array,
  general: Float64Array,
  i: number,
  j: number,
): DominanceResult['verdict'][number] {
  if (wins > 0 && losses === 0) return 'complete';
  const ahead = own.every((value, size) => value >= (other[size] as number) - 1e-10);
  const behind = other.every((value, size) => value >= (own[size] as number) - 1e-10);
  if (ahead && !behind) return 'conditional';
  return (general[i] as number) > (general[j] as number) + 1e-10 ? 'general' : '';
}
