import type { Ball } from '../arithmetic/ball.ts';
import { BlockMatrix } from '../arithmetic/block-matrix.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { gamma, MARGIN, outward, ROUNDOFF, TINY } from '../arithmetic/rounding.ts';
import type { BallLandscape, BallVector } from './ball-field.ts';
import type { MatrixField, Term } from './field.ts';
import type { Point } from './problem.ts';

/** A double and a bound on its distance from the number that it stands for. */
export interface BoundedDouble {
  readonly value: number;
  readonly error: number;
}

/** A vector in doubles with ‖vector − doubles‖ ≤ errorUpper and ‖doubles‖ ≤ normUpper. */
export interface BoundedVector {
  readonly doubles: Float64Array;
  readonly normUpper: number;
  readonly errorUpper: number;
}

/** A matrix under construction, and for each block a bound on the spectral norm of its error. */
export interface BoundedBlocks {
  readonly blocks: BlockMatrix;
  readonly blockErrors: Float64Array;
}

const bounded = (value: number, error: number): BoundedDouble => ({
  value,
  error: outward(error + Math.abs(value) * ROUNDOFF),
});

/** What a bound that is itself a sum of this many terms ≥ 0, of a few factors each, loses to rounding. */
const ofSums = (terms: number): number => (1 + 2 * gamma(terms)) * MARGIN;

/**
 * Doubles with error bounds: the arithmetic in which the matrices of a proof are put together from balls. Sound
 * by the inclusion rule of balls; an overflow makes an error infinite or NaN, which no later test accepts.
 */
export class BoundedField implements MatrixField<BoundedDouble, BoundedVector, BoundedBlocks> {
  readonly zero: BoundedDouble = { value: 0, error: 0 };
  readonly pi: BoundedDouble;

  constructor(pi: BoundedDouble) {
    this.pi = pi;
  }

  integer(n: number): BoundedDouble {
    return { value: n, error: 0 };
  }
  add(a: BoundedDouble, b: BoundedDouble): BoundedDouble {
    return bounded(a.value + b.value, a.error + b.error);
  }
  sub(a: BoundedDouble, b: BoundedDouble): BoundedDouble {
    return bounded(a.value - b.value, a.error + b.error);
  }
  neg(a: BoundedDouble): BoundedDouble {
    return { value: -a.value, error: a.error };
  }
  mul(a: BoundedDouble, b: BoundedDouble): BoundedDouble {
    return bounded(a.value * b.value, Math.abs(a.value) * b.error + (Math.abs(b.value) + b.error) * a.error);
  }
  /** As for balls: (δa + |a/b|δb)/β, β = |b| − δb, here a little smaller; infinite where b may be 0. */
  div(a: BoundedDouble, b: BoundedDouble): BoundedDouble {
    const least = Math.abs(b.value) * (1 - 4 * ROUNDOFF) - b.error * MARGIN;
    if (!(least > 0)) return { value: 0, error: Number.POSITIVE_INFINITY };
    const value = a.value / b.value;
    return bounded(value, (a.error + Math.abs(value) * b.error) / least);
  }
  /** |√x − √m| ≤ δ/√m for x, m ≥ 0; the computed root is off by at most two ulps. */
  sqrt(a: BoundedDouble): BoundedDouble {
    if (!(a.value > 0)) return { value: 0, error: Math.sqrt(a.error + TINY) * MARGIN };
    const root = Math.sqrt(a.value);
    return bounded(root, a.error / root + 4 * ROUNDOFF * root);
  }
  isSafelyPositive(a: BoundedDouble): boolean {
    return a.value > 1e-7 && a.error < 1e-9 * a.value;
  }

  /** ‖Σ c x − fl(Σ ĉ x̂)‖: as in setBlock, entry by entry, with sums of products of two factors. */
  combine(
    d: number,
    coefficients: readonly BoundedDouble[],
    vectors: readonly BoundedVector[],
  ): BoundedVector {
    const sum = new Float64Array(d);
    let size = 0;
    let error = 0;
    for (let i = 0; i < vectors.length; i++) {
      const { value: c, error: dc } = coefficients[i]!;
      const { doubles, normUpper, errorUpper } = vectors[i]!;
      for (let a = 0; a < d; a++) sum[a]! += c * doubles[a]!;
      size += Math.abs(c) * normUpper;
      error += Math.abs(c) * errorUpper + dc * (normUpper + errorUpper);
    }
    const steps = vectors.length + 1;
    return boundedVector(sum, (error + gamma(steps) * size) * ofSums(steps) + d * TINY);
  }

  matrix(n: number, d: number): BoundedBlocks {
    return { blocks: new BlockMatrix(n, d, 'lent'), blockErrors: new Float64Array(n * n) };
  }

