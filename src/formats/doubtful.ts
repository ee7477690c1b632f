/** What is less sure than this, of 0 to 1, is shown to a person as doubtful, with the next best reading beside it. */
export const DOUBTFUL = 0.7;
