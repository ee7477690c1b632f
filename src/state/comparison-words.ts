import type { ImportReport, SourceComparison } from '../engine/api';
import type { Note } from '../formats/note';
import type { Cell } from '../notebook/document';
import { formatCount, formatList, formatPercent, formatPlural } from '../values/format';
import { typeWord } from './type-words';
import type { Workspace } from './workspace.svelte';

const MOST_NAMES = 6;

/** What a new file changes, as sentences, the gravest first; `using` says which cells name a column. */
export function comparisonSentences(
  { rows, added, gone, retyped, renamed, keys, sameRows, shifts }: SourceComparison,
  using: (column: string) => readonly string[],
): Note[] {
  const missed = gone.flatMap(({ name }) => {
    const cells = using(name);
    return cells.length > 0 ? [`${name} (${formatList(cells)})`] : [];
  });
  const notes: (Note | null)[] = [
    missed.length > 0
      ? caution(
          `${missed.length === 1 ? 'A column is gone that cells use' : 'Columns are gone that cells use'}: ${names(missed)}.`,
        )
      : null,
    plain(rowSentence(rows)),
    keys ? plain(keySentence(keys)) : null,
    !keys && sameRows !== null ? plain(`${formatPlural(sameRows, 'row is', 'rows are')} in both.`) : null,
    gone.length > 0 ? caution(`${columns(gone.length)} gone: ${names(gone.map(({ name }) => name))}.`) : null,
    ...renamed.map(({ before, now, alike }) =>
      plain(`${before} may be called ${now} now: ${formatPercent(alike)} of its values are the same.`),
    ),
    added.length > 0 ? plain(`${columns(added.length)} new: ${names(added.map(({ name }) => name))}.`) : null,
    ...retyped.map(({ name, before, now }) =>
      caution(`${name} is ${typeWord(now)} now, before ${typeWord(before)}.`),
    ),
    ...shifts,
  ];
  const said = notes.filter((note) => note !== null);
  const same = gone.length + added.length + retyped.length === 0;
  return same ? [...said, plain('The columns are the same.')] : said;
}

const plain = (text: string): Note => ({ text, tone: 'plain' });
const caution = (text: string): Note => ({ text, tone: 'caution' });
const columns = (count: number): string => `${formatPlural(count, 'column')} ${count === 1 ? 'is' : 'are'}`;
const names = (list: readonly string[]): string =>
  list.length <= MOST_NAMES
    ? formatList(list)
    : `${list.slice(0, MOST_NAMES).join(', ')} and ${formatCount(list.length - MOST_NAMES)} more`;

function rowSentence({ before, now }: SourceComparison['rows']): string {
  const change = now - before;
  const by =
    change === 0
      ? 'as before'
      : `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than before`;
  return `${formatPlural(now, 'row')}, ${by}.`;
}

function keySentence({ column, gone, added, both, changed }: NonNullable<SourceComparison['keys']>): string {
  const kept =
    changed > 0
      ? `${formatCount(both)} in both, ${formatCount(changed)} of them changed`
      : `${formatCount(both)} in both`;
  return `By ${column}: ${formatCount(added)} new, ${formatCount(gone)} gone, ${kept}.`;
}

/** Lines rejected and values that did not fit: what the reading itself has to say. */
export function readingCautions(report: ImportReport): Note[] {
  const misfits = report.columns.filter(({ misfits }) => misfits > 0);
  return [
    ...(report.doubtful ? [caution('Its reading is doubtful.')] : []),
    ...(report.rejectedCount > 0 ? [caution(`${formatPlural(report.rejectedCount, 'line')} rejected.`)] : []),
    ...misfits.map(({ name, misfits: count }) =>
      caution(
        `${formatPlural(count, 'value')} of ${name} ${count === 1 ? 'does' : 'do'} not fit and ${count === 1 ? 'is' : 'are'} empty.`,
      ),
    ),
  ];
}

/** The cells that read a source and name one of its columns. */
export function cellsNaming(workspace: Workspace, relation: string): (column: string) => string[] {
  const key = relation.toLowerCase();
  const readers = [...workspace.runs.plan.cells.values()].filter((cell) =>
    workspace.runs.plan.graph.sources(cell.id).some((name) => name.toLowerCase() === key),
  );
  return (column) => readers.filter((cell) => mentions(cell, column)).map(({ name }) => name);
}

const mentions = ({ body }: Cell, column: string): boolean =>
  new RegExp(
    `(?<![\\p{L}\\p{N}_])${column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`,
    'iu',
  ).test(body);
