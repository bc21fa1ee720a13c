import type { Ball } from '../../arithmetic/ball.ts';
import { BallField } from '../../arithmetic/ball.ts';
import { outward, ROUNDOFF } from '../../arithmetic/rounding.ts';
import type { Arithmetic } from './arithmetic.ts';
import { asinSeries, atanSeries, coefficientsAt, type QuotientSeries } from './quotients.ts';

/**
 * A set of functions of t that are analytic on the disc |t| ≤ 1: all Σ_{i≤p} c_i t^i + R(t) with ‖R‖ ≤ radius, where
 * ‖·‖ is the sum of the absolute values of the coefficients of a power series, a norm of a Banach algebra. The c_i are
 * doubles; norm ≥ Σ|c_i|. mathematics.md 11.5 has the lemmas.
 *
 * Rounding (arithmetic/rounding.ts): errors of coefficients are bounded a priori and go to the radius. A radius is computed
 * from numbers ≥ 0 with less than 2^10 operations one after the other; `outward` makes up for their roundings.
 */
export class TaylorModel {
  readonly c: readonly number[];
  readonly radius: number;
  readonly norm: number;

  constructor(c: readonly number[], radius: number) {
    let sum = 0;
    for (let i = 0; i < c.length; i++) sum += Math.abs(c[i]!);
    this.c = c;
    this.norm = outward(sum);
    this.radius = radius;
    // Also refuses NaN. A bounded radius bounds all coefficients, since every radius contains u·norm of a result.
    if (!(radius < LARGEST && this.norm < LARGEST)) throw new TaylorError('numbers grow beyond all bounds');
  }

  /** ≥ ‖x‖ for all x of the model. */
  get magnitude(): number {
    return outward(this.norm + this.radius);
  }
  /** ≤ x(t) for all real |t| ≤ 1: Σ_{i≥1}|c_i| + radius is taken off. */
  get lower(): number {
    return this.c[0]! - this.spread;
  }
  /** ≥ x(t) for all real |t| ≤ 1. */
  get upper(): number {
    return this.c[0]! + this.spread;
  }

  /** |x(t) − c_0| ≤ spread, with room for the rounding of one sum with c_0. */
  private get spread(): number {
    let sum = 0;
    for (let i = 1; i < this.c.length; i++) sum += Math.abs(this.c[i]!);
    return outward(sum + this.radius + UNIT * Math.abs(this.c[0]!));
  }
}

/** An operation that is not possible for all numbers of a model; the interval is too wide, or the family ends. */
export class TaylorError extends Error {}

/** 2u */
export const UNIT: number = 2 * ROUNDOFF;
const LARGEST = 1e30;

const balls = new BallField(128);

/** Tails of compositions below this are not pursued. */
const NEGLIGIBLE = 1e-20;

export interface Double {
  readonly mid: number;
  readonly error: number;
}

/** A double and an upper bound of its distance from every number of a ball. */
export function doubleOf(ball: Ball): Double {
  // Number(bigint) rounds to nearest; powers of two are exact.
  const scale = inversePowerOfTwo(ball.bits);
  const mid = Number(ball.mid) * scale;
  return { mid, error: outward(UNIT * Math.abs(mid) + Number(ball.rad) * scale) };
}

const doubles = new WeakMap<readonly Ball[], readonly Double[]>();

/** At least `count` coefficients of a series at x, in doubles. */
export function doublesAt(series: QuotientSeries, x: number, count: number): readonly Double[] {
  const list = coefficientsAt(series, x, count);
  let found = doubles.get(list);
  if (found === undefined) {
    found = list.map(doubleOf);
    doubles.set(list, found);
  }
  return found;
}

/** 2^−n for n ≤ 1000, without a library function. */
function inversePowerOfTwo(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= 0.5;
  return power;
}

/** z^n, rounded n − 1 times. */
function power(z: number, n: number): number {
  let result = 1;
  for (let i = 0; i < n; i++) result *= z;
  return result;
}

/** Adds the product, up to degree p, to the sum. */
function convolve(x: readonly number[], y: readonly number[], sum: number[]): void {
  const n = x.length;
  for (let i = 0; i < n; i++) {
    const factor = x[i]!;
    if (factor !== 0) for (let j = 0; i + j < n; j++) sum[i + j] = sum[i + j]! + factor * y[j]!;
  }
}

export class TaylorArithmetic implements Arithmetic<TaylorModel> {
  readonly order: number;
  readonly zero: TaylorModel;
  readonly one: TaylorModel;
  readonly halfPi: TaylorModel;
  /** Of doubles, none of them taken for a small integer: V8 copies such an array faster than it makes any other. */
  private readonly zeros: readonly number[];

  /** Polynomials of degree at most `order`, from 0 to 64. */
  constructor(order: number) {
    if (!Number.isInteger(order) || order < 0 || order > 64) throw new RangeError(`order ${order}`);
    this.order = order;
    const zeros = Array.from({ length: order + 1 }, () => 0.5);
    for (let i = 0; i <= order; i++) zeros[i] = 0;
    this.zeros = zeros;
    this.zero = new TaylorModel(zeros, 0);
    this.one = this.polynomial([1], 0);
    const { mid, error } = doubleOf(balls.shiftBy(balls.pi, -1));
    this.halfPi = this.polynomial([mid], error);
  }

