import type { Encoding } from './encode';

/** Where each kind of quantity stands in a vector of estimates: what replicates hold, in the same order. */
export interface Layout {
  players: number;
  /** Numbers of the model: variables without the outcome. */
  coefficients: number;
  importance: number;
  share: number;
  performance: number;
  /** Of players: NaN where a category. */
  slope: number;
  /** Of single variables. */
  coefficient: number;
  /** NPS points per unit of a player; -1 without NPS. */
  npsSlope: number;
  /** Outcome units (probability of a binary one) per unit of a player, for moves. */
  moveSlope: number;
  rSquared: number;
  outcomeMean: number;
  length: number;
}

/** `linear`: the model is linear even where the outcome is not (the preview). */
export function layoutOf(encoding: Encoding, linear = encoding.family === 'linear'): Layout {
  const players = encoding.players.length;
  const coefficients = encoding.driverVariables;
  const importance = 0;
  const share = players;
  const performance = 2 * players;
  const slope = 3 * players;
  const coefficient = 4 * players;
  const rSquared = coefficient + coefficients;
  const outcomeMean = rSquared + 1;
  // Of a linear outcome the slope itself.
  const separate = !linear;
  const nps = encoding.npsVariable !== null || encoding.npsPerUnit !== null;
  const moveSlope = separate ? outcomeMean + 1 : slope;
  return {
    players,
    coefficients,
    moveSlope,
    importance,
    share,
    performance,
    slope,
    coefficient,
    rSquared,
    outcomeMean,
    npsSlope: nps ? outcomeMean + 1 : -1,
    length: outcomeMean + 1 + (nps || separate ? players : 0),
  };
}

/** Shares of what all explain together; 0 where nothing is explained. */
export function sharesOf(importance: Float64Array): Float64Array {
  const explained = importance.reduce((sum, value) => sum + value, 0);
  return importance.map((value) => (explained > 0 ? value / explained : 0));
}

/**
 * A player's slope from its variables' coefficients: of a rating its own, of a group the sum (all its columns move by
 * one unit together; a column without a coefficient of its own adds nothing), NaN for a category and for no variable.
 */
export function playerSlopes(encoding: Encoding, coefficients: ArrayLike<number>): Float64Array {
  return Float64Array.from(encoding.players, ({ kind, variables }) => {
    const numeric = variables.filter((variable) => encoding.variables[variable]?.level === null);
    if (kind === 'category' || numeric.length === 0) return NaN;
    const own = numeric.map((variable) => coefficients[variable - 1] as number);
    const known = own.filter((value) => !Number.isNaN(value));
    return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0);
  });
}

/** A player's mean from its columns' means (NaN where unknown, a category): of a group the mean over its columns. */
export function playerMeans(encoding: Encoding, columnMeans: ArrayLike<number>): Float64Array {
  return Float64Array.from(encoding.players, ({ columns }) => {
    const means = columns
      .map((column) => columnMeans[column] as number)
      .filter((mean) => !Number.isNaN(mean));
    return means.length === 0 ? NaN : means.reduce((sum, mean) => sum + mean, 0) / means.length;
  });
}
