import { DOUBTFUL } from '../../formats/doubtful';
import { conventionFor } from '../../formats';
import type { DateOrder, ImportChoices } from '../../formats/choices';
import type { Convention, Format, Meaning, TableSample } from '../../formats/format';
import type { Note } from '../../formats/note';
import { personalKind } from '../../formats/personal';
import type { PersonalKind } from '../../formats/personal/personal';
import { planColumns } from '../../formats/types';
import type { ColumnPlan } from '../../formats/types/column-plan';
import { formatList } from '../../values/format';
import { ownValue } from '../../values/own-value';
import { columnNames } from './column-names';
import type { FoundTable } from './found-table';
import { rulesOf, speaksOf, type PlannedRule } from './row-rules';

const MOST_EXAMPLES = 5;

/** What becomes of every column of a file, and of rows that may be no data. */
export interface TablePlan {
  /** In the order of the file. */
  columns: PlannedColumn[];
  rules: PlannedRule[];
  format: { id: string; label: string } | null;
  notes: Note[];
}

export interface PlannedColumn {
  plan: ColumnPlan;
  /** The name in the file where it had to be changed. */
  original?: string;
  fate: 'kept' | 'dropped' | 'hashed';
  /** The mark between several choices, where each becomes a column. */
  split?: string;
  /** Whose word the type is: values that do not fit become null and are counted. */
  isChosen: boolean;
  label?: string;
  meaning?: Meaning;
  personal?: PersonalKind;
  listOf?: string;
  note?: string;
  examples: string[];
}

/** A table with what is to become of it; the convention may have found other header rows, and so another table. */
export async function planTable(
  found: FoundTable,
  choices: ImportChoices,
  chosenTypes: readonly string[],
): Promise<{ table: FoundTable; plan: TablePlan }> {
  const first = named(found);
  const said = conventionFor(sampleFor(found, first.names), choices.format);
  const rows = said?.convention.headerRows;
  const moved = rows !== undefined && rows !== headerOf(found) && choices.header === undefined;
  const table = settled(moved ? await found.withHeader(rows) : found, said?.format ?? null, first.names);
  const { names, originals, notes } =
    moved || said?.convention.names ? named(table, said?.convention) : first;
  const convention = said?.convention ?? NOTHING;
  const rules = rulesOf(table, names, convention, choices);
  const values = byColumn(
    table.sample.filter((row) => !rules.some((rule) => rule.leftOut && speaksOf(rule, names, row))),
    names.length,
  );
  const chosen = new Set(chosenTypes);
  const plans = planColumns(names, values, toldTypes(table, names, convention, choices, chosen));
  return {
    table,
    plan: {
      columns: plans.map((plan, i) => ({
        plan,
        ...(originals[i] === undefined || originals[i] === plan.name ? {} : { original: originals[i] }),
        ...fateOf(plan.name, choices),
        isChosen: chosen.has(plan.name),
        ...meaningOf(plan.name, values[i] ?? [], convention),
        examples: examplesOf(values[i] ?? []),
      })),
      rules,
      format: said ? { id: said.format.id, label: said.format.label } : null,
      notes: [...notes, ...convention.notes, ...listNotes(convention, choices)],
    },
  };
}

