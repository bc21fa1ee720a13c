import { type Ball, type BallField, DomainError } from '../arithmetic/ball.ts';
import type { Rational } from '../arithmetic/exact.ts';
import { exp, log } from '../arithmetic/exponential.ts';
import { bitLength } from '../arithmetic/integer.ts';
import { normalCdf } from '../arithmetic/normal.ts';
import { cos, sin } from '../arithmetic/trigonometric.ts';
import type { Algebra } from './algebra.ts';
import { logistic, softplus, tanh } from './elementary.ts';
import type { FunctionName } from './tree.ts';

/** What derivatives need besides: which side of a kink a number is on. */
export interface Sided<S> {
  /** 1 for a number > 0, 0 for one < 0; an enclosure of [0, 1] where that is not certain. */
  step(a: S): S;
}

/** Bits before the point of a number, at most: about those of e^65536, the greatest exponential. */
const MOST_BITS = 100_000;

/**
 * Balls: for proofs. Every value contains that of the formula at all numbers of the arguments. Throws DomainError where the
 * formula has no value at some of them: a division by 0, a logarithm or a power of what may not be positive, a root of what
 * may be negative.
 */
export class BallAlgebra implements Algebra<Ball>, Sided<Ball> {
  readonly field: BallField;
  private readonly decimals: Map<string, Ball> = new Map();

  /** The range of numbers, in units of the field. Both ends are kept: each takes 12 kB, and every product asks for them. */
  private readonly greatest: bigint;
  private readonly least: bigint;

  constructor(field: BallField) {
    this.field = field;
    this.greatest = 1n << BigInt(field.bits + MOST_BITS);
    this.least = -this.greatest;
  }

  get pi(): Ball {
    return this.field.pi;
  }

  decimal(x: string): Ball {
    let value = this.decimals.get(x);
    if (value === undefined) {
      value = this.field.exact(x);
      this.decimals.set(x, value);
    }
    return value;
  }

  rational(x: Rational): Ball {
    return this.field.rational(x);
  }

  add(a: Ball, b: Ball): Ball {
    return this.field.add(a, b);
  }

  sub(a: Ball, b: Ball): Ball {
    return this.field.sub(a, b);
  }

  neg(a: Ball): Ball {
    return this.field.neg(a);
  }

  dot(a: readonly Ball[], b: readonly Ball[], c: Ball): Ball {
    return this.field.dot(a, b, c);
  }

  /** A factor 1 or 0 is one without rounding. */
  mul(a: Ball, b: Ball): Ball {
    const { field } = this;
    if (field.isZero(a) || isUnit(field, b)) return a;
    if (field.isZero(b) || isUnit(field, a)) return b;
    return this.inRange(field.mul(a, b));
  }

  /** Numbers that are too large to be followed have no value here. */
  private inRange(x: Ball): Ball {
    const most = this.greatest;
    if (x.mid > most || x.mid < this.least || x.rad > most)
      throw new DomainError(`a number above 2^${MOST_BITS}`);
    return x;
  }

  div(a: Ball, b: Ball): Ball {
    return this.field.div(a, b);
  }

  /** Odd powers increase, even ones do in |a|: between the powers of the ends. */
  integerPower(a: Ball, n: number): Ball {
    const { field } = this;
    if (n < 0) return field.div(field.one, this.integerPower(a, -n));
    if (n === 0) return field.one;
    if (n === 1) return a;
    const whole = bitLength((a.mid < 0n ? -a.mid : a.mid) + a.rad) - field.bits;
    if (whole * n > MOST_BITS) throw new DomainError(`a number above 2^${MOST_BITS}`);
    if (a.rad === 0n) return powerOf(field, a, n);
    if (n % 2 === 1) return field.hull(powerOf(field, field.lower(a), n), powerOf(field, field.upper(a), n));
    const size = field.abs(a);
    const low = powerOf(field, field.lower(size), n);
    const hull = field.hull(low, powerOf(field, field.upper(size), n));
    return hull.mid < hull.rad ? field.max(field.zero, hull) : hull;
  }

  power(a: Ball, b: Ball): Ball {
    const { field } = this;
    if (field.positive(a) !== 'yes')
      throw new DomainError(
        'a power with an exponent that is not whole, of a number that may not be positive',
      );
    return exp(field, field.mul(b, log(field, a)));
  }

  apply(name: FunctionName, args: readonly Ball[]): Ball {
    const { field } = this;
    const [a] = args as readonly [Ball];
    switch (name) {
      case 'exp':
        return exp(field, a);
      case 'log':
        return log(field, a);
      case 'sqrt':
        if (field.less(a, field.zero) !== 'no')
          throw new DomainError('square root of a number that may be negative');
        return field.sqrt(a);
      case 'tanh':
        return tanh(field, a);
      case 'sin':
        return sin(field, a);
      case 'cos':
        return cos(field, a);
      case 'atan':
        return field.atan(a);
      case 'abs':
        return field.abs(a);
      case 'erf': {
        if (field.isZero(a)) return a;
        // 2Φ(√2 a) − 1
        const scaled = field.mul(a, field.sqrt(field.integer(2)));
        return field.sub(field.scale(normalCdf(field, scaled), 2), field.one);
      }
      case 'softplus':
        return softplus(field, a);
      case 'sigmoid':
        return logistic(field, a);
      case 'logsumexp': {
        const { greatest, total } = this.exponentials(args);
        return field.add(greatest, log(field, total));
      }
      case 'max':
        return args.reduce((x, y) => field.max(x, y));
      case 'min':
        return args.reduce((x, y) => field.min(x, y));
    }
  }

  /** arccos x, the angle of (x, √(1 − x²)), where −1 ≤ x ≤ 1 is certain. The language of expressions has no such function. */
  arccos(x: Ball): Ball {
    const { field } = this;
    const { one } = field;
    if (field.lessOrEqual(field.abs(x), one) !== 'yes')
      throw new DomainError('inverse cosine of a number that may be outside [-1, 1]');
    return field.angle(x, field.crossNorm(one, one, x));
  }

  softmax(args: readonly Ball[]): readonly Ball[] {
    const { powers, total } = this.exponentials(args);
    return powers.map((x) => this.field.div(x, total));
  }

  /** Less the argument with the greatest midpoint, so that the sum is at least e^−rad. */
  private exponentials(args: readonly Ball[]): { greatest: Ball; powers: readonly Ball[]; total: Ball } {
    const { field } = this;
    const greatest = args.reduce((x, y) => (y.mid > x.mid ? y : x));
    const powers = args.map((x) => exp(field, field.sub(x, greatest)));
    return { greatest, powers, total: powers.reduce((sum, x) => field.add(sum, x), field.zero) };
  }

  step(a: Ball): Ball {
    const { field } = this;
    if (field.positive(a) === 'yes') return field.one;
    if (field.positive(field.neg(a)) === 'yes') return field.zero;
    return field.hull(field.zero, field.one);
  }
}

function isUnit(field: BallField, a: Ball): boolean {
  return a.rad === 0n && a.mid === field.one.mid;
}

/** a^n, n ≥ 1, by squares. */
function powerOf(field: BallField, a: Ball, n: number): Ball {
  let result: Ball | null = null;
  let base = a;
  for (let rest = n; ; rest = Math.floor(rest / 2), base = field.square(base)) {
    if (rest % 2 === 1) result = result === null ? base : field.mul(result, base);
    if (rest <= 1) return result!;
  }
}
