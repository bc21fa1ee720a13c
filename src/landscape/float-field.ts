import type { ExactNumber } from '../arithmetic/exact.ts';
import type { Field, MatrixField, Term } from './field.ts';

/** A dense symmetric matrix of doubles, size = n·d, row-major. */
export interface FloatMatrix {
  readonly n: number;
  readonly d: number;
  readonly entries: Float64Array;
  readonly scratch: Float64Array;
}

/** Below this value of r = ‖a‖‖b‖ sin θ doubles know too little of 1/r. */
const COLLINEAR = 1e-6;

/** The arithmetic of doubles: for proposals, never for proofs. */
export const floatField: Field<number, Float64Array> & MatrixField<number, Float64Array, FloatMatrix> = {
  zero: 0,
  pi: Math.PI,
  integer: (n) => n,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  neg: (a) => -a,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: (a) => Math.sqrt(Math.max(a, 0)),
  crossNorm: (x, y, z) => Math.sqrt(Math.max(x * y - z * z, 0)),
  angle: (z, r) => Math.atan2(r, z),
  isSafelyPositive: (a) => a > COLLINEAR,
  vector: (entries: readonly ExactNumber[]) => Float64Array.from(entries, Number),
  unitVector(d, j) {
    const unit = new Float64Array(d);
    unit[j] = 1;
    return unit;
  },
  dot(x, y) {
    let sum = 0;
    for (let a = 0; a < x.length; a++) sum += x[a]! * y[a]!;
    return sum;
  },
  combine(d, coefficients, vectors) {
    const sum = new Float64Array(d);
    for (let i = 0; i < vectors.length; i++) {
      const c = coefficients[i]!;
      const x = vectors[i]!;
      for (let a = 0; a < d; a++) sum[a]! += c * x[a]!;
    }
    return sum;
  },
  matrix: (n, d) => ({ n, d, entries: new Float64Array(n * d * n * d), scratch: new Float64Array(d * d) }),
  setBlock(m, i, j, diagonal, terms) {
    const block = m.scratch.fill(0);
    addTerms(block, m.d, diagonal, terms);
    writeBlock(m.entries, m.n * m.d, m.d, i, j, block);
  },
};

/** block += diagonal·I + Σ c (x yᵀ + y xᵀ)/2, lower triangle only. */
export function addTerms(
  block: Float64Array,
  d: number,
  diagonal: number,
  terms: readonly Term<number, Float64Array>[],
): void {
  for (let a = 0; a < d; a++) block[a * d + a]! += diagonal;
  for (const { coefficient, left, right } of terms) {
    const own = left === right;
    for (let a = 0; a < d; a++) {
      const p = (own ? coefficient : 0.5 * coefficient) * left[a]!;
      const q = own ? 0 : 0.5 * coefficient * right[a]!;
      if (p === 0 && q === 0) continue;
      const row = a * d;
      if (own) for (let b = 0; b <= a; b++) block[row + b]! += p * left[b]!;
      else for (let b = 0; b <= a; b++) block[row + b]! += p * right[b]! + q * left[b]!;
    }
  }
}

/**
 * Writes a symmetric d x d block, given by its lower triangle, to the places (i, j) and (j, i) of a matrix with n·d
 * columns; fills in the upper triangle of the block on the way.
 */
export function writeBlock(
  entries: Float64Array,
  size: number,
  d: number,
  i: number,
  j: number,
  block: Float64Array,
): void {
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) block[b * d + a] = block[a * d + b]!;
  for (let a = 0; a < d; a++) {
    const first = (i * d + a) * size + j * d;
    const second = (j * d + a) * size + i * d;
    for (let b = 0; b < d; b++) {
      const x = block[a * d + b]!;
      entries[first + b] = x;
      entries[second + b] = x;
    }
  }
}
