import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ball, BallField } from '../../src/arithmetic/ball.ts';
import { accurateBits } from '../../src/arithmetic/ball.ts';
import { compareRationals, type Rational } from '../../src/arithmetic/exact.ts';
import { exp, log } from '../../src/arithmetic/exponential.ts';
import { bitLength } from '../../src/arithmetic/integer.ts';
import { normalCdf, normalDensity } from '../../src/arithmetic/normal.ts';
import { all, type Ternary } from '../../src/arithmetic/ternary.ts';
import { expectEqual, expectTrue } from '../equal.ts';
import {
  ball,
  ballsOf,
  fieldOf,
  high,
  holds,
  includes,
  low,
  overlap,
  precision,
  type Units,
} from './support.ts';

const unitSized = ballsOf(1, 0);

/** The part of [−1, 1] of a ball, as a ball, or null. */
function clip(field: BallField, a: Ball): Ball | null {
  const one = field.one.mid;
  const first = a.mid - a.rad > -one ? a.mid - a.rad : -one;
  const last = a.mid + a.rad < one ? a.mid + a.rad : one;
  return first > last ? null : field.hull(field.ofUnits(first, 0n), field.ofUnits(last, 0n));
}

describe('algebra', () => {
  test('√x · √x contains the nonnegative part of x, √(x²) contains |x|', () => {
    holds([ballsOf(1)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const x = ball(f, balls[0]!);
      const size = f.sqrt(f.square(x));
      for (const end of [f.lower(x), f.upper(x)]) expectTrue(includes(size, f.abs(end)));
      if (x.mid + x.rad < 0n) return;
      const root = f.sqrt(x);
      expectTrue(includes(f.mul(root, root), f.upper(x)));
      expectTrue(includes(f.mul(root, root), x.mid < x.rad ? f.zero : f.lower(x)));
    });
  });

  test('(a/b)·b contains a', () => {
    holds([ballsOf(2)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const [a, b] = balls.map((x) => ball(f, x)) as [Ball, Ball];
      fc.pre(f.positive(f.abs(b)) === 'yes');
      expectTrue(includes(f.mul(f.div(a, b), b), a));
    });
  });

  test('sums and products: commutative, associative and distributive up to overlap', () => {
    holds([ballsOf(3)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const [a, b, c] = balls.map((x) => ball(f, x)) as [Ball, Ball, Ball];
      expectEqual(f.add(a, b), f.add(b, a));
      expectEqual(f.mul(a, b), f.mul(b, a));
      expectEqual(f.add(f.add(a, b), c), f.add(a, f.add(b, c)));
      expectEqual(f.sub(a, b), f.add(a, f.neg(b)));
      expectTrue(overlap(f.mul(f.mul(a, b), c), f.mul(a, f.mul(b, c))));
      expectTrue(overlap(f.mul(a, f.add(b, c)), f.add(f.mul(a, b), f.mul(a, c))));
      expectTrue(overlap(f.sub(f.square(a), f.square(b)), f.mul(f.sub(a, b), f.add(a, b))));
      expectTrue(includes(f.sub(f.add(a, b), b), a));
    });
  });

  test('0 and 1 have no bits of their own: sums and products are those of equal balls', () => {
    holds([ballsOf(1, 0)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const x = ball(f, balls[0]!);
      for (const known of [f.zero, f.one, f.integer(0), f.integer(1)]) {
        const same = f.ofUnits(known.mid, known.rad);
        for (const [a, b] of [
          [x, 'known'],
          ['known', x],
          [f.lower(x), 'known'],
          ['known', f.zero],
          ['known', f.one],
        ] as const) {
          const by = (place: Ball): [Ball, Ball] => [a === 'known' ? place : a, b === 'known' ? place : b];
          expectEqual(f.mul(...by(known)), f.mul(...by(same)));
          expectEqual(f.add(...by(known)), f.add(...by(same)));
          expectEqual(f.sub(...by(known)), f.sub(...by(same)));
        }
      }
    });
  });

  test('√(xy − z²): of equal numbers 0, overlaps the root of the difference, turns with the angle', () => {
    holds([ballsOf(3)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const [x, y, z] = balls.map((a) => ball(f, a)) as [Ball, Ball, Ball];
      expectTrue(includes(f.crossNorm(x, x, x), f.zero));
      const [p, q] = [f.abs(x), f.abs(y)];
      const difference = f.sub(f.mul(p, q), f.square(z));
      if (difference.mid + difference.rad > 16n)
        expectTrue(overlap(f.crossNorm(p, q, z), f.sqrt(difference)));
      // (p² + q²)² − (p² − q²)² = 4p²q²
      const [a, b] = [f.square(p), f.square(q)];
      const cross = f.crossNorm(f.add(a, b), f.add(a, b), f.sub(a, b));
      expectTrue(overlap(cross, f.scale(f.mul(p, q), 2)));
    });
  });

  test('integers: scale, divideByInteger and shiftBy undo one another', () => {
    holds(
      [ballsOf(1), fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }), fc.integer({ min: -150, max: 150 })],
      (x, n, s) => {
        const f = fieldOf(x.bits);
        const a = ball(f, x.balls[0]!);
        fc.pre(n !== 0n);
        expectTrue(includes(f.divideByInteger(f.scale(a, n), n), a));
        expectTrue(includes(f.scale(f.divideByInteger(a, n), n), a));
        expectTrue(overlap(f.scale(a, n), f.mul(a, f.integer(n))));
        expectTrue(includes(f.shiftBy(f.shiftBy(a, s), -s), a));
      },
    );
  });

  test('minimum, maximum, absolute value and hull', () => {
    holds([ballsOf(2)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const [a, b] = balls.map((x) => ball(f, x)) as [Ball, Ball];
      expectTrue(overlap(f.add(f.min(a, b), f.max(a, b)), f.add(a, b)));
      expectTrue(overlap(f.max(a, f.neg(a)), f.abs(a)));
      const hull = f.hull(a, b);
      expectTrue(includes(hull, a) && includes(hull, b));
      const tight = [a.mid - a.rad, a.mid + a.rad, b.mid - b.rad, b.mid + b.rad].sort((p, q) =>
        p < q ? -1 : p > q ? 1 : 0,
      );
      expect(2n * hull.rad - (tight[3]! - tight[0]!)).toBeLessThanOrEqual(1n);
    });
  });

  test('a ball in a field of other precision is included', () => {
    holds([ballsOf(1), precision], ({ bits, balls }, other) => {
      const a = ball(fieldOf(bits), balls[0]!);
      const there = fieldOf(other).from(a);
      expectTrue(includes(there, a));
      expectEqual(there.bits, other);
      if (other >= bits) expectTrue(includes(a, there));
    });
  });
});

