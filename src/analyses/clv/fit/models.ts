import type { ModelFit, ModelId, ModelNoFit } from '../../../stats/buy-till-you-die';
import { purchaseModels } from '../../../stats/buy-till-you-die-models';
import { InputProblem } from '../../../values/problem';
import type { DistinctCustomers } from '../customers';
import type { ClvInput } from '../input';
import type { Source } from '../source/source';

/** Every model that was tried: what came of it, or why nothing did. */
export interface Tried {
  fits: ModelFit[];
  failed: { model: ModelId; reason: string }[];
}

const ON_TIME: readonly ModelId[] = ['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'mbg-cnbd-k'];

/**
 * The models to fit: the one that was asked for, or those of `models` (or all) that apply. BG/BB applies to opportunities
 * and the others to time, so that every likelihood compared is of the same data; MBG/CNBD-k needs the times between purchases.
 */
export function candidatesOf({ options }: ClvInput, source: Source, hasIntervals: boolean): ModelId[] {
  const onOpportunities = source.kind === 'summary' && source.clock === 'opportunities';
  if (options.model !== 'auto') return [options.model];
  const applying = onOpportunities
    ? (['bg-bb'] as const)
    : ON_TIME.filter((model) => hasIntervals || model !== 'mbg-cnbd-k');
  const wanted = applying.filter((model) => options.models.length === 0 || options.models.includes(model));
  if (wanted.length > 0) return wanted;
  throw new InputProblem('None of the models to compare applies to these columns.', {
    hint: `${onOpportunities ? 'With opportunities only BG/BB does' : 'BG/BB needs opportunities, and MBG/CNBD-k the times between purchases'}; leave the list empty to try all that apply.`,
  });
}

/** Fits each model by maximum likelihood; an optimum that did not converge is among the failed. */
export function fitModels(
  candidates: readonly ModelId[],
  customers: DistinctCustomers,
  onModel: (name: string) => void = () => undefined,
): Tried {
  const tried: Tried = { fits: [], failed: [] };
  for (const model of candidates) {
    onModel(purchaseModels[model].name);
    const found = purchaseModels[model].fit(customers);
    if (found.converged) tried.fits.push(found);
    else tried.failed.push({ model, reason: whyNot(model, found) });
  }
  return tried;
}

/** Throws an InputProblem where no model could be fitted. */
export function refuseWithoutFit({ fits, failed }: Tried, which = ''): void {
  if (fits.length > 0) return;
  const [only, ...others] = failed;
  const hint =
    'Take a longer period or more customers, first-time buyers included; the rfm analysis needs no model.';
  if (only && others.length === 0)
    throw new InputProblem(
      `The purchase model (${nameOf(only.model)}) cannot be estimated${which}: ${only.reason}.`,
      {
        hint: only.model === 'bg-bb' ? hint : `${hint} Another model may apply: choose "Best".`,
      },
    );
  throw new InputProblem(
    `No purchase model can be estimated${which}: ${failed.map(({ model, reason }) => `${nameOf(model)}, because ${reason}`).join('; ')}.`,
    { hint },
  );
}

export const nameOf = (model: ModelId): string => purchaseModels[model].name;
export const fullNameOf = ({ model, regularity }: ModelFit): string =>
  model === 'mbg-cnbd-k' ? nameOf(model).replace(/k$/, String(regularity)) : nameOf(model);

/** Below this chance of leaving after a purchase, customers do not leave as far as the data can tell. */
const NOBODY_LEAVES = 0.001;

function whyNot(model: ModelId, found: ModelNoFit): string {
  if (found.reason === 'no-intervals')
    return 'it needs the times between purchases (orders with a date, or log intervals)';
  if (found.reason === 'stuck') return 'its likelihood has no clear maximum from any of the starting points';
  const [, , third = 1, fourth = 1] = found.at;
  if (model !== 'pareto-nbd' && third / (third + fourth) < NOBODY_LEAVES)
    return 'nothing in the data shows a customer leaving, so the parameters of leaving have no value';
  const name = purchaseModels[model].parameters[found.parameter] ?? '';
  const what =
    found.parameter < 2
      ? 'customers do not differ in how often they buy as the model needs'
      : 'customers do not differ in how readily they leave as the model needs';
  return `${what} (${name} has no finite value)`;
}
