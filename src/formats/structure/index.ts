/** The structure step of an import: from bytes to records of text, before any type is chosen. */
export { detectStructure } from './detect-structure';
export { readRecords } from './read-records';
export { writeCleanCsv } from './clean-csv';
