import { checkExact, checkObject, checkThat, checkWhole, refuse } from './argument.ts';
import {
  ceilDivide,
  decomposeDouble,
  type ExactNumber,
  floorDivide,
  type Rational,
  rationalOf,
} from './exact.ts';
import { bitLength, integerSquareRoot } from './integer.ts';
import type { Scalars } from './scalars.ts';
import type { Ternary } from './ternary.ts';

/**
 * The set of reals x with |x − mid·2^−bits| ≤ rad·2^−bits. Balls are made by a BallField only (the brand keeps
 * object literals out), so a number of unknown origin cannot become one.
 *
 * Inclusion rule, for every operation of BallField: the result contains f(x, y) for all x, y in the arguments.
 */
export type Ball = BallValue;

class BallValue {
  readonly mid: bigint;
  readonly rad: bigint;
  readonly bits: number;
  private declare readonly brand: undefined;
  constructor(mid: bigint, rad: bigint, bits: number) {
    this.mid = mid;
    this.rad = rad;
    this.bits = bits;
  }
}

/** An operation was asked for outside its domain, for instance a division by a ball that contains 0. */
export class DomainError extends Error {}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** Guard bits of the tables and series for the angle; angleOfIntegers has the count of errors. */
const GUARD = 16;

/** A double near the midpoint: for guesses and for display, never for a bound. */
export function approximate(x: Ball): number {
  return Number(x.mid) * 2 ** -x.bits;
}

/** Fields that were asked for last: π and the tables of one are made once. */
let fields: readonly BallField[] = [];
const KEPT_FIELDS = 4;

/**
 * Ball arithmetic in fixed point: numbers are integers times 2^−bits. Radii are integers too, so no bound on a
 * radius is ever rounded the wrong way. Absolute accuracy is 2^−bits; relative accuracy of tiny numbers is not
 * promised.
 *
 * @example
 * const balls = BallField.ofDigits(32);
 * const angle = balls.acos(balls.exact('0.25'));
 * const lower = balls.lowerRational(angle); // acos 0.25 is at least this
 */
export class BallField implements Scalars<Ball> {
  readonly bits: number;
  readonly zero: Ball;
  readonly one: Ball;
  /** 0 to within two units: what a product with 0 is, of a number that is not exact. */
  private readonly nearZero: Ball;
  private readonly shift: bigint;
  private readonly unit: bigint;
  private readonly working: number;
  private readonly workingShift: bigint;
  private reciprocals: bigint[] | null = null;
  private coarse: bigint[] | null = null;
  private fine: bigint[] | null = null;

  /** bits ≥ 32: fractional bits of every number of the field. */
  constructor(bits: number) {
    checkWhole('bits', bits, 32, 100_000);
    this.bits = bits;
    this.shift = BigInt(bits);
    this.unit = 1n << this.shift;
    this.working = bits + GUARD;
    this.workingShift = BigInt(this.working);
    this.zero = new BallValue(0n, 0n, bits);
    this.one = new BallValue(this.unit, 0n, bits);
    this.nearZero = new BallValue(0n, 2n, bits);
  }

  /** A field that prints at least the given number of decimal digits after the point. */
  static ofDigits(digits: number): BallField {
    checkWhole('digits', digits, 9, 30_000);
    const bits = Math.ceil(digits * 3.3219280948873626) + 5;
    const field = fields.find((other) => other.bits === bits) ?? new BallField(bits);
    if (fields[0] !== field)
      fields = [field, ...fields.filter((other) => other !== field)].slice(0, KEPT_FIELDS);
    return field;
  }

  // ---- entry ------------------------------------------------------------------------------------------------

  /** The integer n, exactly. */
  integer(n: number | bigint): Ball {
    if (typeof n !== 'bigint') checkThat(Number.isInteger(n), 'n', n, 'an integer');
    if (n === 0) return this.zero;
    if (n === 1) return this.one;
    return new BallValue(BigInt(n) << this.shift, 0n, this.bits);
  }

  /** numerator/denominator; exact when it is a multiple of 2^−bits, else radius one unit (floor is within one). */
  rational(x: Rational): Ball {
    checkObject('x', x);
    checkThat(typeof x.numerator === 'bigint', 'x.numerator', x.numerator, 'a bigint');
    const positive = typeof x.denominator === 'bigint' && x.denominator > 0n;
    checkThat(positive, 'x.denominator', x.denominator, 'a bigint above 0');
    const scaled = x.numerator << this.shift;
    const quotient = floorDivide(scaled, x.denominator);
    return new BallValue(quotient, quotient * x.denominator === scaled ? 0n : 1n, this.bits);
  }

