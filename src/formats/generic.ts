import type { Convention, Format, TableSample } from './format';
import { meaningsOf } from './names/meanings-of';

/** Any other table: columns whose names say in one of seven languages what they are. */
const generic: Format = {
  id: 'generic',
  label: 'Table with telling column names',
  // Any program that knows its own export is surer.
  recognises: (table) => (Object.keys(meaningsOf(table)).length > 0 ? 0.5 : 0),
  read: (table: TableSample): Convention => ({
    columns: Object.fromEntries(
      Object.entries(meaningsOf(table)).map(([name, meaning]) => [name, { meaning }]),
    ),
    rows: [],
    notes: [],
  }),
};
export default generic;
