/** Keys and what they do: one table for acting on them and for the help. `Mod` is Ctrl, or Cmd on a Mac. */
export interface Shortcut {
  /** Any of them will do: "Mod+Shift+Enter", "a", "ArrowUp". */
  keys: readonly string[];
  does: string;
}

/** Whether an event is that key with just those modifiers. A sign such as `?` may need Shift to be typed. */
export function isKey(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = (parts.at(-1) || '+').toLowerCase();
  const has = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  const isSign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
  return (
    event.key.toLowerCase() === key &&
    (event.ctrlKey || event.metaKey) === has('Mod') &&
    event.altKey === has('Alt') &&
    (isSign || event.shiftKey === has('Shift'))
  );
}

const shown: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
};

/** Keys as a person reads them: "Ctrl Shift Enter", on a Mac "⌘ ⇧ Enter". */
export function keysText(keys: string, mac: boolean): string {
  const modifiers: Readonly<Record<string, string>> = mac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
    : { Mod: 'Ctrl' };
  return keys
    .split('+')
    .map((part) => modifiers[part] ?? shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

/** Whether this is a Mac or its like, whose keyboards have Cmd. */
export const isMac = (): boolean =>
  typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);
