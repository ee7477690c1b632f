import { DOUBTFUL } from '../../formats/doubtful';
import { letterDifference } from '../../formats/structure/describe-structure';
import { findEncoding, type FoundEncoding } from '../../formats/structure/encoding';
import type { ReadingReport } from '../../formats/structure/reading-report';
import type { OnProgress } from '../../values/progress';
import type { Database } from '../database';
import type { ImportRequest } from '../import-api';
import type { Run } from '../run';
import type { Loaded } from './attempt';
import type { FoundTable, PlainText, Utf8Text } from './found-table';
import { loadPlain } from './load-plain';
import { loadRecords, Unreadable } from './load-records';
import { openFile } from './open-file';
import { registerFile, type RegisteredFile } from './registered-file';
import { planTable, type TablePlan } from './table-plan';
import { randomId } from '../../values/random-id';

/** Bytes around the first that are no text, by which the encoding is found. */
const LOOKED = 1 << 23;

interface LoadedRows extends Loaded {
  reading: ReadingReport | null;
}

/** The file has to be read by another reader or in another encoding, with this plan. */
interface LoadAgain {
  again: TablePlan;
}

/**
 * Puts the rows of one file into a table, as often as asked. A plain text goes through DuckDB's own reader until that
 * fails; then, and for all else, through the reader that mends lines. `end` gives the file back.
 */
export class SourceLoader {
  readonly #database: Database;
  readonly #request: ImportRequest;
  readonly #run: Run;
  readonly #onProgress: OnProgress;
  readonly #salt: string;
  /** Whether hashes are the same in every reading on this device. */
  readonly salted: boolean;
  #table: FoundTable;
  /** The text as DuckDB's own reader takes it; null once that reader has failed. */
  #plain: PlainText | null;
  #file: RegisteredFile | null = null;
  #utf8: Utf8Text | null = null;
  #takeUnreadable: boolean;
  #fraction = 0;

  constructor(
    database: Database,
    request: ImportRequest,
    run: Run,
    onProgress: OnProgress,
    table: FoundTable,
  ) {
    this.#database = database;
    this.#request = request;
    this.#run = run;
    this.#onProgress = onProgress;
    this.#table = table;
    this.#plain = table.plain;
    this.salted = request.salt !== undefined && request.salt !== '';
    this.#salt = this.salted ? (request.salt ?? '') : randomId();
    this.#takeUnreadable = table.kind !== 'text' || request.choices.encoding !== undefined;
  }

  /** The table as it was found last: text further down may have told of another encoding. */
  get table(): FoundTable {
    return this.#table;
  }

  /** Reads the whole file into the table `target` (quoted), for the `times`-th time, in the caller's transaction. */
  async load(target: string, plan: TablePlan, times: number): Promise<LoadedRows | LoadAgain> {
    const tell = (fraction: number): void => this.#tell(times, fraction);
    tell(0);
    return this.#plain ? this.#loadPlain(this.#plain, target, plan) : this.#loadRecords(target, plan, tell);
  }

  async end(): Promise<void> {
    await this.#file?.drop();
    this.#file = null;
    this.#utf8 = null;
  }

  #tell(times: number, fraction: number): void {
    this.#fraction = fraction;
    this.#onProgress({
      stage: `Reading ${this.#request.fileName}${times > 1 ? ' again' : ''}`,
      fraction,
    });
  }

  async #loadPlain(plain: PlainText, target: string, plan: TablePlan): Promise<LoadedRows | LoadAgain> {
    this.#utf8 ??= await plain.records(this.#run);
    const { file: utf8, hasUnreadable } = this.#utf8;
    if (hasUnreadable && !this.#takeUnreadable) return this.#findEncodingAgain(plan);
    this.#file ??= await registerFile(this.#database.bindings, utf8);
    const loaded = await loadPlain(
      this.#database.work,
      plain,
      utf8,
      this.#file,
      target,
      plan,
      this.#salt,
      this.#run,
    );
    if (loaded) return { ...loaded, reading: null, hasUnreadable };
    this.#plain = null;
    await this.end();
    return { again: plan };
  }

  async #loadRecords(
    target: string,
    plan: TablePlan,
    tell: (fraction: number) => void,
  ): Promise<LoadedRows | LoadAgain> {
    const stream = this.#table.records(this.#run, tell);
    try {
      const loaded = await loadRecords(
        this.#database,
        stream,
        target,
        plan,
        this.#salt,
        this.#run,
        this.#takeUnreadable,
      );
      return { ...loaded, reading: stream.reading() };
    } catch (error) {
      if (error instanceof Unreadable) return this.#findEncodingAgain(plan);
      throw error;
    }
  }

  /** Text further down is not what the beginning said it was: the bytes there tell. */
  async #findEncodingAgain(plan: TablePlan): Promise<LoadAgain> {
    this.#takeUnreadable = true;
    await this.end();
    const { text } = this.#table;
    const bytes = text && (await bytesAround(text, this.#fraction));
    const told = bytes && findEncoding(bytes);
    if (!told || told.encoding === 'utf-8') return { again: plan };
    const { encoding } = told;
    const choices = { ...this.#request.choices, encoding };
    const { table: found } = await openFile({ ...this.#request, choices }, this.#run);
    const planned = await planTable(found, choices, this.#request.chosenTypes ?? []);
    this.#table = withDoubt(planned.table, bytes, told);
    this.#plain = planned.table.plain;
    return { again: planned.plan };
  }
}

/** The bytes that stand around a fraction (0 to 1) of a text, from the first line that is whole. */
async function bytesAround(text: Blob, fraction: number): Promise<Uint8Array> {
  const from = Math.max(0, Math.floor(fraction * text.size) - LOOKED / 2);
  const bytes = new Uint8Array(await text.slice(from, from + LOOKED).arrayBuffer());
  return bytes.subarray(Math.max(0, bytes.indexOf(10)));
}

/** A table whose encoding was told by some bytes: in doubt where another would do. */
function withDoubt(table: FoundTable, bytes: Uint8Array, told: FoundEncoding): FoundTable {
  const { encoding, confidence, second } = told;
  if (confidence >= DOUBTFUL) return table;
  const differs = second === undefined ? null : letterDifference(bytes, encoding, second);
  return {
    ...table,
    confidence: Math.min(table.confidence, confidence),
    doubtful: true,
    second:
      differs === null
        ? table.second
        : { choices: { ...table.choices, encoding: second ?? encoding }, differs },
  };
}
