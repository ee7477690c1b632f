import type { Table } from '../values/table';
import { seenWords } from './seen-words';
import type { CellChart } from './spec';
import { describeCellChart } from './words';

/** A chart's parts and extremes, then what is seen of it. */
export const describeSeen = (spec: CellChart, rows: Table): string =>
  `${describeCellChart(spec, rows)} ${seenWords(spec, rows)}`.trim();
