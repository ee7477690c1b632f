import { InputProblem, Stopped } from '../../values/problem';
import type { Archive } from './archive';
import { unpackMembers } from './gzip-members';
import { gather } from './unpacked';

/** A file packed by gzip, by the browser's own decompression. */
const gzip: Archive = {
  id: 'gzip',
  label: 'gzip',
  recognises: (start) => start[0] === 0x1f && start[1] === 0x8b && start[2] === 8,
  entries(file, fileName) {
    const name = fileName.replace(/\.t?gz(ip)?$/i, '') || fileName;
    if (/\.(tgz|tar\.gz)$/i.test(fileName)) return Promise.reject(tape(fileName));
    return Promise.resolve([{ name, size: null, unpack: (signal) => unpack(file, fileName, signal) }]);
  },
};
export default gzip;

async function unpack(file: Blob, fileName: string, signal?: AbortSignal): Promise<Blob> {
  try {
    const stream = file.stream().pipeThrough(new DecompressionStream('gzip'));
    return await gather(stream, fileName, file.size, signal);
  } catch (error) {
    if (error instanceof InputProblem || error instanceof Stopped) throw error;
    // Browsers refuse what follows the first member, such as files that were packed one by one and then joined.
    const joined = await unpackMembers(file, fileName, signal);
    if (joined) return joined;
    throw new InputProblem(`\`${fileName}\` is damaged or cut off: it cannot be unpacked.`, {
      hint: 'Fetch it again, or unpack it with another program and add the file itself.',
      detail: String(error),
    });
  }
}

const tape = (fileName: string): InputProblem =>
  new InputProblem(`\`${fileName}\` is a tar archive, which is not read.`, {
    hint: 'Unpack it and drop its files or its folder here.',
  });