  /** Exactly the double or the decimal, up to one unit where it is no multiple of 2^−bits. */
  exact(x: ExactNumber): Ball {
    checkExact('x', x);
    if (typeof x === 'string') return this.rational(rationalOf(x));
    const { mantissa, exponent } = decomposeDouble(x);
    return this.dyadic(mantissa, exponent);
  }

  /** mantissa·2^exponent; exact for exponent ≥ −bits, else within one unit. */
  dyadic(mantissa: bigint, exponent: number): Ball {
    checkThat(typeof mantissa === 'bigint', 'mantissa', mantissa, 'a bigint');
    checkThat(Number.isSafeInteger(exponent), 'exponent', exponent, 'an integer');
    const shift = exponent + this.bits;
    if (shift >= 0) return new BallValue(mantissa << BigInt(shift), 0n, this.bits);
    const mid = mantissa >> BigInt(-shift);
    return new BallValue(mid, mid << BigInt(-shift) === mantissa ? 0n : 1n, this.bits);
  }

  /** The numbers of a ball of another field: the midpoint is floored, so one unit is added to the radius rounded up. */
  from(a: Ball): Ball {
    const shift = BigInt(a.bits - this.bits);
    if (shift <= 0n) return new BallValue(a.mid << -shift, a.rad << -shift, this.bits);
    return new BallValue(a.mid >> shift, (a.rad >> shift) + 2n, this.bits);
  }

  /** The ball with given integer midpoint and radius in units of 2^−bits. */
  ofUnits(mid: bigint, rad: bigint): Ball {
    if (typeof mid !== 'bigint') refuse('mid', mid, 'a bigint');
    if (typeof rad !== 'bigint' || rad < 0n) refuse('rad', rad, 'a bigint of at least 0');
    return new BallValue(mid, rad, this.bits);
  }

  /** The smallest ball that contains both arguments, radius rounded up to whole units. */
  hull(a: Ball, b: Ball): Ball {
    this.own(a, b);
    const low = a.mid - a.rad < b.mid - b.rad ? a.mid - a.rad : b.mid - b.rad;
    const high = a.mid + a.rad > b.mid + b.rad ? a.mid + a.rad : b.mid + b.rad;
    return this.between(low, high);
  }

  // ---- endpoints and comparison -----------------------------------------------------------------------------

  /** The least number of the ball, as an exact ball. */
  lower(a: Ball): Ball {
    this.own(a, a);
    return new BallValue(a.mid - a.rad, 0n, this.bits);
  }

  /** The greatest number of the ball, as an exact ball. */
  upper(a: Ball): Ball {
    this.own(a, a);
    return new BallValue(a.mid + a.rad, 0n, this.bits);
  }

  lowerRational(a: Ball): Rational {
    this.own(a, a);
    return { numerator: a.mid - a.rad, denominator: this.unit };
  }

  upperRational(a: Ball): Rational {
    this.own(a, a);
    return { numerator: a.mid + a.rad, denominator: this.unit };
  }

  /** Is a < b? Decided for all numbers of the two balls, or not at all. */
  less(a: Ball, b: Ball): Ternary {
    this.own(a, b);
    if (a.mid + a.rad < b.mid - b.rad) return 'yes';
    if (a.mid - a.rad >= b.mid + b.rad) return 'no';
    return 'undecided';
  }

  /** Is a ≤ b? */
  lessOrEqual(a: Ball, b: Ball): Ternary {
    this.own(a, b);
    if (a.mid + a.rad <= b.mid - b.rad) return 'yes';
    if (a.mid - a.rad > b.mid + b.rad) return 'no';
    return 'undecided';
  }

  /** Is a > 0? */
  positive(a: Ball): Ternary {
    if (a.mid > a.rad) return 'yes';
    return a.mid + a.rad <= 0n ? 'no' : 'undecided';
  }

  /** Is a certainly positive and known to within a 2^−16th part, so that a division by it is of use? */
  isSafelyPositive(a: Ball): boolean {
    return a.mid > 0n && a.mid >> 16n > a.rad;
  }

  /** Is the ball the single number 0? */
  isZero(a: Ball): boolean {
    return a.mid === 0n && a.rad === 0n;
  }

  // ---- arithmetic -------------------------------------------------------------------------------------------

