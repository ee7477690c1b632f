import { defineAnalysis } from '../analysis';
import { chartsOf } from './charts';
import { rfmResult } from './compute';
import { entry } from './entry';
import { findingsOf } from './findings';
import { preparation } from './preparation';
import { scoringQueries } from './queries';
import { afterQueries, publishedTables } from './tables';

/** Customers scored by recency, frequency and money, and named by rules. All that touches customers is SQL. */
export default defineAnalysis({
  ...entry,
  prepare: preparation,
  queries: scoringQueries,
  compute: rfmResult,
  tables: publishedTables,
  after: afterQueries,
  report: (result, after, input) => ({
    findings: findingsOf(result, after, input),
    charts: chartsOf(result, after, input),
    rows: { used: result.counts.used, dropped: result.counts.lines - result.counts.used },
  }),
});
