import type { PersonalKind } from './personal';

const EMAIL = /^[^@\s<>,;]+@[^@\s<>,;]+\.[\p{L}]{2,}$/u;
const EMAIL_IN_NAME = /<[^@\s<>]+@[^@\s<>]+>$/;
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(`^(?:${OCTET}[.]){3}${OCTET}(?::[0-9]{1,5})?$`);
const IPV6 = /^(?=(?:.*:){2})[0-9a-f:]{2,39}(%[0-9a-z]+)?$/i;
const IPV6_MAPPED = /^::ffff:[0-9.]+$/i;
/** Written in a way that only telephone numbers are: a country code, an area code in brackets, or three groups. */
const PHONE =
  /^(\+|00)[1-9][0-9() ./-]{6,18}[0-9]$|^\(0?[0-9]{2,5}\) ?[0-9][0-9 ./-]{4,}$|^[2-9][0-9]{2}([-. ])[0-9]{3}\2[0-9]{4}$|^0[0-9]{1,4}[ /-][0-9][0-9 /-]{4,}$/;
/** `01/04/2026` would do as a number in area 01. */
const DAY = /^[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{2,4}([ T].*)?$/;
/** `23:59:59` is made of the signs of an address. */
const CLOCK = /^[0-9]{1,3}:[0-9]{2}(:[0-9]{2})?([.,][0-9]+)?$/;
const PHONE_DIGITS = /^'?\+?[0-9(][0-9() ./-]{4,20}(( ?(x|ext\.?|#) ?)[0-9]{1,6})?$/i;
const STREET_WORDS =
  /\p{L}(stra(ss|ß)e|str\.|weg|gasse|allee|platz|ufer|damm|ring|straat|laan|gata|gatan|vej|veien) ?[0-9]|[0-9]+[a-z]?,? (\p{L}[\p{L}.'’-]* ){0,3}(street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|square|sq|place|pl|terrace|close|crescent|highway|hwy|parkway)\b|^[0-9]+ ?(bis|ter)?,? (rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse|quai|route)\b|^(rue|calle|c\/|avenida|av\.|plaza|paseo|via|viale|corso|piazza|largo|rua|travessa) .*[0-9]/iu;
const PERSON =
  /^(?:(?:mr|mrs|ms|dr|prof|herr|frau|m|mme|sr|sra)\.? )?\p{Lu}[\p{Ll}'’-]+\p{L}*(?:-\p{Lu}\p{Ll}+)?(?: (?:\p{Lu}\.|van|von|de|der|den|del|della|di|da|dos|la|le|el|al|bin|ter|zu|\p{Lu}[\p{Ll}'’-]+)){0,3} (?:(?:O['’]|Mc|Mac|D['’])?\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}\p{Ll}+)?)$|^(?:O['’]|Mc)?\p{Lu}[\p{Ll}'’-]+, \p{Lu}[\p{Ll}'’-]+(?: \p{Lu}\.)?$/u;
const COMPANY =
  /\b(inc|ltd|llc|llp|plc|gmbh|ag|kg|ohg|se|sa|sas|sarl|srl|spa|bv|nv|ab|oy|co|corp|corporation|company|group|holding|partners|systems|solutions|services|consulting|advisers|advisors|associates|bank|school|college|university|hospital|clinic|council|hotel|foods|media|labs|studio|works|industries|logistics|software|technologies|support|team|sales|service|customer)\b/i;

/** Whether two values of three, at least, pass; none of no values. */
const most = (values: readonly string[], passes: (value: string) => boolean): boolean =>
  values.length > 0 && values.filter(passes).length * 3 >= values.length * 2;

export const looksLikeEmail = (value: string): boolean => EMAIL.test(value) || EMAIL_IN_NAME.test(value);
export const looksLikePhone = (value: string): boolean =>
  PHONE_DIGITS.test(value) && value.replace(/[^0-9]/g, '').length >= 6;
export const looksLikePerson = (value: string): boolean =>
  value.length <= 50 && PERSON.test(value) && !COMPANY.test(value);
const looksLikeIp = (value: string): boolean =>
  IPV4.test(value) || IPV6.test(value) || IPV6_MAPPED.test(value);

/** An international bank account number with its check digits. */
function looksLikeIban(value: string): boolean {
  const packed = value.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(packed)) return false;
  const turned = packed.slice(4) + packed.slice(0, 4);
  let remainder = 0;
  for (const sign of turned)
    for (const digit of String(parseInt(sign, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}

/** What the look of values alone says: never a name, which only the column's own name can tell from any other. */
export function kindOfLook(values: readonly string[]): PersonalKind | null {
  if (most(values, looksLikeEmail)) return 'email';
  if (most(values, (value) => looksLikeIp(value) && !CLOCK.test(value))) return 'ip';
  if (most(values, looksLikeIban)) return 'account';
  if (most(values, (value) => PHONE.test(value) && !DAY.test(value))) return 'phone';
  if (most(values, (value) => value.length < 80 && STREET_WORDS.test(value))) return 'address';
  return null;
}

/** Words a value has, on the average. */
export const meanWords = (values: readonly string[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / values.length;

/**
 * Whether values are sentences that people wrote: long, varied, and most of their words in lower case, unlike titles of
 * products and pages.
 */
export function looksLikeSentences(values: readonly string[]): boolean {
  if (values.length < 3 || meanWords(values) < 4) return false;
  if (new Set(values).size * 2 < values.length && new Set(values).size < 30) return false;
  const words = values.flatMap((value) => value.split(/\s+/)).filter((word) => /^\p{L}/u.test(word));
  const small = words.filter((word) => /^\p{Ll}/u.test(word) || !/^\p{Lu}/u.test(word)).length;
  return small * 5 >= words.length * 3 && !most(values, (value) => /https?:|^Mozilla|[{}]|;/.test(value));
}
