import type { Method } from '../analysis';

export const method: Method = {
  idea:
    'Ratings of different parts of an experience move together, so a plain regression divides the credit among them ' +
    'almost at random. Here a driver earns what it adds to the explained differences (R²), averaged over every order ' +
    'in which the drivers could enter the model. Nobody profits from being named first, and the parts add up to the ' +
    'whole.',
  formula: [
    '```',
    'LMG_k = Σ over sets S without k of  |S|! (p-|S|-1)! / p!  ·  [ R²(S + k) - R²(S) ]',
    'Σ over k of LMG_k = R²        share_k = LMG_k / R²',
    'Johnson: R_xx = V D² Vᵀ, L = V D Vᵀ, b = L⁻¹ r_xy, weight_k = Σ_j L_kj² b_j²',
    'interval: estimate ± t(G-1) · sqrt( mean over g of (n/m_g - 1)(θ without g - θ̄)² )',
    '```',
    '',
    'All 2^p models are computed exactly up to 27 drivers; above that Johnson’s weights stand in. The intervals are a ' +
      'jackknife over up to 100 groups of rows: each group is left out once. Above 16 drivers these replicates average 256 ' +
      'seeded orders of the drivers; the estimate itself stays exact.',
  ].join('\n'),
  assumptions: [
    'The outcome goes up or down about evenly with each driver (straight lines, no interactions).',
    'Rows are independent answers. Several rows of one customer make the intervals too narrow.',
    'Rows with a missing answer can be left out without bending the picture.',
    'A yes/no outcome is read as 0 and 1.',
  ],
  howToRead:
    'Importance is in units of R²: 0.12 means 12 % of all differences in the outcome. Share is the part of what the drivers ' +
    'explain together. On the map, upper left is what matters more than average and performs below average: the place to ' +
    'start. Where intervals overlap, the order of two drivers is not settled. The coefficient says how far the outcome ' +
    'moves with one step of a driver while the others stand still.',
  pitfalls: [
    'Importance is not cause: a driver can stand in for something nobody asked about.',
    'When one mood colours all answers (halo), importances draw together and neighbours swap places easily.',
    'Leaving a relevant driver out hands its credit to those it moves with; adding a near copy halves it.',
    'A driver on which everybody agrees cannot matter here, however much customers care about it.',
    'Performance on different scales is compared by where the mean stands between the smallest and the largest answer.',
  ],
  sources: [
    'Lindeman, Merenda, Gold (1980): Introduction to Bivariate and Multivariate Analysis. Scott, Foresman.',
    'Grömping (2007): Estimators of relative importance in linear regression based on variance decomposition. The American Statistician 61(2), 139-147.',
    'Johnson (2000): A heuristic method for estimating the relative weight of predictor variables. Multivariate Behavioral Research 35(1), 1-19.',
    'Thomas, Zumbo, Kwan, Schweitzer (2014): On Johnson’s (2000) relative weights method. Multivariate Behavioral Research 49(4), 329-338.',
    'Busing, Meijer, van der Leeden (1999): Delete-m jackknife for unequal m. Statistics and Computing 9, 3-8.',
    'Martilla, James (1977): Importance-performance analysis. Journal of Marketing 41(1), 77-79.',
  ],
};
