import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  estimateLambdaMin,
  lambdaMinLower,
  lambdaMinLowerByBigIntegers,
  lambdaMinLowerByCholesky,
  lambdaMinLowerByIntegers,
} from '../../src/arithmetic/definite.ts';
import { DenseKernel } from '../../src/arithmetic/dense-kernel.ts';
import { type EnclosedMatrix, enclosedMatrix, largestEntry } from '../../src/arithmetic/enclosed.ts';
import {
  approximately,
  compareRationals,
  decomposeDouble,
  floorDivide,
  type Rational,
  rationalOf,
} from '../../src/arithmetic/exact.ts';
import { lowestRitzPair } from '../../src/numerics/lanczos.ts';
import { holds } from './support.ts';

const METHODS = ['cholesky', 'integers', 'big-integers'] as const;
const PROVERS = [lambdaMinLowerByCholesky, lambdaMinLowerByIntegers, lambdaMinLowerByBigIntegers] as const;

/** A symmetric matrix from a function of the lower triangle. */
function matrix(size: number, entry: (i: number, j: number) => number, errorUpper = 0): EnclosedMatrix {
  const mid = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      mid[i * size + j] = entry(i, j);
      mid[j * size + i] = mid[i * size + j]!;
    }
  return enclosedMatrix(size, mid, errorUpper);
}

/** Bits of a matrix that nearly always tell whether it is semidefinite. */
const BITS = 128;

/**
 * Is mid − λ·I positive semidefinite? Decided exactly. First in units of 2^−s: entries and λ are rounded down, and so is what is
 * subtracted from an entry at each step of the elimination, which is an exact elimination of another matrix: one unit more or
 * less in an entry below is one unit more or less in that entry of the matrix at the start. All are off by at most `size` units
 * together, and the matrix by size² in its norm. Where that leaves the question open, all numbers times one power of two
 * and λ's denominator are integers, which nothing rounds.
 */
function isAtLeast({ size, mid, largest }: EnclosedMatrix, lambda: Rational): boolean {
  const parts = Array.from(mid, decomposeDouble);
  const matrix = (entry: (x: { mantissa: bigint; exponent: number }) => bigint, shift: bigint): bigint[][] =>
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: i + 1 }, (_, j) => entry(parts[i * size + j]!) - (i === j ? shift : 0n)),
    );
  const s = BITS - Math.ceil(Math.log2(largest || 1));
  if (s > 0) {
    const scaled = floorDivide(lambda.numerator << BigInt(s), lambda.denominator);
    // A shift by a negative number of bits rounds down.
    const rounded = (by: number): boolean =>
      isSemidefinite(
        matrix(({ mantissa, exponent }) => mantissa << BigInt(exponent + s), scaled + BigInt(by)),
        (x, a, b, pivot) => x - (a * b) / pivot,
      );
    if (rounded(size ** 2)) return true;
    if (!rounded(-(size ** 2))) return false;
  }
  const least = Math.min(0, ...parts.map((x) => x.exponent));
  return isSemidefinite(
    matrix(
      ({ mantissa, exponent }) => (mantissa << BigInt(exponent - least)) * lambda.denominator,
      lambda.numerator << BigInt(-least),
    ),
    // Fraction-free (Bareiss).
    (x, a, b, pivot, before) => (pivot * x - a * b) / before,
  );
}

/** By elimination of a lower triangle, in place: a pivot below 0, or 0 in a row that is not 0, says no. */
function isSemidefinite(
  rows: bigint[][],
  reduced: (x: bigint, a: bigint, b: bigint, pivot: bigint, before: bigint) => bigint,
): boolean {
  let before = 1n;
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows[c]![c]!;
    if (pivot < 0n) return false;
    if (pivot === 0n) {
      for (let i = c + 1; i < rows.length; i++) if (rows[i]![c] !== 0n) return false;
      continue;
    }
    for (let i = c + 1; i < rows.length; i++) {
      const row = rows[i]!;
      for (let j = c + 1; j <= i; j++) row[j] = reduced(row[j]!, row[c]!, rows[j]![c]!, pivot, before);
    }
    before = pivot;
  }
  return true;
}

const plus = (a: Rational, x: number): Rational => {
  const b = rationalOf(x);
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
};

const greater = (a: Rational, b: Rational): Rational => (compareRationals(a, b) > 0 ? a : b);
const lesser = (a: Rational, b: Rational): Rational => (compareRationals(a, b) < 0 ? a : b);

