import { describe, expect, it } from 'vitest';
import {
  doubleOf,
  fourSumsOfProducts,
  ROUNDOFF,
  roundings,
  smallestEigenvalueAtLeast,
  sumOfProducts,
} from '../../../src/checker/numbers/definite.ts';
import { UNIT, unitsAbove } from '../../../src/checker/numbers/exact.ts';
import { inDoubles, inUnits } from '../../../src/checker/numbers/integer-matrix.ts';
import { intervals } from '../../../src/checker/numbers/interval.ts';

const ONE = 1n << BigInt(UNIT);

const holds = (entries: readonly (readonly bigint[])[], error: bigint, claim: bigint): boolean =>
  smallestEigenvalueAtLeast(inDoubles({ entries, error }), claim);

/** The matrix c·I + a·J/N with all entries of J one: eigenvalues c (N−1 times) and c + a. */
function known(size: number, c: bigint, a: bigint): bigint[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => a / BigInt(size) + (i === j ? c : 0n)),
  );
}

describe('smallest eigenvalue', () => {
  it('is confirmed a little below the true one and never above it', () => {
    for (const size of [1, 2, 3, 15, 16, 17, 40, 150]) {
      for (const c of ['0.25', '0.0004', '3', '1000']) {
        const lambda = unitsAbove(c);
        const matrix = known(size, lambda, size === 1 ? 0n : 2n * ONE);
        const margin = BigInt(Math.ceil(size * 2 ** -45 * Math.max(1, Number(c) + 2) * 2 ** UNIT));
        expect(holds(matrix, 0n, lambda - margin), `N = ${size}, ${c}`).toBe(true);
        expect(holds(matrix, 0n, lambda + 1n), `N = ${size}, ${c}`).toBe(false);
        expect(holds(matrix, margin, lambda), `N = ${size}, ${c}`).toBe(false);
      }
    }
  });

  it('counts the error of the matrix in full', () => {
    const matrix = known(5, ONE, ONE);
    for (const error of [ONE / 4n, ONE / 1000n, 1n]) {
      expect(holds(matrix, error, ONE - error - ONE / 10n ** 10n), `${error}`).toBe(true);
      expect(holds(matrix, error, ONE - error + 1n), `${error}`).toBe(false);
    }
  });

  it('is refused for indefinite, infinite and absurd matrices', () => {
    expect(holds([[1n], [ONE, 1n]], 0n, 1n)).toBe(false);
    expect(holds(known(4, -ONE, 0n), 0n, 1n)).toBe(false);
    expect(holds([[10n ** 2000n]], 0n, 1n)).toBe(false);
    expect(holds([[ONE], [10n ** 2000n, ONE]], 0n, 1n)).toBe(false);
  });
});

/** Random numbers between −1 and 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** x·2^200, exactly: what is tried here are multiples of 2^−200. */
const exact = (x: number): bigint => BigInt(x * 2 ** 200);
const size = (x: bigint): bigint => (x < 0n ? -x : x);

describe('sums of products in doubles', () => {
  it('are off by no more roundings than are counted, for lengths about those of strips, and by some', () => {
    let most = 0;
    for (const length of [0, 1, 2, 3, 4, 5, 20, 63, 64, 65, 66, 67, 68, 127, 130, 400])
      for (let seed = 1; seed <= 40; seed++) {
        const next = random(1000 * length + seed);
        const wide = () => Math.fround(next()) * (1 + next() * 2 ** -20) * 2 ** Math.round(20 * next());
        const [x, y] = [0, 1].map(() => Float64Array.from({ length }, wide));
        const terms = Array.from(x!, (value, l) => exact(value) * exact(y![l]!));
        const sum = terms.reduce((total, term) => total + term, 0n);
        const sizes = terms.reduce((total, term) => total + size(term), 0n);
        // Of four sums side by side each in turn is this one.
        const xs = [0, 1, 2, 3].map((r) => (r === seed % 4 ? x! : Float64Array.from({ length }, wide)));
        const four = fourSumsOfProducts(xs, y!, length);
        const offs = [sumOfProducts(x!, y!, length), four[seed % 4]!].map((found) =>
          size((exact(found) << 200n) - sum),
        );
        // γ_m ≤ mu(1 + 2^−30) for these m.
        const allowed = (BigInt(roundings(length)) * sizes * (2n ** 30n + 1n)) >> 83n;
        for (const [way, off] of offs.entries()) {
          const bound =
            way === 0 ? (allowed * BigInt(length)) / BigInt(Math.max(1, roundings(length))) : allowed;
          expect(off <= bound, `length ${length}, seed ${seed}, way ${way}: ${off} > ${bound}`).toBe(true);
          if (sizes > 0n) most = Math.max(most, Number((off << 100n) / sizes) * 2 ** -100);
        }
      }
    expect(most).toBeGreaterThan(ROUNDOFF / 2);
  });

  it('count what the order of the sum makes of a long one', () => {
    expect([1, 4, 64, 65, 66, 400, 8192].map(roundings)).toEqual([1, 4, 64, 65, 66, 71, 192]);
  });
});

describe('numbers and matrices between integers and doubles', () => {
  it('an interval is in the double and its error, a matrix back from doubles within its own', () => {
    const I = intervals(40);
    for (const decimal of ['0', '0.1', '-1234567.000000000000000000000001', '1e-60', '3e20']) {
      const x = I.hull(I.of(decimal), I.add(I.of(decimal), I.of('1e-25')));
      const { value, error } = doubleOf(x);
      const units = (y: number): bigint => BigInt(Math.round(y * 2 ** UNIT));
      const least = unitsAbove(decimal) - 1n;
      const reach = units(error) + 1n;
      expect(
        units(value) - reach <= least && least + unitsAbove('1e-25') <= units(value) + reach,
        decimal,
      ).toBe(true);
    }
    const next = random(7);
    const entries = Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: i + 1 }, () => BigInt(Math.round(next() * 2 ** 50)) * 1234567890123456789012n),
    );
    const back = inUnits(inDoubles({ entries, error: 7n }));
    let [largest, within] = [0n, true];
    for (const [i, row] of entries.entries())
      for (const [j, x] of row.entries()) {
        const off = size(x - back.entries[i]![j]!);
        if (off > largest) largest = off;
        if (off * 5n > back.error) within = false;
      }
    expect(largest > 0n && within, `${largest}, ${back.error}`).toBe(true);
  });
});
