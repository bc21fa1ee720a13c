/**
 * A second arithmetic behind the same intervals (`spurious check --arithmetic decimal`): + − × ÷ √ of their ends, and the reading of
 * exact numbers, by decimal.js with directed rounding, and arctangents by a series of these. Its trigonometric functions are not directed
 * and not used. Precision and rounding belong to two private constructors, one that rounds down and one that rounds up.
 */
import { Decimal } from 'decimal.js';
import { Rejection } from '../rejection.ts';
import { parsed } from './exact.ts';
import { type Interval, Intervals, type Precisions, precisionsOf, STEPS } from './interval.ts';

/** An interval by its ends; in integers only where somebody asks for these. */
class Ends implements Interval {
  readonly low: Decimal;
  readonly high: Decimal;
  private integers: Interval | undefined;

  constructor(low: Decimal, high: Decimal) {
    this.low = low;
    this.high = high;
  }

  private get inIntegers(): Interval {
    this.integers ??= inIntegers(this.low, this.high);
    return this.integers;
  }

  get lo(): bigint {
    return this.inIntegers.lo;
  }

  get hi(): bigint {
    return this.inIntegers.hi;
  }

  get two(): number {
    return this.inIntegers.two;
  }

  get five(): number {
    return this.inIntegers.five;
  }
}

/** Of intervals in integers. */
const ENDS = new WeakMap<Interval, Ends>();

/** What depends on the precision alone. */
interface Precision {
  readonly down: Decimal.Constructor;
  readonly up: Decimal.Constructor;
  /** j/STEPS */
  readonly centres: Interval[];
  /** atan(j/STEPS) */
  readonly table: Interval[];
  /** 1/(2j + 1), rounded down */
  readonly coefficients: Decimal[];
}

const MADE = new Map<number, Precision>();

function precision(digits: number): Precision {
  let made = MADE.get(digits);
  if (made === undefined) {
    const to = (rounding: Decimal.Rounding): Decimal.Constructor =>
      Decimal.clone({ precision: digits, rounding, defaults: true });
    made = {
      down: to(Decimal.ROUND_FLOOR),
      up: to(Decimal.ROUND_CEIL),
      centres: [],
      table: [],
      coefficients: [],
    };
    MADE.set(digits, made);
  }
  return made;
}

/** Digits that a sum of the series has beyond those that matter: what they leave out is 10^−SPARE of the error. */
const SPARE = 20;
/** With digits for every product: it is not rounded. */
const Exact = Decimal.clone({ precision: 1e9, defaults: true });
const ZERO = new Decimal(0);

/** The same number, not rounded; decimal.js rounds a result as the constructor of its left operand says. */
function as(to: Decimal.Constructor, x: Decimal): Decimal {
  return x.constructor === to ? x : new to(x);
}

/** So many digits of a root are left to decimal.js, which takes each step of Newton's iteration in all digits. */
const FEW_DIGITS = 100;

/** √x or a little more, to about so many digits: a step of Newton's iteration from half of them, whose mean is never below. */
function nearRoot(x: Decimal, digits: number): Decimal {
  const { up } = precision(digits);
  if (digits <= FEW_DIGITS / 2) return as(up, x).sqrt();
  const near = as(up, nearRoot(x, (digits >> 1) + 5));
  return near.plus(as(up, x).div(near)).times(0.5);
}

/** −1, 0 or 1 (NaN of NaN); decimal.js has a zero with a minus, too. */
function signOf(x: Decimal): number {
  return x.isZero() ? 0 : x.s;
}

class DecimalIntervals extends Intervals {
  override exact(value: bigint, twos: number, fives: number = twos): Interval {
    const { down, up } = precision(this.digits);
    const exact = decimalOf(value, -twos, -fives, down);
    if (exact.sd() <= this.digits) return new Ends(exact, exact);
    // × 1 rounds.
    return new Ends(exact.times(1), up.mul(exact, 1));
  }

  override lower(x: Interval): Interval {
    const { low } = endsOf(x);
    return new Ends(low, low);
  }

  override upper(x: Interval): Interval {
    const { high } = endsOf(x);
    return new Ends(high, high);
  }

  override hull(x: Interval, y: Interval): Interval {
    return new Ends(endsOf(x).low, endsOf(y).high);
  }

  override negate(x: Interval): Interval {
    const { low, high } = endsOf(x);
    return new Ends(high.neg(), low.neg());
  }

