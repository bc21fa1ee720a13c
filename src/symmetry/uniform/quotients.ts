import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { bitLength } from '../../arithmetic/integer.ts';

/**
 * Taylor coefficients of As(X) = asin(√X)/√X and At(X) = atan(√X)/√X at x ≥ 0 (mathematics.md 11.5).
 *
 * 2X·As′ + As = (1 − X)^(−1/2) and 2X·At′ + At = 1/(1 + X), so the coefficients f_j at x satisfy
 *   2x(j+1) f_{j+1} + (2j+1) f_j = h_j,      h_j the coefficients of the right side.
 * This is run upwards from f_0 where x > 1/16 (a step enlarges an error by at most 1/x < 16) and downwards from an
 * enclosure of a far coefficient where x ≤ 1/16 (a step shrinks its part in f_j by x). Balls carry the errors.
 */
export interface QuotientSeries {
  /** f_0 … f_{count−1} for every number of the ball x; numbers outside the domain make a DomainError. */
  coefficients(field: BallField, x: Ball, count: number): readonly Ball[];
}

const fields = new Map<number, BallField>();

/** What was found, since the equations are evaluated many times around one centre; no more than so many are kept. */
const found = new Map<QuotientSeries, Map<string, readonly Ball[]>>();
const KEPT = 4096;

/**
 * At least `count` coefficients at a double, the same ones whatever was asked for before; upwards 4 bits are lost a step,
 * and more than the 53 bits of a double are left.
 */
export function coefficientsAt(series: QuotientSeries, x: number, count: number): readonly Ball[] {
  const length = 32 * Math.ceil(count / 32);
  let known = found.get(series);
  if (known === undefined || known.size > KEPT) {
    known = new Map();
    found.set(series, known);
  }
  const key = `${length} ${x}`;
  let coefficients = known.get(key);
  if (coefficients === undefined) {
    const bits = 128 + 4 * length;
    let field = fields.get(bits);
    if (field === undefined) {
      field = new BallField(bits);
      fields.set(bits, field);
    }
    coefficients = series.coefficients(field, field.exact(x), length);
    known.set(key, coefficients);
  }
  return coefficients;
}

interface Recurrence {
  readonly first: (field: BallField, x: Ball) => Ball;
  /** h_j from h_{j−1} */
  readonly next: (field: BallField, x: Ball) => (previous: Ball, j: number) => Ball;
  /** f_0 at x > 0 */
  readonly start: (field: BallField, x: Ball) => Ball;
  /** an enclosure of f_j, with h_j at hand */
  readonly enclose: (field: BallField, source: Ball, j: number) => Ball;
}

function seriesOf(recurrence: Recurrence): QuotientSeries {
  return {
    coefficients(field, x, count) {
      const threshold = field.rational({ numerator: 1n, denominator: 16n });
      const upwards = field.less(x, threshold) !== 'yes';
      // Downwards an error as large as the coefficient shrinks about x times a step; how far decides about speed only.
      const zeros = Math.max(3, field.bits - bitLength(x.mid));
      const length = upwards ? count : count + Math.ceil(field.bits / (zeros - 0.5));
      const next = recurrence.next(field, x);
      const sources = [recurrence.first(field, x)];
      for (let j = 1; j < length; j++) sources.push(next(sources[j - 1]!, j));
      const f = new Array<Ball>(length);
      if (upwards) {
        const inverse = field.div(field.one, x);
        f[0] = recurrence.start(field, x);
        for (let j = 0; j + 1 < length; j++) {
          const difference = field.sub(sources[j]!, field.scale(f[j]!, 2 * j + 1));
          f[j + 1] = field.divideByInteger(field.mul(difference, inverse), 2 * (j + 1));
        }
        return f;
      }
      f[length - 1] = recurrence.enclose(field, sources[length - 1]!, length - 1);
      for (let j = length - 2; j >= 0; j--) {
        const rest = field.scale(field.mul(x, f[j + 1]!), 2 * (j + 1));
        f[j] = field.divideByInteger(field.sub(sources[j]!, rest), 2 * j + 1);
      }
      return f.slice(0, count);
    },
  };
}

/** As at 0 ≤ x < 1: h_j = C(2j, j)/4^j·(1 − x)^(−j−1/2) > 0 and f_j > 0, so 0 ≤ f_j ≤ h_j/(2j+1). */
export const asinSeries: QuotientSeries = seriesOf({
  first: (field, x) => field.sqrt(field.div(field.one, field.sub(field.one, x))),
  next: (field, x) => {
    const inverse = field.div(field.one, field.sub(field.one, x));
    return (h, j) => field.divideByInteger(field.scale(field.mul(h, inverse), 2 * j - 1), 2 * j);
  },
  start: (field, x) => {
    const root = field.sqrt(x);
    return field.div(field.asin(root), root);
  },
  enclose: (field, h, j) => field.divideByInteger(field.hull(field.zero, h), 2 * j + 1),
});

/** At at x ≥ 0: h_j = (−1)^j (1 + x)^(−j−1), |f_j| = ∫_0^1 t^(2j)/(1 + xt²)^(j+1) dt ≤ 1/(2j+1). */
export const atanSeries: QuotientSeries = seriesOf({
  first: (field, x) => field.div(field.one, field.add(field.one, x)),
  next: (field, x) => {
    const inverse = field.div(field.one, field.add(field.one, x));
    return (h) => field.neg(field.mul(h, inverse));
  },
  start: (field, x) => {
    const root = field.sqrt(x);
    return field.div(field.atan(root), root);
  },
  enclose: (field, _, j) => field.divideByInteger(field.hull(field.neg(field.one), field.one), 2 * j + 1),
});
