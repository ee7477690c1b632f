import { defineAnalysis } from '../analysis';
import { computeDrivers } from './compute';
import { method } from './method';
import { blocksQuery, checkColumns, checkRows, overviewQuery } from './queries';
import { reportDrivers } from './report';
import { options, roles } from './roles';
import { driversTables } from './tables';

/** Key drivers: how much each of several correlated drivers moves an outcome, how sure that is, and how it performs. */
export default defineAnalysis({
  id: 'drivers',
  title: 'Key drivers',
  question: 'What drives satisfaction, and what should be fixed first?',
  roles,
  options,
  tableSuffixes: ['model'],
  prepare(input) {
    checkColumns(input);
    return { overview: overviewQuery(input) };
  },
  queries(input, { overview }) {
    checkRows(input, overview);
    return { sums: blocksQuery(input, overview) };
  },
  compute: ({ sums }, input, { overview }, onProgress) => computeDrivers(sums, input, overview, onProgress),
  tables: driversTables,
  report: (result, _after, input) => reportDrivers(result, input),
  method,
});
