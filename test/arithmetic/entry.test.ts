import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BallField, DomainError } from '../../src/arithmetic/ball.ts';
import {
  approximately,
  ceilDivide,
  compareRationals,
  decimalOf,
  decimalOfDyadic,
  decomposeDouble,
  exactDecimal,
  floorDivide,
  type Rational,
  rationalOf,
} from '../../src/arithmetic/exact.ts';
import { exp, log } from '../../src/arithmetic/exponential.ts';
import { bitLength, integerSquareRoot } from '../../src/arithmetic/integer.ts';
import { expectEqual, expectTrue } from '../equal.ts';
import { contains, fieldOf, holds, natural, precision, signed } from './support.ts';

const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const rational: fc.Arbitrary<Rational> = fc.record({
  numerator: signed(natural(300)),
  denominator: natural(300).map((x) => x + 1n),
});
const same = (a: Rational, b: Rational): boolean => compareRationals(a, b) === 0;

describe('integers', () => {
  test('integerSquareRoot is the floor of the root', () => {
    const check = (x: bigint): void => {
      const root = integerSquareRoot(x);
      expectTrue(root >= 0n && root * root <= x && (root + 1n) * (root + 1n) > x, String(x));
    };
    for (let x = 0n; x < 2000n; x++) check(x);
    for (const bits of [51n, 52n, 53n, 104n, 106n, 995n, 996n, 997n, 1023n, 1024n, 1025n, 2048n, 5000n])
      for (let d = -3n; d <= 3n; d++) {
        check((1n << bits) + d);
        const root = (1n << (bits / 2n)) + d;
        if (root > 0n) for (let e = -1n; e <= 1n; e++) check(root * root + e);
      }
    holds([natural(3000), fc.bigInt({ min: -2n, max: 2n })], (x, d) => {
      check(x);
      if (x * x + d >= 0n) check(x * x + d);
    });
    expect(() => integerSquareRoot(-1n)).toThrow(RangeError);
  });

  test('bitLength counts binary digits', () => {
    expect(bitLength(0n)).toBe(0);
    for (let bits = 1; bits < 300; bits++)
      for (const x of [(1n << BigInt(bits)) - 1n, 1n << BigInt(bits - 1)])
        expectEqual([bitLength(x), bitLength(-x)], [bits, bits]);
    holds([signed(natural(2000))], (x) => {
      expectEqual(bitLength(x), x === 0n ? 0 : (x < 0n ? -x : x).toString(2).length);
    });
  });

  test('floorDivide and ceilDivide are the integers on either side of the quotient', () => {
    for (let a = -30n; a <= 30n; a++)
      for (let b = 1n; b <= 8n; b++) {
        expectEqual(floorDivide(a, b), BigInt(Math.floor(Number(a) / Number(b))));
        expectEqual(ceilDivide(a, b), BigInt(Math.ceil(Number(a) / Number(b))));
      }
    holds([signed(natural(400)), natural(300)], (a, b) => {
      const floor = floorDivide(a, b + 1n);
      expectTrue(floor * (b + 1n) <= a && (floor + 1n) * (b + 1n) > a);
      expectEqual(ceilDivide(a, b + 1n), a === floor * (b + 1n) ? floor : floor + 1n);
    });
  });
});

