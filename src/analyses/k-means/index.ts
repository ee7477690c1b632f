import { defineAnalysis } from '../analysis';
import { chartsOf } from './charts';
import { findingsOf, rowCountsOf } from './findings';
import { options, roles } from './form';
import { method } from './method';
import { pointQueries, preparation } from './queries';
import { segmentsOf } from './segments';
import { publishedTables } from './tables';

/** Segments of rows that are alike in some numbers. */
export default defineAnalysis({
  id: 'k-means',
  title: 'k-means segments',
  question: 'Who are our customers, and what sets the groups apart?',
  roles,
  options,
  tableSuffixes: ['profile'],
  prepare: preparation,
  queries: pointQueries,
  compute: (rows, input, prepared, onProgress) => ({
    segments: segmentsOf(rows.points, input, onProgress),
    counts: rowCountsOf(prepared, input),
  }),
  tables: ({ segments }, input) => publishedTables(segments, input),
  report: ({ segments, counts }, _after, input) => ({
    findings: findingsOf(segments, counts, input),
    charts: chartsOf(segments, input),
    rows: { used: counts.complete, dropped: counts.total - counts.complete },
  }),
  method,
});
