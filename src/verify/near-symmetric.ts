import { type Ball, BallField } from '../arithmetic/ball.ts';
import { integerSquareRoot } from '../arithmetic/integer.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import { expandBlocks } from '../model/expand.ts';
import { sizesOf } from '../model/sizes.ts';
import { lowerBound, upperBound } from '../proof/bounds.ts';
import { decide } from '../proof/decide.ts';
import type { Verification } from '../proof/figures.ts';
import type { VerifySettings } from '../proof/options.ts';
import type { DetectedSymmetry } from '../proposals/symmetric/detect.ts';
import { blockForm, type ProposeSymmetric } from './symmetric.ts';

/** Untrusted: a symmetric point near a dense one, or null. */
export type DetectSymmetry = (candidate: DenseCandidate) => DetectedSymmetry | null;

/**
 * Verifies a dense candidate by a symmetric point W_s near it, or null where there is none or its proof does not carry
 * over. F has the standard basis as targets, so it does not change when coordinates and neurons are put in another order:
 * W_s is meant in the order of the candidate. With δ ≥ ‖W − W_s‖ the critical point lies within radius + δ of W, which must
 * not exceed 10⁻³(max‖w_i of W_s‖ − δ) ≤ r0 (mathematics.md 4.8), and the ball of radius basinRadius − δ about W lies in
 * that about W_s.
 * Everything but these two figures is about the critical point; gradientNorm and the published figures would be about W_s
 * and are left out. The certificate is one about W_s.
 */
export function verifyNearSymmetric(
  candidate: DenseCandidate,
  settings: VerifySettings,
  detect: DetectSymmetry,
  propose: ProposeSymmetric | null,
): Verification | null {
  const { k, d, targets } = candidate;
  const found = targets === null && d === k ? detect(candidate) : null;
  if (found === null) return null;
  const near = distanceFrom(candidate, found);
  if (near === null) return null;
  const result = decide(blockForm(found.candidate, settings, propose), settings);
  if (result.radius === null) return null;
  const { delta, longest } = near;
  const radius = upperBound(balls, balls.add(balls.exact(result.radius), delta));
  const reach = balls.divideByInteger(balls.sub(longest, delta), 1000);
  if (balls.lessOrEqual(radius.value, reach) !== 'yes') return null;
  const rest = balls.sub(balls.exact(result.basinRadius ?? '0'), delta);
  const basin = balls.positive(rest) === 'yes' ? lowerBound(balls, rest).text : '0';
  return {
    ...result,
    gradientNorm: null,
    published: null,
    radius: radius.text,
    basinRadius: result.basinRadius === null ? null : basin,
  };
}

const balls = BallField.ofDigits(60);

/**
 * δ ≥ ‖W − W_s‖ and a lower bound of max‖w_i of W_s‖ (no neuron is shorter than its largest entry), from W_s written out:
 * the detector is believed neither in what it calls an entry nor in the order. Null unless its rows and columns are
 * permutations of those of W_s.
 */
function distanceFrom(
  { n, k, weights }: DenseCandidate,
  { candidate, rows, columns }: DetectedSymmetry,
): { readonly delta: Ball; readonly longest: Ball } | null {
  const sizes = sizesOf(candidate);
  if (sizes.n !== n || sizes.k !== k || !isPermutation(rows, n) || !isPermutation(columns, k)) return null;
  const symmetric = expandBlocks(candidate);
  let squares = 0n;
  let longest = 0n;
  weights.forEach((row, i) => {
    const other = symmetric.weights[rows[i]!]!;
    row.forEach((x, a) => {
      const entry = balls.exact(other[columns[a]!]!);
      const { mid, rad } = balls.sub(balls.exact(x), entry);
      const most = (mid < 0n ? -mid : mid) + rad;
      squares += most * most;
      const least = (entry.mid < 0n ? -entry.mid : entry.mid) - entry.rad;
      if (least > longest) longest = least;
    });
  });
  const delta = balls.ofUnits(integerSquareRoot(squares) + 1n, 0n);
  return { delta, longest: balls.ofUnits(longest, 0n) };
}

function isPermutation(places: readonly number[], size: number): boolean {
  return (
    places.length === size &&
    new Set(places).size === size &&
    places.every((x) => x >= 0 && x < size && Number.isInteger(x))
  );
}