describe('angles', () => {
  test('acos x + asin x contains π/2', () => {
    holds([unitSized], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const x = clip(f, ball(f, balls[0]!));
      if (x === null) return;
      const right = fieldOf(1500).shiftBy(fieldOf(1500).pi, -1);
      expectTrue(overlap(f.add(f.acos(x), f.asin(x)), right));
      expectTrue(overlap(f.add(f.acos(x), f.acos(f.neg(x))), fieldOf(1500).pi));
      expectTrue(overlap(f.asin(f.neg(x)), f.neg(f.asin(x))));
    });
  });

  test('atan x + atan 1/x contains ±π/2; atan is odd; atan x is the angle of (1, x)', () => {
    holds([ballsOf(1, 60)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const x = ball(f, balls[0]!);
      expectTrue(overlap(f.atan(f.neg(x)), f.neg(f.atan(x))));
      if (f.positive(f.abs(x)) !== 'yes') return;
      const right = fieldOf(1500).shiftBy(fieldOf(1500).pi, -1);
      const sum = f.add(f.atan(x), f.atan(f.div(f.one, x)));
      expectTrue(overlap(x.mid > 0n ? sum : f.neg(sum), right));
      if (x.mid > 0n) expectTrue(overlap(f.angle(f.one, x), f.atan(x)));
    });
  });

  test("Machin's and Euler's formulas for π", () => {
    for (let bits = 32; bits < 1200; bits += 37) {
      const f = fieldOf(bits);
      const inverse = (q: number): Ball => f.atan(f.div(f.one, f.integer(q)));
      const quarter = f.shiftBy(f.pi, -2);
      expectTrue(overlap(f.sub(f.scale(inverse(5), 4), inverse(239)), quarter));
      expectTrue(overlap(f.add(inverse(2), inverse(3)), quarter));
      expect(accurateBits(f.pi)).toBeGreaterThanOrEqual(bits - 2);
    }
  });

  test('angle: reflected, exchanged and scaled vectors', () => {
    holds([ballsOf(2, 20), fc.bigInt({ min: 1n, max: 1n << 90n })], ({ bits, balls }, n) => {
      const f = fieldOf(bits);
      const z = ball(f, balls[0]!);
      const r = f.abs(ball(f, balls[1]!));
      const pi = fieldOf(1500).pi;
      const angle = f.angle(z, r);
      expectTrue(overlap(f.add(angle, f.angle(f.neg(z), r)), pi));
      expectTrue(overlap(angle, f.angle(f.scale(z, n), f.scale(r, n))));
      if (f.positive(z) === 'yes')
        expectTrue(overlap(f.add(angle, f.angle(r, z)), fieldOf(1500).shiftBy(pi, -1)));
    });
  });

  test('angles of complex products add up', () => {
    holds([ballsOf(4, 3)], ({ bits, balls }) => {
      const f = fieldOf(bits);
      const [a, b, c, d] = balls.map((x) => f.abs(ball(f, x))) as [Ball, Ball, Ball, Ball];
      // Both angles are in [0, π/2], so the product lies in the upper half-plane.
      const z = f.sub(f.mul(a, c), f.mul(b, d));
      const r = f.add(f.mul(a, d), f.mul(b, c));
      expectTrue(overlap(f.angle(z, r), f.add(f.angle(a, b), f.angle(c, d))));
    });
  });

  test('exact cases: axes, and no direction at all', () => {
    for (const bits of [32, 64, 136]) {
      const f = fieldOf(bits);
      expectTrue(f.isZero(f.angle(f.integer(3), f.zero)));
      expectEqual(f.angle(f.integer(-3), f.zero), f.pi);
      expectTrue(overlap(f.angle(f.zero, f.integer(2)), fieldOf(1500).shiftBy(fieldOf(1500).pi, -1)));
      const unknown = f.angle(f.zero, f.zero);
      expectTrue(includes(unknown, f.zero) && includes(unknown, fieldOf(1500).pi));
      expectTrue(f.isZero(f.acos(f.one)) && f.isZero(f.asin(f.zero)) && f.isZero(f.atan(f.zero)));
      expectEqual(f.acos(f.neg(f.one)), f.pi);
    }
  });

  test('nearly collinear vectors keep their absolute accuracy', () => {
    for (const bits of [53, 136, 333]) {
      const f = fieldOf(bits);
      for (const m of [1n, 2n, 1000n]) {
        expect(f.acos(f.ofUnits(f.one.mid - m, 0n)).rad).toBeLessThanOrEqual(5n);
        expect(f.asin(f.ofUnits(m - f.one.mid, 0n)).rad).toBeLessThanOrEqual(5n);
        expect(f.angle(f.one, f.ofUnits(m, 0n)).rad).toBeLessThanOrEqual(2n);
        expect(f.angle(f.neg(f.one), f.ofUnits(m, 0n)).rad).toBeLessThanOrEqual(2n);
      }
    }
  });
});

