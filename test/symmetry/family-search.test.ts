import { describe, expect, it } from 'vitest';
import {
  distinctFamilies,
  findFamily,
  looksMinimal,
  patternsOf,
} from '../../src/proposals/families/search.ts';

describe('patterns of extras', () => {
  it('are told apart up to permutations of bad coordinates and of extras', () => {
    expect(patternsOf(1, 0)).toEqual([{ bad: 1, sets: [] }]);
    expect(patternsOf(1, 2)).toEqual([{ bad: 1, sets: [[1], [1]] }]);
    // {1}; {1,2}
    expect(patternsOf(2, 1)).toHaveLength(2);
    // {1}{1}, {1}{2}, {1}{12}, {12}{12}
    expect(patternsOf(2, 2)).toHaveLength(4);
  });

  it('are all there: with all their rearrangements they are all lists of nonempty sets', () => {
    const [bad, extras] = [3, 2];
    const all = new Set<string>();
    const shuffles = [
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
      [2, 3, 1],
      [3, 1, 2],
      [3, 2, 1],
    ];
    for (const { sets } of patternsOf(bad, extras))
      for (const shuffle of shuffles) {
        const renamed = sets.map((set) =>
          set
            .map((beta) => shuffle[beta - 1]!)
            .sort()
            .join(''),
        );
        all.add(renamed.join()).add(renamed.reverse().join());
      }
    expect(all.size).toBe((2 ** bad - 1) ** extras);
  });
});

describe('the search for families', () => {
  const found = distinctFamilies(
    [
      [1, 0],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [3, 1],
    ].flatMap(([bad, extras]) => patternsOf(bad!, extras!).flatMap((pattern) => findFamily(pattern) ?? [])),
  );
  const sizes = (minimal: boolean): string[] =>
    found.filter((x) => looksMinimal(x) === minimal).map(({ bad, extras }) => `${bad};${extras}`);

  it('tells minima for all large k from saddles (mathematics.md 16.5)', () => {
    expect(sizes(true)).toEqual(['1;0', '1;1', '2;1', '3;1']);
    expect(sizes(false)).toEqual(['1;2', '2;2']);
  });

  it('names them by the options of the command', () => {
    expect(found.every(({ named }) => named)).toBe(true);
    expect(found.find(({ bad, extras }) => bad === 2 && extras === 1)!.sets).toEqual([[1, 2]]);
  });

  it('knows the mirrored families of mathematics.md 11.9', () => {
    const mirrored = found.filter((x) => looksMinimal(x) && x.extras > 0).map((x) => x.mirrored);
    expect(mirrored).toEqual([1, 1, 1]);
  });
});
