import { packedWithRoom, sweep } from './shapley-walk';
import { correlationOf, type Players } from './shapley';

/** Above this the R² of all sets would fill memory (2^20 numbers are 8 MB), and pairs take seconds. */
export const MOST_DOMINANCE_PLAYERS = 20;

/** Differences of R² no larger than this are rounding: neither player is better. */
const EQUAL = 1e-10;

export interface Dominance {
  /** By player: the mean over sizes of its conditional values; equal to LMG. */
  general: Float64Array;
  /** Player k's at k·players + s: what it adds to R² on average when s others are in. */
  conditional: Float64Array;
  /** At i·players + j: 1 where i completely dominates j, else 0. 0 both ways is undecided. */
  complete: Uint8Array;
  /** At i·players + j: share 0..1 of the sets without both to which i adds more than j does (ties count for neither). */
  beats: Float64Array;
}

/**
 * Dominance analysis: who adds more to R², and in how many of the models. Player i *completely* dominates j if
 * R²(S + i) >= R²(S + j) for every set S of the others, and somewhere more; *conditionally*, if its mean gain is at
 * least as large at every size of S; *generally*, if the mean of those is larger. Each implies the next.
 *
 * `covariance` as for `lmg`, with `players` who together may be fewer than all drivers. Differences up to 1e-10 of R²
 * count as ties. RangeError above 20 players. Sources: Budescu (1993); Azen & Budescu (2003), Psychological Methods
 * 8(2). Held to brute force and to the values printed in the domir vignette in tests/stats.
 */
export function dominance(covariance: Float64Array, drivers: number, players: Players): Dominance {
  if (players.length > MOST_DOMINANCE_PLAYERS)
    throw new RangeError(
      `dominance of ${players.length} drivers: at most ${MOST_DOMINANCE_PLAYERS} can be compared in all models`,
    );
  const rSquared = rSquaredOfAllSets(covariance, drivers, players);
  const conditional = conditionalValues(rSquared, players.length);
  return {
    conditional,
    general: Float64Array.from(players, (_, player) => {
      const own = conditional.subarray(player * players.length, (player + 1) * players.length);
      return own.reduce((total, value) => total + value, 0) / players.length;
    }),
    ...completeDominance(rSquared, players.length),
  };
}

/** R² of every set of players: that of players a, b, ... at 2^a + 2^b + ... (0 for nobody). */
export function rSquaredOfAllSets(covariance: Float64Array, drivers: number, players: Players): Float64Array {
  const correlation = correlationOf(covariance, drivers + 1);
  const places = [0, ...players.flat().map((column) => column + 1)];
  const chosen = places.flatMap((i) => places.map((j) => correlation[i * (drivers + 1) + j] as number));
  const matrix = packedWithRoom(Float64Array.from(chosen), places.length);
  const rSquared = new Float64Array(2 ** players.length);
  const visit = (at: number, columns: number, left: number, set: number): void => {
    if (left === 0) {
      rSquared[set] = matrix[at] as number;
      return;
    }
    const rest = columns - (players[left - 1]?.length ?? 0);
    let next = at;
    for (let last = columns; last > rest; last -= 1) next = sweep(matrix, next, last);
    visit(next, rest, left - 1, set + 2 ** (left - 1));
    visit(at, rest, left - 1, set);
  };
  visit(0, places.length - 1, players.length, 0);
  return rSquared;
}

function conditionalValues(rSquared: Float64Array, players: number): Float64Array {
  const total = new Float64Array(players * players);
  for (let set = 0; set < rSquared.length; set += 1) {
    const size = membersOf(set);
    for (let player = 0; player < players; player += 1) {
      if ((set >> player) & 1) continue;
      const at = player * players + size;
      total[at] =
        (total[at] as number) + (rSquared[set + (1 << player)] as number) - (rSquared[set] as number);
    }
  }
  let sets = 1;
  for (let size = 0; size < players; size += 1) {
    for (let at = size; at < total.length; at += players) total[at] = (total[at] as number) / sets;
    sets = (sets * (players - 1 - size)) / (size + 1);
  }
  return total;
}

function completeDominance(rSquared: Float64Array, players: number): Pick<Dominance, 'complete' | 'beats'> {
  const complete = new Uint8Array(players * players);
  const beats = new Float64Array(players * players);
  const sets = 2 ** Math.max(0, players - 2);
  for (let i = 0; i < players; i += 1)
    for (let j = 0; j < i; j += 1) {
      const { wins, losses } = contest(rSquared, 1 << i, 1 << j);
      beats[i * players + j] = wins / sets;
      beats[j * players + i] = losses / sets;
      if (wins > 0 && losses === 0) complete[i * players + j] = 1;
      if (losses > 0 && wins === 0) complete[j * players + i] = 1;
    }
  return { complete, beats };
}

/** In how many sets of the others the first adds more than the second, and in how many less. */
function contest(rSquared: Float64Array, first: number, second: number): { wins: number; losses: number } {
  const both = first + second;
  let wins = 0;
  let losses = 0;
  for (let set = 0; set < rSquared.length; set += 1) {
    if (set & both) continue;
    const difference = (rSquared[set + first] as number) - (rSquared[set + second] as number);
    if (difference > EQUAL) wins += 1;
    else if (difference < -EQUAL) losses += 1;
  }
  return { wins, losses };
}

function membersOf(set: number): number {
  let members = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) members += 1;
  return members;
}
