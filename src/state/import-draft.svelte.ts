import type { ImportChoices, ImportedColumn, ImportPreview, ImportReport } from '../engine/api';
import type { Engine } from '../engine/client';
import type { DateOrder } from '../formats/choices';
import { ownValue } from '../values/own-value';
import type { Problem } from '../values/problem';
import { withPersonal, type Decision, type PersonalDecision } from './reading-actions';

/** Choices about the file as a whole: after one of these its columns are found anew. */
const WHOLE = [
  ...(['encoding', 'delimiter', 'quote', 'escape', 'header', 'skip'] as const),
  ...(['format', 'entry', 'sheet', 'range', 'decimal'] as const),
];
/** What is found anew where another delimiter is told, unless it was told too. */
const BY_DELIMITER = ['quote', 'escape', 'header', 'skip'] as const;

const DELAY = 180;

interface Subject {
  relation: string;
  file: File;
  report: ImportReport;
  /** What the notebook says now. */
  decided: ImportChoices;
  salt(): Promise<string>;
}

/** Choices being made about how a file is read, with a preview that follows them; nothing is decided until applied. */
export class ImportDraft {
  choices = $state.raw<ImportChoices>({});
  preview = $state.raw<ImportPreview | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The preview shown is not yet the one of these choices. */
  waiting = $state(false);
  /** Types that a person chose here. */
  #types = $state.raw<Readonly<Record<string, string>>>({});
  /** Columns are found anew. */
  #anew = $state(false);
  #changed = $state(false);
  readonly #touched = new Set<keyof ImportChoices>();
  /** Columns whose question was answered here: their type is found again. */
  readonly #asked = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;

  constructor(
    private readonly engine: Engine,
    readonly subject: Subject,
  ) {
    this.choices = subject.decided;
    void this.#look();
  }

  get changed(): boolean {
    return this.#changed;
  }

  /** Of the whole file while nothing is changed, else of its beginning. */
  get columns(): readonly ImportedColumn[] {
    return this.#changed && this.preview ? this.preview.columns : this.subject.report.columns;
  }

  /** What a control shows: what was chosen, else what was found. */
  found<K extends keyof ImportChoices>(key: K): ImportChoices[K] {
    return (this.preview ?? { report: this.subject.report }).report.choices[key];
  }

  /** Chooses something about the file as a whole; undefined lets it be found. */
  set<K extends keyof ImportChoices>(key: K, value: ImportChoices[K] | undefined): void {
    const next = { ...this.choices };
    if (value === undefined) delete next[key];
    else next[key] = value;
    if (value === undefined) this.#touched.delete(key);
    else this.#touched.add(key);
    if ((WHOLE as readonly string[]).includes(key)) this.#findColumns(next);
    if (key === 'delimiter') for (const part of BY_DELIMITER) if (!this.#touched.has(part)) delete next[part];
    if (key === 'entry') delete next.sheet;
    if (key === 'entry' || key === 'sheet') delete next.range;
    this.#change(next);
  }

  /** Another reading as a whole; none lets everything be found again. */
  begin(choices: ImportChoices): void {
    this.#touched.clear();
    const next = { ...choices };
    this.#findColumns(next);
    this.#change(next);
  }

  chooseType(column: string, type: string): void {
    this.#types = { ...this.#types, [column]: type };
    this.#change(this.#withoutReading(column));
  }

  /** How a column's values are written is found again. */
  #withoutReading(column: string): ImportChoices {
    const { values, ...rest } = this.choices;
    const others = Object.entries(values ?? {}).filter(([name]) => name !== column);
    return { ...rest, ...(others.length > 0 ? { values: Object.fromEntries(others) } : {}) };
  }

  answer(column: string, order: DateOrder): void {
    this.#asked.add(column);
    this.#types = Object.fromEntries(Object.entries(this.#types).filter(([name]) => name !== column));
    this.#change({ ...this.#withoutReading(column), dates: { ...this.choices.dates, [column]: order } });
  }

  /** Which of day and month a column is read by; undefined where its days are written otherwise. */
  orderOf(column: string): DateOrder | undefined {
    const found = (this.#changed && this.preview ? this.preview : this.subject).report.choices.dates;
    return ownValue(found ?? {}, column);
  }

  /** Drops, hashes or keeps columns; undefined takes it back. */
  personal(columns: readonly string[], decision: PersonalDecision | undefined): void {
    this.#change(withPersonal(this.choices, columns, decision));
  }

  /** Makes a yes/no column of each choice that a column lists, by the mark between them; null leaves it whole. */
  split(column: string, mark: string | null): void {
    const others = Object.entries(this.choices.split ?? {}).filter(([name]) => name !== column);
    const split = Object.fromEntries(mark === null ? others : [...others, [column, mark]]);
    const { split: _split, ...rest } = this.choices;
    this.#change({ ...rest, ...(Object.keys(split).length > 0 ? { split } : {}) });
  }

  /** The rules whose rows are left out: just these, whatever a format would leave out by itself. */
  leaveOut(rules: string[]): void {
    this.#change({ ...this.choices, leaveOut: rules });
  }

  /** Everything as it was when the draft began. */
  reset(): void {
    this.#types = {};
    this.#anew = false;
    this.#touched.clear();
    this.#asked.clear();
    this.choices = this.subject.decided;
    this.#changed = false;
    void this.#look();
  }

  /** The draft as one decision. */
  decision(declaredColumns: readonly string[]): Decision {
    const again = this.#anew ? declaredColumns : [...this.#asked];
    const types = { ...Object.fromEntries(again.map((column) => [column, null])), ...this.#types };
    return { label: `Change how ${this.subject.file.name} is read`, choices: this.choices, types };
  }

  /** Ends what is under way. */
  end(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  #findColumns(choices: ImportChoices): void {
    this.#anew = true;
    this.#types = {};
    delete choices.values;
    delete choices.types;
    if (!this.#touched.has('format') && choices.format !== 'none') delete choices.format;
  }

  #change(choices: ImportChoices): void {
    this.choices = choices;
    this.#changed = true;
    this.waiting = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), DELAY);
  }

  async #look(): Promise<void> {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.waiting = true;
    const { relation, file, decided } = this.subject;
    const before = Object.entries((!this.#anew && decided.types) || {}).filter(
      ([name]) => !this.#asked.has(name),
    );
    const types = { ...Object.fromEntries(before), ...this.#types };
    const salt = this.choices.hash?.length ? { salt: await this.subject.salt() } : {};
    const choices = { ...this.choices, types };
    const chosenTypes = Object.keys(this.#types);
    const outcome = await this.engine.previewImport(
      { relation, file, fileName: file.name, choices, chosenTypes, ...salt },
      { signal: controller.signal },
    );
    if (controller.signal.aborted) return;
    this.waiting = false;
    this.problem = outcome.ok ? null : outcome.problem;
    if (outcome.ok) this.preview = outcome.value;
  }
}
