/** Linear algebra in exact whole numbers. */
import type { Terminating } from './ring.ts';

/** A row times its common denominator. */
export function integersOf(row: readonly Terminating[]): bigint[] {
  const twos = Math.max(...row.map((x) => x.twos));
  const fives = Math.max(...row.map((x) => x.fives));
  return row.map((x) => x.n * (1n << BigInt(twos - x.twos)) * 5n ** BigInt(fives - x.fives));
}

/**
 * Brings integer rows into echelon form in the first `columns` columns, in place and without fractions (Bareiss): every entry is
 * a minor of the matrix, so that the divisions leave no remainder.
 */
export function eliminated(rows: bigint[][], columns: number): { rank: number; pivots: readonly number[] } {
  let rank = 0;
  let previous = 1n;
  const pivots: number[] = [];
  for (let c = 0; c < columns && rank < rows.length; c++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[c] !== 0n);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    const top = rows[rank]!;
    for (let i = rank + 1; i < rows.length; i++) {
      const row = rows[i]!;
      const factor = row[c]!;
      for (let j = c; j < row.length; j++) row[j] = (row[j]! * top[c]! - factor * top[j]!) / previous;
    }
    previous = top[c]!;
    pivots.push(c);
    rank += 1;
  }
  return { rank, pivots };
}

/** The vector v ≠ 0 with rows·v = 0, in whole numbers, where it is unique up to a factor; else null. */
export function nullVector(matrix: readonly (readonly bigint[])[]): readonly bigint[] | null {
  const rows = matrix.map((row) => [...row]);
  const columns = rows[0]!.length;
  const { rank, pivots } = eliminated(rows, columns);
  if (rank !== columns - 1) return null;
  const free = Array.from({ length: columns }, (_, c) => c).find((c) => !pivots.includes(c))!;
  // v_free = 1, then upward; a common denominator is carried along.
  let denominator = 1n;
  const vector: bigint[] = new Array<bigint>(columns).fill(0n);
  vector[free] = 1n;
  for (let r = rank - 1; r >= 0; r--) {
    const row = rows[r]!;
    const c = pivots[r]!;
    let sum = 0n;
    for (let j = c + 1; j < columns; j++) sum += row[j]! * vector[j]!;
    // row[c]·v_c = −sum, over the denominator so far.
    for (let j = 0; j < columns; j++) vector[j]! *= row[c]!;
    denominator *= row[c]!;
    vector[c] = -sum;
  }
  return denominator < 0n ? vector.map((x) => -x) : vector;
}
