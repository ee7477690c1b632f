import {
  acceptCompletion,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import {
  copyLineDown,
  defaultKeymap,
  historyKeymap,
  indentLess,
  indentMore,
  moveLineDown,
  moveLineUp,
  simplifySelection,
  toggleComment,
} from '@codemirror/commands';
import { foldAll, foldKeymap, unfoldAll } from '@codemirror/language';
import { selectNextOccurrence, selectSelectionMatches } from '@codemirror/search';
import type { KeyBinding } from '@codemirror/view';
import type { Shortcut } from '../../state/shortcut';

interface EditorActions {
  run: () => boolean;
  format: () => boolean;
}

interface EditorKey extends Shortcut {
  binding(actions: EditorActions): Omit<KeyBinding, 'key'>;
}

/** What an editor adds to the keys that every text field has; the help shows the same table. */
const named: readonly EditorKey[] = [
  {
    ...{ keys: ['Mod+Enter'], does: 'Run the cell' },
    binding: ({ run }) => ({
      run: (view) => {
        // Else the suggestions stay over the result, and take the Escape that leaves the editor.
        closeCompletion(view);
        return run();
      },
    }),
  },
  { keys: ['Ctrl+Space'], does: 'Suggest', binding: () => ({ run: startCompletion }) },
  { keys: ['Shift+Alt+f'], does: 'Format the SQL', binding: ({ format }) => ({ run: format }) },
  { keys: ['Mod+/'], does: 'Comment the lines, or uncomment them', binding: () => ({ run: toggleComment }) },
  {
    ...{ keys: ['Mod+d'], does: 'Select the next occurrence too' },
    binding: () => ({ run: selectNextOccurrence, preventDefault: true }),
  },
  {
    ...{ keys: ['Mod+Shift+l'], does: 'Select all occurrences' },
    binding: () => ({ run: selectSelectionMatches }),
  },
  { keys: ['Alt+ArrowUp'], does: 'Move the lines up', binding: () => ({ run: moveLineUp }) },
  { keys: ['Alt+ArrowDown'], does: 'Move the lines down', binding: () => ({ run: moveLineDown }) },
  { keys: ['Shift+Alt+ArrowDown'], does: 'Copy the lines', binding: () => ({ run: copyLineDown }) },
  { keys: ['Ctrl+Alt+['], does: 'Fold all brackets of this editor', binding: () => ({ run: foldAll }) },
  { keys: ['Ctrl+Alt+]'], does: 'Unfold them', binding: () => ({ run: unfoldAll }) },
];

/** For the help: the table, and what the editor does without a key binding of ours. */
export const editorShortcuts: readonly Shortcut[] = [
  ...named.map(({ keys, does }) => ({ keys, does })),
  { keys: ['Tab'], does: 'Take the suggestion, else indent; after a run and before the first key, move on' },
  { keys: ['Shift+Tab'], does: 'Indent less' },
  { keys: ['Alt+Click'], does: 'One more cursor; drag for a column' },
  { keys: ['Escape'], does: 'Leave the editor, to the cell' },
];

/** The bindings of an editor. Tab indents where somebody works (tab-passes.ts). */
export const editorBindings = (actions: EditorActions): readonly KeyBinding[] => [
  ...named.flatMap(({ keys, binding }) =>
    keys.map((key) => ({ key: key.replaceAll('+', '-'), ...binding(actions) })),
  ),
  { key: 'Tab', run: acceptCompletion },
  { key: 'Tab', run: indentMore, shift: indentLess },
  ...closeBracketsKeymap,
  ...completionKeymap,
  ...foldKeymap,
  ...historyKeymap,
  // Several cursors become one; a mere selection does not keep the keyboard in the editor.
  { key: 'Escape', run: (view) => view.state.selection.ranges.length > 1 && simplifySelection(view) },
  ...defaultKeymap.filter(({ key }) => key !== 'Escape'),
];
