import { eigenpairs } from '../../numerics/matrix.ts';
import { limitOf, patternStart } from './branch.ts';
import { type LimitPoint, minimiseEnergy, standardForm } from './limit-energy.ts';

/**
 * Untrusted: minima of the limit energy, found from one start for each pattern of extras and told apart by their energy. A
 * family whose Hessian of U and std(0) are positive definite is a minimum for all large k; in doubles that is a hint
 * where a proof is worth trying, not a theorem.
 */

/** A way in which extras can share bad coordinates: the sets of the extras, coordinates from 1. */
export interface Pattern {
  readonly bad: number;
  readonly sets: readonly (readonly number[])[];
}

/** A minimum of the limit energy that was found. */
export interface FoundFamily {
  readonly bad: number;
  readonly extras: number;
  /** Bad coordinates on which each extra leans at least half as much as on its first one. */
  readonly sets: readonly (readonly number[])[];
  /** Whether `--bad R --extra LIST…` with these sets leads to this minimum. */
  readonly named: boolean;
  readonly objectiveLimit: number;
  readonly trivial: number;
  readonly standard: number;
  /** Choices of extras turned into their opposites (which leaves U as it is) for which std(0) is positive as well. */
  readonly mirrored: number;
}

/**
 * All patterns of `extras` nonempty sets of `bad` coordinates up to permutations of both: every coordinate has a list of
 * the extras that share it, and what counts is how many coordinates have which list.
 */
export function patternsOf(bad: number, extras: number): Pattern[] {
  const seen = new Set<string>();
  const patterns: Pattern[] = [];
  const orders = permutations(extras);
  const visit = (lists: readonly number[]): void => {
    if (lists.length < bad) {
      for (let list = lists.at(-1) ?? 0; list < 2 ** extras; list++) visit([...lists, list]);
      return;
    }
    const sets = Array.from({ length: extras }, (_, u) =>
      lists.flatMap((list, beta) => ((list >> u) & 1 ? [beta + 1] : [])),
    );
    if (sets.some((set) => set.length === 0)) return;
    const renamed = orders.map((order) =>
      lists
        .map((list) => order.reduce((sum, to, u) => sum + (((list >> u) & 1) << to), 0))
        .sort((a, b) => a - b)
        .join(),
    );
    const key = renamed.sort()[0]!;
    if (seen.has(key)) return;
    seen.add(key);
    patterns.push({ bad, sets });
  };
  visit([]);
  return patterns;
}

function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((rest) =>
    Array.from({ length: size }, (_, place) => [...rest.slice(0, place), size - 1, ...rest.slice(place)]),
  );
}

/** The minimum that the pattern leads to, or null. */
export function findFamily({ bad, sets }: Pattern): FoundFamily | null {
  const limit = minimiseEnergy(bad, patternStart(bad, sets));
  if (limit === null) return null;
  const found = limit.extras.map((extra) => {
    const entries = extra.slice(1);
    const lowest = Math.min(...entries);
    return entries.flatMap((e, beta) => (e < 0 && e <= 0.5 * lowest ? [beta + 1] : []));
  });
  const again = found.some((set) => set.length === 0) ? null : limitOf({ type: 'II', bad, extras: found });
  return {
    bad,
    extras: sets.length,
    sets: found,
    named: again !== null && Math.abs(again.energy - limit.energy) < 1e-7,
    objectiveLimit: limit.objectiveLimit,
    trivial: limit.trivial,
    standard: limit.standard,
    mirrored: mirroredMinima(limit),
  };
}

function mirroredMinima({ matched, extras, trivial }: LimitPoint): number {
  if (!(trivial > 0)) return 0;
  let count = 0;
  for (let signs = 1; signs < 2 ** extras.length; signs++) {
    const turned = extras.map((extra, u) => ((signs >> u) & 1 ? extra.map((x) => -x) : extra));
    if (eigenpairs(standardForm(matched, turned)).values[0]! > POSITIVE) count++;
  }
  return count;
}

/** What differences leave of an eigenvalue 0. */
const POSITIVE = 1e-6;

/** Is the family a minimum for all large k, as far as doubles tell? */
export function looksMinimal({ trivial, standard }: FoundFamily): boolean {
  return trivial > POSITIVE && standard > POSITIVE;
}

/** One of each: minima of the same size and the same limit of kF are taken for the same; those with a name first. */
export function distinctFamilies(found: readonly FoundFamily[]): FoundFamily[] {
  const distinct = new Map<string, FoundFamily>();
  for (const family of found) {
    const key = `${family.bad} ${family.extras} ${family.objectiveLimit.toFixed(6)}`;
    const known = distinct.get(key);
    if (known === undefined || (family.named && !known.named)) distinct.set(key, family);
  }
  return [...distinct.values()].sort(
    (a, b) => a.bad - b.bad || a.extras - b.extras || a.objectiveLimit - b.objectiveLimit,
  );
}
