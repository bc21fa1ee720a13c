import type { DenseCandidate } from '../../model/candidate.ts';
import { approximateCentre, identifies, listsDiffer, unitsAbove } from './located.ts';
import { preservesTargets } from './targets.ts';
import type { Isotropy, LocatedPoint, Permutation } from './types.ts';

/** Entries closer than this are proposed as equal. */
const TOLERANCE = 1e-9;

/**
 * The permutations that fix the critical point. For two coordinates the transposition with the matching permutation of
 * neurons is proposed in floating point and certified: the permuted critical point is critical and lies in the ball in
 * which there is only one, so it is the same. Transpositions (a b), (b c) generate (a c): coordinates fall into classes, and
 * the group contains all permutations of each. It is complete if nothing can carry a coordinate out of its class: the sorted
 * entries of a column do not change under permutations of neurons, so columns whose sorted entries differ by more than
 * 2r cannot be exchanged; and if the rows that are not proved equal differ by more than 2r, no further neurons can.
 */
export function isotropyOf(point: LocatedPoint, candidate: DenseCandidate): Isotropy {
  const { n, d } = point;
  const centre = approximateCentre(point);
  const identity: Permutation = { neurons: range(n), coordinates: range(d) };
  const generators: Permutation[] = [];
  const coordinates: number[][] = [];
  for (let b = 0; b < d; b++) {
    const home = coordinates.find((members) => {
      const a = members[0]!;
      const exchanged = transposed(identity.coordinates, a, b);
      if (!preservesTargets(candidate, exchanged)) return false;
      const neurons = matchingNeurons(centre, n, d, exchanged);
      if (neurons === null) return false;
      const permutation = { neurons, coordinates: exchanged };
      if (!identifies(point, point, permutation)) return false;
      generators.push(permutation);
      return true;
    });
    if (home === undefined) coordinates.push([b]);
    else home.push(b);
  }
  const equal: number[][] = [];
  for (let j = 0; j < n; j++) {
    const home = equal.find((members) => {
      const i = members[0]!;
      const neurons = transposed(identity.neurons, i, j);
      const close = range(d).every((a) => Math.abs(centre[i * d + a]! - centre[j * d + a]!) <= TOLERANCE);
      return close && identifies(point, point, { neurons, coordinates: identity.coordinates });
    });
    if (home === undefined) equal.push([j]);
    else home.push(j);
  }
  const bySize = (a: number[], b: number[]): number => b.length - a.length || a[0]! - b[0]!;
  const equalNeurons = equal.filter((members) => members.length > 1).sort(bySize);
  coordinates.sort(bySize);
  return {
    coordinates,
    neurons: orbits(n, [...generators.map(({ neurons }) => neurons), ...cycles(equalNeurons, n)]).sort(
      bySize,
    ),
    equalNeurons,
    generators,
    name: nameOf(coordinates, equalNeurons),
    complete: isComplete(point, coordinates, equal),
  };
}

function isComplete(point: LocatedPoint, coordinates: number[][], equal: number[][]): boolean {
  const { n, d, bits, units, exact, radius } = point;
  const tolerance = 2n * (unitsAbove(bits, radius) + (exact ? 0n : 1n));
  const column = (a: number): bigint[] => range(n).map((i) => units[i * d + a]!);
  const row = (i: number): bigint[] => units.slice(i * d, i * d + d);
  const columns = coordinates.map((members) => column(members[0]!));
  const rows = equal.map((members) => row(members[0]!));
  const apart = (x: bigint[], y: bigint[]): boolean =>
    x.some((value, a) => (value > y[a]! ? value - y[a]! : y[a]! - value) > tolerance);
  return (
    columns.every((x, a) => columns.slice(0, a).every((y) => listsDiffer(x, y, tolerance))) &&
    rows.every((x, i) => rows.slice(0, i).every((y) => apart(x, y)))
  );
}

/** Row i of the permuted point is row neurons[i]: the permutation of neurons that undoes one of coordinates, or null. */
function matchingNeurons(
  centre: Float64Array,
  n: number,
  d: number,
  coordinates: readonly number[],
): number[] | null {
  const used = new Set<number>();
  const neurons: number[] = [];
  const isRow = (j: number, i: number): boolean =>
    coordinates.every((c, a) => Math.abs(centre[j * d + c]! - centre[i * d + a]!) <= TOLERANCE);
  for (let i = 0; i < n; i++) {
    let j = 0;
    while (j < n && (used.has(j) || !isRow(j, i))) j++;
    if (j === n) return null;
    used.add(j);
    neurons.push(j);
  }
  return neurons;
}

/** Orbits of 0 … size−1 under permutations. */
function orbits(size: number, permutations: readonly (readonly number[])[]): number[][] {
  const seen = new Set<number>();
  const found: number[][] = [];
  for (let start = 0; start < size; start++) {
    if (seen.has(start)) continue;
    const orbit = [start];
    seen.add(start);
    for (let i = 0; i < orbit.length; i++)
      for (const permutation of permutations) {
        const image = permutation[orbit[i]!]!;
        if (!seen.has(image)) orbit.push(image);
        seen.add(image);
      }
    found.push(orbit.sort((a, b) => a - b));
  }
  return found;
}

/** One cycle through each class, as permutations of 0 … n−1. */
function cycles(classes: readonly number[][], n: number): number[][] {
  return classes.map((members) => {
    const cycle = range(n);
    members.forEach((i, position) => {
      cycle[i] = members[(position + 1) % members.length]!;
    });
    return cycle;
  });
}

/** S_5 × S_1: one symmetric group a class of coordinates; equal neurons are named apart. */
function nameOf(coordinates: readonly number[][], equalNeurons: readonly number[][]): string {
  const name = coordinates.map(({ length }) => `S_${length}`).join(' × ');
  const own = equalNeurons.map(({ length }) => `S_${length}`).join(' × ');
  return own === '' ? name : `${name}, equal neurons ${own}`;
}

function transposed(identity: readonly number[], a: number, b: number): number[] {
  return identity.map((x) => (x === a ? b : x === b ? a : x));
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
