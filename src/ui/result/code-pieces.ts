/** A sentence cut at its `code`: names of columns, cells and words stand between backticks. One left open is plain. */
export function codePieces(sentence: string): { text: string; code: boolean }[] {
  return sentence
    .split(/(`[^`]+`)/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.length > 2 && piece.startsWith('`') && piece.endsWith('`')
        ? { text: piece.slice(1, -1), code: true }
        : { text: piece, code: false },
    );
}
