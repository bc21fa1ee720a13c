/**
 * Enclosures of real functions of t on [−1, 1] (Taylor models) (mathematics.md 11.5). A Series stands for every function
 *
 *     x(t) = Σ_{i ≤ order} c_i tⁱ + R(t),   |R(t)| ≤ radius for all real t in [−1, 1].
 *
 * Coefficients and radius are integers in units of 2^−BITS, so that nothing is rounded but the one shift after a
 * product, which is counted in the radius. A polynomial is bounded on [−1, 1] by Σ|c_i|. No floating point is used.
 */
import { Rejection } from '../rejection.ts';

export const BITS = 96n;
export const ONE: bigint = 1n << BITS;
const HALF = ONE >> 1n;
/** Coefficients are small that are less than 2^−SWEPT of the radius in all. */
const SWEPT = 12n;
/** Coefficients beyond this size belong to no proof, and would make the integers grow. */
const LARGEST = ONE << 160n;

export function magnitude(a: bigint): bigint {
  return a < 0n ? -a : a;
}

/** ⌈a·b⌉ of two nonnegative numbers in units. */
function productAbove(a: bigint, b: bigint): bigint {
  return a === 0n || b === 0n ? 0n : ((a * b) >> BITS) + 1n;
}

/** ⌈a/b⌉ of two numbers in units, a ≥ 0, b > 0. */
function quotientAbove(a: bigint, b: bigint): bigint {
  return a === 0n ? 0n : (a << BITS) / b + 1n;
}

