import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { YamlValue } from './yaml-text';

/** YAML for values that the program writes: plain where that reads back as the very same text, quoted elsewhere. */

const LONGEST_LINE = 100;

/** On one line: `q1`, `'007'`, `[a, b]`, `{ label: Ease, type: DOUBLE }`. */
export function inFlow(value: YamlValue): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null)
    return scalarText(value as string | number | boolean | null);
  const entries = Object.entries(value).map(([key, inner]) => `${keyText(key)}: ${inFlow(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/**
 * On lines of their own from column `indent` on (the first line is not indented: it stands where the cursor is). A
 * map inside stays on one line where it holds scalars only and is short.
 */
export function inBlock(value: YamlValue, indent: number, lineEnd: string): string {
  const separator = lineEnd + ' '.repeat(indent);
  if (Array.isArray(value)) return value.map((item) => `- ${inFlow(item)}`).join(separator);
  if (typeof value !== 'object' || value === null) return inFlow(value);
  return Object.entries(value)
    .map(([key, inner]) => {
      if (!needsLines(inner)) return `${keyText(key)}: ${inFlow(inner)}`;
      return `${keyText(key)}:${lineEnd}${' '.repeat(indent + 2)}${inBlock(inner, indent + 2, lineEnd)}`;
    })
    .join(separator);
}

const growing = new WeakSet<object>();

/** The same map, to be written on lines of its own however short it is: more will come to it. */
export function onLines(map: YamlValue & object): YamlValue {
  growing.add(map);
  return map;
}

/** Whether a map stands on lines of its own: a map of maps, or one too long to be read on one line. */
export const needsLines = (value: YamlValue): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  (growing.has(value) ||
    Object.values(value).some((inner) => typeof inner === 'object' && inner !== null) ||
    inFlow(value).length > LONGEST_LINE);

export function scalarText(value: string | number | boolean | null): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  if (readsBack(value, value)) return value;
  const single = `'${value.replaceAll("'", "''")}'`;
  return readsBack(single, value) ? single : JSON.stringify(value);
}

/** A key; quoted by the same rule. */
export const keyText = (key: string): string => scalarText(key);

/** Whether the text gives that string as a value and as a key, inside brackets too. */
function readsBack(text: string, wanted: string): boolean {
  if (/[\r\n]/.test(text) || text !== text.trim() || text === '') return false;
  if (/^[A-Za-z][\w-]*( [A-Za-z][\w-]*)*$/.test(text) && !/^(true|false|null)$/i.test(text)) return true;
  const root = parseDocument(`[${text}, { ${text}: 1 }]`, { schema: 'core', logLevel: 'silent' });
  if (root.errors.length > 0 || !isSeq(root.contents) || root.contents.items.length !== 2) return false;
  const [item, map] = root.contents.items;
  const key = isMap(map) && map.items.length === 1 ? map.items[0]?.key : undefined;
  return isScalar(item) && item.value === wanted && isScalar(key) && key.value === wanted;
}