  /**
   * With ĉ, x̂, ŷ the doubles, |c − ĉ| ≤ δc, ‖x − x̂‖ ≤ δx, ‖y − ŷ‖ ≤ δy:
   *   ‖c x yᵀ − ĉ x̂ ŷᵀ‖ ≤ |ĉ|(‖x̂‖δy + (‖ŷ‖ + δy)δx) + δc(‖x̂‖ + δx)(‖ŷ‖ + δy).
   * Every entry is a sum of at most m = 2·terms + 1 products of at most four factors, evaluated in doubles in some
   * order: off by at most γ_(m+3) times the sum of the absolute values (Higham 2002, Section 3.1), which is an
   * entry of a matrix of norm at most |diagonal| + Σ|ĉ|‖x̂‖‖ŷ‖.
   */
  setBlock(
    m: BoundedBlocks,
    i: number,
    j: number,
    diagonal: BoundedDouble,
    terms: readonly Term<BoundedDouble, BoundedVector>[],
    slack: BoundedDouble,
  ): void {
    let error = diagonal.error + Math.abs(slack.value) + slack.error;
    let size = Math.abs(diagonal.value);
    const rounded = terms.map(({ coefficient: { value: c, error: dc }, left: x, right: y }) => {
      const magnitude = Math.abs(c);
      size += magnitude * x.normUpper * y.normUpper;
      error +=
        magnitude * (x.normUpper * y.errorUpper + (y.normUpper + y.errorUpper) * x.errorUpper) +
        dc * (x.normUpper + x.errorUpper) * (y.normUpper + y.errorUpper);
      return { coefficient: c, left: x.doubles, right: y.doubles };
    });
    const steps = 2 * terms.length + 4;
    error = (error + gamma(steps) * size) * ofSums(steps) + m.blocks.d * TINY;
    m.blocks.set(i, j, diagonal.value, rounded);
    m.blockErrors[i * m.blocks.n + j] = error;
    m.blockErrors[j * m.blocks.n + i] = error;
  }

  /**
   * The finished matrix. Its error E has blocks of norms e_ij, so ‖E‖ ≤ ‖(e_ij)‖ ≤ max_i Σ_j e_ij (a symmetric
   * nonnegative matrix has norm at most its largest row sum).
   */
  enclosed({ blocks, blockErrors }: BoundedBlocks): EnclosedMatrix {
    const { n, d, entries, largest } = blocks;
    let worst = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < n; j++) row += blockErrors[i * n + j]!;
      // Keeps a NaN, which a comparison would forget with the next row.
      worst = Math.max(worst, row);
    }
    return { size: n * d, mid: entries, errorUpper: worst * MARGIN, largest };
  }
}

/** A ball as a double. */
export function boundedOf(field: BallLandscape, a: Ball): BoundedDouble {
  return boundedUnits(Number(a.mid), Number(a.rad), field.doubleScale);
}

/**
 * The ball whose midpoint and radius, times a power of 2, have these nearest doubles: the midpoint is off by ROUNDOFF times
 * itself, the radius by less than MARGIN.
 */
export function boundedUnits(mid: number, rad: number, scale: number): BoundedDouble {
  return bounded(mid * scale, rad === 0 ? 0 : rad * scale * MARGIN);
}

/** ‖x − x̂‖ ≤ √d·(ROUNDOFF max|x̂_a| + rad). */
function boundedVectorOf(field: BallLandscape, x: BallVector): BoundedVector {
  const scale = field.doubleScale;
  const doubles = new Float64Array(x.mids.length);
  let largest = 0;
  const set = (a: number): void => {
    const value = Number(x.mids[a]!) * scale;
    doubles[a] = value;
    largest = Math.max(largest, Math.abs(value));
  };
  if (x.support !== null) x.support.forEach(set);
  else for (let a = 0; a < doubles.length; a++) set(a);
  const spread = x.rad === 0n ? 0 : Number(x.rad) * scale * MARGIN;
  return boundedVector(doubles, (Math.sqrt(doubles.length) * (largest * ROUNDOFF + spread) + TINY) * MARGIN);
}

function boundedVector(doubles: Float64Array, errorUpper: number): BoundedVector {
  let squares = 0;
  for (let a = 0; a < doubles.length; a++) squares += doubles[a]! * doubles[a]!;
  // A sum of d squares loses at most a factor 1 − γ_(d+1), and to underflow less than d·2^−1074, of root below 1e-150.
  return {
    doubles,
    normUpper: Math.sqrt(squares) * (1 + doubles.length * 4 * ROUNDOFF) * MARGIN + 1e-150,
    errorUpper,
  };
}

/** A point in balls and its pairs, as the matrices of the proof need them. */
export function boundedPoint(
  field: BallLandscape,
  point: Point<Ball, BallVector>,
): { field: BoundedField; point: Point<BoundedDouble, BoundedVector> } {
  const scalar = (a: Ball): BoundedDouble => boundedOf(field, a);
  return {
    field: new BoundedField(scalar(field.pi)),
    point: {
      d: point.d,
      neurons: point.neurons.map((x) => boundedVectorOf(field, x)),
      targets: point.targets.map((x) => boundedVectorOf(field, x)),
      neuronNormsSquared: point.neuronNormsSquared.map(scalar),
      targetNormsSquared: point.targetNormsSquared.map(scalar),
      orthonormalTargets: point.orthonormalTargets,
    },
  };
}
