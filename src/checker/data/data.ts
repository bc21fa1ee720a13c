/** The independent check of a certificate about a point of a network on finite data (mathematics.md 17). */
import {
  type DataCertificate,
  type DataClaim,
  type DataCriticalPoint,
  type LoadedProblem,
  outputsOf,
} from '../../certificate/data.ts';
import { smallestEigenvalueAtLeast } from '../numbers/definite.ts';
import { unitsAbove } from '../numbers/exact.ts';
import { type IntegerMatrix, inDoubles } from '../numbers/integer-matrix.ts';
import {
  confirmAtLeast,
  confirmAtMost,
  confirmLess,
  type Interval,
  type Intervals,
  isPositive,
  type Precisions,
} from '../numbers/interval.ts';
import { reflected } from '../point/dense.ts';
import { confirm } from '../rejection.ts';
import { confirmConvex, confirmCriticalAreMinima, confirmHomogeneous } from './convex.ts';
import { Examples } from './examples.ts';
import { Loss } from './loss.ts';
import { type Neuron, Objective } from './objective.ts';
import { Region } from './region.ts';

/** Digits for gradients near a critical point, and for second derivatives on a ball. */
const DIGITS = 70;
const DIGITS_OF_MATRICES = 40;

type Loaded = DataCertificate & { readonly problem: LoadedProblem };

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkData(certificate: Loaded, precisions: Precisions): void {
  const { problem, point, claim, witness } = certificate;
  const I = precisions(DIGITS);
  const objective = new Objective(problem, precisions);
  const norm = normOf(
    I,
    point.candidate.map((x) => I.of(x)),
  );
  const r0 = I.multiply(I.of('1e-3'), I.max(I.one, norm));
  const searched = I.of(claim.searchRadius);
  confirm(isPositive(searched), 'searchRadius > 0');
  if (claim.verdict === 'no-critical-point') confirmAtLeast(searched, r0, 'searchRadius ≥ 10⁻³ max(1, ‖θ‖)');
  else confirmAtMost(searched, r0, 'searchRadius ≤ 10⁻³ max(1, ‖θ‖)');
  if (claim.by === 'residuals') {
    checkResiduals(I, objective, certificate);
    return;
  }
  const { gradient } = objective.gradient(DIGITS, point.candidate);
  const size = normOf(I, gradient);
  confirmAtLeast(I.of(claim.gradientNorm), size, 'gradientNorm ≥ ‖∇L(θ)‖');
  if (claim.steep !== null) {
    checkSteep(I, objective, certificate, claim.steep, size);
    return;
  }
  const { critical, radius } = claim;
  if (critical === null || point.centre === null || radius === null) return;
  const held = checkHeld(I, objective, certificate);
  checkCritical(I, objective, certificate, { critical, centre: point.centre, held });
  const distance = normOf(
    I,
    point.centre.map((x, i) => I.subtract(I.of(x), I.of(point.candidate[i]!))),
  );
  confirmAtLeast(I.of(critical.centreDistance), distance, 'centreDistance ≥ ‖θ − θ_p‖');
  const r = I.of(critical.centreRadius);
  if (claim.verdict === 'no-critical-point') {
    confirm(point.held.length === 0, 'no entry is held');
    confirmAtMost(I.of(radius), I.subtract(distance, r), 'radius ≤ ‖θ − θ_p‖ − centreRadius');
    confirmLess(searched, I.of(radius), 'searchRadius < radius');
    confirmLess(
      I.add(distance, searched),
      I.of(critical.ballRadius),
      '‖θ − θ_p‖ + searchRadius < ballRadius',
    );
    return;
  }
  confirmAtLeast(I.of(radius), I.add(distance, r), 'radius ≥ ‖θ − θ_p‖ + centreRadius');
  confirmAtMost(I.of(radius), searched, 'radius ≤ searchRadius');
  if (claim.verdict === 'spurious-local-minimum') {
    const better = I.of(claim.betterUpper ?? '');
    confirmAtLeast(better, objective.value(DIGITS, witness.better ?? []), 'betterUpper ≥ L(witness.better)');
    confirmLess(better, I.of(critical.objective.lower), 'betterUpper < objective.lower');
  }
}

/** The candidate itself has outputs of the least loss at every input; nothing is claimed of its gradient. */
function checkResiduals(I: Intervals, objective: Objective, { problem, point, claim }: Loaded): void {
  confirm(!isPositive(I.of(problem.decay)), 'residuals decide without decay');
  confirm(claim.gradientNorm === '0', 'gradientNorm is 0');
  const loss = new Loss(problem.loss, outputsOf(problem));
  new Examples(objective, loss).confirmVanishing(I, point.candidate);
}

