import type { TableLook } from '../../state/table-looks.svelte';
import type { ColumnInfo, Table } from '../../values/table';
import { columnFormat, initialWidth, type ColumnFormat } from './column-format';

/** What the columns of a table are given with. */
export interface GivenColumns {
  columns: ColumnInfo[];
  firstRows: Table;
  rowCount: number;
  look: TableLook;
}

/** A column where it is shown: `index` is its place in the relation, lengths are pixels from the rows' left edge. */
export interface ShownColumn {
  index: number;
  info: ColumnInfo;
  pinned: boolean;
  format: ColumnFormat;
  left: number;
  width: number;
}

/** How a table's columns stand: in which order, how wide, how written. */
export class ColumnWidths {
  readonly #given: () => GivenColumns;
  /** Width of the box the table stands in. */
  box = $state(600);

  readonly #natural: { format: ColumnFormat; width: number }[] = $derived.by(() => {
    const { columns, firstRows, look } = this.#given();
    return columns.map((info) => {
      const sample = firstRows.columns.find((column) => column.name === info.name);
      const format = columnFormat(info, sample, look.formats.get(info.name));
      return { format, width: initialWidth(info, format, sample) };
    });
  });

  /** What all columns ask for by their content, whatever was done to them by hand. */
  readonly natural: number = $derived.by(() =>
    this.#natural.reduce((sum, { width }) => sum + width, this.gutter),
  );

  /** Room for the row numbers. */
  readonly gutter: number = $derived.by(() => 22 + 7.5 * Math.max(2, String(this.#given().rowCount).length));

  /** The columns from left to right, pinned ones first. */
  readonly shown: ShownColumn[] = $derived.by(() => {
    const { columns, look } = this.#given();
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew with every derivation
    const places = new Map(columns.map(({ name }, index) => [name, index]));
    const arranged = look.arranged(columns.map(({ name }) => name));
    const natural = arranged.map(({ name }) => this.#natural[places.get(name) ?? 0]?.width ?? 100);
    const total = natural.reduce((sum, width) => sum + width, this.gutter);
    // A narrow table spreads over the room it has, each column by its share.
    const stretch = total < this.box ? (this.box - this.gutter) / (total - this.gutter) : 1;
    let left = this.gutter;
    return arranged.flatMap(({ name, pinned }, position) => {
      const index = places.get(name);
      const info = index === undefined ? undefined : columns[index];
      const format = index === undefined ? undefined : this.#natural[index]?.format;
      if (index === undefined || !info || !format) return [];
      const width = look.widths.get(name) ?? Math.floor((natural[position] ?? 100) * stretch);
      left += width;
      return [{ index, info, pinned, format, left: left - width, width }];
    });
  });
  readonly total: number = $derived.by(() => {
    const last = this.shown.at(-1);
    return last ? last.left + last.width : this.gutter;
  });
  /** Where the columns that scroll begin. */
  readonly held: number = $derived.by(() => {
    const last = this.shown.findLast(({ pinned }) => pinned);
    return last ? last.left + last.width : this.gutter;
  });

  constructor(given: () => GivenColumns) {
    this.#given = given;
  }

  /** Positions of the columns in sight when the box is scrolled so far, and a little beyond; pinned ones always. */
  seen(scrollLeft: number, spare = 200): number[] {
    const last = scrollLeft + this.box + spare;
    return this.shown.flatMap(({ left, width, pinned }, position) =>
      pinned || (left + width >= scrollLeft - spare && left <= last) ? [position] : [],
    );
  }

  set(position: number, width: number): void {
    const { look } = this.#given();
    const name = this.shown[position]?.info.name;
    if (name !== undefined) look.widths.set(name, Math.max(40, Math.min(900, Math.round(width))));
  }

  /** As wide as its content asks. */
  fit(position: number): void {
    const index = this.shown[position]?.index;
    if (index !== undefined) this.set(position, this.#natural[index]?.width ?? 100);
  }

  /** Follows a pointer that took hold of a column's edge. */
  drag(event: PointerEvent, position: number): void {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget as HTMLElement;
    const start = event.clientX - (this.shown[position]?.width ?? 100);
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => this.set(position, move.clientX - start);
    handle.onpointerup = () => (handle.onpointermove = null);
  }

  /** The column whose heading is under that place of the page, to which the box's left edge belongs. */
  at(x: number, boxLeft: number, scrollLeft: number): number {
    const inside = x - boxLeft;
    const place = inside < this.held ? inside : inside + scrollLeft;
    const found = this.shown.findIndex(({ left, width }) => place < left + width);
    return found < 0 ? this.shown.length - 1 : found;
  }
}
