import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../../src/arithmetic/ball.ts';
import type { Arithmetic } from '../../../src/symmetry/uniform/arithmetic.ts';
import { asinSeries, atanSeries, coefficientsAt } from '../../../src/symmetry/uniform/quotients.ts';
import {
  doubleOf,
  TaylorArithmetic,
  TaylorError,
  type TaylorModel,
} from '../../../src/symmetry/uniform/taylor.ts';
import { holds } from '../../arithmetic/support.ts';
import { BallArithmetic } from './ball-arithmetic.ts';

const field = BallField.ofDigits(40);
const balls = new BallArithmetic(field);

/** A model of some order, and a function of it: its polynomial plus a remainder of full size at a monomial. */
interface Sample {
  readonly coefficients: number[];
  readonly radius: number;
  readonly power: number;
  readonly sign: number;
}

const real = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: low, max: high, noNaN: true });

function sample(order: number, first: fc.Arbitrary<number>, size: number): fc.Arbitrary<Sample> {
  return fc.record({
    coefficients: fc
      .tuple(first, fc.array(real(-1, 1), { minLength: order, maxLength: order }))
      .map(([head, rest]) => [head, ...rest.map((x, i) => (size * x) / 2 ** i)]),
    radius: fc.oneof(fc.constant(0), real(0, 1e-3)),
    power: fc.integer({ min: 0, max: 2 * order + 3 }),
    sign: fc.constantFrom(-1, 1),
  });
}

const model = (arithmetic: TaylorArithmetic, x: Sample): TaylorModel =>
  arithmetic.polynomial(x.coefficients, x.radius);

/** The value at t of the function that the sample stands for. */
function valueAt({ coefficients, radius, power, sign }: Sample, t: Ball): Ball {
  const powerOf = (n: number): Ball => (n === 0 ? field.one : field.mul(t, powerOf(n - 1)));
  const polynomial = coefficients.reduceRight(
    (sum, c) => field.add(field.mul(sum, t), field.exact(c)),
    field.zero,
  );
  return field.add(polynomial, field.mul(field.exact(sign * radius), powerOf(power)));
}

/** Is the value at t certainly within the radius of the polynomial of the model? */
function encloses(found: TaylorModel, value: Ball, t: Ball): boolean {
  const polynomial = found.c.reduceRight(
    (sum, c) => field.add(field.mul(sum, t), field.exact(c)),
    field.zero,
  );
  const distance = field.abs(field.sub(value, polynomial));
  const room = field.add(field.exact(found.radius), field.exact('1e-35'));
  const ends =
    field.less(value, field.exact(found.lower)) !== 'yes' &&
    field.less(field.exact(found.upper), value) !== 'yes';
  return ends && field.less(distance, room) === 'yes';
}

type Operation = <S>(on: Arithmetic<S>, a: S, b: S) => S;
const OPERATIONS: readonly (readonly [string, Operation])[] = [
  ['a + b', (on, a, b) => on.add(a, b)],
  ['a − b', (on, a, b) => on.sub(a, b)],
  ['ab', (on, a, b) => on.mul(a, b)],
  ['a² + ab', (on, a, b) => on.mulAdd(a, a, a, b)],
  ['−3a/2 + 5', (on, a) => on.plus(on.scale(a, -1.5), 5)],
  ['1/a', (on, a) => on.reciprocal(a)],
  ['√a', (on, a) => on.sqrt(a)],
  ['πa/2', (on, a) => on.mul(on.halfPi, a)],
  ['At(a)', (on, a) => on.atanQuotient(a)],
  ['At′(a)', (on, a) => on.atanQuotientDerivative(a)],
];

