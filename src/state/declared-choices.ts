import type { DateOrder, ImportChoices, ValueReading } from '../formats/choices';
import type { DeclaredSource } from '../notebook/document';

/**
 * A source's `import:` and `columns:` as the engine takes them. The notebook may be a stranger's: what is not of the
 * right kind is passed over (and stays in the text, as unknown keys do).
 */
export function choicesOf(source: DeclaredSource): ImportChoices {
  const given = source.import;
  const types = Object.entries(source.columns).flatMap(([name, { type }]) =>
    type === undefined ? [] : ([[name, type]] as const),
  );
  const choices: Record<keyof ImportChoices, unknown> = {
    encoding: text(given['encoding']),
    delimiter: text(given['delimiter']),
    quote: text(given['quote']),
    escape: text(given['escape']),
    header: count(given['header']),
    skip: count(given['skip']),
    decimal: oneOf(given['decimal'], ['.', ',']),
    dates: mapOf(given['dates'], (value) => oneOf<DateOrder>(value, ['dmy', 'mdy', 'ymd'])),
    values: mapOf(given['values'], readingOf),
    types: types.length > 0 ? Object.fromEntries(types) : undefined,
    format: text(given['format']),
    entry: text(given['entry']),
    sheet: text(given['sheet']),
    range: text(given['range']),
    drop: texts(given['drop']),
    hash: texts(given['hash']),
    keep: texts(given['keep']),
    // An empty list says something: nothing is left out, whatever a format would leave out by itself.
    leaveOut: texts(given['leaveOut']) ?? (Array.isArray(given['leaveOut']) ? [] : undefined),
    split: mapOf(given['split'], text),
  };
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}

function readingOf(value: unknown): ValueReading | undefined {
  if (!isMap(value)) return undefined;
  const reading: Record<keyof ValueReading, unknown> = {
    decimal: oneOf(value['decimal'], ['.', ',']),
    thousands: oneOf(value['thousands'], ['.', ',', ' ', "'"]),
    currency: text(value['currency']),
    percent: value['percent'] === true ? true : undefined,
    dash: value['dash'] === true ? true : undefined,
    negative: oneOf(value['negative'], ['parentheses', 'trailing']),
    dates: texts(value['dates']),
    zone: oneOf(value['zone'], ['utc']),
    yes: texts(value['yes']),
    no: texts(value['no']),
    missing: texts(value['missing']),
  };
  return Object.fromEntries(Object.entries(reading).filter(([, part]) => part !== undefined));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1000 ? value : undefined;
const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | undefined =>
  known.find((one) => one === value);

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.flatMap((item: unknown) => text(item) ?? []);
  return items.length > 0 ? items : undefined;
}

function mapOf<T>(value: unknown, read: (inner: unknown) => T | undefined): Record<string, T> | undefined {
  if (!isMap(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = read(inner);
    return kept === undefined ? [] : ([[key, kept]] as const);
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
