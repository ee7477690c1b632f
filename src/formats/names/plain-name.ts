/**
 * A name as words in lower case, without accents and marks: `orderDate`, `ORDER_DATE` and `Order date*` are all
 * "order date"; "Kündigung" is "kundigung", "Straße" is "strasse". Digits stand as words of their own.
 */
export function plainName(name: string): string {
  return name
    .replaceAll('IDs', 'Ids')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{L})(?=\d)/gu, '$1 ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
