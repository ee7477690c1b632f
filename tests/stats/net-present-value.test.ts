import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  constantRetentionMultiple,
  discountFactors,
  internalRateOfReturn,
  lifetimeValue,
  netPresentValue,
  paybackPeriod,
  paymentsWithin,
  presentValue,
  ratePerPeriod,
  retentionElasticity,
} from '../../src/stats/net-present-value';
import { expectClose } from '../close';
import golden from '../golden/finance/finance.json';

const exact = { relative: 1e-10 };
const powers = (base: number, count: number, times = 1): number[] =>
  Array.from({ length: count }, (_, t) => times * base ** t);

describe('the finance reference, to 1e-10', () => {
  test.each(golden.gupta_lehmann_multiples.table)('Gupta and Lehmann at r $r and i $i', (row) => {
    expectClose(constantRetentionMultiple(row.r, row.i, 'end-of-period'), row.multiple_end_of_period, exact);
    expectClose(constantRetentionMultiple(row.r, row.i, 'immediate'), row.multiple_start_immediate, exact);
    expectClose(constantRetentionMultiple(row.r, row.i, 'end-of-period', 0.05), row.with_growth_5pct, exact);
    expectClose(retentionElasticity(row.r, row.i), row.retention_elasticity, exact);
    // Paid in arrears by those retained at the period's end, for 3,000 periods.
    const factors = discountFactors(row.i, 1, 3000, 'arrears');
    expectClose(presentValue(powers(row.r, 3000, row.r), factors), row.direct_sum_check, exact);
  });

  test.each(golden.monthly_contract)('a monthly contract of $months months at $monthly_retention', (row) => {
    const margins = powers(Number(row.monthly_retention), row.months, row.margin);
    expectClose(ratePerPeriod(row.annual_discount, 12), row.monthly_rate, exact);
    for (const [payment, expected] of [
      ['advance', row.clv_in_advance],
      ['arrears', row.clv_in_arrears],
    ] as const) {
      const factors = discountFactors(row.annual_discount, 12, row.months, payment);
      const value = lifetimeValue(margins, factors, row.cac);
      expectClose(value.net, expected, exact);
      expectClose(value.valueToCost ?? NaN, (expected + row.cac) / row.cac, exact);
    }
  });

  test('a business case: value, rate of return, payback plain and discounted', () => {
    const { cashflows, rate, ...expected } = golden.business_case;
    const value = netPresentValue(cashflows, rate);
    const outlay = -(cashflows[0] ?? 0);
    expectClose(value, expected.npv, exact);
    expectClose(value + outlay, expected.pv_benefits, exact);
    expectClose(value / outlay, expected.roi_pv, exact);
    expectClose(internalRateOfReturn(cashflows) ?? NaN, expected.irr, exact);
    expectClose(paybackPeriod(cashflows) ?? NaN, expected.payback_years, exact);
    expectClose(paybackPeriod(cashflows, rate) ?? NaN, expected.discounted_payback, { relative: 1e-8 });
  });
});

const rates = fc.double({ min: 0.001, max: 1, noNaN: true });
const shares = fc.double({ min: 0.05, max: 0.99, noNaN: true });

