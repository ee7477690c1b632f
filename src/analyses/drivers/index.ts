import { defineAnalysis } from '../analysis';
import { blocksQuery, rowsQuery } from './blocks-query';
import { checkColumns, checkEncoding, checkRows } from './check';
import { computeDrivers } from './compute';
import { encodingOf } from './encode';
import { entry } from './entry';
import { gapsQuery } from './gaps-query';
import { levelsQuery } from './levels';
import { overviewQuery } from './overview';
import { patternsQuery, planOf } from './plan';
import { reportDrivers } from './report';
import { driversTables } from './tables';

/** Key drivers: how much each of several correlated drivers moves an outcome, how sure that is, and how it performs. */
export default defineAnalysis({
  ...entry,
  prepare(input) {
    checkColumns(input);
    return {
      overview: overviewQuery(input),
      levels: levelsQuery(input),
      ...(input.options.missing === 'listwise' ? {} : { patterns: patternsQuery(input) }),
    };
  },
  queries(input, first) {
    checkRows(input, first);
    const encoding = encodingOf(input, first);
    const plan = planOf(input, first, encoding);
    checkEncoding(input, first, encoding, plan);
    return {
      rows: rowsQuery(input, encoding, plan),
      blocks: blocksQuery(input, encoding, plan),
      ...(plan.gaps === 'pairs' ? { gaps: gapsQuery(input, encoding, plan, first) } : {}),
    };
  },
  compute: (rows, input, first, onProgress) => computeDrivers(rows, input, first, onProgress),
  tables: driversTables,
  report: (result, _after, input) => reportDrivers(result, input),
});
