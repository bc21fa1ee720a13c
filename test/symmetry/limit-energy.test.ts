import { describe, expect, it } from 'vitest';
import { patternStart } from '../../src/proposals/families/branch.ts';
import { minimiseEnergy } from '../../src/proposals/families/limit-energy.ts';

const limit = (bad: number, ...extras: number[][]) => minimiseEnergy(bad, patternStart(bad, extras))!;
const TWO_PI = 2 * Math.PI;

describe('the limit energy', () => {
  it('has the minimum d = 4/π, e = 0 where there are no extras, for every r', () => {
    for (const bad of [1, 2, 5]) {
      const { matched, trivial, standard, objectiveLimit } = limit(bad);
      for (const [d, ...e] of matched) {
        expect(d).toBeCloseTo(4 / Math.PI, 14);
        expect(e.every((x) => x === 0)).toBe(true);
      }
      expect(trivial).toBeCloseTo(1 / 4 - 1 / TWO_PI, 9);
      expect(standard).toBeGreaterThan(0);
      expect(objectiveLimit).toBeCloseTo(bad * (1 / 2 - 2 / Math.PI ** 2), 13);
    }
  });

  it('has the figures of one extra (mathematics.md 16.5)', () => {
    const { energy, extras, matched, objectiveLimit, trivial } = limit(1, [1]);
    expect(energy).toBeCloseTo(-1.462381133687, 13);
    expect(Math.hypot(...extras[0]!)).toBeCloseTo(1.6643244433624, 11);
    expect(extras[0]![0]).toBeCloseTo(0.9178787897604, 11);
    expect(extras[0]![1]).toBeCloseTo(-1.388335110872584, 11);
    expect(matched[0]![0]).toBeCloseTo(0.6967111007606, 11);
    expect(matched[0]![1]).toBeCloseTo(1.0920365644265, 11);
    expect(objectiveLimit).toBeCloseTo(0.2672548138894, 13);
    expect(trivial * TWO_PI).toBeCloseTo(0.0278106, 7);
  });

  it('knows which families are minima for all large k', () => {
    expect(limit(2, [1, 2]).trivial * TWO_PI).toBeCloseTo(0.0904122, 6);
    expect(limit(3, [1, 2], [1, 3], [2, 3]).trivial * TWO_PI).toBeCloseTo(0.0234587, 6);
    expect(limit(2, [1], [2]).standard * TWO_PI).toBeCloseTo(-0.121, 3);
    expect(limit(3, [1], [2, 3]).standard * TWO_PI).toBeCloseTo(-0.0337, 4);
  });

  it('splits two equal extras of one bad coordinate into a family that is no minimum', () => {
    const extra = [0.9, -1.2];
    const split = minimiseEnergy(1, [extra, extra])!;
    expect(split.extras[0]![0]).not.toBeCloseTo(split.extras[1]![0]!, 1);
    expect(split.standard).toBeLessThan(-0.1);
  });
});