describe('laws of money over time', () => {
  test('twelve monthly rates compound to the annual one, and a year of months discounts as one year', () => {
    fc.assert(
      fc.property(rates, (annual) => {
        expectClose((1 + ratePerPeriod(annual, 12)) ** 12, 1 + annual, { relative: 1e-13 });
        const months = discountFactors(annual, 12, 121, 'advance').filter((_, t) => t % 12 === 0);
        expectClose(months, [...discountFactors(annual, 1, 11, 'advance')], { relative: 1e-12 });
      }),
    );
  });

  test('payment in advance is worth one period’s rate more than in arrears', () => {
    fc.assert(
      fc.property(rates, shares, fc.integer({ min: 1, max: 80 }), (annual, retention, months) => {
        const of = (payment: 'advance' | 'arrears'): number =>
          presentValue(powers(retention, months), discountFactors(annual, 12, months, payment));
        expectClose(of('advance') / of('arrears'), 1 + ratePerPeriod(annual, 12), { relative: 1e-12 });
      }),
    );
  });

  test('value falls with the discount rate and is linear in the margin', () => {
    fc.assert(
      fc.property(rates, rates, shares, (one, other, retention) => {
        fc.pre(Math.abs(one - other) > 1e-6);
        const value = (rate: number, margin: number): number =>
          lifetimeValue(powers(retention, 48, margin), discountFactors(rate, 12, 48, 'arrears')).gross;
        expect(value(Math.max(one, other), 1)).toBeLessThan(value(Math.min(one, other), 1));
        expectClose(value(one, 7), 7 * value(one, 1), { relative: 1e-12 });
      }),
    );
  });

  test('the long sum reaches the multiple for ever, in both conventions', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 1, noNaN: true }), shares, (rate, retention) => {
        const sum = presentValue(powers(retention, 2000), discountFactors(rate, 1, 2000, 'advance'));
        expectClose(sum, constantRetentionMultiple(retention, rate, 'immediate'), { relative: 1e-11 });
        expectClose(sum - 1, constantRetentionMultiple(retention, rate, 'end-of-period'), {
          relative: 1e-10,
          absolute: 1e-12,
        });
      }),
    );
  });

  test('at its rate of return an investment is worth nothing', () => {
    const flows = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 2000 }), (income, outlay) => {
        const rate = internalRateOfReturn([-outlay, ...income]);
        if (rate === null) return expect(outlay).toBeGreaterThan(income.length * 1000 * 1e3);
        expectClose(netPresentValue([-outlay, ...income], rate), 0, { relative: 0, absolute: 1e-8 * outlay });
        return undefined;
      }),
    );
  });
});

describe('edges', () => {
  test('no periods, no cost, no income', () => {
    expect(discountFactors(0.1, 12, 0, 'advance')).toHaveLength(0);
    expect(lifetimeValue([], [])).toEqual({ gross: 0, net: 0, valueToCost: null, payback: 0 });
    expect(lifetimeValue([1, 1], [1, 1], 3)).toEqual({
      gross: 2,
      net: -1,
      valueToCost: 2 / 3,
      payback: null,
    });
    expect(lifetimeValue([10, 10], [1, 1], 6, [4, 4]).payback).toBe(1);
  });

  test('no rate of return where the flows never change sign, or do so twice', () => {
    for (const flows of [[], [0, 0], [1, 2], [-1, -2], [-100, 300, -210]])
      expect(internalRateOfReturn(flows)).toBeNull();
    expectClose(internalRateOfReturn([-100, 50]) ?? NaN, -0.5, exact);
    expectClose(internalRateOfReturn([100, -110]) ?? NaN, 0.1, exact);
  });

  test('a rate of zero discounts nothing; retention of one for ever has no end without it', () => {
    expect([...discountFactors(0, 12, 3, 'arrears')]).toEqual([1, 1, 1]);
    expect(constantRetentionMultiple(1, 0, 'immediate')).toBe(Infinity);
  });

  test('a horizon between two payments counts those that begin in it, or end in it', () => {
    expect(paymentsWithin(36, 12, 'advance')).toBe(3);
    expect(paymentsWithin(36, 12, 'arrears')).toBe(3);
    expect(paymentsWithin(30, 12, 'advance')).toBe(3);
    expect(paymentsWithin(30, 12, 'arrears')).toBe(2);
  });

  test('payback is read between periods', () => {
    expectClose(paybackPeriod([-100, 60, 60]) ?? NaN, 1 + 2 / 3, exact);
    expect(paybackPeriod([-100, 99])).toBeNull();
    expect(paybackPeriod([5])).toBe(0);
  });
});
