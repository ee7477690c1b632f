/** A line that was not read as it stands. */
export interface LineNote {
  /** From 1. */
  line: number;
  reason: string;
  text: string;
}

/** What reading a file came to. Lists hold the first thousand; the counts hold all. */
export interface ReadingReport {
  lines: number;
  records: number;
  /** Lines without a value, delimiters or not. */
  blankLines: number;
  commentLines: number;
  repairedCount: number;
  repaired: LineNote[];
  rejectedCount: number;
  rejected: LineNote[];
  /** Lines after the last record that are no records: sums, sources, notices. */
  footer: LineNote[];
  /** Lines that say the header again, where tables stand below one another. */
  repeatedHeaders: number[];
  /** Tables of another kind in the same file: not read. */
  otherTables: { line: number; rows: number; columns: number }[];
}

/** A report on which nothing stands yet. */
export const emptyReport = (): ReadingReport => ({
  lines: 0,
  records: 0,
  blankLines: 0,
  commentLines: 0,
  repairedCount: 0,
  repaired: [],
  rejectedCount: 0,
  rejected: [],
  footer: [],
  repeatedHeaders: [],
  otherTables: [],
});

/** As many lines of a kind are kept. */
export const MOST_NOTES = 1000;
const MOST_NOTE_TEXT = 2000;

/** Counts a line, and keeps it if there is room. */
export function addNote(report: ReadingReport, list: 'repaired' | 'rejected', note: LineNote): void {
  report[`${list}Count`]++;
  if (report[list].length < MOST_NOTES)
    report[list].push({ line: note.line, reason: note.reason, text: note.text.slice(0, MOST_NOTE_TEXT) });
}
