import { addMultiple, dot, image, normalise, subtractParts } from './vectors.ts';

export interface RitzPair {
  readonly value: number;
  readonly vector: Float64Array;
  /** ‖Ax − θx‖ */
  readonly residual: number;
}

/** Gram–Schmidt in place, twice for orthogonality to rounding; the first `done` vectors are orthonormal already. */
export function orthonormalise(basis: readonly Float64Array[], done: number = 0): void {
  for (let k = done; k < basis.length; k++) {
    const x = basis[k]!;
    for (let pass = 0; pass < 2; pass++) subtractParts(x, basis, k);
    normalise(x);
  }
}

/** Ritz pairs of a symmetric matrix (row-major, size x size) on an orthonormal basis, lowest first. */
export function ritzPairs(matrix: Float64Array, size: number, basis: readonly Float64Array[]): RitzPair[] {
  const images = basis.map((x) => image(matrix, x));
  const small = basis.map((x) => images.map((y) => dot(x, y)));
  const rotation = diagonalise(small);
  return rotation
    .map((coefficients, c) => {
      const vector = combination(coefficients, basis, size);
      const residual = combination(coefficients, images, size);
      const value = small[c]![c]!;
      for (let i = 0; i < size; i++) residual[i]! -= value * vector[i]!;
      return { value, vector, residual: Math.sqrt(dot(residual, residual)) };
    })
    .sort((a, b) => a.value - b.value);
}

function combination(
  coefficients: readonly number[],
  vectors: readonly Float64Array[],
  size: number,
): Float64Array {
  const sum = new Float64Array(size);
  coefficients.forEach((c, k) => {
    addMultiple(sum, c, vectors[k]!);
  });
  return sum;
}

/** Cyclic Jacobi, until nothing is left off the diagonal: diagonalises in place, returns eigenvectors as rows. */
function diagonalise(a: number[][]): number[][] {
  const n = a.length;
  const rotation = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  const negligible = 1e-17 * Math.max(...a.map((row, i) => Math.abs(row[i]!)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const off = a[p]![q]!;
        if (Math.abs(off) <= negligible) continue;
        turned = true;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (const row of a) {
          const x = row[p]!;
          const y = row[q]!;
          row[p] = c * x - s * y;
          row[q] = s * x + c * y;
        }
        turnRows(a[p]!, a[q]!, c, s);
        turnRows(rotation[p]!, rotation[q]!, c, s);
      }
    if (!turned) break;
  }
  return rotation;
}

/** x, y become cx − sy, sx + cy. */
function turnRows(x: number[], y: number[], c: number, s: number): void {
  for (let k = 0; k < x.length; k++) {
    const u = x[k]!;
    const v = y[k]!;
    x[k] = c * u - s * v;
    y[k] = s * u + c * v;
  }
}
