import { formatOf } from '../formats/text';
import type { PlannedColumn, ReadingChoices, ReadingPlan } from '../formats/text/plan';
import { LeadingZeros } from '../formats/text/leading-zeros';
import { ident } from '../sql/quote';
import { InputProblem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import type { ImportReport, ImportRequest } from './api';
import type { Database } from './database';
import { sampleFile } from './file-sample';
import { attemptReading, isNumber, zerosAsText, type Attempt } from './import-attempt';
import { importReport } from './import-report';
import type { Connection } from './queries';
import { chunksOf, loadSmall, registerFile } from './registered-file';
import { numberOf } from './relations';
import { rejectedLines } from './rejected-lines';
import type { Run } from './run';

/**
 * Reads a file into a table, replacing the one of that name only when all went well. Only broken structure rejects a
 * line. Types are taken from a sample and the file is read with them at once; where a value further down does not fit,
 * the file is read again with that column as text.
 */
export async function importSource(
  database: Database,
  request: ImportRequest,
  run: Run,
  onProgress: OnProgress,
): Promise<ImportReport> {
  const started = performance.now();
  onProgress({ stage: `Reading ${request.fileName}`, fraction: 0 });
  const loaded = loadSmall(request.file);
  const sample = await sampleFile(request.file, request.fileName, request.choices.encoding);
  const format = formatOf(sample);
  const plan = format.plan(sample, request.choices as ReadingChoices);
  const file = await registerFile(database.bindings, request.file, loaded, sample.encoding, run);
  try {
    const zeros = findZeros(request.file, sample.encoding, plan, run);
    zeros.catch(() => undefined); // waited for below, unless the reading fails first
    const reading = new SourceReading(database.work, file.name, request, run);
    const again = (): void => onProgress({ stage: `Reading ${request.fileName} again`, fraction: 0 });
    const read = await reading.untilItFits(plan, zeros, again);
    return await importReport(database.work, request, { ...read, format: format.id, sample, started });
  } finally {
    await file.drop();
  }
}

/**
 * Runs beside the engine's reading, which has its own thread; in pieces that take a few milliseconds, because this
 * thread also carries the messages of that reading. UTF-16 shows its zeros in the sample only.
 */
async function findZeros(file: Blob, encoding: string, plan: ReadingPlan, run: Run): Promise<number[]> {
  if (encoding.startsWith('utf-16') || !plan.columns.some(isNumber)) return [];
  const zeros = new LeadingZeros(plan, plan.header, plan.columns.length);
  for await (const chunk of chunksOf(file, 1_000_000)) {
    run.check();
    zeros.read(chunk);
  }
  return zeros.columns;
}

/** What stands after the last reading. */
export interface FinishedReading extends Pick<ImportReport, 'rejected' | 'rejectedCount'> {
  plan: ReadingPlan;
  rows: number;
  misfits: Attempt['misfits'];
}

class SourceReading {
  readonly #connection: Connection;
  readonly #file: string;
  readonly #request: ImportRequest;
  readonly #run: Run;
  readonly #chosen: ReadonlySet<string>;

  constructor(connection: Connection, file: string, request: ImportRequest, run: Run) {
    this.#connection = connection;
    this.#file = file;
    this.#request = request;
    this.#run = run;
    this.#chosen = new Set(request.chosenTypes ?? []);
  }

  /** Every change takes a column nearer to text (a date turns round once at most), so this ends. */
  async untilItFits(
    first: ReadingPlan,
    zeros: Promise<number[]>,
    onAgain: () => void,
  ): Promise<FinishedReading> {
    let plan = first;
    for (;;) {
      const read = await this.#once(plan, zeros);
      if ('done' in read) return read.done;
      onAgain();
      const changes = new Map(read.changes.map((column) => [column.name, column]));
      plan = { ...plan, columns: plan.columns.map((column) => changes.get(column.name) ?? column) };
    }
  }

  /** One reading in a transaction: kept when it fits, undone when it does not, so that the old table stays until then. */
  async #once(
    plan: ReadingPlan,
    zeros: Promise<number[]>,
  ): Promise<{ done: FinishedReading } | { changes: PlannedColumn[] }> {
    const connection = this.#connection;
    let kept = false;
    try {
      const { relation } = this.#request;
      const attempt = await attemptReading(connection, this.#file, relation, plan, this.#chosen, this.#run);
      const changes =
        attempt.changes.length > 0 ? attempt.changes : this.#unchosen(zerosAsText(plan, await zeros));
      if (changes.length > 0) return { changes };
      const done = {
        plan: await this.#settleDates(plan),
        rows: attempt.rows,
        misfits: attempt.misfits,
        ...(attempt.anyRejected ? await rejectedLines(connection) : { rejected: [], rejectedCount: 0 }),
      };
      this.#refuseAllRejected(done);
      this.#run.check();
      await connection.query('COMMIT');
      kept = true;
      return { done };
    } finally {
      if (!kept) await connection.query('ROLLBACK').catch(() => undefined);
    }
  }

  #unchosen(changes: PlannedColumn[]): PlannedColumn[] {
    return changes.filter(({ name }) => !this.#chosen.has(name));
  }

  #refuseAllRejected({ rows, rejectedCount, rejected }: FinishedReading): void {
    if (rows > 0 || rejectedCount === 0) return;
    throw new InputProblem(`No line of \`${this.#request.fileName}\` could be read.`, {
      hint: `The first one has ${rejected[0]?.reason ?? 'broken structure'} (line ${rejected[0]?.line ?? 1}). Check the delimiter.`,
    });
  }

  /** A date column is ambiguous only if no value in the whole file tells day from month. */
  async #settleDates(plan: ReadingPlan): Promise<ReadingPlan> {
    const columns: PlannedColumn[] = [];
    for (const column of plan.columns) {
      const { date } = column;
      if (!date?.ambiguous) {
        columns.push(column);
        continue;
      }
      const first = `max(${date.order === 'dmy' ? 'day' : 'month'}(${ident(column.name)}))`;
      const second = `max(${date.order === 'dmy' ? 'month' : 'day'}(${ident(column.name)}))`;
      const largest = await numberOf(
        this.#connection,
        `SELECT greatest(${first}, ${second}) FROM ${ident(this.#request.relation)}`,
      );
      columns.push({ ...column, date: { ...date, ambiguous: !(largest > 12) } });
    }
    return { ...plan, columns };
  }
}
