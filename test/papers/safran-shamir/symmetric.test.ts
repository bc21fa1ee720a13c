import { describe, expect, it } from 'vitest';
import type { BlockCandidate } from '../../../src/model/candidate.ts';
import { compareFamilies } from '../../../src/papers/safran-shamir/compare.ts';
import { auditFamily } from '../../../src/papers/safran-shamir/index.ts';
import { POINTS } from '../../symmetry/points.ts';

const producer = { name: 'test', version: '1' };

function family(candidate: BlockCandidate, k: number) {
  const outcome = auditFamily({ candidate, claim: null, sharp: false, producer });
  return { k, n: k, d: k, candidate, outcome };
}

describe('audit of points in block form', () => {
  it('recognises one point twice, and different ones', () => {
    const two = family(POINTS['type II, k = 6'], 6);
    expect(two.outcome.verification.verdict).toBe('spurious-local-minimum');
    expect(two.outcome.certificate?.kind).toBe('block');
    const { neurons, blocks } = POINTS['type II, k = 6'];
    const near = { ...neurons[1]!, values: [Number(neurons[1]!.values[0]) + 1e-10, neurons[1]!.values[1]!] };
    const again = family({ form: 'block', blocks, neurons: [neurons[0]!, near] }, 6);
    const families = [two, again, family(POINTS['type A, k = 6'], 6), family(POINTS['type I, k = 6'], 6)];
    const { duplicates, undecided, distinct } = compareFamilies(families);
    expect(duplicates).toMatchObject([{ family: 1, of: 0 }]);
    expect(undecided).toEqual([]);
    expect(distinct).toBe(3);
  });

  it('leaves undecided what is one point in another order of blocks', () => {
    const { neurons } = POINTS['type II, k = 6'];
    const turned: BlockCandidate = {
      form: 'block',
      blocks: [1, 5],
      neurons: neurons.map(({ attached, diagonal, values }) => ({
        attached: attached === null ? null : 1,
        diagonal,
        values: [...values].reverse(),
      })),
    };
    const { undecided, distinct } = compareFamilies([family(POINTS['type II, k = 6'], 6), family(turned, 6)]);
    expect(undecided).toEqual([[0, 1]]);
    expect(distinct).toBe(2);
  });
});
