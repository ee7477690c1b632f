import { defineAnalysis } from '../analysis';
import { segmentCharts } from '../segmenting/charts';
import { pointCounts, pointPreparation, pointQueries } from '../segmenting/point-queries';
import { centresTable, dotChart } from '../segmenting/point-report';
import { describing, profileColumns } from '../segmenting/profile-columns';
import { takeAways } from '../segmenting/report';
import { segmentTables, SHARED_TABLES } from '../segmenting/tables';
import { findingsOf } from './findings';
import { options, roles } from './form';
import { method } from './method';
import { segmentsOf } from './segments';

/** Segments as overlapping normal distributions, with the probability of belonging to them. */
export default defineAnalysis({
  id: 'mixture',
  title: 'Mixture segments',
  question: 'Which kinds of customers are there, and how surely does each belong?',
  roles,
  options,
  tableSuffixes: [...SHARED_TABLES, 'centres'],
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
  method,
});
