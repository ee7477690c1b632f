import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap } from '@codemirror/view';
import { duckdbDialect, schemaCompletion, type EditorSchema } from './sql-completion';
import { editorTheme } from './theme';

export type EditorLanguage = 'sql' | 'yaml' | 'markdown';

function languageOf(language: EditorLanguage, schema: () => EditorSchema | undefined): Extension {
  if (language === 'yaml') return yaml();
  if (language === 'markdown') return markdown();
  const support = sql({ dialect: duckdbDialect, upperCaseKeywords: true });
  return [support, duckdbDialect.language.data.of({ autocomplete: schemaCompletion(schema) })];
}

/** What every editor of the notebook has. Tab indents; Escape first, then Tab, moves on (CodeMirror's own way out). */
export function editorExtensions(
  language: EditorLanguage,
  { schema, onrun }: { schema: () => EditorSchema | undefined; onrun: () => boolean },
): Extension {
  return [
    keymap.of([
      {
        key: 'Mod-Enter',
        run: (view) => {
          // Else the suggestions stay over the result, and take the Escape that leaves the editor.
          closeCompletion(view);
          return onrun();
        },
      },
      { key: 'Tab', run: acceptCompletion },
      { key: 'Tab', run: indentMore, shift: indentLess },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    history(),
    drawSelection(),
    bracketMatching(),
    indentOnInput(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    languageOf(language, schema),
    ...(language === 'markdown' ? [] : [closeBrackets(), autocompletion({ icons: false })]),
    editorTheme,
  ];
}
