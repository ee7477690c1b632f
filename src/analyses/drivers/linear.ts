import {
  correlationOf,
  lmgOfPlayers,
  lmgOfPlayersByOrders,
  MOST_EXACT_DRIVERS,
  ordersWithReverses,
  type Players,
} from '../../stats/shapley';
import { regress } from '../../stats/regression';
import { relativeWeights } from '../../stats/relative-weights';
import { firstImportances, lastImportances, prattImportances } from '../../stats/simple-importance';
import type { Encoding } from './encode';
import type { DriversMethod } from './options';
import { layoutOf, playerMeans, playerSlopes, sharesOf } from './quantities';

/** What a set of rows comes to: means in the variables' own units and covariances, the outcome first. */
export interface LinearMoments {
  rows: number;
  /** By column used; NaN for a category. */
  columnMeans: Float64Array;
  /** By variable. */
  means: Float64Array;
  /** By pair of variables, row-major. */
  covariance: Float64Array;
}

export type Importances = (covariance: Float64Array) => Float64Array;

/** Replicates of an exact importance cost the walk once per group; above this many players they take seeded orders. */
export const MOST_EXACT_REPLICATES = 16;
const ORDER_PAIRS = 128;

/** The method that is carried out: exact LMG goes to 27 players. */
export const methodFor = (asked: DriversMethod, players: number): DriversMethod =>
  asked === 'lmg' && players > MOST_EXACT_DRIVERS ? 'johnson' : asked;

/** Players as places among the drivers' variables, from 0. */
export const playersOfModel = (encoding: Encoding): Players =>
  encoding.players.map(({ variables }) => variables.map((variable) => variable - 1));

/** Importances by player from the covariance of outcome and drivers. */
export function importancesBy(method: DriversMethod, encoding: Encoding): Importances {
  const players = playersOfModel(encoding);
  const drivers = encoding.driverVariables;
  if (method === 'lmg')
    return varyingOnly(players, (covariance, some) => lmgOfPlayers(covariance, drivers, some));
  if (method === 'first') return (covariance) => firstImportances(covariance, drivers, players);
  if (method === 'last') return (covariance) => lastImportances(covariance, drivers, players);
  if (method === 'pratt') return (covariance) => prattImportances(covariance, drivers, players);
  return (covariance) => {
    const weights = relativeWeights(covariance, drivers);
    return Float64Array.from(players, (columns) =>
      columns.reduce((sum, column) => sum + (weights[column] as number), 0),
    );
  };
}

/** The same random orders, each with its reverse, for every replicate: what they miss is then common to all. */
export function importancesByOrders(
  encoding: Encoding,
  seed: number,
): { importances: Importances; orders: number } {
  const players = playersOfModel(encoding);
  const count = players.filter((columns) => columns.length > 0).length;
  const orders = ordersWithReverses(count, ORDER_PAIRS, seed);
  const importances = varyingOnly(players, (covariance, some) =>
    lmgOfPlayersByOrders(covariance, encoding.driverVariables, some, orders),
  );
  return { importances, orders: orders.length };
}

/** Players without a variable get 0 and do not lengthen the walk. */
function varyingOnly(
  players: Players,
  importances: (covariance: Float64Array, players: Players) => Float64Array,
): Importances {
  const places = players.flatMap((columns, i) => (columns.length > 0 ? [i] : []));
  const some = places.map((i) => players[i] as readonly number[]);
  return (covariance) => {
    const all = new Float64Array(players.length);
    importances(covariance, some).forEach((value, i) => (all[places[i] as number] = value));
    return all;
  };
}

/** Everything that has an interval, by `layoutOf`. */
export function linearQuantities(
  moments: LinearMoments,
  encoding: Encoding,
  importances: Importances,
): Float64Array {
  const layout = layoutOf(encoding, true);
  const covariance = modelCovariance(moments.covariance, encoding);
  const importance = importances(covariance);
  const model = regress(covariance, encoding.driverVariables, moments.rows);
  const result = new Float64Array(layout.length);
  result.set(importance, layout.importance);
  result.set(sharesOf(importance), layout.share);
  result.set(playerMeans(encoding, moments.columnMeans), layout.performance);
  result.set(playerSlopes(encoding, model.coefficients), layout.slope);
  result.set(model.coefficients, layout.coefficient);
  result[layout.rSquared] = model.rSquared;
  result[layout.outcomeMean] = moments.means[0] as number;
  if (encoding.npsVariable !== null) {
    const nps = modelCovariance(moments.covariance, encoding, encoding.npsVariable);
    result.set(
      playerSlopes(encoding, regress(nps, encoding.driverVariables, moments.rows).coefficients),
      layout.npsSlope,
    );
  }
  const { npsPerUnit } = encoding;
  if (npsPerUnit !== null)
    result.set(
      playerSlopes(encoding, model.coefficients).map((slope) => slope * npsPerUnit),
      layout.npsSlope,
    );
  return result;
}

/** The covariance of an outcome (the first row) and the drivers' variables. */
export function modelCovariance(covariance: Float64Array, encoding: Encoding, outcome = 0): Float64Array {
  const all = encoding.variables.length;
  const places = [outcome, ...Array.from({ length: encoding.driverVariables }, (_, i) => i + 1)];
  if (outcome === 0 && places.length === all) return covariance;
  const result = new Float64Array(places.length ** 2);
  places.forEach((row, i) =>
    places.forEach((column, j) => {
      result[i * places.length + j] = covariance[row * all + column] as number;
    }),
  );
  return result;
}

/** By driver variable. */
export const correlationsToOutcome = (covariance: Float64Array, drivers: number): Float64Array =>
  correlationOf(covariance, drivers + 1).slice(1, drivers + 1);
