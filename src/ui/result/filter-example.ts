import { cellAt, type ColumnInfo, type Table } from '../../values/table';
import { writeTest } from './filter-text';

/** What can be typed into a table's filter, said with columns and values of its own: `words, amount > 120, region: North`. */
export function filterExample(columns: readonly ColumnInfo[], firstRows: Table): string {
  const short = columns.filter(({ name }) => name.length <= 16);
  const valueIn = (name: string): string | null => {
    const column = firstRows.columns.find((one) => one.name === name);
    const value = column && firstRows.rowCount > 0 ? cellAt(column, 0) : null;
    return value === null || String(value).length > 14 || String(value).trim() === '' ? null : String(value);
  };
  const isKey = (name: string): boolean => /(^|[_\s])(id|key|code)$/i.test(name);
  const number = short.find(({ kind, name }) => kind === 'number' && valueIn(name) !== null && !isKey(name));
  const text = short.find(({ kind, name }) => kind === 'text' && valueIn(name) !== null && !isKey(name));
  const examples = [
    ...(number
      ? [
          writeTest({
            test: 'compare',
            column: number.name,
            operator: '>',
            value: rounded(valueIn(number.name)),
          }),
        ]
      : []),
    ...(text ? [writeTest({ test: 'contains', column: text.name, text: valueIn(text.name) ?? '' })] : []),
  ];
  return ['words', ...examples].join(', or ');
}

const rounded = (value: string | null): string => String(Number(Number(value ?? 0).toPrecision(2)));
