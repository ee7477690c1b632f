import { literal } from '../../sql/quote';
import type { Query, RowsOf } from '../analysis';
import type { Measure, RfmInput } from './form';
import { fractionsSql, MEASURES, scoringOf, type Way } from './scoring';

const SHAPE = { measure: 'text', place: 'number', cut: 'number', below: 'number', above: 'number' } as const;

/**
 * Where one score ends and the next begins: for every measure and place the cut, the largest value up to it and the
 * least above it. Equal bins have no cut points of their own: a bin ends with its largest value.
 */
export function cutPointsQuery(input: RfmInput): Query<typeof SHAPE> {
  const ways = scoringOf(input);
  const customers = input.kept('customers');
  const parts = MEASURES.filter((measure) => measure !== 'monetary' || input.roles.amount !== null).map(
    (measure) => `SELECT ${literal(measure)} AS measure, place::DOUBLE AS place, cut,
  max(${measure}) FILTER (${measure} <= cut)::DOUBLE AS below,
  min(${measure}) FILTER (${measure} > cut)::DOUBLE AS above
FROM (${cutsSql(measure, ways[measure], customers)}) AS cuts CROSS JOIN ${customers}
GROUP BY place, cut`,
  );
  return { sql: `${parts.join('\nUNION ALL\n')}\nORDER BY measure, place`, shape: SHAPE };
}
export type CutPointRows = RowsOf<{ cutPoints: ReturnType<typeof cutPointsQuery> }>['cutPoints'];

function cutsSql(measure: Measure, way: Way, customers: string): string {
  if (way.kind === 'fixed')
    return `SELECT * FROM (VALUES ${way.cuts.map((cut, i) => `(${i + 1}, ${literal(cut)}::DOUBLE)`).join(', ')}) AS given (place, cut)`;
  const places = `range(1, ${way.scores})`;
  if (way.kind === 'cut')
    return `SELECT unnest(${places}) AS place, unnest(quantile_cont(${measure}::DOUBLE, ${fractionsSql(way.scores)})) AS cut FROM ${customers}`;
  const bin = { recency: `${way.scores + 1} - r`, frequency: 'f', monetary: 'm' }[measure];
  return `SELECT place, max(${measure})::DOUBLE AS cut FROM (SELECT unnest(${places}) AS place) AS places LEFT JOIN ${customers} ON ${bin} <= place GROUP BY place`;
}
