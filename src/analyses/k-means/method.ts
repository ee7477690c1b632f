import type { Method } from '../analysis';

export const method: Method = {
  idea: 'Each row is a point whose coordinates are the variables. k-means looks for k centres such that the points lie as near as possible to the centre they belong to; rows that share a centre are a segment.',
  formula: `minimise W = sum over rows of |z_i - centre(segment of i)|^2
z = (x - mean) / standard deviation (n - 1), where standardised; x becomes log(1 + x) first, where chosen.
Starts by k-means++ (each new centre drawn with a chance in proportion to its squared distance from the nearest one), 20 seeded restarts; each is finished by Lloyd's rounds (assign every row to the nearest centre, move every centre to the mean of its rows); the smallest W counts. Above 20,000 rows the restarts use every n-th row in sorted order and the best is finished on all rows.
Share of differences accounted for = 1 - W / total sum of squares.`,
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
    'Numbers of segments change when rows or variables do: name segments by what they are like.',
  ],
  sources: [
    'Lloyd, S. (1982). Least squares quantization in PCM. IEEE Transactions on Information Theory, 28(2), 129-137.',
    'Arthur, D., & Vassilvitskii, S. (2007). k-means++: The advantages of careful seeding. SODA, 1027-1035.',
    'Milligan, G. W., & Cooper, M. C. (1988). A study of standardization of variables in cluster analysis. Journal of Classification, 5, 181-204.',
  ],
};