  add(a: Ball, b: Ball): Ball {
    this.own(a, b);
    if (a === this.zero) return b;
    if (b === this.zero) return a;
    return new BallValue(a.mid + b.mid, a.rad + b.rad, this.bits);
  }

  sub(a: Ball, b: Ball): Ball {
    this.own(a, b);
    if (b === this.zero) return a;
    return new BallValue(a.mid - b.mid, a.rad + b.rad, this.bits);
  }

  neg(a: Ball): Ball {
    this.own(a, a);
    return new BallValue(-a.mid, a.rad, this.bits);
  }

  abs(a: Ball): Ball {
    this.own(a, a);
    if (a.mid >= a.rad) return a;
    if (-a.mid >= a.rad) return this.neg(a);
    return this.between(0n, magnitude(a.mid) + a.rad);
  }

  /** |xy − ab| ≤ |a||δb| + |b||δa| + |δa||δb|; the shift of the midpoint is a floor, off by less than one unit. */
  mul(a: Ball, b: Ball): Ball {
    this.own(a, b);
    // The blocks of symmetric points are full of these two.
    if (a === this.zero || b === this.zero) return this.timesZero(a === this.zero ? b : a);
    if (a === this.one) return this.timesOne(b);
    if (b === this.one) return this.timesOne(a);
    const product = a.mid * b.mid;
    const mid = product >> this.shift;
    if (a.rad === 0n && b.rad === 0n) return new BallValue(mid, product === 0n ? 0n : 1n, this.bits);
    const spread = magnitude(a.mid) * b.rad + (magnitude(b.mid) + b.rad) * a.rad;
    return new BallValue(mid, (spread >> this.shift) + 2n, this.bits);
  }

  /** The same bits as the product with the ball 0 as any other has. */
  private timesZero(a: Ball): Ball {
    return a.rad === 0n ? this.zero : this.nearZero;
  }

  /** The same bits as the product with the ball 1 as any other has: the midpoint is shifted to and fro, the radius, too, and is rounded up. */
  private timesOne(a: Ball): Ball {
    if (a.rad === 0n) return a.mid === 0n ? this.zero : new BallValue(a.mid, 1n, this.bits);
    return new BallValue(a.mid, a.rad + 2n, this.bits);
  }

  /**
   * Σ a_i b_i + c. Midpoints are multiplied and summed exactly and shifted once: the floor is off by less than one unit, and that of
   * the sum of |m_a| r_b + (|m_b| + r_b) r_a by another one.
   */
  dot(a: readonly Ball[], b: readonly Ball[], c: Ball): Ball {
    this.own(c, c);
    let sum = c.mid << this.shift;
    let spread = 0n;
    for (let i = 0; i < a.length; i++) {
      const x = a[i]!;
      const y = b[i]!;
      this.own(x, y);
      sum += x.mid * y.mid;
      if (x.rad !== 0n) spread += x.rad * (magnitude(y.mid) + y.rad);
      if (y.rad !== 0n) spread += y.rad * magnitude(x.mid);
    }
    const mid = sum >> this.shift;
    const cut = mid << this.shift === sum ? 0n : 1n;
    return new BallValue(mid, c.rad + cut + (spread === 0n ? 0n : (spread >> this.shift) + 1n), this.bits);
  }

  /** a·n for an integer n, without rounding. */
  scale(a: Ball, n: number | bigint): Ball {
    this.own(a, a);
    const factor = BigInt(n);
    return new BallValue(a.mid * factor, a.rad * magnitude(factor), this.bits);
  }

  /** a/n for an integer n ≠ 0: floor of the midpoint, off by less than one unit; radius rounded up. */
  divideByInteger(a: Ball, n: number | bigint): Ball {
    this.own(a, a);
    const divisor = BigInt(n);
    if (divisor === 0n) throw new DomainError('division by 0');
    const mid = floorDivide(divisor < 0n ? -a.mid : a.mid, magnitude(divisor));
    const exact = mid * magnitude(divisor) === (divisor < 0n ? -a.mid : a.mid);
    return new BallValue(mid, ceilDivide(a.rad, magnitude(divisor)) + (exact ? 0n : 1n), this.bits);
  }

  /** a·2^n, n any integer. */
  shiftBy(a: Ball, n: number): Ball {
    return n >= 0 ? this.scale(a, 1n << BigInt(n)) : this.divideByInteger(a, 1n << BigInt(-n));
  }

  square(a: Ball): Ball {
    return this.mul(a, a);
  }

