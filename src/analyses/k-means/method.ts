import type { Method } from '../analysis';

export const method: Method = {
  idea: 'Each row is a point whose coordinates are the variables. k-means looks for k centres such that the points lie as near as possible to the centre they belong to; rows that share a centre are a segment.',
  formula: `minimise W = sum over rows of w |z_i - centre(segment of i)|^2
x becomes log(1 + x) first, where chosen; tails are brought to the quantiles p and 1 - p (type 7), where winsorised; z = (x - mean) / standard deviation (n - 1), where standardised.
Starts by k-means++ (each new centre drawn with a chance in proportion to its squared distance from the nearest one), 20 seeded restarts; each is finished by Lloyd's rounds (assign every row to the nearest centre, move every centre to the mean of its rows); the smallest W counts. Above 10,000 rows the starts, the choice of k and the stability use an even sample of the rows in sorted order; the best start is finished on all rows, and every row is assigned.
Share of differences accounted for = 1 - W / total sum of squares.
Choice of k: silhouette, mean of (b - a) / max(a, b), a the mean distance to the own segment, b to the next; gap, E ln W of 20 even clouds less ln W, the smallest k within one standard error of the next; stability, the mean Jaccard similarity |A and B| / |A or B| of each segment with its most similar one in 50 resamples. Recommended: the best silhouette among the k whose segments all have a Jaccard of at least 0.75 and 2 % of the rows.
Profile: means by Welch's t, shares by chi-square, each segment against the rest; p adjusted over the whole table (Benjamini-Hochberg).

Worked by hand: rows 1, 2, 3, 10, 12, k = 2, not standardised. Centres 2 and 11, W = 1 + 0 + 1 + 1 + 1 = 4, total 101.2, accounted for 1 - 4/101.2 = 96 %. Silhouettes 0.85, 0.889, 0.8125, 0.75, 0.8, mean 0.820.`,
  assumptions: [
    'Distances mean something: the variables are numbers on scales worth comparing.',
    'Segments are round and of similar width after standardising; long or nested shapes are cut apart.',
    'Every row belongs to exactly one segment.',
  ],
  howToRead:
    'Segment 1 is the largest. Read the heat map by column: what is far above or below the average names the segment. Then ask whether you would treat these customers differently; if not, choose fewer segments.',
  pitfalls: [
    'k-means always returns k segments, also from noise: look at the share accounted for, and rerun with another seed.',
    'A few very large values pull a centre to themselves: transform money and counts by log(1 + x).',
    'Two variables that say the same count double.',
    'Do not build on segments marked unstable: drawn again, the rows would be cut otherwise. Nor on any where the note says that the data look like one cloud.',
    'Numbers of segments change when rows or variables do: name them (click a name below the findings): names go by centre, not by number.',
  ],
  sources: [
    'Lloyd, S. (1982). Least squares quantization in PCM. IEEE Transactions on Information Theory, 28(2), 129-137.',
    'Arthur, D., & Vassilvitskii, S. (2007). k-means++: The advantages of careful seeding. SODA, 1027-1035.',
    'Rousseeuw, P. J. (1987). Silhouettes: A graphical aid to the interpretation and validation of cluster analysis. Journal of Computational and Applied Mathematics, 20, 53-65.',
    'Tibshirani, R., Walther, G., & Hastie, T. (2001). Estimating the number of clusters in a data set via the gap statistic. Journal of the Royal Statistical Society B, 63, 411-423.',
    'Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data Analysis, 52, 258-271.',
    'Breiman, L., Friedman, J., Olshen, R., & Stone, C. (1984). Classification and Regression Trees. Wadsworth.',
    'Milligan, G. W., & Cooper, M. C. (1988). A study of standardization of variables in cluster analysis. Journal of Classification, 5, 181-204.',
  ],
};