describe('exponentials', () => {
  test('e^x·e^−x contains 1, e^(x+y) overlaps e^x·e^y, log e^x contains x', () => {
    holds(
      [ballsOf(2, 3)],
      ({ bits, balls }) => {
        const f = fieldOf(bits);
        const [x, y] = balls.map((a) => ball(f, a)) as [Ball, Ball];
        expectTrue(includes(f.mul(exp(f, x), exp(f, f.neg(x))), f.one));
        expectTrue(overlap(f.mul(exp(f, x), exp(f, y)), exp(f, f.add(x, y))));
        if (f.positive(exp(f, x)) === 'yes') expectTrue(includes(log(f, exp(f, x)), x));
      },
      200,
    );
  });

  test('log xy overlaps log x + log y, e^log x contains x', () => {
    holds(
      [ballsOf(2, 30)],
      ({ bits, balls }) => {
        const f = fieldOf(bits);
        const [x, y] = balls.map((a) => f.abs(ball(f, a))) as [Ball, Ball];
        fc.pre(all(f.positive(x), f.positive(y), f.positive(f.mul(x, y))) === 'yes');
        expectTrue(overlap(log(f, f.mul(x, y)), f.add(log(f, x), log(f, y))));
        expectTrue(includes(exp(f, log(f, x)), x));
      },
      200,
    );
  });

  test('Φ(x) + Φ(−x) contains 1; φ is even; Φ′ = φ by the mean value theorem', () => {
    holds(
      [ballsOf(2, 3)],
      ({ bits, balls }) => {
        const f = fieldOf(bits);
        const [x, y] = balls.map((a) => ball(f, a)) as [Ball, Ball];
        expectTrue(includes(f.add(normalCdf(f, x), normalCdf(f, f.neg(x))), f.one));
        expectEqual(normalDensity(f, f.neg(x)), normalDensity(f, x));
        const slope = normalDensity(f, f.hull(x, y));
        expectTrue(overlap(f.sub(normalCdf(f, y), normalCdf(f, x)), f.mul(slope, f.sub(y, x))));
      },
      60,
    );
  });

  test('of large arguments: the 64th power of e^(x/64), with small relative errors', () => {
    const f = fieldOf(136);
    // e^x by mpmath, 40 digits.
    for (const [x, digits, power] of [
      // 256 and 257 bits before the point: where it begins.
      ['177.25', '9.521314647104444693966609748593079043974', 76],
      ['177.75', '1.569799398370978225792154047053286366444', 77],
      ['250.5', '6.176859412643206202703551144338101320340', 108],
      ['1500.25', '3.550556887405530596461941519127375523694', 651],
      ['3000.5', '1.260645421070284967347878365292466884713', 1303],
      ['60000.125', '5.286898897128006872093004497634978719329', 26057],
    ] as const) {
      const value = exp(f, f.exact(x));
      let other = exp(f, f.shiftBy(f.exact(x), -6));
      for (let i = 0; i < 6; i++) other = f.square(other);
      expectTrue(overlap(value, other), x);
      expect(bitLength(value.mid) - bitLength(value.rad), x).toBeGreaterThan(256);
      const ten = 10n ** BigInt(power - 39);
      const known = BigInt(digits.replace('.', '')) * ten;
      expectTrue(overlap(value, f.ofUnits(known << 136n, ten << 136n)), x);
      expectTrue(includes(log(f, value), f.exact(x)), x);
    }
  });

  test('known values', () => {
    const f = fieldOf(136);
    expect(exp(f, f.zero)).toEqual(f.one);
    expect(log(f, f.one)).toEqual(f.zero);
    expect(normalCdf(f, f.zero)).toEqual(f.shiftBy(f.one, -1));
    // Exponentials and normal tails below half a unit.
    for (const x of [-200, -5000]) expect(exp(f, f.integer(x))).toEqual(f.ofUnits(0n, 1n));
    expectTrue(includes(f.ofUnits(0n, 2n), normalCdf(f, f.integer(-40))));
    expectTrue(includes(normalCdf(f, f.integer(40)), f.one));
    // 0.975 quantile.
    expect(
      overlap(normalCdf(f, f.exact('1.959963984540054235524594430520551527955')), f.exact('0.975')),
    ).toBe(true);
  });
});

