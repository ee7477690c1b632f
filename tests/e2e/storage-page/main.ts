import { openStore } from '../../../src/storage/notebook-store';

/** What the tests of storage call from outside. */
export interface StoragePage {
  openStore: typeof openStore;
  /** Names in the private file system's folder of sources. */
  keptFiles(): Promise<string[]>;
  /** A file of that many bytes, each known by its place. */
  fileOf(name: string, bytes: number): File;
  sha256(blob: Blob): Promise<string>;
}

const page: StoragePage = {
  openStore,
  async keptFiles() {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('sources', { create: true });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  },
  fileOf(name, bytes) {
    const content = Uint8Array.from({ length: bytes }, (_, place) => (place * 31 + (place >> 8)) & 255);
    return new File([content], name, { type: 'text/csv', lastModified: 86_400_000 });
  },
  async sha256(blob) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  },
};
Object.assign(window, page);
document.body.dataset.ready = 'yes';
