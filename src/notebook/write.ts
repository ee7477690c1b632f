import type { NotebookDocument } from './document';

/** The file's text. `writeNotebook(parseNotebook(text))` is `text`, byte for byte. */
export const writeNotebook = (document: NotebookDocument): string =>
  document.head + document.segments.map((segment) => segment.text).join('');
