import type { Method } from '../analysis';

export const method: Method = {
  idea: `Under a contract you see when a customer leaves: he does not renew. Everyone is offered the renewal at the end of each period,
and the share that accepts is the retention rate. It nearly always rises with tenure, and mostly not because customers grow loyal: those
who were likely to leave have left, and those who stay were the loyal ones all along. The shifted beta-geometric model says just that:
each customer has a fixed chance of leaving at every renewal, and the chances differ between customers. The beta-discrete-Weibull lets a
customer's own chance rise or fall with tenure besides. Fitted to the periods seen, they carry the curve on. What is still to be paid,
weighted by the chance that it will be, discounted, less what it costs to win and to serve the customer, is the lifetime value.`,
  formula: `Tenure is counted in whole periods. With r_t the share that makes renewal t:

    shifted beta-geometric    r_t = (beta+t-1) / (alpha+beta+t-1)
    beta-discrete-Weibull     S(t) = B(alpha, beta+t^c) / B(alpha, beta)
    either                    r_t = S(t) / S(t-1)

Fitted by maximum likelihood from those asked and those who left at each renewal; customers still there count as far as they are known:

    ln L = sum over t of left_t ln(1 - r_t) + (asked_t - left_t) ln r_t

Both and one rate for all (and, where customers turn out not to differ, the discrete Weibull S(t) = exp(-lambda t^c)) are compared by BIC = parameters ln(customers) - 2 ln L. Value, with v = 1/(1+d_m), d_m = (1+d)^(1/12) - 1 for months:

    m        = margin - cost to serve
    CLV      = m sum over k >= 0 of S(k) v^k - cost to acquire
    residual = m sum over k >= 1 of S(n+k)/S(n) v^(k-1)

The residual is that of a customer with n complete periods just before the next renewal; in arrears all sums are times v once more.

The sums run to the horizon or for ever; for ever they are the discounted expected lifetime DEL and the residual lifetime DERL.

A worked example. Of 1,000 customers 1000, 631, 468, 382 and 326 are there after 0 to 4 years. Retention is 63 %, 74 %, 82 %, 85 %:
it rises. At 10 % and a margin of 1, paid in advance, five payments are worth 1 + .631/1.1 + .468/1.21 + .382/1.331 + .326/1.4641 = 2.47.
With 63 % held for ever it would be 2.20 for the same five, and 2.32 for all; fitted (alpha .70, beta 1.18) it is 3.69 for all.

Where retention is one rate r, a margin from the end of the first period on is worth r / (1+i-r), and one that begins at once
(1+i) / (1+i-r): at r = .8 and i = .1, 2.67 and 3.67. Say which one is meant.`,
  assumptions: [
    'Leaving is seen, and happens at renewals; the fee is paid per period.',
    'Each customer keeps his own chance of leaving (or its pattern, with c); prices, rivals and service stay as they are.',
    'Cohorts that are pooled behave alike: recent customers will leave as earlier ones did.',
    'Fee, margin and costs stay as they are, and have nothing to do with how readily a customer leaves.',
    'Only complete periods count: an end within the period still running is not yet compared with anything.',
  ],
  howToRead: `Begin with the survival curve: the line should pass through the observed points and their intervals, and everything to the
right of the dashed line is forecast. Then retention by tenure: if it rises, one average rate misleads. clv in the table is
what a customer is worth at the moment he begins period n+1 and pays for it (at tenure 0 net of the cost to acquire); residual_value is
what one with n complete periods is still worth before the next renewal. expected_lifetime counts the periods paid for within the horizon, discounted_lifetime
the same in today's money. The tornado shows what to argue about: usually one percent of retention moves more than one percent of anything else.
value_of_active in the totals table is what the present contracts are still worth, the number for a balance of the customer base.`,
  pitfalls: [
    'Few periods seen: two or three points fit many curves, and the value beyond them is the model speaking.',
    'Mixed contracts (monthly and yearly ones in one table) have no common renewal; make the contract type the cohort.',
    'Ends in the future, or contracts cancelled but still paid for, count as running until the as-of date passes them.',
    'Data with a tenure in months and a flag for having left need dates: in a SQL cell, start is the day of the data less the tenure, end that day where the flag is set.',
    'A retention table of calendar months mixes cohorts: count from each customer’s own start.',
    'Without contracts, silence is not leaving: use the lifetime value of customers who buy when they like.',
    'For ever is long: most of the difference between models lies where nobody has been. Prefer a horizon of three to five years.',
    'The intervals know the uncertainty of the parameters, not that of the future: a new competitor is not in them.',
    'A lifetime value is no upper limit for what to spend on acquiring: the next customer is seldom the average one.',
  ],
  sources: [
    'Fader & Hardie (2007): How to Project Customer Retention. Journal of Interactive Marketing 21(1), 76-90.',
    'Fader & Hardie (2010): Customer-Base Valuation in a Contractual Setting: The Perils of Ignoring Heterogeneity. Marketing Science 29(1), 85-93.',
    'Fader, Hardie, Liu, Davin & Steenburgh (2018): "How to Project Customer Retention" Revisited: The Role of Duration Dependence. Journal of Interactive Marketing 43, 1-16.',
    'Gupta & Lehmann (2003): Customers as Assets. Journal of Interactive Marketing 17(1), 9-24.',
  ],
};
