/** A piece of a finding: plain, or bold. */
export interface TextPiece {
  text: string;
  bold: boolean;
}

/**
 * A finding's text cut at its `**bold**`; a backslash makes the next character plain, so that names from the data
 * (escaped by `escapeFinding`) never become mark-up. Bold that is never closed stays as it was written.
 */
export function findingPieces(finding: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  const pattern = /\*\*((?:\\.|[^*\\]|\*(?!\*))+)\*\*|((?:\\.|(?!\*\*)[^\\])+)|([^])/gs;
  for (const [, bold, plain, odd] of finding.matchAll(pattern)) {
    const text = (bold ?? plain ?? odd ?? '').replace(/\\([*\\])/g, '$1');
    const last = pieces.at(-1);
    if (last && !last.bold && bold === undefined) last.text += text;
    else pieces.push({ text, bold: bold !== undefined });
  }
  return pieces;
}
