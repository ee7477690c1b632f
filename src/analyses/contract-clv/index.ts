import { defineAnalysis } from '../analysis';
import { computeContracts } from './compute';
import { entry } from './entry';
import { contractQueries, sourceQuery } from './queries';
import { contractReport } from './report';
import { contractTables } from './tables';

/** Lifetime value under contracts: how long customers stay, from subscriptions or a retention table, and what they are worth. */
export default defineAnalysis({
  ...entry,
  prepare: (input) => ({ source: sourceQuery(input) }),
  queries: (input, prepared) => contractQueries(input, prepared.source),
  compute: (rows, input, prepared, onProgress) => computeContracts(rows, input, prepared.source, onProgress),
  tables: (result) => contractTables(result),
  report: (result, _after, input) => contractReport(result, input),
});
