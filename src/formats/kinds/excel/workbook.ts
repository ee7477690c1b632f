import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { InputProblem } from '../../../values/problem';
import { refuseBomb } from '../../archives/unpacked';
import { unescaped, type CellRules } from './cell-text';
import { numberMeaning, type NumberMeaning } from './number-format';
import { attribute, XmlReader, type XmlListener } from './xml';

// The library would start workers from addresses that the page's policy forbids.
configure({ useWebWorkers: false });

export interface SheetEntry {
  name: string;
  hidden: boolean;
  path: string;
}

/** The parts of a workbook that its sheets are read with. Every reading of a part is in pieces. */
export class Workbook {
  readonly sheets: SheetEntry[] = [];
  from1904 = false;
  readonly #parts: ReadonlyMap<string, FileEntry>;
  readonly #fileName: string;

  private constructor(parts: ReadonlyMap<string, FileEntry>, fileName: string) {
    this.#parts = parts;
    this.#fileName = fileName;
  }

  /** Throws an InputProblem where the file is no workbook of this kind. */
  static async open(file: Blob, fileName: string): Promise<Workbook> {
    const parts = await partsOf(file, fileName);
    refuseOthers(parts, fileName);
    const workbook = new Workbook(parts, fileName);
    await workbook.#readSheets();
    return workbook;
  }

  /** Strings and number formats, which all sheets share. */
  async rules(): Promise<CellRules> {
    const folder = this.#folder();
    return {
      sharedStrings: await this.#sharedStrings(`${folder}/sharedStrings.xml`),
      meanings: await this.#meanings(`${folder}/styles.xml`),
      from1904: this.from1904,
    };
  }

  /** Reads a part to its end, or until the listener has enough. A part that is missing is an empty one. */
  async read(path: string, listener: XmlListener, enough: () => boolean = () => false): Promise<void> {
    const part = this.#part(path);
    if (!part) return;
    refuseBomb(this.#fileName, part.compressedSize, part.uncompressedSize);
    let size = 0;
    const reader = new XmlReader(listener);
    const decoder = new TextDecoder();
    const stop = new AbortController();
    const sink = new WritableStream<Uint8Array>({
      write: (bytes) => {
        size += bytes.length;
        refuseBomb(this.#fileName, part.compressedSize, size); // what a part says of its size may be wrong
        reader.write(decoder.decode(bytes, { stream: true }));
        if (enough()) stop.abort();
      },
    });
    try {
      await part.getData(sink, { signal: stop.signal, checkCrc32: true });
    } catch (error) {
      if (stop.signal.aborted) return;
      if (error instanceof InputProblem) throw error;
      throw damaged(this.#fileName, String(error));
    }
    if (!reader.isWhole) throw damaged(this.#fileName, `${path} ends too early`);
  }

  #part(path: string): FileEntry | undefined {
    return this.#parts.get(path.replace(/^\//, '').toLowerCase());
  }

  #folder(): string {
    return (
      [...this.#parts.keys()]
        .find((path) => /(^|\/)workbook\.xml$/.test(path))
        ?.replace(/\/?workbook\.xml$/, '') ?? 'xl'
    );
  }

  async #readSheets(): Promise<void> {
    const folder = this.#folder();
    const targets = new Map<string, string>();
    await this.read(`${folder}/_rels/workbook.xml.rels`, {
      open(name, attributes) {
        const target = attribute(attributes, 'Target') ?? '';
        const isSheet = /\/worksheet$/.test(attribute(attributes, 'Type') ?? '');
        if (name === 'Relationship' && isSheet)
          targets.set(
            attribute(attributes, 'Id') ?? '',
            target.startsWith('/') ? target : `${folder}/${target}`,
          );
      },
      close: () => undefined,
    });
    await this.read(`${folder}/workbook.xml`, {
      open: (name, attributes) => {
        if (name === 'workbookPr')
          this.from1904 ||= /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
        const path = name === 'sheet' ? targets.get(relationOf(attributes)) : undefined;
        if (path === undefined) return;
        const sheet = unescaped(attribute(attributes, 'name') ?? '');
        this.sheets.push({ name: sheet, hidden: /hidden/i.test(attribute(attributes, 'state') ?? ''), path });
      },
      close: () => undefined,
    });
    if (this.sheets.length === 0) throw new InputProblem(`\`${this.#fileName}\` has no worksheet.`);
  }

  async #sharedStrings(path: string): Promise<string[]> {
    const strings: string[] = [];
    let [text, inText, inReading] = ['', false, false];
    await this.read(path, {
      open(name) {
        if (name === 'si') text = '';
        else if (name === 'rPh')
          inReading = true; // how Japanese is pronounced, no part of the text
        else if (name === 't') inText = !inReading;
      },
      close(name) {
        if (name === 'si') strings.push(unescaped(text));
        else if (name === 'rPh') inReading = false;
        else if (name === 't') inText = false;
      },
      text(piece) {
        if (inText) text += piece;
      },
    });
    return strings;
  }

  async #meanings(path: string): Promise<NumberMeaning[]> {
    const codes = new Map<number, string>();
    const meanings: NumberMeaning[] = [];
    let inCells = false;
    await this.read(path, {
      open(name, attributes) {
        if (name === 'numFmt')
          codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
        else if (name === 'cellXfs') inCells = true;
        else if (name === 'xf' && inCells) {
          const id = Number(attribute(attributes, 'numFmtId') ?? 0);
          meanings.push(numberMeaning(id, codes.get(id)));
        }
      },
      close(name) {
        if (name === 'cellXfs') inCells = false;
      },
    });
    return meanings;
  }
}

/** The id of a sheet's part; the prefix of its namespace is the writer's choice. */
const relationOf = (attributes: string): string =>
  /\s\w+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? attribute(attributes, 'id') ?? '';

async function partsOf(file: Blob, fileName: string): Promise<Map<string, FileEntry>> {
  const parts = new Map<string, FileEntry>();
  try {
    const reader = new ZipReader(new BlobReader(file), { strictness: 'tolerant' });
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' }))
      if (!entry.directory) parts.set(entry.filename.replaceAll('\\', '/').toLowerCase(), entry);
  } catch (error) {
    throw damaged(fileName, String(error));
  }
  return parts;
}

function refuseOthers(parts: ReadonlyMap<string, FileEntry>, fileName: string): void {
  const paths = [...parts.keys()];
  if (paths.some((path) => /(^|\/)workbook\.xml$/.test(path))) return;
  const as = { hint: 'Open it in a spreadsheet program and save it as .xlsx or CSV.' };
  if (paths.includes('xl/workbook.bin'))
    throw new InputProblem(`\`${fileName}\` is a binary Excel workbook (.xlsb), which is not read.`, as);
  if (paths.includes('content.xml'))
    throw new InputProblem(`\`${fileName}\` is an OpenDocument file, which is not read.`, as);
  if (paths.includes('index.xml') || paths.some((path) => path.endsWith('.iwa')))
    throw new InputProblem(`\`${fileName}\` is a Numbers file, which is not read.`, as);
  throw new InputProblem(`\`${fileName}\` is an Office file, but no workbook.`, as);
}

const damaged = (fileName: string, detail: string): InputProblem =>
  new InputProblem(`\`${fileName}\` is damaged or cut off: it cannot be read as a workbook.`, {
    hint: 'Fetch it again, or open it in a spreadsheet program and save it anew.',
    detail,
  });
