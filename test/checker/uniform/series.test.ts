import { describe, expect, it } from 'vitest';
import { positiveDefinite } from '../../../src/checker/uniform/definite-series.ts';
import { Dual } from '../../../src/checker/uniform/dual.ts';
import { contracts } from '../../../src/checker/uniform/krawczyk.ts';
import {
  approximate,
  confirmPositive,
  constant,
  ONE,
  piOver,
  rootBelow,
  Series,
} from '../../../src/checker/uniform/series.ts';
import { fixed } from './uniform-fixture.ts';

const ORDER = 6;
const TIMES = [-1, -0.7, -0.31, 0, 0.2, 0.55, 0.93, 1];

/** A polynomial of doubles as a Series, with a radius. */
function series(coefficients: readonly number[], radius = 0): Series {
  return new Series(ORDER, coefficients.map(fixed), fixed(radius));
}

function polynomial(coefficients: readonly number[], t: number): number {
  return coefficients.reduceRight((sum, entry) => sum * t + entry, 0);
}

/** How far the value lies from the polynomial of x at t, over its radius. */
function strain(x: Series, t: number, value: number): number {
  return Math.abs(polynomial(x.coefficients.map(approximate), t) - value) / (approximate(x.radius) + 1e-13);
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  };
}

/** Random operands: a polynomial with values in about (low, high), and a member of the enclosure at each t. */
function operand(next: () => number, centre: number, spread: number) {
  const coefficients = [centre, ...Array.from({ length: 3 }, (_, i) => (spread * next()) / 2 ** i)];
  const radius = 0.01 * Math.abs(next());
  const shift = radius * next();
  return {
    x: series(coefficients, radius),
    at: (t: number) => polynomial(coefficients, t) + shift * Math.cos(7 * t),
  };
}

