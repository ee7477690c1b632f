/** `customerId`, `customer_id` and `Customer ID` are all "customer id"; `q12` is "q 12". */
export const wordsOf = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])|(\p{L})(?=[0-9])/gu, '$1$3 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
