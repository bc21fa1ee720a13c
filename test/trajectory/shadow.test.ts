import { describe, expect, it } from 'vitest';
import { compareStep, SHADOW_KINDS, shadowCase } from '../../scripts/shadow-cases.mjs';
import { BallField } from '../../src/arithmetic/ball.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { fixedEvaluation } from '../../src/landscape/fixed-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { pairOf, pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { evaluate } from '../../src/search/descent.ts';
import { randomStart } from '../../src/search/generator.ts';
import { Shadow } from '../../src/trajectory/shadow.ts';

const engine = { Shadow, BallField, BallLandscape, pairOf, pairsOf, pointOf, gradient, fixedEvaluation };

describe('one step in doubles', () => {
  // scripts/compare-shadow.mjs does 100 000 of these.
  it.each([
    ...SHADOW_KINDS.keys(),
  ])('kind %i of points: no bound is below the true error, by balls', (kind) => {
    const worst = { residual: 0, inner: 0, area: 0, angle: 0 };
    for (let round = 0; round < 25; round++) {
      const seed = kind + SHADOW_KINDS.length * (round + 1000);
      const point = shadowCase(seed);
      expect(point.kind).toBe(SHADOW_KINDS[kind]);
      const ratios = compareStep(engine, point);
      expect(ratios, `seed ${seed}`).not.toBeNull();
      for (const name of ['residual', 'inner', 'area', 'angle'] as const) {
        worst[name] = Math.max(worst[name], ratios![name]);
        expect(ratios![name], `${name}, seed ${seed}, ${JSON.stringify(point)}`).toBeLessThanOrEqual(1);
      }
    }
    // The comparison sees true errors: a residual bound 100 times smaller would be caught here, and so would the others.
    expect(worst.residual).toBeGreaterThan(0.01);
    if (SHADOW_KINDS[kind] !== 'grid') expect(worst.inner).toBeGreaterThan(0.01);
    expect(worst.area).toBeGreaterThan(0.01);
    expect(worst.angle).toBeGreaterThan(0.01);
  });

  it('the gradient is that of the search', () => {
    for (const [n, k] of [
      [1, 1],
      [5, 3],
      [7, 7],
    ] as const) {
      const weights = randomStart({ seed: 4, k, n, run: 0 });
      const shadow = new Shadow(n, k, 1);
      shadow.start(weights);
      expect(shadow.advance(1, 0.25)).toBe(1);
      const { gradient } = evaluate(weights, n, k);
      shadow.point(1).forEach((x, a) => {
        expect(Math.abs(x - (weights[a]! - 0.25 * gradient[a]!))).toBeLessThan(1e-14);
      });
    }
  });

  it('a point with a neuron that is 0, tiny, huge or no number is refused', () => {
    for (const x of [0, 1e-17, 1e17, Number.NaN, Number.POSITIVE_INFINITY]) {
      const shadow = new Shadow(2, 2, 3);
      shadow.start(Float64Array.of(1, 0.5, x, x));
      expect(shadow.advance(3, 0.1), `${x}`).toBe(0);
      expect(shadow.measure(0), `${x}`).toBeNull();
    }
  });

  it('sizes for which nothing is proved are refused', () => {
    expect(() => new Shadow(1025, 2, 1)).toThrow('n and k are from 1 to 1024, not 1025 and 2');
    expect(() => new Shadow(2, 0, 1)).toThrow(RangeError);
  });
});