/** ‖∇L‖ ≥ ‖∇L(θ)‖ − r0 Λ > 0 within r0. */
function checkSteep(
  I: Intervals,
  objective: Objective,
  { point, claim }: Loaded,
  steep: NonNullable<DataClaim['steep']>,
  size: Interval,
): void {
  confirm(point.held.length === 0, 'no entry is held');
  const lower = I.of(steep.gradientLower);
  confirmAtMost(lower, size, 'gradientLower ≤ ‖∇L(θ)‖');
  const all = Array.from({ length: objective.parameters }, (_, i) => i);
  const matrix = objective.hessian(DIGITS_OF_MATRICES, point.candidate, claim.searchRadius, all);
  const bound = I.of(steep.hessianNorm);
  confirmNorm(steep.hessianNorm, matrix, 'steep.hessianNorm ≥ ‖∇²L‖ within searchRadius');
  confirmLess(I.multiply(I.of(claim.searchRadius), bound), lower, 'searchRadius·hessianNorm < gradientLower');
}

interface Held {
  readonly free: readonly number[];
  readonly dead: readonly Neuron[];
}

/** Confirms that what is held may be held, for neurons that are `dead` as far as their weights say. */
function checkHeld(I: Intervals, objective: Objective, { problem, point, claim }: Loaded): Held {
  const why = new Map(point.held.map((one) => [one.entry, one.why]));
  const free = Array.from({ length: objective.parameters }, (_, i) => i).filter((i) => !why.has(i));
  confirm(free.length > 0, 'some entry is free');
  if (point.held.length === 0) return { free, dead: [] };
  confirm(!isPositive(I.of(problem.decay)), 'entries are held without decay only');
  const hidden = objective.neurons.slice(0, -1);
  const dead: Neuron[] = [];
  const explained = new Set<number>();
  for (const [l, neurons] of hidden.entries())
    for (const neuron of neurons) {
      const { incoming, outgoing } = neuron;
      const all = [...incoming, ...outgoing];
      if (all.every((i) => why.get(i) === 'dead')) {
        confirm(
          ['max(0, z)', 'max(z, 0)'].includes(problem.layers![l]!.activation),
          'dead neurons have the activation max(0, z)',
        );
        dead.push(neuron);
        for (const i of all) explained.add(i);
        continue;
      }
      const scaled = outgoing.filter((i) => why.get(i) === 'rescaling');
      if (scaled.length === 0) continue;
      confirm(scaled.length === 1, 'one weight of a neuron is held for rescaling');
      confirmHomogeneous(objective.activations[l]!);
      const weight = I.of(point.centre![scaled[0]!]!);
      confirm(isPositive(weight) || isPositive(I.negate(weight)), 'a weight held for rescaling is not 0');
      explained.add(scaled[0]!);
    }
  for (const [entry, reason] of why)
    confirm(
      explained.has(entry) ||
        (reason === 'dependent' && (claim.by === 'region' || claim.by === 'interpolation')),
      `the entry ${entry} is held for a reason`,
    );
  return { free, dead };
}

interface At {
  readonly critical: DataCriticalPoint;
  readonly centre: readonly string[];
  readonly held: Held;
}

