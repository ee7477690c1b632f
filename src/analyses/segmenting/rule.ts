import { ident, literal } from '../../sql/quote';
import { typingRule, type TypingColumn, type TypingTree } from '../../stats/typing-rule';
import { createRandom } from '../../stats/random';
import type { RuleText } from './result';

/** A column the rule may ask for, with how its levels are written in SQL. */
export type AskedColumn = { name: string } & TypingColumn & {
    /** For a categorical column: its levels as SQL literals' texts. */
    texts?: readonly string[];
  };

/** Rows above which the rule is grown on an even sample: more add nothing that a few questions could use. */
export const MOST_RULE_ROWS = 40_000;

/**
 * The rule that tells the segment by the fewest columns, as a CASE; null where there is none (one segment, or a rule
 * that asks nothing). Labels from 0, names by segment.
 */
export function ruleText(
  columns: readonly AskedColumn[],
  labels: Int32Array,
  names: readonly string[],
  seed: number,
  onProgress?: (fraction: number) => void,
): RuleText | null {
  const found = typingRule(columns, labels, {
    random: createRandom(seed),
    ...(onProgress ? { onProgress } : {}),
  });
  if (!found || found.columns.length === 0) return null;
  return {
    expression: caseOf(found.tree, columns, names),
    columns: found.columns.map((column) => columns[column]?.name ?? ''),
    hitRate: found.hitRate,
    hitRateError: found.hitRateError,
    baseRate: found.baseRate,
    bestHitRate: found.bestHitRate,
    leaves: found.leaves,
  };
}

/** A tree as nested CASEs, one question a line: readable, and right for missing values too. */
export function caseOf(
  tree: TypingTree,
  columns: readonly AskedColumn[],
  names: readonly string[],
  indent = '',
): string {
  if (tree.kind === 'leaf') return literal(names[tree.segment] ?? `Segment ${tree.segment + 1}`);
  const inner = `${indent}  `;
  const left = caseOf(tree.left, columns, names, inner);
  const right = caseOf(tree.right, columns, names, inner);
  return `CASE
${indent}  WHEN ${condition(tree, columns)} THEN ${left}
${indent}  ELSE ${right}
${indent}END`;
}

function condition(tree: Exclude<TypingTree, { kind: 'leaf' }>, columns: readonly AskedColumn[]): string {
  const column = columns[tree.column];
  const name = ident(column?.name ?? '');
  if (tree.kind === 'numeric' && tree.atMost === Infinity)
    return tree.missing === 'left' ? 'TRUE' : `${name} IS NOT NULL`;
  const asked =
    tree.kind === 'numeric'
      ? `${name} <= ${number(tree.atMost)}`
      : `${name} IN (${tree.levels.map((level) => column?.texts?.[level] ?? 'NULL').join(', ')})`;
  return tree.missing === 'left' ? `(${asked} OR ${name} IS NULL)` : asked;
}

/** As short as it can be written, without DuckDB's cast: a CRM must be able to read it too. */
const number = (value: number): string => String(value);
