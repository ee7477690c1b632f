import type { RelationAtHand } from './data-at-hand';

/** A query for a common question, which fills in the relations and columns at hand and then runs as it is. */
export interface SqlTemplate {
  /** Where it stands in the list. */
  order: number;
  title: string;
  description: string;
  /** What the data must have, as the end of "It needs …". */
  needs: string;
  /** The cell's name, before a suffix that makes it free. */
  name: string;
  /** The query; null where the data does not suit. Relations come in the order in which they are to be tried. */
  fill(relations: readonly RelationAtHand[]): string | null;
}
