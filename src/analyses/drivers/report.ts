import type { Report } from '../analysis';
import { chartsOf } from './charts';
import { findingsOf } from './findings';
import type { DriversResult } from './result';
import type { DriversInput } from './roles';

/** What a reader sees: sentences and pictures, those of a second look in tabs of their own. */
export function reportDrivers(result: DriversResult, input: DriversInput): Report {
  return {
    findings: findingsOf(result, input),
    charts: chartsOf(result, input),
    rows: { used: result.all.rows, dropped: result.exclusions.total - result.all.rows },
    ...(result.filters.length > 0
      ? {
          filters: result.filters.map(({ column, levels }) => ({
            column,
            label: input.label(column),
            levels,
          })),
        }
      : {}),
  };
}