  override absolute(x: Interval): Interval {
    const { low, high } = endsOf(x);
    if (signOf(low) >= 0) return x;
    const below = low.neg();
    return new Ends(signOf(high) < 0 ? high.neg() : ZERO, below.gt(high) ? below : high);
  }

  override max(x: Interval, y: Interval): Interval {
    const [a, b] = [endsOf(x), endsOf(y)];
    return new Ends(a.low.gt(b.low) ? a.low : b.low, a.high.gt(b.high) ? a.high : b.high);
  }

  override min(x: Interval, y: Interval): Interval {
    const [a, b] = [endsOf(x), endsOf(y)];
    return new Ends(a.low.lt(b.low) ? a.low : b.low, a.high.lt(b.high) ? a.high : b.high);
  }

  override add(x: Interval, y: Interval): Interval {
    const { down, up } = precision(this.digits);
    const a = endsOf(x);
    const b = endsOf(y);
    return new Ends(as(down, a.low).plus(b.low), as(up, a.high).plus(b.high));
  }

  override subtract(x: Interval, y: Interval): Interval {
    const { down, up } = precision(this.digits);
    const a = endsOf(x);
    const b = endsOf(y);
    return new Ends(as(down, a.low).minus(b.high), as(up, a.high).minus(b.low));
  }

  override multiply(x: Interval, y: Interval): Interval {
    const { down, up } = precision(this.digits);
    const a = endsOf(x);
    const b = endsOf(y);
    if (signOf(a.low) >= 0)
      return new Ends(
        as(down, signOf(b.low) < 0 ? a.high : a.low).times(b.low),
        as(up, signOf(b.high) < 0 ? a.low : a.high).times(b.high),
      );
    if (signOf(b.low) >= 0) return this.multiply(y, x);
    const products = (to: Decimal.Constructor): Decimal[] =>
      [a.low, a.high].flatMap((p) => [to.mul(p, b.low), to.mul(p, b.high)]);
    return new Ends(Decimal.min(...products(down)), Decimal.max(...products(up)));
  }

  override divide(x: Interval, y: Interval): Interval {
    const { down, up } = precision(this.digits);
    const a = endsOf(x);
    const b = endsOf(y);
    if (!(signOf(b.low) > 0)) throw new Rejection('a divisor is not enclosed away from 0');
    return new Ends(
      as(down, a.low).div(signOf(a.low) < 0 ? b.low : b.high),
      as(up, a.high).div(signOf(a.high) < 0 ? b.high : b.low),
    );
  }

  override sqrt(x: Interval): Interval {
    const { low, high } = endsOf(x);
    if (signOf(high) < 0) throw new Rejection('the root of a negative number');
    return this.roots(signOf(low) > 0 ? low : ZERO, high);
  }

  override rootOf(value: bigint, twos: number, fives: number = twos): Interval {
    if (value < 0n) throw new Rejection('the root of a negative number');
    const exact = decimalOf(value, -2 * twos, -2 * fives, precision(this.digits).down);
    return this.roots(exact, exact);
  }

  /**
   * √low rounded down and √high rounded up, for 0 ≤ low ≤ high. Of one number x a single root r is taken, which squares confirm: √x is r, or it
   * lies between r and the next number of so many digits.
   */
  private roots(low: Decimal, high: Decimal): Interval {
    const { down, up } = precision(this.digits);
    if (low.isZero() || !low.eq(high)) return new Ends(as(down, low).sqrt(), up.sqrt(high));
    const root = this.rootBelow(low);
    const below = Exact.mul(root, root).cmp(low);
    if (below === 0) return new Ends(root, root);
    // A tenth of a unit of the last digit, rounded up, is a whole one.
    const next = up.add(root, new Decimal(`1e${root.e - this.digits}`));
    if (below > 0 || Exact.mul(next, next).lt(low))
      throw new Rejection('a root of decimal.js is rounded as it was asked to be');
    return new Ends(root, next);
  }

  /** √x rounded down, to be confirmed: for many digits by Newton's iteration, unless its square is above x. */
  private rootBelow(x: Decimal): Decimal {
    const { down } = precision(this.digits);
    if (this.digits > FEW_DIGITS) {
      const root = down.mul(nearRoot(x, this.digits + 10), 1);
      if (Exact.mul(root, root).lte(x)) return root;
    }
    return as(down, x).sqrt();
  }

  protected override sign(x: Interval, end: 'lo' | 'hi'): number {
    const { low, high } = endsOf(x);
    return signOf(end === 'lo' ? low : high);
  }

