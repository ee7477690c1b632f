import type { Points } from '../../stats/k-means';

/** Points at some places, repeats included. */
export function pointsAt({ values, dimensions: d, weights }: Points, places: Int32Array): Points {
  const drawn = new Float64Array(places.length * d);
  places.forEach((place, i) => drawn.set(values.subarray(place * d, (place + 1) * d), i * d));
  return {
    values: drawn,
    dimensions: d,
    weights: weights && Float64Array.from(places, (place) => weights[place] as number),
  };
}

/** Labels of drawn points written back to their places; -1 at places not drawn. */
export function labelsAtPlaces(labels: Int32Array, places: Int32Array, count: number): Int32Array {
  const found = new Int32Array(count).fill(-1);
  places.forEach((place, i) => (found[place] = labels[i] as number));
  return found;
}

export const countOf = ({ values, dimensions }: Points): number => values.length / dimensions;

/** `most` of the numbers from 0, evenly spread; all where there are no more. */
export const evenly = (count: number, most: number): Uint32Array =>
  Uint32Array.from({ length: Math.min(count, most) }, (_, i) =>
    count <= most ? i : Math.floor(((i + 0.5) * count) / most),
  );