describe('entry', () => {
  test('doubles are taken exactly', () => {
    const wide = fieldOf(1074);
    const check = (x: number): void => {
      const { mantissa, exponent } = decomposeDouble(x);
      // Number() of an integer below 2^53 is exact, and so is a product by a power of two in its range.
      expectEqual(
        Number(mantissa) * 2 ** Math.max(exponent, -1000) * 2 ** Math.min(exponent + 1000, 0),
        x + 0,
      );
      const a = wide.exact(x);
      expectEqual(a.rad, 0n);
      expectTrue(contains(a, rationalOf(x)));
      expectTrue(same(rationalOf(exactDecimal(x)), rationalOf(x)));
      expectEqual(Number(exactDecimal(x)), x + 0);
      expectEqual(approximately(rationalOf(x)), x + 0);
    };
    for (const x of [
      0,
      -0,
      1,
      -1,
      0.1,
      5e-324,
      -5e-324,
      2 ** -1022,
      2 ** -1022 - 2 ** -1074,
      Number.MAX_VALUE,
      2 ** 53 + 2,
    ])
      check(x);
    holds([double], check, 1000);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (const read of [decomposeDouble, rationalOf, exactDecimal, (y: number) => wide.exact(y)])
        expect(() => read(x)).toThrow(RangeError);
  });

  test('a double or a decimal is in its ball at every precision', () => {
    holds([double, precision], (x, bits) => {
      expectTrue(contains(fieldOf(bits).exact(x), rationalOf(x)));
      expectTrue(contains(fieldOf(bits).exact(String(x)), rationalOf(String(x))));
    });
    holds([rational, precision], (x, bits) => {
      const a = fieldOf(bits).rational(x);
      expectTrue(contains(a, x));
      expectEqual(a.rad === 0n, (x.numerator << BigInt(bits)) % x.denominator === 0n);
    });
    // The decimal 0.1 is not the double.
    expect(compareRationals(rationalOf('0.1'), rationalOf(0.1))).toBe(-1);
  });

  test('decimals: signs, points, exponents', () => {
    const cases: [string, bigint, bigint][] = [
      ['0', 0n, 1n],
      ['-0', 0n, 1n],
      ['+7', 7n, 1n],
      ['007.50', 15n, 2n],
      ['1.', 1n, 1n],
      ['-1.25e2', -125n, 1n],
      ['12E-1', 6n, 5n],
      ['1e+3', 1000n, 1n],
    ];
    for (const [text, numerator, denominator] of cases)
      expectTrue(same(rationalOf(text), { numerator, denominator }), text);
    for (const text of [
      '',
      '.5',
      'e5',
      '1e',
      '1e12345',
      '0x10',
      '1,5',
      ' 1',
      '1 ',
      '1\n',
      'NaN',
      'Infinity',
      '--1',
      '1_0',
    ])
      expect(() => rationalOf(text), JSON.stringify(text)).toThrow(RangeError);
  });
});

describe('printing', () => {
  test('down and up enclose, parse back, and are one unit of the last digit apart', () => {
    holds(
      [rational, fc.integer({ min: 1, max: 60 })],
      (x, digits) => {
        const texts = [decimalOf(x, 'down', digits), decimalOf(x, 'up', digits)];
        const [down, up] = texts.map(rationalOf) as [Rational, Rational];
        expectTrue(compareRationals(down, x) <= 0 && compareRationals(x, up) <= 0);
        for (const text of texts)
          expectTrue(
            text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length <= Math.max(digits, 21),
            text,
          );
        if (x.numerator === 0n) return;
        const width = {
          numerator: up.numerator * down.denominator - down.numerator * up.denominator,
          denominator: up.denominator * down.denominator,
        };
        const size = { numerator: x.numerator < 0n ? -x.numerator : x.numerator, denominator: x.denominator };
        const bound = {
          numerator: size.numerator,
          denominator: size.denominator * 10n ** BigInt(digits - 1),
        };
        expectTrue(compareRationals(width, bound) <= 0, 'width');
        // A decimal that fits is printed as itself.
        expectEqual(decimalOf(down, 'up', digits), texts[0]);
        expectEqual(decimalOf(up, 'down', digits), texts[1]);
      },
      1500,
    );
  });

  test('dyadic numbers are printed exactly', () => {
    holds([signed(natural(120)), fc.integer({ min: -1100, max: 1100 })], (mantissa, exponent) => {
      const value =
        exponent >= 0
          ? { numerator: mantissa << BigInt(exponent), denominator: 1n }
          : { numerator: mantissa, denominator: 1n << BigInt(-exponent) };
      const text = decimalOfDyadic(mantissa, exponent);
      expectTrue(same(rationalOf(text), value));
      expectEqual(decimalOf(value, 'down', 2000), text);
    });
  });

  test('notation', () => {
    const one = 1n;
    const print = (numerator: bigint, denominator: bigint, digits: number): string[] => [
      decimalOf({ numerator, denominator }, 'down', digits),
      decimalOf({ numerator, denominator }, 'up', digits),
    ];
    expect(print(one, 3n, 3)).toEqual(['0.333', '0.334']);
    expect(print(-one, 3n, 3)).toEqual(['-0.334', '-0.333']);
    expect(print(9999n, 10n, 3)).toEqual(['999', '1000']);
    expect(print(-9999n, 10n, 3)).toEqual(['-1000', '-999']);
    expect(print(one, 10n ** 6n, 3)).toEqual(['0.000001', '0.000001']);
    expect(print(one, 3n * 10n ** 6n, 2)).toEqual(['3.3e-7', '3.4e-7']);
    expect(print(10n ** 20n, one, 5)).toEqual(['100000000000000000000', '100000000000000000000']);
    expect(print(10n ** 30n + one, one, 2)).toEqual(['1e+30', '1.1e+30']);
    expect(print(0n, 5n, 1)).toEqual(['0', '0']);
    for (const digits of [0, -1, Number.NaN])
      expect(() => decimalOf({ numerator: 1n, denominator: 3n }, 'down', digits)).toThrow(RangeError);
  });

  test('approximately is within two units in the last place, over the whole range', () => {
    holds([signed(natural(200)), natural(200), fc.integer({ min: -1100, max: 1100 })], (p, q, shift) => {
      const x = {
        numerator: p << BigInt(Math.max(shift, 0)),
        denominator: (q + 1n) << BigInt(Math.max(-shift, 0)),
      };
      const near = approximately(x);
      if (!Number.isFinite(near)) return;
      const slack = Math.max(Math.abs(near) * 2 ** -51, 5e-324);
      const { numerator, denominator } = rationalOf(near);
      const { numerator: s, denominator: t } = rationalOf(slack);
      const distance = numerator * x.denominator - x.numerator * denominator;
      const size = distance < 0n ? -distance : distance;
      expectTrue(size * t <= s * denominator * x.denominator);
    });
    expect(approximately({ numerator: 1n << 5000n, denominator: 3n })).toBe(Number.POSITIVE_INFINITY);
    expect(approximately({ numerator: -1n, denominator: 1n << 5000n })).toBe(-0);
  });
});

