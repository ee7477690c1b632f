/**
 * The pairing of rows with columns that costs least in all, by the Hungarian method (Kuhn 1955; shortest augmenting
 * paths, O(n³)). `costs[row][column]`, finite; rows may be fewer or more than columns. Gives for each row its column, -1
 * for a row left over.
 */
export function cheapestAssignment(costs: readonly (readonly number[])[]): Int32Array {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  const size = Math.max(rows, columns);
  const cost = (row: number, column: number): number => costs[row - 1]?.[column - 1] ?? 0;
  const rowPrice = new Float64Array(size + 1);
  const columnPrice = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const way = new Int32Array(size + 1);
    const slack = new Float64Array(size + 1).fill(Infinity);
    const done = new Uint8Array(size + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      done[column] = 1;
      const from = rowOf[column] as number;
      let least = Infinity;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (done[j]) continue;
        const reduced = cost(from, j) - (rowPrice[from] as number) - (columnPrice[j] as number);
        if (reduced < (slack[j] as number)) [slack[j], way[j]] = [reduced, column];
        if ((slack[j] as number) < least) [least, next] = [slack[j] as number, j];
      }
      for (let j = 0; j <= size; j++) {
        if (done[j]) {
          const own = rowOf[j] as number;
          rowPrice[own] = (rowPrice[own] as number) + least;
          columnPrice[j] = (columnPrice[j] as number) - least;
        } else slack[j] = (slack[j] as number) - least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = way[column] as number)
      rowOf[column] = rowOf[way[column] as number] as number;
  }
  const found = new Int32Array(rows).fill(-1);
  for (let j = 1; j <= columns; j++) {
    const row = rowOf[j] as number;
    if (row >= 1 && row <= rows) found[row - 1] = j - 1;
  }
  return found;
}
