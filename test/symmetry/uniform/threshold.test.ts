import { describe, expect, it } from 'vitest';
import { compareRationals, rationalOf } from '../../../src/arithmetic/exact.ts';
import { follow } from '../../../src/symmetry/uniform/centre-proposal.ts';
import { familyOf } from '../../../src/symmetry/uniform/family.ts';
import { limitStart } from '../../../src/symmetry/uniform/start-proposal.ts';
import { encloseThreshold, signChanges, type Threshold } from '../../../src/symmetry/uniform/threshold.ts';

const below = (x: string, y: string): boolean => compareRationals(rationalOf(x), rationalOf(y)) < 0;

function enclosed(answer: Threshold | string): Threshold {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

describe('the k at which a family turns from saddle to minimum', () => {
  it.each([
    ['type II', familyOf(1, []), '5.585505247425880007'],
    ['n = k + 1 with extra {1}', familyOf(1, [[1]]), '6.6653633542'],
  ])('%s', (_, family, known) => {
    const [change, ...others] = signChanges(family, 0.43);
    expect(others).toEqual([]);
    const { lower, upper, block, minimumAbove, window } = enclosed(encloseThreshold(family, change!));
    expect(block).toBe('standard');
    expect(minimumAbove).toBe(true);
    expect(below(lower, known) && below(known, upper), `${lower}, ${upper}`).toBe(true);
    expect(Number(upper) - Number(lower)).toBeLessThan(1e-6);
    expect(below(window.lower, lower) && below(upper, window.upper)).toBe(true);
  });

  it('is not found where there is none', () => {
    const family = familyOf(1, []);
    const y = follow(family, 0, 0.3, limitStart(family)!)!;
    expect(encloseThreshold(family, { s: 0.3, block: 'standard', y })).toMatch(/zero of the standard block/);
    expect(encloseThreshold(family, { s: 0.3, block: 'alt', y })).toMatch(/zero of the alt block/);
  });
});