describe('inclusion monotonicity', () => {
  type Unary = (f: BallField, a: Ball) => Ball;
  const unary: Readonly<Record<string, Unary>> = {
    neg: (f, a) => f.neg(a),
    abs: (f, a) => f.abs(a),
    square: (f, a) => f.square(a),
    sqrt: (f, a) => f.sqrt(f.abs(a)),
    atan: (f, a) => f.atan(a),
    exp: (f, a) => exp(f, a),
    log: (f, a) => log(f, f.add(f.abs(a), f.one)),
    normalCdf: (f, a) => normalCdf(f, a),
    normalDensity: (f, a) => normalDensity(f, a),
    acos: (f, a) => f.acos(clip(f, a)!),
    asin: (f, a) => f.asin(clip(f, a)!),
    angleOfSlope: (f, a) => f.angle(f.one, f.abs(a)),
    reciprocal: (f, a) => f.div(f.one, f.add(f.abs(a), f.one)),
  };
  const cut = fc.tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 64 }));

  /** The part of a ball from one 64th to another (up to half a unit), and the number at the first of them. */
  function part(f: BallField, a: Units, [p, q]: [number, number]): { inner: Ball; single: Ball } {
    const place = (i: number): Ball => f.ofUnits(a.mid - a.rad + (2n * a.rad * BigInt(i)) / 64n, 0n);
    return { inner: f.hull(place(p), place(q)), single: place(p) };
  }

  test.each(Object.entries(unary))('%s', (name, op) => {
    const inside = name === 'acos' || name === 'asin';
    holds(
      [ballsOf(1, inside ? -1 : 3), cut],
      ({ bits, balls }, at) => {
        const f = fieldOf(bits);
        const { inner, single } = part(f, balls[0]!, at);
        fc.pre(!inside || clip(f, inner) !== null);
        const outer = op(f, ball(f, balls[0]!));
        expectTrue(overlap(outer, op(f, inner)));
        // A single number, at twice the precision: what it encloses meets both.
        const fine = fieldOf(2 * bits + 32);
        if (!inside || clip(f, single) !== null) expectTrue(overlap(outer, op(fine, fine.from(single))));
      },
      120,
    );
  });

  test('add, sub, mul, div, angle', () => {
    holds([ballsOf(2, 3), cut, cut], ({ bits, balls }, p, q) => {
      const f = fieldOf(bits);
      const [a, b] = balls as [Units, Units];
      const [x, y] = [part(f, a, p).inner, part(f, b, q).inner];
      for (const op of ['add', 'sub', 'mul', 'min', 'max', 'hull'] as const)
        expectTrue(overlap(f[op](ball(f, a), ball(f, b)), f[op](x, y)));
      expectTrue(overlap(f.angle(ball(f, a), f.abs(ball(f, b))), f.angle(x, f.abs(y))));
      if (f.positive(f.abs(ball(f, b))) === 'yes')
        expectTrue(overlap(f.div(ball(f, a), ball(f, b)), f.div(x, y)));
    });
  });
});

