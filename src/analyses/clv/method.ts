import type { Method } from '../analysis';

export const method: Method = {
  idea: `Customers without a contract do not tell you when they leave; they just stop buying. The models read two things from each
customer: how many repeat purchases there were, and how long ago the last one was. A customer who bought every week and has been
silent for two months has probably left; one who buys twice a year and has been silent for two months has not. Fitted over all
customers, a model gives each one a probability of still being active and a number of purchases to expect. A second model gives the
spend per purchase: customers with few purchases are drawn towards the average of all. Value is one times the other, discounted.`,
  formula: `**BG/NBD.** While active, a customer buys at random at rate λ; after each repeat purchase he leaves with probability p.
Over customers λ is Gamma(r, alpha) and p is Beta(a, b). With x repeat purchases, the last at t_x, observed for T:

    P(alive) = 1 / (1 + [x > 0] a/(b+x-1) ((alpha+T)/(alpha+t_x))^(r+x))
    E[X(t)]  = P(alive) (a+b+x-1)/(a-1) [1 - ((alpha+T)/(alpha+T+t))^(r+x) 2F1(r+x, b+x; a+b+x-1; t/(alpha+T+t))]

It is summed here in a form of positive terms that equals this one, has no gap at a = 1 and does not overflow.

**MBG/NBD** lets him leave after the first purchase too, so that P(alive) is below 1 for those who bought once.
**Pareto/NBD** lets him leave at any moment, at a rate that is Gamma(s, beta). **MBG/CNBD-k** is MBG/NBD for regular buyers: times
between purchases are Erlang-k, and k is chosen by likelihood. **BG/BB** counts opportunities taken out of those there were: each
is taken with a chance that is Beta(alpha, beta), and before each he leaves with one that is Beta(gamma, delta).

**Gamma-Gamma.** With x repeat purchases of mean spend z, the mean spend to expect is

    E[M] = p (gamma + x z) / (p x + q - 1)

**Value**, month by month to the horizon (opportunity by opportunity in BG/BB), with the monthly rate d_m = (1+d)^(1/12) - 1:

    value to come = sum over t of (E[X(t)] - E[X(t-1)]) (E[M] margin - cost to serve) / (1+d_m)^t
    clv           = value to come - cost to acquire

In arrears, the default, a month's purchases are paid at its end, as written; in advance at its beginning, 1+d_m times as much.
For ever, each purchase is discounted from the moment it is made (DERT, discounted expected residual transactions).

**Choice.** BIC = -2 ln L + parameters ln(customers), smallest first; with a check, the fit whose total came closest among those
whose BIC is within 10 of the smallest. Likelihoods are compared on the same data only, so never BG/BB with the others.

**Uncertainty.** Standard errors come from the inverse Hessian in the logarithms of the parameters. Totals: seeded draws of all
parameters from that normal, each valued anew (above 4,000 rows on an even selection of them, as a ratio to the estimate). Single
customers: the delta method from the same covariances. Both are 95 % intervals of what is *expected*, not of what one customer does.

**Five customers by hand.** With r = 0.243, alpha = 4.414, a = 0.793, b = 2.426 (weeks), p = 6.25, q = 3.74, gamma = 15.44:

    x   t_x    T      P(alive)                                               E[M] at mean spend z
    0   0      38.86  1                                                      35.22 (any z: p gamma/(q-1))
    1   1.71   38.86  1/(1 + 0.793/2.426 (43.274/6.124)^1.243)   = 0.212     24.64 at z = 20
    2   30.43  38.86  1/(1 + 0.793/3.426 (43.274/34.844)^2.243)  = 0.727     22.74 at z = 20
    7   29.43  38.86  1/(1 + 0.793/8.426 (43.274/33.844)^7.243)  = 0.642     50.07 at z = 51
    2   35.71  38.86  1/(1 + 0.793/3.426 (43.274/40.124)^2.243)  = 0.785     35.22 at z = 35.22

The third came back twice and has been silent for eight weeks; the fourth, who came back seven times, for nine: he is *less*
likely to be there.`,
  assumptions: [
    'Customers come and go without telling: no contract, no subscription, no fixed renewal date.',
    'Every first purchase is in the data. A customer who began before the data looks newer than he is.',
    'While active, customers buy at random times at their own steady rate: no seasons, and no regular rhythm but in MBG/CNBD-k.',
    'In BG/NBD leaving can only happen right after a repeat purchase, so P(alive) is 1 for everyone who bought once.',
    'What a customer spends per purchase has nothing to do with how often he buys.',
    'The future is like the past: no new prices, campaigns or competitors.',
  ],
  howToRead: `Read the table from the top of clv down to see where the value is, and at_risk to see who is slipping away: a high value with
a falling p_alive is worth a call. expected_purchases counts purchase days over the whole horizon. The value is of future purchases
only; what a customer has spent already is not in it. The cost to acquire is taken off clv, but for customers already there it is
spent: future_value, which stands beside it then, says whom to keep. CLV:CAC and payback are of a *new* customer, whose first
purchase is included. r and alpha say how often customers buy (r/alpha is the mean number of purchases per unit of time while
active; a small r means very unequal customers), a and b how readily they leave (a/(a+b) is the mean chance of leaving after a
purchase). Set "Check from" to a date some months back: the models are then fitted on what was before and their forecasts compared
with what happened, period by period, by frequency, and with a naive "the same as before". In at_risk, p_alive_before is how P(alive)
stood three months ago (or at the last purchase, if later), and value_at_risk is what is lost of value_if_active by being probably gone.
The fit table holds every model tried, the totals table every sum with its interval, the tracking table the check.`,
  pitfalls: [
    'Where most customers bought once, P(alive) = 1 for them under BG/NBD says nothing: look at expected_purchases, or take MBG/NBD.',
    'Refunds: counted as purchases they make refunded customers look active; net within the day they do not. The mean spend falls either way, and customers whose mean is not above 0 count with the average of all.',
    'A total over many customers is far more certain than the value of any single one. The interval of a customer says how well his mean is known, not how far he may be from it.',
    'Spend that rises or falls with frequency biases the value; the correlation is shown, and above about 0.3 it matters.',
    'Too short a window (most customers observed for less than their usual gap between purchases) makes everyone look active.',
    'A horizon of many years adds value that no model of two years of data can know.',
    'Do not trust it where the check fails, where a season or a campaign drives purchases, or where data begin in the middle of the customers’ lives.',
    'For subscriptions and contracts use the contractual analysis; here every silent month would look like leaving.',
  ],
  sources: [
    'Fader, Hardie & Lee (2005): "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model. Marketing Science 24(2), 275-284.',
    'Batislam, Denizel & Filiztekin (2007): Empirical validation and comparison of models for customer base analysis (MBG/NBD). IJRM 24(3), 201-209.',
    'Schmittlein, Morrison & Colombo (1987): Counting Your Customers: Who Are They and What Will They Do Next? (Pareto/NBD). Management Science 33(1), 1-24.',
    'Reutterer, Platzer & Schröder (2021): Leveraging purchase regularity for predicting customer behavior the easy way (MBG/CNBD-k). IJRM 38(1), 194-215.',
    'Fader, Hardie & Shang (2010): Customer-Base Analysis in a Discrete-Time Noncontractual Setting (BG/BB). Marketing Science 29(6), 1086-1108.',
    'Fader & Hardie (2013): The Gamma-Gamma Model of Monetary Value. brucehardie.com/notes/025',
    'Fader, Hardie & Lee (2005): RFM and CLV: Using Iso-Value Curves for Customer Base Analysis (DERT). Journal of Marketing Research 42(4), 415-430.',
    'Wheat & Morrison (1990): Estimating purchase regularity with two interpurchase times. Journal of Marketing Research 27(1), 87-93.',
    'Fader, Hardie & Lee (2008): Computing P(alive) Using the BG/NBD Model. brucehardie.com/notes/021',
  ],
};
