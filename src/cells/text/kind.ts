import type { CellKind } from '../kind';

const text: CellKind = {
  id: 'text',
  label: 'Text',
  summary: 'Words between the results, in Markdown.',
  template: () => '',
  reads: () => ({ relations: [], variables: [] }),
  publishes: () => [],
  request: () => ({ type: 'none' }),
  rename: (body) => body,
};
export default text;
