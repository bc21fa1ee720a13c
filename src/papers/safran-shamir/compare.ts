import { MatchBudgetError, matchPoints, signatureDistance, signatureOf } from '../../search/canonical.ts';
import { approximateCentre, certainlyDifferent, identifies } from './located.ts';
import { compareSymmetric } from './symmetric.ts';
import { preservesTargets, targetsKey } from './targets.ts';
import type { Comparison, Duplicate, LocatedPoint, Permutation, PublishedFamily } from './types.ts';

/** How far apart two centres may be that are proposed as one point; both are polished far below this. */
const TOLERANCE = 1e-9;

/** What the comparison needs of a family; families of different keys are never one point. */
export type Compared = Pick<PublishedFamily, 'k' | 'n' | 'd' | 'candidate'> & {
  readonly outcome: Pick<PublishedFamily['outcome'], 'located' | 'symmetric' | 'verification'>;
};

/**
 * Which located critical points are one up to permutation. A permutation is proposed in floating point and proved by
 * uniqueness; difference is proved by the index or by sorted entries; what neither proves is undecided.
 */
export function compareFamilies(families: readonly Compared[]): Comparison {
  const duplicates: Duplicate[] = [];
  const undecided: [number, number][] = [];
  const first = new Map<string, number[]>();
  let distinct = 0;
  families.forEach((family, i) => {
    const { candidate, outcome } = family;
    if (outcome.located === null && outcome.symmetric === null) return;
    // Points in block form are compared among themselves.
    const targets = candidate.form === 'block' ? 'block' : targetsKey(candidate);
    const key = [family.k, family.n, family.d, targets].join('|');
    const earlier = first.get(key) ?? [];
    const open: [number, number][] = [];
    for (const j of earlier) {
      const answer = compare(family, families[j]!);
      if (answer === 'undecided') open.push([j, i]);
      if (typeof answer === 'object') {
        duplicates.push({ family: i, of: j, permutation: answer });
        return;
      }
    }
    undecided.push(...open);
    distinct += 1;
    first.set(key, [...earlier, i]);
  });
  return { duplicates, undecided, distinct };
}

function compare(a: Compared, b: Compared): Permutation | 'different' | 'undecided' {
  if (a.outcome.verification.index !== b.outcome.verification.index) return 'different';
  if (a.outcome.symmetric !== null && b.outcome.symmetric !== null) {
    const answer = compareSymmetric(a.outcome.symmetric, b.outcome.symmetric);
    // The same structure: nothing is permuted.
    return answer === 'same' ? { neurons: [], coordinates: [] } : answer;
  }
  const [pointA, pointB] = [a.outcome.located!, b.outcome.located!];
  const permutation = proposed(a, b);
  if (permutation !== null && identifies(pointA, pointB, permutation)) return permutation;
  return certainlyDifferent(pointA, pointB) ? 'different' : 'undecided';
}

function proposed({ d, candidate, outcome }: Compared, other: Compared): Permutation | null {
  const point = outcome.located!;
  const [a, b] = [shapeOf(point), shapeOf(other.outcome.located!)];
  if (signatureDistance(a.signature, b.signature) > TOLERANCE) return null;
  try {
    const match = matchPoints(a.centre, b.centre, point.n, d, TOLERANCE);
    if (match === null) return null;
    return candidate.form === 'dense' && preservesTargets(candidate, match.columns)
      ? { neurons: match.rows, coordinates: match.columns }
      : null;
  } catch (error) {
    if (error instanceof MatchBudgetError) return null;
    throw error;
  }
}

/** A centre in doubles, and its signature. */
interface Shape {
  readonly centre: Float64Array;
  readonly signature: Float64Array;
}

/** Each point is compared with many. */
const shapes = new WeakMap<LocatedPoint, Shape>();

function shapeOf(point: LocatedPoint): Shape {
  let shape = shapes.get(point);
  if (shape === undefined) {
    const centre = approximateCentre(point);
    shape = { centre, signature: signatureOf(centre) };
    shapes.set(point, shape);
  }
  return shape;
}
