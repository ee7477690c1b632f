import type { PersonalKind } from './personal';

/** A column's name as words in lower case between single spaces: `Billing_PhoneNumber` is "billing phone number". */
export const wordsOf = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/(\p{Ll}|[0-9])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Matches where one of these words or phrases stands among the words of a name. */
const anyOf = (...phrases: string[]): RegExp => new RegExp(`(^| )(${phrases.join('|')})( |$)`, 'u');

const PHONE = anyOf(
  'tele?phon\\p{L}*|tele?fon\\p{L}*|tel[eé]fonos?|téléphones?|telefones?|telefoon\\p{L}*|phones?',
  'tel|tel nr|mobile|mobil|mobiel|mobilnummer|mobilfunk\\p{L}*|handy\\p{L}*|cell|cell ?phone',
  'm[oó]vil|celular|cellulare|telem[oó]vel|gsm|fax|faxnummer|rufnummer|msisdn|whats ?app',
  'portable',
);
const POST_CODE = anyOf(
  'zip|zip ?code|plz|postleitzahl|post ?codes?|postal ?code|code postal|c[oó]digo postal|cep',
  'postnummer',
);
const EMAIL = anyOf('e ?mails?|mail|courriels?|correo( electr[oó]nico)?|e post|email ?address');
const IP = anyOf('ip|ip ?address|ip ?adresse|ipv[46]|client ?ip|remote ?addr|adresse ip|direcci[oó]n ip');
const ACCOUNT = anyOf(
  'iban|bic|swift|bank ?account( number)?|bankverbindung|kontonummer|routing number|sort code',
  '(credit |debit )?card (number|no)|kreditkarten?(nummer)?|pan|ssn|social security( number)?',
  'national id|sozialversicherungsnummer|steuer ?(id|nummer)|tax ?id|passport( number)?',
  'reisepass\\p{L}*|nif|dni|nie|cpf|bsn|codice fiscale|nino|driver s? ?licen[cs]e|user ?name',
  'login|login name|nick ?name|screen name|benutzername|twitter( handle| username)?|instagram',
  'linked ?in( url| profile| bio)?|facebook|skype( name)?',
);
const ADDRESS = anyOf(
  'streets?|street ?(address|name|number)|\\p{L}*stra(ss|ß)e\\p{L}*|str|haus ?(nummer|nr)',
  'house (number|no)|address(es)?|addr|address ?(line)? ?[0-9]|address[0-9]|\\p{L}*adresse',
  '\\p{L}*anschrift|rue|calle|domicilio|direcci[oó]n|indirizzo|straat\\p{L}*|adres|endere[cç]o',
  'rua|po box|postfach|(location )?latitude|(location )?longitude|lat|lng|lon|long lat',
  'geo ?location|gps( coordinates)?',
);
const NAME = anyOf(
  'first ?names?|fname|given ?names?|fore ?names?|middle ?name|last ?names?|lname|sur ?names?',
  'family ?name|maiden name|full ?name|vor ?names?|vorname|nach ?name|nachname|familien ?name',
  'zuname|pr[eé]noms?|nom de famille|nom complet|nombres?|apellidos?|nombre completo',
  'nome completo|cognome|sobrenome|apelido|voor ?naam|achter ?naam',
  '(contact|customer|client|person|recipient|respondent|requester|submitter) name|kunden ?name',
  '(shipping|billing|card|card ?holder|account ?holder|guest|patient|member|employee|buyer|subscriber|participant) name',
  'ansprechpartner\\p{L}*|contact ?person|inhaber|karteninhaber|kontoinhaber',
);
/** People by what they do, and words for a name that may be a thing's: the values must say that it is a person. */
const MAYBE_NAME = anyOf(
  'name|nom|nome|naam|owner|agent|assignee|assigned to|rep|sales ?rep|representative|author',
  'contact|kontakt|requester|submitter|reporter|user|manager|employee|mitarbeiter(in)?',
  'bearbeiter(in)?|betreuer(in)?|respondent|guest|patient|member|participant|teilnehmer(in)?',
  'host|recipient|subscriber|customer|kunde|client|cliente|klant|buyer|created by|modified by',
  'updated by|closed by|teammate|admin|person|teacher',
);
/** Somebody's part in a thing: the owner of a deal is a person. */
const WORKER = / (owner|agent|assignee|rep|representative|manager|author|besitzer|inhaber)$/u;
/** Things whose names and addresses are nobody's. */
const THING = anyOf(
  'products?|produkt|items?|line ?items?|lineitem|article|artikel|sku|company|firma',
  'organi[sz]ation|brand|marke|vendor|campaign|kampagne|event|file|datei|plan|tag|group|queue',
  'team|store|page|url|web|website|domain|mac|column|field|survey|list|pipeline|stage|deal',
  'opportunity|brand|category|region|country|city|state|department|shop|branch|location name|opt',
  'opted',
);
const FREE_TEXT = anyOf(
  'comments?|comment text|feed ?back|verbatims?|free ?text|freitext\\p{L}*|open ?(end(ed)?|text)',
  'remarks?|kommentare?|anmerkung(en)?|bemerkung(en)?|r[uü]ckmeldung|begr[uü]ndung|commentaires?',
  'remarques?|comentarios?|observaciones|coment[aá]rios?|commenti?|commento|opmerking(en)?',
  'suggestions?|message|nachricht|mensaje|messaggio|reviews?|testimonial|other text',
  '(q ?[0-9 ]+|text) text|body',
);
const MAYBE_FREE_TEXT = anyOf(
  'notes?|notiz(en)?|description|beschreibung|subject|betreff|reason|grund|answer|text',
  'additional|details?',
);

export const phoneName = (name: string): boolean => PHONE.test(wordsOf(name));
export const postCodeName = (name: string): boolean => POST_CODE.test(wordsOf(name));

/** What a column's name alone says; `maybe` where the values must agree. A thing's name says nothing. */
export function kindOfName(name: string): { kind: PersonalKind; maybe: boolean } | null {
  const words = wordsOf(name);
  const surely = (kind: PersonalKind): { kind: PersonalKind; maybe: boolean } => ({ kind, maybe: false });
  if (IP.test(words)) return surely('ip');
  if (EMAIL.test(words)) return surely('email');
  if (ACCOUNT.test(words)) return surely('account');
  if (PHONE.test(words)) return surely('phone');
  if (WORKER.test(words)) return { kind: 'name', maybe: true };
  if (THING.test(words)) return null;
  if (NAME.test(words)) return surely('name');
  if (ADDRESS.test(words)) return surely('address');
  if (FREE_TEXT.test(words)) return surely('free text');
  if (MAYBE_FREE_TEXT.test(words)) return { kind: 'free text', maybe: true };
  return MAYBE_NAME.test(words) ? { kind: 'name', maybe: true } : null;
}
