/**
 * Intervals with decimal endpoints. Of decimal.js only + − × ÷ √ with directed rounding are used, and comparison,
 * which is exact; its trigonometric functions are not directed. Precision and rounding belong to two private
 * constructors, one that rounds down and one that rounds up.
 */
import { Decimal } from 'decimal.js';
import { confirm, Rejection } from '../rejection.ts';

export interface Interval {
  readonly lo: Decimal;
  readonly hi: Decimal;
}

/** Size of the table of angles. */
const STEPS = 64;

const MADE = new Map<number, Intervals>();

/** The intervals of a working precision; constants are made once. */
export function intervals(digits: number): Intervals {
  const known = MADE.get(digits) ?? new Intervals(digits);
  MADE.set(digits, known);
  return known;
}

export class Intervals {
  readonly digits: number;
  readonly zero: Interval;
  readonly one: Interval;
  readonly pi: Interval;
  readonly halfPi: Interval;
  readonly twoPi: Interval;
  private readonly down: Decimal.Constructor;
  private readonly up: Decimal.Constructor;
  private readonly odd: readonly Interval[];
  /** j/STEPS and atan(j/STEPS) */
  private readonly centres: readonly Interval[];
  private readonly arctangents: readonly Interval[];

  /** With the constants of another precision, if any: they are enclosures here as well, and slow to make. */
  constructor(digits: number, constants?: Intervals) {
    this.digits = digits;
    this.down = Decimal.clone({ precision: digits, rounding: Decimal.ROUND_FLOOR, defaults: true });
    this.up = Decimal.clone({ precision: digits, rounding: Decimal.ROUND_CEIL, defaults: true });
    this.zero = this.integer(0);
    this.one = this.integer(1);
    if (constants !== undefined) {
      ({ pi: this.pi, halfPi: this.halfPi, twoPi: this.twoPi } = constants);
      ({ odd: this.odd, centres: this.centres, arctangents: this.arctangents } = constants);
      return;
    }
    this.odd = Array.from({ length: digits + 1 }, (_, j) => this.divide(this.one, this.integer(2 * j + 1)));
    // atan(j/m) = atan((j−1)/m) + atan(m/(m² + j(j−1))), the addition theorem.
    const steps = this.integer(STEPS);
    this.centres = Array.from({ length: STEPS + 1 }, (_, j) => this.divide(this.integer(j), steps));
    const arctangents = [this.zero];
    for (let j = 1; j <= STEPS; j++) {
      const step = this.divide(steps, this.integer(STEPS * STEPS + j * (j - 1)));
      arctangents.push(this.add(arctangents[j - 1]!, this.series(step)));
    }
    this.arctangents = arctangents;
    this.pi = this.multiply(this.integer(4), arctangents[STEPS]!);
    this.halfPi = this.multiply(this.integer(2), arctangents[STEPS]!);
    this.twoPi = this.multiply(this.integer(8), arctangents[STEPS]!);
  }

  integer(value: number): Interval {
    return this.of(String(value));
  }

  /** A decimal number, exactly: the constructor of decimal.js does not round. */
  of(decimal: string): Interval {
    const value = new this.down(decimal);
    return { lo: value, hi: value };
  }

  /** value·10^−scale, rounded outward to the working precision (× 1 rounds). */
  exact(value: bigint, scale: number): Interval {
    const decimal = new this.down(`${value}e${-scale}`);
    return { lo: this.down.mul(decimal, 1), hi: this.up.mul(decimal, 1) };
  }

  hull(lo: Interval, hi: Interval): Interval {
    return { lo: lo.lo, hi: hi.hi };
  }

  negate(x: Interval): Interval {
    return { lo: x.hi.neg(), hi: x.lo.neg() };
  }

  add(x: Interval, y: Interval): Interval {
    return { lo: this.down.add(x.lo, y.lo), hi: this.up.add(x.hi, y.hi) };
  }

  sum(terms: readonly Interval[]): Interval {
    return terms.reduce((total, term) => this.add(total, term), this.zero);
  }

  subtract(x: Interval, y: Interval): Interval {
    return { lo: this.down.sub(x.lo, y.hi), hi: this.up.sub(x.hi, y.lo) };
  }

  /** The extreme products are among the four of the endpoints; of numbers of one sign they are known (a third faster). */
  multiply(x: Interval, y: Interval): Interval {
    const { down, up } = this;
    if (!x.lo.isNeg() && !y.lo.isNeg()) return { lo: down.mul(x.lo, y.lo), hi: up.mul(x.hi, y.hi) };
    if (isNegative(x.hi)) return this.negate(this.multiply(this.negate(x), y));
    if (isNegative(y.hi)) return this.negate(this.multiply(x, this.negate(y)));
    const ends = [x.lo, x.hi].flatMap((a) => [[a, y.lo] as const, [a, y.hi] as const]);
    return {
      lo: ends.map(([a, b]) => down.mul(a, b)).reduce(smaller),
      hi: ends.map(([a, b]) => up.mul(a, b)).reduce(larger),
    };
  }

  /** x² ≥ 0, whatever the sign of x. */
  square(x: Interval): Interval {
    const size = this.absolute(x);
    return { lo: this.down.mul(size.lo, size.lo), hi: this.up.mul(size.hi, size.hi) };
  }

