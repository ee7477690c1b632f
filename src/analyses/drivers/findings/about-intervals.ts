import { formatCount, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import { caution, plain, type Told } from './words';

export const CERTAINTY_TAB = 'Certainty';
const FEW_GROUPS = 20;

/** Where the intervals come from. */
export function certaintyFindings({ slice, input, named, sorted }: Told): Finding[] {
  const { model } = slice;
  if (model.intervals === 'none' || sorted.length < 2) return [];
  const { key } = input.roles;
  const units = model.clusters === 'key' && key !== null ? `groups of ${named(key)}` : 'groups of rows';
  const resampled =
    model.intervals === 'jackknife'
      ? `The ${confidenceWords(input.options.confidence)} intervals come from a jackknife: ${formatCount(model.replicates)} ${units} are left out one after the other, and the estimates found again`
      : `The ${confidenceWords(input.options.confidence)} intervals come from a bootstrap: ${formatCount(model.replicates)} samples of the same size are drawn from the rows with replacement, and the estimates found again`;
  return [
    plain(`${resampled}.`, CERTAINTY_TAB),
    plain(
      'The probabilities of ranks and of places on the map come from joint draws of all importances and performances, so that what moves together is drawn together.',
      CERTAINTY_TAB,
    ),
    ...(model.clusters === 'key' && key !== null
      ? [
          plain(
            `Rows with the same ${named(key)} stay together, so that the intervals count customers, not rows.`,
            CERTAINTY_TAB,
          ),
        ]
      : []),
    ...(model.replicateOrders === null
      ? []
      : [
          plain(
            `Above 16 drivers the intervals average ${formatCount(model.replicateOrders)} common orders of the drivers; the estimates stay exact.`,
            CERTAINTY_TAB,
          ),
        ]),
  ];
}

/** Where the intervals are missing, or deserve less trust. */
export function aboutIntervals({ slice, input, named }: Told): Finding[] {
  const { model } = slice;
  if (model.preliminary) return [caution('These are the estimates; their intervals are still being found.')];
  if (model.intervals === 'none') {
    const why =
      model.separatedBy.length > 0
        ? 'a model that tells the outcome without exception has none'
        : 'the rows left hold too few groups to leave out';
    return [caution(`There are no intervals: ${why}. How sure the order is cannot be said.`)];
  }
  const { key } = input.roles;
  return [
    ...(model.intervals === 'bootstrap'
      ? [
          caution(
            `With only ${formatPlural(slice.rows, 'row')} the intervals are bootstrapped (${formatCount(model.replicates)} samples of the rows), and with so few they tend to be too narrow.`,
          ),
        ]
      : []),
    ...(model.intervals === 'jackknife' && model.replicates < FEW_GROUPS
      ? [
          caution(
            `Only ${formatPlural(model.replicates, `group${key === null ? '' : ` of ${named(key)}`}`, `groups${key === null ? '' : ` of ${named(key)}`}`)} could be left out in turn: the intervals are rough.`,
          ),
        ]
      : []),
  ];
}

export const confidenceWords = (confidence: number): string =>
  formatPercent(confidence, Number.isInteger(Math.round(confidence * 1000) / 10) ? 0 : 1);
