import { packFiles } from '../formats/archives/pack-files';
import { formatList, formatPlural } from '../values/format';
import { archiveName } from './same-columns';

/** Pictures, documents, media, programs: beside tables in a folder nobody means them as data. */
const FOREIGN =
  /\.(png|jpe?g|gif|bmp|tiff?|webp|heic|svg|pdf|docx?|odt|rtf|pptx?|odp|key|pages|msg|eml|mp[34]|mov|avi|wav|m4a|ttf|otf|woff2?|exe|dmg|pkg|dll|lnk|url|css|js)$/i;

/**
 * Files that may hold data, and the names of those beside them that surely do not. Where all are of that sort, a person
 * meant them: they stay, and what reading them says tells the way out.
 */
export function withoutForeign(files: readonly File[]): { files: readonly File[]; foreign: string[] } {
  const data = files.filter(({ name }) => !FOREIGN.test(name));
  if (data.length === 0) return { files, foreign: [] };
  return { files: data, foreign: files.filter(({ name }) => FOREIGN.test(name)).map(({ name }) => name) };
}

/** What to say of files that were not added. */
export const leftBeside = (names: readonly string[]): string =>
  `${formatPlural(names.length, 'file')} that ${names.length === 1 ? 'is no table was' : 'are no tables were'} not added: ${formatList(names.slice(0, 5))}${names.length > 5 ? ' …' : ''}.`;

/** Above so many files with the same first line nobody wants a source each. */
const MANY = 12;
const FIRST_LINE = 4096;

/**
 * Files as they are added together: of two with one name (in two folders) the later is numbered, so that it does not take
 * the place of the other; more than twelve text files with the same first line become one, which names the file of each row.
 */
export async function addedTogether(files: readonly File[]): Promise<File[]> {
  const distinct = distinctNames(files);
  if (distinct.length <= MANY) return distinct;
  const groups = new Map<string, File[]>();
  for (const file of distinct) {
    const line = await firstLine(file);
    groups.set(line, [...(groups.get(line) ?? []), file]);
  }
  const kept = await Promise.all(
    [...groups].map(async ([line, group]) =>
      group.length > MANY && line !== '' ? [await packed(group)] : group,
    ),
  );
  return kept.flat();
}

const packed = (files: readonly File[]): Promise<File> =>
  packFiles(files, archiveName(files.map(({ name }) => name)));

/** Empty where the file does not begin with a line of text. */
async function firstLine(file: File): Promise<string> {
  const start = await file
    .slice(0, FIRST_LINE)
    .text()
    .catch(() => '');
  const end = /\r|\n/.exec(start)?.index ?? -1;
  const line = start.slice(0, end < 0 ? 0 : end);
  return line.includes('\u0000') ? '' : line;
}

function distinctNames(files: readonly File[]): File[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const [, base = file.name, ending = ''] = /^(.*?)((?:\.[^.]{1,8}){0,2})$/.exec(file.name) ?? [];
    let name = file.name;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base} ${count}${ending}`;
    taken.add(name.toLowerCase());
    if (name === file.name) return file;
    return new File([file], name, { type: file.type, lastModified: file.lastModified });
  });
}
