import { literal } from '../../sql/quote';
import { numberColumn, textColumn, type Column } from '../../values/table';
import type { PublishedTable } from '../analysis';
import type { SegmentInput } from './form';
import { CRITERIA, type Segmentation } from './result';
import { keyOf } from './rows';

const NONE = NaN;

/**
 * `<name>`: key, segment, probability, stable of every row that took part. `_profile`, `_choice`, `_rule` as every method
 * has them; `_scored`: all rows of the relation, also those left out, with the segment that the rule gives them.
 */
export function segmentTables(
  found: Segmentation,
  input: SegmentInput,
  kept: string,
): Record<string, PublishedTable> {
  return {
    '': mainTable(found, input, kept),
    profile: { columns: profileTable(found) },
    choice: { columns: choiceTable(found) },
    ...(found.rule ? ruleTables(found, input) : {}),
  };
}

function mainTable(found: Segmentation, input: SegmentInput, kept: string): PublishedTable {
  const names = found.segments.map(({ name }, i) => `WHEN ${i + 1} THEN ${literal(name)}`).join(' ');
  const stable = found.segments.flatMap((segment, i) => (segment.stable ? [i + 1] : []));
  const isStable = stable.length > 0 ? `assigned.segment IN (${stable.join(', ')})` : 'FALSE';
  const probability = found.probabilities ? 'assigned.probability' : '1.0::DOUBLE';
  const sql = `SELECT points.key, CASE assigned.segment ${names} END AS segment,
  ${probability} AS probability, ${isStable} AS stable
FROM ${input.kept(kept)} AS points
JOIN ${input.resultTable} AS assigned USING (row_number)
ORDER BY points.row_number`;
  const probabilities = found.probabilities ? [numberColumn('probability', found.probabilities)] : [];
  return { sql, result: [numberColumn('segment', found.labels), ...probabilities] };
}

function profileTable({ profile, segments }: Segmentation): Column[] {
  const numbers = (name: string, of: (row: (typeof profile)[number]) => number | null, type?: string) =>
    numberColumn(
      name,
      Float64Array.from(profile, (row) => of(row) ?? NONE),
      type,
    );
  const texts = (name: string, of: (row: (typeof profile)[number]) => string | null) =>
    textColumn(
      name,
      profile.map((row) => of(row)),
    );
  return [
    texts('segment', ({ segment }) => segments[segment]?.name ?? null),
    numbers('size', ({ segment }) => segments[segment]?.size ?? null, 'BIGINT'),
    numbers('share', ({ segment }) => segments[segment]?.share ?? null),
    texts('variable', ({ variable }) => variable),
    texts('level', ({ level }) => level),
    numbers('mean', ({ mean }) => mean),
    numbers('overall', ({ overall }) => overall),
    numbers('lift', ({ lift }) => lift),
    numbers('p_adjusted', ({ pAdjusted }) => pAdjusted),
    numbers('standardised', ({ standardised }) => standardised),
    numbers('share_of_total', ({ ofTotal }) => ofTotal),
    numbers('jaccard', ({ segment }) => segments[segment]?.jaccard ?? null),
    flags(
      'stable',
      profile.map(({ segment }) => segments[segment]?.stable ?? false),
    ),
    flags(
      'used',
      profile.map(({ used }) => used),
    ),
  ];
}

const flags = (name: string, values: boolean[]): Column => ({
  name,
  type: 'BOOLEAN',
  kind: 'boolean',
  values,
});

function choiceTable({ choice }: Segmentation): Column[] {
  const rows = choice.candidates.flatMap(({ k, criteria }) =>
    CRITERIA.flatMap((criterion) => {
      const value = criteria[criterion];
      return value === undefined ? [] : [{ k, criterion, value }];
    }),
  );
  return [
    numberColumn(
      'k',
      Float64Array.from(rows, ({ k }) => k),
      'BIGINT',
    ),
    textColumn(
      'criterion',
      rows.map(({ criterion }) => criterion),
    ),
    numberColumn(
      'value',
      Float64Array.from(rows, ({ value }) => value),
    ),
    flags(
      'chosen',
      rows.map(({ k }) => k === choice.k),
    ),
  ];
}

/** How new rows are given their segment: the expression, and a question that can stand in a SQL cell. */
export const scoringSql = (expression: string, from: string): string =>
  `SELECT *, ${expression} AS segment\nFROM ${from}`;

function ruleTables({ rule }: Segmentation, input: SegmentInput): Record<string, PublishedTable> {
  if (!rule) return {};
  const number = (name: string, value: number): Column => numberColumn(name, Float64Array.of(value));
  return {
    rule: {
      columns: [
        textColumn('sql', [rule.expression]),
        textColumn('query', [scoringSql(rule.expression, input.relation)]),
        textColumn('columns', [rule.columns.join(', ')]),
        number('hit_rate', rule.hitRate),
        number('hit_rate_error', rule.hitRateError),
        number('base_rate', rule.baseRate),
        number('best_hit_rate', rule.bestHitRate),
      ],
    },
    scored: { sql: `SELECT ${keyOf(input)} AS key, ${rule.expression} AS segment\nFROM ${input.relation}` },
  };
}
