import { literal } from '../../sql/quote';
import type { Queries } from '../analysis';
import type { RfmInput } from './form';
import { amountOf, countedSql, customerOf, dayOf } from './lines';
import { cutPointsQuery } from './cut-points';
import { asOfDay, comparedDay, type Prepared } from './preparation';
import { readRules } from './rules';
import { scoreCounts, scoringOf, scoringSteps } from './scoring';
import { segmentSql } from './segments';
import { traitsQuery } from './traits-query';

/** Every customer with its scores and segment, kept in DuckDB; what the rule and the traits are written from. */
export function scoringQueries(input: RfmInput, prepared: Prepared) {
  const asOf = asOfDay(input, prepared);
  const compared = comparedDay(input, prepared);
  const earlier: Queries =
    compared === null ? {} : { earlier: { sql: scoredSql(input, compared), shape: {}, keep: true } };
  return {
    // Kept for the movement alone: compute reads nothing of it, so that its type need not know it.
    ...(earlier as object),
    customers: { sql: scoredSql(input, asOf), shape: {}, keep: true },
    cutPoints: cutPointsQuery(input),
    traits: traitsQuery(input, asOf),
  } as const;
}

/** The customers of a day as that day's run would have them: recency, frequency, money, scores and segment. */
function scoredSql(input: RfmInput, asOf: string): string {
  const ways = scoringOf(input);
  return `WITH customers AS (
  SELECT ${customerOf(input)} AS customer,
    date_diff('day', max(${dayOf(input)}), ${literal(asOf)}::DATE) AS recency,
    count(DISTINCT ${dayOf(input)}) AS frequency,
    fsum(${amountOf(input)}) AS monetary
  FROM ${input.relation}
  WHERE ${countedSql(input, asOf)}
  GROUP BY customer
), ${scoringSteps(ways)}
SELECT customer, recency, frequency, monetary, r, f, m,
  ${segmentSql(scoreCounts(ways), readRules(input.options.rules))} AS segment
FROM scored
ORDER BY customer`;
}
