/**
 * A second arithmetic behind the same intervals (`spurious check --arithmetic decimal`): + − × ÷ √ of their ends, and the reading of
 * exact numbers, by decimal.js with directed rounding, and arctangents by a series of these. Its trigonometric functions are not directed
 * and not used. Precision and rounding belong to two private constructors, one that rounds down and one that rounds up.
 */
import { Decimal } from 'decimal.js';
import { Rejection } from '../rejection.ts';
import { parsed } from './exact.ts';
import { type Interval, Intervals, isAtMost, type Precisions, precisionsOf, STEPS } from './interval.ts';

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
const TABLES = new Map<number, readonly Interval[]>();
/** 1/(2j + 1) */
const COEFFICIENTS = new Map<number, Interval[]>();

interface Directed {
  readonly down: Decimal.Constructor;
  readonly up: Decimal.Constructor;
}

const MADE = new Map<number, Directed>();

function directed(digits: number): Directed {
  const to = (rounding: Decimal.Rounding): Decimal.Constructor =>
    Decimal.clone({ precision: digits, rounding, defaults: true });
  let made = MADE.get(digits);
  if (made === undefined) {
    made = { down: to(Decimal.ROUND_FLOOR), up: to(Decimal.ROUND_CEIL) };
    MADE.set(digits, made);
  }
  return made;
}

class DecimalIntervals extends Intervals {
  override exact(value: bigint, twos: number, fives: number = twos): Interval {
    const { down, up } = directed(this.digits);
    const exact = decimalOf(value, -twos, -fives);
    // × 1 rounds.
    return new Ends(down.mul(exact, 1), up.mul(exact, 1));
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
    if (low.gte(0)) return x;
    const below = low.neg();
    return new Ends(high.lt(0) ? high.neg() : ZERO, below.gt(high) ? below : high);
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
    const { down, up } = directed(this.digits);
    const [a, b] = [endsOf(x), endsOf(y)];
    return new Ends(down.add(a.low, b.low), up.add(a.high, b.high));
  }

  override subtract(x: Interval, y: Interval): Interval {
    const { down, up } = directed(this.digits);
    const [a, b] = [endsOf(x), endsOf(y)];
    return new Ends(down.sub(a.low, b.high), up.sub(a.high, b.low));
  }

  override multiply(x: Interval, y: Interval): Interval {
    const { down, up } = directed(this.digits);
    const [a, b] = [endsOf(x), endsOf(y)];
    if (a.low.gte(0))
      return new Ends(
        down.mul(b.low.lt(0) ? a.high : a.low, b.low),
        up.mul(b.high.lt(0) ? a.low : a.high, b.high),
      );
    if (b.low.gte(0)) return this.multiply(y, x);
    const products = (to: Decimal.Constructor): Decimal[] =>
      [a.low, a.high].flatMap((p) => [to.mul(p, b.low), to.mul(p, b.high)]);
    return new Ends(Decimal.min(...products(down)), Decimal.max(...products(up)));
  }

  override divide(x: Interval, y: Interval): Interval {
    const { down, up } = directed(this.digits);
    const [a, b] = [endsOf(x), endsOf(y)];
    if (!b.low.gt(0)) throw new Rejection('a divisor is not enclosed away from 0');
    return new Ends(
      down.div(a.low, a.low.lt(0) ? b.low : b.high),
      up.div(a.high, a.high.lt(0) ? b.high : b.low),
    );
  }

  override sqrt(x: Interval): Interval {
    const { down, up } = directed(this.digits);
    const { low, high } = endsOf(x);
    if (high.lt(0)) throw new Rejection('the root of a negative number');
    return new Ends(down.sqrt(low.gt(0) ? low : ZERO), up.sqrt(high));
  }

  override rootOf(value: bigint, twos: number, fives: number = twos): Interval {
    if (value < 0n) throw new Rejection('the root of a negative number');
    const { down, up } = directed(this.digits);
    const exact = decimalOf(value, -2 * twos, -2 * fives);
    return new Ends(down.sqrt(exact), up.sqrt(exact));
  }

  /** As in BigInt, from a table of its own. */
  protected override arctangent(t: Interval): Interval | undefined {
    const nearest = Math.round(STEPS * endsOf(t).high.toNumber());
    if (!(nearest >= 0 && nearest <= (9 / 8) * STEPS)) return undefined;
    const j = Math.min(nearest, STEPS);
    const centre = this.divide(this.integer(j), this.integer(STEPS));
    const x = this.divide(this.subtract(t, centre), this.add(this.one, this.multiply(t, centre)));
    const small = isAtMost(this.absolute(x), this.of('0.5'));
    return small ? this.add(this.table()[j]!, this.powerSeries(x)) : undefined;
  }

  /** atan(j/STEPS), by the addition theorem. */
  private table(): readonly Interval[] {
    const known = TABLES.get(this.digits);
    if (known !== undefined) return known;
    const table = [this.zero];
    for (let j = 1; j <= STEPS; j++) {
      const step = this.divide(this.integer(STEPS), this.integer(STEPS * STEPS + j * (j - 1)));
      table.push(this.add(table[j - 1]!, this.powerSeries(step)));
    }
    TABLES.set(this.digits, table);
    return table;
  }

  private coefficient(j: number): Interval {
    let made = COEFFICIENTS.get(this.digits);
    if (made === undefined) {
      made = [];
      COEFFICIENTS.set(this.digits, made);
    }
    made[j] ??= this.divide(this.one, this.integer(2 * j + 1));
    return made[j];
  }

  /** x·Σ (−x²)^j/(2j+1) for |x| ≤ ½: what follows the first J terms is (−x²)^J times a number between 0 and 1/(2J+1). */
  private powerSeries(x: Interval): Interval {
    const y = this.square(x);
    const gained = Math.max(-(endsOf(y).high.e + 1), Math.log10(4));
    const terms = Math.ceil(this.digits / gained);
    let sum = this.hull(this.zero, this.coefficient(terms));
    for (let j = terms - 1; j >= 0; j--) sum = this.subtract(this.coefficient(j), this.multiply(y, sum));
    return this.multiply(x, sum);
  }
}

const ZERO = new Decimal(0);

function endsOf(x: Interval): Ends {
  if (x instanceof Ends) return x;
  let ends = ENDS.get(x);
  if (ends === undefined) {
    const low = decimalOf(x.lo, x.two, x.five);
    ends = new Ends(low, x.hi === x.lo ? low : decimalOf(x.hi, x.two, x.five));
    ENDS.set(x, ends);
  }
  return ends;
}

/** m·2^two·5^five, exactly: the constructor of decimal.js does not round. */
function decimalOf(m: bigint, two: number, five: number): Decimal {
  const ten = Math.min(two, five);
  return new Decimal(`${m * 2n ** BigInt(two - ten) * 5n ** BigInt(five - ten)}e${ten}`);
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