function checkCritical(
  I: Intervals,
  objective: Objective,
  { claim, witness }: Loaded,
  { critical, centre, held }: At,
): void {
  const { free, dead } = held;
  const { value, gradient } = objective.gradient(DIGITS, centre);
  const epsilon = I.of(critical.centreGradientNorm);
  confirmAtLeast(
    epsilon,
    normOf(
      I,
      free.map((i) => gradient[i]!),
    ),
    'centreGradientNorm ≥ ‖∇L(θ_p)‖',
  );
  const region = claim.by === 'region' ? new Region(objective, dead) : null;
  const see = (J: Intervals, values: readonly Interval[]): void => {
    for (const { sum } of dead)
      confirm(isPositive(J.negate(values[sum]!)), 'sums of dead neurons are below 0');
  };
  const matrix = objective.hessian(DIGITS_OF_MATRICES, centre, critical.ballRadius, free, (J, values) => {
    see(J, values);
    region?.see(J, values);
  });
  confirmNorm(critical.hessianNorm, matrix, 'hessianNorm ≥ ‖∇²L‖ on the ball');
  const kappa = I.of(critical.reflectionNorm);
  confirm(!isPositive(I.subtract(I.one, kappa)), 'reflectionNorm ≥ 1');
  const turned = (given: IntegerMatrix): { matrix: IntegerMatrix; quotient: Interval | null } => {
    if (witness.reflection === null) return { matrix: given, quotient: null };
    const result = reflected(I, given, witness.reflection, kappa);
    return { matrix: result.matrix, quotient: result.firstQuotient() };
  };
  confirmEigenvalue(turned(matrix).matrix, critical.monotonicity, 'monotonicity ≤ λ_min on the ball');
  const lambda = I.of(critical.monotonicity);
  const r = I.of(critical.centreRadius);
  confirmAtLeast(r, I.divide(I.multiply(kappa, epsilon), lambda), 'centreRadius ≥ κε/λ');
  confirmLess(r, I.of(critical.ballRadius), 'centreRadius < ballRadius');
  const near = turned(objective.hessian(DIGITS_OF_MATRICES, centre, critical.centreRadius, free, see));
  if (near.quotient === null)
    confirmEigenvalue(near.matrix, critical.lambdaMin, 'lambdaMin ≤ λ_min(∇²L(θ*))');
  else {
    confirmAtLeast(I.of(critical.lambdaMin), near.quotient, 'lambdaMin ≥ xᵀ∇²L(θ*)x/‖x‖²');
    confirm(isPositive(I.negate(I.of(critical.lambdaMin))), 'lambdaMin < 0');
  }
  // L(θ_p) − εr ≤ L(θ*) ≤ L(θ_p) at a minimum; else both sides within r(ε + Λr).
  const slope = critical.index === 0 ? epsilon : I.add(epsilon, I.multiply(I.of(critical.hessianNorm), r));
  const variation = I.multiply(r, slope);
  const { lower, upper } = critical.objective;
  confirmAtMost(I.of(lower), I.subtract(value, variation), 'objective.lower ≤ L(θ*)');
  confirmAtLeast(
    I.of(upper),
    critical.index === 0 ? value : I.add(value, variation),
    'objective.upper ≥ L(θ*)',
  );
  checkBy(I, objective, claim, { critical, centre, held }, region);
  if (claim.by === null && claim.verdict === 'global-minimum')
    confirm(false, 'by: why it is a global minimum');
}

/** What makes more of the critical point than its second derivatives. */
function checkBy(
  I: Intervals,
  objective: Objective,
  { by, verdict }: DataClaim,
  { critical, centre, held }: At,
  region: Region | null,
): void {
  if (by === null) return;
  const { problem, neurons, activations } = objective;
  const { data } = problem;
  confirm(critical.index === 0, 'by is about minima');
  const names = data.labels[0]!.map((_, k) => (data.labels[0]!.length === 1 ? 'y' : `y${k + 1}`));
  const seen = new Set<string>();
  for (const row of data.labels) {
    const key = row.join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    const known = new Map(row.map((x, k) => [names[k]!, x]));
    if (by === 'interpolation') confirmCriticalAreMinima(objective.loss, known);
    else confirmConvex(objective.loss, known);
  }
  switch (by) {
    case 'convex': {
      const last = activations[0];
      confirm(
        neurons.length === 1 && last?.op === 'name' && last.text === 'z',
        'L is convex: one layer with activation z',
      );
      break;
    }
    case 'interpolation': {
      confirm(!isPositive(I.of(problem.decay)), 'interpolation without decay');
      confirm(verdict === 'global-minimum', 'interpolation makes a global minimum');
      const rows = data.inputs.length * objective.outputs.length;
      confirm(rows === held.free.length, 'as many entries are free as there are outputs at data');
      const squares = objective.squares(DIGITS_OF_MATRICES, centre, critical.ballRadius, held.free);
      confirm(
        smallestEigenvalueAtLeast(inDoubles(squares), 1n),
        'the outputs take all values near by: JᵀJ ≻ 0 on the ball',
      );
      break;
    }
    case 'region':
      confirm(!isPositive(I.of(problem.decay)), 'a region without decay');
      confirm(verdict !== 'global-minimum', 'critical in a region is a local minimum');
      region?.confirm(I, centre, held.free);
  }
}

function normOf(I: Intervals, x: readonly Interval[]): Interval {
  return I.sqrt(I.sum(x.map((y) => I.square(y))));
}

/** ‖A‖ ≤ the largest row sum, and the error. */
function confirmNorm(claimed: string, { entries, error }: IntegerMatrix, inequality: string): void {
  const sums = entries.map(() => 0n);
  for (const [i, row] of entries.entries())
    for (const [j, x] of row.entries()) {
      const size = x < 0n ? -x : x;
      sums[i]! += size;
      if (i !== j) sums[j]! += size;
    }
  const greatest = sums.reduce((most, x) => (x > most ? x : most), 0n) + error;
  // −⌈−x⌉ = ⌊x⌋
  confirm(-unitsAbove(claimed.startsWith('-') ? claimed.slice(1) : `-${claimed}`) >= greatest, inequality);
}

function confirmEigenvalue(matrix: IntegerMatrix, claimed: string, inequality: string): void {
  const units = unitsAbove(claimed);
  confirm(units > 0n, `${inequality}: the claimed number > 0`);
  confirm(smallestEigenvalueAtLeast(inDoubles(matrix), units), inequality);
}
