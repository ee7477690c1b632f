import { numberColumn, textColumn, type Column } from '../../values/table';
import type { ClassSegments } from './segments';

/** `_classes`: how probably a member of each segment gives each answer, with its standard error. */
export function classesTable({ classes, segments }: ClassSegments): Column[] {
  return [
    textColumn(
      'segment',
      classes.map(({ segment }) => segments[segment]?.name ?? null),
    ),
    textColumn(
      'item',
      classes.map(({ item }) => item),
    ),
    textColumn(
      'level',
      classes.map(({ level }) => level),
    ),
    numberColumn(
      'probability',
      Float64Array.from(classes, ({ probability }) => probability),
    ),
    numberColumn(
      'standard_error',
      Float64Array.from(classes, ({ error }) => error ?? NaN),
    ),
  ];
}
