import { autocompletion, closeBrackets } from '@codemirror/autocomplete';
import { history } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, codeFolding, indentOnInput } from '@codemirror/language';
import { highlightSelectionMatches } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap, rectangularSelection, tooltips } from '@codemirror/view';
import { duckdbDialect } from './duckdb-dialect';
import { editorBindings } from './editor-keys';
import type { EditorSchema } from './editor-schema';
import { foundInText } from './found-in-text';
import { signatureHelp, signatureLook } from './signature-help';
import { schemaCompletion } from './sql-completion';
import { tabPasses } from './tab-passes';
import { editorTheme } from './theme';

export type EditorLanguage = 'sql' | 'yaml' | 'markdown';

function languageOf(language: EditorLanguage, schema: () => EditorSchema | undefined): Extension {
  if (language === 'yaml') return yaml();
  if (language === 'markdown') return markdown();
  return [
    duckdbDialect.extension,
    duckdbDialect.language.data.of({ autocomplete: schemaCompletion(schema) }),
    signatureHelp(schema),
    signatureLook,
  ];
}

/** What every editor of the notebook has. */
export function editorExtensions(
  language: EditorLanguage,
  {
    schema,
    run,
    format,
  }: { schema: () => EditorSchema | undefined; run: () => boolean; format: () => boolean },
): Extension {
  return [
    keymap.of(editorBindings({ run, format })),
    tabPasses,
    history(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    EditorView.clickAddsSelectionRange.of((event) => event.altKey),
    rectangularSelection(),
    bracketMatching(),
    indentOnInput(),
    codeFolding(),
    highlightSelectionMatches(),
    foundInText,
    EditorView.lineWrapping,
    // Not in the editor, whose cell may be drawn apart from the page and would cut them off.
    tooltips({ parent: document.body }),
    languageOf(language, schema),
    ...(language === 'markdown' ? [] : [closeBrackets(), autocompletion({ icons: false })]),
    editorTheme,
  ];
}
