/**
 * The cheapest way to give each row a column of its own: for row i the column (rows ≤ columns), by shortest augmenting
 * paths (the Hungarian method with potentials), in rows²·columns steps.
 */
export function assignment(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows > columns || !costs.every((row) => row.length === columns && row.every(Number.isFinite)))
    throw new RangeError('costs: expected rows of finite numbers, no more of them than columns');
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  // Column 0 stands for "not yet": rows and columns count from 1.
  const owner = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(columns + 1);
    const visited = new Uint8Array(columns + 1);
    owner[0] = row;
    let column = 0;
    do {
      visited[column] = 1;
      const from = owner[column]!;
      let least = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (visited[j]) continue;
        const reduced = costs[from - 1]![j - 1]! - rowPotential[from]! - columnPotential[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          before[j] = column;
        }
        if (slack[j]! < least) {
          least = slack[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= columns; j++)
        if (visited[j]) {
          rowPotential[owner[j]!]! += least;
          columnPotential[j]! -= least;
        } else slack[j]! -= least;
      column = next;
    } while (owner[column] !== 0);
    for (; column !== 0; column = before[column]!) owner[column] = owner[before[column]!]!;
  }
  const chosen = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= columns; j++) if (owner[j] !== 0) chosen[owner[j]! - 1] = j - 1;
  return chosen;
}
