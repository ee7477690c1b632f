import { betaGeometricForecast } from './beta-geometric-forecast';
import { searchSpaceOf } from './bg-nbd';
import type { PurchaseModel } from './buy-till-you-die';
import { searchLikelihood } from './likelihood-search';
import { mbgLikelihoodOf } from './mbg-likelihood';

/**
 * The MBG/NBD model: BG/NBD in which a customer can leave right after the first purchase too, so that P(active) is below
 * 1 without a repeat purchase.
 *
 * Sources: Batislam, Denizel & Filiztekin, "Empirical validation and comparison of models for customer base analysis",
 * IJRM 24(3), 2007; Hoppe & Wagner, Marketing JRM 2, 2007. Held in tests/stats to the CDNOW estimates: r .5248,
 * alpha 6.1830, a .8914, b 1.6140, log-likelihood -9582.13.
 */
export const mbgNbd: PurchaseModel = {
  id: 'mbg-nbd',
  name: 'MBG/NBD',
  parameters: ['r', 'alpha', 'a', 'b'],
  fit: (customers) => {
    const found = searchLikelihood(mbgLikelihoodOf(1), customers, searchSpaceOf(customers));
    if (!found.converged) return found;
    return { ...found, model: 'mbg-nbd', regularity: 1, parameterCount: 4, customers: customers.customers };
  },
  forecast: ([r = NaN, alpha = NaN, a = NaN, b = NaN]) =>
    betaGeometricForecast({ r, alpha, a, b }, { leavesAtFirst: true, regularity: 1 }),
};
