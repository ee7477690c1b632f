import type { Option } from '../../../analyses/analysis';
import type { YamlPath } from '../../../values/yaml-edit';
import type { YamlField, YamlSource, YamlValue } from '../../../values/yaml-text';

export interface NamedColumn {
  name: string;
  /** What people call it. */
  label: string;
}

/** What every field of the form is given. It shows what the notebook says, also where that cannot be run. */
export interface FieldProps<O extends Option = Option> {
  option: O;
  /** What the body says; undefined where the default counts. */
  field: YamlField | undefined;
  /** The columns that it can name. */
  columns: readonly NamedColumn[];
  /** Writes a value, or below the option's key the value at a path; undefined takes it out. */
  set: (value: YamlValue | undefined, path?: YamlPath) => void;
  /** Gives a key below the option's another name. */
  rename: (from: string, to: string) => void;
}

/** The entries of a map as source texts, those with other values left out. */
export function entriesIn(field: YamlField | undefined): [string, YamlSource][] {
  const source = field?.source ?? null;
  return source === null || typeof source === 'string' || Array.isArray(source) ? [] : Object.entries(source);
}

/** The texts of a list; one text is a list of one. */
export function textsIn(source: YamlSource): string[] {
  if (typeof source === 'string') return [source];
  return Array.isArray(source) ? source.filter((text: YamlSource) => typeof text === 'string') : [];
}

/** A list as people type it: `99, don't know, "a, b"`. */
export function listOf(text: string): string[] {
  const items = text.match(/\s*"(?:[^"]|"")*"\s*(?=,|$)|[^,]+/g) ?? [];
  return items
    .map((item) => item.trim())
    .map((item) => (/^".*"$/s.test(item) ? item.slice(1, -1).replaceAll('""', '"') : item))
    .filter((item) => item !== '');
}

/** The same text again, with quotes where a comma or a quote needs them. */
export const listText = (items: readonly string[]): string =>
  items.map((item) => (/[",]|^\s|\s$/.test(item) ? `"${item.replaceAll('"', '""')}"` : item)).join(', ');

/** What stands in a number field: null where it is empty or no number. */
export const numberIn = (input: HTMLInputElement): number | null =>
  Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null;

/** A number on screen: a percentage without the noise of multiplying. */
export const scaled = (value: number, factor: number): number => Number((value * factor).toPrecision(12));

/** A name that is not taken: "Group 1", "Group 2". */
export function freeName(word: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`${word} ${n}`)) return `${word} ${n}`;
}
