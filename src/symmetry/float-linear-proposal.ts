/** Untrusted linear algebra in doubles for small problems: proposals only. Matrices are lists of rows. */

export type FloatRows = readonly (readonly number[])[];

/** Solves (A + damping·I)x = b for a symmetric A; null unless that matrix is positive definite in doubles. */
export function solvePositive(a: FloatRows, b: readonly number[], damping: number): number[] | null {
  const factor: number[][] = [];
  for (const [i, row] of a.entries()) {
    const own: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? own : factor[j]!;
      let sum = row[j]! + (i === j ? damping : 0);
      for (let c = 0; c < j; c++) sum -= own[c]! * other[c]!;
      if (j < i) own.push(sum / other[j]!);
      else if (sum > 0) own.push(Math.sqrt(sum));
      else return null;
    }
    factor.push(own);
  }
  const x: number[] = [];
  for (const [i, row] of factor.entries())
    x.push(row.slice(0, i).reduce((sum, l, c) => sum - l * x[c]!, b[i]!) / row[i]!);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let c = i + 1; c < x.length; c++) x[i]! -= factor[c]![i]! * x[c]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}

/** Eigenvalues, ascending, with unit eigenvectors of a symmetric matrix: cyclic Jacobi rotations. */
export function eigenpairs(matrix: FloatRows): { readonly values: number[]; readonly vectors: number[][] } {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  const basis = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  const size = Math.max(...a.flat().map(Math.abs), 0);
  for (let sweep = 0; sweep < 40; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const off = a[p]![q]!;
        if (Math.abs(off) <= 1e-17 * size) continue;
        rotated = true;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (const row of a) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
        for (const m of [a, basis]) {
          const [x, y] = [m[p]!, m[q]!];
          m[p] = x.map((value, i) => c * value - s * y[i]!);
          m[q] = x.map((value, i) => s * value + c * y[i]!);
        }
      }
    if (!rotated) break;
  }
  const order = a.map((_, i) => i).sort((i, j) => a[i]![i]! - a[j]![j]!);
  return { values: order.map((i) => a[i]![i]!), vectors: order.map((i) => basis[i]!) };
}

/** Solves Ax = b by elimination with partial pivots; null for a matrix that is singular in doubles. */
export function solveLinear(matrix: FloatRows, right: readonly number[]): number[] | null {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let i = c + 1; i < n; i++) if (Math.abs(rows[i]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = i;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const head = rows[c]![c]!;
    if (!(Math.abs(head) > 0)) return null;
    for (let i = c + 1; i < n; i++) {
      const factor = rows[i]![c]! / head;
      for (let j = c; j <= n; j++) rows[i]![j]! -= factor * rows[c]![j]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= rows[i]![j]! * x[j]!;
    x[i] = sum / rows[i]![i]!;
  }
  return x;
}
