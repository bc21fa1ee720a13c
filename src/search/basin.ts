import {
  type Match,
  MatchBudgetError,
  matchPoints,
  permute,
  signatureDistance,
  signatureOf,
} from './canonical.ts';

/** A ball of R^{nk} (Euclidean norm) in which gradient descent with the step in use is known to stay and converge. */
export interface Basin {
  /** n x k, row = neuron. */
  readonly centre: Float64Array;
  readonly radius: number;
}

/** A point found in a basin: carried by `match`, it is at Euclidean distance `distance` from the centre. */
export interface BasinHit {
  /** Position in the list of basins. */
  readonly basin: number;
  readonly match: Match;
  readonly distance: number;
}

/**
 * A function that looks for a basin holding a given n x k point up to a permutation of neurons and coordinates; for
 * `onCheckpoint`. A hit is a proposal in floating point: that the point, carried by the permutation, lies in the certified
 * ball is for the caller to prove. Null may also mean that no permutation was found in a moderate search; the run then
 * merely goes on.
 */
export function basinFinder(
  basins: readonly Basin[],
  n: number,
  k: number,
): (weights: Float64Array) => BasinHit | null {
  const signatures = basins.map((basin) => signatureOf(basin.centre));
  return (weights) => {
    const signature = signatureOf(weights);
    for (let i = 0; i < basins.length; i++) {
      const { centre, radius } = basins[i]!;
      // Of all ways to pair the entries, sorting both has the least distance: a permutation cannot do better.
      if (!(euclidean(signature, signatures[i]!) < radius)) continue;
      // Pairing the entries in order tells how far apart they are; the factor leaves room for what sorting hides.
      const tolerance = Math.min(radius, 4 * signatureDistance(signature, signatures[i]!) + 1e-9);
      const match = proposeMatch(weights, centre, n, k, tolerance);
      if (match === null) continue;
      const distance = euclidean(permute(weights, match), centre);
      if (distance < radius) return { basin: i, match, distance };
    }
    return null;
  };
}

const BUDGET = 1000;

function proposeMatch(
  a: Float64Array,
  b: Float64Array,
  n: number,
  k: number,
  tolerance: number,
): Match | null {
  try {
    return matchPoints(a, b, n, k, tolerance, BUDGET);
  } catch (error) {
    if (error instanceof MatchBudgetError) return null;
    throw error;
  }
}

function euclidean(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
