/** What a person chooses of a printed notebook. */
export interface PrintOptions {
  /** The SQL of cells, and what the analyses ran. */
  code: boolean;
  /** The teaching notes of each analysis. */
  method: boolean;
  /** Every table of an analysis, not its main one alone. */
  allTables: boolean;
  /** Rows of each table. */
  rows: number;
  paper: Paper;
}
export type Paper = 'A4' | 'letter';

export const rowChoices = [10, 30, 100, 1000] as const;

/** Without code, 30 rows of each main table, the paper of the reader's country. */
export const defaultOptions = (language: string): PrintOptions => ({
  code: false,
  method: false,
  allTables: false,
  rows: 30,
  paper: /^(en-(US|CA)|es-(MX|CO|CL|VE|GT|CR|PA|DO)|fr-CA|fil)/i.test(language) ? 'letter' : 'A4',
});

/** Margins of both papers, in millimetres. */
const MARGIN = 14;
const widths: Record<Paper, number> = { A4: 210, letter: 215.9 };

/** What is left between the margins, in CSS pixels. */
export const printWidth = (paper: Paper): number => Math.floor(((widths[paper] - 2 * MARGIN) / 25.4) * 96);

/** The page itself, with its numbers; the title stands as a CSS string, whatever it holds. */
export function pageRule(paper: Paper, title: string): string {
  const small = 'font: 8pt system-ui, sans-serif; color: #656e75;';
  const words = `"${title.replace(/["\\\n\r\f<]/g, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `)}"`;
  return `@page { size: ${paper}; margin: ${MARGIN}mm ${MARGIN}mm 18mm; @bottom-left { content: ${words}; ${small} } @bottom-right { content: counter(page) " / " counter(pages); ${small} } }`;
}
