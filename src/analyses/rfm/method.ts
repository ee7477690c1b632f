import type { Method } from '../analysis';
import { standardRules } from './segments';

export const method: Method = {
  idea: 'Three facts from the order book say much about a customer: how long ago it last bought (recency), on how many days it bought (frequency), and how much it spent (money). Each is scored from 1 to the number of bins, the highest being best, and the scores are named by a short table of rules.',
  formula: `recency = as-of date - last purchase, in days; frequency = days with a purchase; monetary = sum of the amounts.
Cut points: the quantiles 1/bins, 2/bins, ... (type 7); score = 1 + number of cut points strictly below the value, turned round for recency.
Equal bins: NTILE(bins) over the value, then the customer.
Fixed cuts: the limits you give, up to and including; as many scores as limits and one more.
Rules, the first that fits, on a scale of 1 to 5 (score s of n counts as ceil(5 s / n)); yours, or these:
${Object.entries(standardRules)
  .map(([segment, rule]) => `- ${segment}: ${rule}`)
  .join('\n')}
What no rule takes is Other. _rule is the same as plain SQL over recency, frequency and monetary, with the roundest limits that score everybody here the same.
Described by other columns: a customer counts once (mean of its numbers, most frequent word). Lift = mean or share of the segment / of all; p by Welch's t or a two-proportion chi-square against the other customers, adjusted by Benjamini-Hochberg.
Movement: both days are scored as a run on that day would have done; up and down follow the order of the rules.

Worked example, three scores by cut points on 2026-01-31. Five customers: A last bought 1 day ago, on 5 days, for 500; B 10, 1, 40; C 20, 2, 60; D 40, 4, 300; E 90, 1, 20.
Recency has its cut points at 1/3 and 2/3 of the way through 1, 10, 20, 40, 90, that is at 13.33 and 33.33: A and B score 3, C 2, D and E 1. Frequency 1, 1, 2, 4, 5 has them at 1.33 and 3.33: A and D score 3, C 2, B and E 1. Money 20, 40, 60, 300, 500 at 46.67 and 220: A and D score 3, C 2, B and E 1.
On the scale of 1 to 5 scores 1, 2, 3 count as 2, 4, 5. A (5, 5, 5) is a champion, B (5, 2, 2) recent, C (4, 4, 4) a champion, D (2, 5, 5) a slipping champion, E (2, 2, 2) dormant.`,
  assumptions: [
    'The orders are complete up to the as-of date, and a customer has one id.',
    'Past purchases say something about the next ones; with contracts, use the contract instead.',
  ],
  howToRead:
    'Scores rank customers against each other, not against a target: there is always a best and a worst fifth. Begin with those who hold much value and have gone quiet; then see what champions have in common.',
  pitfalls: [
    'Where many customers bought once, several cut points fall together and some scores stay empty.',
    'Equal bins hide this by giving equal customers different scores.',
    'New customers cannot have bought often: a low frequency is not yet a bad sign.',
    'Scores move with the as-of date: compare two dates only with the same one written down.',
    'By cut points and equal bins customers are ranked against each other, so who does the same as before slips where others do more; fixed cuts measure both days alike.',
    'A customer cannot leave the table: who stops buying slips, and is lost in the end.',
    'A lift says nothing of a mean that can be 0 or less, such as a net score: read the mean itself.',
  ],
  sources: [
    'Hughes, A. M. (1994). Strategic Database Marketing. Probus.',
    'Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). RFM and CLV: Using iso-value curves for customer base analysis. Journal of Marketing Research, 42(4), 415-430.',
    'Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician, 50(4), 361-365 (type 7).',
    'Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B, 57(1), 289-300.',
    "Welch, B. L. (1947). The generalization of 'Student's' problem when several different population variances are involved. Biometrika, 34, 28-35.",
  ],
};
