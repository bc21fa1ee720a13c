/**
 * Intervals with ends in BigInt: [lo, hi]·2^two·5^five. Decimals are such numbers, and so are sums, differences and products of them: + − ×
 * and comparison are exact, and so is what is made of decimals by them, until the integers are longer than the precision and `rounded`
 * cuts them, lo downward and hi upward. BigInt's >> is the floor of the quotient by a power of two.
 */
import { confirm, Rejection } from '../rejection.ts';
import { bitsOf, fives, floorDivide, floorRoot, magnitude, parsed } from './exact.ts';

export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
  readonly two: number;
  readonly five: number;
}

/** The intervals of a working precision in decimal digits. */
export type Precisions = (digits: number) => Intervals;

/** Each precision made once. */
export function precisionsOf(make: (digits: number, at: Precisions) => Intervals): Precisions {
  const made: Record<number, Intervals> = {};
  const at: Precisions = (digits) => (made[digits] ??= make(digits, at));
  return at;
}

/** Size of the table of angles. */
export const STEPS = 64;
/** With more digits no angles are computed, and the constants of 60 digits, slow to make, are enclosures as well. */
const MOST_DIGITS = 400;
/** Bits that a number may have beyond the precision: sums need not be cut one by one. */
const SLACK = 32;

export class Intervals {
  readonly digits: number;
  /** The same in bits. */
  readonly bits: number;
  /** The same arithmetic in another precision. */
  readonly at: Precisions;
  readonly zero: Interval;
  readonly one: Interval;
  readonly pi: Interval;
  readonly halfPi: Interval;
  readonly twoPi: Interval;
  private readonly limit: bigint;
  /** atan(j/STEPS) in units of 2^−places of angles. */
  private readonly arctangents: readonly bigint[];
  private readonly places: number;

  constructor(digits: number, at: Precisions) {
    this.digits = digits;
    this.bits = Math.ceil(digits * Math.log2(10)) + 4;
    this.at = at;
    this.limit = 1n << BigInt(this.bits + SLACK);
    this.zero = this.integer(0);
    this.one = this.integer(1);
    if (digits > MOST_DIGITS) {
      ({ pi: this.pi, halfPi: this.halfPi, twoPi: this.twoPi } = at(60));
      ({ arctangents: this.arctangents, places: this.places } = at(60));
      return;
    }
    this.places = this.bits + SLACK;
    // atan(j/m) = atan((j−1)/m) + atan(m/(m² + j(j−1))), the addition theorem.
    const arctangents = [0n];
    for (let j = 1; j <= STEPS; j++) {
      const step = (BigInt(STEPS) << BigInt(this.places)) / BigInt(STEPS * STEPS + j * (j - 1));
      arctangents.push(arctangents[j - 1]! + this.series(step));
    }
    this.arctangents = arctangents;
    const quarter = this.arctangent(this.one)!;
    this.halfPi = this.add(quarter, quarter);
    this.pi = this.add(this.halfPi, this.halfPi);
    this.twoPi = this.add(this.pi, this.pi);
  }

  /** Itself where it has few bits; else the next outer numbers with as many as the precision, without a power of 5. */
  private rounded(lo: bigint, hi: bigint, two: number, five: number): Interval {
    const most = lo < 0n && -lo > hi ? -lo : hi;
    if (most < this.limit) return { lo, hi, two, five };
    if (five !== 0) {
      const times = fives(Math.max(five, 0));
      const by = fives(Math.max(-five, 0));
      const more = Math.max(0, Math.ceil(this.bits + bitsOf(by) - bitsOf(most * times)));
      const numerator = times << BigInt(more);
      return this.rounded(floorDivide(lo * numerator, by), ceilDivide(hi * numerator, by), two - more, 0);
    }
    const cut = Math.floor(bitsOf(most)) - this.bits;
    const by = BigInt(cut);
    return { lo: lo >> by, hi: -(-hi >> by), two: two + cut, five };
  }

