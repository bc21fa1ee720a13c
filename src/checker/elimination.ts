/** The independent check of an elimination certificate: its subject first, then every number from c(u) on. */
import {
  type EliminationCertificate,
  type Enclosure,
  hashOf,
  type MinimumClaim,
  statementOf,
} from '../certificate/index.ts';
import { checkDense } from './dense.ts';
import { exponential, normalCdf, normalDensity } from './exponential.ts';
import { type Interval, type Intervals, intervals, isPositive } from './interval.ts';
import { confirm } from './rejection.ts';

const DIGITS = 40;

/** Throws a Rejection unless the subject and every number of the claim are confirmed. */
export function checkElimination({ subject, claim, witness }: EliminationCertificate): void {
  confirm(subject.sha256 === hashOf(subject), 'the sha256 of the subject is that of its canonical bytes');
  confirm(subject.statement === statementOf(subject), 'the statement of the subject says what is claimed');
  checkDense(subject);
  const minimum = subject.claim as MinimumClaim;
  const I = intervals(DIGITS);
  confirm(isPositive(I.of(minimum.objective.lower)), 'subject: objective.lower > 0');

  const { problem, point } = subject;
  const neurons = point.centre.map((row) => row.map((entry) => I.of(entry)));
  const targets =
    problem.targets === 'standard-basis'
      ? Array.from({ length: problem.k }, (_, j) =>
          Array.from({ length: problem.d }, (_, a) => (a === j ? I.one : I.zero)),
        )
      : problem.targets.map((row) => row.map((entry) => I.of(entry)));
  const u = witness.direction.map((entry) => I.of(entry));
  const square = dot(I, u, u);
  const radius = I.multiply(I.sqrt(I.integer(problem.n)), I.of(minimum.centreRadius));

  // |‖w*‖ − ‖w_p‖| ≤ ‖w* − w_p‖, and Σ‖w*_i − w_p,i‖ ≤ √n‖W* − W_p‖ ≤ √n r.
  const norms = [...neurons, ...targets].map((w) => I.sqrt(dot(I, w, w)));
  const balance = norms.reduce(
    (sum, norm, p) => (p < neurons.length ? I.add(sum, norm) : I.subtract(sum, norm)),
    I.zero,
  );
  const root = I.sqrt(I.twoPi);
  const atZero = widened(I, I.divide(balance, root), I.divide(radius, root));
  confirmInside(I, atZero, claim.correlationAtZero, 'correlationAtZero', 'c(0)');

  // |c_W(u) − c_W'(u)| ≤ Σ E|(w_i − w'_i)·x| e^(u·x) ≤ e^(‖u‖²/2) √(1 + ‖u‖²) Σ‖w_i − w'_i‖
  const growth = exponential(I, I.divide(square, I.integer(2)));
  const moved = I.multiply(I.multiply(growth, I.sqrt(I.add(I.one, square))), radius);
  let shifted = I.zero;
  [...neurons, ...targets].forEach((w, p) => {
    const mills = millsValue(I, dot(I, w, u), norms[p]!);
    shifted = p < neurons.length ? I.add(shifted, mills) : I.subtract(shifted, mills);
  });
  const c = widened(I, I.multiply(growth, shifted), moved);
  confirmInside(I, c, claim.correlation, 'correlation', 'c(u)');

  const claimed = I.hull(I.of(claim.correlation.lower), I.of(claim.correlation.upper));
  const size = I.absolute(claimed);
  confirm(isPositive(size), '0 lies outside correlation');
  const curvature = I.of(claim.curvature);
  const quartic = exponential(I, I.add(square, square));
  const half = I.of('0.5');
  confirm(curvature.lo.gte(I.multiply(half, quartic).hi), 'curvature ≥ ½e^(2‖u‖²)');
  const decrease = I.divide(I.multiply(half, I.square(size)), quartic);
  // quartic is e^(2‖u‖²), and the decrease ½c²e^(−2‖u‖²).
  confirmInside(I, decrease, claim.largestDecrease, 'largestDecrease', '½c(u)²e^(−2‖u‖²)');
  const F = I.hull(I.of(minimum.objective.lower), I.of(minimum.objective.upper));
  const lowered = I.hull(I.of(claim.largestDecrease.lower), I.of(claim.largestDecrease.upper));
  confirmInside(I, I.subtract(F, lowered), claim.infimum, 'infimum', 'F(W*) − ½c(u)²e^(−2‖u‖²)');

  // F̃(W*, a, 0, u) − F(W*) = a c + a²(½e^(2‖u‖²) + λ)
  const { step } = claim;
  const lambda = I.of(step.lambda);
  const a = I.of(step.a);
  const gained = I.of(step.decrease);
  confirm(isPositive(lambda), 'step.lambda > 0');
  confirm(isPositive(gained), 'step.decrease > 0');
  const change = I.add(I.multiply(a, claimed), I.multiply(I.square(a), I.add(curvature, lambda)));
  confirm(change.hi.lte(gained.lo.neg()), 'step.decrease ≤ −(a c(u) + a²(curvature + λ))');
}

function dot(I: Intervals, x: readonly Interval[], y: readonly Interval[]): Interval {
  return I.sum(x.map((entry, a) => I.multiply(entry, y[a]!)));
}

/** E[μ + σz]_+ = μΦ(μ/σ) + σφ(μ/σ); 0 for a target that is 0. */
function millsValue(I: Intervals, mean: Interval, norm: Interval): Interval {
  if (norm.hi.isZero()) return I.zero;
  const ratio = I.divide(mean, norm);
  return I.add(I.multiply(mean, normalCdf(I, ratio)), I.multiply(norm, normalDensity(I, ratio)));
}

function widened(I: Intervals, x: Interval, by: Interval): Interval {
  return { lo: I.subtract(x, by).lo, hi: I.add(x, by).hi };
}

/** Confirms lower ≤ own ≤ upper. */
function confirmInside(
  I: Intervals,
  own: Interval,
  { lower, upper }: Enclosure,
  name: string,
  what: string,
): void {
  confirm(I.of(lower).hi.lte(own.lo), `${name}.lower ≤ ${what}`);
  confirm(I.of(upper).lo.gte(own.hi), `${name}.upper ≥ ${what}`);
}