/** Are the bounds right? Then the greatest is, and so are all if it is. The true matrix may be off by its error. */
function expectRight(m: EnclosedMatrix, bounds: readonly Rational[]): void {
  if (bounds.length === 0) return;
  const greatest = bounds.reduce(greater);
  if (!isAtLeast(m, plus(greatest, m.errorUpper))) expect.fail('above the smallest eigenvalue');
}

/** And is there no bound better by more than the slack? So it is for all if there is none for the least. */
function expectBounds(m: EnclosedMatrix, bounds: readonly Rational[], slack: number): void {
  if (bounds.length === 0) return;
  expectRight(m, bounds);
  const least = bounds.reduce(lesser);
  if (isAtLeast(m, plus(plus(least, m.errorUpper), slack))) expect.fail('not tight');
}

const entries = (length: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -4, max: 4 }),
      fc.double({ min: -1, max: 1, noNaN: true }).map((x) => Math.fround(x) * 2 ** -20),
    ),
    { minLength: length, maxLength: length },
  );

/** Random symmetric matrices of size 1 to 8, shifted by a multiple of the identity. */
const symmetric = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    values: entries(size * size),
    shift: fc.integer({ min: -16, max: 200 }).map((x) => x / 16),
    scale: fc.constantFrom(1, 2 ** -60, 2 ** 60, 3e-40, 1e30),
    error: fc.constantFrom(0, 0, 1e-12, 1e-3),
  }),
);

const build = ({
  size,
  values,
  shift,
  scale,
  error,
}: {
  size: number;
  values: number[];
  shift: number;
  scale: number;
  error: number;
}) => matrix(size, (i, j) => (values[i * size + j]! + (i === j ? shift : 0)) * scale, error * scale);

afterEach(() => void vi.restoreAllMocks());

describe('the exact test of this file', () => {
  test('knows the spectrum of small matrices', () => {
    const at = (m: EnclosedMatrix, x: number): boolean => isAtLeast(m, rationalOf(x));
    const two = matrix(2, (i, j) => (i === j ? 2 : 1));
    expect([at(two, 1), at(two, 1 + 2 ** -52), at(two, 0.5)]).toEqual([true, false, true]);
    const zero = matrix(3, () => 0);
    expect([at(zero, 0), at(zero, 5e-324), at(zero, -1)]).toEqual([true, false, true]);
    const ones = matrix(4, () => 1);
    expect([at(ones, 0), at(ones, 2 ** -1000)]).toEqual([true, false]);
    expect(
      at(
        matrix(2, (i, j) => (i === j ? 0 : 1)),
        0,
      ),
    ).toBe(false);
  });
});

