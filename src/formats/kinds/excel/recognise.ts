import { InputProblem } from '../../../values/problem';

const AS = { hint: 'Open it in a spreadsheet program and save it as .xlsx or CSV.' };

/** Whether bytes begin a zip archive whose first files are those of an Office document. */
export function isWorkbook(start: Uint8Array): boolean {
  const isZip = start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4;
  if (!isZip) return false;
  const text = latin(start);
  return namesOf(text).some(
    (name) =>
      name === '[Content_Types].xml' ||
      name === '_rels/.rels' ||
      /^xl[/\\]/i.test(name) ||
      (name === 'mimetype' && text.includes('application/vnd.oasis.opendocument')) ||
      /^(Index\/.*\.iwa|index\.xml)$/i.test(name),
  );
}

/** Names of the files in an archive, from the headers that stand in its beginning. */
function namesOf(text: string): string[] {
  const names: string[] = [];
  for (let at = text.indexOf('PK\x03\x04'); at >= 0; at = text.indexOf('PK\x03\x04', at + 4)) {
    const length = text.charCodeAt(at + 26) + 256 * text.charCodeAt(at + 27);
    if (length > 0 && length < 300) names.push(text.slice(at + 30, at + 30 + length));
  }
  return names;
}

/** Formats from before 2007, locked workbooks, and pages or XML that programs write under a workbook's name. */
export function isOldWorkbook(start: Uint8Array, fileName: string): boolean {
  if (isCompound(start)) return true;
  const text = latin(start.subarray(0, 4096));
  if (/<\?mso-application progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet/i.test(text))
    return true;
  return (
    /\.xl[a-z]{1,2}$/i.test(fileName) && /^(\xEF\xBB\xBF)?\s*<(!doctype|html|table|meta|\?xml)/i.test(text)
  );
}

const isCompound = (start: Uint8Array): boolean =>
  [0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => start[i] === byte);

/** A sentence for what cannot be read, by what it is. */
export async function refuseOldWorkbook(file: Blob, fileName: string): Promise<void> {
  const start = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  if (isCompound(start)) throw await compound(file, fileName);
  if (!isOldWorkbook(start, fileName)) return;
  const isXml = /<\?xml/i.test(latin(start.subarray(0, 200)));
  throw new InputProblem(
    isXml
      ? `\`${fileName}\` is an XML spreadsheet of 2003, which is not read.`
      : `\`${fileName}\` is a web page under the name of a workbook.`,
    AS,
  );
}

/** The streams of a compound file are named in UTF-16, somewhere in it. */
async function compound(file: Blob, fileName: string): Promise<InputProblem> {
  const text = latin(new Uint8Array(await file.slice(0, 2 ** 24).arrayBuffer()));
  const names = (name: string): boolean => text.includes([...name].join('\0'));
  if (names('EncryptedPackage'))
    return new InputProblem(`\`${fileName}\` is locked by a password.`, {
      hint: 'Open it in a spreadsheet program and save it without the password, or as CSV.',
    });
  if (names('Workbook') || names('Book'))
    return new InputProblem(
      `\`${fileName}\` is a workbook of Excel 97 to 2003 (.xls), which is not read.`,
      AS,
    );
  return new InputProblem(`\`${fileName}\` is an old Office file, but no workbook that can be read.`, AS);
}

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
