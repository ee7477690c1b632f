import { bgBb } from './bg-bb';
import { bgNbd } from './bg-nbd';
import type { Forecast, ModelFit, ModelId, PurchaseModel } from './buy-till-you-die';
import { mbgCnbdK } from './mbg-cnbd-k';
import { mbgNbd } from './mbg-nbd';
import { paretoNbd } from './pareto-nbd';

/** The models there are; a new one is one line here. */
export const purchaseModels: Readonly<Record<ModelId, PurchaseModel>> = {
  'bg-nbd': bgNbd,
  'mbg-nbd': mbgNbd,
  'pareto-nbd': paretoNbd,
  'mbg-cnbd-k': mbgCnbdK,
  'bg-bb': bgBb,
};

/** What a fitted model says of customers; at other estimates (a draw of them) where given. */
export const forecastOf = (
  { model, regularity, estimates }: Pick<ModelFit, 'model' | 'regularity' | 'estimates'>,
  at: readonly number[] = estimates,
): Forecast => purchaseModels[model].forecast(at, regularity);
