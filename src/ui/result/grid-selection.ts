/** A cell of the grid; row -1 is the heading. */
export interface Place {
  row: number;
  column: number;
}
/** From the cell where it began to the cell where the keyboard is. */
export interface Selection {
  anchor: Place;
  active: Place;
}
export interface GridSize {
  rowCount: number;
  columnCount: number;
  /** Rows that Page Up and Page Down move. */
  pageRows: number;
}

const held = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

/** Whether the selection holds a cell. */
export function isSelected({ anchor, active }: Selection, row: number, column: number): boolean {
  return (
    row >= Math.min(anchor.row, active.row) &&
    row <= Math.max(anchor.row, active.row) &&
    column >= Math.min(anchor.column, active.column) &&
    column <= Math.max(anchor.column, active.column)
  );
}

/** Where a key leads, or undefined for a key that does not move. Shift keeps the anchor. */
export function moved(
  selection: Selection,
  { key, ctrl, shift }: { key: string; ctrl: boolean; shift: boolean },
  size: GridSize,
): Selection | undefined {
  const { row, column } = selection.active;
  const last = { row: size.rowCount - 1, column: size.columnCount - 1 };
  const top = shift ? 0 : -1;
  const targets: Record<string, Place> = {
    ArrowUp: { row: ctrl ? 0 : row - 1, column },
    ArrowDown: { row: ctrl ? last.row : row + 1, column },
    ArrowLeft: { row, column: ctrl ? 0 : column - 1 },
    ArrowRight: { row, column: ctrl ? last.column : column + 1 },
    PageUp: { row: Math.max(0, row - size.pageRows), column },
    PageDown: { row: row + size.pageRows, column },
    Home: { row: ctrl ? 0 : row, column: 0 },
    End: { row: ctrl ? last.row : row, column: last.column },
  };
  const target = targets[key];
  if (!target) return undefined;
  const active = { row: held(target.row, top, last.row), column: held(target.column, 0, last.column) };
  return { anchor: shift && selection.anchor.row >= 0 ? selection.anchor : active, active };
}

/** The cell under a pointer, from the attributes of the grid; a row's number stands for its whole row. Undefined elsewhere. */
export function placeOf(event: Event, columnCount: number): Selection | undefined {
  const cell =
    event.target instanceof Element
      ? event.target.closest<HTMLElement>('[role=gridcell], [role=rowheader]')
      : null;
  const row = Number(cell?.dataset['row']);
  if (!cell || !Number.isInteger(row)) return undefined;
  if (cell.role === 'rowheader')
    return { anchor: { row, column: columnCount - 1 }, active: { row, column: 0 } };
  const place = { row, column: Number(cell.dataset['column']) };
  return Number.isInteger(place.column) ? { anchor: place, active: place } : undefined;
}