  integer(value: number): Interval {
    return this.exact(BigInt(value), 0);
  }

  /** A decimal number, exactly; without a power of 5 where it is a multiple of one of 2. */
  of(decimal: string): Interval {
    const { digits, exponent } = parsed(decimal);
    const power = fives(Math.max(-exponent, 0));
    const [value, five] =
      digits % power === 0n ? [digits / power, Math.max(exponent, 0)] : [digits, exponent];
    return { lo: value, hi: value, two: exponent, five };
  }

  /** value·2^−twos·5^−fives: with one number, an integer of so many decimal places. */
  exact(value: bigint, twos: number, fives: number = twos): Interval {
    return this.rounded(value, value, -twos, -fives);
  }

  /** The ends. */
  lower({ lo, two, five }: Interval): Interval {
    return { lo, hi: lo, two, five };
  }

  upper({ hi, two, five }: Interval): Interval {
    return { lo: hi, hi, two, five };
  }

  hull(x: Interval, y: Interval): Interval {
    const [a, b] = aligned(x, y);
    return { lo: a.lo, hi: b.hi, two: a.two, five: a.five };
  }

  negate({ lo, hi, two, five }: Interval): Interval {
    return { lo: -hi, hi: -lo, two, five };
  }

  add(x: Interval, y: Interval): Interval {
    const [a, b] = aligned(x, y);
    return this.rounded(a.lo + b.lo, a.hi + b.hi, a.two, a.five);
  }

  sum(terms: readonly Interval[]): Interval {
    return terms.reduce((total, term) => this.add(total, term), this.zero);
  }

  subtract(x: Interval, y: Interval): Interval {
    const [a, b] = aligned(x, y);
    return this.rounded(a.lo - b.hi, a.hi - b.lo, a.two, a.five);
  }

  /** The extreme products are among the four of the ends; for x ≥ 0 xy grows with y, so that they are those of the ends of y. */
  multiply(x: Interval, y: Interval): Interval {
    const [two, five] = [x.two + y.two, x.five + y.five];
    if (x.lo >= 0n)
      return this.rounded((y.lo < 0n ? x.hi : x.lo) * y.lo, (y.hi < 0n ? x.lo : x.hi) * y.hi, two, five);
    if (y.lo >= 0n) return this.multiply(y, x);
    const ends = [x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi];
    return this.rounded(ends.reduce(smaller), ends.reduce(larger), two, five);
  }

  /** x² ≥ 0, whatever the sign of x. */
  square(x: Interval): Interval {
    const size = this.absolute(x);
    return this.multiply(size, size);
  }

  absolute(x: Interval): Interval {
    const { lo, hi, two, five } = x;
    return lo >= 0n ? x : { lo: hi < 0n ? -hi : 0n, hi: larger(-lo, hi), two, five };
  }

  /** Division by a positive interval, anything else has no enclosure: with as many bits as the precision more than a quotient of 1. */
  divide(x: Interval, y: Interval): Interval {
    if (!isPositive(y)) throw new Rejection('a divisor is not enclosed away from 0');
    const most = Math.max(1, bitsOf(larger(magnitude(x.lo), magnitude(x.hi))));
    const more = Math.max(0, Math.ceil(this.bits + bitsOf(y.hi) - most));
    const lo = floorDivide(x.lo << BigInt(more), x.lo < 0n ? y.lo : y.hi);
    const hi = ceilDivide(x.hi << BigInt(more), x.hi < 0n ? y.hi : y.lo);
    return this.rounded(lo, hi, x.two - more - y.two, x.five - y.five);
  }