describe('comparisons', () => {
  const decide = (certain: boolean, possible: boolean): Ternary =>
    certain ? 'yes' : possible ? 'undecided' : 'no';
  const precedes = (x: Rational, y: Rational): boolean => compareRationals(x, y) < 0;

  test('less, lessOrEqual and positive say what the rational ends say', () => {
    const near = ballsOf(2).map(({ bits, balls: [a, b] }) => ({
      bits,
      // Half of the pairs touch or nearly touch.
      balls:
        a!.mid % 2n === 0n ? [a!, b!] : [a!, { mid: a!.mid + a!.rad + b!.rad + (b!.mid % 2n), rad: b!.rad }],
    }));
    holds(
      [near],
      ({ bits, balls }) => {
        const f = fieldOf(bits);
        const [a, b] = balls.map((x) => ball(f, x)) as [Ball, Ball];
        expectEqual(f.less(a, b), decide(precedes(high(a), low(b)), precedes(low(a), high(b))));
        expectEqual(f.lessOrEqual(a, b), decide(!precedes(low(b), high(a)), !precedes(high(b), low(a))));
        const zero = { numerator: 0n, denominator: 1n };
        expectEqual(f.positive(a), decide(precedes(zero, low(a)), precedes(zero, high(a))));
        expectEqual(f.lowerRational(a), low(a));
        expectEqual(f.upperRational(a), high(a));
      },
      2000,
    );
  });

  test('all of several answers', () => {
    expect(all()).toBe('yes');
    expect(all('yes', 'undecided')).toBe('undecided');
    expect(all('undecided', 'no', 'yes')).toBe('no');
  });
});
