import type { Ball, BallField } from '../../../src/arithmetic/ball.ts';
import type { Arithmetic } from '../../../src/symmetry/uniform/arithmetic.ts';
import { asinSeries, atanSeries, type QuotientSeries } from '../../../src/symmetry/uniform/quotients.ts';

/** Balls, for one value of s to any number of digits. */
export class BallArithmetic implements Arithmetic<Ball> {
  readonly field: BallField;
  readonly zero: Ball;
  readonly one: Ball;
  readonly halfPi: Ball;

  constructor(field: BallField) {
    this.field = field;
    this.zero = field.zero;
    this.one = field.one;
    this.halfPi = field.shiftBy(field.pi, -1);
  }

  add(a: Ball, b: Ball): Ball {
    return this.field.add(a, b);
  }
  sub(a: Ball, b: Ball): Ball {
    return this.field.sub(a, b);
  }
  mul(a: Ball, b: Ball): Ball {
    return this.field.mul(a, b);
  }
  mulAdd(a: Ball, b: Ball, c: Ball, d: Ball): Ball {
    return this.field.add(this.field.mul(a, b), this.field.mul(c, d));
  }
  square(a: Ball): Ball {
    return this.field.square(a);
  }
  /** n·a; half-integers are taken exactly, too. */
  scale(a: Ball, n: number): Ball {
    return Number.isInteger(n) ? this.field.scale(a, n) : this.field.shiftBy(this.field.scale(a, 2 * n), -1);
  }
  plus(a: Ball, n: number): Ball {
    return this.field.add(a, this.field.integer(n));
  }
  reciprocal(a: Ball): Ball {
    return this.field.div(this.field.one, a);
  }
  sqrt(a: Ball): Ball {
    return this.field.sqrt(a);
  }
  asinQuotient(a: Ball): Ball {
    return this.monotone(asinSeries, a, 0);
  }
  asinQuotientDerivative(a: Ball): Ball {
    return this.monotone(asinSeries, a, 1);
  }
  atanQuotient(a: Ball): Ball {
    return this.monotone(atanSeries, a, 0);
  }
  atanQuotientDerivative(a: Ball): Ball {
    return this.monotone(atanSeries, a, 1);
  }

  /**
   * As, As′ and At′ increase and At decreases on x ≥ 0 (the coefficients of As are positive, At = ∫_0^1 dt/(1 + xt²)),
   * so the values at the ends of the ball enclose all; the arguments are squares, what is below 0 is left out.
   */
  private monotone(series: QuotientSeries, a: Ball, index: number): Ball {
    const { field } = this;
    const low = field.max(field.zero, field.lower(a));
    const high = field.max(field.zero, field.upper(a));
    const at = (x: Ball): Ball => series.coefficients(field, x, 2)[index]!;
    return field.hull(at(low), at(high));
  }
}
