import { defineAnalysis } from '../analysis';
import { chartsOf } from './charts';
import { tiersResult } from './compute';
import { entry } from './entry';
import { findingsOf } from './findings';
import { tierQueries } from './queries';
import { afterQueries, tierTables } from './tables';

/** Customers in tiers by what they are worth, and how unequally the value is spread. All that touches customers is SQL. */
export default defineAnalysis({
  ...entry,
  queries: tierQueries,
  compute: tiersResult,
  tables: tierTables,
  after: afterQueries,
  report: (result, after, input) => ({
    findings: findingsOf(result, after, input),
    charts: chartsOf(result, after, input),
    rows: {
      used: result.rows - result.withoutCustomer - result.withoutValue,
      dropped: result.withoutCustomer + result.withoutValue,
    },
  }),
});
