import { describe, expect, it } from 'vitest';
import { clopperPearson, fisherExact, incompleteBeta } from '../../src/report/binomial.ts';

describe('Clopper–Pearson', () => {
  // scipy 1.17.1, t = (1 − c)/2: beta.ppf(t, hits, trials − hits + 1), beta.ppf(1 − t, hits + 1, trials − hits).
  it.each([
    [0, 1, 0.95, 0, 0.975],
    [1, 1, 0.95, 0.025, 1],
    [0, 10, 0.95, 0, 0.308497107818761],
    [10, 10, 0.95, 0.691502892181239, 1],
    [5, 20, 0.99, 0.0583339360589518, 0.559760907758437],
    [17, 40, 0.9, 0.291846578786145, 0.566860910716323],
    [0, 1000, 0.95, 0, 0.00368208389686567],
    [1, 1000, 0.95, 2.53174874912941e-5, 0.00555892427982667],
    [3, 1000, 0.95, 0.000619099931649572, 0.0087420232384783],
    [500, 1000, 0.95, 0.468549172971792, 0.531450827028208],
    [949, 1000, 0.95, 0.933486538405065, 0.961794763225314],
    [1000, 1000, 0.95, 0.996317916103134, 1],
    [0, 100_000, 0.95, 0, 3.68881141579242e-5],
    [37, 100_000, 0.95, 0.000260527106081731, 0.000509960561154996],
  ])('%i of %i, confidence %d', (hits, trials, confidence, low, high) => {
    const found = clopperPearson(hits, trials, confidence);
    expect(Math.abs(found.low - low)).toBeLessThanOrEqual(1e-9 * low);
    expect(Math.abs(found.high - high)).toBeLessThanOrEqual(1e-9 * high);
  });

  it('has the tails that define it', () => {
    for (const [hits, trials] of [
      [1, 7],
      [6, 7],
      [250, 1000],
    ] as const) {
      const { low, high } = clopperPearson(hits, trials);
      // P(X ≥ hits) = I_p(hits, trials − hits + 1), P(X ≤ hits) = 1 − I_p(hits + 1, trials − hits).
      expect(incompleteBeta(low, hits, trials - hits + 1)).toBeCloseTo(0.025, 11);
      expect(1 - incompleteBeta(high, hits + 1, trials - hits)).toBeCloseTo(0.025, 11);
    }
  });
});

describe('Fisher’s exact test', () => {
  // scipy.stats.fisher_exact, two-sided.
  it.each([
    [667, 1000, 730, 1000, 0.00250457566322],
    [5, 1000, 3, 1000, 0.72601411643],
    [0, 1000, 1, 1000, 1],
    [0, 10, 10, 10, 1.08250882245e-5],
    [968, 1000, 949, 1000, 0.0429835159601],
    [3, 7, 5, 9, 1],
  ])('%i of %i against %i of %i', (a, m, b, n, p) => {
    expect(Math.abs(fisherExact(a, m, b, n) - p)).toBeLessThan(1e-10);
    expect(fisherExact(b, n, a, m)).toBeCloseTo(fisherExact(a, m, b, n), 12);
  });
});
