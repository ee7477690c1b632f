import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Milliseconds; CodeMirror ends it at the next other key. */
const UNTIL_ANOTHER_KEY = 1e9;

/** Tab moves on until another key or a click; then it indents again. */
export const letTabPass = (view: EditorView): void => view.setTabFocusMode(UNTIL_ANOTHER_KEY);

/**
 * Tab goes through an editor that nobody works in, as through any other field, and indents from the first key or click
 * in it on: who reads by keyboard gets to the result below and leaves no spaces behind.
 */
export const tabPasses: Extension = EditorView.domEventHandlers({
  focus: (_, view) => letTabPass(view),
  click: (_, view) => view.setTabFocusMode(false),
});
