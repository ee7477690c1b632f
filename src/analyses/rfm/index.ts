import { defineAnalysis } from '../analysis';
import { chartsOf } from './charts';
import { rfmResult } from './compute';
import { findingsOf } from './findings';
import { options, roles } from './form';
import { method } from './method';
import { preparation } from './preparation';
import { scoringQueries } from './queries';
import { afterQueries, publishedTables } from './tables';

/** Customers scored by recency, frequency and money, and named by rules. All that touches customers is SQL. */
export default defineAnalysis({
  id: 'rfm',
  title: 'Recency, frequency, money',
  question: 'Who are our best customers, and who is slipping away?',
  roles,
  options,
  tableSuffixes: ['profile', 'rule', 'traits', 'moves', 'movement'],
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
  method,
});
