import { ExactNumber, jsonText } from './json-text';

// Before it stands what a double cannot hold, as text; no writer of JSON puts it there.
const EXACT = '\\u0000';
/** Integers of 16 digits or more, and powers of ten beyond doubles. Decimals are doubles wherever they go. */
const MAY_BE_LONG = /(?:^|[:,[\s])-?\d{16}|\d[eE]\+?\d{3}/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?\b(?:NaN|Infinity)\b/g;

/**
 * A JSON value whose long numbers keep their digits (as `ExactNumber`). NaN and Infinity, which some programs write, are
 * null. Undefined where the text is no JSON.
 */
export function parseValue(text: string): unknown {
  const isLong = MAY_BE_LONG.test(text);
  try {
    return isLong ? restored(JSON.parse(marked(text))) : JSON.parse(text);
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  try {
    return restored(JSON.parse(marked(text)));
  } catch {
    return undefined;
  }
}

const marked = (text: string): string =>
  text.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return token;
    if (/[NI]/.test(token)) return 'null';
    return isExact(token) ? token : `"${EXACT}${token}"`;
  });

/** Whether a double holds what the digits say. */
function isExact(token: string): boolean {
  const number = Number(token);
  return Number.isFinite(number) && (/[.eE]/.test(token) || Number.isSafeInteger(number));
}

function restored(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('\0') ? new ExactNumber(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map(restored);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, field]) => [key, restored(field)] as const);
  return Object.fromEntries(entries);
}

const DEEPEST = 8;

/**
 * Calls back with each field of a record, those of nested objects as `a.b`. Lists, and objects nested over eight deep,
 * are JSON text; null, and an object without fields, are ''.
 */
export function eachField(
  record: object,
  onField: (name: string, text: string) => void,
  prefix = '',
  depth = 1,
): void {
  for (const [key, value] of Object.entries(record) as [string, unknown][]) {
    const name = prefix + key;
    if (isObject(value) && depth < DEEPEST) eachField(value, onField, `${name}.`, depth + 1);
    else onField(name, fieldText(value));
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** A value as the text of a cell. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return jsonText(value);
}