describe('a Series encloses what it stands for', () => {
  const one = constant(ORDER, ONE);
  const operations: readonly [
    string,
    (x: Series, y: Series) => Series,
    (x: number, y: number) => number,
    number,
    number,
  ][] = [
    ['+', (x, y) => x.plus(y), (x, y) => x + y, 1, 1],
    ['−', (x, y) => x.minus(y), (x, y) => x - y, 1, 1],
    ['×', (x, y) => x.times(y), (x, y) => x * y, -1.5, 1],
    ['÷', (x, y) => x.over(y), (x, y) => x / y, 2, 0.3],
    ['negative ÷', (x, y) => x.over(y.minus(one.multiple(4n))), (x, y) => x / (y - 4), 2, 0.3],
    ['√', (x) => x.root(), (x) => Math.sqrt(x), 2, 0.4],
    ['asin √/√ near 0', (x) => x.arcsineQuotient(), (x) => quotient(Math.asin, x), 0.12, 0.03],
    ['asin √/√ below 1/4', (x) => x.arcsineQuotient(), (x) => quotient(Math.asin, x), 0.249, 0.06],
    ['asin √/√ above 1/4', (x) => x.arcsineQuotient(), (x) => quotient(Math.asin, x), 0.6, 0.08],
    ['asin √/√ near 1', (x) => x.arcsineQuotient(), (x) => quotient(Math.asin, x), 0.95, 0.01],
    ['atan √/√', (x) => x.arctangentQuotient(), (x) => quotient(Math.atan, x), 0.5, 0.1],
    ['atan √/√ beyond 1', (x) => x.arctangentQuotient(), (x) => quotient(Math.atan, x), 3, 0.4],
  ];

  it.each(operations)('%s', (name, inSeries, inNumbers, centre, spread) => {
    const seed = name.length * 7919 + Math.round(centre * 1000);
    const next = random(seed);
    for (let round = 0; round < 60; round++) {
      const x = operand(next, centre, spread);
      const y = operand(next, 1.5, 0.3);
      const z = inSeries(x.x, y.x);
      for (const t of TIMES) {
        const found = strain(z, t, inNumbers(x.at(t), y.at(t)));
        // Thousands of times: `expect` takes longer than what it looks at.
        if (!(found <= 1)) expect(found, `seed ${seed}, round ${round}, t = ${t}`).toBeLessThanOrEqual(1);
      }
      expect(approximate(z.norm())).toBeGreaterThanOrEqual(Math.abs(inNumbers(x.at(1), y.at(1))) - 1e-12);
      expect(approximate(z.below())).toBeLessThanOrEqual(inNumbers(x.at(-1), y.at(-1)) + 1e-12);
    }
  });

  it('takes last coefficients into the radius where they are small beside it', () => {
    const small = 2 ** -30;
    const x = series([1.5, -0.25, small, -small], 2 ** -16);
    const square = x.times(x);
    expect(square.coefficients.map(approximate)).toEqual([2.25, -0.75, 0.0625 + 3 * small]);
    // Without a radius there is nothing that they are small beside.
    expect(series([1.5, -0.25, small, -small]).times(constant(ORDER, ONE)).coefficients).toHaveLength(4);
    const radius = approximate(square.radius);
    // ρ(2‖x‖ + ρ), and less than 2^−12 more.
    const least = 2 ** -16 * (2 * (1.75 + 2 * small) + 2 ** -16);
    expect(radius).toBeGreaterThan(least);
    expect(radius).toBeLessThan(least * (1 + 2 ** -11));
    for (const t of TIMES) {
      const end = polynomial([1.5, -0.25, small, -small], t) + 2 ** -16;
      expect(strain(square, t, end * end)).toBeLessThanOrEqual(1);
    }
  });

  function quotient(f: (u: number) => number, x: number): number {
    return f(Math.sqrt(x)) / Math.sqrt(x);
  }

  it('values to 22 digits', () => {
    const digits = (x: Series) => {
      expect(x.radius < 1n << 22n).toBe(true);
      return ((x.coefficients[0]! * 10n ** 21n + ONE / 2n) / ONE).toString();
    };
    const rational = (a: bigint, b: bigint) => new Series(0, [(a * ONE) / b], 1n);
    expect(digits(piOver(0, 1n))).toBe('3141592653589793238463');
    expect(digits(piOver(0, 2n))).toBe('1570796326794896619231');
    // asin(√x)/√x at 1/9, 1/4, 3/4 (2π/3√3); atan(√x)/√x at 1/3 (π√3/6), 1 (π/4), 3 (π/3√3), 100.
    expect(digits(rational(1n, 9n).arcsineQuotient())).toBe('1019510728362365811289');
    expect(digits(rational(1n, 4n).arcsineQuotient())).toBe('1047197551196597746154');
    expect(digits(rational(3n, 4n).arcsineQuotient())).toBe('1209199576156145233729');
    expect(digits(rational(1n, 3n).arctangentQuotient())).toBe('906899682117108925297');
    expect(digits(rational(1n, 1n).arctangentQuotient())).toBe('785398163397448309616');
    expect(digits(rational(3n, 1n).arctangentQuotient())).toBe('604599788078072616865');
    expect(digits(rational(100n, 1n).arctangentQuotient())).toBe('147112767430373459185');
    expect(rootBelow(2n << 200n)).toBe(1792728671193156477399422023278n);
    for (const n of [0n, 1n, 2n, 3n, 4n, 15n, 16n, 17n, (1n << 128n) - 1n, 1n << 128n]) {
      const root = rootBelow(n);
      expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true);
    }
  });

  it('counts what is left of a series after its last term', () => {
    const wide = (x0: number, radius: number) => new Series(0, [fixed(x0)], fixed(radius));
    expect(strain(wide(0.5, 0.45).arcsineQuotient(), 0, quotient(Math.asin, 0.95))).toBeLessThanOrEqual(1);
    expect(strain(wide(0.45, 0.45).arctangentQuotient(), 0, 1)).toBeLessThanOrEqual(1);
  });

  it('refuses what it cannot enclose', () => {
    expect(() => series([0]).inverse()).toThrow('divisor');
    expect(() => series([1, 1.2]).inverse()).toThrow('divisor');
    expect(() => series([1], 1).inverse()).toThrow('divisor');
    expect(() => series([-1]).root()).toThrow('radicand');
    expect(() => series([1, 1.1]).root()).toThrow('radicand');
    expect(() => series([0.1], 0.11).root()).toThrow('radicand');
    expect(() => series([0.9, 0.11]).arcsineQuotient()).toThrow('angle');
    expect(() => series([1.01]).arcsineQuotient()).toThrow();
    expect(() => series([0, 1.01]).arctangentQuotient()).toThrow('angle');
    expect(() => confirmPositive(series([0.1, 0.06, 0.04]), 'x')).toThrow('x > 0');
    confirmPositive(series([0.1, 0.06, 0.03]), 'x');
    let grown = series([1e9]);
    expect(() => {
      for (let i = 0; i < 9; i++) grown = grown.times(grown);
    }).toThrow('size');
  });
});

