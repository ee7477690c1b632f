import { defineAnalysis } from '../analysis';
import { computeClv } from './compute';
import { method } from './method';
import { options, roles } from './form';
import { clvQueries, sourceQuery } from './queries';
import { clvReport } from './report';
import { clvTables } from './tables';

/** Customer lifetime value without contracts: BG/NBD for purchases, Gamma-Gamma for spend. */
export default defineAnalysis({
  id: 'clv',
  title: 'Customer lifetime value',
  question: 'Who will still buy, and what are they worth?',
  roles,
  options,
  tableSuffixes: ['model', 'fit'],
  prepare: (input) => ({ source: sourceQuery(input) }),
  queries: (input, prepared) => clvQueries(input, prepared.source),
  compute: (rows, input, prepared, onProgress) => computeClv(rows, input, prepared.source, onProgress),
  tables: (result, input) => clvTables(result, input),
  report: (result, _after, input) => clvReport(result, input),
  method,
});
