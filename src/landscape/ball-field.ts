import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import type { Field, Term } from './field.ts';
import { addTerms, writeBlock } from './float-field.ts';

/** A vector of R^d: entries mids[a]·2^−bits, each within the one radius rad. */
export interface BallVector {
  readonly mids: readonly bigint[];
  readonly rad: bigint;
  /** Indices of the entries whose midpoint is not 0, or null when most are. */
  readonly support: readonly number[] | null;
  /** Upper bound on |mid| of all entries, in units. */
  readonly largest: bigint;
  /** The vector in doubles, made when first asked for. */
  rounded: RoundedVector | null;
}

interface RoundedVector {
  readonly doubles: Float64Array;
  /** ‖doubles‖ from above. */
  readonly normUpper: number;
  /** ‖vector − doubles‖ from above. */
  readonly errorUpper: number;
}

/** An nd x nd matrix under construction: doubles, and for each block a bound on the spectral norm of its error. */
export interface BlockMatrix {
  readonly n: number;
  readonly d: number;
  readonly mid: Float64Array;
  readonly blockErrors: Float64Array;
}

/** Unit roundoff of doubles. */
const U = 2 ** -53;
/**
 * Bounds on errors are computed in doubles from nonnegative numbers by +, ×, ÷ and √ alone; 10⁶ such operations
 * lose a factor of at most (1 + 2^−52)^(10⁶) < 1 + 10⁻⁹ (the root of V8 and of every IEEE machine is off by at
 * most one ulp). Underflow adds at most TINY.
 */
const SAFETY = 1 + 1e-9;
const TINY = 1e-290;

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** The arithmetic of balls for the formulas of the landscape; blocks of matrices are rounded to doubles with a bound. */
export class BallLandscape implements Field<Ball, BallVector, BlockMatrix> {
  readonly balls: BallField;
  readonly zero: Ball;
  readonly pi: Ball;
  private readonly shift: bigint;
  private readonly scale: number;
  private readonly threshold: Ball;

  constructor(balls: BallField) {
    this.balls = balls;
    this.zero = balls.zero;
    this.pi = balls.pi;
    this.shift = BigInt(balls.bits);
    this.scale = 2 ** -balls.bits;
    // With r > 2^(−bits/5) the error of r is about 2^(−4 bits/5), that of 1/r about 2^(−2 bits/5).
    this.threshold = balls.dyadic(1n, -Math.floor(balls.bits / 5));
  }

  integer(n: number): Ball {
    return this.balls.integer(n);
  }
  add(a: Ball, b: Ball): Ball {
    return this.balls.add(a, b);
  }
  sub(a: Ball, b: Ball): Ball {
    return this.balls.sub(a, b);
  }
  neg(a: Ball): Ball {
    return this.balls.neg(a);
  }
  mul(a: Ball, b: Ball): Ball {
    return this.balls.mul(a, b);
  }
  div(a: Ball, b: Ball): Ball {
    return this.balls.div(a, b);
  }
  sqrt(a: Ball): Ball {
    return this.balls.sqrt(a);
  }
  angle(z: Ball, r: Ball): Ball {
    return this.balls.angle(z, r);
  }
  isSafelyPositive(a: Ball): boolean {
    return this.balls.less(this.threshold, a) === 'yes';
  }

  vector(entries: readonly ExactNumber[]): BallVector {
    const balls = entries.map((x) => this.balls.exact(x));
    return this.vectorOfUnits(
      balls.map((b) => b.mid),
      balls.some((b) => b.rad !== 0n) ? 1n : 0n,
    );
  }

  unitVector(d: number, j: number): BallVector {
    return this.vectorOfUnits(
      Array.from({ length: d }, (_, a) => (a === j ? 1n << this.shift : 0n)),
      0n,
    );
  }

  /** The vector with entries mids[a]·2^−bits, each within rad units. */
  vectorOfUnits(mids: readonly bigint[], rad: bigint): BallVector {
    const support: number[] = [];
    let largest = 0n;
    for (let a = 0; a < mids.length; a++) {
      const size = magnitude(mids[a]!);
      if (size !== 0n) support.push(a);
      if (size > largest) largest = size;
    }
    return { mids, rad, support: 2 * support.length < mids.length ? support : null, largest, rounded: null };
  }

  /** Entry a of a vector. */
  entry(x: BallVector, a: number): Ball {
    return this.balls.ofUnits(x.mids[a]!, x.rad);
  }

  /**
   * Σ x_a y_a: the midpoints are multiplied and summed exactly and shifted once (off by less than one unit, not
   * at all when nothing is shifted out); |xy − x̂ŷ| ≤ |x̂|δy + |ŷ|δx + δxδy, d times with the largest entries.
   */
  dot(x: BallVector, y: BallVector): Ball {
    let sum = 0n;
    const support = y.support ?? x.support;
    if (support !== null) for (const a of support) sum += x.mids[a]! * y.mids[a]!;
    else for (let a = 0; a < x.mids.length; a++) sum += x.mids[a]! * y.mids[a]!;
    const mid = sum >> this.shift;
    if (x.rad === 0n && y.rad === 0n)
      return this.balls.ofUnits(mid, mid << this.shift === sum ? 0n : 1n);
    const spread = BigInt(x.mids.length) * (x.largest * y.rad + (y.largest + y.rad) * x.rad);
    return this.balls.ofUnits(mid, (spread >> this.shift) + 2n);
  }