describe('what is refused', () => {
  const f = fieldOf(64);
  const around0 = f.ofUnits(1n, 1n);

  test('DomainErrors', () => {
    const refused: (() => unknown)[] = [
      () => f.div(f.one, f.zero),
      () => f.div(f.one, around0),
      () => f.div(f.zero, f.ofUnits(-5n, 5n)),
      () => f.divideByInteger(f.one, 0),
      () => f.sqrt(f.integer(-1)),
      () => f.sqrt(f.ofUnits(-3n, 2n)),
      () => f.crossNorm(f.one, f.one, f.ofUnits(f.one.mid + 9n, 2n)),
      () => f.acos(f.ofUnits(f.one.mid + 1n, 0n)),
      () => f.acos(f.ofUnits(-f.one.mid - 3n, 2n)),
      () => f.asin(f.integer(2)),
      () => log(f, f.zero),
      () => log(f, around0),
      () => log(f, f.integer(-1)),
      () => exp(f, f.integer(65_537)),
    ];
    for (const act of refused) expect(act, String(act)).toThrow(DomainError);
    // At the edge of the domain there is an answer.
    expect(f.sqrt(f.ofUnits(-2n, 2n))).toEqual(f.zero);
    expect(() => f.acos(f.ofUnits(f.one.mid + 2n, 2n))).not.toThrow();
    expect(() => log(f, f.ofUnits(2n, 1n))).not.toThrow();
  });

  test('balls of another field, by every operation that takes one', () => {
    const other = fieldOf(128).one;
    const unary = [
      'neg',
      'abs',
      'square',
      'sqrt',
      'atan',
      'acos',
      'asin',
      'lower',
      'upper',
      'lowerRational',
      'upperRational',
    ] as const;
    for (const name of unary) expect(() => f[name](other), name).toThrow(RangeError);
    const binary = [
      'add',
      'sub',
      'mul',
      'div',
      'min',
      'max',
      'hull',
      'angle',
      'less',
      'lessOrEqual',
    ] as const;
    for (const name of binary) {
      expect(() => f[name](other, f.one), name).toThrow(RangeError);
      expect(() => f[name](f.one, other), name).toThrow(RangeError);
    }
    for (const args of [
      [other, f.one, f.one],
      [f.one, other, f.one],
      [f.one, f.one, other],
    ] as const)
      expect(() => f.crossNorm(...args)).toThrow(RangeError);
    for (const name of ['scale', 'divideByInteger', 'shiftBy'] as const)
      expect(() => f[name](other, 2), name).toThrow(RangeError);
    for (const of of [exp, log]) expect(() => of(f, other)).toThrow(RangeError);
  });

  test('precisions, radii, denominators and integers that are none', () => {
    for (const bits of [31, 100_001, 64.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => new BallField(bits)).toThrow(RangeError);
    expect(() => f.ofUnits(1n, -1n)).toThrow(RangeError);
    for (const denominator of [0n, -3n])
      expect(() => f.rational({ numerator: -1n, denominator })).toThrow(RangeError);
    expect(() => f.integer(0.5)).toThrow(RangeError);
    expect(() => f.scale(f.one, Number.NaN)).toThrow(RangeError);
    expect(BallField.ofDigits(60).bits).toBeGreaterThanOrEqual(200);
  });
});
