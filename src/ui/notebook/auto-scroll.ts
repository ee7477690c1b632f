/** How near to the edge of the window a drag scrolls, in pixels, and how far at most in one frame. */
const EDGE = 80;
const FASTEST = 24;

/** While something is dragged: scrolls the page when the pointer is near its top or bottom. Returns what ends it. */
export function scrollWhileDragging(): () => void {
  let y = innerHeight / 2;
  let frame = 0;
  const follow = (event: DragEvent): void => {
    y = event.clientY;
  };
  const step = (): void => {
    const above = EDGE + 48 - y;
    const below = y - (innerHeight - EDGE);
    const share = Math.min(1, Math.max(above, below, 0) / EDGE);
    if (share > 0) scrollBy(0, (above > below ? -1 : 1) * share * FASTEST);
    frame = requestAnimationFrame(step);
  };
  addEventListener('dragover', follow);
  frame = requestAnimationFrame(step);
  return () => {
    removeEventListener('dragover', follow);
    cancelAnimationFrame(frame);
  };
}
