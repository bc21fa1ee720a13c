import type { Arithmetic } from '../../symmetry/uniform/arithmetic.ts';

/** Doubles without any bound: for proposals only (untrusted). */
export const floats: Arithmetic<number> = {
  zero: 0,
  one: 1,
  halfPi: Math.PI / 2,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  mulAdd: (a, b, c, d) => a * b + c * d,
  square: (a) => a * a,
  scale: (a, n) => a * n,
  plus: (a, n) => a + n,
  reciprocal: (a) => 1 / a,
  sqrt: (a) => Math.sqrt(a),
  asinQuotient: (x) => (Math.abs(x) < SMALL ? asinSeries(x) : Math.asin(Math.sqrt(x)) / Math.sqrt(x)),
  asinQuotientDerivative: (x) =>
    Math.abs(x) < SMALL
      ? slope(asinSeries, x)
      : (1 / Math.sqrt(1 - x) - Math.asin(Math.sqrt(x)) / Math.sqrt(x)) / (2 * x),
  atanQuotient: (x) => (Math.abs(x) < SMALL ? atanSeries(x) : Math.atan(Math.sqrt(x)) / Math.sqrt(x)),
  atanQuotientDerivative: (x) =>
    Math.abs(x) < SMALL
      ? slope(atanSeries, x)
      : (1 / (1 + x) - Math.atan(Math.sqrt(x)) / Math.sqrt(x)) / (2 * x),
};

/** Below this the first terms of the series are better than the quotients. */
const SMALL = 0.003;

function asinSeries(x: number): number {
  return 1 + x * (1 / 6 + x * (3 / 40 + x * (15 / 336 + x * (105 / 3456 + (x * 945) / 42240))));
}
function atanSeries(x: number): number {
  return 1 - x * (1 / 3 - x * (1 / 5 - x * (1 / 7 - x * (1 / 9 - x / 11))));
}
/** A central difference of a polynomial with a step that leaves eleven digits. */
function slope(f: (x: number) => number, x: number): number {
  const h = 1e-3;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}
