import { rawRecords } from '../../formats/structure/raw-records';
import type { TextStructure } from '../../formats/structure/structure';
import type { ImportReport, ReportedLine } from '../import-api';

/** Two columns of lines are as often a report's head: `From,2026-01-01`. */
const FEWEST_LINES = 3;
const FEWEST_LINES_OF_TWO = 4;

/**
 * Tables among the lines before the one that is read: records that follow each other and have as many fields, all but
 * a few filled. The first line of each counts as its header.
 */
export function earlierTables(
  preamble: readonly ReportedLine[],
  structure: TextStructure,
): ImportReport['otherTables'] {
  const text = preamble.map((line) => `${line.text}\n`).join('');
  const found: ImportReport['otherTables'] = [];
  let at = 0;
  const records = rawRecords(text, { ...structure, lineEnds: 'line-feed' }, true, Infinity);
  while (at < records.length) {
    const width = records[at]?.fields.length ?? 0;
    let end = at;
    while (records[end]?.fields.length === width && isFilled(records[end]?.fields ?? [])) end++;
    if (width > 1 && end - at >= (width === 2 ? FEWEST_LINES_OF_TWO : FEWEST_LINES))
      found.push({ line: records[at]?.line ?? 1, rows: end - at - 1, columns: width });
    at = Math.max(end, at + 1);
  }
  return found;
}

const isFilled = (fields: readonly string[]): boolean =>
  fields.filter((field) => field.trim() === '').length <= fields.length / 3;
