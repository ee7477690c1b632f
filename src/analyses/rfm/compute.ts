import type { RowsOf } from '../analysis';
import type { RfmInput } from './form';
import type { Prepared } from './preparation';
import type { scoringQueries } from './queries';
import { limitsOf, type Limits } from './rule';
import { traitsOf, type Traits } from './traits';

export interface RfmResult {
  counts: Counts;
  limits: Limits;
  traits: Traits;
}
export interface Counts {
  asOf: number;
  lines: number;
  used: number;
  withoutCustomer: number;
  withoutDate: number;
  later: number;
  withoutAmount: number;
}
type ScoringRows = Pick<RowsOf<ReturnType<typeof scoringQueries>>, 'cutPoints' | 'traits'>;

export const rfmResult = (rows: ScoringRows, input: RfmInput, prepared: Prepared): RfmResult => ({
  counts: countsOf(prepared),
  limits: limitsOf(rows.cutPoints, input),
  traits: traitsOf(rows.traits, input),
});

/** The first pass as plain numbers. */
function countsOf({ check }: Prepared): Counts {
  const at = (values: Float64Array): number => values[0] ?? NaN;
  return {
    asOf: at(check.as_of),
    lines: at(check.lines),
    used: at(check.used),
    withoutCustomer: at(check.without_customer),
    withoutDate: at(check.without_date),
    later: at(check.later),
    withoutAmount: at(check.without_amount),
  };
}
