/** The independent check of an elimination certificate: its subject first, then every number from c(u) on. */
import type { BlockCertificate } from '../../certificate/block.ts';
import type { EliminationCertificate, Enclosure } from '../../certificate/elimination.ts';
import type { DenseCertificate, Reduction, WideCertificate } from '../../certificate/types.ts';
import { exponential, normalCdf, normalDensity } from '../numbers/exponential.ts';
import {
  confirmAtLeast,
  confirmAtMost,
  type Interval,
  type Intervals,
  isPositive,
  type Precisions,
} from '../numbers/interval.ts';
import { checkSubject } from '../point/subject.ts';
import { confirm } from '../rejection.ts';

/** Sums over 10⁹ neurons cost 18 of the digits. */
const DIGITS = 60;

/** A neuron or target seen from u: w·u, ‖w‖, and how many there are of it (targets count below 0). */
interface Seen {
  readonly times: Interval;
  readonly mean: Interval;
  readonly norm: Interval;
}

/** Throws a Rejection unless the subject and every number of the claim are confirmed. */
export function checkElimination(
  { subject, claim, witness }: EliminationCertificate,
  precisions: Precisions,
): void {
  const minimum = checkSubject(subject, precisions);
  const I = precisions(DIGITS);

  const { problem } = subject;
  const u = witness.direction.map((entry) => I.of(entry));
  const { seen, square } =
    subject.kind === 'block' ? seenOfBlocks(I, subject, u) : seenOf(I, coordinatesOf(subject), u);
  // Targets that are known up to Σ‖δ_j‖ ≤ moved count like neurons.
  const radius = I.add(
    I.multiply(I.sqrt(I.integer(problem.n)), I.of(minimum.centreRadius)),
    subject.kind === 'wide' ? I.of(reductionOf(subject).moved) : I.zero,
  );

  // |‖w*‖ − ‖w_p‖| ≤ ‖w* − w_p‖, and Σ‖w*_i − w_p,i‖ ≤ √n‖W* − W_p‖ ≤ √n r.
  const balance = I.sum(seen.map(({ times, norm }) => I.multiply(times, norm)));
  const root = I.sqrt(I.twoPi);
  const atZero = widened(I, I.divide(balance, root), I.divide(radius, root));
  confirmInside(I, atZero, claim.correlationAtZero, 'correlationAtZero', 'c(0)');

  // |c_W(u) − c_W'(u)| ≤ Σ E|(w_i − w'_i)·x| e^(u·x) ≤ e^(‖u‖²/2) √(1 + ‖u‖²) Σ‖w_i − w'_i‖
  const growth = exponential(I, I.divide(square, I.integer(2)));
  const moved = I.multiply(I.multiply(growth, I.sqrt(I.add(I.one, square))), radius);
  const shifted = I.sum(seen.map(({ times, mean, norm }) => I.multiply(times, millsValue(I, mean, norm))));
  const c = widened(I, I.multiply(growth, shifted), moved);
  confirmInside(I, c, claim.correlation, 'correlation', 'c(u)');

  const claimed = I.hull(I.of(claim.correlation.lower), I.of(claim.correlation.upper));
  const size = I.absolute(claimed);
  confirm(isPositive(size), '0 lies outside correlation');
  const curvature = I.of(claim.curvature);
  const quartic = exponential(I, I.add(square, square));
  const half = I.of('0.5');
  confirmAtLeast(curvature, I.multiply(half, quartic), 'curvature ≥ ½e^(2‖u‖²)');
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
  confirmAtMost(change, I.negate(gained), 'step.decrease ≤ −(a c(u) + a²(curvature + λ))');
}

/** Centre and targets of a point in the coordinates of its proof. */
interface Coordinates {
  readonly neurons: readonly (readonly string[])[];
  readonly targets: readonly (readonly string[])[];
}

