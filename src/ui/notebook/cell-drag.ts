/** The type under which a dragged cell's id travels. */
export const CELL_DRAG = 'application/x-soundings-cell';

/** On which side of an element a drag would drop: by the half that the pointer is over; null for another drag. */
export function sideOf(event: DragEvent, element: HTMLElement | undefined): 'before' | 'after' | null {
  if (!element || !event.dataTransfer?.types.includes(CELL_DRAG)) return null;
  const { top, height } = element.getBoundingClientRect();
  return event.clientY < top + height / 2 ? 'before' : 'after';
}
