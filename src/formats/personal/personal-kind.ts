import type { PersonalKind } from './personal';
import { phoneName, wordsOf } from './names';

/** What a column seems to tell about a person, by its name and the look of its values; null where nothing. */
export function personalKind(name: string, values: readonly string[]): PersonalKind | null {
  if (phoneName(name)) return 'phone';
  if (/(^| )(e ?mails?|courriel|correo)( |$)/.test(wordsOf(name))) return 'email';
  return values.length > 0 && values.every((value) => /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(value))
    ? 'email'
    : null;
}
