import { describe, expect, it } from 'vitest';
import { gaussianDimensionFor, gaussianProbability } from '../../src/proof/gaussian.ts';

/** Δ and the claim of the published (6,6) minimum, whose 99 % the checker confirms. */
const SIX = { k: 6, d: 6, robustnessRadius: '1.12433903752446e-6' };

/** (21) in doubles: √k((k+1)/2 + √(2 ln(1/p)))/√D = Δ, solved for D. */
function dimension(k: number, radius: number, failure: number): number {
  return (k * ((k + 1) / 2 + Math.sqrt(-2 * Math.log(failure))) ** 2) / radius ** 2;
}

describe('Gaussian targets at other probabilities and dimensions', () => {
  it.each([
    ['0.5', 0.5],
    ['0.99', 0.01],
    ['9e-1', 0.1],
    ['1e-20', 1],
    ['0.999999999999999999999999999999', 1e-30],
    [0.75, 0.25],
  ] as const)('the dimension for %s is that of the formula, rounded up', (probability, failure) => {
    const found = Number(gaussianDimensionFor(SIX, probability));
    const wanted = dimension(6, Number(SIX.robustnessRadius), failure);
    expect(found / wanted).toBeGreaterThan(1 - 1e-14);
    expect(found / wanted).toBeLessThan(1 + 1e-6);
  });

  it('the probability at a dimension is that of the formula, rounded down', () => {
    for (const D of ['1e14', '2e14', '4e14'].map(Number)) {
      const root = Number(SIX.robustnessRadius) * Math.sqrt(D / 6) - 3.5;
      const wanted = 1 - Math.exp(-(root * root) / 2);
      const found = Number(gaussianProbability(SIX, D));
      expect(found).toBeLessThanOrEqual(wanted + 1e-13);
      expect(found).toBeGreaterThan(wanted - 1e-13);
    }
  });

  it('one undoes the other, on the safe side', () => {
    for (const probability of ['0.001', '0.3', '0.99', '0.9999999999']) {
      const D = gaussianDimensionFor(SIX, probability);
      expect(Number(gaussianProbability(SIX, D))).toBeGreaterThanOrEqual(Number(probability));
      // A millionth less than the dimension is not enough, but for the room of the rounded deviation.
      const less = String((BigInt(D) * 999999n) / 1000000n);
      expect(Number(gaussianProbability(SIX, less))).toBeLessThan(Number(probability));
    }
  });

  it('is 0 where the bound is empty, and never says more than the theorem', () => {
    // √D Δ/√k = (k+1)/2 at D = 6·3.5²/Δ².
    const empty = (6 * 3.5 ** 2) / Number(SIX.robustnessRadius) ** 2;
    expect(gaussianProbability(SIX, Math.floor(0.999999 * empty))).toBe('0');
    expect(Number(gaussianProbability(SIX, Math.ceil(1.000001 * empty)))).toBeGreaterThan(0);
    // The moments need D ≥ 40k², and the point d coordinates.
    const wide = { k: 2, d: 500, robustnessRadius: '1000' };
    expect(gaussianProbability(wide, 499)).toBe('0');
    expect(Number(gaussianProbability(wide, 500))).toBeGreaterThan(0.99);
    expect(gaussianProbability({ ...wide, d: 2 }, 159)).toBe('0');
    expect(Number(gaussianProbability({ ...wide, d: 2 }, 160))).toBeGreaterThan(0.99);
    expect(gaussianDimensionFor(wide, '0.5')).toBe('500');
    expect(gaussianDimensionFor({ ...wide, d: 2 }, '0.5')).toBe('160');
    // Never 1, whatever the dimension.
    expect(gaussianProbability(SIX, `1${'0'.repeat(99)}`)).toBe('0.999999999999999');
  });

  it.each([
    ['minimum.k', () => gaussianDimensionFor({ ...SIX, k: 0 }, 0.5)],
    ['minimum.d', () => gaussianDimensionFor({ ...SIX, d: 5 }, 0.5)],
    ['minimum.robustnessRadius', () => gaussianProbability({ ...SIX, robustnessRadius: '0' }, 10)],
    ['probability', () => gaussianDimensionFor(SIX, '1')],
    ['probability', () => gaussianDimensionFor(SIX, 0)],
    ['probability', () => gaussianDimensionFor(SIX, 'likely')],
    ['probability', () => gaussianDimensionFor(SIX, `0.${'9'.repeat(200)}`)],
    ['dimension', () => gaussianProbability(SIX, 0)],
    ['dimension', () => gaussianProbability(SIX, 1.5)],
    ['dimension', () => gaussianProbability(SIX, '1e9')],
  ])('refuses a wrong %s', (name, act) => expect(act).toThrow(new RegExp(`^${name}: found `)));
});
