import { cheapestAssignment } from './assignment';

/**
 * Gives new segments the numbers of old ones they overlap most, as a whole (Hungarian method on the shared rows), so
 * that a name keeps its segment. Labels of the same rows, from 0; a negative label is in no segment. Gives for each new
 * segment its old number; segments that are left over get -1.
 */
export function matchByOverlap(labels: Int32Array, reference: Int32Array): Int32Array {
  const shared = overlap(labels, reference);
  return cheapestAssignment(shared.map((row) => row.map((count) => -count)));
}

/**
 * The same by the squared distance of centres (row-major, the same variables in the same units): for names kept in a
 * notebook, where the rows may have changed.
 */
export function matchByCentres(
  centres: Float64Array,
  reference: Float64Array,
  dimensions: number,
): Int32Array {
  const rows = (values: Float64Array): Float64Array[] =>
    Array.from({ length: values.length / dimensions }, (_, c) =>
      values.subarray(c * dimensions, (c + 1) * dimensions),
    );
  return cheapestAssignment(
    rows(centres).map((one) =>
      rows(reference).map((other) =>
        one.reduce((sum, value, d) => sum + (value - (other[d] as number)) ** 2, 0),
      ),
    ),
  );
}

/** How many rows each new segment (row) shares with each old one (column). */
export function overlap(labels: Int32Array, reference: Int32Array): number[][] {
  const count = (of: Int32Array): number => of.reduce((most, label) => Math.max(most, label + 1), 0);
  const columns = count(reference);
  const shared = Array.from({ length: count(labels) }, () => new Array<number>(columns).fill(0));
  labels.forEach((label, i) => {
    const row = shared[label];
    const other = reference[i] as number;
    if (row && other >= 0) row[other] = (row[other] as number) + 1;
  });
  return shared;
}