  /** Σ c_i x_i, entry by entry as in dot. */
  combine(d: number, coefficients: readonly Ball[], vectors: readonly BallVector[]): BallVector {
    const sums: bigint[] = new Array(d).fill(0n);
    let spread = 0n;
    for (let i = 0; i < vectors.length; i++) {
      const c = coefficients[i]!;
      const x = vectors[i]!;
      if (x.support !== null) for (const a of x.support) sums[a]! += c.mid * x.mids[a]!;
      else for (let a = 0; a < d; a++) sums[a]! += c.mid * x.mids[a]!;
      spread += magnitude(c.mid) * x.rad + (x.largest + x.rad) * c.rad;
    }
    for (let a = 0; a < d; a++) sums[a]! >>= this.shift;
    return this.vectorOfUnits(sums, (spread >> this.shift) + 2n);
  }

  matrix(n: number, d: number): BlockMatrix {
    return { n, d, mid: new Float64Array(n * d * n * d), blockErrors: new Float64Array(n * n) };
  }

  /**
   * The block in doubles. With ĉ, x̂, ŷ the rounded data, |c − ĉ| ≤ δc, ‖x − x̂‖ ≤ δx, ‖y − ŷ‖ ≤ δy:
   *   ‖c x yᵀ − ĉ x̂ ŷᵀ‖ ≤ |ĉ|(‖x̂‖δy + (‖ŷ‖ + δy)δx) + δc(‖x̂‖ + δx)(‖ŷ‖ + δy).
   * Every entry is a sum of at most m = 2·terms + 1 products of at most four factors, evaluated in doubles in some
   * order: off by at most γ_(m+3) times the sum of the absolute values (Higham 2002, Section 3.1), a matrix of
   * norm at most |diagonal| + Σ|ĉ|‖x̂‖‖ŷ‖.
   */
  setBlock(
    m: BlockMatrix,
    i: number,
    j: number,
    diagonal: Ball,
    terms: readonly Term<Ball, BallVector>[],
    slack: Ball,
  ): void {
    const { value: roundedDiagonal, error: diagonalError } = this.toDouble(diagonal);
    let error = diagonalError + this.toDoubleUpper(slack);
    let size = Math.abs(roundedDiagonal);
    const roundedTerms = terms.map(({ coefficient, left, right }) => {
      const { value: c, error: dc } = this.toDouble(coefficient);
      const x = this.rounded(left);
      const y = left === right ? x : this.rounded(right);
      const magnitudeC = Math.abs(c);
      size += magnitudeC * x.normUpper * y.normUpper;
      error +=
        magnitudeC * (x.normUpper * y.errorUpper + (y.normUpper + y.errorUpper) * x.errorUpper) +
        dc * (x.normUpper + x.errorUpper) * (y.normUpper + y.errorUpper);
      return { coefficient: c, left: x.doubles, right: y.doubles };
    });
    const steps = 2 * terms.length + 4;
    error += ((steps * U) / (1 - steps * U)) * size;
    const block = new Float64Array(m.d * m.d);
    addTerms(block, m.d, roundedDiagonal, roundedTerms);
    writeBlock(m.mid, m.n * m.d, m.d, i, j, block);
    m.blockErrors[i * m.n + j] = error * SAFETY + TINY;
    m.blockErrors[j * m.n + i] = error * SAFETY + TINY;
  }

  /**
   * The finished matrix. Its error E has blocks of norms e_ij, so ‖E‖ ≤ ‖(e_ij)‖ ≤ max_i Σ_j e_ij (a symmetric
   * nonnegative matrix has norm at most its largest row sum).
   */
  enclosed(m: BlockMatrix): EnclosedMatrix {
    let worst = 0;
    for (let i = 0; i < m.n; i++) {
      let row = 0;
      for (let j = 0; j < m.n; j++) row += m.blockErrors[i * m.n + j]!;
      if (!(row <= worst)) worst = row;
    }
    return { size: m.n * m.d, mid: m.mid, errorUpper: worst * SAFETY };
  }

  /** The nearest double to the midpoint and a bound on the distance of all numbers of the ball from it. */
  toDouble(a: Ball): { value: number; error: number } {
    const value = Number(a.mid) * this.scale;
    return { value, error: (Math.abs(value) * U + Number(a.rad) * this.scale) * SAFETY + TINY };
  }

  private toDoubleUpper(a: Ball): number {
    const { value, error } = this.toDouble(this.balls.upper(a));
    return value + error > 0 ? (value + error) * SAFETY : 0;
  }

  /** ‖x − x̂‖ ≤ √d·(U max|x̂_a| + rad). */
  private rounded(x: BallVector): RoundedVector {
    if (x.rounded !== null) return x.rounded;
    const doubles = Float64Array.from(x.mids, (mid) => Number(mid) * this.scale);
    let squares = 0;
    let largest = 0;
    for (const value of doubles) {
      squares += value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    const spread = x.rad === 0n ? 0 : Number(x.rad) * this.scale * SAFETY;
    x.rounded = {
      doubles,
      normUpper: Math.sqrt(squares) * SAFETY + TINY,
      errorUpper: Math.sqrt(doubles.length) * (largest * U + spread) * SAFETY + TINY,
    };
    return x.rounded;
  }
}
