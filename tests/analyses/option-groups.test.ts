import { expect, it } from 'vitest';
import { checkOption } from '../../src/analyses/check-option';
import { groupNames, type OptionPlace } from '../../src/analyses/option-place';
import type { ColumnSetsOption, PerColumnOption } from '../../src/analyses/options';

const step: PerColumnOption = { kind: 'perColumn', label: 'Step', help: '', default: null, of: 'drivers' };
const groups: ColumnSetsOption = {
  kind: 'columnSets',
  label: 'Groups',
  help: '',
  default: {},
  of: 'drivers',
};
const columns = ['speed', 'price', 'region'].map(
  (name) => ({ name, kind: 'number', type: 'DOUBLE' }) as const,
);
const place: OptionPlace = {
  key: 'step',
  from: 'answers',
  columns,
  roles: {},
  chosen: { drivers: ['speed', 'price'] },
  groups: groupNames({ step, groups }, (key) =>
    key === 'groups' ? { Service: ['speed'], Region: ['price'] } : 1,
  ),
};
const message = (given: object): string => {
  try {
    checkOption(step, given, place);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

it('a number per column can be one per group of the same role, spelled in any case', () => {
  expect(checkOption(step, { service: 2, Speed: 1 }, place)).toEqual({ Service: 2, speed: 1 });
  expect(checkOption(step, { Region: 2 }, place)).toEqual({ Region: 2 });
});

it('names that are neither column nor group, columns of no role, and a group named twice get a sentence', () => {
  expect(message({ serv: 1 })).toBe('“Step”: it names `serv`, and `answers` has no such column.');
  expect(message({ region: 1 })).toBe('“Step”: it names `region`, which is not among “drivers”.');
  expect(message({ service: 1, Service: 2 })).toBe('“Step”: `Service` stands twice.');
});

it('groups that are no map name nothing', () => {
  expect(groupNames({ groups }, () => ['a'])).toEqual({});
  expect(groupNames({ groups }, () => undefined)).toEqual({});
});
