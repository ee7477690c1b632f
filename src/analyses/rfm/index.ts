import { defineAnalysis } from '../analysis';
import { chartsOf } from './charts';
import { countsOf, findingsOf } from './findings';
import { options, roles } from './form';
import { method } from './method';
import { preparation, scoringQueries } from './queries';
import { afterQueries, publishedTables } from './tables';

/** Customers scored by recency, frequency and money, and named by rules. All of it is SQL. */
export default defineAnalysis({
  id: 'rfm',
  title: 'Recency, frequency, money',
  question: 'Who are our best customers, and who is slipping away?',
  roles,
  options,
  tableSuffixes: ['profile'],
  prepare: preparation,
  queries: scoringQueries,
  compute: (_rows, _input, prepared) => countsOf(prepared),
  tables: (_counts, input) => publishedTables(input),
  after: (input) => afterQueries(input),
  report: (counts, after, input) => ({
    findings: findingsOf(counts, after, input),
    charts: chartsOf(after),
    rows: { used: counts.used, dropped: counts.lines - counts.used },
  }),
  method,
});