describe('bounds', () => {
  test('random matrices up to size 8: never above λ_min, tight when it is positive, the methods agree', () => {
    let proved = 0;
    holds(
      [symmetric],
      (input) => {
        const m = build(input);
        const bounds = METHODS.map((method) => lambdaMinLower(m, method));
        // Nothing proved: λ_min − error is not well above 0, or the matrix out of range.
        if (bounds.includes(null) && m.largest >= 2 ** -190)
          if (isAtLeast(m, rationalOf(m.errorUpper + (1e-8 * m.largest || 1)))) expect.fail('not proved');
        const found = bounds.filter((bound) => bound !== null);
        if (found.some((bound) => bound.numerator <= 0n)) expect.fail('a bound that is not positive');
        expectBounds(m, found, 1e-10 * m.largest);
        proved += found.length;
        const [a, b] = bounds;
        if (a && b && !(Math.abs(approximately(a) - approximately(b)) <= 1e-11 * m.largest))
          expect.fail('the methods do not agree');
      },
      1500,
    );
    expect(proved).toBeGreaterThan(1000);
  });

  test('a bound that is proved is right at any shift', () => {
    const shift = fc.oneof(fc.double({ noNaN: false }), fc.double({ min: -3, max: 9, noNaN: true }));
    let proved = 0;
    holds(
      [symmetric, shift],
      (input, at) => {
        const m = build(input);
        const bounds = PROVERS.flatMap((prove) => [at, at * input.scale].map((s) => prove(m, s)));
        const found = bounds.filter((bound) => bound !== null);
        expectRight(m, found);
        proved += found.length;
      },
      1000,
    );
    expect(proved).toBeGreaterThan(300);
  });

  test('a bound is right whatever the factor is: wrong shifts, spoiled and huge entries', () => {
    const factor = DenseKernel.prototype.factor;
    const spoil = fc.record({
      shift: fc.constantFrom(0, 0, 1e-9, 0.5),
      at: fc.array(fc.nat(63), { maxLength: 4 }),
      by: fc.constantFrom(0, 1e-9, -1e-4, 1, 2 ** 30, 2 ** 60, Number.NaN, Number.POSITIVE_INFINITY),
    });
    let proved = 0;
    let spoiling: { shift: number; at: number[]; by: number } | null = null;
    vi.spyOn(DenseKernel.prototype, 'factor').mockImplementation(function (
      this: DenseKernel,
      matrix: Float64Array,
      s: number,
    ) {
      if (spoiling === null) return factor.call(this, matrix, s);
      const done = factor.call(this, matrix, s - spoiling.shift);
      const { own, block } = this as unknown as {
        own: { memory: WebAssembly.Memory };
        block: number;
      };
      const view = new Float64Array(own.memory.buffer, 1024, block * block);
      for (const place of spoiling.at) {
        const i = place % this.size;
        const j = Math.floor(place / 8) % (i + 1);
        view[i * block + j]! += spoiling.by;
      }
      return done;
    });
    holds(
      [symmetric, spoil],
      (input, how) => {
        const m = build({ ...input, scale: 1 });
        spoiling = null;
        const estimate = estimateLambdaMin(m);
        fc.pre(estimate !== null);
        spoiling = how;
        const bound = lambdaMinLowerByIntegers(m, estimate! * (1 - 1e-9));
        if (bound === null) return;
        proved++;
        expectRight(m, [bound]);
      },
      1500,
    );
    expect(proved).toBeGreaterThan(300);
  });

  test('mpmath eigenvalues: size 9 to 33', () => {
    const cases: { lambdaMin: string; lowerTriangle: number[][] }[] = JSON.parse(
      readFileSync(new URL('vectors/matrices.json', import.meta.url), 'utf8'),
    );
    expect(cases.length).toBe(16);
    for (const { lambdaMin, lowerTriangle } of cases) {
      const m = matrix(lowerTriangle.length, (i, j) => lowerTriangle[i]![j]!);
      const truth = rationalOf(lambdaMin);
      for (const method of METHODS) {
        const bound = lambdaMinLower(m, method);
        if (truth.numerator < 0n) {
          expect(bound).toBeNull();
          continue;
        }
        expect(compareRationals(bound!, truth)).toBeLessThan(0);
        expect(compareRationals(plus(bound!, 1e-11 * m.largest), truth)).toBeGreaterThan(0);
      }
    }
  });

  test('a direction of any kind is only a proposal; a good one gives as good a bound', () => {
    const size = 30;
    const m = matrix(size, (i, j) => (i === j ? 2 + i / 10 : Math.sin(7 * i + j) / 8));
    const kernel = DenseKernel.ofSize(size);
    expect(kernel.factor(m.mid, 0)).toBe(true);
    const { value, vector } = lowestRitzPair(kernel);
    const directions: Record<string, Float64Array> = {
      lowest: vector,
      zero: new Float64Array(size),
      unit: Float64Array.from({ length: size }, (_, i) => Number(i === 3)),
      'not a number': new Float64Array(size).fill(Number.NaN),
      infinite: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
      random: Float64Array.from({ length: size }, (_, i) => Math.sin(12.9898 * i)),
    };
    for (const method of METHODS)
      for (const [name, direction] of Object.entries(directions)) {
        const bound = lambdaMinLower(m, method, direction);
        expect(bound, `${method}, ${name}`).not.toBeNull();
        expectBounds(m, [bound!], 1e-11 * m.largest);
        expect(value! - approximately(bound!), `${method}, ${name}`).toBeLessThan(1e-11);
      }
  });

  test('known spectra: reflected diagonal matrices of size 4 to 64, with double eigenvalues', () => {
    for (const [size, least] of [
      [4, 3],
      [16, 1],
      [16, 2 ** -10],
      [64, 5],
      [64, 2 ** -12],
    ] as const) {
      // (I − 2vvᵀ/size) D (I − 2vvᵀ/size) with v of ±1 and size a power of four: exact in doubles.
      let rows = Array.from({ length: size }, (_, i) =>
        Array.from({ length: size }, (_, j) => (i === j ? (i < 2 ? least : 8 + (i % 7)) : 0)),
      );
      for (const stride of [1, 3]) {
        const v = Array.from({ length: size }, (_, i) => (Math.floor(i / stride) % 2 === 0 ? 1 : -1));
        const av = rows.map((row) => row.reduce((sum, x, j) => sum + x * v[j]!, 0));
        const vav = av.reduce((sum, x, i) => sum + x * v[i]!, 0);
        rows = rows.map((row, i) =>
          row.map(
            (x, j) =>
              x - (2 * (v[i]! * av[j]! + av[i]! * v[j]!)) / size + (4 * v[i]! * v[j]! * vav) / (size * size),
          ),
        );
      }
      const m = matrix(size, (i, j) => rows[i]![j]!);
      for (const method of METHODS) {
        const bound = approximately(lambdaMinLower(m, method)!);
        expect(bound).toBeLessThan(least);
        expect(bound).toBeGreaterThan(least - 1e-10 * m.largest);
      }
    }
  });

  test('second differences of size 1 to 150: λ_min = 4 sin²(π/(2(N+1)))', () => {
    for (const size of [1, 2, 3, 4, 5, 6, 7, 9, 30, 61, 150]) {
      const m = matrix(size, (i, j) => (i === j ? 2 : i === j + 1 ? -1 : 0));
      const least = 4 * Math.sin(Math.PI / (2 * (size + 1))) ** 2;
      for (const method of size < 100 ? METHODS : METHODS.slice(0, 1)) {
        const bound = approximately(lambdaMinLower(m, method)!);
        expect(bound).toBeLessThanOrEqual(least * (1 + 1e-14));
        expect(bound).toBeGreaterThan(least - 1e-10);
      }
    }
  });
});

