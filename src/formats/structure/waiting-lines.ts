import { addNote, MOST_NOTES, type LineNote, type ReadingReport } from './reading-report';

/** A line that fits nothing, and its number of fields. */
interface WaitingLine extends LineNote {
  fields: number;
}

const LONGEST_FOOTER = 20;
/** This many lines that are not alike are no footer. */
const MOST_UNLIKE = 200;

/** Lines that fit nothing wait for what follows: a footer if no record does, else rejected; three or more alike are another table. */
export class WaitingLines {
  #lines: WaitingLine[] = [];
  /** How many more than are kept. */
  #more = 0;
  /** All have the same number of fields, two or more. */
  #alike = false;
  readonly #report: ReadingReport;

  constructor(report: ReadingReport) {
    this.#report = report;
  }

  add(line: WaitingLine): void {
    const [first] = this.#lines;
    this.#alike = line.fields >= 2 && (!first || (this.#alike && first.fields === line.fields));
    if (this.#lines.length < MOST_NOTES) this.#lines.push(line);
    else this.#more++;
    if (this.#lines.length > MOST_UNLIKE && !this.#alike) this.settle(false);
  }

  /** Says in the report what the lines are, now that a record or the file's end follows. */
  settle(atEnd: boolean): void {
    const [first] = this.#lines;
    if (!first) return;
    const [lines, more] = [this.#lines, this.#more];
    [this.#lines, this.#more] = [[], 0];
    const rows = lines.length + more;
    if (rows >= 3 && this.#alike)
      this.#report.otherTables.push({ line: first.line, rows, columns: first.fields });
    else if (atEnd && rows <= LONGEST_FOOTER)
      this.#report.footer.push(
        ...lines.map(({ line, text }) => ({ line, text, reason: 'after the last record' })),
      );
    else {
      for (const line of lines) addNote(this.#report, 'rejected', line);
      this.#report.rejectedCount += more;
    }
  }
}