  /**
   * a/b. With β = |b| − δb > 0: |x/y − a/b| = |δa·b − a·δb|/(|b||y|) ≤ (δa|b| + |a|δb)/(|b|β); the quotient of
   * the midpoints is a floor, off by less than one unit. Throws DomainError when b may be 0.
   */
  div(a: Ball, b: Ball): Ball {
    this.own(a, b);
    const denominator = magnitude(b.mid);
    const least = denominator - b.rad;
    if (least <= 0n) throw new DomainError('division by an enclosure that contains 0');
    const numerator = (b.mid < 0n ? -a.mid : a.mid) << this.shift;
    const quotient = floorDivide(numerator, denominator);
    if (a.rad === 0n && b.rad === 0n)
      return new BallValue(quotient, quotient * denominator === numerator ? 0n : 1n, this.bits);
    const spread = (a.rad * denominator + magnitude(a.mid) * b.rad) << this.shift;
    return new BallValue(quotient, spread / (denominator * least) + 2n, this.bits);
  }

  /** √ of the nonnegative numbers of the ball (of a quantity known to be ≥ 0). DomainError if there is none. */
  sqrt(a: Ball): Ball {
    this.own(a, a);
    // The norm of every target of the standard basis.
    if (a.rad === 0n && a.mid === this.unit) return this.one;
    const low = a.mid - a.rad;
    if (a.mid + a.rad < 0n) throw new DomainError('square root of a negative number');
    if (low > 0n) {
      // |√x − √m| = |x − m|/(√x + √m) ≤ δ/√m; the integer root is a floor, off by less than one unit.
      const scaled = a.mid << this.shift;
      const root = integerSquareRoot(scaled);
      if (a.rad === 0n) return new BallValue(root, root * root === scaled ? 0n : 1n, this.bits);
      return new BallValue(root, (a.rad << this.shift) / root + 2n, this.bits);
    }
    return this.between(0n, rootAbove((a.mid + a.rad) << this.shift));
  }

  /**
   * √(xy − z²) of a quantity known to be ≥ 0 (Lagrange: the square of ‖a‖‖b‖ sin θ). The radicand of the midpoints is
   * exact in units of 2^(−2 bits), so its root is in units of 2^−bits; xy − z² is off by at most
   * δ = |x|δy + (|y| + δy)δx + (2|z| + δz)δz, its root by δ/√m, or lies in [0, √(m + δ)].
   */
  crossNorm(x: Ball, y: Ball, z: Ball): Ball {
    this.own(x, y);
    this.own(z, z);
    const square = x.mid * y.mid - z.mid * z.mid;
    const spread =
      magnitude(x.mid) * y.rad + (magnitude(y.mid) + y.rad) * x.rad + (2n * magnitude(z.mid) + z.rad) * z.rad;
    if (square > spread) {
      const root = integerSquareRoot(square);
      if (spread === 0n) return new BallValue(root, root * root === square ? 0n : 1n, this.bits);
      return new BallValue(root, spread / root + 2n, this.bits);
    }
    if (square + spread < 0n) throw new DomainError('square root of a negative number');
    return this.between(0n, rootAbove(square + spread));
  }

  /** The greater of two numbers. */
  max(a: Ball, b: Ball): Ball {
    this.own(a, b);
    const low = a.mid - a.rad > b.mid - b.rad ? a.mid - a.rad : b.mid - b.rad;
    const high = a.mid + a.rad > b.mid + b.rad ? a.mid + a.rad : b.mid + b.rad;
    return this.between(low, high);
  }

  /** The lesser of two numbers. */
  min(a: Ball, b: Ball): Ball {
    return this.neg(this.max(this.neg(a), this.neg(b)));
  }

  // ---- angles -----------------------------------------------------------------------------------------------

  get halfPi(): Ball {
    return this.divideByInteger(this.pi, 2);
  }

  get pi(): Ball {
    return this.fromWorking(4n * this.coarseTable()[64]!);
  }

