import { BallField } from '../../arithmetic/ball.ts';
import { integerSquareRoot } from '../../arithmetic/integer.ts';
import type { DenseCertificate } from '../../certificate/types.ts';
import type { LocatedPoint, Permutation } from './types.ts';

/** The critical point of a certificate: centre, radius and ball of uniqueness; null where there is none. */
export function locatedPoint({ claim, point, producer, problem }: DenseCertificate): LocatedPoint | null {
  if (claim.verdict === 'no-critical-point') return null;
  const balls = BallField.ofDigits(producer.digits);
  const entries = point.centre.flatMap((row) => row.map((x) => balls.exact(x)));
  return {
    n: problem.n,
    d: problem.d,
    bits: balls.bits,
    units: entries.map(({ mid }) => mid),
    exact: entries.every(({ rad }) => rad === 0n),
    // A permutation of the targets is the critical point itself.
    radius: claim.verdict === 'not-spurious' ? '0' : claim.centreRadius,
    uniqueness: claim.uniquenessRadius,
  };
}

/** The centre in doubles, row = neuron; for proposals. */
export function approximateCentre({ units, bits }: LocatedPoint): Float64Array {
  return Float64Array.from(units, (x) => Number(x) * 2 ** -bits);
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** Entries in units of the finer of two points, and what an entry of both together may be off by. */
function common(
  a: LocatedPoint,
  b: LocatedPoint,
): { bits: number; of: readonly (readonly bigint[])[]; error: bigint } {
  const bits = Math.max(a.bits, b.bits);
  const scaled = (x: LocatedPoint): readonly bigint[] =>
    x.bits === bits ? x.units : x.units.map((unit) => unit << BigInt(bits - x.bits));
  const error = (x: LocatedPoint): bigint => (x.exact ? 0n : 1n << BigInt(bits - x.bits));
  return { bits, of: [scaled(a), scaled(b)], error: error(a) + error(b) };
}

/**
 * Is the critical point A*, permuted, the critical point B*? F is invariant under permutations of neurons, and of
 * coordinates that permute the targets (the caller sees to that), so the permuted A* is critical. It lies within r_A of the
 * permuted centre; if ‖centre − centre_B‖ + r_A < ρ_B it lies in the open ball in which B* is the only critical point.
 * False proves nothing.
 */
export function identifies(a: LocatedPoint, b: LocatedPoint, permutation: Permutation): boolean {
  const { n, d } = b;
  if (!isPermutation(permutation.neurons, n) || !isPermutation(permutation.coordinates, d)) return false;
  const { bits, of, error } = common(a, b);
  const [from, to] = [of[0]!, of[1]!];
  let squares = 0n;
  permutation.neurons.forEach((i, row) => {
    permutation.coordinates.forEach((c, column) => {
      const difference = magnitude(from[i * d + c]! - to[row * d + column]!) + error;
      squares += difference * difference;
    });
  });
  const balls = new BallField(bits);
  const distance = balls.ofUnits(integerSquareRoot(squares) + 1n, 0n);
  return balls.less(balls.add(distance, balls.exact(a.radius)), balls.exact(b.uniqueness)) === 'yes';
}

function isPermutation(images: readonly number[], size: number): boolean {
  return images.length === size && new Set(images).size === size && images.every((i) => i >= 0 && i < size);
}

/**
 * Are no two permutations of the critical points equal? The sorted entries of a point do not change when it is permuted, and
 * sorting moves no entry of the sorted list by more than the largest change of an entry: if two sorted lists of the
 * centres differ somewhere by more than r_A + r_B, those of A* and B* differ. False proves nothing.
 */
export function certainlyDifferent(a: LocatedPoint, b: LocatedPoint): boolean {
  const { bits, of, error } = common(inOrder(a), inOrder(b));
  const tolerance = error + unitsAbove(bits, a.radius) + unitsAbove(bits, b.radius);
  return differSomewhere(of[0]!, of[1]!, tolerance);
}

/** Points with their entries sorted: each is compared with many. */
const sortedPoints = new WeakMap<LocatedPoint, LocatedPoint>();

function inOrder(point: LocatedPoint): LocatedPoint {
  let sorted = sortedPoints.get(point);
  if (sorted === undefined) {
    sorted = { ...point, units: point.units.toSorted(order) };
    sortedPoints.set(point, sorted);
  }
  return sorted;
}

function order(x: bigint, y: bigint): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Do the two lists, sorted, differ somewhere by more than `tolerance`? */
export function listsDiffer(a: readonly bigint[], b: readonly bigint[], tolerance: bigint): boolean {
  return differSomewhere(a.toSorted(order), b.toSorted(order), tolerance);
}

function differSomewhere(a: readonly bigint[], b: readonly bigint[], tolerance: bigint): boolean {
  return a.length !== b.length || a.some((x, i) => magnitude(x - b[i]!) > tolerance);
}

/** A decimal ≥ 0 in units of 2^−bits, rounded up. */
export function unitsAbove(bits: number, decimal: string): bigint {
  const { mid, rad } = new BallField(bits).exact(decimal);
  return mid + rad;
}
