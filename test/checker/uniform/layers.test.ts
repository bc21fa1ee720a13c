import { expect, it } from 'vitest';
import { congruenceNorms, defectNorms } from '../../../src/checker/uniform/layers.ts';
import { Series } from '../../../src/checker/uniform/series.ts';
import { deviations } from '../../../src/symmetry/uniform/deviation.ts';
import { TaylorArithmetic } from '../../../src/symmetry/uniform/taylor.ts';

/** Random numbers between −1 and 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  };
}

/** Whole numbers below 2^44, of any size. */
const whole = (next: () => number): number => Math.round(next() * 2 ** (44 * Math.abs(next())));
type Polynomials = readonly (readonly (readonly number[])[])[];

function polynomials(next: () => number, size: number, degree: number): number[][][] {
  return Array.from({ length: size }, () =>
    Array.from({ length: size }, () => Array.from({ length: degree + 1 }, () => whole(next))),
  );
}

const size = (x: bigint): bigint => (x < 0n ? -x : x);

/** Σ |coefficients| of δ − YJ, entry by entry, of whole numbers, δ in their unit. */
function exactNorms(Y: Polynomials, J: Polynomials, delta: bigint): bigint[][] {
  const degree = Y[0]![0]!.length - 1;
  return Y.map((row, i) =>
    Y.map((_, j) => {
      const sum = new Array<bigint>(2 * degree + 1).fill(0n);
      if (i === j) sum[0] = -delta;
      row.forEach((y, l) => {
        y.forEach((a, p) => {
          J[l]![j]!.forEach((b, q) => {
            sum[p + q]! += BigInt(a) * BigInt(b);
          });
        });
      });
      return sum.reduce((total, c) => total + size(c), 0n);
    }),
  );
}

/** A double times 2^bits, rounded down. */
const scaled = (x: number, bits: number): bigint => BigInt(Math.floor(x * 2 ** bits));

/** Thousands of times: `expect` takes longer than what it looks at. */
function above<T extends number | bigint>(x: T, least: T, place: string): void {
  if (!(x >= least)) expect(x, place).toBeGreaterThanOrEqual(least);
}

const CASES = Array.from({ length: 60 }, (_, seed) => ({ seed, n: 1 + (seed % 7), degree: seed % 5 }));

it.each(CASES)('I − YJ and CBCᵀ have their bounds: seed $seed, $n rows, degree $degree', ({
  seed,
  n,
  degree,
}) => {
  const next = random(seed);
  // Units of 2^−48: the products have 2^−96.
  const Y = polynomials(next, n, degree);
  const J = polynomials(next, n, degree);
  const doubles = (rows: Polynomials) => rows.map((row) => row.map((c) => c.map((x) => x / 2 ** 48)));
  const exact = exactNorms(Y, J, 1n << 96n);
  const series = (rows: Polynomials, radius = 0n) =>
    rows.map((row) =>
      row.map(
        (c) =>
          new Series(
            degree,
            c.map((x) => BigInt(x) << 48n),
            radius,
          ),
      ),
    );
  const checked = defectNorms(doubles(Y), series(J));
  const arithmetic = new TaylorArithmetic(degree);
  const models = (rows: Polynomials, radius = 0) =>
    rows.map((row) =>
      row.map((c) =>
        arithmetic.polynomial(
          c.map((x) => x / 2 ** 48),
          radius,
        ),
      ),
    );
  const proved = deviations(models(Y), models(J));
  // A radius of J, and one of Y, is met by all sizes of the other.
  const wide = defectNorms(doubles(Y), series(J, 1n << 90n));
  const wider = deviations(models(Y, 2 ** -7), models(J, 2 ** -6));
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const place = `entry ${i} ${j}`;
      above(scaled(checked[i]![j]!, 96), exact[i]![j]!, place);
      above(scaled(proved[i]![j]!, 96), exact[i]![j]!, place);
      const of = (c: readonly number[]): number => c.reduce((sum, x) => sum + Math.abs(x), 0) / 2 ** 48;
      const rows = Y[i]!.reduce((sum, c) => sum + of(c), 0);
      const columns = J.reduce((sum, row) => sum + of(row[j]!), 0);
      const lost = 1e-12 * (1 + wide[i]![j]! + wider[i]![j]!);
      above(wide[i]![j]! - checked[i]![j]! + lost, 2 ** -6 * rows, place);
      above(wider[i]![j]! - proved[i]![j]! + lost, 2 ** -6 * rows + 2 ** -7 * columns, place);
      if (degree > 0) continue;
      // Without powers beyond the degree the bound is the number but for roundings.
      const value = Number(exact[i]![j]!) / 2 ** 96;
      const greater = Math.max(checked[i]![j]!, proved[i]![j]!);
      if (!(greater < value * (1 + 1e-8) + 1e-12))
        expect(greater, place).toBeLessThan(value * (1 + 1e-8) + 1e-12);
    }
  const B = J.map((row, i) => row.slice(0, i + 1));
  const C = Array.from({ length: n }, () => Float64Array.from({ length: n }, () => whole(next) / 2 ** 44));
  const bounds = congruenceNorms(C, series(B));
  const entries = B.map((row) => row.map((x) => x.map(BigInt)));
  const factors = C.map((row) => Array.from(row, (x) => BigInt(x * 2 ** 44)));
  const entry = (k: number, i: number, j: number) => entries[Math.max(i, j)]![Math.min(i, j)]![k]!;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let total = 0n;
      for (let k = 0; k <= degree; k++) {
        // Units of 2^−136.
        let sum = i === j && k === 0 ? -(1n << 136n) : 0n;
        for (let l = 0; l < n; l++)
          for (let m = 0; m < n; m++) sum += factors[i]![l]! * entry(k, l, m) * factors[j]![m]!;
        total += size(sum);
      }
      const place = `CBCᵀ, entry ${i} ${j}`;
      above(scaled(bounds[i]![j]!, 136), total, place);
      const most = (Number(total) / 2 ** 136) * (1 + 1e-8) + 1e-9;
      if (!(bounds[i]![j]! < most)) expect(bounds[i]![j]!, place).toBeLessThan(most);
    }
});
