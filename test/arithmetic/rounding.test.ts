import { describe, expect, it } from 'vitest';
import { decomposeDouble } from '../../src/arithmetic/exact.ts';
import { gamma, MARGIN, outward, ROUNDOFF, TINY } from '../../src/arithmetic/rounding.ts';

const SEED = 20261129;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Units of 2^−2200, in which every product of two doubles is whole. */
const units = (x: number): bigint => {
  const { mantissa, exponent } = decomposeDouble(x);
  return mantissa << BigInt(exponent + 2200);
};
const size = (x: bigint): bigint => (x < 0n ? -x : x);
const sample = (next: () => number): number =>
  (next() - 0.5) * 2 ** (next() < 0.1 ? -540 * next() : 40 * (next() - 0.5));

describe('the constants of rounding', () => {
  it('u is half the distance from 1 to the next double', () => {
    expect(1 + ROUNDOFF).toBe(1);
    expect(1 + 2 * ROUNDOFF).toBeGreaterThan(1);
  });

  it('a sum of n products is off by at most γ_(n+1) times the sum of their sizes, in any order', () => {
    const next = random(SEED);
    for (let round = 0; round < 400; round++) {
      const n = 1 + Math.floor(next() * 60);
      const x = Array.from({ length: n }, () => sample(next));
      const y = Array.from({ length: n }, () => sample(next));
      let sum = 0;
      let exact = 0n;
      let sizes = 0n;
      for (let i = 0; i < n; i++) {
        sum += x[i]! * y[i]!;
        const product = (units(x[i]!) * units(y[i]!)) >> 2200n;
        exact += product;
        sizes += size(product);
      }
      const error = size(units(sum) - exact);
      const bound = (sizes * units(outward(gamma(n + 1)))) >> 2200n;
      expect(error <= bound + units(TINY), `seed ${SEED}, round ${round}, n = ${n}`).toBe(true);
    }
  });

  it('γ_n is reached to within a factor: a rule of half of it is false', () => {
    // 1 + u + u + …: every u is lost.
    let sum = 1;
    for (let i = 0; i < 10; i++) sum += ROUNDOFF;
    expect(10 * ROUNDOFF).toBeGreaterThan(gamma(10) / 2);
    expect(sum).toBe(1);
  });

  it('the margin makes up for a thousand operations on numbers ≥ 0', () => {
    const next = random(SEED + 1);
    for (let round = 0; round < 200; round++) {
      let value = next();
      let exact = units(value);
      for (let i = 0; i < 1000; i++) {
        const term = next() * 2 ** (20 * (next() - 0.5));
        value += term;
        exact += units(term);
        if (value > 2 ** 30) {
          value *= 2 ** -30;
          exact >>= 30n;
        }
      }
      expect(units(outward(value)) >= exact, `seed ${SEED + 1}, round ${round}`).toBe(true);
    }
    expect(MARGIN).toBeGreaterThan(1 + 1024 * ROUNDOFF * 2);
    expect(outward(0)).toBe(TINY);
  });
});
