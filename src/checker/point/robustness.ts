/** Perturbed and random targets (mathematics.md 7.2): figures beside the theorem on a minimum. */
import type { MinimumClaim } from '../../certificate/types.ts';
import {
  ceilOf,
  confirmAtLeast,
  confirmLess,
  floorOf,
  type Interval,
  isPositive,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type Case, existenceRadius } from './theorem.ts';

/**
 * √(2 ln 100) ≤ this number x: e^(x²/2) ≥ Σ_{j≤30} (x²/2)^j/j! > 100, a sum of rational numbers (test/checker).
 */
export const ROOT_OF_2_LN_100 = '3.0348543';

/** For all targets with Σ‖v'_j − v_j‖ ≤ D the theorem holds with λ', ε', L', and F stays above what the convexity bound loses. */
export function checkRobustness(
  { I, atCentre, problem }: Case,
  claim: MinimumClaim,
  lambda: Interval,
  F: Interval,
): void {
  const { n, k, d, targets, dimension } = problem;
  // Perturbed targets need not lie on as few rays as these.
  confirm(n >= k || claim.robustnessRadius === null, 'robustnessRadius is null for n < k');
  if (claim.robustnessRadius !== null) {
    const D = I.of(claim.robustnessRadius);
    confirm(isPositive(D), 'robustnessRadius > 0');
    const R = I.of(claim.lipschitzRadius);
    const loss = I.divide(D, I.multiply(I.pi, atCentre.smallestNorm()));
    const perturbed = I.subtract(lambda, loss);
    confirm(isPositive(perturbed), 'robustness: λ − D/(π min ‖w_i‖) > 0');
    const shift = I.multiply(I.of('0.5'), I.multiply(I.sqrt(I.integer(n)), D));
    const epsilon = I.add(I.of(claim.centreGradientNorm), shift);
    const L = atCentre.lipschitz(R, D);
    const radius = existenceRadius(I, perturbed, I.one, L, epsilon, 'robustness: ');
    confirmLess(radius, I.min(R, I.divide(perturbed, L)), "robustness: r' < min(R, λ'/L')");
    // √(2F') ≥ √(2F) − D/√2 > √(2ε'r') gives F' > ε'r', so that the minimum is above 0.
    const two = I.integer(2);
    const left = I.subtract(I.sqrt(I.multiply(two, F)), I.divide(D, I.sqrt(two)));
    const right = I.sqrt(I.multiply(two, I.multiply(epsilon, radius)));
    confirmLess(right, left, "robustness: √(2ε'r') < √(2F(W_p)) − D/√2");
  }
  if (claim.gaussianDimension === null) return;
  const covered = claim.robustnessRadius !== null && targets === 'standard-basis' && dimension === 'all';
  confirm(covered, 'gaussianDimension needs a robustness radius, basis targets and dimension "all"');
  const G = I.of(claim.gaussianDimension);
  confirm(floorOf(G, 0) === ceilOf(G, 0), 'gaussianDimension is an integer');
  const size = I.add(I.divide(I.integer(k + 1), I.integer(2)), I.of(ROOT_OF_2_LN_100));
  const ratio = I.divide(size, I.of(claim.robustnessRadius ?? '0'));
  const own = I.multiply(I.integer(k), I.square(ratio));
  confirmAtLeast(G, own, 'gaussianDimension ≥ k((k+1)/2 + √(2 ln 100))²/D²');
  confirmAtLeast(
    G,
    I.max(I.exact(40n * BigInt(k) * BigInt(k), 0), I.integer(d)),
    'gaussianDimension ≥ max(40k², d)',
  );
}
