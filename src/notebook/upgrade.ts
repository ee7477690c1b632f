/**
 * One step for each version of the format: a notebook's text in that version as the text of the next one. Version 1
 * is the first, so there is none yet; a step that is added here needs a file of its version in `tests/notebook/files`.
 */
const steps: Readonly<Record<number, (text: string) => string>> = {};

/** The text of an older version as the current version's; a text of the current or of a newer one as it is. */
export function upgradeText(text: string, version: number, current: number): string {
  let upgraded = text;
  for (let from = version; from < current; from++) upgraded = steps[from]?.(upgraded) ?? upgraded;
  return upgraded;
}
