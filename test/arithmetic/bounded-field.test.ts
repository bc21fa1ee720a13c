import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ball, DomainError } from '../../src/arithmetic/ball.ts';
import { lambdaMinLower } from '../../src/arithmetic/definite.ts';
import { compareRationals, rationalOf } from '../../src/arithmetic/exact.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import {
  type BoundedDouble,
  BoundedField,
  type BoundedVector,
  boundedOf,
} from '../../src/landscape/bounded-field.ts';
import { expectEqual, expectTrue } from '../equal.ts';
import { fieldOf, holds, signed } from './support.ts';

const balls = fieldOf(900);
const landscape = new BallLandscape(balls);
const field = new BoundedField(boundedOf(landscape, landscape.pi));

/** A number with its bounded double, both from a double and a multiple of its error. */
interface Known {
  readonly exact: Ball;
  readonly bounded: BoundedDouble;
}

/** Is |exact − value| ≤ error? (The ball is a point but for some 2^-900, far below any error that is not 0.) */
function isWithin({ exact, bounded: { value, error } }: Known): boolean {
  if (!(error < Number.POSITIVE_INFINITY)) return true;
  const distance = balls.abs(balls.sub(exact, balls.exact(value)));
  return compareRationals(balls.lowerRational(distance), rationalOf(error)) <= 0;
}

type Expression =
  | { readonly op: 'leaf'; readonly value: number; readonly error: number; readonly place: number }
  | { readonly op: 'integer'; readonly value: number }
  | { readonly op: 'pi' }
  | { readonly op: 'neg' | 'sqrt'; readonly a: Expression }
  | { readonly op: 'add' | 'sub' | 'mul' | 'div'; readonly a: Expression; readonly b: Expression };

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({
    op: fc.constant('leaf' as const),
    value: fc.oneof(
      fc.double({ min: -4, max: 4, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-60),
      fc.integer({ min: -1000, max: 1000 }).map((x) => x / 64),
    ),
    error: fc.constantFrom(0, 2 ** -60, 1e-12, 1e-3, 0.25),
    place: fc.integer({ min: -8, max: 8 }),
  }),
  fc.record({ op: fc.constant('integer' as const), value: fc.integer({ min: -9, max: 9 }) }),
  fc.constant({ op: 'pi' } as const),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    leaf,
    fc.record({ op: fc.constantFrom('neg' as const, 'sqrt' as const), a: tie('expression') }),
    fc.record({
      op: fc.constantFrom('add' as const, 'sub' as const, 'mul' as const, 'div' as const),
      a: tie('expression'),
      b: tie('expression'),
    }),
  ),
}));

/** The value of an expression both ways; null where it has none. Every part is checked on the way. */
function evaluate(x: Expression): Known | null {
  const known = ((): Known | null => {
    switch (x.op) {
      case 'leaf': {
        const offset = balls.divideByInteger(balls.scale(balls.exact(x.error), x.place), 8);
        return {
          exact: balls.add(balls.exact(x.value), offset),
          bounded: { value: x.value, error: x.error },
        };
      }
      case 'integer':
        return { exact: balls.integer(x.value), bounded: field.integer(x.value) };
      case 'pi':
        return { exact: balls.pi, bounded: field.pi };
      case 'neg': {
        const a = evaluate(x.a);
        return a && { exact: balls.neg(a.exact), bounded: field.neg(a.bounded) };
      }
      case 'sqrt': {
        const a = evaluate(x.a);
        // Of quantities known to be ≥ 0 only.
        if (a === null || balls.positive(a.exact) !== 'yes') return null;
        return { exact: balls.sqrt(a.exact), bounded: field.sqrt(a.bounded) };
      }
      default: {
        const a = evaluate(x.a);
        const b = a && evaluate(x.b);
        if (a === null || b === null) return null;
        try {
          return { exact: balls[x.op](a.exact, b.exact), bounded: field[x.op](a.bounded, b.bounded) };
        } catch (error) {
          if (error instanceof DomainError) return null;
          throw error;
        }
      }
    }
  })();
  if (known !== null) expectTrue(isWithin(known), x.op);
  return known;
}