/** ⌊√a⌋ of an integer ≥ 0: Newton's iteration from above falls until it has reached it. */
export function rootBelow(a: bigint): bigint {
  if (a < 2n) return a;
  let x = 1n << BigInt((a.toString(16).length * 4) / 2 + 1);
  for (;;) {
    const next = (x + a / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

export class Series {
  readonly order: number;
  /** At least one, at most order + 1; those left out are 0. */
  readonly coefficients: readonly bigint[];
  readonly radius: bigint;
  private tails: readonly bigint[] | null = null;

  constructor(order: number, coefficients: readonly bigint[], radius: bigint) {
    this.order = order;
    this.coefficients = coefficients;
    this.radius = radius;
  }

  /** Entry j is Σ_{i ≥ j} |c_i|. */
  tailSums(): readonly bigint[] {
    if (this.tails === null) {
      const sums = new Array<bigint>(this.coefficients.length);
      let sum = 0n;
      for (let i = sums.length - 1; i >= 0; i--) {
        sum += magnitude(this.coefficients[i]!);
        sums[i] = sum;
      }
      if (sum > LARGEST) throw new Rejection('the numbers of the proof keep a reasonable size');
      this.tails = sums;
    }
    return this.tails;
  }

  /** Upper bound of |x(t)| on [−1, 1]. */
  norm(): bigint {
    return this.tailSums()[0]! + this.radius;
  }

  /** Lower bound of x(t) on [−1, 1]. */
  below(): bigint {
    const first = this.coefficients[0]!;
    return first - (this.tailSums()[0]! - magnitude(first)) - this.radius;
  }

  plus(other: Series): Series {
    const [long, short] =
      this.coefficients.length >= other.coefficients.length ? [this, other] : [other, this];
    const sum = long.coefficients.slice();
    short.coefficients.forEach((c, i) => {
      sum[i]! += c;
    });
    return new Series(this.order, sum, this.radius + other.radius);
  }

  minus(other: Series): Series {
    return this.plus(other.negative());
  }

  negative(): Series {
    return new Series(
      this.order,
      this.coefficients.map((c) => -c),
      this.radius,
    );
  }

  /** Times a whole number, exactly. */
  multiple(factor: bigint): Series {
    return new Series(
      this.order,
      this.coefficients.map((c) => c * factor),
      this.radius * magnitude(factor),
    );
  }

  times(other: Series): Series {
    return sumOfProducts([[this, other]]);
  }

  /**
   * 1/x. With any polynomial b and |1 − x b| ≤ η < 1 on [−1, 1]: x has no zero there and
   * |1/x − b| = |b| |1 − x b| / |x b| ≤ |b| η/(1 − η).
   */
  inverse(): Series {
    const a = this.coefficients;
    if (a[0] === 0n) throw new Rejection('a divisor is not 0');
    const b = [(ONE * ONE) / a[0]!];
    for (let k = 1; k <= this.order; k++) {
      let sum = 0n;
      for (let i = 1; i <= Math.min(k, a.length - 1); i++) sum += a[i]! * b[k - i]!;
      b.push((-(sum >> BITS) * b[0]!) >> BITS);
    }
    const approximate = new Series(this.order, b, 0n);
    const defect = this.times(approximate).minus(constant(this.order, ONE)).norm();
    if (defect >= ONE) throw new Rejection('a divisor is certainly not 0');
    return new Series(this.order, b, quotientAbove(productAbove(approximate.norm(), defect), ONE - defect));
  }

  over(other: Series): Series {
    return this.times(other.inverse());
  }

  /**
   * √x. With any polynomial b ≥ β > 0 on [−1, 1] and |x − b²| ≤ e < β²: x > 0 there and
   * |√x − b| = |x − b²|/(√x + b) ≤ e/β.
   */
  root(): Series {
    const a = this.coefficients;
    if (a[0]! <= 0n) throw new Rejection('a radicand is positive');
    const b = [rootBelow(a[0]! << BITS)];
    const twice = 2n * b[0]!;
    for (let k = 1; k <= this.order; k++) {
      let sum = (a[k] ?? 0n) << BITS;
      for (let i = 1; i < k; i++) sum -= b[i]! * b[k - i]!;
      b.push(sum / twice);
    }
    const approximate = new Series(this.order, b, 0n);
    const error = this.minus(approximate.times(approximate)).norm();
    const least = approximate.below();
    const scaledError = error << BITS;
    if (least <= 0n || scaledError >= least * least) {
      throw new Rejection('a radicand is certainly positive');
    }
    return new Series(this.order, b, quotientAbove(error, least));
  }

  /** asin(√x)/√x of an x in [0, 1); see quotientOf. */
  arcsineQuotient(): Series {
    return quotientOf(this, arcsineCoefficients, -1n);
  }

  /** atan(√x)/√x of an x ≥ 0; see quotientOf. */
  arctangentQuotient(): Series {
    return quotientOf(this, arctangentCoefficients, 1n);
  }
}

/** Untrusted: a number in units as a double. */
export function approximate(units: bigint): number {
  return Number(units) / Number(ONE);
}

export function constant(order: number, units: bigint, radius = 0n): Series {
  return new Series(order, [units], radius);
}

/** Throws unless x(t) > 0 for every t in [−1, 1]; the message names what. */
export function confirmPositive(x: Series, what: string): void {
  if (x.below() <= 0n) throw new Rejection(`${what} > 0`);
}

/** π = 16 atan(1/5) − 4 atan(1/239), over a divisor; each term of the two sums errs by less than two units. */
export function piOver(order: number, divisor: bigint): Series {
  const arctangent = (n: bigint, factor: bigint) => {
    let sum = 0n;
    let terms = 0n;
    for (let power = (factor * ONE) / n; power > 0n; power /= n * n) {
      const term = power / (2n * terms + 1n);
      sum += terms % 2n === 0n ? term : -term;
      terms += 1n;
    }
    return { sum, terms };
  };
  const large = arctangent(5n, 16n);
  const small = arctangent(239n, 4n);
  const error = 3n * (large.terms + small.terms + 1n);
  return constant(order, (large.sum - small.sum) / divisor, error);
}

/**
 * Σ x y over the pairs. Coefficients up to the order are exact before the shift, which errs by at most half a unit
 * each; the rest of a product is bounded by Σ_{i+j > order} |a_i||b_j| + ‖a‖ρ_b + ‖b‖ρ_a + ρ_aρ_b.
 */
export function sumOfProducts(pairs: readonly (readonly [Series, Series])[]): Series {
  const order = pairs[0]![0].order;
  const exact: bigint[] = [];
  let error = 0n;
  for (const [x, y] of pairs) {
    const a = x.coefficients;
    const b = y.coefficients;
    const top = Math.min(order, a.length + b.length - 2);
    while (exact.length <= top) exact.push(0n);
    const tailsOfB = y.tailSums();
    for (let i = 0; i < a.length; i++) {
      const factor = a[i]!;
      if (factor === 0n) continue;
      const last = Math.min(b.length - 1, order - i);
      for (let j = 0; j <= last; j++) exact[i + j]! += factor * b[j]!;
      if (last + 1 < b.length) error += magnitude(factor) * tailsOfB[last + 1]!;
    }
    if (y.radius !== 0n) error += x.norm() * y.radius;
    if (x.radius !== 0n) error += tailsOfB[0]! * x.radius;
  }
  const coefficients = exact.map((c) => (c + HALF) >> BITS);
  return new Series(order, coefficients, swept(coefficients, (error >> BITS) + 1n + BigInt(exact.length)));
}

/**
 * The radius, with the last coefficients that are small beside it, which are taken away: |c tⁱ| ≤ |c| on [−1, 1]. What they
 * cost in width is less than what they take in time ("sweeping", Berz and Makino 1998).
 */
function swept(coefficients: bigint[], radius: bigint): bigint {
  const least = radius >> SWEPT;
  let sum = 0n;
  for (let i = coefficients.length - 1; i > 0; i--) {
    const more = sum + magnitude(coefficients[i]!);
    if (more > least) break;
    sum = more;
    coefficients.pop();
  }
  return radius + sum;
}

/** A number in units with a bound of its error. */
interface Ball {
  readonly value: bigint;
  readonly error: bigint;
}

/**
 * f(x) for f = asin(√x)/√x or atan(√x)/√x from f's Taylor coefficients c_j at x0 ≥ 0, the constant term of x.
 * Remainder: asin(u)/u = ∫₀¹ (1 − u²τ²)^(−1/2) dτ and atan(u)/u = ∫₀¹ (1 + u²τ²)⁻¹ dτ give
 * |c_j| = γ_j ∫₀¹ τ^(2j) (1 ∓ x0τ²)^(−j−e) dτ with γ_{j+1} ≤ γ_j, and τ²/(1 ∓ x0τ²) ≤ 1/q, q = 1 ∓ x0. So
 * |c_{j+1}| ≤ |c_j|/q, and with D = max|x − x0| < q: |Σ_{j > J} c_j (x − x0)^j| ≤ |c_J| D^J θ/(1 − θ), θ = D/q.
 */
function quotientOf(
  x: Series,
  coefficientsAt: (x0: bigint, terms: number) => readonly Ball[],
  sign: bigint,
): Series {
  const first = x.coefficients[0]!;
  const x0 = first > 0n ? first : 0n;
  const terms = x.order + 7;
  const q = ONE + sign * x0;
  const step = new Series(x.order, [first - x0, ...x.coefficients.slice(1)], x.radius);
  const distance = step.norm();
  if (distance >= q) throw new Rejection('an angle is certainly within the reach of its series');
  const c = coefficientsAt(x0, terms);
  const last = c[terms - 1]!;
  const ratio = quotientAbove(distance, q);
  if (ratio >= ONE) throw new Rejection('an angle is certainly within the reach of its series');
  let remainder = magnitude(last.value) + last.error;
  for (let j = 1; j < terms; j++) remainder = productAbove(remainder, distance);
  remainder = quotientAbove(productAbove(remainder, ratio), ONE - ratio);
  let sum = constant(x.order, last.value, last.error);
  for (let j = terms - 2; j >= 0; j--) {
    // Still to be multiplied by stepʲ, which begins with tʲ as a rule: powers beyond order − j would end in the radius.
    const order = Math.max(0, x.order - j);
    const product = new Series(order, sum.coefficients, sum.radius).times(step);
    sum = product.plus(constant(order, c[j]!.value, c[j]!.error));
  }
  return new Series(x.order, sum.coefficients, sum.radius + remainder);
}

/**
 * Both functions satisfy 2x f′ + f = w(x), so their Taylor coefficients at x0 (2j + 1) c_j + 2 x0 (j + 1) c_{j+1} = w_j.
 * Backwards: from |c_M| ≤ bound at some M > terms down. The division errs by less than a unit, the shift by one.
 */
function backwards(x0: bigint, terms: number, w: readonly Ball[], start: bigint): readonly Ball[] {
  const c: Ball[] = [];
  let next: Ball = { value: 0n, error: start };
  for (let j = w.length - 1; j >= 0; j--) {
    const weight = 2n * BigInt(j + 1) * x0;
    const odd = BigInt(2 * j + 1);
    const value = (w[j]!.value - ((weight * next.value) >> BITS)) / odd;
    next = { value, error: (w[j]!.error + ((weight * next.error) >> BITS) + 2n) / odd + 2n };
    if (j < terms) c[j] = next;
  }
  return c;
}

/**
 * Untrusted: how far beyond the wanted coefficients the backward recurrence begins; its first error is multiplied by
 * about x0/q a step.
 */
function margin(x0: bigint, q: bigint): number {
  const shrink = Math.log2(approximate(q) / Math.max(approximate(x0), 2 ** -10));
  return Math.min(2000, Math.ceil(Number(BITS) / shrink));
}

/** The same recurrence from c_0 up; errors are multiplied by about 1/x0 a step. */
function forwards(x0: bigint, terms: number, w: readonly Ball[], first: Ball): readonly Ball[] {
  const c = [first];
  for (let j = 0; j + 1 < terms; j++) {
    const odd = BigInt(2 * j + 1);
    const divisor = 2n * BigInt(j + 1) * x0;
    c.push({
      value: ((w[j]!.value - odd * c[j]!.value) << BITS) / divisor,
      error: ((w[j]!.error + odd * c[j]!.error) << BITS) / divisor + 2n,
    });
  }
  return c;
}

/**
 * atan: w = 1/(1 + x), w_j = (−1)^j q^(−j−1), |c_M| ≤ q^(−M). Backwards for x0 ≤ 1, else forwards from c_0, as
 * atan(√x0)/√x0 = π/(2√x0) − (atan(1/√x0)·√x0)/x0, whose last fraction belongs to 1/x0.
 */
function arctangentCoefficients(x0: bigint, terms: number): readonly Ball[] {
  const q = ONE + x0;
  const small = x0 <= ONE;
  const count = small ? terms + margin(x0, q) : terms;
  const w: Ball[] = [];
  let value = (ONE * ONE) / q;
  let bound = ONE;
  let error = 1n;
  for (let j = 0; j < count; j++) {
    w.push({ value, error });
    value = -(value << BITS) / q;
    error = quotientAbove(error, q) + 1n;
    bound = quotientAbove(bound, q);
  }
  if (small) return backwards(x0, terms, w, bound);
  // Within the enclosure of 1/x0 the quotient of atan changes by less than its argument.
  const other = arctangentCoefficients((ONE * ONE) / x0, 1)[0]!;
  const halfPi = piOver(0, 2n);
  const root = rootBelow(x0 << BITS);
  const first = {
    value: (halfPi.coefficients[0]! << BITS) / root - (other.value << BITS) / x0,
    error: halfPi.radius + other.error + 6n,
  };
  return forwards(x0, terms, w, first);
}

/**
 * asin: w = (1 − x)^(−1/2), w_{j+1} = w_j (2j + 1)/((2j + 2) q). Backwards for x0 ≤ 1/4, with
 * |c_M| ≤ asin(1) q^(−M) ≤ 2 q^(−M); else forwards from c_0.
 */
function arcsineCoefficients(x0: bigint, terms: number): readonly Ball[] {
  const q = ONE - x0;
  if (q <= 0n) throw new Rejection('a cosine is below 1');
  const small = 4n * x0 <= ONE;
  const count = small ? terms + margin(x0, q) : terms;
  const w: Ball[] = [];
  // |⌊√⌊ONE³/q⌋⌋ − √(ONE³/q)| ≤ 2, as ONE³/q ≥ 1.
  let value = rootBelow((ONE * ONE * ONE) / q);
  let error = 2n;
  let bound = 2n * ONE;
  for (let j = 0; j < count; j++) {
    w.push({ value, error });
    const odd = BigInt(2 * j + 1);
    const divisor = BigInt(2 * j + 2) * q;
    value = ((value * odd) << BITS) / divisor;
    error = ((error * odd) << BITS) / divisor + 2n;
    bound = quotientAbove(bound, q);
  }
  return small ? backwards(x0, terms, w, bound) : forwards(x0, terms, w, arcsineQuotientAt(x0));
}

/** Terms of the power series of asin(√x)/√x that are worth adding. */
const LONGEST = 4096;

/**
 * Σ A_n x0ⁿ, A_n = C(2n,n)/(4ⁿ(2n+1)) decreasing, 0 ≤ x0 < 1: what is left after a term is at most term·x0/(1 − x0).
 * Term n falls short by at most 2n units: 2 for its two divisions, and no more than its predecessor did.
 */
function arcsineQuotientAt(x0: bigint): Ball {
  let term = ONE;
  let sum = 0n;
  let n = 0;
  for (; n < LONGEST && term > 0n; n++) {
    sum += term;
    term = (((term * x0) >> BITS) * BigInt((2 * n + 1) ** 2)) / BigInt((2 * n + 2) * (2 * n + 3));
  }
  const rest = quotientAbove(term + BigInt(2 * n + 2), ONE - x0);
  return { value: sum, error: rest + BigInt(n) * BigInt(n + 1) };
}
