import { numberColumn, textColumn } from '../../values/table';
import type { PublishedTable } from '../analysis';
import type { KMeansInput } from './form';
import type { Segments } from './segments';

export const segmentName = (number: number): string => `Segment ${number}`;

/** `<name>`: every complete row's key and segment. `<name>_profile`: what the segments are like, in natural units. */
export function publishedTables(segments: Segments, input: KMeansInput): Record<string, PublishedTable> {
  const sql = `SELECT points.key, 'Segment ' || assigned.segment::INTEGER AS segment
FROM ${input.kept('points')} AS points
JOIN ${input.resultTable} AS assigned USING (row_number)
ORDER BY points.row_number`;
  return {
    '': { sql, result: [numberColumn('segment', segments.labels)] },
    profile: { columns: profileColumns(segments) },
  };
}

function profileColumns({ sizes, variables }: Segments) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const rows = sizes.flatMap((size, segment) =>
    variables.map((variable) => ({ size, segment, variable, mean: variable.means[segment] ?? NaN })),
  );
  const numbers = (name: string, of: (row: (typeof rows)[number]) => number, type?: string) =>
    numberColumn(name, Float64Array.from(rows, of), type);
  return [
    textColumn(
      'segment',
      rows.map(({ segment }) => segmentName(segment + 1)),
    ),
    numbers('size', ({ size }) => size, 'BIGINT'),
    numbers('share', ({ size }) => size / total),
    textColumn(
      'variable',
      rows.map(({ variable }) => variable.variable),
    ),
    numbers('mean', ({ mean }) => mean),
    numbers('overall', ({ variable }) => variable.overall),
    numbers('standardised', ({ mean, variable }) => (mean - variable.overall) / variable.deviation),
  ];
}
