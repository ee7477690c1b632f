import { defineAnalysis } from '../analysis';
import { describing, profileColumns } from '../segmenting/profile-columns';
import { takeAways } from '../segmenting/report';
import { segmentTables } from '../segmenting/tables';
import { chartsOf } from './charts';
import { entry } from './entry';
import { findingsOf } from './findings';
import { answerCounts, answerQueries, preparation } from './queries';
import { segmentsOf } from './segments';
import { classesTable } from './tables';

/** Segments of people who answer alike. */
export default defineAnalysis({
  ...entry,
  prepare: preparation,
  queries: answerQueries,
  compute: (rows, input, prepared, onProgress) => {
    const more = describing(input, input.roles.items);
    const columns = profileColumns(input, more, prepared.levels, rows.answers);
    return {
      segments: segmentsOf(rows.answers, columns, input, prepared, onProgress),
      counts: answerCounts(input, prepared),
    };
  },
  tables: ({ segments }, input) => ({
    ...segmentTables(segments, input, 'answers'),
    classes: { columns: classesTable(segments) },
  }),
  report: ({ segments, counts }, _after, input) => ({
    findings: findingsOf(segments, counts, input),
    charts: chartsOf(segments, input),
    ...takeAways(segments, input),
    rows: { used: counts.complete, dropped: counts.total - counts.complete },
  }),
});
