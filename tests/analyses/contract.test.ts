import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyses } from '../../src/analyses';
import { catalogue } from '../../src/analyses/catalogue';
import { checkOption, type StructuredOption } from '../../src/analyses/check-option';
import type { Method, Option, Options, Roles } from '../../src/analyses/analysis';
import { methods } from '../../src/analyses/methods';

const folders = Object.keys(import.meta.glob('../../src/analyses/*/index.ts')).map(
  (file) => file.split('/').at(-2) as string,
);
const NAME = /^[a-z][A-Za-z0-9]*$/;
const SUFFIX = /^[a-z][a-z0-9_]*$/;

/** Labels that a reader sees, and what the kind itself promises beside its default. */
function expectSound(option: Option, roles: Roles): void {
  if (option.kind === 'number') {
    expect(option.step).toBeGreaterThan(0);
    for (const value of [option.default, option.proposed ?? null]) {
      if (value === null) continue;
      expect(value).toBeGreaterThanOrEqual(option.min);
      expect(value).toBeLessThanOrEqual(option.max);
      if (option.step === 1) expect(Number.isInteger(value)).toBe(true);
    }
  }
  if (option.kind === 'choice' || option.kind === 'choices') {
    const values = option.choices.map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    for (const choice of option.choices) expect(choice.label).not.toBe('');
    if (option.kind === 'choice')
      for (const value of [option.default, option.proposed ?? option.default])
        expect(values).toContain(value);
  }
  if (option.kind === 'flag') expect(option.default).toBeTypeOf('boolean');
  if (option.kind === 'date') expect(option.default).toBeNull();
  if ('of' in option) expect(roles[option.of]?.many, `${option.label} names columns of a list`).toBe(true);
  if ('accepts' in option) expect(option.accepts.length).toBeGreaterThan(0);
}

/** A default is held to the very rules that what people write is held to. */
function expectDefaultPasses(key: string, option: Option, roles: Roles): void {
  if (['number', 'choice', 'flag', 'date'].includes(option.kind)) return;
  const place = { key, from: 'data', columns: [], roles, chosen: {} };
  expect(checkOption(option as StructuredOption, structuredClone(option.default), place)).toEqual(
    option.default,
  );
}

it('every folder of analyses is found under its own name', () => {
  expect(folders.length).toBeGreaterThan(0);
  expect([...analyses.keys()].toSorted()).toEqual(folders.toSorted());
});

describe.each([...analyses.entries()])('the analysis %s', (id, analysis) => {
  it('has the id of its folder, a title and a question', () => {
    expect(analysis.id).toBe(id);
    expect(analysis.title).not.toBe('');
    expect(analysis.question).toMatch(/\?$/);
  });

  it('has an entry for the page that says the same', () => {
    const entry = catalogue.get(id);
    expect(entry).toBeDefined();
    expect(analysis).toMatchObject({ ...entry });
  });

  it('labels and explains every role, and says what it accepts and how to guess it', () => {
    const roles = Object.entries(analysis.roles as Roles);
    expect(roles.length).toBeGreaterThan(0);
    for (const [name, role] of roles) {
      expect(name).toMatch(NAME);
      expect(role.label).not.toBe('');
      expect(role.help).toMatch(/[.?]$/);
      expect(role.accepts.length).toBeGreaterThan(0);
      for (const word of role.guess) expect(word).toBe(word.toLowerCase());
    }
  });

  it('labels and explains every option, with a default that is allowed', () => {
    for (const [name, option] of Object.entries(analysis.options as Options)) {
      expect(name).toMatch(NAME);
      expect(option.label).not.toBe('');
      expect(option.help).toMatch(/[.?]$/);
      expectSound(option, analysis.roles as Roles);
      expectDefaultPasses(name, option, analysis.roles as Roles);
    }
  });

  it('uses no name twice, nor one that every cell has', () => {
    const names = ['from', ...Object.keys(analysis.roles), ...Object.keys(analysis.options)];
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(analysis.tableSuffixes).size).toBe(analysis.tableSuffixes.length);
    for (const suffix of analysis.tableSuffixes) expect(suffix).toMatch(SUFFIX);
  });

  it('carries method notes: idea, formula, assumptions, reading, pitfalls and sources', () => {
    const { idea, formula, assumptions, howToRead, pitfalls, sources } = methods.get(id) as Method;
    for (const text of [idea, formula, howToRead]) expect(text.length).toBeGreaterThan(40);
    for (const list of [assumptions, pitfalls, sources]) {
      expect(list.length).toBeGreaterThan(0);
      for (const text of list) expect(text.trim().length).toBeGreaterThan(10);
    }
  });

  it('has a folder of golden numbers', () => {
    expect(existsSync(path.join(import.meta.dirname, '../golden', id))).toBe(true);
  });
});
