import { expect, it } from 'vitest';
import { planOne } from './typed';

it.each([
  ['leading zeros', ['007', '012', '123']],
  ['too many digits', ['12345678901234567', '22345678901234567']],
  ['a word among numbers', ['1', '2', '3', '4', 'late']],
  ['two currencies', ['5 €', '6 €', '7 $']],
  ['codes such as 1E5', ['1E5', '2E7', '3E1']],
])('a column that is text because of %s says so again when it is read as kept', (_, values) => {
  const first = planOne(values);
  const again = planOne(values, 'x', { types: { x: 'VARCHAR' }, kept: new Set(['x']) });
  expect(first.note).toMatch(/^kept as text/);
  expect(again).toEqual(first);
});

it('a column that is kept as text though its first values look otherwise says that', () => {
  const kept = planOne(['1', '2', '3'], 'x', { types: { x: 'VARCHAR' }, kept: new Set(['x']) });
  expect(kept).toMatchObject({
    type: 'VARCHAR',
    note: expect.stringMatching(/as it was read before/) as string,
  });
});

it('a column that a person made text needs no reason', () => {
  const told = { types: { x: 'VARCHAR' }, kept: new Set(['x']), chosen: new Set(['x']) };
  expect(planOne(['007', '012'], 'x', told).note).toBeUndefined();
});