  /**
   * The angle in [0, π] of the vector (z, r), r ≥ 0 (of r only the nonnegative numbers are meant). A vector of
   * length ρ moved by δ < ρ turns by at most asin(δ/ρ) ≤ (π/2)δ/ρ; where that is of no use the answer is [0, π].
   */
  angle(z: Ball, r: Ball): Ball {
    this.own(z, r);
    const y = r.mid < 0n ? 0n : r.mid;
    const moved = z.rad + r.rad;
    const length = magnitude(z.mid) > y ? magnitude(z.mid) : y;
    if (length <= 2n * moved || length === 0n) {
      const pi = this.pi;
      return this.between(0n, pi.mid + pi.rad);
    }
    if (moved === 0n && y === 0n) return z.mid > 0n ? this.zero : this.pi;
    const centre = this.angleOfIntegers(z.mid, y);
    const turn = moved === 0n ? 0n : (moved << (this.shift + 1n)) / length + 1n;
    return new BallValue(centre.mid, centre.rad + turn, this.bits);
  }

  /** atan, increasing: between the values at the two ends. */
  atan(a: Ball): Ball {
    this.own(a, a);
    const low = this.arcTangentOfUnits(a.mid - a.rad);
    return a.rad === 0n ? low : this.hull(low, this.arcTangentOfUnits(a.mid + a.rad));
  }

  private arcTangentOfUnits(m: bigint): Ball {
    if (m === 0n) return this.zero;
    const size = this.angleOfIntegers(this.unit, magnitude(m));
    return m < 0n ? this.neg(size) : size;
  }

  /** acos of the numbers of the ball that lie in [−1, 1]. DomainError if there is none. */
  acos(a: Ball): Ball {
    return this.angle(a, this.cofunction(a));
  }

  /** asin = π/2 − acos, on the numbers of the ball that lie in [−1, 1]; asin 0 = 0 exactly. */
  asin(a: Ball): Ball {
    if (this.isZero(a)) return a;
    const cosine = this.cofunction(a);
    const turned = this.angle(cosine, this.abs(a));
    if (a.mid - a.rad >= 0n) return turned;
    if (a.mid + a.rad <= 0n) return this.neg(turned);
    const extent = turned.mid + turned.rad;
    return this.between(-extent, extent);
  }

  /** √(1 − x²): in units √(u² − m²), exact under the root, least at the greatest |x| and greatest at the least. */
  private cofunction(a: Ball): Ball {
    this.own(a, a);
    const size = magnitude(a.mid);
    const least = size > a.rad ? size - a.rad : 0n;
    if (least > this.unit) throw new DomainError('inverse cosine of a number outside [-1, 1]');
    const most = size + a.rad;
    const square = this.unit * this.unit;
    const low = most < this.unit ? integerSquareRoot(square - most * most) : 0n;
    return this.between(low, rootAbove(square - least * least));
  }

  /**
   * Angle of the integer vector (z, y), y ≥ 0, not both 0. The vector is reflected into the sector 0 ≤ y ≤ z and
   * turned by −atan(j/64), then by −atan(j'/4096), exactly (the turned vector has integer coordinates); what is
   * left is the arc tangent of a quotient below 2^−12, summed as a series.
   *
   * Error in units of 2^−working: one series at most 4; a coarse table entry is a sum of at most 64 series, the
   * result a sum of at most 5 coarse entries (two right angles), a fine entry and a series: below 1300, that is
   * below 2^−5 units of 2^−bits.
   */
  private angleOfIntegers(z: bigint, y: bigint): Ball {
    const x = magnitude(z);
    const swap = y > x;
    const [cosine, sine] = swap ? [y, x] : [x, y];
    const coarse = this.coarseTable();
    const [j, i] = tableIndices(cosine, sine);
    // (cosine + i·sine)(64 − i·j)(4096 − i·i') in complex numbers.
    const p = BigInt(262144 - j * i);
    const q = BigInt(64 * i + 4096 * j);
    const turnedSine = sine * p - cosine * q;
    const turnedCosine = cosine * p + sine * q;
    const fine = this.fineTable();
    let total = coarse[j]! + (i < 0 ? -fine[-i]! : fine[i]!);
    total += this.arcTangentSeries((turnedSine << this.workingShift) / turnedCosine);
    const right = 2n * coarse[64]!;
    if (swap) total = right - total;
    if (z < 0n) total = 2n * right - total;
    return this.fromWorking(total);
  }

  /** From 2^−working units, error below 2^11 of them, to a ball: that error and the floor are below 2 units of 2^−bits. */
  private fromWorking(x: bigint): Ball {
    return new BallValue(x >> BigInt(GUARD), 2n, this.bits);
  }

