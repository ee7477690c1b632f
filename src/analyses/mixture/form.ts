import type { Input } from '../analysis';
import { options as kMeansOptions, roles } from '../k-means/form';
import { kOption, namesOption, seedOption } from '../segmenting/form';

export { roles };

export const options = {
  k: kOption,
  covariance: {
    kind: 'choice',
    live: true,
    label: 'Shape of a segment',
    help: 'Full: ellipses of any direction. Diagonal: stretched along the variables. Spherical: round, each of its own width; the fewest numbers to estimate.',
    default: 'full',
    choices: [
      { value: 'full', label: 'Full (VVV)' },
      { value: 'diagonal', label: 'Diagonal (VVI)' },
      { value: 'spherical', label: 'Spherical (VII)' },
    ],
  },
  transform: kMeansOptions.transform,
  scale: kMeansOptions.scale,
  winsorise: kMeansOptions.winsorise,
  restarts: kMeansOptions.restarts,
  sample: {
    ...kMeansOptions.sample,
    help: 'Above so many rows the starts, the choice of k and the stability look at an even sample of that many; the chosen model is fitted to every row all the same.',
    default: 5000,
  },
  names: namesOption,
  seed: seedOption,
} as const;

export type MixtureInput = Input<typeof roles, typeof options>;