  /** As in BigInt, from a table of its own. */
  protected override arctangent(t: Interval): Interval | undefined {
    const nearest = Math.round(STEPS * endsOf(t).high.toNumber());
    if (!(nearest >= 0 && nearest <= (9 / 8) * STEPS)) return undefined;
    const j = Math.min(nearest, STEPS);
    const { centres } = precision(this.digits);
    centres[j] ??= this.divide(this.integer(j), this.integer(STEPS));
    const centre = centres[j];
    const x = this.divide(this.subtract(t, centre), this.add(this.one, this.multiply(t, centre)));
    const { low, high } = endsOf(x);
    const small = low.gte(-0.5) && high.lte(0.5);
    return small ? this.add(this.table()[j]!, this.powerSeries(x)) : undefined;
  }

  /** atan(j/STEPS), by the addition theorem. */
  private table(): readonly Interval[] {
    const { table } = precision(this.digits);
    if (table.length > 0) return table;
    const angles = [this.zero];
    for (let j = 1; j <= STEPS; j++) {
      const step = this.divide(this.integer(STEPS), this.integer(STEPS * STEPS + j * (j - 1)));
      angles.push(this.add(angles[j - 1]!, this.powerSeries(step)));
    }
    // All or none are kept.
    table.push(...angles);
    return table;
  }

  /**
   * x·f(x²) for |x| ≤ ½, f(y) = Σ (−y)^j/(2j+1) = s_0 with s_j = c_j − y·s_(j+1), 0 < s_j ≤ 1, at the upper end y ≤ ¼ of x², and with s_J = 0: what
   * follows J terms is less than y^J/3 ≤ 10^−w/3. A step cuts c_j at w digits, and y, a product and a difference, all at most 1, at w, or at
   * w − jg + SPARE where y ≤ 10^−g. With the factor y^j it is off by 4·10^−w·4^−j, or by 4·10^−(w+SPARE) where fewer digits are kept: in all by less
   * than 6·10^−w. f decreases, by less than ⅓ of what y grows.
   */
  private powerSeries(x: Interval): Interval {
    const { low, high } = endsOf(this.square(x));
    const most = Decimal.min(high, 0.25);
    const work = this.digits + 2;
    // ¼ < 10^−.6
    const gained = Math.max(-(most.e + 1), 0.6);
    const { coefficients, down: cut } = precision(work);
    let y = most;
    let sum = ZERO;
    let digits = 0;
    for (let j = Math.ceil(work / gained) - 1; j >= 0; j--) {
      const needed = Math.min(work, 20 * Math.ceil((work - j * gained + SPARE) / 20));
      const { down } = precision(needed);
      if (needed !== digits) y = down.mul(most, 1);
      digits = needed;
      coefficients[j] ??= cut.div(1, 2 * j + 1);
      sum = as(down, coefficients[j]!).minus(y.times(sum));
    }
    const { down, up } = precision(this.digits);
    const error = new Decimal(`1e${1 - work}`);
    const spread = up.div(up.sub(most, low), 3);
    return this.multiply(x, new Ends(down.sub(sum, error), up.add(up.add(sum, error), spread)));
  }
}

function endsOf(x: Interval): Ends {
  if (x instanceof Ends) return x;
  let ends = ENDS.get(x);
  if (ends === undefined) {
    const low = decimalOf(x.lo, x.two, x.five, Decimal);
    ends = new Ends(low, x.hi === x.lo ? low : decimalOf(x.hi, x.two, x.five, Decimal));
    ENDS.set(x, ends);
  }
  return ends;
}

/** m·2^two·5^five, exactly: the constructor of decimal.js does not round. */
function decimalOf(m: bigint, two: number, five: number, to: Decimal.Constructor): Decimal {
  const ten = Math.min(two, five);
  return new to(`${m * 2n ** BigInt(two - ten) * 5n ** BigInt(five - ten)}e${ten}`);
}

function inIntegers(lo: Decimal, hi: Decimal): Interval {
  const a = parsed(lo.toString());
  const b = lo === hi ? a : parsed(hi.toString());
  const ten = Math.min(a.exponent, b.exponent);
  const integer = ({ digits, exponent }: typeof a): bigint =>
    exponent === ten ? digits : digits * 10n ** BigInt(exponent - ten);
  return { lo: integer(a), hi: integer(b), two: ten, five: ten };
}

export const decimalIntervals: Precisions = precisionsOf((digits, at) => new DecimalIntervals(digits, at));
