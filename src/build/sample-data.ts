import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { parse } from 'yaml';

/** What `sample-data/index.json` holds in a build: the page reads it to offer the sample notebooks. */
interface SampleIndex {
  notebooks: { file: string; title: string; description: string }[];
  files: string[];
}

/** Copies the sample's tables and notebooks into the build, with an index of them; serves the index in development. */
export function sampleData(): Plugin {
  let folder = '';
  return {
    name: 'soundings:sample-data',
    configResolved(config) {
      folder = join(config.root, 'sample-data');
    },
    configureServer(server) {
      server.middlewares.use('/sample-data/index.json', (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(indexOf(folder)));
      });
    },
    generateBundle() {
      const index = indexOf(folder);
      const emit = (name: string, source: Uint8Array | string) =>
        this.emitFile({ type: 'asset', fileName: `sample-data/${name}`, source });
      for (const name of [...index.files, ...index.notebooks.map(({ file }) => file)])
        emit(name, readFileSync(join(folder, name)));
      emit('index.json', JSON.stringify(index));
    },
  };
}

function indexOf(folder: string): SampleIndex {
  const names = readdirSync(folder).sort();
  return {
    notebooks: names
      .filter((name) => name.endsWith('.soundings.md'))
      .map((file) => ({ file, ...headOf(readFileSync(join(folder, file), 'utf8')) }))
      // The fullest first: it shows the most.
      .sort((a, b) => b.sources - a.sources)
      .map(({ file, title, description }) => ({ file, title: title ?? file, description })),
    files: names.filter((name) => name.endsWith('.csv')),
  };
}

function headOf(notebook: string): { title: string | null; sources: number; description: string } {
  const text = /^---\r?\n(.*?)\r?\n---/s.exec(notebook)?.[1];
  const head = (text === undefined ? null : parse(text)) as { title?: unknown; sources?: object } | null;
  return {
    title: typeof head?.title === 'string' ? head.title : null,
    sources: Object.keys(head?.sources ?? {}).length,
    description: beginningOf(notebook),
  };
}

/** The first two sentences of the first paragraph, without the marks of Markdown. */
function beginningOf(notebook: string): string {
  const paragraph = /^# .*\n\s*\n((?:.+\n)+)/m.exec(notebook)?.[1] ?? '';
  const plain = paragraph.replace(/[*_`]/g, '').replace(/\s+/g, ' ').trim();
  return /^(?:.*?[.?!](?= |$)){1,2}/.exec(plain)?.[0] ?? plain;
}
