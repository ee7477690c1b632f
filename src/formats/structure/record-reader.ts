import { fit } from './cell-shape';
import { lineEndAfter, parseRecord } from './dialect';
import { ONE_FIELD } from './find-dialect';
import { LineMender } from './line-mender';
import { hasRecords, swallows } from './raw-records';
import { NextTable, type HeldLine } from './next-table';
import { addNote, emptyReport, type ReadingReport } from './reading-report';
import type { TextStructure } from './structure';
import { WaitingLines } from './waiting-lines';

/** A quoted field that has not ended after this much text is a stray quote, where the lines in it are records. */
const LONG_RECORD = 1 << 20;
/** Or whatever is in it. */
const LONGEST_RECORD = 1 << 26;

const plainName = (name: string): string => name.trim().toLowerCase();

/** Reads text in pieces, record after record. */
export class RecordReader {
  readonly report = emptyReport();
  readonly #structure: TextStructure;
  readonly #mender: LineMender;
  readonly #splits: boolean;
  #rest = '';
  #line = 1;
  #records: string[][] = [];
  readonly #waiting = new WaitingLines(this.report);
  #afterBlank = false;
  readonly #next: NextTable;
  /** Place of each field in the table, where a repeated header changed it. */
  #order: number[] | null = null;
  #fields: number;
  /** The table of another kind that is being passed over. */
  #other: ReadingReport['otherTables'][number] | null = null;
  readonly #firstName: string | undefined;
  readonly #names: ReadonlyMap<string, number>;

  constructor(structure: TextStructure) {
    this.#structure = structure;
    this.#mender = new LineMender(structure);
    this.#next = new NextTable(structure.profiles);
    this.#fields = structure.width;
    this.#firstName = structure.names[0];
    this.#names = new Map(structure.names.map((name, place) => [plainName(name), place]));
    this.#splits = structure.escape !== '\\';
  }

  /** Takes the next piece of text and returns the records that it completes. */
  push(text: string): string[][] {
    this.#read(this.#rest + text, false);
    return this.#taken();
  }

  /** Ends the text and returns the last records. */
  end(): string[][] {
    this.#read(this.#rest, true);
    this.#release();
    this.#waiting.settle(true);
    this.report.lines = this.#line - 1;
    return this.#taken();
  }

  #taken(): string[][] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  /** The quick way: lines without a quote are cut at their delimiters; all else goes on below. */
  #read(text: string, isLast: boolean): void {
    const { delimiter, quote, lineEnds, dataLine } = this.#structure;
    let at = 0;
    let nextQuote = quote === '' ? -1 : text.indexOf(quote);
    while (at < text.length) {
      const { end, next } = lineEndAfter(text, at, lineEnds);
      // A carriage return that ends the piece may be half of a line end.
      if (!isLast && (end < 0 || (lineEnds === 'any' && next >= text.length))) break;
      const stop = end < 0 ? text.length : end;
      const after = end < 0 ? text.length : next;
      if (this.#line < dataLine) {
        this.#line++;
        at = after;
        continue;
      }
      if (nextQuote >= 0 && nextQuote < at) nextQuote = text.indexOf(quote, at);
      if (this.#splits && (nextQuote < 0 || nextQuote >= stop)) {
        const line = text.slice(at, stop);
        const fields = delimiter === ONE_FIELD ? [line] : line.split(delimiter);
        if (fields.length === this.#fields && (this.#fields > 1 || line.trim() !== '') && !this.#afterBlank)
          this.#keep(fields);
        else this.#odd(fields, line);
        this.#line++;
        at = after;
        continue;
      }
      const read = this.#record(text, at, stop, after, isLast);
      if (read < 0) break;
      at = read;
    }
    this.#rest = text.slice(at);
  }

