import type { Method } from '../analysis';

export const method: Method = {
  idea: 'People are of a few kinds that nobody asked for. Within a kind the answers to different questions have nothing more to do with each other; that is what makes it one. Latent classes are the kinds that make the answers likeliest, with the probability of every answer in each.',
  formula: `P(answers of a row) = sum over classes c of p_c times the product over its answered items j of P(answer | c)
maximise the log-likelihood L = sum over rows of w ln P(answers), by EM from 50 seeded random starts (the better ones followed to the end, steps lengthened by SQUAREM); the best that came to rest counts.
A missing answer takes no part: missing at random. The order of an item's answers is not used.
BIC = -2 L + (free parameters) ln n; free parameters: k - 1 and, for each class and item, levels - 1. Entropy R2 = 1 - sum of -r ln r / (n ln k), r the probability of a row's class.
Stability: 25 resamples of up to 1,500 rows, Jaccard similarity of each segment with its most similar counterpart (Hennig 2007); from 0.75 on it counts as stable.

Worked by hand: five rows, two yes-no items: yes yes, yes yes, yes yes, no no, no no. Two classes of shares 0.6 and 0.4 that always and never say yes: L = 3 ln 0.6 + 2 ln 0.4 = -3.365, 5 free parameters, BIC = 6.730 + 5 ln 5 = 14.777.`,
  assumptions: [
    'Within a class the answers to different items are independent.',
    'Whether an answer is missing depends at most on the answers given.',
    'Every row is one person (or counts by its weight).',
  ],
  howToRead:
    'Read the picture of answers by column: what a segment is far surer to say than the others is its name. The probability in the table says how surely a person belongs. BIC leads the choice of k; G2 and the residuals of pairs tell whether one class more is needed.',
  pitfalls: [
    'Two items that ask the same make a class of their own: leave one out.',
    'People who answer everything alike (straight-lining) form classes too: high, middle, low. That is a style of answering, not a kind of customer.',
    'Likelihoods have several tops: the note says when the best one was found only once.',
    'With many items and few people, probabilities of 0 and 1 are luck; do not trust segments marked unstable.',
    'Columns under "Also describe by" are shown but do not form the classes; comparing them by the likeliest class understates how they differ.',
  ],
  sources: [
    'Goodman, L. A. (1974). Exploratory latent structure analysis using both identifiable and unidentifiable models. Biometrika, 61, 215-231.',
    'Linzer, D. A., & Lewis, J. B. (2011). poLCA: An R package for polytomous variable latent class analysis. Journal of Statistical Software, 42(10).',
    'Varadhan, R., & Roland, C. (2008). Simple and globally convergent methods for accelerating the convergence of any EM algorithm. Scandinavian Journal of Statistics, 35, 335-353.',
    'Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data Analysis, 52, 258-271.',
  ],
};