  /** The root of a number known to be ≥ 0: what of the enclosure lies below 0 is cut off. Exponents are made even first. */
  sqrt(x: Interval): Interval {
    if (x.hi < 0n) throw new Rejection('the root of a negative number');
    const odd = Math.abs(x.five % 2);
    const more = Math.max(0, Math.ceil(2 * this.bits - Math.max(0, bitsOf(x.hi))));
    const shift = more + Math.abs((x.two - more) % 2);
    const [lo, hi] = [x.lo, x.hi].map((end) => (end > 0n ? (end * fives(odd)) << BigInt(shift) : 0n));
    const root = floorRoot(hi!);
    const below = lo === hi ? root : floorRoot(lo!);
    const above = root * root === hi ? root : root + 1n;
    return this.rounded(below, above, (x.two - shift) / 2, (x.five - odd) / 2);
  }

  /**
   * √value·2^−twos·5^−fives of an integer ≥ 0, from its leading bits: m = ⌊value/4^c⌋ and r = ⌊√m⌋ give
   * 4^c r² ≤ 4^c m ≤ value < 4^c(m + 1) ≤ 4^c(r + 1)².
   */
  rootOf(value: bigint, twos: number, fives: number = twos): Interval {
    if (value < 0n) throw new Rejection('the root of a negative number');
    if (value === 0n) return this.zero;
    const c = Math.floor(bitsOf(value) / 2) - this.bits;
    const m = c > 0 ? value >> BigInt(2 * c) : value << BigInt(-2 * c);
    const r = floorRoot(m);
    const exact = r * r === m && (c <= 0 || m << BigInt(2 * c) === value);
    return this.rounded(r, exact ? r : r + 1n, c - twos, -fives);
  }

  max(x: Interval, y: Interval): Interval {
    const [a, b] = aligned(x, y);
    return { lo: larger(a.lo, b.lo), hi: larger(a.hi, b.hi), two: a.two, five: a.five };
  }

  min(x: Interval, y: Interval): Interval {
    const [a, b] = aligned(x, y);
    return { lo: smaller(a.lo, b.lo), hi: smaller(a.hi, b.hi), two: a.two, five: a.five };
  }

  /** The sign of an end: −1, 0 or 1. */
  protected sign(x: Interval, end: 'lo' | 'hi'): number {
    return x[end] > 0n ? 1 : x[end] < 0n ? -1 : 0;
  }

  /**
   * The angle in [0, π] whose sine and cosine are as R ≥ 0 (area) to z (inner); h (normProduct) encloses √(z² + R²). tan(θ/2) =
   * R/(h + z), and π − θ has −z for z; of the two the one that adds numbers of one sign is taken. Undecided: [0, π].
   */
  angle(area: Interval, inner: Interval, normProduct: Interval): Interval {
    const side = this.sign(inner, 'hi');
    if (side === 0 && this.sign(inner, 'lo') === 0 && this.sign(area, 'lo') > 0) return this.halfPi;
    const obtuse = side < 0;
    const whole = this.add(normProduct, obtuse ? this.negate(inner) : inner);
    const sine = this.sign(area, 'lo') < 0 ? this.hull(this.zero, area) : area;
    const half = this.sign(whole, 'lo') > 0 ? this.arctangent(this.divide(sine, whole)) : undefined;
    if (half === undefined) return this.hull(this.zero, this.pi);
    const angle = this.add(half, half);
    return obtuse ? this.subtract(this.pi, angle) : angle;
  }

  /**
   * atan on an interval about a number in [0, 9/8]; undefined for another, and for a wide one. In integers in units of 2^−places: atan m = atan c +
   * atan((m−c)/(1+mc)) with the nearest c = j/64, and |atan t − atan m| ≤ |t − m|. An angle of the table is off by what up to 64 series are, and a unit
   * for each argument, and so is this one.
   */
  protected arctangent(t: Interval): Interval | undefined {
    if (t.lo === 0n && t.hi === 0n) return this.zero;
    const { places } = this;
    const one = 1n << BigInt(places);
    const [low, high] = [floorOf(t, places), ceilOf(t, places)];
    const middle = (low + high) >> 1n;
    if (middle < 0n || 8n * middle > 9n * one || high - low > one) return undefined;
    const steps = BigInt(STEPS);
    const nearest = Math.min(STEPS, Number((steps * middle + one / 2n) >> BigInt(places)));
    const j = BigInt(nearest);
    const x = ((steps * middle - j * one) << BigInt(places)) / (steps * one + j * middle);
    const angle = this.arctangents[nearest]! + (x < 0n ? -this.series(-x) : this.series(x));
    const error = high - middle + BigInt((STEPS + 1) * (2 * places + 1));
    return this.rounded(angle - error, angle + error, -places, 0);
  }

