import { formatCount } from '../../values/format';
import type { ColumnPlan } from './column-plan';
import { missingSpelling } from './missing';
import { kindOf } from './value-sql';

/**
 * The plan to try next where values of the whole file do not fit: with one more spelling of a missing value, with
 * fractions, else text, and then it is said why. `example` is one of those values, `count` how many there are. Each plan
 * is wider than the last, so asking again comes to an end.
 */
export function widerPlan(plan: ColumnPlan, example: string | null, count?: number): ColumnPlan {
  const { missing = [] } = plan.reading;
  const spelling = example === null ? null : missingSpelling(example);
  if (spelling && !missing.includes(spelling))
    return { ...plan, reading: { ...plan.reading, missing: [...missing, spelling] } };
  return asTextBecause(plan, example, count);
}

function asTextBecause(
  { name, type }: ColumnPlan,
  example: string | null,
  count: number | undefined,
): ColumnPlan {
  const such = example === null ? '' : `, such as "${example.slice(0, 40)}"`;
  const values =
    count === undefined ? 'values are' : `${formatCount(count)} ${count === 1 ? 'value is' : 'values are'}`;
  return {
    name,
    type: 'VARCHAR',
    reading: {},
    changed: [],
    note: `made text, because ${values} not ${wordFor(type)}${such}`,
  };
}

function wordFor(type: string): string {
  if (kindOf(type) === 'boolean') return 'yes or no';
  if (kindOf(type) === 'number') return 'a number';
  return type === 'DATE' ? 'a date' : 'a time';
}
