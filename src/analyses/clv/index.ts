import { defineAnalysis } from '../analysis';
import { computeClv } from './compute';
import { entry } from './entry';
import { clvReport } from './report/report';
import { clvQueries, sourceQuery } from './source/queries';
import { clvTables } from './tables/tables';

/**
 * Customer lifetime value without contracts. Step by step: `source/` (columns to customers), `fit/` (models of purchases
 * and spend), `value/` (worth and how sure it is), `check/` (a forecast of days not seen), `tables/` and `report/`. A new
 * model of purchases is a file in src/stats, a choice in options.ts and a place in fit/models.ts.
 */
export default defineAnalysis({
  ...entry,
  prepare: (input) => ({ source: sourceQuery(input) }),
  queries: (input, prepared) => clvQueries(input, prepared.source),
  compute: (rows, input, prepared, onProgress) => computeClv(rows, input, prepared.source, onProgress),
  tables: (result, input) => clvTables(result, input),
  report: (result, _after, input) => clvReport(result, input),
});
