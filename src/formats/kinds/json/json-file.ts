import { findEncoding } from '../../structure/encoding';

const PIECE = 2 ** 20;

/** The text of a file in pieces of about a megabyte, in the encoding that its beginning shows. */
export async function* textOf(file: Blob): AsyncGenerator<string> {
  const start = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  const decoder = new TextDecoder(findEncoding(start).encoding);
  for (let from = 0; from < file.size; from += PIECE)
    yield decoder.decode(await file.slice(from, from + PIECE).arrayBuffer(), {
      stream: from + PIECE < file.size,
    });
}

/** Its lines that hold anything, with their numbers from 1. The last one may have no line end. */
export async function* linesOf(file: Blob): AsyncGenerator<{ line: number; text: string }[]> {
  let [rest, line] = ['', 0];
  for await (const piece of textOf(file)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield filled(lines, line);
    line += lines.length;
  }
  yield filled([rest], line);
}

const filled = (lines: readonly string[], before: number): { line: number; text: string }[] =>
  lines.flatMap((text, i) => (text.trim() === '' ? [] : [{ line: before + i + 1, text }]));
