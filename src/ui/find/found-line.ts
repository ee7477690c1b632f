/** The line of a text where a place begins, cut around it: at most 30 characters before it and 60 after. */
export function foundLine(
  text: string,
  { from, to }: { from: number; to: number },
): { before: string; found: string; after: string } {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const lineEnd = text.indexOf('\n', from);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const before = text.slice(start, from).trimStart();
  return {
    before: before.length > 30 ? `…${before.slice(-30)}` : before,
    found: text.slice(from, Math.min(to, end)),
    after: text.slice(Math.min(to, end), Math.min(end, to + 60)),
  };
}