/** Columns that list several choices in one value, as long as nobody made columns of them. */
function listNotes({ columns }: Convention, { split = {} }: ImportChoices): Note[] {
  const lists = Object.keys(columns).filter((name) => columns[name]?.listOf && !Object.hasOwn(split, name));
  const [one, several] = ['lists several choices in a value', 'list several choices in a value'];
  return lists.length === 0
    ? []
    : [
        {
          tone: 'plain',
          text: `${formatList(lists.slice(0, 5).map((name) => `\`${name}\``))} ${lists.length === 1 ? one : several}: “one column a choice” makes a yes/no column of each.`,
        },
      ];
}

const NOTHING: Convention = { columns: {}, rows: [], notes: [] };

/** Where a program's own export is recognised by its names, whether the first line is names is no doubt any more. */
function settled(table: FoundTable, format: Format | null, names: string[]): FoundTable {
  const { header: _header, skip: _skip, ...second } = table.second?.choices ?? {};
  const isOther = Object.entries(second).some(
    ([key, value]) => table.choices[key as keyof ImportChoices] !== value,
  );
  if (!format || format.id === 'generic' || !table.doubtful || !table.second || isOther) return table;
  const sureness = format.recognises(sampleFor(table, names));
  return { ...table, doubtful: sureness < DOUBTFUL, confidence: Math.max(table.confidence, sureness) };
}

const headerOf = ({ choices, names }: FoundTable): number => choices.header ?? (names.length > 0 ? 1 : 0);

/** Unique names, those of the convention first, with what the file calls the columns. */
function named(
  table: FoundTable,
  convention?: Convention,
): { names: string[]; originals: (string | undefined)[]; notes: Note[] } {
  const wanted = convention?.names ?? table.names;
  const { names, notes } = columnNames(wanted, table.width);
  // The name that a program's header row gives is the column's own; its other header rows are said as label and note.
  const originals = table.names.map((original, i) =>
    convention?.names && lettersOf(original).startsWith(lettersOf(convention.names[i] ?? '\0'))
      ? undefined
      : original,
  );
  return { names, originals, notes };
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}\0]/gu, '');

const sampleFor = (table: FoundTable, names: string[]): TableSample => ({
  fileName: table.fileName,
  top: table.top,
  preamble: table.preamble.map(({ text }) => text),
  names,
  columns: byColumn(table.sample.slice(0, 2000), names.length),
});

/** Records as columns. */
export const byColumn = (records: readonly (readonly string[])[], width: number): string[][] =>
  Array.from({ length: width }, (_, i) => records.map((record) => record[i] ?? ''));

function toldTypes(
  table: FoundTable,
  names: readonly string[],
  convention: Convention,
  { types, values, decimal, dates }: ImportChoices,
  chosen: ReadonlySet<string>,
) {
  const told: Record<string, string> = Object.create(null) as Record<string, string>;
  names.forEach((name, i) => {
    const type = ownValue(types ?? {}, name) ?? ownValue(convention.columns, name)?.type ?? table.types[i];
    if (type !== undefined && type !== null) told[name] = type;
  });
  return {
    types: told,
    chosen,
    kept: new Set(Object.keys(types ?? {})),
    ...(values ? { values } : {}),
    ...(decimal ? { decimal } : {}),
    ...(dates ? { dates } : {}),
  };
}

function fateOf(name: string, { drop, hash, split }: ImportChoices): Pick<PlannedColumn, 'fate' | 'split'> {
  if (drop?.includes(name)) return { fate: 'dropped' };
  if (hash?.includes(name)) return { fate: 'hashed' };
  const mark = ownValue(split ?? {}, name);
  return { fate: 'kept', ...(mark === undefined || mark === '' ? {} : { split: mark }) };
}

function meaningOf(
  name: string,
  values: readonly string[],
  convention: Convention,
): Pick<PlannedColumn, 'label' | 'meaning' | 'personal' | 'listOf' | 'note'> {
  const { label, meaning, note, personal, listOf } = ownValue(convention.columns, name) ?? {};
  const person = personal ?? personalKind(name, values.slice(0, 2000));
  return {
    ...(label === undefined ? {} : { label }),
    ...(meaning === undefined ? {} : { meaning }),
    ...(note === undefined ? {} : { note }),
    ...(person ? { personal: person } : {}),
    ...(listOf === undefined ? {} : { listOf }),
  };
}

const examplesOf = (values: readonly string[]): string[] => {
  const found = new Set<string>();
  for (const value of values) {
    if (value.trim() !== '') found.add(value.slice(0, 200));
    if (found.size === MOST_EXAMPLES) break;
  }
  return [...found];
};

/** The plan with some columns read another way. */
export const withPlans = (plan: TablePlan, changes: ReadonlyMap<number, ColumnPlan>): TablePlan => ({
  ...plan,
  columns: plan.columns.map((column, i) => {
    const changed = changes.get(i);
    return changed ? { ...column, plan: changed } : column;
  }),
});

/** How columns are read whose day and month were told apart further down in the file; none where none were. */
export function plansWithDates(
  table: FoundTable,
  plan: TablePlan,
  choices: ImportChoices,
  found: Readonly<Record<string, DateOrder>>,
): Map<number, ColumnPlan> {
  if (Object.keys(found).length === 0) return new Map();
  const names = plan.columns.map((column) => column.plan.name);
  const told = { ...choices, dates: { ...choices.dates, ...found } };
  const types = Object.fromEntries(
    plan.columns.flatMap(({ plan: { name, type, question } }) => (question ? [] : [[name, type]])),
  );
  const chosen = new Set(plan.columns.filter(({ isChosen }) => isChosen).map((column) => column.plan.name));
  const plans = planColumns(names, byColumn(table.sample, names.length), {
    ...toldTypes(table, names, NOTHING, { ...told, types }, chosen),
  });
  return new Map(
    plans.flatMap((next, i) =>
      plan.columns[i]?.plan.question && !next.question ? [[i, next] as const] : [],
    ),
  );
}
