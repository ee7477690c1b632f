import { describe, expect, it } from 'vitest';
import { sortedNotebooks } from '../../src/ui/notebooks/list-order';

const entry = (title: string, changed: number, bytes: number) => ({
  ...{ id: title, title, changed, bytes: 1, revision: 1, sources: 1 },
  sourceBytes: bytes,
});
const all = [entry('Wave 10', 1, 5), entry('wave 9', 3, 1), entry('Autumn survey', 2, 9)];
const titles = (order: 'changed' | 'title' | 'size', wanted = '') =>
  sortedNotebooks(all, order, wanted).map(({ title }) => title);

describe('the list of notebooks', () => {
  it('is sorted by last change, by title with numbers as numbers, or by size with its files', () => {
    expect(titles('changed')).toEqual(['wave 9', 'Autumn survey', 'Wave 10']);
    expect(titles('title')).toEqual(['Autumn survey', 'wave 9', 'Wave 10']);
    expect(titles('size')).toEqual(['Autumn survey', 'Wave 10', 'wave 9']);
  });

  it('shows titles that have every wanted word, whatever the case and the order', () => {
    expect(titles('changed', ' WAVE ')).toEqual(['wave 9', 'Wave 10']);
    expect(titles('changed', 'survey autumn')).toEqual(['Autumn survey']);
    expect(titles('changed', 'winter')).toEqual([]);
  });
});