  /**
   * atan x = Σ (−1)^j x^(2j+1)/(2j+1) for 0 ≤ x ≤ ½, in units of 2^−places, up to 2·places of them: about places/2 terms are not 0, of which each is off by less than
   * two: a power is cut by less than 1 + ½, what the one before was off is divided by 4, and a quotient of 3 or more is cut by one. Terms alternate and
   * decrease, so what follows is less than the next one.
   */
  private series(x: bigint): bigint {
    const by = BigInt(this.places);
    const square = (x * x) >> by;
    let sum = 0n;
    let power = x;
    for (let odd = 1n; power > 0n; odd += 4n) {
      const next = (power * square) >> by;
      sum += power / odd - next / (odd + 2n);
      power = (next * square) >> by;
    }
    return sum;
  }
}

export const intervals: Precisions = precisionsOf((digits, at) => new Intervals(digits, at));

/** Both with the smaller exponents. */
function aligned(x: Interval, y: Interval): readonly [Interval, Interval] {
  if (x.two === y.two && x.five === y.five) return [x, y];
  const [two, five] = [Math.min(x.two, y.two), Math.min(x.five, y.five)];
  return [inUnit(x, two, five), inUnit(y, two, five)];
}

function inUnit(x: Interval, two: number, five: number): Interval {
  if (x.two === two && x.five === five) return x;
  const factor = x.five === five ? 1n : fives(x.five - five);
  const by = BigInt(x.two - two);
  return { lo: (x.lo * factor) << by, hi: (x.hi * factor) << by, two, five };
}

/** ⌊lo·2^places⌋: the floor of a floor divided by a power of two is that of the quotient. */
export function floorOf({ lo, two, five }: Omit<Interval, 'hi'>, places: number): bigint {
  const by = two + places;
  const up = by > 0 ? lo << BigInt(by) : lo;
  const whole = five === 0 ? up : five < 0 ? floorDivide(up, fives(-five)) : up * fives(five);
  return by < 0 ? whole >> BigInt(-by) : whole;
}

/** ⌈hi·2^places⌉ */
export function ceilOf({ hi, two, five }: Interval, places: number): bigint {
  return -floorOf({ lo: -hi, two, five }, places);
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return -floorDivide(-a, b);
}

function smaller(x: bigint, y: bigint): bigint {
  return x < y ? x : y;
}

function larger(x: bigint, y: bigint): bigint {
  return x > y ? x : y;
}

export function isPositive(x: Interval): boolean {
  return x.lo > 0n;
}

/** Every number of x is below, or at most, every number of y. */
export function isLess(x: Interval, y: Interval): boolean {
  const [a, b] = aligned(x, y);
  return a.hi < b.lo;
}

export function isAtMost(x: Interval, y: Interval): boolean {
  const [a, b] = aligned(x, y);
  return a.hi <= b.lo;
}

/** Confirms a claimed number that is to be at least own: claim ≥ upper end. */
export function confirmAtLeast(claim: Interval, own: Interval, inequality: string): void {
  confirm(isAtMost(own, claim), inequality);
}

/** Confirms a claimed number that is to be at most own: claim ≤ lower end. */
export function confirmAtMost(claim: Interval, own: Interval, inequality: string): void {
  confirm(isAtMost(claim, own), inequality);
}

/** Confirms x < y. */
export function confirmLess(x: Interval, y: Interval, inequality: string): void {
  confirm(isLess(x, y), inequality);
}
