import { giniInterval, type GiniInterval } from '../../stats/gini-interval';
import { formatCount, formatNumber, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { RowsOf } from '../analysis';
import { tierCount, type TiersInput } from './form';
import type { tierQueries } from './queries';

type TierRows = Pick<RowsOf<ReturnType<typeof tierQueries>>, 'counts' | 'facts'>;
export interface TiersResult {
  rows: number;
  withoutCustomer: number;
  withoutValue: number;
  customers: number;
  value: number;
  negative: number;
  negativeValue: number;
  /** Customers whose value is the sum of several rows. */
  severalRows: number;
  /** Customers who are equal to one in another tier. */
  split: number;
  gini: number;
  interval: GiniInterval | null;
}

/** The concentration of the value. Throws a sentence where there is nothing to be told apart. */
export function tiersResult({ counts, facts }: TierRows, input: TiersInput): TiersResult {
  const at = (values: Float64Array): number => values[0] ?? NaN;
  const customers = at(facts.customers);
  refuseNothing(input, at(counts.rows), customers);
  refuseAlike(input, customers, at(facts.least), at(facts.most));
  const gini = at(facts.gini);
  return {
    rows: at(counts.rows),
    withoutCustomer: at(counts.without_customer),
    withoutValue: at(counts.without_value),
    customers,
    value: at(facts.value),
    negative: at(facts.negative),
    negativeValue: at(facts.negative_value),
    severalRows: at(facts.several_rows),
    split: at(facts.split),
    gini,
    interval: giniInterval(gini, at(facts.squared_influence), customers),
  };
}

function refuseNothing(input: TiersInput, rows: number, customers: number): void {
  if (rows === 0)
    throw new InputProblem(`There are no rows in ${input.from}, so there is nothing to divide.`);
  if (customers > 0) return;
  const { customer, value } = input.roles;
  const columns =
    customer === null
      ? `"${input.label(value)}" is`
      : `"${input.label(value)}" or "${input.label(customer)}" is`;
  throw new InputProblem(`No customers are left: ${columns} missing in every row of ${input.from}.`, {
    hint: 'Choose another column.',
  });
}

function refuseAlike(input: TiersInput, customers: number, least: number, most: number): void {
  const value = `"${input.label(input.roles.value)}"`;
  if (!(most > 0))
    throw new InputProblem(`No customer has a value above 0 in ${value}, so there is nothing to share out.`, {
      hint: 'Choose another column, or turn the sign in a SQL cell.',
    });
  if (customers > 1 && least === most)
    throw new InputProblem(
      `All ${formatCount(customers)} customers have the same value in ${value}, ${formatNumber(most)}: no tier would be worth more than another.`,
      { hint: 'Choose another column.' },
    );
  const tiers = tierCount(input);
  if (tiers !== null && customers < tiers)
    throw new InputProblem(
      `“Tiers”: ${tiers} tiers need ${tiers} customers, and there ${customers === 1 ? 'is' : 'are'} only ${formatPlural(customers, 'customer')}.`,
      { hint: 'Choose fewer tiers, or ABC.' },
    );
}