describe('numbers', () => {
  test('random expressions: the value at high precision is within the error', () => {
    let decided = 0;
    holds(
      [expression],
      (x) => {
        const known = evaluate(x);
        if (known !== null && known.bounded.error < 1e-3) decided++;
      },
      4000,
    );
    expect(decided).toBeGreaterThan(1000);
  });

  test('a chain of operations keeps a useful error', () => {
    let known: Known = { exact: balls.one, bounded: field.integer(1) };
    const third = balls.div(balls.one, balls.integer(3));
    for (let i = 0; i < 50; i++) {
      const step: Known = { exact: third, bounded: boundedOf(landscape, third) };
      known = {
        exact: balls.sqrt(balls.add(balls.mul(known.exact, step.exact), balls.one)),
        bounded: field.sqrt(field.add(field.mul(known.bounded, step.bounded), field.integer(1))),
      };
      expectTrue(isWithin(known));
    }
    expect(known.bounded.error).toBeLessThan(1e-14);
  });

  test('balls as doubles, at any size', () => {
    holds(
      [signed(fc.bigInt({ min: 0n, max: 1n << 1000n })), fc.integer({ min: 0, max: 1000 }), fc.nat(1000)],
      (x, drop, rad) => {
        const mid = x >> BigInt(drop);
        const a = balls.ofUnits(mid, BigInt(rad));
        const bounded = boundedOf(landscape, a);
        for (const exact of [balls.lower(a), balls.upper(a)]) expectTrue(isWithin({ exact, bounded }));
      },
      2000,
    );
  });

  test('what is not known has an infinite error or none at all', () => {
    const one = field.integer(1);
    for (const unknown of [
      field.div(one, field.zero),
      field.div(one, { value: 1, error: 1 }),
      field.mul({ value: 1e300, error: 0 }, { value: 1e300, error: 0 }),
    ]) {
      expect(unknown.error < Number.POSITIVE_INFINITY).toBe(false);
      for (const later of [
        field.add(unknown, one),
        field.mul(unknown, field.zero),
        field.sub(unknown, unknown),
        field.div(unknown, one),
        field.sqrt(unknown),
        field.neg(unknown),
      ])
        expect(later.error < Number.POSITIVE_INFINITY).toBe(false);
      expect(field.isSafelyPositive(unknown)).toBe(false);
    }
  });

  test('an unknown number in any block makes the whole matrix unknown', () => {
    const infinite = field.div(field.integer(1), field.zero);
    for (const unknown of [infinite, field.mul(infinite, field.zero)])
      for (const at of [0, 1, 2]) {
        const m = field.matrix(3, 1);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j <= i; j++) {
            const entry = i === at && j === 0 ? unknown : field.integer(i === j ? 2 : 0);
            field.setBlock(m, i, j, entry, [], field.zero);
          }
        const enclosed = field.enclosed(m);
        expect(Number.isFinite(enclosed.errorUpper)).toBe(false);
        expect(lambdaMinLower(enclosed, 'integers')).toBeNull();
      }
  });

  test('quotients by numbers whose square underflows, lengths of vectors whose squares do', () => {
    const divisor = balls.exact(2.81e-162);
    const b = { exact: divisor, bounded: { value: 2.81e-162, error: 0 } };
    const a = { exact: balls.add(balls.one, balls.exact(1e-10)), bounded: { value: 1, error: 1e-10 } };
    expect(isWithin({ exact: balls.div(a.exact, b.exact), bounded: field.div(a.bounded, b.bounded) })).toBe(
      true,
    );
    const one = { doubles: Float64Array.of(1e-170), normUpper: 1e-170, errorUpper: 0 };
    expect(field.combine(1, [field.integer(1)], [one]).normUpper).toBeGreaterThanOrEqual(1e-170);
  });
});

