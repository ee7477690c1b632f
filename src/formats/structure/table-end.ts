import { isTyped, kindOf } from './cell-shape';
import type { PlacedRecord } from './raw-records';
import { usualWidth } from './find-dialect';

/** Fewer lines are a footer. */
const FEWEST_LINES = 3;
/** A file with more lines that might begin one is torn rather than two tables. */
const MOST_TRIED = 30;

/** How many of the records belong to the table, where another of another width begins below: all where none does. */
export function endOfTable(records: readonly PlacedRecord[], width: number): number {
  let tried = 0;
  for (let at = 1; at <= records.length - FEWEST_LINES && tried < MOST_TRIED; at++) {
    const [before, record] = [records[at - 1], records[at]];
    if (!before || !record || record.fields.length === width || record.fields.length < 2) continue;
    const isApart = record.line > before.line + before.text.split('\n').length;
    const isNames = record.fields.every((field) => field !== '' && !isTyped(kindOf(field)));
    if (!isApart && !isNames) continue;
    tried++;
    const below = usualWidth(records.slice(at).map(({ fields }) => fields.length));
    if (below.width === record.fields.length && below.agreeing > 0.9) return at;
  }
  return records.length;
}
