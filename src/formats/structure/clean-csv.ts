/** One record as RFC 4180 writes it: commas, and quotes only where a comma, a quote or a line end asks for them. */
const cleanRecord = (fields: readonly string[]): string => {
  const line = fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
  // A blank line would be no record.
  return line === '' ? '""' : line;
};

/** A table as plain CSV: UTF-8 once encoded, line feeds, the names first where there are any. */
export async function* writeCleanCsv(
  names: readonly string[],
  records: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<string> {
  if (names.length > 0) yield cleanRecord(names) + '\n';
  for await (const piece of records) yield piece.map((record) => cleanRecord(record) + '\n').join('');
}
