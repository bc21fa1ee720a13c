import { BlockMatrix } from '../arithmetic/block-matrix.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import type { Field, MatrixField } from './field.ts';

/** Below this value of r = ‖a‖‖b‖ sin θ doubles know too little of 1/r. */
const COLLINEAR = 1e-6;

/** The arithmetic of doubles: for proposals, never for proofs. */
export const floatField: Field<number, Float64Array> & MatrixField<number, Float64Array, BlockMatrix> = {
  zero: 0,
  pi: Math.PI,
  halfPi: Math.PI / 2,
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
  matrix: (n, d) => new BlockMatrix(n, d),
  setBlock: (m, i, j, diagonal, terms) => m.set(i, j, diagonal, terms),
};
