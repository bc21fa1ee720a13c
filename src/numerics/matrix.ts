/** Small dense matrices in doubles, rows of numbers. */
export type FloatMatrix = readonly (readonly number[])[];

/** Lower triangular L with LLᵀ = a + damping·I, or null when a pivot is not positive. The lower triangle is read. */
export function cholesky(a: readonly ArrayLike<number>[], damping = 0): number[][] | null {
  const n = a.length;
  const l = a.map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    const row = l[i]!;
    for (let j = 0; j <= i; j++) {
      const other = l[j]!;
      let sum = a[i]![j]! + (i === j ? damping : 0);
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      if (i !== j) row[j] = sum / other[j]!;
      else if (sum > 0) row[i] = Math.sqrt(sum);
      else return null;
    }
  }
  return l;
}

/** The inverse of a lower triangular matrix. */
export function triangularInverse(l: FloatMatrix): number[][] {
  const n = l.length;
  const inv = l.map((row) => row.map(() => 0));
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= l[i]![k]! * inv[k]![j]!;
      inv[i]![j] = sum / l[i]![i]!;
    }
  return inv;
}

export function transpose(a: FloatMatrix): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

export function apply(a: FloatMatrix, x: readonly number[]): number[] {
  return a.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0));
}

/**
 * Solves (A + damping·I)x = b for a symmetric A, of which the lower triangle is read; null unless that matrix is positive
 * definite in doubles.
 */
export function solvePositive(
  a: readonly ArrayLike<number>[],
  b: ArrayLike<number>,
  damping: number,
): number[] | null {
  const factor = cholesky(a, damping);
  if (factor === null) return null;
  const x: number[] = [];
  for (const [i, row] of factor.entries()) {
    let sum = b[i]!;
    for (let c = 0; c < i; c++) sum -= row[c]! * x[c]!;
    x.push(sum / row[i]!);
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let c = i + 1; c < x.length; c++) x[i]! -= factor[c]![i]! * x[c]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}

/** Eigenvalues, ascending, with unit eigenvectors of a symmetric matrix: cyclic Jacobi rotations. */
export function eigenpairs(matrix: FloatMatrix): { readonly values: number[]; readonly vectors: number[][] } {
  const a = matrix.map((row) => Float64Array.from(row));
  const n = a.length;
  const basis = a.map((_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  const size = Math.max(...a.map((row) => Math.max(...row.map(Math.abs))), 0);
  const rotate = (x: Float64Array, y: Float64Array, c: number, s: number): void => {
    for (let i = 0; i < n; i++) {
      const u = x[i]!;
      const v = y[i]!;
      x[i] = c * u - s * v;
      y[i] = s * u + c * v;
    }
  };
  for (let sweep = 0, rotated = true; sweep < 40 && rotated; sweep++) {
    rotated = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const off = a[p]![q]!;
        if (Math.abs(off) <= 1e-17 * size) continue;
        rotated = true;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (const row of a) {
          const u = row[p]!;
          const v = row[q]!;
          row[p] = c * u - s * v;
          row[q] = s * u + c * v;
        }
        rotate(a[p]!, a[q]!, c, s);
        rotate(basis[p]!, basis[q]!, c, s);
      }
  }
  const order = a.map((_, i) => i).sort((i, j) => a[i]![i]! - a[j]![j]!);
  return { values: order.map((i) => a[i]![i]!), vectors: order.map((i) => [...basis[i]!]) };
}

/** Solves Ax = b by elimination with partial pivots; null for a matrix that is singular in doubles. */
export function solveLinear(matrix: FloatMatrix, right: readonly number[]): number[] | null {
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

/** Approximate inverse; rows and columns are scaled to sizes near one first. Null for a singular matrix. */
export function invert(matrix: FloatMatrix): number[][] | null {
  const rows = matrix.map((row) => 1 / Math.max(...row.map(Math.abs)));
  const columns = matrix.map((_, j) => 1 / Math.max(...matrix.map((row, i) => Math.abs(row[j]!) * rows[i]!)));
  const scaled = matrix.map((row, i) => row.map((x, j) => x * rows[i]! * columns[j]!));
  const solved = matrix.map((_, l) =>
    solveLinear(
      scaled,
      matrix.map((_, i) => (i === l ? 1 : 0)),
    ),
  );
  if (solved.includes(null)) return null;
  return matrix.map((_, i) => matrix.map((_, l) => solved[l]![i]! * columns[i]! * rows[l]!));
}

/** Eigenvalues, ascending, of A with respect to a positive definite Gram matrix CCᵀ: those of C⁻¹AC⁻ᵀ. */
export function relativeEigenvalues(a: FloatMatrix, gram: FloatMatrix): number[] | null {
  // Scaled to a unit diagonal first: entries of a Gram matrix may differ by powers of k.
  const scales = gram.map((row, i) => 1 / Math.sqrt(row[i]!));
  const scaled = (matrix: FloatMatrix): number[][] =>
    matrix.map((row, i) => row.map((x, j) => x * scales[i]! * scales[j]!));
  const factor = cholesky(scaled(gram));
  if (factor === null) return null;
  const solved = (matrix: FloatMatrix): number[][] => {
    const x = matrix.map((row) => [...row]);
    for (let i = 0; i < x.length; i++) {
      const own = factor[i]!;
      const row = x[i]!;
      for (let j = 0; j < i; j++) {
        const other = x[j]!;
        for (let c = 0; c < row.length; c++) row[c]! -= own[j]! * other[c]!;
      }
      for (let c = 0; c < row.length; c++) row[c]! /= own[i]!;
    }
    return x;
  };
  return eigenpairs(solved(transpose(solved(scaled(a))))).values;
}