describe('vectors and matrices', () => {
  const D = 3;
  const scalar = fc.record({
    value: fc.double({ min: -3, max: 3, noNaN: true }).map((x) => (Math.abs(x) < 1e-50 ? 0 : x)),
    error: fc.constantFrom(0, 1e-14, 1e-6, 0.125),
    place: fc.integer({ min: -8, max: 8 }),
  });
  const vector = fc.record({
    entries: fc.array(scalar, { minLength: D, maxLength: D }),
    error: fc.constantFrom(0, 1e-14, 1e-3),
  });
  type Scalar = { value: number; error: number; place: number };
  type Vector = { entries: Scalar[]; error: number };

  const knownScalar = ({ value, error, place }: Scalar): Known => ({
    exact: balls.add(balls.exact(value), balls.divideByInteger(balls.scale(balls.exact(error), place), 8)),
    bounded: { value, error },
  });
  /** The error of a vector is one bound on the length of its error: a quarter of it to each of up to three entries. */
  const knownVector = ({ entries, error }: Vector): { exact: Ball[]; bounded: BoundedVector } => {
    const doubles = Float64Array.from(entries, (x) => x.value);
    return {
      exact: entries.map(({ value, place }) =>
        balls.add(balls.exact(value), balls.divideByInteger(balls.scale(balls.exact(error), place), 16)),
      ),
      bounded: {
        doubles,
        normUpper: Math.hypot(...doubles) * (1 + 1e-15),
        errorUpper: error,
      },
    };
  };
  const lengthOf = (x: readonly Ball[]): Ball =>
    balls.sqrt(x.reduce((sum, a) => balls.add(sum, balls.square(a)), balls.zero));
  const isAtMost = (x: Ball, bound: number): boolean =>
    compareRationals(balls.lowerRational(x), rationalOf(bound)) <= 0;

  test('combinations: the error is at least the distance, the norm at least the length', () => {
    holds(
      [fc.array(fc.tuple(scalar, vector), { minLength: 1, maxLength: 5 })],
      (parts) => {
        const coefficients = parts.map(([c]) => knownScalar(c));
        const vectors = parts.map(([, x]) => knownVector(x));
        const result = field.combine(
          D,
          coefficients.map((c) => c.bounded),
          vectors.map((x) => x.bounded),
        );
        const exact = Array.from({ length: D }, (_, a) =>
          coefficients.reduce(
            (sum, c, i) => balls.add(sum, balls.mul(c.exact, vectors[i]!.exact[a]!)),
            balls.zero,
          ),
        );
        const doubles = Array.from(result.doubles, (x) => balls.exact(x));
        expectTrue(isAtMost(lengthOf(exact.map((x, a) => balls.sub(x, doubles[a]!))), result.errorUpper));
        expectTrue(isAtMost(lengthOf(doubles), result.normUpper));
      },
      600,
    );
  });

  test('blocks: the error is at least ‖(true − doubles)x‖ for unit vectors x', () => {
    const term = fc.tuple(scalar, vector, vector, fc.boolean());
    const direction = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: D, maxLength: D });
    holds(
      [scalar, fc.array(term, { maxLength: 4 }), fc.array(direction, { minLength: 4, maxLength: 4 })],
      (diagonal, terms, directions) => {
        const known = terms.map(([c, x, y, square]) => {
          const left = knownVector(x);
          return { coefficient: knownScalar(c), left, right: square ? left : knownVector(y) };
        });
        const own = knownScalar(diagonal);
        const m = field.matrix(2, D);
        field.setBlock(
          m,
          1,
          0,
          own.bounded,
          known.map(({ coefficient, left, right }) => ({
            coefficient: coefficient.bounded,
            left: left.bounded,
            right: right.bounded,
          })),
          field.zero,
        );
        const { mid } = field.enclosed(m);
        const at = (a: number, b: number): number => mid[(D + a) * 2 * D + b]!;
        const difference = (a: number, b: number): Ball => {
          let sum = a === b ? own.exact : balls.zero;
          for (const { coefficient, left, right } of known) {
            const both = balls.add(
              balls.mul(left.exact[a]!, right.exact[b]!),
              balls.mul(left.exact[b]!, right.exact[a]!),
            );
            sum = balls.add(sum, balls.mul(coefficient.exact, balls.shiftBy(both, -1)));
          }
          return balls.sub(sum, balls.exact(at(a, b)));
        };
        const rows = Array.from({ length: D }, (_, a) =>
          Array.from({ length: D }, (_, b) => difference(a, b)),
        );
        for (const x of directions) {
          const length = Math.hypot(...x);
          if (length === 0) continue;
          const image = rows.map((row) =>
            row.reduce((sum, e, b) => balls.add(sum, balls.scale(e, x[b]!)), balls.zero),
          );
          expectTrue(isAtMost(lengthOf(image), m.blockErrors[2]! * length * (1 + 1e-14)));
        }
        // Both triangles, and the mirrored block.
        for (let a = 0; a < D; a++)
          for (let b = 0; b < D; b++) {
            expectEqual(at(a, b), at(b, a));
            expectEqual(mid[a * 2 * D + D + b], at(a, b));
          }
      },
      400,
    );
  });
});
