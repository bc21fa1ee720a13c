import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BallLandscape, type BallVector } from '../../src/landscape/ball-field.ts';
import { fieldOf, holds, natural, precision, signed } from '../arithmetic/support.ts';
import { expectEqual, expectTrue } from '../equal.ts';

/** Entries of all sizes, some far above what a slot of a packed vector holds. */
const entries = (bits: number, d: number) =>
  fc.array(signed(fc.oneof(natural(bits + 4), natural(2 * bits + 40), fc.constant(0n))), {
    minLength: d,
    maxLength: d,
  });

interface Sum {
  readonly coefficient: bigint;
  readonly coefficientRadius: bigint;
  readonly entries: readonly bigint[];
  readonly radius: bigint;
}

const sums = precision
  .filter((bits) => bits <= 900)
  .chain((bits) =>
    fc.integer({ min: 1, max: 9 }).chain((d) =>
      fc.tuple(
        fc.constant(bits),
        fc.array(
          fc.record<Sum>({
            coefficient: signed(natural(bits + 4)),
            coefficientRadius: fc.constantFrom(0n, 1n, 1000n),
            entries: entries(bits, d),
            radius: fc.constantFrom(0n, 1n, 7n),
          }),
          { minLength: 1, maxLength: 12 },
        ),
      ),
    ),
  );

const vectorsOf = (field: BallLandscape, terms: readonly Sum[]): BallVector[] =>
  terms.map(({ entries, radius }) => field.vectorOfUnits(entries, radius));

describe('vectors of balls', () => {
  test('a combination contains what its parts can add up to, whether packed or not', () => {
    let packed = 0;
    holds(
      [sums],
      ([bits, terms]) => {
        const field = new BallLandscape(fieldOf(bits));
        const d = terms[0]!.entries.length;
        const coefficients = terms.map(({ coefficient, coefficientRadius }) =>
          field.balls.ofUnits(coefficient, coefficientRadius),
        );
        const vectors = vectorsOf(field, terms);
        if (d > 3 && vectors.filter((x) => x.support === null).length > 3) packed++;
        const { mids, rad } = field.combine(d, coefficients, vectors);
        expectEqual(mids.length, d);
        const unit = 1n << BigInt(bits);
        for (let a = 0; a < d; a++)
          for (const side of [-1n, 1n]) {
            // The extreme sums: each coefficient and entry at an end, where their product is largest or smallest.
            let sum = 0n;
            for (const { coefficient: c, coefficientRadius, entries, radius } of terms) {
              let largest: bigint | null = null;
              for (const x of [side * (c - coefficientRadius), side * (c + coefficientRadius)])
                for (const y of [entries[a]! - radius, entries[a]! + radius]) {
                  const product = x * y;
                  if (largest === null || product > largest) largest = product;
                }
              sum += largest!;
            }
            const bound = side * mids[a]! * unit + rad * unit;
            if (bound < sum) expect(bound, `entry ${a}, side ${side}`).toBeGreaterThanOrEqual(sum);
          }
      },
      2000,
    );
    expect(packed).toBeGreaterThan(200);
  });

  test('entries at the ends of a slot are read as they are', () => {
    const bits = 112;
    const field = new BallLandscape(fieldOf(bits));
    // Σ of four products ±2^(slot−3), slot = 256: below the end of the slot by one unit, or a bit beyond it.
    for (const exponent of [250n, 251n, 252n, 253n, 254n, 260n])
      for (const tilt of [-1n, 0n, 1n]) {
        const coefficients = Array.from({ length: 4 }, () => field.balls.ofUnits(1n << 112n, 0n));
        const mids = [1n, -1n, 1n, -1n, -1n].map((sign) => sign * ((1n << (exponent - 112n)) + tilt));
        const sum = field.combine(
          5,
          coefficients,
          coefficients.map(() => field.vectorOfUnits(mids, 0n)),
        );
        expect(sum.mids).toEqual(mids.map((x) => 4n * x));
        expect(sum.rad).toBe(2n);
      }
  });

  test('a norm contains the norms of all that the vectors may be', () => {
    holds(
      [sums],
      ([bits, terms]) => {
        const field = new BallLandscape(fieldOf(bits));
        const { mid, rad } = field.norm(vectorsOf(field, terms));
        const square = (x: bigint): bigint => x * x;
        let low = 0n;
        let high = 0n;
        for (const { entries, radius } of terms)
          for (const x of entries) {
            const size = x < 0n ? -x : x;
            high += square(size + radius);
            if (size > radius) low += square(size - radius);
          }
        expectTrue(square(mid + rad) >= high, 'above');
        if (mid > rad) expectTrue(square(mid - rad) <= low, 'below');
      },
      1000,
    );
  });
});
