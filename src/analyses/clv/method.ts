import type { Method } from '../analysis';

export const method: Method = {
  idea: `Customers without a contract do not tell you when they leave; they just stop buying. The model reads two things from each
customer: how many repeat purchases there were, and how long ago the last one was. A customer who bought every week and has been
silent for two months has probably left; one who buys twice a year and has been silent for two months has not. Fitted over all
customers, it gives each one a probability of still being active and a number of purchases to expect. A second model gives the
spend per purchase: customers with few purchases are drawn towards the average of all. Value is one times the other, discounted.`,
  formula: `BG/NBD. While active, a customer buys at random at rate λ; after each purchase he leaves with probability p.
Over customers λ is Gamma(r, alpha) and p is Beta(a, b). With x repeat purchases, the last at t_x, observed for T:

    P(alive) = 1 / (1 + [x > 0] a/(b+x-1) ((alpha+T)/(alpha+t_x))^(r+x))
    E[X(t)]  = P(alive) (a+b+x-1)/(a-1) [1 - ((alpha+T)/(alpha+T+t))^(r+x) 2F1(r+x, b+x; a+b+x-1; t/(alpha+T+t))]

It is summed here in a form of positive terms that equals this one, has no gap at a = 1 and does not overflow.

Gamma-Gamma. With x repeat purchases of mean spend z, the mean spend to expect is

    E[M] = p (gamma + x z) / (p x + q - 1)

Value, month by month to the horizon, with the monthly rate d_m = (1+d)^(1/12) - 1:

    CLV = sum over t of (E[X(t)] - E[X(t-1)]) E[M] margin / (1+d_m)^t

Both models are fitted by maximum likelihood; standard errors come from the inverse Hessian.`,
  assumptions: [
    'Customers come and go without telling: no contract, no subscription, no fixed renewal date.',
    'Every first purchase is in the data. A customer who began before the data looks newer than he is.',
    'While active, customers buy at random times at their own steady rate: no seasons, no regular rhythm.',
    'Leaving can only happen right after a repeat purchase, so P(alive) is 1 for everyone who bought once.',
    'What a customer spends per purchase has nothing to do with how often he buys.',
    'The future is like the past: no new prices, campaigns or competitors.',
  ],
  howToRead: `Read the table from the top of clv down to see where the value is, and p_alive beside it to see who is slipping away:
a high spend with a falling p_alive is worth a call. expected_purchases counts purchase days over the whole horizon. The value is of
future purchases only; what a customer has spent already is not in it. r and alpha say how often customers buy (r/alpha is the mean
number of purchases per unit of time while active; a small r means very unequal customers), a and b how readily they leave
(a/(a+b) is the mean chance of leaving after a repeat purchase). Set "Check from" to a date some months back: the model is then fitted on what was before
and its forecast compared with what happened.`,
  pitfalls: [
    'Where most customers bought once, P(alive) = 1 for them says nothing: look at expected_purchases, which is small.',
    'Refunds and zero amounts lower the mean spend; customers whose mean is not above 0 count with the average of all.',
    'A total over many customers is far more certain than the value of any single one.',
    'Spend that rises or falls with frequency biases the value; the correlation is shown, and above about 0.3 it matters.',
    'Too short a window (most customers observed for less than their usual gap between purchases) makes everyone look active.',
    'A horizon of many years adds value that no model of two years of data can know.',
    'For subscriptions and contracts use a contractual model; here every silent month would look like leaving.',
  ],
  sources: [
    'Fader, Hardie & Lee (2005): "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model. Marketing Science 24(2), 275-284.',
    'Fader & Hardie (2013): The Gamma-Gamma Model of Monetary Value. brucehardie.com/notes/025',
    'Fader, Hardie & Lee (2005): RFM and CLV: Using Iso-Value Curves for Customer Base Analysis. Journal of Marketing Research 42(4), 415-430.',
    'Fader, Hardie & Lee (2008): Computing P(alive) Using the BG/NBD Model. brucehardie.com/notes/021',
  ],
};
