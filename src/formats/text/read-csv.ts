import { ident, literal } from '../../sql/quote';
import { strptimeFormat, type PlannedColumn, type ReadingPlan } from './plan';

/** How a plan is carried out in SQL. */
export interface Reading {
  /** The call of read_csv. */
  call: string;
  /**
   * Columns that come as text and are converted after (by name, with the expression), because read_csv knows one date
   * format a file, or because a person chose the type and misfits are to become null.
   */
  conversions: ReadonlyMap<string, string>;
}

/** Names of the tables in which the engine keeps what it rejected; temporary ones of the connection. */
export const REJECTED = 'soundings_rejected';
const REJECTED_SCANS = 'soundings_rejected_scans';
export const dropRejected = [
  `DROP TABLE IF EXISTS temp.${REJECTED}`,
  `DROP TABLE IF EXISTS temp.${REJECTED_SCANS}`,
];

/**
 * The SQL that reads a registered file by a plan. Nothing is left to the engine's own detection, which takes a file
 * with a few ragged lines for one of a single column.
 *
 * @param chosen columns whose type a person chose
 */
export function readingOf(file: string, plan: ReadingPlan, chosen: ReadonlySet<string>): Reading {
  const formats = {
    DATE: commonFormat(plan, 'DATE', chosen),
    TIMESTAMP: commonFormat(plan, 'TIMESTAMP', chosen),
  };
  const conversions = new Map<string, string>();
  const types = plan.columns.map((column) => {
    const writing = column.date && strptimeFormat(column.date);
    const common = formats[column.type as keyof typeof formats];
    const converted = chosen.has(column.name)
      ? column.type !== 'VARCHAR'
      : writing !== undefined && writing !== common;
    if (converted) conversions.set(column.name, conversionOf(column, plan.decimal));
    return `${literal(column.name)}: ${literal(converted ? 'VARCHAR' : column.type)}`;
  });
  const options = [
    literal(file),
    'auto_detect = false',
    `header = ${plan.header > 0}`,
    `delim = ${literal(plan.delimiter)}`,
    `quote = ${literal(plan.quote)}`,
    `escape = ${literal(plan.quote === '' ? '' : plan.escape)}`,
    ...(plan.decimal === ',' ? [`decimal_separator = ','`] : []),
    ...(formats.DATE === undefined ? [] : [`dateformat = ${literal(formats.DATE)}`]),
    ...(formats.TIMESTAMP === undefined ? [] : [`timestampformat = ${literal(formats.TIMESTAMP)}`]),
    `columns = {${types.join(', ')}}`,
    `store_rejects = true, rejects_table = '${REJECTED}', rejects_scan = '${REJECTED_SCANS}'`,
  ];
  return { call: `read_csv(${options.join(', ')})`, conversions };
}

/** The one format in which all columns of a type are written, where that is so and it is not ISO. */
function commonFormat(plan: ReadingPlan, type: string, chosen: ReadonlySet<string>): string | undefined {
  const written = plan.columns
    .filter((column) => column.type === type && !chosen.has(column.name))
    .map(({ date }) => date && strptimeFormat(date));
  return new Set(written).size === 1 ? written[0] : undefined;
}

/** A text column as its type, null where it does not fit. */
function conversionOf({ name, type, date }: PlannedColumn, decimal: '.' | ','): string {
  const text = `trim(${ident(name)})`;
  const number = decimal === ',' && /^(DOUBLE|FLOAT|DECIMAL)/.test(type);
  const plain = `TRY_CAST(${number ? `replace(${text}, ',', '.')` : text} AS ${type})`;
  return date
    ? `coalesce(CAST(try_strptime(${text}, ${literal(strptimeFormat(date))}) AS ${type}), ${plain})`
    : plain;
}
