import { literal } from '../../sql/quote';
import type { RfmInput } from './form';
import { NEW_CUSTOMER, readRules } from './rules';
import { placeSql, segmentOrder } from './segments';

/** Where everybody was and is: up and down are by the order of the rules, the best first. Nobody leaves: who stops buying slips. */
const movesSql = (input: RfmInput): string => {
  const order = segmentOrder(readRules(input.options.rules));
  const place = (column: string): string => placeSql(column, order);
  return `SELECT now.customer, coalesce(earlier.segment, ${literal(NEW_CUSTOMER)}) AS from_segment, now.segment AS to_segment,
  CASE
    WHEN earlier.segment IS NULL THEN 'new'
    WHEN ${place('now.segment')} < ${place('earlier.segment')} THEN 'up'
    WHEN ${place('now.segment')} > ${place('earlier.segment')} THEN 'down'
    ELSE 'same'
  END AS direction,
  now.monetary AS value
FROM ${input.kept('customers')} AS now LEFT JOIN ${input.kept('earlier')} AS earlier ON earlier.customer = now.customer
ORDER BY now.row_number`;
};

/** `<name>_moves`: who went where. `<name>_movement`: how many, in the order of the rules. */
export function movementTables(input: RfmInput): Record<'moves' | 'movement', { sql: string }> {
  const order = [...segmentOrder(readRules(input.options.rules)), NEW_CUSTOMER];
  return {
    moves: { sql: movesSql(input) },
    movement: {
      sql: `SELECT from_segment, to_segment, count(*) AS customers, count(*) / sum(count(*)) OVER () AS share, fsum(value) AS value
FROM ${input.published('moves')}
GROUP BY from_segment, to_segment
ORDER BY ${placeSql('from_segment', order)}, ${placeSql('to_segment', order)}`,
    },
  };
}

const SHAPE = {
  from_segment: 'text',
  to_segment: 'text',
  direction: 'text',
  customers: 'number',
  value: 'number',
} as const;

/** The movement with its direction, for the findings; no rows where nothing is compared. */
export const movementQuery = (input: RfmInput) => ({
  sql:
    input.options.compareAsOf === null
      ? `SELECT '' AS from_segment, '' AS to_segment, '' AS direction, 0 AS customers, 0 AS value WHERE FALSE`
      : `SELECT from_segment, to_segment, direction, count(*)::DOUBLE AS customers, fsum(value) AS value
FROM ${input.published('moves')}
GROUP BY from_segment, to_segment, direction
ORDER BY customers DESC, from_segment, to_segment`,
  shape: SHAPE,
});
