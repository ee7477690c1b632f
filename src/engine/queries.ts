import { RecordBatchReader, Table } from 'apache-arrow';
import type { Bindings } from './bindings';
import { Run } from './run';

/**
 * One connection to DuckDB. Its statements run one after another; each can be stopped, because it is sent and polled
 * (a plain query would block DuckDB's worker until done). Settings and variables belong to the connection.
 */
export class Connection {
  readonly #bindings: Bindings;
  readonly #id: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(bindings: Bindings, id: number) {
    this.#bindings = bindings;
    this.#id = id;
  }

  /** Runs one statement and gives its rows as Arrow. Throws `Stopped`, or what DuckDB said (see errors.ts). */
  query(sql: string, run = new Run()): Promise<Table> {
    return this.#inTurn(() =>
      run.during(
        () => void this.#bindings.cancelPendingQuery(this.#id),
        () => this.#send(sql, run),
      ),
    );
  }

  /** Runs a statement with `$1` and further as plain values; not to be stopped, so for short ones only. */
  prepared(sql: string, parameters: unknown[]): Promise<void> {
    return this.#inTurn(async () => {
      const statement = await this.#bindings.createPrepared(this.#id, sql);
      try {
        await this.#bindings.runPrepared(this.#id, statement, parameters);
      } finally {
        await this.#bindings.closePrepared(this.#id, statement);
      }
    });
  }

  /** Runs a statement of some milliseconds in one go: it cannot be stopped, and nothing waits between its parts. */
  short(sql: string): Promise<void> {
    return this.#inTurn(async () => void (await this.#bindings.runQuery(this.#id, sql)));
  }

  /** Makes the table `schema.name` from an Arrow stream (encode.ts). */
  insert(stream: Uint8Array, schema: string, name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#bindings.insertArrowFromIPCStream(this.#id, stream, { schema, name, create: true });
    });
  }

  async #send(sql: string, run: Run): Promise<Table> {
    let header = await this.#bindings.startPendingQuery(this.#id, sql, false);
    while (header === null) header = await this.#bindings.pollPendingQuery(this.#id);
    const chunks = [header];
    for (;;) {
      run.check(); // streaming rows cannot be cancelled, only left
      const chunk = await this.#bindings.fetchQueryResults(this.#id);
      if (chunk === null) continue;
      if (chunk.length === 0) break;
      chunks.push(chunk);
    }
    return new Table(RecordBatchReader.from(chunks));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
