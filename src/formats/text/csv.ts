import { InputProblem } from '../../values/problem';
import type { FileSample, Format, PlannedColumn, ReadingChoices, ReadingPlan } from './plan';
import { detectDialect } from './dialect';
import { looksBinary } from './encoding';
import { detectDecimal, guessType } from './guess-type';
import { columnNames, detectHeader } from './header';
import { splitRecords, type Dialect } from './records';

const MOST_RECORDS = 5000;

/** Any text table: fields between delimiters, one record a line. Other formats are surer of their own files. */
const csv: Format = {
  id: 'csv',
  label: 'Text table (CSV)',
  recognises: (sample) => (isText(sample) ? 0.5 : 0),
  plan,
};
export default csv;

const isText = ({ bytes, encoding }: FileSample): boolean =>
  encoding.startsWith('utf-16') || !looksBinary(bytes);

function plan(sample: FileSample, choices: ReadingChoices): ReadingPlan {
  const dialect = detectDialect(sample.text, sample.whole, dialectOf(choices));
  const records = splitRecords(sample.text, dialect, MOST_RECORDS, true);
  // The sample's end cuts off its last record, unless that is all there is.
  if (!sample.whole && records.length > 2) records.pop();
  const [first] = records;
  if (!first) throw new InputProblem(`\`${sample.fileName}\` holds nothing but blank lines.`);
  const count = usualLength(records);
  const fitting = records.filter((record) => record.length === count);
  const header = choices.header ?? detectHeader(first.length === count ? fitting : records);
  const { names, notes } = columnNames(header > 0 ? first : [], count);
  const data = [...records.slice(header), ...laterRecords(sample, dialect)].filter(
    (record) => record.length === names.length,
  );
  const values = names.map((_, index) => data.map((record) => record[index] ?? ''));
  const decimal = choices.decimal ?? detectDecimal(values, dialect.delimiter);
  const columns = names.map((name, index) => plannedColumn(name, values[index] ?? [], decimal, choices));
  return { ...dialect, header, decimal, columns: sameOrder(columns, choices), notes };
}

function dialectOf({ delimiter, quote, escape }: ReadingChoices): Partial<Dialect> {
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(escape === undefined ? {} : { escape }),
  };
}

function laterRecords({ later }: FileSample, dialect: Dialect): string[][] {
  return later.flatMap((text) => splitRecords(text, dialect, MOST_RECORDS, false));
}

/** The number of fields most records have; on a tie, the larger. */
function usualLength(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}

function plannedColumn(
  name: string,
  values: readonly string[],
  decimal: '.' | ',',
  choices: ReadingChoices,
): PlannedColumn {
  const guess = guessType(values, decimal, choices.dates?.[name]);
  const kept = choices.types?.[name];
  if (kept === undefined || kept.toUpperCase() === guess.type) return { name, ...guess };
  const isDate = /^(DATE|TIMESTAMP)/i.test(kept);
  return { name, type: kept.toUpperCase(), ...(isDate && guess.date ? { date: guess.date } : {}) };
}

/** An order that nothing in its own column tells is taken from another date column of the file, where one tells. */
function sameOrder(columns: PlannedColumn[], choices: ReadingChoices): PlannedColumn[] {
  const told = columns.find(({ date }) => date && !date.ambiguous)?.date?.order;
  if (told === undefined) return columns;
  return columns.map((column) =>
    column.date?.ambiguous && choices.dates?.[column.name] === undefined
      ? { ...column, date: { ...column.date, order: told } }
      : column,
  );
}
