import { findEncoding } from '../../formats/structure/encoding';
import type { ReadingReport } from '../../formats/structure/reading-report';
import type { ColumnPlan } from '../../formats/types/column-plan';
import { widerPlan } from '../../formats/types';
import { ident } from '../../sql/quote';
import { InputProblem } from '../../values/problem';
import type { OnProgress } from '../../values/progress';
import type { Database } from '../database';
import type { ImportReport, ImportRequest } from '../import-api';
import { INTERNAL_SCHEMA } from '../lock';
import type { Run } from '../run';
import type { Attempt, Loaded } from './attempt';
import { dateOrders } from './date-orders';
import { finishTable, needsCopy, type Finished } from './finish-table';
import type { FoundTable, Utf8Text } from './found-table';
import { importReport } from './import-report';
import { loadPlain } from './load-plain';
import { loadRecords, Unreadable } from './load-records';
import { refuseTooBig } from './memory-need';
import { openFile } from './open-file';
import { registerFile, type RegisteredFile } from './registered-file';
import { plansWithDates, planTable, withPlans, type TablePlan } from './table-plan';

/** Bytes around the first that are no text, by which the encoding is found. */
const LOOKED = 1 << 23;
/** After so many readings of a file no further way of writing is tried. */
const MOST_TIMES = 6;
const STAGED = `${INTERNAL_SCHEMA}.import`;

/**
 * Reads a file into a table, replacing the one of that name only when all went well. Structure, conventions and types
 * are taken from a sample and the file is read with them at once; where a value further down does not fit, the file is
 * read again another way, until what is in the table is what is in the file.
 */
export async function importSource(
  database: Database,
  request: ImportRequest,
  run: Run,
  onProgress: OnProgress,
): Promise<ImportReport> {
  const started = performance.now();
  onProgress({ stage: `Opening ${request.fileName}`, fraction: 0 });
  const { archive, table: found } = await openFile(request, run);
  const { table, plan } = await planTable(found, request.choices, request.chosenTypes ?? []);
  await refuseTooBig(database.work, table, plan);
  const reading = new SourceReading(database, request, run, onProgress, table, plan);
  try {
    const read = await reading.untilItFits();
    return await importReport(
      database.work,
      request,
      { ...read, archive, started, salted: reading.salted },
      run,
    );
  } finally {
    await reading.end();
  }
}

/** What stands after the last reading. */
export interface FinishedReading {
  table: FoundTable;
  plan: TablePlan;
  attempt: Attempt;
  finished: Finished;
  /** What reading the lines came to; null where DuckDB read the file, or no line can be wrong. */
  reading: ReadingReport | null;
  /** Bytes that are no text in the encoding were read all the same. */
  hasUnreadable: boolean;
}

interface LoadedReading extends Loaded {
  reading: ReadingReport | null;
}

class SourceReading {
  readonly #database: Database;
  readonly #request: ImportRequest;
  readonly #run: Run;
  readonly #onProgress: OnProgress;
  readonly #salt: string;
  readonly salted: boolean;
  #table: FoundTable;
  #plan: TablePlan;
  #file: RegisteredFile | null = null;
  #utf8: Utf8Text | null = null;
  #isPlain: boolean;
  #takeUnreadable: boolean;
  #times = 0;
  #fraction = 0;

  constructor(
    database: Database,
    request: ImportRequest,
    run: Run,
    onProgress: OnProgress,
    table: FoundTable,
    plan: TablePlan,
  ) {
    this.#database = database;
    this.#request = request;
    this.#run = run;
    this.#onProgress = onProgress;
    this.#table = table;
    this.#plan = plan;
    this.#isPlain = table.plain !== null;
    this.salted = request.salt !== undefined && request.salt !== '';
    this.#salt = this.salted ? (request.salt ?? '') : crypto.randomUUID();
    this.#takeUnreadable = table.kind !== 'text' || request.choices.encoding !== undefined;
  }

  /** Every change takes a column nearer to text, or the file to the reader that takes anything; so this ends. */
  async untilItFits(): Promise<FinishedReading> {
    for (;;) {
      this.#times++;
      this.#tell(0);
      const read = await this.#inTransaction(() => this.#once());
      if (read) return read;
    }
  }

  async end(): Promise<void> {
    await this.#forgetFile();
  }

