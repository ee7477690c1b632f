import type { Method } from '../analysis';
import { segmentRules } from './segments';

export const method: Method = {
  idea: 'Three facts from the order book say much about a customer: how long ago it last bought (recency), on how many days it bought (frequency), and how much it spent (money). Each is scored from 1 to the number of bins, the highest being best, and the scores are named by a short table of rules.',
  formula: `recency = as-of date - last purchase, in days; frequency = days with a purchase; monetary = sum of the amounts.
Cut points: the quantiles 1/bins, 2/bins, ... (type 7); score = 1 + number of cut points strictly below the value, turned round for recency.
Equal bins: NTILE(bins) over the value, then the customer.
Rules, the first that fits, on a scale of 1 to 5 (r, f, m):
${segmentRules
  .map(({ segment, recency, frequency, monetary, meaning }) => {
    const range = ([low, high]: readonly [number, number]): string =>
      low === high ? `${low}` : `${low}-${high}`;
    return `- ${segment}: r ${range(recency)}, f ${range(frequency)}, m ${range(monetary)} (${meaning})`;
  })
  .join('\n')}`,
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
  ],
  sources: [
    'Hughes, A. M. (1994). Strategic Database Marketing. Probus.',
    'Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). RFM and CLV: Using iso-value curves for customer base analysis. Journal of Marketing Research, 42(4), 415-430.',
    'Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician, 50(4), 361-365 (type 7).',
  ],
};
