import type { UniformProblem } from '../../certificate/uniform.ts';

/** A family with the range of k for which its theorem is proved (table in docs/uniform.md; the theorem: mathematics.md 11.8). */
export interface Provable extends Pick<UniformProblem, 'bad' | 'extras'> {
  readonly kFrom: number;
  /** null: every k from kFrom on */
  readonly kTo: number | null;
}

const family = (
  bad: number,
  extras: readonly (readonly number[])[],
  kFrom: number,
  kTo: number | null = null,
): Provable => ({ bad, extras, kFrom, kTo });

/** What `spurious prove --list` names; each is proved by `spurious prove` in at most a few minutes. */
export const CATALOGUE: readonly Provable[] = [
  family(1, [], 6),
  family(2, [], 8),
  family(3, [], 10),
  family(1, [[1]], 7),
  family(2, [[1, 2]], 9),
  family(3, [[1, 2, 3]], 11),
  family(2, [[1], [2]], 11, 100),
  family(7, [[3], [1, 2, 4, 5, 6, 7]], 40),
  family(
    3,
    [
      [1, 2],
      [1, 3],
      [2, 3],
    ],
    11,
  ),
  family(
    4,
    [
      [1, 2, 3],
      [1, 3, 4],
      [2, 3, 4],
    ],
    25,
  ),
  family(
    4,
    [
      [1, 2, 3],
      [1, 2, 4],
      [1, 3, 4],
      [2, 3, 4],
    ],
    22,
  ),
];

/** The entry of the catalogue for a family, whatever the order of its extras. */
export function provableFamily({ bad, extras }: Pick<UniformProblem, 'bad' | 'extras'>): Provable | null {
  const key = (sets: readonly (readonly number[])[]): string => sets.map(String).sort().join(' ');
  return CATALOGUE.find((entry) => entry.bad === bad && key(entry.extras) === key(extras)) ?? null;
}