describe('Taylor models', () => {
  const time = real(-1, 1);

  it.each(OPERATIONS)('%s encloses the function at every t', (_, operation) => {
    for (const order of [0, 1, 4, 10])
      holds(
        [sample(order, real(0.7, 3), 0.1), sample(order, real(-2, 2), 0.3), time],
        (a, b, t) => {
          const arithmetic = new TaylorArithmetic(order);
          const at = field.exact(t);
          const value = operation(balls, valueAt(a, at), valueAt(b, at));
          expect(encloses(operation(arithmetic, model(arithmetic, a), model(arithmetic, b)), value, at)).toBe(
            true,
          );
        },
        40,
      );
  });

  it.each<[string, Operation]>([
    ['As(a)', (on, a) => on.asinQuotient(a)],
    ['As′(a)', (on, a) => on.asinQuotientDerivative(a)],
  ])('%s encloses the function at every t', (_, operation) => {
    for (const order of [0, 3, 10])
      holds(
        [sample(order, real(0.011, 0.9), 0.005), time],
        (a, t) => {
          const arithmetic = new TaylorArithmetic(order);
          const at = field.exact(t);
          const value = operation(balls, valueAt(a, at), field.zero);
          expect(encloses(operation(arithmetic, model(arithmetic, a), arithmetic.zero), value, at)).toBe(
            true,
          );
        },
        60,
      );
  });

  it('a radius that is halved is too small for some function', () => {
    const arithmetic = new TaylorArithmetic(2);
    const a: Sample = { coefficients: [0.5, 0.25, 0], radius: 1e-3, power: 0, sign: 1 };
    const t = field.one;
    const square = arithmetic.square(model(arithmetic, a));
    const value = field.square(valueAt(a, t));
    expect(encloses(square, value, t)).toBe(true);
    expect(encloses(arithmetic.polynomial(square.c, square.radius / 2), value, t)).toBe(false);
  });

  it('refuses divisors and lengths that may be 0, cosines that may be 1, overflow and NaN', () => {
    const arithmetic = new TaylorArithmetic(3);
    const wide = arithmetic.polynomial([0.5, 0.6], 0);
    expect(() => arithmetic.reciprocal(wide)).toThrow(TaylorError);
    expect(() => arithmetic.sqrt(wide)).toThrow(TaylorError);
    expect(() => arithmetic.asinQuotient(arithmetic.polynomial([0.5, 0.5], 0))).toThrow(TaylorError);
    expect(() => arithmetic.atanQuotient(arithmetic.polynomial([0.5, 1.5], 0))).toThrow(TaylorError);
    expect(() => arithmetic.reciprocal(arithmetic.zero)).toThrow(TaylorError);
    const large = arithmetic.polynomial([1e29], 0);
    expect(() => arithmetic.square(large)).toThrow(TaylorError);
    expect(() => arithmetic.polynomial([Number.NaN], 0)).toThrow(TaylorError);
  });
});

describe('coefficients of As and At', () => {
  it.each([
    ['As', asinSeries, true],
    ['At', atanSeries, false],
  ] as const)('%s: the recurrences from both sides agree, and the series sums up to the function', (_, series, isAsin) => {
    for (const x of [0, 1e-12, 0.01, 0.0624, 0.0626, 0.3, 0.69, 0.93]) {
      const f = coefficientsAt(series, x, 30);
      const on = new BallField(f[0]!.bits);
      const step = on.exact(2 ** -10);
      const sum = f.reduceRight((rest, c) => on.add(on.mul(rest, step), c), on.zero);
      const ball = new BallArithmetic(on);
      const argument = on.add(on.exact(x), step);
      const direct = isAsin ? ball.asinQuotient(argument) : ball.atanQuotient(argument);
      expect(on.less(on.abs(on.sub(sum, direct)), on.exact('1e-50')), `x = ${x}`).toBe('yes');
      for (const c of f)
        expect(doubleOf(c).error, `x = ${x}`).toBeLessThan(1e-14 * Math.max(1, Math.abs(doubleOf(c).mid)));
    }
  });

  it('known values at 0', () => {
    const as = coefficientsAt(asinSeries, 0, 4).map((c) => doubleOf(c).mid);
    const at = coefficientsAt(atanSeries, 0, 4).map((c) => doubleOf(c).mid);
    [1, 1 / 6, 3 / 40, 5 / 112].forEach((value, i) => {
      expect(as[i]).toBeCloseTo(value, 14);
    });
    [1, -1 / 3, 1 / 5, -1 / 7].forEach((value, i) => {
      expect(at[i]).toBeCloseTo(value, 14);
    });
  });
});
