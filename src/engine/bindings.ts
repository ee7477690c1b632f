import type { DuckDBDataProtocol } from '@duckdb/duckdb-wasm';

type Soon<T> = T | Promise<T>;

/**
 * What the engine uses of DuckDB-WASM, in a form that both its worker (AsyncDuckDB in the browser) and its blocking
 * build (under Node, in tests) have; so everything above is tested on the engine that ships.
 */
export interface Bindings {
  getVersion(): Soon<string>;
  runQuery(connection: number, text: string): Soon<Uint8Array>;
  startPendingQuery(connection: number, text: string, stream: boolean): Soon<Uint8Array | null>;
  pollPendingQuery(connection: number): Soon<Uint8Array | null>;
  cancelPendingQuery(connection: number): Soon<boolean>;
  fetchQueryResults(connection: number): Soon<Uint8Array | null>;
  createPrepared(connection: number, text: string): Soon<number>;
  runPrepared(connection: number, statement: number, parameters: unknown[]): Soon<Uint8Array>;
  closePrepared(connection: number, statement: number): Soon<void>;
  insertArrowFromIPCStream(
    connection: number,
    buffer: Uint8Array,
    options: { name: string; schema?: string; create?: boolean },
  ): Soon<void>;
  registerFileBuffer(name: string, buffer: Uint8Array): Soon<void>;
  registerFileHandle(name: string, handle: File, protocol: DuckDBDataProtocol, directIO: boolean): Soon<void>;
  copyFileToBuffer(name: string): Soon<Uint8Array>;
  dropFile(name: string): Soon<unknown>;
}