  /** The model with these coefficients (at most order + 1) and radius. */
  polynomial(coefficients: ArrayLike<number>, radius: number): TaylorModel {
    if (coefficients.length > this.order + 1) throw new RangeError(`${coefficients.length} coefficients`);
    const c = this.zeros.slice();
    for (let i = 0; i < coefficients.length; i++) c[i] = coefficients[i]!;
    return new TaylorModel(c, radius);
  }

  add(a: TaylorModel, b: TaylorModel): TaylorModel {
    if (a === this.zero) return b;
    if (b === this.zero) return a;
    const x = a.c;
    const y = b.c;
    const c = this.zeros.slice();
    let size = 0;
    for (let i = 0; i < c.length; i++) {
      const sum = x[i]! + y[i]!;
      c[i] = sum;
      size += Math.abs(sum);
    }
    // A rounded sum is off by at most u times itself.
    return new TaylorModel(c, outward(a.radius + b.radius + UNIT * size));
  }

  sub(a: TaylorModel, b: TaylorModel): TaylorModel {
    return this.add(a, this.scale(b, -1));
  }

  /**
   * Coefficients up to p by convolution, each a sum of at most p + 1 rounded products: off by at most γ_{p+1}‖a‖‖b‖ in
   * all. Coefficients beyond p are bounded by Σ_{i+j>p}|a_i||b_j| and added to the radius.
   */
  mul(a: TaylorModel, b: TaylorModel): TaylorModel {
    if (a === this.zero || b === this.zero) return this.zero;
    if (a === this.one) return b;
    if (b === this.one) return a;
    const c = this.zeros.slice();
    convolve(a.c, b.c, c);
    return new TaylorModel(c, outward(this.productRadius(a, b)));
  }

  mulAdd(a: TaylorModel, b: TaylorModel, c: TaylorModel, d: TaylorModel): TaylorModel {
    if (a === this.zero || b === this.zero) return this.mul(c, d);
    if (c === this.zero || d === this.zero) return this.mul(a, b);
    const sum = this.zeros.slice();
    convolve(a.c, b.c, sum);
    convolve(c.c, d.c, sum);
    // As two products; the 2(p + 1) terms of a coefficient are covered by the factor 2 in UNIT.
    return new TaylorModel(
      sum,
      outward(
        this.productRadius(a, b) +
          this.productRadius(c, d) +
          (this.order + 2) * UNIT * (a.norm * b.norm + c.norm * d.norm),
      ),
    );
  }

  /** What the radius of a product has to hold, up to the rounding of this number itself. */
  private productRadius(a: TaylorModel, b: TaylorModel): number {
    const x = a.c;
    const y = b.c;
    const p = this.order;
    let tail = 0;
    let beyond = 0;
    for (let i = 1; i <= p; i++) {
      tail += Math.abs(y[p + 1 - i]!);
      beyond += Math.abs(x[i]!) * tail;
    }
    return beyond + a.norm * b.radius + a.radius * (b.norm + b.radius) + (p + 2) * UNIT * (a.norm * b.norm);
  }

  square(a: TaylorModel): TaylorModel {
    return this.mul(a, a);
  }

  scale(a: TaylorModel, n: number): TaylorModel {
    if (a === this.zero || n === 1) return a;
    return this.multiple(a, n);
  }

  /** n·a for any double n, which is taken exactly. */
  multiple(a: TaylorModel, n: number): TaylorModel {
    const c = this.zeros.slice();
    for (let i = 0; i < c.length; i++) c[i] = a.c[i]! * n;
    return new TaylorModel(c, outward(Math.abs(n) * (a.radius + UNIT * a.norm)));
  }

  plus(a: TaylorModel, n: number): TaylorModel {
    return this.shifted(a, n, 0);
  }

  /** a + x for every real x within `error` of n. */
  shifted(a: TaylorModel, n: number, error: number): TaylorModel {
    const c = a.c.slice();
    c[0] = c[0]! + n;
    return new TaylorModel(c, outward(a.radius + error + UNIT * Math.abs(c[0])));
  }

  /** With b a rounded series inverse and ‖1 − ab‖ ≤ η < 1: 1/a = b/(1 − w), ‖w‖ ≤ η, so ‖1/a − b‖ ≤ ‖b‖η/(1 − η). */
  reciprocal(a: TaylorModel): TaylorModel {
    const x = a.c;
    const b = this.zeros.slice();
    const first = 1 / x[0]!;
    if (!Number.isFinite(first)) throw new TaylorError('a divisor may be 0');
    b[0] = first;
    for (let k = 1; k < b.length; k++) {
      let sum = 0;
      for (let i = 1; i <= k; i++) sum += x[i]! * b[k - i]!;
      b[k] = -sum * first;
    }
    const inverse = new TaylorModel(b, 0);
    const eta = this.plus(this.mul(a, inverse), -1).magnitude;
    if (!(eta < 1)) throw new TaylorError('a divisor may be 0');
    return new TaylorModel(b, outward((inverse.norm * eta) / (1 - eta)));
  }