describe('forward differentiation', () => {
  it('agrees with differences', () => {
    const scale = new Dual(constant(0, fixed(0.6)));
    const at = (value: number) => new Dual(constant(0, fixed(value)), [constant(0, ONE)]);
    const three = new Dual(constant(0, 3n * ONE));
    const functions: readonly ((x: Dual) => Dual)[] = [
      (x) => x.plus(three).times(x),
      (x) => x.minus(three.times(x)).multiple(5),
      (x) => x.squared().over(x.plus(three)),
      (x) => three.over(x.squared()),
      (x) => x.plus(three).root(),
      (x) =>
        x.scaledArcsine(
          scale,
          three
            .minus(three)
            .plus(new Dual(constant(0, ONE)))
            .minus(x.squared().times(scale))
            .root(),
        ),
      (x) => x.scaledArctangent(scale),
    ];
    functions.forEach((f, i) => {
      const value = (x: number) => approximate(f(at(x)).value.coefficients[0]!);
      const slope = approximate(f(at(0.4)).slopes[0]!.coefficients[0]!);
      expect(slope, `function ${i}`).toBeCloseTo((value(0.40001) - value(0.39999)) / 0.00002, 5);
    });
  });
});

describe('positive definite for every t', () => {
  const matrix = (rows: readonly (readonly (readonly number[])[])[], radius = 0) =>
    rows.map((row) => row.map((entry) => series(entry, radius)));

  it('sees it', () => {
    expect(positiveDefinite(matrix([[[2]], [[1], [2]]]))).toBe(true);
    expect(positiveDefinite(matrix([[[1e-6]], [[0], [1e6]]]))).toBe(true);
    // 1 + t²·… needs halving: 1 − 0.9t − 0.09t² > 0.
    expect(positiveDefinite(matrix([[[1, -0.9, -0.09]]]))).toBe(true);
    expect(positiveDefinite(matrix([[[1, -1.5, 0.6]]]))).toBe(true);
  });

  it('does not see it where it is not so', () => {
    expect(positiveDefinite(matrix([[[1]], [[2], [1]]]))).toBe(false);
    expect(positiveDefinite(matrix([[[1]], [[1], [1]]]))).toBe(false);
    expect(positiveDefinite(matrix([[[0]]]))).toBe(false);
    expect(positiveDefinite(matrix([[[1]], [[0], [0.5]]], 0.5))).toBe(false);
    expect(positiveDefinite(matrix([[[1, -0.9, -0.11]]]))).toBe(false);
    expect(positiveDefinite(matrix([[[1, -1.5, 0.5]]]))).toBe(false);
    expect(positiveDefinite(matrix([[[1]], [[0, 0.9, 0.2], [1]]]))).toBe(false);
    // Negative only near t = 0.3.
    expect(positiveDefinite(matrix([[[0.0899, -0.6, 1]]]))).toBe(false);
    // Positive throughout, and seen with the tests that a block may take where it is not too near to 0.
    expect(positiveDefinite(matrix([[[0.0901, -0.6, 1]]]))).toBe(false);
    expect(positiveDefinite(matrix([[[0.12, -0.6, 1]]]))).toBe(true);
  });
});

describe('existence', () => {
  // y² − 2 − t/10 over y = √2 + t/(20√2) ± r.
  const attempt = (r: number, shift = 0) => {
    const y = series([Math.SQRT2 + shift, 0.05 / Math.SQRT2]);
    const box = new Dual(series([Math.SQRT2 + shift, 0.05 / Math.SQRT2], r), [constant(ORDER, ONE)]);
    const right = series([2, 0.1]);
    const residual = y.times(y).minus(right);
    contracts([[box.squared().slopes[0]!]], [residual], [fixed(r)]);
  };

  it('is confirmed in a box that holds the zero and in no other', () => {
    // The second Taylor coefficient of the root is 0.01/(8·2√2) ≈ 4.4e-4.
    attempt(5e-4);
    attempt(0.3);
    expect(() => attempt(4e-4)).toThrow('mapped into itself');
    expect(() => attempt(1.5)).toThrow('mapped into itself');
    expect(() => attempt(5e-4, 1e-3)).toThrow('mapped into itself');
  });
});
