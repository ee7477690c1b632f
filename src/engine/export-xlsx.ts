import { configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { ident } from '../sql/quote';
import { formatCount } from '../values/format';
import { InputProblem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import { textColumn, tableOf, type Table } from '../values/table';
import type { RelationInfo } from './api';
import type { Database } from './database';
import { asRead, piecesOf } from './export-pieces';
import {
  escaped,
  LONGEST_TEXT,
  MOST_COLUMNS,
  MOST_ROWS,
  rowsXml,
  sheetEnd,
  sheetStart,
  stylesXml,
} from './export-sheet';
import type { Connection } from './queries';
import { describeRelation, numberOf } from './relations';
import type { Run } from './run';

// The library would start workers from addresses that the page's policy forbids.
configure({ useWebWorkers: false });

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Rows written at a time: a megabyte or so of XML. */
const PIECE = 5000;

interface Sheet {
  name: string;
  xml(): AsyncGenerator<string> | Generator<string>;
}

/**
 * A relation as an Excel workbook: bold header that stays in view, numbers and days with their formats, text as text.
 * Written in pieces, so that a million rows need no more memory than the file. A relation with more rows than a sheet
 * holds goes on in further sheets; texts that Excel cannot hold are cut, and a last sheet says so.
 */
export async function exportXlsx(
  { look }: Database,
  relation: string,
  run: Run,
  onProgress: OnProgress,
): Promise<Blob> {
  const info = await describeRelation(look, relation);
  refuseTooWide(relation, info.columns.length);
  const cut = await cutTexts(look, info, run);
  const pieces = new Rows(piecesOf(look, info, asRead(info), run, onProgress));
  const sheets = sheetsOf(info, pieces);
  if (cut.length > 0) sheets.push(sheetOfTable('About this export', tableOf([textColumn('note', cut)])));
  return zipped(sheets, run);
}

/** A worksheet holds 16,384 columns; rows go on in the next one, columns cannot. */
export function refuseTooWide(relation: string, columns: number): void {
  if (columns <= MOST_COLUMNS) return;
  throw new InputProblem(
    `\`${relation}\` has ${formatCount(columns)} columns; a worksheet holds ${formatCount(MOST_COLUMNS)}.`,
    { hint: 'Export it as CSV, or select fewer columns in a SQL cell.' },
  );
}

/** One sheet for each 1,048,575 rows, read one after another from the same pieces. */
function sheetsOf(info: RelationInfo, rows: Rows): Sheet[] {
  const most = MOST_ROWS - 1;
  const count = Math.max(1, Math.ceil(info.rowCount / most));
  return Array.from({ length: count }, (_, i) => {
    const length = Math.min(most, info.rowCount - i * most);
    const name = i === 0 ? info.relation.slice(0, 31) : `${info.relation.slice(0, 27)} ${i + 1}`;
    return { name, xml: () => sheetXml(info, length, rows) };
  });
}

async function* sheetXml(info: RelationInfo, length: number, rows: Rows): AsyncGenerator<string> {
  yield sheetStart(info.columns, length, await rows.ahead());
  let written = 0;
  while (written < length) {
    const next = await rows.next(Math.min(PIECE, length - written));
    if (!next) break;
    yield rowsXml(next.table, next.from, next.to, written + 2);
    written += next.to - next.from;
  }
  yield sheetEnd(info.columns.length, length);
}

function sheetOfTable(name: string, table: Table): Sheet {
  return {
    name,
    *xml() {
      const infos = table.columns.map(({ name: column, type, kind }) => ({ name: column, type, kind }));
      yield sheetStart(infos, table.rowCount, table);
      yield rowsXml(table, 0, table.rowCount, 2) + sheetEnd(table.columns.length, table.rowCount);
    },
  };
}

/** The rows of a relation, handed out in pieces of at most some rows, also across sheets. */
class Rows {
  readonly #pieces: AsyncGenerator<Table>;
  #table: Table | null = null;
  #at = 0;

  constructor(pieces: AsyncGenerator<Table>) {
    this.#pieces = pieces;
  }

  /** The table whose rows come next, or null at the end. */
  async ahead(): Promise<Table | null> {
    while (!this.#table || this.#at >= this.#table.rowCount) {
      const next = await this.#pieces.next();
      if (next.done) return null;
      this.#table = next.value;
      this.#at = 0;
    }
    return this.#table;
  }

  async next(most: number): Promise<{ table: Table; from: number; to: number } | null> {
    const table = await this.ahead();
    if (!table) return null;
    const from = this.#at;
    this.#at = Math.min(table.rowCount, from + most);
    return { table, from, to: this.#at };
  }
}

/** Sentences on texts that are longer than a cell holds. */
async function cutTexts(look: Connection, { relation, columns }: RelationInfo, run: Run): Promise<string[]> {
  const notes: string[] = [];
  for (const { name } of columns.filter(({ type }) => type.toUpperCase() === 'VARCHAR')) {
    const column = ident(name);
    // Excel counts UTF-16 units: characters beyond the first 65,536 are two.
    const units = `length(${column}) + length(regexp_replace(${column}, '[^\\x{10000}-\\x{10FFFF}]', '', 'g'))`;
    const count = await numberOf(
      look,
      `SELECT count(*) FROM ${ident(relation)} WHERE strlen(${column}) > ${LONGEST_TEXT} AND ${units} > ${LONGEST_TEXT}`,
      run,
    );
    if (count > 0)
      notes.push(
        `${formatCount(count)} ${count === 1 ? 'text' : 'texts'} of the column "${name}" ${count === 1 ? 'is' : 'are'} cut here, because a cell of Excel holds ${formatCount(LONGEST_TEXT)} characters. The CSV export has them whole.`,
      );
  }
  return notes;
}

async function zipped(sheets: readonly Sheet[], run: Run): Promise<Blob> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const blob = new Response(readable, { headers: { 'content-type': XLSX } }).blob();
  blob.catch(() => undefined); // the writing below fails with the cause
  const zip = new ZipWriter(writable, { useWebWorkers: false, lastModDate: new Date(2000, 0, 1) });
  const add = (path: string, xml: Sheet['xml']): Promise<unknown> => zip.add(path, streamOf(xml()));
  for (const [path, xml] of packageParts(sheets))
    await add(path, function* () {
      yield HEAD + xml;
    });
  for (const [i, sheet] of sheets.entries())
    await add(`xl/worksheets/sheet${i + 1}.xml`, async function* () {
      yield `${HEAD}<worksheet xmlns="${MAIN}">`;
      yield* sheet.xml();
      yield '</worksheet>';
    });
  run.check();
  await zip.close();
  return blob;
}

/** All parts of the workbook but its sheets. */
function packageParts(sheets: readonly Sheet[]): [path: string, xml: string][] {
  const numbers = sheets.map((_, i) => i + 1);
  const type = (part: string, kind: string): string =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (id: number, kind: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (inner: string): string =>
    `<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`;
  const styles = sheets.length + 1;
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('workbook', 'sheet.main')}${type('styles', 'styles')}${numbers.map((n) => type(`worksheets/sheet${n}`, 'worksheet')).join('')}</Types>`,
    ],
    ['_rels/.rels', relations(relation(1, 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        numbers.map((n) => relation(n, 'worksheet', `worksheets/sheet${n}.xml`)).join('') +
          relation(styles, 'styles', 'styles.xml'),
      ),
    ],
    ['xl/styles.xml', `<styleSheet xmlns="${MAIN}">${stylesXml()}</styleSheet>`],
  ];
}

/** Text as a stream of bytes, made only as fast as it is taken. */
function streamOf(texts: AsyncGenerator<string> | Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await texts.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
