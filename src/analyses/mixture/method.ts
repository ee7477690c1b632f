import type { Method } from '../analysis';

export const method: Method = {
  idea: 'Customers come from k kinds that overlap; within a kind every variable varies as a bell curve does, and variables may go together. The mixture finds the kinds that make the rows likeliest, and says for every row how probably it belongs to each: a segment is the likeliest kind.',
  formula: `density of a row x: f(x) = sum over k of p_k N(x; mean_k, covariance_k)
maximise the log-likelihood L = sum over rows of w ln f(x), by EM: probabilities r_ik = p_k N(x_i; k) / f(x_i), then shares, means and covariances weighted by r.
Covariance: spherical (VII, one variance a segment), diagonal (VVI), full (VVV). 8 seeded restarts from k-means; the best likelihood that came to rest counts. No direction of a segment gets less than a millionth of the variance of all rows.
BIC = -2 L + (free parameters) ln n, the smaller the better. Entropy R2 = 1 - sum of -r ln r / (n ln k).
Log-likelihood and BIC are in the variables' own units (after the transform), standardised or not.
Stability: 12 resamples of up to 500 rows, Jaccard similarity of each segment with its most similar counterpart (Hennig 2007); from 0.75 on it counts as stable.

Worked by hand: five rows 0, 1, 2, 10, 12 and two segments. Clear groups: the first three and the last two. Shares 0.6 and 0.4; means 1 and 11; variances (1 + 0 + 1)/3 = 0.667 and (1 + 1)/2 = 1.
L = 3 ln 0.6 + 2 ln 0.4 - 5/2 ln(2 pi) - 3/2 ln 0.667 - 2/2 ln 1 - 5/2 = -9.85, BIC = 19.70 + 5 ln 5 = 27.75.`,
  assumptions: [
    'Within a segment the variables are roughly normal: transform money and counts by log(1 + x).',
    'Rows are independent of each other.',
    'There are rows enough: a full shape of d variables needs d(d + 1)/2 numbers for each segment.',
  ],
  howToRead:
    'Read the profile as with k-means. The probability in the table says how surely a row belongs: treat rows below 60 % as undecided. Entropy R2 near 1 means clear membership. BIC compares numbers of segments and shapes on the same rows: ten points less are strong evidence.',
  pitfalls: [
    'One skewed group is fitted by two normal ones: two segments that overlap and differ in width only may be one.',
    'Whole numbers and many equal values make flat segments: the note says so.',
    'BIC finds as many normal parts as the shape of the cloud needs; that many kinds of customers need not exist.',
    'Do not trust segments with a handful of rows or those marked unstable.',
    'It has not been told what the segments are for: check that they differ in value or in what you would do.',
  ],
  sources: [
    'Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977). Maximum likelihood from incomplete data via the EM algorithm. Journal of the Royal Statistical Society B, 39, 1-38.',
    'Fraley, C., & Raftery, A. E. (2002). Model-based clustering, discriminant analysis, and density estimation. Journal of the American Statistical Association, 97, 611-631.',
    'Celeux, G., & Govaert, G. (1995). Gaussian parsimonious clustering models. Pattern Recognition, 28, 781-793.',
    'Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data Analysis, 52, 258-271.',
  ],
};
