import { BallField } from '../../arithmetic/ball.ts';
import { integerSquareRoot } from '../../arithmetic/integer.ts';
import type { BlockCertificate } from '../../certificate/index.ts';
import { unitsAbove } from './located.ts';
import type { SymmetricLocation } from './types.ts';

/** The critical point of a certificate; null where there is none. */
export function locationOf({ claim, point, problem, producer }: BlockCertificate): SymmetricLocation | null {
  if (claim.verdict === 'no-critical-point') return null;
  const { blocks } = problem;
  const balls = BallField.ofDigits(producer.digits);
  const entries = point.centre.flatMap(({ attached, diagonal, values }) => {
    const neurons = attached === null ? 1n : BigInt(blocks[attached]!);
    const own = diagonal === null ? [] : [{ unit: balls.exact(diagonal).mid, count: neurons }];
    const others = values.map((x, s) => ({
      unit: balls.exact(x).mid,
      count: neurons * BigInt(blocks[s]! - (attached === s ? 1 : 0)),
    }));
    return [...others, ...own];
  });
  return {
    structure: JSON.stringify([blocks, point.centre.map(({ attached }) => attached)]),
    bits: balls.bits,
    entries,
    radius: claim.verdict === 'not-spurious' ? '0' : claim.centreRadius,
    uniqueness: claim.uniquenessRadius,
  };
}

/**
 * 'same': of one structure, and ‖centre − centre_B‖ + r_A < ρ_B, so that A* lies in the ball in which B* is the only
 * critical point. 'different': sorted entries, with their counts, differ somewhere by more than r_A + r_B, as they
 * could not for points that are one up to permutations.
 */
export function compareSymmetric(
  a: SymmetricLocation,
  b: SymmetricLocation,
): 'same' | 'different' | 'undecided' {
  const bits = Math.max(a.bits, b.bits);
  const unitsOf = (x: SymmetricLocation): { unit: bigint; count: bigint }[] =>
    x.entries.map(({ unit, count }) => ({ unit: unit << BigInt(bits - x.bits), count }));
  const [left, right] = [unitsOf(a), unitsOf(b)];
  // Entries are known to one unit of their own field.
  const error = (1n << BigInt(bits - a.bits)) + (1n << BigInt(bits - b.bits));
  if (a.structure === b.structure) {
    const squares = left.reduce((sum, { unit, count }, i) => {
      const difference = magnitude(unit - right[i]!.unit) + error;
      return sum + count * difference * difference;
    }, 0n);
    const balls = new BallField(bits);
    const distance = balls.ofUnits(integerSquareRoot(squares) + 1n, 0n);
    const reach = balls.add(distance, balls.exact(a.radius));
    if (balls.less(reach, balls.exact(b.uniqueness)) === 'yes') return 'same';
  }
  const tolerance = error + unitsAbove(bits, a.radius) + unitsAbove(bits, b.radius);
  return runsDiffer(left, right, tolerance) ? 'different' : 'undecided';
}

interface Run {
  readonly unit: bigint;
  readonly count: bigint;
}

/** Do two sorted lists, given by values and counts, differ at some place by more than the tolerance? */
function runsDiffer(a: readonly Run[], b: readonly Run[], tolerance: bigint): boolean {
  const order = (x: Run, y: Run): number => (x.unit < y.unit ? -1 : x.unit > y.unit ? 1 : 0);
  const [left, right] = [a, b].map((runs) => runs.filter(({ count }) => count > 0n).toSorted(order));
  let [i, j] = [0, 0];
  let [restLeft, restRight] = [left![0]?.count ?? 0n, right![0]?.count ?? 0n];
  while (i < left!.length && j < right!.length) {
    if (magnitude(left![i]!.unit - right![j]!.unit) > tolerance) return true;
    const step = restLeft < restRight ? restLeft : restRight;
    restLeft -= step;
    restRight -= step;
    if (restLeft === 0n) restLeft = left![++i]?.count ?? 0n;
    if (restRight === 0n) restRight = right![++j]?.count ?? 0n;
  }
  return i < left!.length || j < right!.length;
}

function magnitude(x: bigint): bigint {
  return x < 0n ? -x : x;
}