  async #forgetFile(): Promise<void> {
    await this.#file?.drop();
    this.#file = null;
    this.#utf8 = null;
  }

  #tell(fraction: number): void {
    this.#fraction = fraction;
    this.#onProgress({
      stage: `Reading ${this.#request.fileName}${this.#times > 1 ? ' again' : ''}`,
      fraction,
    });
  }

  /** Kept when the reading stands, undone when it does not, so that the old table stays until then. */
  async #inTransaction(work: () => Promise<FinishedReading | null>): Promise<FinishedReading | null> {
    const { work: connection } = this.#database;
    await connection.query('BEGIN TRANSACTION');
    let kept = false;
    try {
      const read = await work();
      if (!read) return null;
      this.#run.check();
      await connection.query('COMMIT');
      kept = true;
      return read;
    } finally {
      if (!kept) await connection.query('ROLLBACK').catch(() => undefined);
    }
  }

  /** One reading of the whole file; null where it has to be read another way, which is then prepared. */
  async #once(): Promise<FinishedReading | null> {
    const target = ident(this.#request.relation);
    const staged = needsCopy(this.#plan) ? STAGED : target;
    const { work } = this.#database;
    const loaded = this.#isPlain ? await this.#loadPlain(staged) : await this.#loadRecords(staged);
    if (!loaded) return null;
    const { attempt, reading, counting, hasUnreadable } = loaded;
    if (attempt.changes.size > 0) {
      this.#plan = withPlans(this.#plan, this.#times < MOST_TIMES ? attempt.changes : this.#asText(attempt));
      return null;
    }
    const orders = await dateOrders(work, staged, this.#plan, this.#run);
    if (Object.keys(orders).length > 0) {
      const changes = plansWithDates(this.#table, this.#plan, this.#request.choices, orders);
      if (changes.size > 0) {
        this.#plan = withPlans(this.#plan, changes);
        return null;
      }
    }
    this.#refuseAllRejected(attempt.rows, reading);
    const finished = await finishTable(
      work,
      { staged, target, rows: attempt.rows },
      this.#plan,
      { counting },
      this.#run,
    );
    return { table: this.#table, plan: this.#plan, attempt, finished, reading, hasUnreadable };
  }

  /** A file that was read many times has columns of many ways of writing: they stay what stands there. */
  #asText({ changes }: Attempt): Map<number, ColumnPlan> {
    return new Map(
      [...changes].flatMap(([position]) => {
        const column = this.#plan.columns[position];
        return column ? [[position, widerPlan(column.plan, null)] as const] : [];
      }),
    );
  }

  async #loadPlain(target: string): Promise<LoadedReading | null> {
    const { plain } = this.#table;
    if (!plain) throw new Error('not a plain file');
    this.#utf8 ??= await plain.records(this.#run);
    if (this.#utf8.hasUnreadable && !this.#takeUnreadable) {
      await this.#findEncodingAgain();
      return null;
    }
    this.#file ??= await registerFile(this.#database.bindings, this.#utf8.file);
    const loaded = await loadPlain(
      this.#database.work,
      plain,
      this.#utf8.file,
      this.#file,
      target,
      this.#plan,
      this.#salt,
      this.#run,
    );
    if (loaded) return { ...loaded, reading: null, hasUnreadable: this.#utf8.hasUnreadable };
    this.#isPlain = false;
    await this.#forgetFile();
    return null;
  }

  async #loadRecords(target: string): Promise<LoadedReading | null> {
    const stream = this.#table.records(this.#run, (fraction) => this.#tell(fraction));
    try {
      const loaded = await loadRecords(
        this.#database,
        stream,
        target,
        this.#plan,
        this.#salt,
        this.#run,
        this.#takeUnreadable,
      );
      return { ...loaded, reading: stream.reading() };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await this.#findEncodingAgain();
      return null;
    }
  }

  /** Text further down is not what the beginning said it was: the bytes there tell. */
  async #findEncodingAgain(): Promise<void> {
    this.#takeUnreadable = true;
    const { text } = this.#table;
    await this.#forgetFile();
    if (!text) return;
    const from = Math.max(0, Math.floor(this.#fraction * text.size) - LOOKED / 2);
    const bytes = new Uint8Array(await text.slice(from, from + LOOKED).arrayBuffer());
    const { encoding } = findEncoding(bytes.subarray(Math.max(0, bytes.indexOf(10))));
    if (encoding === 'utf-8') return;
    const choices = { ...this.#request.choices, encoding };
    const { table: found } = await openFile({ ...this.#request, choices }, this.#run);
    const { table, plan } = await planTable(found, choices, this.#request.chosenTypes ?? []);
    this.#table = table;
    this.#plan = plan;
    this.#isPlain = table.plain !== null;
  }

  #refuseAllRejected(rows: number, reading: ReadingReport | null): void {
    if (rows > 0 || !reading || reading.rejectedCount === 0) return;
    const [first] = reading.rejected;
    throw new InputProblem(`No line of \`${this.#request.fileName}\` could be read.`, {
      hint: `The first one has ${first?.reason ?? 'broken structure'} (line ${first?.line ?? 1}). Check the delimiter.`,
    });
  }
}
