import type { PersonalKind } from './personal';
import {
  kindOfLook,
  looksLikeEmail,
  looksLikePerson,
  looksLikePhone,
  looksLikeSentences,
  meanWords,
} from './looks';
import { kindOfName } from './names';

/** Values that are looked at, blank ones apart. */
const ENOUGH = 300;

/**
 * What a column seems to tell about a person, by its name in several languages and the look of its values (a sample,
 * as text); null where nothing. Where the values speak against the name (`email_opt_in` with yes and no), they win. A
 * column without values goes by its name.
 */
export function personalKind(name: string, values: readonly string[]): PersonalKind | null {
  const given: string[] = [];
  for (const raw of values) {
    const value = raw.trim();
    if (value !== '') given.push(value);
    if (given.length === ENOUGH) break;
  }
  const look = kindOfLook(given);
  if (look) return look;
  const named = kindOfName(name);
  if (named && agrees(named.kind, named.maybe, given)) return named.kind;
  const namesThing = named === null && THINGS.test(name);
  return !namesThing && looksLikeSentences(given) ? 'free text' : null;
}

/** Columns of long titles, which are not what a person wrote. */
const THINGS = /product|produkt|item|artikel|article|title|titel|campaign|url|page|agent|question|frage/i;

function agrees(kind: PersonalKind, maybe: boolean, values: readonly string[]): boolean {
  if (values.length === 0) return !maybe;
  const share = (passes: (value: string) => boolean): number => values.filter(passes).length / values.length;
  switch (kind) {
    case 'email':
      return share(looksLikeEmail) >= 0.2;
    case 'phone':
      return share(looksLikePhone) >= 0.5;
    case 'name':
      return maybe
        ? share(looksLikePerson) >= 0.6
        : share((value) => /\p{L}/u.test(value) && !/[0-9@]/.test(value)) >= 0.6 && !isFlag(values);
    case 'free text':
      return maybe ? looksLikeSentences(values) : meanWords(values) >= 2 && new Set(values).size > 1;
    case 'address':
      return (
        (!isFlag(values) && new Set(values).size > 1) ||
        share((value) => /[0-9]/.test(value) && /\p{L}/u.test(value)) > 0.5
      );
    case 'ip':
      return share((value) => /[0-9a-f][.:*][0-9a-f*]/i.test(value)) >= 0.5;
    case 'account':
      return !isFlag(values) && share((value) => value.length >= 3) >= 0.5;
  }
}

/** Yes and no, 1 and 0: whether somebody has a telephone is not the telephone's number. */
const isFlag = (values: readonly string[]): boolean =>
  values.every((value) => /^(yes|no|true|false|y|n|ja|nein|oui|non|[01])$/i.test(value));
