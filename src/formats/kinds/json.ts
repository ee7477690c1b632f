import { formatCount } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Note } from '../note';
import type { FileKind, OpenTable } from './file-kind';
import { findLayout, noJson, type Layout } from './json/layout';
import { eachField, fieldText } from './json/record';
import { nothingBroken, valuesOf, type Broken } from './json/records';

/**
 * JSON and JSON lines, by a scanner of our own that cuts the file into records for JSON.parse: a file of any length is
 * read in pieces, and long numbers keep their digits. The file is read twice, because any record may bring a new column.
 */
const json: FileKind = {
  id: 'json',
  label: 'JSON file',
  recognises(start, fileName) {
    const text = beginning(start);
    if (/\.(json|jsonl|ndjson|geojson)$/i.test(fileName)) return /^\s*[[{]/.test(text);
    return /^\s*(\[\s*)?\{\s*("(?:[^"\\]|\\.)*"\s*:|\})/.test(text) || /^\s*\[\s*\[\s*["\d]/.test(text);
  },
  async open(file, fileName, choices) {
    const layout = await findLayout(file, fileName, choices.sheet);
    const columns = await findColumns(file, fileName, layout);
    if (columns.rows === 0 || columns.width === 0)
      throw columns.broken.count > 0 ? noJson(fileName) : empty(fileName);
    const parts = layout.lists.map(({ path, length }) => ({ name: path, rows: length }));
    return {
      parts: parts.length > 1 ? parts : [{ name: '', rows: columns.rows }],
      chosen: parts.length > 1 ? { sheet: layout.path } : {},
      names: columns.names,
      types: Array.from({ length: columns.width }, () => null),
      rows: columns.rows,
      records: () => recordsOf(file, fileName, layout, columns),
      notes: notesOf(layout, columns),
    } satisfies OpenTable;
  },
};
export default json;

/** Enough text to see what it is; UTF-16 too. */
function beginning(start: Uint8Array): string {
  const [first, second] = start;
  const wide = (first === 0xff && second === 0xfe) || (second === 0 && first !== 0);
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(start.subarray(0, 4096));
}

const empty = (fileName: string): InputProblem => new InputProblem(`\`${fileName}\` holds no records.`);

interface Columns {
  names: string[];
  places: Map<string, number>;
  width: number;
  rows: number;
  /** Records are lists, whose first one names the columns. */
  hasHeader: boolean;
  /** Some records are lists, or plain values. */
  lists: number;
  plain: number;
  broken: Broken;
}

const MOST_COLUMNS = 10_000;
/** Where records are plain values, or some are. */
const VALUE = 'value';

/** Looks at every record: any may have a field that no other has. */
async function findColumns(file: Blob, fileName: string, layout: Layout): Promise<Columns> {
  const places = new Map<string, number>();
  const found: Columns = {
    names: [],
    places,
    width: 0,
    rows: 0,
    hasHeader: false,
    lists: 0,
    plain: 0,
    broken: nothingBroken(),
  };
  let [listWidth, first] = [0, null as unknown];
  const add = (name: string): void => void (places.has(name) || places.set(name, places.size));
  for await (const values of valuesOf(file, fileName, layout, found.broken))
    for (const value of values) {
      found.rows++;
      first ??= value;
      if (Array.isArray(value)) {
        found.lists++;
        listWidth = Math.max(listWidth, value.length);
      } else if (typeof value === 'object' && value !== null) eachField(value, add);
      else {
        found.plain++;
        add(VALUE);
      }
      if (places.size <= MOST_COLUMNS && listWidth <= MOST_COLUMNS) continue;
      throw new InputProblem(`\`${fileName}\` has more than 10,000 columns.`, {
        hint: 'Its objects may be named by ids instead of listed. Ask for a list of objects with the same fields.',
      });
    }
  if (found.lists === found.rows) return listColumns(found, first, listWidth);
  if (found.lists > 0) add(VALUE);
  return { ...found, names: [...places.keys()], width: places.size };
}

/** Lists as records: the first one names the columns where it is all words, no two the same. */
function listColumns(found: Columns, first: unknown, width: number): Columns {
  const names = Array.isArray(first) ? (first as unknown[]) : [];
  const hasHeader =
    found.rows > 1 &&
    names.length === width &&
    names.every((name) => typeof name === 'string' && name !== '' && !/^-?[\d.]+$/.test(name)) &&
    new Set(names).size === width;
  return {
    ...found,
    hasHeader,
    names: hasHeader ? names.map(String) : [],
    width,
    rows: found.rows - (hasHeader ? 1 : 0),
  };
}

async function* recordsOf(
  file: Blob,
  fileName: string,
  layout: Layout,
  columns: Columns,
): AsyncGenerator<string[][]> {
  let skip = columns.hasHeader;
  const areLists = columns.places.size === 0;
  for await (const values of valuesOf(file, fileName, layout, nothingBroken())) {
    const rows = values.map((value) => (areLists ? listRow(value, columns.width) : row(value, columns)));
    if (skip && rows.length > 0) {
      rows.shift();
      skip = false;
    }
    if (rows.length > 0) yield rows;
  }
}

const listRow = (value: unknown, width: number): string[] => {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return Array.from({ length: width }, (_, i) => fieldText(list[i]));
};

function row(value: unknown, { places, width }: Columns): string[] {
  const cells = new Array<string>(width).fill('');
  const set = (name: string, text: string): void => {
    const place = places.get(name);
    if (place !== undefined) cells[place] = text;
  };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) eachField(value, set);
  else set(VALUE, fieldText(value));
  return cells;
}

function notesOf(
  { kind, path, lists }: Layout,
  { broken, names, rows, lists: listed, plain }: Columns,
): Note[] {
  const notes: Note[] = [];
  const others = lists.filter((list) => list.path !== path);
  if (path !== '')
    notes.push({
      text: `The list "${path}" was read${
        others.length > 0
          ? `; the file also has ${others
              .slice(0, 5)
              .map((list) => `"${list.path}"`)
              .join(', ')}`
          : ''
      }.`,
      tone: 'plain',
    });
  if (names.some((name) => name.includes('.')))
    notes.push({ text: 'Fields of nested objects are columns such as "a.b".', tone: 'plain' });
  if (broken.count > 0)
    notes.push({
      text: `${formatCount(broken.count)} ${broken.count === 1 ? 'record is' : 'records are'} no valid JSON and left out: ${kind === 'lines' ? 'line' : 'number'} ${broken.places.map(formatCount).join(', ')}${broken.count > broken.places.length ? ' …' : ''}.`,
      tone: 'caution',
    });
  if (broken.cutOff)
    notes.push({
      text: 'The file ends in the middle of a record, which is left out. It may have been cut off.',
      tone: 'caution',
    });
  if ((listed > 0 && listed < rows) || (plain > 0 && plain < rows))
    notes.push({ text: 'Some records are no objects: they stand in the column "value".', tone: 'caution' });
  return notes;
}
