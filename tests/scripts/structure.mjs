// npm run structure -- <in folder> <out folder>: the import's structure step over every file of a folder, each written
// as <file>_converted.csv: UTF-8, commas, values as text.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { build } from 'vite';

const SAMPLE = 1 << 20;
const root = path.resolve(import.meta.dirname, '../..');

/** The same TypeScript that the page runs, made into one module for Node. */
async function structureStep() {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'src/formats/structure/index.ts', write: false, minify: false },
  });
  const [{ code }] = [result].flat()[0].output;
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

async function sampleOf(file) {
  const handle = await open(file);
  const { size } = await handle.stat();
  const { bytesRead, buffer } = await handle.read(
    Buffer.alloc(Math.min(size, SAMPLE)),
    0,
    Math.min(size, SAMPLE),
    0,
  );
  await handle.close();
  return { bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead), whole: bytesRead === size };
}

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error('Usage: npm run structure -- <in folder> <out folder>');
  process.exit(1);
}
const { detectStructure, readRecords, writeCleanCsv } = await structureStep();
await mkdir(to, { recursive: true });
const files = (await readdir(from, { withFileTypes: true })).filter((entry) => entry.isFile());
for (const { name } of files) {
  const file = path.join(from, name);
  const { structure } = detectStructure(await sampleOf(file));
  const records = readRecords(createReadStream(file, { highWaterMark: SAMPLE }), structure);
  await pipeline(
    writeCleanCsv(structure.names, records),
    createWriteStream(path.join(to, `${name}_converted.csv`)),
  );
}
console.log(`${files.length} files read.`);
