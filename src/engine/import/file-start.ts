import { InputProblem } from '../../values/problem';

const START = 1 << 20;
const PIECE = 64 * 1024;

/** The first bytes of a file, and pieces of later ones. */
export interface FileStart {
  bytes: Uint8Array;
  /** Whether that is all. */
  whole: boolean;
  /** From the middle and the end, each from the start of a line to the end of one. */
  later: Uint8Array[];
}

/** Reads at most about a megabyte. Throws an InputProblem where there is nothing to read. */
export async function readStart(file: Blob, fileName: string): Promise<FileStart> {
  if (file.size === 0)
    throw new InputProblem(`\`${fileName}\` is empty.`, { hint: 'Export it again, or choose another file.' });
  const bytes = await bytesOf(file, 0, START);
  const whole = file.size <= START;
  const places = whole ? [] : [Math.floor(file.size / 2), file.size - PIECE].filter((place) => place > START);
  const later = await Promise.all(places.map(async (place) => wholeLines(await bytesOf(file, place, PIECE))));
  return { bytes, whole, later };
}

const bytesOf = async (file: Blob, from: number, length: number): Promise<Uint8Array> => {
  try {
    return new Uint8Array(await file.slice(from, from + length).arrayBuffer());
  } catch (error) {
    throw new InputProblem(
      'The file cannot be read any more: it was changed, moved or deleted after it was added.',
      {
        hint: 'Add it again.',
        detail: String(error),
      },
    );
  }
};

/** Line feeds stand for themselves in every encoding but UTF-16, which is not looked at so. */
const wholeLines = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(bytes.indexOf(10) + 1, Math.max(bytes.lastIndexOf(10) + 1, bytes.indexOf(10) + 1));
