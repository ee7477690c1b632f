/** What a record itself holds under a key; undefined otherwise, also for keys that every object has: a column may be called `constructor`. */
export const ownValue = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
