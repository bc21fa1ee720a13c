import { type Ball, DomainError } from '../../arithmetic/ball.ts';
import { type Dual, DualScalars } from '../../arithmetic/dual.ts';
import type { BallLandscape } from '../../landscape/ball-field.ts';
import { floatField } from '../../landscape/float-field.ts';
import { invert } from '../../numerics/matrix.ts';
import {
  type PathWindow,
  signedEquations,
  type VanishingProposal,
} from '../../symmetry/families/vanishing.ts';

/** Untrusted: where the norm of the bad neuron reaches 0, by Newton's iteration for a, b, c, d and k at t = 0. */

/** k, and a, b, c, d/|e| of the point in the list of k = 15 whose bad neuron is shortest. */
const START_K = 15;
const START: readonly number[] = [-0.92325920029, 0.14706260008, 0.07117780233, -1.0386];
const START_E = -1;

const ROUNDS = 20;
/** Unknown t among a, b, c, d, t, k. */
const T = 4;
const K = 5;

/** To about the given digits; null where the iteration fails. */
export function proposeVanishing(field: BallLandscape, digits: number): VanishingProposal | null {
  const { balls } = field;
  const dual = new DualScalars<Ball>(field, 6);
  const toDouble = (x: Ball): number => Number(x.mid) * field.doubleScale;
  const exact = (x: Ball): Ball => balls.ofUnits(x.mid, 0n);
  let unknowns = [...START, 0].map((x) => balls.exact(x));
  let k = balls.exact(START_K);
  const evaluate = (): Dual<Ball>[] =>
    signedEquations(
      dual,
      dual.unknown(k, K),
      unknowns.map((x, i) => dual.unknown(x, i)),
      dual.constant(balls.integer(START_E)),
    );
  const inverseBy = (equations: readonly Dual<Ball>[], columns: readonly number[]): number[][] | null =>
    invert(
      equations.map((equation) => {
        const slopes = dual.slopes(equation);
        return columns.map((j) => toDouble(slopes[j]!));
      }),
    );
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const equations = evaluate();
      const inverse = inverseBy(equations, [0, 1, 2, 3, K]);
      if (inverse === null) return null;
      const step = inverse.map((row) =>
        row.reduce((sum, x, j) => balls.add(sum, balls.mul(balls.exact(x), equations[j]!.value)), balls.zero),
      );
      unknowns = unknowns.map((x, i) => (i === T ? x : exact(balls.sub(x, step[i]!))));
      k = exact(balls.sub(k, step[T]!));
      if (step.some((x) => Math.abs(toDouble(x)) > 10 ** -digits)) continue;
      const alongBranch = inverseBy(evaluate(), [0, 1, 2, 3, T]);
      return alongBranch && { k, unknowns, inverse: alongBranch, e: START_E };
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return null;
}

/** Radii of windows of the path: a part of the distance to k*, so that t stays above 0, and at most this. */
const WIDEST = 0.0025;
const PART = 0.2;

/** How many windows a path has at most. */
export const PATH_MOST: number = 120;

/** Windows that cover k from `from` up to that of radius `below` about k*, the upper ones first; null where the branch is lost. */
export function proposePath(
  field: BallLandscape,
  { k, unknowns, e }: VanishingProposal,
  from: number,
  below: number,
): readonly PathWindow[] | null {
  const { balls } = field;
  const dual = new DualScalars<number>(floatField, 5);
  const toDouble = (x: Ball): number => Number(x.mid) * field.doubleScale;
  const end = toDouble(k);
  let x = unknowns.map(toDouble);
  const path: PathWindow[] = [];
  for (let lower = end - below; lower > from; ) {
    // Inside the window before.
    const centre = path.length === 0 ? end - 0.95 * below : lower + 1e-6;
    const radius = Math.min(WIDEST, PART * (end - centre));
    let inverse: number[][] | null = null;
    for (let round = 0; round < ROUNDS; round++) {
      const equations = signedEquations(
        dual,
        dual.constant(centre),
        x.map((value, i) => dual.unknown(value, i)),
        dual.constant(e),
      );
      inverse = invert(equations.map((equation) => dual.slopes(equation)));
      if (inverse === null || path.length === PATH_MOST) return null;
      const step = inverse.map((row) => row.reduce((sum, value, j) => sum + value * equations[j]!.value, 0));
      x = x.map((value, i) => value - step[i]!);
      if (step.every((value) => Math.abs(value) < 1e-13)) break;
    }
    path.push({
      proposal: { k: balls.exact(centre), unknowns: x.map((value) => balls.exact(value)), inverse: inverse! },
      radius: balls.exact(radius),
    });
    lower = centre - radius;
  }
  return path;
}