describe('hard cases', () => {
  test('multiples of the identity, at every size and scale', () => {
    for (const size of [1, 2, 3, 4, 5, 8, 13])
      for (const value of [1, 3, 0.1, 1e-20, 1e-50, 1e50, 2 ** -150])
        for (const method of METHODS) {
          const bound = lambdaMinLower(
            matrix(size, (i, j) => (i === j ? value : 0)),
            method,
          );
          expect(compareRationals(bound!, rationalOf(value))).toBeLessThanOrEqual(0);
          expect(approximately(bound!)).toBeGreaterThan(value * (1 - 1e-10));
        }
  });

  test('indefinite, singular, zero and out of range: nothing is proved', () => {
    const none = [
      matrix(1, () => 0),
      matrix(1, () => -1),
      matrix(3, () => 0),
      matrix(2, (i, j) => (i === j ? 0 : 1)),
      matrix(2, () => 1),
      matrix(5, (i, j) => i * j),
      matrix(6, (i, j) => (i === j ? (i === 3 ? -1e-9 : 1) : 0)),
      matrix(3, (i, j) => (i === j ? 1e-100 : 0)),
      matrix(3, (i, j) => (i === j ? 1e300 : 0)),
      matrix(2, (i, j) => (i === j ? 1 : 0), 2),
    ];
    for (const m of none)
      for (const method of METHODS) {
        const bound = lambdaMinLower(m, method);
        expect(bound).toBeNull();
      }
  });

  test('a NaN, an infinity or a bad error bound anywhere: nothing is proved', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (let place = 0; place < 9; place++) {
        const mid = Float64Array.of(4, 1, 0, 1, 4, 1, 0, 1, 4);
        mid[place] = bad;
        expect(Number.isFinite(largestEntry(mid))).toBe(false);
        const m = enclosedMatrix(3, mid, 0);
        for (const method of METHODS) expect(lambdaMinLower(m, method)).toBeNull();
        for (const prove of PROVERS) expect(prove(m, 1)).toBeNull();
      }
    for (const error of [Number.NaN, Number.POSITIVE_INFINITY, -1, Number.NEGATIVE_INFINITY]) {
      const m = matrix(3, (i, j) => (i === j ? 1 : 0), error);
      for (const method of METHODS) expect(lambdaMinLower(m, method)).toBeNull();
      for (const prove of PROVERS) expect(prove(m, 0.5)).toBeNull();
    }
    const m = matrix(3, (i, j) => (i === j ? 1 : 0));
    for (const shift of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (const prove of PROVERS) expect(prove(m, shift)).toBeNull();
  });

  test('row norms of exactly 2^53, and sums that round to it, are seen', () => {
    // The factor of [[1, 1], [1, 2]] is [[1, 0], [1, 1]]: times 2^26 its second row has squares 2^52 + 2^52.
    const kernel = DenseKernel.ofSize(2);
    const small = Float64Array.of(1, 1, 1, 2);
    expect(kernel.factor(small, 0)).toBe(true);
    expect(kernel.residual(small, 1, 2 ** 26, 1, 0).coarseSquares).toBe(2 ** 53);
    kernel.factor(small, 0);
    expect(kernel.residual(small, 1, 2 ** 26 - 1, 1, 0).coarseSquares).toBe(2 * (2 ** 26 - 1) ** 2);
    // A row (2^26, 2^26, 1, …, 1): doubles lose the ones once the sum is 2^53, but never fall below it.
    const size = 41;
    const m = matrix(size, (i, j) => {
      if (i < size - 1) return i === j ? 1 : 0;
      return j < 2 ? 1 : j < i ? 2 ** -26 : 2 + 2 ** -46;
    });
    const wide = DenseKernel.ofSize(size);
    expect(wide.factor(m.mid, 0)).toBe(true);
    const { coarseSquares } = wide.residual(m.mid, 1, 2 ** 26, 1, 0);
    expect(coarseSquares).toBeGreaterThanOrEqual(2 ** 53);
    expect(coarseSquares).toBeLessThan(2 ** 53 + size - 3);
    // A scale and shift that spoil every other condition are reported as well.
    wide.factor(m.mid, 0);
    const report = wide.residual(m.mid, 2 ** 60, 2 ** 40, 2 ** 40, 2 ** 53);
    for (const x of [
      report.coarseSquares,
      report.largestEntry,
      report.largestCoarse,
      report.largestFine,
      report.largestRow,
    ])
      expect(x).toBeGreaterThanOrEqual(2 ** 53);
  });

  test('the residual is the exact one (against BigInt)', () => {
    holds(
      [fc.integer({ min: 1, max: 7 }).chain((size) => fc.tuple(fc.constant(size), entries(size * size)))],
      ([size, values]) => {
        const m = matrix(size, (i, j) => values[i * size + j]! / size + (i === j ? 2 : 0));
        const kernel = DenseKernel.ofSize(size);
        fc.pre(kernel.factor(m.mid, 0.5));
        const scale = 2 ** 50;
        const shift = 2 ** 49;
        const report = kernel.residual(m.mid, scale, 2 ** 25, 2 ** 22, shift);
        const { memory } = (kernel as unknown as { spare: { memory: WebAssembly.Memory } }).spare;
        const ld = Math.ceil(size / 4) * 4;
        const [factorAt, fineAt] = [1024 + ld * ld * 8, 1024 + 2 * ld * ld * 8];
        const take = (at: number, i: number, j: number): bigint =>
          j > i ? 0n : BigInt(new Float64Array(memory.buffer, at)[i * ld + j]!);
        const rows: bigint[] = [];
        let fineTotal = 0n;
        for (let i = 0; i < size; i++) {
          let row = 0n;
          for (let j = 0; j < size; j++) {
            const x = m.mid[i * size + j]! * scale;
            // Ties to even, as WebAssembly's nearest.
            const nearest = (y: number): number => {
              const down = Math.floor(y);
              const rest = y - down;
              return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
            };
            const whole = nearest(x);
            let y = (BigInt(whole) - (i === j ? BigInt(shift) : 0n)) << 22n;
            y += BigInt(nearest((x - whole) * 2 ** 22));
            for (let c = 0; c < size; c++) {
              const [p, q, s, t] = [
                take(factorAt, i, c),
                take(factorAt, j, c),
                take(fineAt, i, c),
                take(fineAt, j, c),
              ];
              y -= ((p * q) << 22n) + p * t + s * q;
            }
            row += y < 0n ? -y : y;
            fineTotal += take(fineAt, i, j) ** 2n;
          }
          rows.push(row);
        }
        expect(BigInt(report.largestRow)).toBe(rows.reduce((a, b) => (a > b ? a : b)));
        expect(report.fineTotal).toBe(fineTotal);
      },
      300,
    );
  });

  test('a small matrix after a large one of the same padded size finds clean memory', () => {
    const large = matrix(8, (i, j) => (i === j ? 9 : 1));
    const small = matrix(5, (i, j) => (i === j ? 2 : 0.25));
    const before = lambdaMinLower(small, 'integers');
    for (const m of [large, matrix(8, () => 1e30), matrix(5, (i, j) => (i === j ? 1e9 : -1e3)), small])
      lambdaMinLower(m, 'integers');
    expect(lambdaMinLower(small, 'integers')).toEqual(before);
  });
});
