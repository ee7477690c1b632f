/** Two columns of two relations whose values match. */
export interface KeyMatch {
  left: string;
  leftColumn: string;
  right: string;
  rightColumn: string;
  /** How values are made alike before they are compared. */
  normalised: 'exact' | 'trimmed, lower case' | 'digits';
  /** Share of the rows with a value on one side whose value is found on the other, from 0 to 1. */
  leftCoverage: number;
  rightCoverage: number;
  /** Whether each value occurs once. */
  leftUnique: boolean;
  rightUnique: boolean;
}
