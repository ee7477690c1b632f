import type { Method } from '../analysis';

export const method: Method = {
  idea:
    'Ratings of different parts of an experience move together, so a plain regression divides the credit among them ' +
    'almost at random. Here a driver earns what it adds to the explained differences (R²), averaged over every order ' +
    'in which the drivers could enter the model. Nobody profits from being named first, and the parts add up to the ' +
    'whole. Beside importance stands performance, so that what matters and is done badly can be told from what is done ' +
    'well without mattering; and beside both stands how sure that is.',
  formula: [
    '```',
    'LMG_k = Σ over sets S without k of',
    '        |S|! (p-|S|-1)! / p!  ·  [ R²(S + k) - R²(S) ]',
    'Σ over k of LMG_k = R²       share_k = LMG_k / Σ LMG',
    '```',
    '',
    'This is the Shapley value of the drivers in the game "explain the outcome". A group of columns, or all levels of a ' +
      'category, is one player: it enters and leaves as a whole. All 2^p models are computed exactly up to 27 players; ' +
      'above that Johnson’s weights stand in.',
    '',
    '**The other measures**',
    '',
    '```',
    'First:   R²(k)                    alone; shared parts count twice',
    'Last:    R²(all) - R²(all but k)  what no other can explain',
    'Pratt:   β_k (standardised) · r_k adds up to R², but can be negative',
    'Johnson: R_xx = V D² Vᵀ, L = V D Vᵀ, b = L⁻¹ r_xy,',
    '         weight_k = Σ_j L_kj² b_j²',
    '```',
    '',
    '**Dominance.** For every set S that has neither i nor j, compare R²(S + i) with R²(S + j). i dominates *completely* ' +
      'if it adds more in every set, *conditionally* if it adds more on average at every size of set, *generally* if its ' +
      'LMG is larger.',
    '',
    '**Binary and ordinal outcomes.** The same Shapley value of McFadden’s R² instead:',
    '',
    '```',
    'R²(S) = 1 - log L(S) / log L(no driver)',
    'binary:   P(y = 1) = 1 / (1 + exp(-(a + Σ b_k x_k)))',
    'ordinal:  P(y ≤ j) = 1 / (1 + exp(-(a_j - Σ b_k x_k)))',
    '          (proportional odds: one b for all cuts j)',
    'average marginal effect:  mean over rows of  b_k p (1 - p)',
    '```',
    '',
    'Log-odds are hard to read, so the average marginal effect says how far the probability moves with one unit of the ' +
      'driver. Above 12 drivers, or with too many different rows, LMG on the outcome as a number stands in, and says so.',
    '',
    '**Missing answers.** Listwise uses complete rows. Pairwise takes each correlation from the rows that have both ' +
      'answers. EM finds the means μ and covariances Σ that make all answers given most likely under a normal ' +
      'distribution: it fills each gap with what is expected from the row’s other answers, adds the uncertainty of that ' +
      'filling to Σ, and repeats until nothing moves.',
    '',
    '**Intervals.** With 500 rows or more, or with gaps, rows fall into G ≤ 100 groups (by the customer key where there ' +
      'is one), and every estimate θ is found again without each group g of m_g rows (a delete-group jackknife). With ' +
      'fewer, complete rows a seeded bootstrap draws rows with replacement and takes percentiles.',
    '',
    '```',
    'error² = mean over g of (n/m_g - 1) (θ without g - mean)²',
    '         (the mean of the θ without g, weighted by n - m_g)',
    'interval: θ ± t(G-1) · error',
    '```',
    '',
    'Above 16 drivers these replicates average common seeded orders of the drivers; the estimate itself stays exact.',
    '',
    '**Probabilities of ranks and places.** All importances and performances are drawn together 4,000 times from a normal ' +
      'distribution with the jackknife’s covariances (or are taken from the bootstrap’s samples). The probability of a rank, ' +
      'or of a quadrant, is the share of draws in which the driver has it; lines at means move with the draws.',
    '',
    '**Moves.** A move of driver k by d changes the outcome by b_k d, with error d · √Var(b_k); several moves add up, ' +
      'with the covariances of the b. The order is greedy: always the move that adds most, within the best value seen.',
    '',
    '**Asymmetry (penalty and reward).** One regression with two switches for each rating: "low answer" and "high answer" ' +
      'against the middle. Asymmetry = (reward - |penalty|) / (reward + |penalty|), from -1 (only costs) to 1 (only earns).',
  ].join('\n'),
  example: [
    'Five customers rate speed, price and the whole from 1 to 5:',
    '',
    '| customer | speed | price | overall |',
    '|---|---|---|---|',
    '| A | 2 | 1 | 1 |',
    '| B | 1 | 2 | 2 |',
    '| C | 5 | 3 | 4 |',
    '| D | 4 | 4 | 5 |',
    '| E | 3 | 5 | 3 |',
    '',
    'Every column has the mean 3 and the squared deviations 10. The products of deviations are 8 for speed with overall, ' +
      '7 for price with overall, and 5 for speed with price, so that the correlations are 0.8, 0.7 and 0.5. There are four models:',
    '',
    '```',
    'nothing            R² = 0',
    'speed              R² = 0.8² = 0.64',
    'price              R² = 0.7² = 0.49',
    'speed and price    R² = (0.8² + 0.7² - 2·0.8·0.7·0.5) / (1 - 0.5²)',
    '                      = 0.57 / 0.75 = 0.76',
    '```',
    '',
    'Speed adds 0.64 when it comes first and 0.76 - 0.49 = 0.27 when it comes after price; price adds 0.49 and ' +
      '0.76 - 0.64 = 0.12. The two orders weigh the same:',
    '',
    '```',
    'LMG(speed) = (0.64 + 0.27) / 2 = 0.455     share 0.455 / 0.76 = 60 %',
    'LMG(price) = (0.49 + 0.12) / 2 = 0.305     share 0.305 / 0.76 = 40 %',
    'sum                              0.760     = R² of both',
    '```',
    '',
    'The coefficients are 0.6 and 0.4: one point more of speed, price as it was, goes with 0.6 points more overall. Speed ' +
      'adds more in both places, so that it dominates price completely. With five rows none of this would be sure.',
  ].join('\n'),
  assumptions: [
    'The outcome goes up or down about evenly with each driver (straight lines, in log-odds for a yes/no outcome; no interactions).',
    'Rows are independent answers; where one customer answers several times, the key keeps those rows together.',
    'Listwise: rows with a missing answer are like the others. EM: whether an answer is missing has to do only with answers that were given.',
    'Proportional odds: a driver shifts every cut of an ordinal outcome alike.',
    'Moves: the driver is a cause of the outcome, and moving it leaves the others where they are.',
  ],
  howToRead:
    'Importance is in units of R²: 0.12 means 12 % of all differences in the outcome. Share is the part of what the drivers ' +
    'explain together. On the map, upper left is what matters more than average and performs below its line: the place to ' +
    'start, as far as its probability goes. Lower right matters less and performs well: what could do with less. Where ' +
    'intervals overlap, the order of two drivers is not settled; the field of rank probabilities says how far. The ' +
    'coefficient says how far the outcome moves with one step of a driver while the others stand still. McFadden’s R² runs ' +
    'lower than R²: 0.2 to 0.4 is already a good fit. A variance inflation of 4 makes a coefficient’s interval twice as wide ' +
    'as it would be alone; a condition index above 30 says that some drivers are nearly a mix of others.',
  pitfalls: [
    'Importance is not cause: a driver can stand in for something nobody asked about.',
    'When one mood colours all answers (halo), importances draw together and neighbours swap places easily.',
    'Leaving a relevant driver out hands its credit to those it moves with; adding a near copy halves it.',
    'A driver that is part of the outcome, or only known after it, takes the credit of all others.',
    'A driver on which everybody agrees cannot matter here, however much customers care about it.',
    'With fewer than ten rows per driver the order is mostly noise; with few rows bootstrap intervals are too narrow.',
    'Performance on different scales is compared by where the mean stands between the smallest and the largest answer.',
    'A driver near a line of the map falls on either side by chance: read the probability, not the side.',
    'Comparing many levels finds differences by chance: only those that stay when all comparisons are counted are named.',
    'Penalty and reward are an asymmetry of effects in these answers, not the categories of Kano.',
  ],
  sources: [
    'Lindeman, Merenda, Gold (1980): Introduction to Bivariate and Multivariate Analysis. Scott, Foresman.',
    'Grömping (2007): Estimators of relative importance in linear regression based on variance decomposition. The American Statistician 61(2), 139-147.',
    'Shapley (1953): A value for n-person games. Contributions to the Theory of Games II, 307-317. Princeton University Press.',
    'Budescu (1993): Dominance analysis. Psychological Bulletin 114(3), 542-551. Azen, Budescu (2003): The dominance analysis approach for comparing predictors in multiple regression. Psychological Methods 8(2), 129-148.',
    'Azen, Traxel (2009): Using dominance analysis to determine predictor importance in logistic regression. Journal of Educational and Behavioral Statistics 34(3), 319-347.',
    'McFadden (1974): Conditional logit analysis of qualitative choice behavior. Frontiers in Econometrics, 105-142. Academic Press.',
    'McCullagh (1980): Regression models for ordinal data. Journal of the Royal Statistical Society B 42(2), 109-142.',
    'Johnson (2000): A heuristic method for estimating the relative weight of predictor variables. Multivariate Behavioral Research 35(1), 1-19.',
    'Tonidandel, LeBreton (2010): Determining the relative importance of predictors in logistic regression. Organizational Research Methods 13(4), 767-781.',
    'Thomas, Zumbo, Kwan, Schweitzer (2014): On Johnson’s (2000) relative weights method. Multivariate Behavioral Research 49(4), 329-338.',
    'Pratt (1987): Dividing the indivisible. Proceedings of the Second International Tampere Conference in Statistics, 245-260.',
    'Dempster, Laird, Rubin (1977): Maximum likelihood from incomplete data via the EM algorithm. Journal of the Royal Statistical Society B 39(1), 1-38.',
    'Busing, Meijer, van der Leeden (1999): Delete-m jackknife for unequal m. Statistics and Computing 9, 3-8.',
    'Efron, Tibshirani (1993): An Introduction to the Bootstrap. Chapman and Hall.',
    'Belsley, Kuh, Welsch (1980): Regression Diagnostics. Wiley. Fox, Monette (1992): Generalized collinearity diagnostics. JASA 87, 178-183.',
    'Long, Ervin (2000): Using heteroscedasticity consistent standard errors in the linear regression model (HC3). The American Statistician 54(3), 217-224.',
    'Benjamini, Hochberg (1995): Controlling the false discovery rate. Journal of the Royal Statistical Society B 57(1), 289-300.',
    'Martilla, James (1977): Importance-performance analysis. Journal of Marketing 41(1), 77-79.',
    'Brandt (1987): A procedure for identifying value-enhancing service components using customer satisfaction survey data. Add Value to Your Service, 61-65. Mikulić, Prebežac (2008): Prioritizing improvement of service attributes using impact range-performance analysis and impact-asymmetry analysis. Managing Service Quality 18(6), 559-576.',
  ],
};
