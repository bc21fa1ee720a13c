/**
 * A second arithmetic behind the same intervals (`spurious check --arithmetic decimal`): + − × ÷ √ of their ends, and the reading of
 * exact numbers, by decimal.js with directed rounding, and arctangents by a series of these. Its trigonometric functions are not directed
 * and not used. Precision and rounding belong to two private constructors, one that rounds down and one that rounds up.
 */
import { Decimal } from 'decimal.js';
import { Rejection } from '../rejection.ts';
import { parsed } from './exact.ts';
import {
  type Interval,
  Intervals,
  isAtMost,
  isPositive,
  type Precisions,
  precisionsOf,
  STEPS,
} from './interval.ts';

type Ends = readonly [lo: Decimal, hi: Decimal];

/** The ends of intervals that were made here. */
const ENDS = new WeakMap<Interval, Ends>();

const TABLES = new Map<number, readonly Interval[]>();

interface Directed {
  readonly down: Decimal.Constructor;
  readonly up: Decimal.Constructor;
}

const MADE = new Map<number, Directed>();

function directed(digits: number): Directed {
  const to = (rounding: Decimal.Rounding): Decimal.Constructor =>
    Decimal.clone({ precision: digits, rounding, defaults: true });
  const known = MADE.get(digits) ?? { down: to(Decimal.ROUND_FLOOR), up: to(Decimal.ROUND_CEIL) };
  MADE.set(digits, known);
  return known;
}

class DecimalIntervals extends Intervals {
  override exact(value: bigint, twos: number, fives: number = twos): Interval {
    const { down, up } = directed(this.digits);
    const exact = decimalOf(value, -twos, -fives);
    // × 1 rounds.
    return intervalOf(down.mul(exact, 1), up.mul(exact, 1));
  }

  override add(x: Interval, y: Interval): Interval {
    const { down, up } = directed(this.digits);
    const [[a, b], [c, d]] = [endsOf(x), endsOf(y)];
    return intervalOf(down.add(a, c), up.add(b, d));
  }

  override subtract(x: Interval, y: Interval): Interval {
    const { down, up } = directed(this.digits);
    const [[a, b], [c, d]] = [endsOf(x), endsOf(y)];
    return intervalOf(down.sub(a, d), up.sub(b, c));
  }

  override multiply(x: Interval, y: Interval): Interval {
    const { down, up } = directed(this.digits);
    const [[a, b], [c, d]] = [endsOf(x), endsOf(y)];
    if (x.lo >= 0n && y.lo >= 0n) return intervalOf(down.mul(a, c), up.mul(b, d));
    const products = (to: Decimal.Constructor): Decimal[] =>
      [a, b].flatMap((p) => [to.mul(p, c), to.mul(p, d)]);
    return intervalOf(Decimal.min(...products(down)), Decimal.max(...products(up)));
  }

  override divide(x: Interval, y: Interval): Interval {
    if (!isPositive(y)) throw new Rejection('a divisor is not enclosed away from 0');
    const { down, up } = directed(this.digits);
    const [[a, b], [c, d]] = [endsOf(x), endsOf(y)];
    return intervalOf(down.div(a, x.lo < 0n ? c : d), up.div(b, x.hi < 0n ? d : c));
  }

  override sqrt(x: Interval): Interval {
    if (x.hi < 0n) throw new Rejection('the root of a negative number');
    const { down, up } = directed(this.digits);
    const [a, b] = endsOf(x);
    return intervalOf(down.sqrt(x.lo > 0n ? a : 0), up.sqrt(b));
  }

  override rootOf(value: bigint, twos: number, fives: number = twos): Interval {
    if (value < 0n) throw new Rejection('the root of a negative number');
    const { down, up } = directed(this.digits);
    const exact = decimalOf(value, -2 * twos, -2 * fives);
    return intervalOf(down.sqrt(exact), up.sqrt(exact));
  }

  /** As in BigInt, from a table of its own. */
  protected override arctangent(t: Interval): Interval | undefined {
    const nearest = Math.round(STEPS * endsOf(t)[1].toNumber());
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

  /** x·Σ (−x²)^j/(2j+1) for |x| ≤ ½: what follows the first J terms is (−x²)^J times a number between 0 and 1/(2J+1). */
  private powerSeries(x: Interval): Interval {
    const y = this.square(x);
    const gained = Math.max(-(endsOf(y)[1].e + 1), Math.log10(4));
    const coefficient = (j: number): Interval => this.divide(this.one, this.integer(2 * j + 1));
    const terms = Math.ceil(this.digits / gained);
    let sum = this.hull(this.zero, coefficient(terms));
    for (let j = terms - 1; j >= 0; j--) sum = this.subtract(coefficient(j), this.multiply(y, sum));
    return this.multiply(x, sum);
  }
}

function endsOf(x: Interval): Ends {
  return ENDS.get(x) ?? [decimalOf(x.lo, x.two, x.five), decimalOf(x.hi, x.two, x.five)];
}

/** m·2^two·5^five, exactly: the constructor of decimal.js does not round. */
function decimalOf(m: bigint, two: number, five: number): Decimal {
  const ten = Math.min(two, five);
  return new Decimal(`${m * 2n ** BigInt(two - ten) * 5n ** BigInt(five - ten)}e${ten}`);
}

function intervalOf(lo: Decimal, hi: Decimal): Interval {
  const [a, b] = [parsed(lo.toString()), parsed(hi.toString())];
  const ten = Math.min(a.exponent, b.exponent);
  const integer = ({ digits, exponent }: typeof a): bigint => digits * 10n ** BigInt(exponent - ten);
  const interval = { lo: integer(a), hi: integer(b), two: ten, five: ten };
  ENDS.set(interval, [lo, hi]);
  return interval;
}

export const decimalIntervals: Precisions = precisionsOf((digits, at) => new DecimalIntervals(digits, at));
