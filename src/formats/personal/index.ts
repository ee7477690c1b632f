/** Which columns tell of persons: from a column's name and the look of its values. */
export { personalKind } from './personal-kind';