  /**
   * With b a rounded series root, e ≥ ‖a − b²‖ and ν ≥ ‖1/b‖, eν² < 1: √a = b√(1 + x), x = (a − b²)/b², ‖x‖ < 1, and
   * √(1 + x) − 1 = xφ(x) with ‖φ(x)‖ ≤ 1, so ‖√a − b‖ ≤ ‖(a − b²)/b‖ ≤ eν. b has no zero on the disc and b(0) > 0, so
   * this is the positive root for real t.
   */
  sqrt(a: TaylorModel): TaylorModel {
    const x = a.c;
    if (!(x[0]! > 0)) throw new TaylorError('the square of a length may be 0');
    const b = this.zeros.slice();
    const first = Math.sqrt(x[0]!);
    b[0] = first;
    for (let k = 1; k < b.length; k++) {
      let sum = x[k]!;
      for (let i = 1; i < k; i++) sum -= b[i]! * b[k - i]!;
      b[k] = sum / (2 * first);
    }
    const root = new TaylorModel(b, 0);
    const e = this.sub(a, this.square(root)).magnitude;
    const nu = this.reciprocal(root).magnitude;
    if (!(outward(outward(e * nu) * nu) < 1)) throw new TaylorError('the square of a length may be 0');
    return new TaylorModel(b, outward(e * nu));
  }

  asinQuotient(a: TaylorModel): TaylorModel {
    return this.asin(a, false);
  }
  asinQuotientDerivative(a: TaylorModel): TaylorModel {
    return this.asin(a, true);
  }
  atanQuotient(a: TaylorModel): TaylorModel {
    return this.atan(a, false);
  }
  atanQuotientDerivative(a: TaylorModel): TaylorModel {
    return this.atan(a, true);
  }

  /**
   * All f_j ≥ 0 and Σ f_j q^j = As(1) = π/2 < 1.6 for q = 1 − x0, so f_j ≤ 1.6/q^j and with z = ‖X − x0‖/q < 1
   * Σ_{j>J} f_j‖X − x0‖^j ≤ 1.6 z^(J+1)/(1 − z); for the derivative Σ_{j>J}(j+1)f_{j+1}‖X − x0‖^j ≤
   * (1.6/q)(J + 2)z^(J+1)/(1 − z)².
   */
  private asin(a: TaylorModel, derivative: boolean): TaylorModel {
    const x0 = Math.max(0, a.c[0]!);
    const q = (1 - x0) * (1 - UNIT);
    if (!(q > 0)) throw new TaylorError('a cosine may be 1');
    const tail = derivative
      ? (z: number, j: number) => ((1.6 / q) * (j + 2) * power(z, j + 1)) / ((1 - z) * (1 - z))
      : (z: number, j: number) => (1.6 * power(z, j + 1)) / (1 - z);
    return this.compose(asinSeries, a, x0, q, tail, derivative, 'a cosine may be 1');
  }

  /** |f_j| ≤ 1/(2j + 1) ≤ 1/(2J + 3) beyond J; for the derivative (j + 1)|f_{j+1}| ≤ 1. */
  private atan(a: TaylorModel, derivative: boolean): TaylorModel {
    const tail = derivative
      ? (z: number, j: number) => power(z, j + 1) / (1 - z)
      : (z: number, j: number) => power(z, j + 1) / ((2 * j + 3) * (1 - z));
    return this.compose(atanSeries, a, Math.max(0, a.c[0]!), 1, tail, derivative, 'an angle varies too much');
  }

  /** Σ_j f_j (a − x0)^j by Horner's rule, j ≤ J ≤ 2p + 6, plus tail(z, J), which need not be rounded outward. */
  private compose(
    series: QuotientSeries,
    a: TaylorModel,
    x0: number,
    q: number,
    tail: (z: number, j: number) => number,
    derivative: boolean,
    complaint: string,
  ): TaylorModel {
    const delta = this.shifted(a, -x0, 0);
    const z = outward(delta.magnitude / q);
    if (!(z < 1)) throw new TaylorError(complaint);
    const last = 2 * this.order + 6;
    let degree = 1;
    while (degree < last && tail(z, degree) > NEGLIGIBLE) degree++;
    const f = doublesAt(series, x0, degree + 2);
    let result = this.zero;
    for (let j = degree; j >= 0; j--) {
      const { mid, error } = f[derivative ? j + 1 : j]!;
      const n = derivative ? j + 1 : 1;
      const coefficient = n * mid;
      result = this.shifted(
        this.mul(result, delta),
        coefficient,
        outward(n * error + UNIT * Math.abs(coefficient)),
      );
    }
    return new TaylorModel(result.c, outward(result.radius + outward(tail(z, degree))));
  }
}