  absolute(x: Interval): Interval {
    return this.max(this.zero, this.max(x, this.negate(x)));
  }

  /** Division by a positive interval; anything else has no enclosure. */
  divide(x: Interval, y: Interval): Interval {
    if (!isPositive(y)) throw new Rejection('a divisor is not enclosed away from 0');
    return {
      lo: this.down.div(x.lo, x.lo.isNeg() ? y.lo : y.hi),
      hi: this.up.div(x.hi, x.hi.isNeg() ? y.hi : y.lo),
    };
  }

  /** The root of a number known to be ≥ 0: what of the enclosure lies below 0 is cut off. */
  sqrt(x: Interval): Interval {
    if (isNegative(x.hi)) throw new Rejection('the root of a negative number');
    return { lo: isPositive(x) ? this.down.sqrt(x.lo) : this.zero.lo, hi: this.up.sqrt(x.hi) };
  }

  max(x: Interval, y: Interval): Interval {
    return { lo: larger(x.lo, y.lo), hi: larger(x.hi, y.hi) };
  }

  min(x: Interval, y: Interval): Interval {
    return { lo: smaller(x.lo, y.lo), hi: smaller(x.hi, y.hi) };
  }

  /**
   * The angle in [0, π] whose sine and cosine are as R ≥ 0 (area) to z (inner); h (normProduct) encloses √(z² + R²). tan(θ/2) =
   * R/(h + z), and π − θ has −z for z; of the two the one that adds numbers of one sign is taken. Undecided: [0, π].
   */
  angle(area: Interval, inner: Interval, normProduct: Interval): Interval {
    if (inner.lo.isZero() && inner.hi.isZero() && isPositive(area)) return this.halfPi;
    const obtuse = inner.lo.isNeg() && inner.hi.isNeg();
    const whole = obtuse ? this.subtract(normProduct, inner) : this.add(normProduct, inner);
    const sine = area.lo.isNeg() ? { lo: this.zero.lo, hi: area.hi } : area;
    const tangent = isPositive(whole) ? this.divide(sine, whole) : undefined;
    const half = tangent && this.arctangent(tangent);
    if (half === undefined) return { lo: this.zero.lo, hi: this.pi.hi };
    const angle = this.add(half, half);
    return obtuse ? this.subtract(this.pi, angle) : angle;
  }

  /**
   * atan on an interval in [0, 9/8]: atan t = atan c + atan((t−c)/(1+tc)) with the nearest c = j/64. Undefined where
   * the interval is too wide for the series.
   */
  private arctangent(t: Interval): Interval | undefined {
    const nearest = Math.round(Number(t.hi) * STEPS);
    if (!(nearest <= (9 / 8) * STEPS)) return undefined;
    const j = Math.min(nearest, STEPS);
    const centre = this.centres[j]!;
    const x = this.divide(this.subtract(t, centre), this.add(this.one, this.multiply(t, centre)));
    if (this.absolute(x).hi.gt(0.5)) return undefined;
    return this.add(this.arctangents[j]!, this.series(x));
  }

  /**
   * atan x = x·Σ (−x²)^j/(2j+1) for |x| ≤ ½. The terms of the sum alternate and decrease, so what is left after the
   * last one taken lies between 0 and the next: the sum of J terms plus [−1, 1]·x^(2J)/(2J+1).
   */
  private series(x: Interval): Interval {
    const y = this.square(x);
    const gained = Math.max(-Math.log10(Number(y.hi)), 1);
    const terms = Math.min(Math.ceil(this.digits / gained), this.odd.length - 1);
    let left = this.odd[terms]!.hi;
    let sum: Interval = this.zero;
    for (let j = terms - 1; j >= 0; j--) {
      left = this.up.mul(left, y.hi);
      sum = this.subtract(this.odd[j]!, this.multiply(y, sum));
    }
    return this.multiply(x, { lo: this.down.sub(sum.lo, left), hi: this.up.add(sum.hi, left) });
  }
}

export function isPositive(x: Interval): boolean {
  return x.lo.isPos() && !x.lo.isZero();
}

/** Below 0: −0, which is negative to decimal.js, is not. */
function isNegative(x: Decimal): boolean {
  return x.isNeg() && !x.isZero();
}

function smaller(x: Decimal, y: Decimal): Decimal {
  return x.lt(y) ? x : y;
}

function larger(x: Decimal, y: Decimal): Decimal {
  return x.gt(y) ? x : y;
}

/** Confirms a claimed number that is to be at least own: claim ≥ upper end. */
export function confirmAtLeast(claim: Interval, own: Interval, inequality: string): void {
  confirm(claim.lo.gte(own.hi), inequality);
}

/** Confirms a claimed number that is to be at most own: claim ≤ lower end. */
export function confirmAtMost(claim: Interval, own: Interval, inequality: string): void {
  confirm(claim.hi.lte(own.lo), inequality);
}

/** Confirms x < y. */
export function confirmLess(x: Interval, y: Interval, inequality: string): void {
  confirm(x.hi.lt(y.lo), inequality);
}
