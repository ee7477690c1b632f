import type { ColumnInfo, Table } from '../../values/table';
import { columnFormat, initialWidth, type ColumnFormat } from './column-format';

/** What the columns of a table are given with. */
export interface GivenColumns {
  columns: ColumnInfo[];
  firstRows: Table;
}

/** How a table's columns are written and how wide they stand, in pixels: by their content, or as they were dragged. */
export class ColumnWidths {
  readonly #given: () => GivenColumns;
  readonly #samples = $derived.by(() => {
    const { columns, firstRows } = this.#given();
    return columns.map((info) => firstRows.columns.find((column) => column.name === info.name));
  });
  #chosen = $state<Record<string, number>>({});
  /** Width of the box the table stands in. */
  box = $state(600);

  readonly formats: ColumnFormat[] = $derived.by(() =>
    this.#given().columns.map((info, index) => columnFormat(info, this.#samples[index])),
  );
  readonly natural: number[] = $derived.by(() =>
    this.#given().columns.map((info, index) => {
      const format = this.formats[index];
      return format ? initialWidth(info, format, this.#samples[index]) : 100;
    }),
  );
  readonly widths: number[] = $derived.by(() => {
    const total = this.natural.reduce((sum, width) => sum + width, 0);
    // A narrow table spreads over the room it has, each column by its share.
    const stretch = total < this.box ? this.box / total : 1;
    return this.#given().columns.map(
      ({ name }, index) => this.#chosen[name] ?? Math.floor((this.natural[index] ?? 100) * stretch),
    );
  });
  /** Where each column begins. */
  readonly lefts: number[] = $derived.by(() => {
    let left = 0;
    return this.widths.map((width) => (left += width) - width);
  });
  readonly total: number = $derived((this.lefts.at(-1) ?? 0) + (this.widths.at(-1) ?? 0));

  constructor(given: () => GivenColumns) {
    this.#given = given;
  }

  /** The columns in sight when the box is scrolled so far, and a little beyond. */
  seen(scrollLeft: number, spare = 200): number[] {
    const last = scrollLeft + this.box + spare;
    return this.widths
      .map((_, index) => index)
      .filter((index) => {
        const left = this.lefts[index] ?? 0;
        return left + (this.widths[index] ?? 0) >= scrollLeft - spare && left <= last;
      });
  }

  set(index: number, width: number): void {
    const name = this.#given().columns[index]?.name;
    if (name !== undefined) this.#chosen[name] = Math.max(40, Math.min(900, Math.round(width)));
  }

  /** As wide as its content asks. */
  fit(index: number): void {
    this.set(index, this.natural[index] ?? 100);
  }

  /** Follows a pointer that took hold of a column's edge. */
  drag(event: PointerEvent, index: number): void {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget as HTMLElement;
    const start = event.clientX - (this.widths[index] ?? 100);
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => this.set(index, move.clientX - start);
    handle.onpointerup = () => (handle.onpointermove = null);
  }
}
