import { profileColumns, type ColumnProfile } from './cell-shape';
import { repairRecord, type RepairedRecord, type RepairWork } from './repair-record';
import type { TextStructure } from './structure';

/** How much worse than the worst good record of the sample a mended one may fit, a column. */
const SLACK = 4;
/** Suppositions weighed in a file, some hundred thousand lines; a file with more is read wrongly, and the rest is rejected. */
const MOST_WORK = 100_000_000;
const OTHER_DELIMITERS = [',', ';', '\t', '|', ' '];

/** Mends lines that do not follow the rules, as far as the columns tell how. */
export class LineMender {
  readonly #structure: TextStructure;
  readonly #work: RepairWork = { left: MOST_WORK };

  constructor(structure: TextStructure) {
    this.#structure = structure;
  }

  /**
   * The record that a line rather says, and why it was mended; null where none fits. `order` gives the table's column
   * of each field where a second header changed it, -1 for one the table has not.
   */
  accepts(line: string, order: readonly number[] | null): { fields: string[]; reason: string } | null {
    const { width, lowestFit, delimiter } = this.#structure;
    if (width < 2 || this.#work.left <= 0 || line.length > 200_000) return null;
    const profiles = this.#profilesOf(order);
    const enough = lowestFit - SLACK - 2 * Math.sqrt(profiles.length);
    const own = this.#fitting(
      repairRecord(line, this.#structure, profiles, this.#work),
      enough,
      line.includes(delimiter),
      width,
    );
    if (own && own.cellScore >= lowestFit - SLACK) return described(own);
    const others = OTHER_DELIMITERS.filter(
      (other) => other !== delimiter && line.split(other).length >= profiles.length - 1,
    )
      .flatMap((other) => {
        const read = repairRecord(line, { ...this.#structure, delimiter: other }, profiles, this.#work);
        return this.#fitting(read, enough, true, width) ?? [];
      })
      .sort((a, b) => b.score - a.score);
    const [other] = others;
    if (other && (!own || other.score - 2 > own.score))
      return { ...described(other), reason: 'another delimiter in this line' };
    return own ? described(own) : null;
  }

  /** Why a line was not read. */
  reason(fields: number, broken: boolean): string {
    if (broken) return 'a quote in the wrong place';
    const { width } = this.#structure;
    return `too ${fields < width ? 'few' : 'many'} fields: ${fields} instead of ${width}`;
  }

  #fitting(read: RepairedRecord | null, enough: number, cut: boolean, width: number): RepairedRecord | null {
    if (!read || read.cellScore < enough || !cut) return null;
    const empty = read.changes.filter((change) => change === 'missing fields left empty').length;
    return empty > Math.max(1, width / 2) ? null : read;
  }

  #profilesOf(order: readonly number[] | null): readonly ColumnProfile[] {
    const { profiles } = this.#structure;
    const [unknown] = profileColumns([['']], 1);
    return order ? order.flatMap((place) => profiles[place] ?? unknown ?? []) : profiles;
  }
}

const described = ({ fields, changes }: RepairedRecord): { fields: string[]; reason: string } => ({
  fields,
  reason: [...new Set(changes)].join(', ') || 'quotes set right',
});
