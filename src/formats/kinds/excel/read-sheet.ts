import { cellAt, parseRange, type CellRange } from './cell-range';
import { cellText, type CellCounts, type CellRules } from './cell-text';
import { PackedRows } from './packed-rows';
import { attribute } from './xml';
import type { XmlListener } from './xml';
import type { Workbook } from './workbook';

/** All that a sheet holds. */
export interface Sheet {
  rows: PackedRows;
  merged: CellRange[];
  hiddenLines: number;
  /** From 0. */
  hiddenColumns: number[];
  counts: CellCounts;
}

/** Reads a sheet whole: what stands after its cells, such as merged ones, says how to read them. */
export async function readSheet(workbook: Workbook, path: string, rules: CellRules): Promise<Sheet> {
  const listener = new SheetListener(rules);
  await workbook.read(path, listener);
  return listener.sheet;
}

/** Lines that a sheet says to have, or null; what it says is not always so. */
export async function statedLines(workbook: Workbook, path: string): Promise<number | null> {
  let lines: number | null = null;
  let enough = false;
  await workbook.read(
    path,
    {
      open(name, attributes) {
        enough ||= name === 'sheetData';
        if (name !== 'dimension') return;
        const range = parseRange(attribute(attributes, 'ref') ?? '');
        if (range && Number.isFinite(range.lastLine)) lines = range.lastLine - range.firstLine + 1;
      },
      close: () => undefined,
    },
    () => enough,
  );
  return lines;
}

class SheetListener implements XmlListener {
  readonly sheet: Sheet = {
    rows: new PackedRows(),
    merged: [],
    hiddenLines: 0,
    hiddenColumns: [],
    counts: { errors: 0, error: '', formulas: 0, percentages: 0 },
  };
  readonly #rules: CellRules;
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #inValue = false;
  #inReading = false;
  readonly #cell = { type: 'n', style: 0, value: '', hasFormula: false };

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  open(name: string, attributes: string): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || name === 't') this.#inValue = !this.#inReading;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'f') this.#cell.hasFormula = true;
    else if (name === 'rPh') this.#inReading = true;
    else if (name === 'mergeCell') this.#merge(attributes);
    else if (name === 'col') this.#hide(attributes);
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'rPh') this.#inReading = false;
    else if (name === 'row') this.sheet.rows.push({ line: this.#line, cells: this.#cells });
  }

  text(text: string): void {
    if (this.#inValue) this.#cell.value += text;
  }

  #openRow(attributes: string): void {
    const line = Number(attribute(attributes, 'r'));
    this.#line = line > 0 ? line : this.#line + 1;
    this.#cells = [];
    this.#column = -1;
    if (/\shidden\s*=\s*["'](1|true)/.test(attributes)) this.sheet.hiddenLines++;
  }

  #openCell(attributes: string): void {
    const place = attribute(attributes, 'r');
    this.#column = (place === null ? null : cellAt(place).column) ?? this.#column + 1;
    const cell = this.#cell;
    cell.type = attribute(attributes, 't') ?? 'n';
    cell.style = Number(attribute(attributes, 's') ?? 0);
    cell.value = '';
    cell.hasFormula = false;
  }

  #closeCell(): void {
    const text = cellText(this.#cell, this.#rules, this.sheet.counts);
    if (text === '') return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
  }

  #merge(attributes: string): void {
    const range = parseRange(attribute(attributes, 'ref') ?? '');
    if (range) this.sheet.merged.push(range);
  }

  #hide(attributes: string): void {
    if (!/\shidden\s*=\s*["'](1|true)/.test(attributes)) return;
    const [first, last] = [Number(attribute(attributes, 'min')), Number(attribute(attributes, 'max'))];
    for (let column = first; column <= Math.min(last, first + 1000); column++)
      this.sheet.hiddenColumns.push(column - 1);
  }
}
