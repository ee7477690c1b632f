import { heldTop, rowsAt, scale, topShowing, trackHeight, type Tall } from './table-window';

/** The part of a tall table that is in sight. All lengths are pixels. */
export class ScrollWindow {
  readonly #tall: () => Tall;
  #box: HTMLElement | undefined;
  /** The table's pixel that is the first seen. */
  top = $state(0);
  /** Where the scroll bar stands; the same as `top` unless the table is too tall for one. */
  scrolled = $state(0);
  scrollLeft = $state(0);
  readonly seen: { first: number; end: number } = $derived.by(() => rowsAt(this.#tall(), this.top));
  readonly track: number = $derived.by(() => trackHeight(this.#tall()));

  constructor(tall: () => Tall) {
    this.#tall = tall;
  }

  get box(): HTMLElement | undefined {
    return this.#box;
  }

  /** For `{@attach}`. Where the bar is scaled, a turn of the wheel still moves by the rows it would move elsewhere. */
  readonly attach = (element: HTMLElement): (() => void) => {
    const turn = (event: WheelEvent): void => {
      const tall = this.#tall();
      if (scale(tall) === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      this.scrollTo(this.top + event.deltaY * (event.deltaMode === 1 ? tall.rowHeight : 1));
    };
    element.addEventListener('wheel', turn, { passive: false });
    this.#box = element;
    return () => {
      element.removeEventListener('wheel', turn);
      this.#box = undefined;
    };
  };

  scrollTo(next: number): void {
    if (!this.#box) return;
    this.top = heldTop(this.#tall(), next);
    this.#box.scrollTop = this.top / scale(this.#tall());
    this.scrolled = this.#box.scrollTop;
  }

  /** Takes over where the browser has scrolled. */
  readonly follow = (): void => {
    if (!this.#box) return;
    this.scrollLeft = this.#box.scrollLeft;
    if (Math.abs(this.#box.scrollTop - this.scrolled) < 1) return;
    this.scrolled = this.#box.scrollTop;
    this.top = heldTop(this.#tall(), this.#box.scrollTop * scale(this.#tall()));
  };

  /** Scrolls as little as shows a row (a heading is -1) and the stretch from `left` to `right`, beside what is `held`. */
  reveal(row: number, left: number, right: number, held = 0): void {
    if (row >= 0) this.scrollTo(topShowing(this.#tall(), this.top, row));
    if (!this.#box) return;
    const room = this.#box.clientWidth;
    if (left < this.#box.scrollLeft + held) this.#box.scrollLeft = left - held;
    else if (right > this.#box.scrollLeft + room) this.#box.scrollLeft = Math.min(left - held, right - room);
  }
}
