/** A column's name as words in lower case between single spaces: `Billing_PhoneNumber` is "billing phone number". */
export const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const PHONE =
  /(^| )(tele ?(ph|f)on\w*|tel|phone|phones|mobile|mobil|mobiltelefon\w*|mobilnummer|handy\w*|cell|cellphone|fax|faxnummer|portable|móvil|movil|celular|cellulare|telefonnummer|rufnummer|gsm|msisdn|whatsapp|teléfono|telefono|téléphone|telefoon\w*|telemóvel)( |$)/u;
const POST_CODE =
  /(^| )(zip|zipcode|zip code|plz|postleitzahl|post ?code|postal ?code|postal|postcode|cap|code postal|cp|código postal|codigo postal|cep)( |$)/u;

export const phoneName = (name: string): boolean => PHONE.test(wordsOf(name));
export const postCodeName = (name: string): boolean => POST_CODE.test(wordsOf(name));
