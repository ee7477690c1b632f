import { defineAnalysis } from '../analysis';
import { computeContracts } from './compute';
import { options, roles } from './form';
import { method } from './method';
import { contractQueries, sourceQuery } from './queries';
import { contractReport } from './report';
import { contractTables } from './tables';

/** Lifetime value under contracts: how long customers stay, from subscriptions or a retention table, and what they are worth. */
export default defineAnalysis({
  id: 'contract-clv',
  title: 'Contract lifetime value',
  question: 'How long do subscribers stay, and what are they worth?',
  roles,
  options,
  tableSuffixes: ['model', 'fit', 'totals'],
  prepare: (input) => ({ source: sourceQuery(input) }),
  queries: (input, prepared) => contractQueries(input, prepared.source),
  compute: (rows, input, prepared, onProgress) => computeContracts(rows, input, prepared.source, onProgress),
  tables: (result) => contractTables(result),
  report: (result, _after, input) => contractReport(result, input),
  method,
});
