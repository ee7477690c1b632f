import type { Note } from '../../formats/note';
import { formatCount, formatList, formatPlural } from '../../values/format';
import type { TablePlan } from './table-plan';

/** Ids of the rules that no program's conventions gave, but rows at the end of this very file. */
const CLOSING: readonly string[] = ['totals', 'footer'];

/**
 * What to say of rows that may be no data. Nobody decided on them yet where `isDecided` is false: then those that are
 * still in the table are told too. `counts` are the rows that each rule speaks of.
 */
export function rowRuleNotes(
  { rules, columns }: TablePlan,
  counts: readonly number[],
  isDecided: boolean,
): Note[] {
  const found = rules.flatMap((rule, i) => {
    const count = counts[i] ?? 0;
    return count > 0 ? [{ ...rule, count }] : [];
  });
  const left = found.filter(({ leftOut }) => leftOut);
  const still = isDecided ? [] : found.filter(({ leftOut }) => !leftOut);
  const isShown = (name: string): boolean =>
    columns.some(({ plan, fate }) => plan.name === name && fate === 'kept');
  return [
    ...left.map(({ id, label, count, column, values }): Note => {
      const words = values.slice(0, 3).map((value) => `“${value}”`);
      const which = CLOSING.includes(id) && isShown(column) ? ` (${formatList(words)})` : '';
      const tone = CLOSING.includes(id) && !isDecided ? 'caution' : 'plain';
      return { tone, text: `${formatPlural(count, 'row')} left out: ${label}${which}.` };
    }),
    ...(still.length > 0
      ? [
          {
            tone: 'caution' as const,
            text: `Rows that may be no data are in the table: ${formatList(
              still.map(({ label, count }) => `${label} (${formatCount(count)})`),
            )}. They can be left out under “Rows”.`,
          },
        ]
      : []),
  ];
}