  /** One record by the rules; returns where the next begins, or -1 where more text is needed. */
  #record(text: string, at: number, stop: number, after: number, isLast: boolean): number {
    const left = text.length - at;
    const isLong =
      left > LONGEST_RECORD ||
      (left > LONG_RECORD &&
        hasRecords(text.slice(after, after + LONG_RECORD), this.#structure, this.#fields));
    const parsed = parseRecord(text, at, this.#structure, isLast || isLong);
    if (!parsed) return -1;
    const { broken, innerLineEnds, fields, next } = parsed;
    const torn =
      broken || (innerLineEnds > 0 && swallows(text.slice(at, next), innerLineEnds, this.#structure));
    // Two fields with a quote inside, or one cell that a missing delimiter tore in two.
    const isLoose = parsed.looseQuotes >= 2 && innerLineEnds === 0;
    if (!torn && fields.length === this.#fields && !this.#afterBlank && !isLoose) {
      this.#keep(fields);
      this.#line += 1 + innerLineEnds;
      return next;
    }
    if (!torn && innerLineEnds > 0) {
      this.#odd(fields, text.slice(at, next).replace(/[\r\n]+$/, ''), broken);
      this.#line += 1 + innerLineEnds;
      return next;
    }
    const used = broken ? this.#brokenOverLines(text, at, after) : 0;
    if (used > 0) return used;
    this.#odd(
      broken || torn ? text.slice(at, stop).split(this.#structure.delimiter) : fields,
      text.slice(at, stop),
      broken || torn,
    );
    this.#line++;
    return after;
  }

  /** A broken record may run over several lines: as many are taken as make it one that fits. */
  #brokenOverLines(text: string, at: number, after: number): number {
    if (this.#mender.accepts(text.slice(at, after).replace(/[\r\n]+$/, ''), this.#order)) return 0;
    let end = after;
    for (let lines = 2; lines <= 8 && end < text.length; lines++) {
      const line = lineEndAfter(text, end, this.#structure.lineEnds);
      const stop = line.end < 0 ? text.length : line.end;
      const mended = this.#mender.accepts(text.slice(at, stop), this.#order);
      end = line.end < 0 ? text.length : line.next;
      if (!mended) continue;
      this.#release();
      this.#waiting.settle(false);
      addNote(this.report, 'repaired', {
        line: this.#line,
        reason: mended.reason,
        text: text.slice(at, stop),
      });
      this.#push(mended.fields);
      this.#line += lines;
      return end;
    }
    return 0;
  }

  #keep(fields: string[]): void {
    if (fields[0] === '' && fields.every((field) => field === '')) {
      this.report.blankLines++;
      return;
    }
    if (fields[0] === this.#firstName && this.#isHeaderAgain(fields)) return;
    if (this.#next.isWaiting && this.#isOfNext(fields, fields.join(this.#structure.delimiter), false, false))
      return;
    this.#waiting.settle(false);
    this.#push(fields);
  }

  #push(fields: string[]): void {
    if (this.#other && !this.#isBack(fields)) {
      this.#other.rows++;
      return;
    }
    const { width } = this.#structure;
    if (this.#other) [this.#other, this.#fields] = [null, width];
    this.report.records++;
    if (!this.#order) {
      this.#records.push(fields);
      return;
    }
    const record = new Array<string>(width).fill('');
    this.#order.forEach((place, i) => {
      if (place >= 0) record[place] = fields[i] ?? '';
    });
    this.#records.push(record);
  }

  /** Whether a record after another table of another width is one of this table: as wide, and as its records are. */
  #isBack(fields: readonly string[]): boolean {
    const { profiles, width, lowestFit } = this.#structure;
    if (this.#order || this.#other?.columns === width || fields.length !== width) return false;
    return profiles.reduce((sum, profile, i) => sum + fit(profile, fields[i] ?? ''), 0) >= lowestFit;
  }

  /** Blank lines, comments, headers said again, and lines that must be mended. */
  #odd(fields: string[], line: string, broken = false): void {
    const { delimiter, comment, quote, escape } = this.#structure;
    const afterBlank = this.#afterBlank;
    const isBlank =
      fields.every((field) => field === '') || (line.trim() === '' && !line.includes(delimiter));
    if (isBlank && !(escape === '\\' && line !== '')) {
      this.report.blankLines++;
      this.#afterBlank = true;
      return;
    }
    this.#afterBlank = false;
    if (comment !== '' && line.startsWith(comment)) {
      this.report.commentLines++;
      return;
    }
    const cells =
      this.#splits || broken || line.includes(quote)
        ? fields
        : (parseRecord(line, 0, this.#structure, true)?.fields ?? fields);
    if (this.#isHeaderAgain(cells) || this.#isOfNext(cells, line, broken, afterBlank)) return;
    if (this.#other && (broken || !this.#isBack(cells))) this.#other.rows++;
    else this.#mend({ cells, text: line, line: this.#line, broken });
  }

  /** Whether a line belongs to what may be another table; where it ends that, what was held is read after all. */
  #isOfNext(cells: string[], text: string, broken: boolean, afterBlank: boolean): boolean {
    const isWide = cells.length === this.#fields;
    const isOfOther = cells.length === this.#other?.columns;
    const held = { cells, text, line: this.#line, broken };
    const mayBegin =
      this.#next.isWaiting || (!isOfOther && (!isWide || afterBlank) && this.report.records > 0);
    if (mayBegin && this.#next.takes(held, afterBlank)) {
      if (this.#next.isSure) this.#beginOther(this.#next.release());
      return true;
    }
    this.#release();
    return false;
  }

  #beginOther([names, ...rows]: HeldLine[]): void {
    if (!names) return;
    this.#waiting.settle(false);
    this.#other = { line: names.line, rows: rows.length, columns: names.cells.length };
    this.report.otherTables.push(this.#other);
  }

  #release(): void {
    for (const held of this.#next.release())
      if (this.#other) this.#other.rows++;
      else this.#mend(held);
  }

  #mend({ cells, text: line, line: place, broken }: HeldLine): void {
    const { quote } = this.#structure;
    const isWide = cells.length === this.#fields && !broken;
    const isLoose = isWide && cells.filter((cell) => quote !== '' && cell.includes(quote)).length >= 2;
    const mended = isWide && !isLoose ? null : this.#mender.accepts(line, this.#order);
    if (isWide && (!mended || mended.fields.every((field, i) => field === cells[i]))) {
      this.#waiting.settle(false);
      this.#push(cells);
      return;
    }
    if (!mended) {
      const reason = this.#mender.reason(cells.length, broken);
      this.#waiting.add({ line: place, reason, text: line, fields: cells.length });
      return;
    }
    this.#waiting.settle(false);
    addNote(this.report, 'repaired', { line: place, reason: mended.reason, text: line });
    this.#push(mended.fields);
  }

  /**
   * The names of the columns once more. The same ones, in any order: what follows goes on below. Others beside them:
   * another table, which is not read.
   */
  #isHeaderAgain(cells: readonly string[]): boolean {
    const { names, width } = this.#structure;
    if (names.length < 2 || cells.length < 2 || this.report.records === 0) return false;
    const places = cells.map((cell) => this.#names.get(plainName(cell)) ?? -1);
    const known = places.filter((place) => place >= 0);
    const enough = Math.max(2, 0.7 * Math.min(cells.length, width));
    if (known.length < enough || new Set(known).size < known.length) return false;
    this.#release();
    this.#waiting.settle(false);
    this.#fields = cells.length;
    if (known.length === width && cells.length === width) {
      this.report.repeatedHeaders.push(this.#line);
      this.#other = null;
      this.#order = places.every((place, i) => place === i) ? null : places;
    } else {
      this.#other = { line: this.#line, rows: 0, columns: cells.length };
      this.report.otherTables.push(this.#other);
    }
    return true;
  }
}
