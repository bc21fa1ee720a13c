import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../src/report/binomial.ts';
import { probabilityBounds } from '../../src/report/probability.ts';

describe('bounds on the probability of a spurious minimum', () => {
  // The counts and bounds of ../shared/math/trajectories.md, section 3, and of no runs at all.
  it.each([
    [41, 9959, 0, 0.0024],
    [46, 954, 0, 0.0281],
    [242, 758, 0, 0.2015],
    [584, 415, 1, 0.5349],
    [60, 0, 0, 0.8913],
  ])('%i spurious, %i global, %i undecided: p ≥ %f', (spurious, global, undecided, lower) => {
    expect(Math.round(probabilityBounds({ spurious, global, undecided }, 0.999).lower * 1e4) / 1e4).toBe(
      lower,
    );
  });

  it('are where the binomial tails are 1 − confidence', () => {
    const [spurious, global, undecided, confidence] = [5, 13, 2, 0.99];
    const { lower, upper } = probabilityBounds({ spurious, global, undecided }, confidence);
    const runs = spurious + global + undecided;
    // P(X ≥ s) = I_p(s, N − s + 1).
    expect(incompleteBeta(lower, spurious, runs - spurious + 1)).toBeCloseTo(1 - confidence, 10);
    // P(X ≤ N − g) = 1 − I_p(N − g + 1, g).
    expect(1 - incompleteBeta(upper, runs - global + 1, global)).toBeCloseTo(1 - confidence, 10);
  });

  it('undecided runs widen the interval on both sides', () => {
    const sure = probabilityBounds({ spurious: 20, global: 80, undecided: 0 }, 0.999);
    const first = probabilityBounds({ spurious: 18, global: 80, undecided: 2 }, 0.999);
    const second = probabilityBounds({ spurious: 20, global: 78, undecided: 2 }, 0.999);
    expect(first.lower).toBeLessThan(sure.lower);
    expect(first.upper).toBe(sure.upper);
    expect(second.lower).toBe(sure.lower);
    expect(second.upper).toBeGreaterThan(sure.upper);
    expect(probabilityBounds({ spurious: 0, global: 0, undecided: 9 }, 0.999)).toEqual({
      lower: 0,
      upper: 1,
    });
  });
});
