import { describe, expect, it } from 'vitest';
import { compareFamilies } from '../../../src/papers/safran-shamir/compare.ts';
import { isotropyOf } from '../../../src/papers/safran-shamir/isotropy.ts';
import { certainlyDifferent, identifies, listsDiffer } from '../../../src/papers/safran-shamir/located.ts';
import { preservesTargets, targetsKey } from '../../../src/papers/safran-shamir/targets.ts';
import { dense, projectCandidate } from '../../points.ts';
import { familyOf, moved, outcomeOf, permuted, point66, point89 } from './support.ts';

const range = (size: number): number[] => Array.from({ length: size }, (_, i) => i);

describe('isotropy', () => {
  it.each([
    ['6-6', 'S_5 × S_1', [5, 1]],
    ['8-9', 'S_7 × S_1', [7, 1, 1]],
    ['10-10', 'S_9 × S_1', [9, 1]],
  ])('%s is fixed by %s and by nothing else', (name, group, orbits) => {
    const { isotropy } = outcomeOf(projectCandidate(name));
    expect(isotropy).toMatchObject({ name: group, complete: true, equalNeurons: [] });
    expect(isotropy!.neurons.map(({ length }) => length)).toEqual(orbits);
  });

  it('of a permutation of the targets: all of S_k', () => {
    const { isotropy, verification } = outcomeOf(
      dense(range(4).map((i) => range(4).map((a) => (a === (i + 1) % 4 ? 1 : 0)))),
    );
    expect(verification.verdict).toBe('not-spurious');
    expect(isotropy).toMatchObject({ name: 'S_4', complete: true });
  });

  it('is not claimed beyond the ball of uniqueness, and not complete where radii hide a difference', () => {
    const candidate = point66();
    const located = outcomeOf(candidate).located!;
    expect(isotropyOf({ ...located, uniqueness: '1e-40' }, candidate).name).toBe(
      'S_1 × S_1 × S_1 × S_1 × S_1 × S_1',
    );
    expect(isotropyOf({ ...located, radius: '0.9', uniqueness: '0.91' }, candidate).complete).toBe(false);
  });

  it('does not permute coordinates that carry different targets', () => {
    const candidate = {
      ...point66(),
      targets: range(6).map((j) => range(6).map((a) => (a === j ? (j === 0 ? 2 : 1) : 0))),
    };
    expect(preservesTargets(candidate, [1, 0, 2, 3, 4, 5])).toBe(false);
    expect(preservesTargets(candidate, [0, 2, 1, 3, 4, 5])).toBe(true);
    expect(targetsKey(candidate)).not.toBe(targetsKey(point66()));
  });

  it('in a wider space keeps the coordinates of targets among themselves', () => {
    const candidate = { ...dense([[1, 0, 0]], 2), k: 2 };
    expect(preservesTargets(candidate, [1, 0, 2])).toBe(true);
    expect(preservesTargets(candidate, [0, 2, 1])).toBe(false);
  });
});

describe('duplicates', () => {
  const neurons = [3, 1, 5, 0, 2, 4];
  const coordinates = [2, 0, 1, 5, 4, 3];

  it('a permuted point is the same point, with the permutation', () => {
    const first = familyOf(point66());
    const second = familyOf(permuted(point66(), neurons, coordinates));
    const { duplicates, undecided, distinct } = compareFamilies([first, second]);
    expect(distinct).toBe(1);
    expect(undecided).toEqual([]);
    expect(duplicates).toHaveLength(1);
    const [a, b] = [second.outcome.located!, first.outcome.located!];
    expect(identifies(a, b, duplicates[0]!.permutation)).toBe(true);
    expect(certainlyDifferent(a, b)).toBe(false);
  });

  it('a wrong permutation identifies nothing', () => {
    const located = outcomeOf(point66()).located!;
    expect(identifies(located, located, { neurons, coordinates: range(6) })).toBe(false);
    expect(identifies(located, located, { neurons: range(6), coordinates: range(6) })).toBe(true);
    // No permutation at all: a neuron twice.
    const near = { ...located, uniqueness: '10' };
    expect(identifies(near, near, { neurons: [0, 0, 2, 3, 4, 5], coordinates: range(6) })).toBe(false);
  });

  it('other points, architectures and targets are different', () => {
    const global = dense(range(6).map((i) => range(6).map((a) => (a === i ? 1 : 0))));
    const families = [familyOf(point66()), familyOf(global), familyOf(point89())];
    expect(compareFamilies(families)).toEqual({ duplicates: [], undecided: [], distinct: 3 });
  });

  it('points that radii do not tell apart are undecided', () => {
    const global = familyOf(dense(range(6).map((i) => range(6).map((a) => (a === i ? 1 : 0)))));
    const spread = { ...global.outcome.located!, radius: '2', uniqueness: '2.1' };
    const other = { ...global, outcome: { ...global.outcome, located: spread } };
    expect(compareFamilies([familyOf(point66()), other]).undecided).toEqual([[0, 1]]);
  });

  it('no located point, no comparison', () => {
    const nowhere = familyOf(moved(point66(), 0, 0, 0.3));
    expect(nowhere.outcome.located).toBeNull();
    expect(compareFamilies([nowhere, nowhere]).distinct).toBe(0);
  });

  it('sorted lists differ by more than the tolerance or not', () => {
    expect(listsDiffer([3n, 1n], [1n, 3n], 0n)).toBe(false);
    expect(listsDiffer([3n, 1n], [1n, 5n], 2n)).toBe(false);
    expect(listsDiffer([3n, 1n], [1n, 5n], 1n)).toBe(true);
    expect(listsDiffer([3n], [1n, 5n], 100n)).toBe(true);
  });
});
