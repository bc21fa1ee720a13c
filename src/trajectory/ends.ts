import { outward, ROUNDOFF } from '../arithmetic/rounding.ts';
import type { DenseCertificate, MinimumClaim } from '../certificate/types.ts';
import { isBelow, lipschitzUpper } from './block.ts';
import { Shadow } from './shadow.ts';

/** A ball in which exact gradient descent converges to one strict local minimum. */
export interface EndBall {
  /** The centre is within `centreError` of these doubles (n x k, row = neuron). */
  readonly centre: Float64Array;
  readonly centreError: number;
  /** Descent started in the open ball of this radius about the centre converges; from below. */
  readonly radius: number;
}

/** Lower bound of ρ for a ball where λ > 0 bounds H at the centre and L(R) is its Lipschitz constant on B(centre, R). */
function uniquenessRadius(lambda: number, lipschitz: (radius: number) => number): number {
  // The largest R with R·L(R) ≤ λ, a guess; then ρ = min(R, λ/L(R)) for that R.
  let low = 0;
  let high = 1;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (middle * lipschitz(middle) <= lambda) low = middle;
    else high = middle;
  }
  return Math.min(low, lambda / lipschitz(low)) / outward(1);
}

/**
 * Descent whose steps are off by at most z stays in the ball and comes within r' of the centre, where r' is r of mathematics.md 4.1 for
 * ε' = ε + z/η (trajectories.md 6): 2Lε' < λ² and r' < ρ, where r' ≤ 2ε'/λ. η may be less than `step` by u times itself.
 */
function holdsWith(
  slack: number,
  step: number,
  { gradient, lambda, lipschitz, radius }: Record<'gradient' | 'lambda' | 'lipschitz' | 'radius', number>,
): boolean {
  const eps = outward(gradient + slack / step);
  return outward(2 * lipschitz * eps) < lambda * lambda && outward((2 * eps) / lambda) < radius;
}

/**
 * The ball about the point with neuron i at the target permutation[i] (n = k), or null where the step, or the error `slack` of a step,
 * is too large for it.
 * ¼ − 1/2π ≤ H ≤ (k + 1)(¼ + 1/2π) at that point (trajectories.md 4.2), and ε = 0.
 */
export function permutationBall(permutation: readonly number[], step: number, slack = 0): EndBall | null {
  const k = permutation.length;
  // Both are off by less than 1e-15 (k + 1).
  const lambda = 0.25 - 1 / (2 * Math.PI) - 1e-14;
  const largest = (k + 1) * (0.25 + 1 / (2 * Math.PI) + 1e-14);
  if (!contracts(step, lambda, largest)) return null;
  const ones = new Float64Array(k).fill(1);
  const lipschitz = (r: number): number => lipschitzUpper({ low: ones, high: ones }, k, r);
  const radius = uniquenessRadius(lambda, lipschitz);
  if (slack > 0 && !holdsWith(slack, step, { gradient: 0, lambda, lipschitz: lipschitz(radius), radius }))
    return null;
  const centre = new Float64Array(k * k);
  permutation.forEach((j, i) => {
    centre[i * k + j] = 1;
  });
  return { centre, centreError: 0, radius };
}

/** A permutation of neurons and coordinates: row i of the image is row rows[i], its column c is column columns[c]. */
export interface Relabelling {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/**
 * The ball about the image of a certificate's centre, or null where the certificate is not of a spurious local minimum for the
 * standard basis of R^k, or the step or the slack is too large. Needs η(λ + Λ) ≤ 2 (mathematics.md 4.3); relabelling neurons and
 * coordinates leaves F as it is.
 */
export function certificateBall(
  { problem, point, claim }: DenseCertificate,
  { rows, columns }: Relabelling,
  step: number,
  slack = 0,
): EndBall | null {
  const { n, k, d, targets } = problem;
  if (claim.verdict !== 'spurious-local-minimum' || targets !== 'standard-basis' || d !== k) return null;
  const centre = Float64Array.from({ length: n * k }, (_, at) =>
    Number(point.centre[rows[Math.floor(at / k)]!]![columns[at % k]!]!),
  );
  // Each entry is the nearest double: u times itself away.
  let squares = 0;
  for (const x of centre) squares += x * x;
  const centreError = outward(1.01 * ROUNDOFF * Math.sqrt(squares));
  if (!contractsAt(centre, { n, k, claim, centreError, step })) return null;
  const radius = Number(claim.uniquenessRadius) / outward(1);
  const lambda = Number(claim.centreLambdaMin) / outward(1);
  const [gradient, lipschitz] = [Number(claim.centreGradientNorm), Number(claim.lipschitz)];
  if (slack > 0 && !holdsWith(slack, step, { gradient, lambda, lipschitz, radius })) return null;
  return { centre, centreError, radius };
}

interface CertifiedCentre {
  readonly n: number;
  readonly k: number;
  readonly claim: MinimumClaim;
  readonly centreError: number;
  readonly step: number;
}

/** η(λ + Λ) ≤ 2 at a centre, with the simple bound Λ or else with the largest Λ for which that holds, by the test of definiteness. */
function contractsAt(centre: Float64Array, { n, k, claim, centreError, step }: CertifiedCentre): boolean {
  const shadow = new Shadow(n, k, 1);
  shadow.start(centre);
  const hessian = shadow.hessian(0);
  if (hessian === null) return false;
  const lambda = Number(claim.centreLambdaMin);
  // The centre is not quite the doubles: L times their distance.
  const moved = outward(Number(claim.lipschitz) * 1.01 * centreError);
  if (contracts(step, lambda, outward(hessian.lambdaMaxUpper + moved))) return true;
  const most = (2 / step) * (1 - 2 ** -38) - lambda;
  return contracts(step, lambda, most) && isBelow(hessian, (most - moved) / outward(1));
}

/** η(λ + Λ) ≤ 2 for every η up to step(1 + u). */
function contracts(step: number, lambda: number, largest: number): boolean {
  return outward(step * (lambda + largest)) * (1 + 4 * ROUNDOFF) <= 2;
}
