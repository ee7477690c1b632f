import { dateText, type NumberMeaning } from './number-format';

/** What the cells of a workbook are read with. */
export interface CellRules {
  sharedStrings: readonly string[];
  /** By the number of the cell's style. */
  meanings: readonly NumberMeaning[];
  from1904: boolean;
}

/** Cells that are counted, because a reader must know of them. */
export interface CellCounts {
  errors: number;
  /** An error as it stands in the workbook. */
  error: string;
  /** Formulas whose value was never computed. */
  formulas: number;
  percentages: number;
}

/** A cell as it stands in the XML of a sheet. */
export interface RawCell {
  type: string;
  style: number;
  value: string;
  hasFormula: boolean;
}

/** A cell's value as text; '' where it is missing, an error, or a formula without a value. Counts what it meets. */
export function cellText(cell: RawCell, rules: CellRules, counts: CellCounts): string {
  const { type, value } = cell;
  if (type === 's') return rules.sharedStrings[Number(value)] ?? '';
  if (type === 'inlineStr' || type === 'str') return unescaped(value);
  if (value === '') {
    if (cell.hasFormula) counts.formulas++;
    return '';
  }
  if (type === 'b') return value === '1' || value === 'true' ? 'true' : 'false';
  if (type === 'd') return value.replace('T', ' ').replace(/Z$/, '');
  if (type !== 'e') return numberText(value, rules, cell.style, counts);
  counts.errors++;
  counts.error = value;
  return '';
}

function numberText(value: string, rules: CellRules, style: number, counts: CellCounts): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const meaning = rules.meanings[style];
  if (meaning === undefined || meaning.kind === 'number') return String(number);
  if (meaning.kind === 'date') return dateText(number, meaning, rules.from1904) ?? String(number);
  if (meaning.kind === 'digits')
    return Number.isSafeInteger(number) && number >= 0
      ? String(number).padStart(meaning.digits, '0')
      : String(number);
  counts.percentages++;
  return String(number);
}

/** Excel writes what XML cannot hold as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text
        .replace(/_x([0-9A-Fa-f]{4})_/g, (whole, hex: string) =>
          hex === '0000' ? whole : String.fromCharCode(parseInt(hex, 16)),
        )
        .replace(/\r\n?/g, '\n')
    : text;
