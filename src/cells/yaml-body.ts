import { closestName } from '../sql/suggest';
import { InputProblem } from '../values/problem';
import { setYamlValue } from '../values/yaml-edit';
import { readYaml, type YamlField } from '../values/yaml-text';
import { columnNamed, type ColumnInfo } from '../values/table';
import { formatList } from '../values/format';
import type { Rename } from './kind';

/** What the kinds with a YAML body share: fields, the relation after `from:`, columns by name. */
export type Fields = ReadonlyMap<string, YamlField>;

/** The fields of a body; throws its problem where it is no YAML. */
export function fieldsOf(body: string): Fields {
  const { fields, problem } = readYaml(body);
  if (problem) throw new InputProblem(problem.message, problem);
  return fields;
}

/** The text of a field, or null where it is absent, empty or no single value. */
export const textOf = (fields: Fields, key: string): string | null => {
  const text = fields.get(key)?.text ?? null;
  return text === '' ? null : text;
};

/** Relations that a body names after `from:`, lower case. Never throws. */
export function fromOf(body: string): string[] {
  const from = textOf(readYaml(body).fields, 'from');
  return from === null ? [] : [from.toLowerCase()];
}

/** The body after the relation at a path was renamed; the same body where it names another. */
export function renameFrom(
  body: string,
  { what, from, to }: Rename,
  path: readonly string[] = ['from'],
): string {
  if (what !== 'relation' || !fromAt(body, path, from)) return body;
  return setYamlValue(body, path, to);
}

function fromAt(body: string, path: readonly string[], name: string): boolean {
  let value: unknown = Object.fromEntries(
    [...readYaml(body).fields].map(([key, field]) => [key, field.text ?? field.value]),
  );
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' && value.toLowerCase() === name.toLowerCase();
}

/** A sentence for each key that is not among the known ones. */
export function unknownKeyNotes(body: string, known: readonly string[], what: string): string[] {
  return [...readYaml(body).fields.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = closestName(key, known);
      const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
      return `\`${key}\` means nothing to ${what} in this version; it is kept but not used.${hint}`;
    });
}

export const positionOf = (field: YamlField | undefined): { position?: { from: number; to: number } } =>
  field ? { position: { from: field.from, to: field.to } } : {};

/** A column exactly, then ignoring case; throws a sentence with the nearest name where there is none. */
export function requireColumn(
  name: string,
  columns: readonly ColumnInfo[],
  relation: string,
  field: YamlField | undefined,
): ColumnInfo {
  const column = columnNamed(columns, name);
  if (column) return column;
  const names = columns.map((candidate) => candidate.name);
  const near = closestName(name, names);
  const listed = names.slice(0, 8).map((one) => `\`${one}\``);
  throw new InputProblem(`\`${relation}\` has no column \`${name}\`.`, {
    hint:
      near === undefined
        ? `It has ${formatList(listed)}${names.length > 8 ? ' and more' : ''}.`
        : `Did you mean \`${near}\`?`,
    ...positionOf(field),
  });
}

/** One of the listed words, exactly; null where the key is absent. Throws a sentence that lists them. */
export function wordAmong<W extends string>(fields: Fields, key: string, words: readonly W[]): W | null {
  const field = fields.get(key);
  const text = textOf(fields, key);
  if (text === null && (field === undefined || field.value === null)) return null;
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  const near = text === null ? undefined : closestName(text, words);
  throw new InputProblem(`\`${key}: ${text ?? '…'}\` is not possible.`, {
    hint:
      near === undefined
        ? `It can be ${formatList(words, 'or')}.`
        : `Did you mean \`${near}\`? It can be ${formatList(words, 'or')}.`,
    ...positionOf(field),
  });
}

/** A number, or null where the key is absent or empty. Throws a sentence where it is none. */
export function numberOf(fields: Fields, key: string): number | null {
  const field = fields.get(key);
  if (field === undefined || field.value === null) return null;
  if (typeof field.value === 'number' && Number.isFinite(field.value)) return field.value;
  throw new InputProblem(`\`${key}\` needs a number, not \`${field.text ?? 'a list'}\`.`, {
    hint: 'Write it with digits and a point: 2.5.',
    ...positionOf(field),
  });
}
