import { ident } from '../sql/quote';

/**
 * A query as a row of named steps, each reading the one before: WITH base AS (...), kept AS (...), ... SELECT.
 * Column names are the chart's channels (`x`, `y`, `color`, `facet`), never the user's, so nothing can collide.
 */
export class Pipeline {
  readonly #steps: string[] = [];
  /** The step that holds the rows so far. */
  rows = 'base';

  constructor(relation: string, channels: Readonly<Record<string, string>>) {
    const items = Object.entries(channels).map(([name, sql]) => `${sql} AS ${name}`);
    this.add('base', `SELECT ${items.join(', ')} FROM ${ident(relation)}`);
  }

  add(name: string, sql: string): this {
    this.#steps.push(`${name} AS (${sql})`);
    return this;
  }

  /** Leaves out rows where one of the channels is null; `_left_out` and `_rows` of `finish` count them. */
  keep(required: readonly string[]): this {
    const condition = required.map((name) => `${name} IS NOT NULL`).join(' AND ') || 'TRUE';
    this.add('kept', `SELECT * FROM base WHERE ${condition}`);
    this.rows = 'kept';
    return this;
  }

  /**
   * Replaces a text channel by its `most` most important levels and "other (12 more)"; adds `<channel>_place`, by
   * which its levels are ordered: by weight, or by `natural` where the levels have an order of their own.
   */
  level(
    channel: string,
    most: number,
    { weight = 'count(*)', natural }: { weight?: string; natural?: 'number' | 'text' | undefined } = {},
  ): this {
    const order = {
      number: `TRY_CAST(level AS DOUBLE), level`,
      text: 'level',
      weight: 'weight DESC, level',
    }[natural ?? 'weight'];
    this.add(
      `${channel}_levels`,
      `SELECT level, row_number() OVER (ORDER BY weight DESC, level) AS rank, row_number() OVER (ORDER BY ${order}) AS place, count(*) OVER () AS levels ` +
        `FROM (SELECT ${channel} AS level, coalesce(${weight}, 0) AS weight FROM ${this.rows} GROUP BY ${channel})`,
    );
    const kept = `l.levels <= ${most + 1} OR l.rank <= ${most}`;
    this.add(
      `${channel}_named`,
      `SELECT r.* REPLACE (CASE WHEN ${kept} THEN r.${channel} ELSE 'other (' || (l.levels - ${most}) || ' more)' END AS ${channel}), ` +
        `CASE WHEN ${kept} THEN l.place ELSE 1000000000 END AS ${channel}_place ` +
        `FROM ${this.rows} r JOIN ${channel}_levels l ON r.${channel} = l.level`,
    );
    this.rows = `${channel}_named`;
    return this;
  }

  /**
   * Replaces a number channel by the start of its bin and adds `<channel>_end`; about `bins` bins of a width of 1, 2
   * or 5 times a power of ten, whole where all values are whole. Up to `distinct` different values stay as they are
   * (then `<channel>_end` is null).
   */
  binNumbers(channel: string, bins: number, distinct: number): this {
    const width = `(high - low) / ${bins}`;
    const power = `pow(10, floor(log10(${width})))`;
    const nice = `${power} * CASE WHEN ${width} <= ${power} THEN 1 WHEN ${width} <= 2 * ${power} THEN 2 WHEN ${width} <= 5 * ${power} THEN 5 ELSE 10 END`;
    this.add(
      `${channel}_span`,
      `SELECT min(${channel}) AS low, max(${channel}) AS high, count(DISTINCT ${channel}) AS levels, bool_and(${channel} = floor(${channel})) AS whole FROM ${this.rows}`,
    );
    this.add(
      `${channel}_steps`,
      `SELECT *, CASE WHEN levels <= ${distinct} THEN NULL WHEN high = low THEN 1 WHEN whole THEN greatest(1, ${nice}) ELSE ${nice} END AS step FROM ${channel}_span`,
    );
    this.add(
      `${channel}_grid`,
      `SELECT *, CASE WHEN step = 1 AND (whole OR high = low) THEN low - 0.5 ELSE floor(low / step) * step END AS start FROM ${channel}_steps`,
    );
    const bin = `least(floor((r.${channel} - g.start) / g.step), greatest(ceil((g.high - g.start) / g.step) - 1, 0))`;
    return this.#replaceBinned(
      channel,
      `CASE WHEN g.step IS NULL THEN r.${channel} ELSE g.start + ${bin} * g.step END`,
      `CASE WHEN g.step IS NULL THEN NULL ELSE g.start + (${bin} + 1) * g.step END`,
    );
  }

  /**
   * Replaces a date channel by the start of its hour, day, week, month, quarter or year, the finest that gives at
   * most `most` steps, and adds `<channel>_end` and `<channel>_unit`. Days that are few enough stay as they are
   * (then both are null), where `type` is DATE.
   */
  binDates(channel: string, most: number, exactDays: boolean): this {
    const few = exactDays ? `WHEN levels <= ${most} THEN NULL ` : '';
    this.add(
      `${channel}_span`,
      `SELECT count(DISTINCT ${channel}) AS levels, date_diff('day', min(${channel}), max(${channel})) AS days FROM ${this.rows}`,
    );
    this.add(
      `${channel}_grid`,
      `SELECT CASE ${few}WHEN days * 24 < ${most - 24} THEN 'hour' WHEN days < ${most} THEN 'day' WHEN days / 7 < ${most - 1} THEN 'week' ` +
        `WHEN days / 30 < ${most - 1} THEN 'month' WHEN days / 90 < ${most - 1} THEN 'quarter' ELSE 'year' END AS unit FROM ${channel}_span`,
    );
    const units = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
    const start = units.map((unit) => `WHEN '${unit}' THEN date_trunc('${unit}', r.${channel})`).join(' ');
    const ends = units
      .map((unit) => {
        const step = unit === 'quarter' ? "INTERVAL '3 months'" : `INTERVAL '1 ${unit}'`;
        return `WHEN '${unit}' THEN date_trunc('${unit}', r.${channel}) + ${step}`;
      })
      .join(' ');
    return this.#replaceBinned(
      channel,
      `CAST(CASE g.unit ${start} ELSE r.${channel} END AS TIMESTAMP)`,
      `CAST(CASE g.unit ${ends} END AS TIMESTAMP)`,
      `, g.unit AS ${channel}_unit`,
    );
  }

  #replaceBinned(channel: string, start: string, end: string, more = ''): this {
    this.add(
      `${channel}_binned`,
      `SELECT r.* REPLACE (${start} AS ${channel}), ${end} AS ${channel}_end${more} FROM ${this.rows} r, ${channel}_grid g`,
    );
    this.rows = `${channel}_binned`;
    return this;
  }

  /** The whole query: a final SELECT over the rows, with `_left_out` and `_rows` counted beside every row. */
  finish(select: string, rest: string): string {
    const informed = `${select}, (SELECT count(*) FROM base)::DOUBLE AS _rows, ((SELECT count(*) FROM base) - (SELECT count(*) FROM kept))::DOUBLE AS _left_out`;
    return `WITH ${this.#steps.join(',\n')}\n${informed}\nFROM ${this.rows}\n${rest}`;
  }
}