function coordinatesOf(subject: DenseCertificate | WideCertificate): Coordinates {
  const { k } = subject.problem;
  if (subject.kind === 'wide') {
    const { coordinates } = reductionOf(subject);
    const targets = coordinates.map((row) => padded(row, k));
    return { neurons: subject.point.centre ?? [], targets };
  }
  const { d, targets } = subject.problem;
  const basis = (): string[][] =>
    Array.from({ length: k }, (_, j) => Array.from({ length: d }, (_, a) => (a === j ? '1' : '0')));
  return { neurons: subject.point.centre, targets: targets === 'standard-basis' ? basis() : targets };
}

function padded(row: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, a) => row[a] ?? '0');
}

function reductionOf({ reduction }: WideCertificate): Reduction {
  if (reduction === null) throw new Error('the form of the subject was not read');
  return reduction;
}

function seenOf(
  I: Intervals,
  point: Coordinates,
  u: readonly Interval[],
): { readonly seen: readonly Seen[]; readonly square: Interval } {
  const enter = (row: readonly string[]): Interval[] => row.map((entry) => I.of(entry));
  const neurons = point.neurons.map(enter);
  const targets = point.targets.map(enter);
  const one = (times: Interval) => (w: readonly Interval[]) => ({
    times,
    mean: dot(I, w, u),
    norm: I.sqrt(dot(I, w, w)),
  });
  const seen = [...neurons.map(one(I.one)), ...targets.map(one(I.negate(I.one)))];
  return { seen, square: dot(I, u, u) };
}

/**
 * A type attached to block r has its diagonal x at one coordinate of the block and values[r] at the m_r − 1 others, so
 * that ‖w‖² = x² − v_r² + Σ m_q v_q² and w·u = (x − v_r)u_r + Σ m_q v_q u_q; a single neuron lacks the first terms.
 */
function seenOfBlocks(
  I: Intervals,
  { problem: { blocks }, point }: BlockCertificate,
  u: readonly Interval[],
): { readonly seen: readonly Seen[]; readonly square: Interval } {
  const sizes = blocks.map((m) => I.integer(m));
  const weighted = (x: readonly Interval[], y: readonly Interval[]): Interval =>
    I.sum(x.map((entry, q) => I.multiply(sizes[q]!, I.multiply(entry, y[q]!))));
  const neurons = point.centre.map(({ attached, diagonal, values }) => {
    const v = values.map((entry) => I.of(entry));
    const norm2 = weighted(v, v);
    const mean = weighted(v, u);
    if (attached === null || diagonal === null) return { times: I.one, mean, norm: I.sqrt(norm2) };
    const x = I.of(diagonal);
    const own = v[attached]!;
    return {
      times: sizes[attached]!,
      mean: I.add(mean, I.multiply(I.subtract(x, own), u[attached]!)),
      norm: I.sqrt(I.add(norm2, I.subtract(I.square(x), I.square(own)))),
    };
  });
  const targets = u.map((mean, r) => ({ times: I.negate(sizes[r]!), mean, norm: I.one }));
  return { seen: [...neurons, ...targets], square: weighted(u, u) };
}

function dot(I: Intervals, x: readonly Interval[], y: readonly Interval[]): Interval {
  return I.sum(x.map((entry, a) => I.multiply(entry, y[a]!)));
}

/** E[μ + σz]_+ = μΦ(μ/σ) + σφ(μ/σ) (mathematics.md 12.1). A target that is 0 gives 0. */
function millsValue(I: Intervals, mean: Interval, norm: Interval): Interval {
  if (norm.hi === 0n) return I.zero;
  const ratio = I.divide(mean, norm);
  return I.add(I.multiply(mean, normalCdf(I, ratio)), I.multiply(norm, normalDensity(I, ratio)));
}

function widened(I: Intervals, x: Interval, by: Interval): Interval {
  return I.hull(I.subtract(x, by), I.add(x, by));
}

/** Confirms lower ≤ own ≤ upper. */
function confirmInside(
  I: Intervals,
  own: Interval,
  { lower, upper }: Enclosure,
  name: string,
  what: string,
): void {
  confirmAtMost(I.of(lower), own, `${name}.lower ≤ ${what}`);
  confirmAtLeast(I.of(upper), own, `${name}.upper ≥ ${what}`);
}