  /**
   * Σ (−1)^i t^(2i+1)/(2i+1) for |t| ≤ 2^−6, t and the result in units of 2^−working, as t(1 − t²(⅓ − t²(⅕ − …))).
   * Of each bracket, a number in (0, 1], the reciprocal is off by less than one unit, t² by one, the shift by one,
   * and the next bracket's error is damped by 2^−12: less than 3.01. Times |t| that is below 1/20; the last shift
   * adds one, t itself may be off by one (atan has slope at most 1), and the tail is below the first term left
   * out, |t|^(2m+1) ≤ 2^−working: at most 4 units.
   */
  private arcTangentSeries(t: bigint): bigint {
    const shift = this.workingShift;
    // |t| ≤ 2^−6 needs m ≥ working/12 terms, |t| < 2^−12 half of them.
    const small = magnitude(t) >> (shift - 12n) === 0n;
    const terms = Math.ceil(this.working / (small ? 24 : 12));
    const reciprocals = this.reciprocalTable();
    const square = (t * t) >> shift;
    let bracket = reciprocals[terms - 1]!;
    for (let i = terms - 2; i >= 0; i--) bracket = reciprocals[i]! - ((bracket * square) >> shift);
    return (t * bracket) >> shift;
  }

  /** ⌊2^working/(2i+1)⌋ for the terms of the series. */
  private reciprocalTable(): bigint[] {
    this.reciprocals ??= Array.from(
      { length: Math.ceil(this.working / 12) },
      (_, i) => (1n << this.workingShift) / BigInt(2 * i + 1),
    );
    return this.reciprocals;
  }

  /** atan(j/64), j = 0…64, as sums of atan(j/64) − atan((j−1)/64) = atan(64/(4096 + j(j−1))). */
  private coarseTable(): bigint[] {
    if (this.coarse !== null) return this.coarse;
    const table: bigint[] = [0n];
    for (let j = 1n; j <= 64n; j++) {
      const t = (64n << this.workingShift) / (4096n + j * (j - 1n));
      table.push(table[Number(j) - 1]! + this.arcTangentSeries(t));
    }
    this.coarse = table;
    return table;
  }

  /** atan(i/4096), i = 0…34. */
  private fineTable(): bigint[] {
    if (this.fine !== null) return this.fine;
    const table: bigint[] = [0n];
    for (let i = 1n; i <= 34n; i++) table.push(this.arcTangentSeries((i << this.workingShift) / 4096n));
    this.fine = table;
    return table;
  }

  /** The tables of the angle, for a kernel that does the same: atan(j/64), atan(i/4096), 1/(2i+1) in units of 2^−working. */
  angleTables(): { coarse: readonly bigint[]; fine: readonly bigint[]; reciprocals: readonly bigint[] } {
    return { coarse: this.coarseTable(), fine: this.fineTable(), reciprocals: this.reciprocalTable() };
  }

  // ---- internals --------------------------------------------------------------------------------------------

  private between(low: bigint, high: bigint): Ball {
    const mid = (low + high) >> 1n;
    return new BallValue(mid, high - mid, this.bits);
  }

  private own(a: Ball, b: Ball): void {
    if (a.bits !== this.bits || b.bits !== this.bits)
      throw new RangeError(`balls of ${a.bits} and ${b.bits} bits in a field of ${this.bits} bits`);
  }
}

/**
 * j = round(64 tan α) and i = round(4096 tan(α − atan(j/64))) for the angle α of (cosine, sine), 0 ≤ sine ≤ cosine:
 * chosen in doubles where these are in range. Neither need be exact: any j and i off by a little more than ½ leave a
 * quotient below 2^−6 to the series.
 */
function tableIndices(cosine: bigint, sine: bigint): [number, number] {
  const c = Number(cosine);
  const s = Number(sine);
  if (c < 2 ** 1000) {
    const j = Math.round((64 * s) / c);
    return [j, Math.round((4096 * (64 * s - j * c)) / (64 * c + j * s))];
  }
  const j = Number(((sine << 7n) / cosine + 1n) >> 1n);
  const sine1 = (sine << 6n) - BigInt(j) * cosine;
  const cosine1 = (cosine << 6n) + BigInt(j) * sine;
  return [j, Number(((sine1 << 13n) / cosine1 + (sine1 < 0n ? -1n : 1n)) / 2n)];
}

/** ⌈√x⌉ */
function rootAbove(x: bigint): bigint {
  const root = integerSquareRoot(x);
  return root * root === x ? root : root + 1n;
}

/** How many bits a ball knows for certain after the point; for diagnostics and for the choice of a precision. */
export function accurateBits(a: Ball): number {
  return a.bits - bitLength(a.rad);
}
