import { defineAnalysis } from '../analysis';
import { segmentCharts } from '../segmenting/charts';
import { pointCounts, pointPreparation, pointQueries } from '../segmenting/point-queries';
import { centresTable, dotChart } from '../segmenting/point-report';
import { describing, profileColumns } from '../segmenting/profile-columns';
import { takeAways } from '../segmenting/report';
import { segmentTables } from '../segmenting/tables';
import { entry } from './entry';
import { findingsOf } from './findings';
import { segmentsOf } from './segments';

/** Segments as overlapping normal distributions, with the probability of belonging to them. */
export default defineAnalysis({
  ...entry,
  prepare: pointPreparation,
  queries: pointQueries,
  compute: (rows, input, prepared, onProgress) => {
    const more = describing(input, input.roles.variables);
    const columns = profileColumns(input, more, prepared.levels, rows.points);
    return {
      segments: segmentsOf(rows.points, columns, input, onProgress),
      counts: pointCounts(input, prepared),
    };
  },
  tables: ({ segments }, input) => ({
    ...segmentTables(segments, input, 'points'),
    centres: { columns: centresTable(segments.segments, segments.variables, segments.spreads) },
  }),
  report: ({ segments, counts }, _after, input) => ({
    findings: findingsOf(segments, counts, input),
    charts: segmentCharts(segments, input, dotChart(segments.dots, segments.segments, input)),
    ...takeAways(segments, input),
    rows: { used: counts.complete, dropped: counts.total - counts.complete },
  }),
});
