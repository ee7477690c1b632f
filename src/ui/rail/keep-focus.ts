/**
 * Keeps the keyboard where it was: a question that is answered goes away with its buttons, and focus would fall to the
 * page's start. It goes to the first control of `node` that `selector` finds instead.
 */
export const keepFocus =
  (selector: string) =>
  (node: HTMLElement): (() => void) => {
    let last: Element | null = null;
    const note = (event: FocusEvent): void => {
      last = event.target instanceof Element ? event.target : null;
    };
    const leave = (event: FocusEvent): void => {
      if (event.relatedTarget) last = null;
    };
    const observer = new MutationObserver(() => {
      if (!last || last.isConnected) return;
      last = null;
      if (document.activeElement === document.body) node.querySelector<HTMLElement>(selector)?.focus();
    });
    node.addEventListener('focusin', note);
    node.addEventListener('focusout', leave);
    observer.observe(node, { childList: true, subtree: true });
    return () => {
      node.removeEventListener('focusin', note);
      node.removeEventListener('focusout', leave);
      observer.disconnect();
    };
  };
