import type { Method } from '../analysis';

export const method: Method = {
  idea: 'A few customers usually hold most of the value. Customers are put in order of what they are worth and cut into tiers: equally many in each, or ABC by what they hold together. The Lorenz curve draws how unequally the value is spread, the Gini coefficient says it in one number.',
  formula: `n customers with values x_1 <= ... <= x_n, values below 0 taken as 0 for all shares.
cumulative_share of a customer = sum of it and all more valuable ones / sum of all.
Tiers of equally many customers: NTILE over the value, falling, then the customer; where the customers do not divide evenly the first tiers have one more.
ABC: A while those before hold less than 80 % of the value, B while less than 95 %, C the rest (80 %, 95 %: the usual limits).
Lorenz curve: share of the value held by the least valuable i of n customers.
Gini = sum over i of (2i - n - 1) x_i / (n sum x), between 0 and 1 - 1/n.
Its error: D_i = (2i/n - 1 - G) x_i / sum x - 2 S_i / (n sum x) + (1 - G)/n with S_i = x_1 + ... + x_i, the change of G with the weight of customer i; error^2 = n/(n - 1) sum of D_i^2; interval G +- 1.96 error, within 0 and 1.

Worked example, customers worth 50, 30, 10, 6, 4, in all 100.
cumulative_share 0.50, 0.80, 0.90, 0.96, 1.00. ABC: those before hold 0, 50, 80, 90, 96 %, so A, A, B, B, C.
Lorenz curve: 0.04, 0.10, 0.20, 0.50, 1.00 at 20, 40, 60, 80, 100 % of the customers.
Gini = (-4 * 4 - 2 * 6 + 0 * 10 + 2 * 30 + 4 * 50) / (5 * 100) = 232 / 500 = 0.464.
D = 0.04864, 0.02736, 0.0008, -0.052, -0.0248 from the least valuable on, error 0.0897: 0.29 to 0.64, wide because five are few.`,
  assumptions: [
    'The value is comparable across customers: the same period, the same currency, revenue or margin but not both.',
    'For the interval the customers are like independent draws from a larger crowd; for these very customers the coefficient is exact.',
  ],
  howToRead:
    'Begin with how much the first tier holds: that is what is at stake if it leaves. Lifetime value looks ahead, revenue back: tiers of revenue reward the past. A Gini coefficient compares years or regions; it is no goal in itself.',
  pitfalls: [
    'Equal customers at a limit are split by name unless they share the better tier; many customers worth 0 make the lower tiers alike.',
    'Values below 0 (returns, cost to serve) count as 0 in shares; their number and sum are said.',
    'New customers have had no time to become valuable: look at lifetime value, or at customers of one age.',
    'With heavy tails, where a handful hold most of the value, the interval is too short.',
  ],
  sources: [
    'Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the American Statistical Association, 9(70), 209-219.',
    'Gini, C. (1914). Sulla misura della concentrazione e della variabilita dei caratteri. Atti del Reale Istituto Veneto, 73, 1203-1248.',
    'Davidson, R. (2009). Reliable inference for the Gini index. Journal of Econometrics, 150(1), 30-40.',
    'Efron, B. (1982). The Jackknife, the Bootstrap and Other Resampling Plans. SIAM (the infinitesimal jackknife).',
    'Dickie, H. F. (1951). ABC inventory analysis shoots for dollars, not pennies. Factory Management and Maintenance, 109, 92-94.',
  ],
};
