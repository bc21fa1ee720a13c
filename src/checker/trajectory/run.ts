/** The independent proof that exact gradient descent ends where a line of K-N.proofs.jsonl says (docs/trajectories.md 2, 4 and 10). */
import { certificateOf, type DenseCertificate, parseDocument } from '../../certificate/index.ts';
import {
  type EnclosedMatrix,
  outward,
  ROUNDOFF,
  smallestEigenvalueAtLeast,
  sumAbove,
} from '../numbers/definite.ts';
import { parsed, UNIT, unitsAbove } from '../numbers/exact.ts';
import {
  ceilOf,
  confirmAtMost,
  floorOf,
  type Interval,
  type Intervals,
  intervals,
  isLess,
} from '../numbers/interval.ts';
import { hessianNorm } from '../point/claims.ts';
import { Landscape } from '../point/landscape.ts';
import { sharpLipschitz } from '../point/sharp.ts';
import { confirm, Rejection } from '../rejection.ts';
import {
  ceilRoot,
  FRACTION,
  MOST_VECTORS,
  normsOf,
  ONE,
  type Pair,
  type Point,
  STEP_ERROR,
  stepFrom,
} from './fixed.ts';
import { above, Chain, scaledHessian } from './matrix.ts';
import { LONG, SHORT, type Stream, startOf } from './start.ts';

/** What a claim about one run is checked against: nothing of it comes from the one who proved. */
export interface RunClaim extends Stream {
  /** η, a decimal in (0, 1]. */
  readonly step: string;
  /** z, a decimal ≥ 0: steps may be off by so much (docs/trajectories.md 6). */
  readonly slack: string;
  /** One line of K-N.proofs.jsonl, parsed. */
  readonly line: unknown;
  /** The text of the certificate of a point, which `checkCertificate` accepts; null for a point that is not there. */
  readonly certificateOf: (point: number) => string | null;
}

/** Digits of the enclosures of a Hessian, and decimals of the point at which it is taken. */
const DIGITS = 30;
const DECIMALS = 12;
const DECIMAL = 10n ** BigInt(DECIMALS);
/** Most steps of one block, and of one run, that are looked at. */
const LONGEST_BLOCK = 10_000;
const MOST_STEPS = 10_000_000;
/** λ is claimed in units of 2^−20. */
const LAMBDA_UNIT = FRACTION - 20n;

interface DescentClaim {
  readonly steps: number;
  readonly method: 'scalar' | 'matrix';
  /** Of the variates of the start. */
  readonly bits: number;
  readonly error: string;
  readonly blocks: readonly number[];
}

/** A ball, in units: descent from its inside converges. `spread` bounds how far the centre is from the integers. */
interface End {
  readonly centre: Point;
  readonly spread: bigint;
  readonly radius: bigint;
}

export type RunCheckResult =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: string };

/**
 * Proves again, with the checker's own arithmetic, that exact gradient descent ends where a line of K-N.proofs.jsonl says. The
 * certificates that it names have to be accepted by `checkCertificate` besides. An undecided run claims nothing and is accepted.
 */
export function checkRunProof(claim: RunClaim): RunCheckResult {
  try {
    checkRun(claim);
    return { accepted: true };
  } catch (error) {
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Throws a Rejection unless the line's claim about the run is confirmed; `undecided` claims nothing. */
function checkRun(claim: RunClaim): void {
  const { k, n, run, seed } = claim;
  const line = objectOf(claim.line);
  confirm(
    [seed, run].every((x) => Number.isSafeInteger(x) && x >= 0),
    'seed and run are whole numbers ≥ 0',
  );
  confirm(line['run'] === run, 'the line is that of its run');
  confirm(k >= 1 && n >= k && n + k <= MOST_VECTORS, `n ≥ k, and n + k ≤ ${MOST_VECTORS}`);
  const { digits, exponent } = parsed(claim.step);
  const eta = {
    numerator: digits * 10n ** BigInt(Math.max(exponent, 0)),
    denominator: 10n ** BigInt(Math.max(-exponent, 0)),
  };
  confirm(eta.numerator > 0n && eta.numerator <= eta.denominator, '0 < η ≤ 1');
  const z = parsed(claim.slack);
  confirm(z.digits >= 0n && z.exponent >= -400 && z.exponent <= 0, '0 ≤ slack');
  if (line['outcome'] === 'undecided') {
    confirmFields(line, ['reason']);
    return;
  }
  const I = intervals(DIGITS);
  const global = line['outcome'] === 'global';
  confirm(global || line['outcome'] === 'spurious', 'the outcome is spurious, global or undecided');
  confirmFields(line, [
    ...(global ? ['permutation'] : ['point', 'rows', 'columns']),
    'steps',
    'method',
    'error',
    'growth',
    'blocks',
    ...('bits' in line ? ['bits'] : []),
  ]);
  const end = global ? permutationEnd(I, line['permutation'], claim) : certifiedEnd(I, line, claim);
  const descent = descentOf(line);
  // Steps may be off from the start of the search, which is not that with more bits (docs/trajectories.md 6).
  confirm(descent.bits === SHORT || z.digits === 0n, 'with a slack, the start is that of the search');
  confirmDescent(I, claim, eta, descent, end);
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Rejection('the line is an object');
  return value as Record<string, unknown>;
}

function confirmFields(line: Record<string, unknown>, names: readonly string[]): void {
  const expected = ['run', 'outcome', ...names];
  const given = Object.keys(line);
  confirm(
    given.length === expected.length && expected.every((name) => given.includes(name)),
    `the fields are ${expected.join(', ')}`,
  );
}

function descentOf(line: Record<string, unknown>): DescentClaim {
  const {
    steps,
    method,
    error,
    blocks,
    growth,
    bits = SHORT,
  } = line as unknown as DescentClaim & {
    readonly growth: unknown;
  };
  const whole = (x: unknown): x is number => Number.isSafeInteger(x);
  confirm(method === 'scalar' || method === 'matrix', 'method is scalar or matrix');
  confirm(bits === SHORT || bits === LONG, `bits is ${LONG}, or left out for ${SHORT}`);
  confirm(typeof growth === 'number' && Number.isFinite(growth), 'growth is a number');
  confirm(
    typeof error === 'string' && /^\d{1,9}(\.\d{1,60})?(e-?\d{1,3})?$/.test(error),
    'error is a decimal ≥ 0',
  );
  confirm(
    Array.isArray(blocks) && blocks.length % 2 === 0 && blocks.every(whole),
    'blocks are pairs of integers',
  );
  let sum = 0;
  for (let b = 0; b < blocks.length; b += 2) {
    confirm(blocks[b]! >= 1 && blocks[b]! <= LONGEST_BLOCK, `a block has 1 to ${LONGEST_BLOCK} steps`);
    sum += blocks[b]!;
  }
  confirm(whole(steps) && steps === sum && steps <= MOST_STEPS, 'the steps are those of the blocks');
  return { steps, method, bits, error, blocks };
}

/** 0 … count − 1 in some order. */
function isPermutation(value: unknown, count: number): value is number[] {
  return (
    Array.isArray(value) &&
    value.length === count &&
    value.every((x) => Number.isSafeInteger(x) && x >= 0 && x < count) &&
    new Set(value).size === count
  );
}

/** Neuron i at e_permutation[i]: ¼ − 1/2π ≤ H ≤ (k + 1)(¼ + 1/2π), ε = 0 (docs/trajectories.md 4.2). */
function permutationEnd(I: Intervals, permutation: unknown, { k, n, step, slack }: RunClaim): End {
  confirm(n === k, 'a global minimum is isolated: n = k');
  if (!isPermutation(permutation, k)) throw new Rejection('permutation is one');
  const quarter = I.of('0.25');
  const share = I.divide(I.one, I.twoPi);
  const lambda = I.subtract(quarter, share);
  const largest = I.multiply(I.integer(k + 1), I.add(quarter, share));
  confirmContraction(I, step, lambda, largest);
  const rows = permutation.map((j) => Array.from({ length: k }, (_, a) => (a === j ? 1n : 0n)));
  const landscape = new Landscape(I, rows, basis(k, 1n), 0);
  // The radius is a guess: ρ = min(R, λ/L(R)) holds for each R.
  let [low, high] = [0, 0.9];
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    const radius = I.of(middle.toString());
    if (isLess(I.multiply(radius, landscape.lipschitz(radius)), lambda)) low = middle;
    else high = middle;
  }
  const radius = I.of(low.toString());
  const lipschitz = landscape.lipschitz(radius);
  const rho = low === 0 ? radius : I.min(radius, I.divide(lambda, lipschitz));
  confirmSlack(I, step, slack, { gradient: I.zero, lambda, lipschitz, radius: rho });
  return { centre: rows.map((row) => row.map((x) => x * ONE)), spread: 0n, radius: unitsBelow(rho) };
}

/** The centre of a certificate that was accepted, relabelled; ρ is its uniqueness radius, and η(λ + Λ) ≤ 2. */
function certifiedEnd(I: Intervals, line: Record<string, unknown>, claim: RunClaim): End {
  const { n, k, step, slack } = claim;
  const { point, rows, columns } = line;
  const text = Number.isSafeInteger(point) ? claim.certificateOf(point as number) : null;
  if (text === null) throw new Rejection('the point has a certificate');
  const certificate = certificateOf(parseDocument(text)) as DenseCertificate;
  const { problem, claim: minimum } = certificate;
  if (certificate.kind !== 'dense' || minimum.verdict !== 'spurious-local-minimum')
    throw new Rejection('the point is a certified spurious local minimum');
  confirm(
    problem.targets === 'standard-basis' && problem.n === n && problem.k === k && problem.d === k,
    `the point is one of (n, k) = (${n}, ${k}) in R^k`,
  );
  if (!isPermutation(rows, n) || !isPermutation(columns, k))
    throw new Rejection('rows and columns are permutations');
  const decimals = certificate.point.centre;
  const centre = rows.map((r) => columns.map((c) => unitsOf(decimals[r]![c]!)));
  // H at the centre is needed from above only, and is that at a point within 10^−DECIMALS of each entry up to L times the distance.
  const rounded = centre.map((row) => row.map(decimalOfUnits));
  const landscape = new Landscape(I, rounded, basis(k, DECIMAL), DECIMALS);
  const near = I.multiply(I.of(`1e-${DECIMALS}`), I.integer(n * k));
  confirmContractionAt(I, step, I.of(minimum.centreLambdaMin), landscape, near);
  const radius = I.of(minimum.uniquenessRadius);
  confirmSlack(I, step, slack, {
    gradient: I.of(minimum.centreGradientNorm),
    lambda: I.of(minimum.centreLambdaMin),
    lipschitz: I.of(minimum.lipschitz),
    radius,
  });
  return { centre, spread: BigInt(n * k), radius: unitsBelow(radius) };
}

/** With ε' = ε + z/η: 2Lε' < λ² and 2ε'/λ < ρ, so that the ball is kept by steps that are off by z (docs/trajectories.md 6). */
function confirmSlack(
  I: Intervals,
  step: string,
  slack: string,
  { gradient, lambda, lipschitz, radius }: Record<'gradient' | 'lambda' | 'lipschitz' | 'radius', Interval>,
): void {
  if (parsed(slack).digits === 0n) return;
  const twice = I.multiply(I.integer(2), I.add(gradient, I.divide(I.of(slack), I.of(step))));
  const near = isLess(I.multiply(lipschitz, twice), I.square(lambda));
  confirm(near && isLess(I.divide(twice, lambda), radius), 'the ball is kept by steps that are off by slack');
}

/** e_1 … e_k, where one is so many units. */
function basis(k: number, one: bigint): bigint[][] {
  return Array.from({ length: k }, (_, j) => Array.from({ length: k }, (_, a) => (a === j ? one : 0n)));
}

/** η(λ + Λ) ≤ 2 within this distance of a point: with the simple bound Λ, or else with the largest Λ for which it holds. */
function confirmContractionAt(
  I: Intervals,
  step: string,
  lambda: Interval,
  landscape: Landscape,
  distance: Interval,
): void {
  const moved = I.multiply(landscape.lipschitz(distance), distance);
  const most = I.subtract(I.divide(I.integer(2), I.of(step)), lambda);
  const simple = I.add(hessianNorm(landscape), moved);
  if (!isLess(simple, most) && isBelow(landscape.hessian(), floorOf(I.subtract(most, moved), UNIT))) return;
  confirmContraction(I, step, lambda, simple);
}

/** Is λ_max ≤ bound, in units? The room that the test takes is a part of its diagonal: so it is asked whether bound·I less the matrix is ≥ 0. */
export function isBelow({ rows, error }: EnclosedMatrix, bound: bigint): boolean {
  const most = Number(bound) * 2 ** -UNIT;
  const rest = rows.map((row, i) => row.map((x, j) => (i === j ? most - x : -x)));
  // The bound is rounded, and each difference.
  const largest = rest.reduce((size, row, i) => Math.max(size, Math.abs(row[i]!)), Math.abs(most));
  const rounded = outward(2 * ROUNDOFF * largest);
  return smallestEigenvalueAtLeast({ rows: rest, error: sumAbove(error, rounded) }, 0n);
}

/** η(λ + Λ) ≤ 2, which makes descent converge in the ball (mathematics.md 4.3). */
function confirmContraction(I: Intervals, step: string, lambda: Interval, largest: Interval): void {
  const product = I.multiply(I.of(step), I.add(lambda, largest));
  confirmAtMost(product, I.integer(2), 'η(λ + Λ) ≤ 2');
}

/** ⌊x·2^112⌋ of a decimal. */
function unitsOf(decimal: string): bigint {
  return -unitsAbove(decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`);
}

function unitsBelow(x: Interval): bigint {
  return floorOf(x, UNIT);
}

/** To the nearest multiple of 10^−DECIMALS, in these. */
function decimalOfUnits(x: bigint): bigint {
  return (x * DECIMAL + (ONE >> 1n)) >> FRACTION;
}

/** ‖x − y‖, from above. */
function distance(x: Point, y: Point): bigint {
  let squares = 0n;
  x.forEach((row, i) => {
    row.forEach((entry, a) => {
      const difference = entry - y[i]![a]!;
      squares += difference * difference;
    });
  });
  return ceilRoot(squares);
}

/** Theorem 1 of docs/trajectories.md along an orbit of the checker's own, where the line says so with Theorem 2, and the end in the ball. */
function confirmDescent(
  I: Intervals,
  claim: RunClaim,
  eta: { readonly numerator: bigint; readonly denominator: bigint },
  { method, bits, error: claimed, blocks }: DescentClaim,
  end: End,
): void {
  const start = startOf(claim, bits);
  let point = start.point;
  let error = start.error;
  const perStep = 1n + STEP_ERROR + unitsAbove(claim.slack);
  const etaUp = (eta.numerator * ONE) / eta.denominator + 1n;
  const etaDown = etaUp - 1n;
  const twoOverEta = (2n * ONE * eta.denominator) / eta.numerator;
  /** η x from above. */
  const timesEta = (x: bigint): bigint => ((x >= 0n ? x * etaUp : x * etaDown) >> FRACTION) + 1n;
  /** η, off by less than 1.1u of itself. */
  const stepSize = Number(etaUp) * 2 ** -Number(FRACTION);
  const chain = method === 'matrix' ? new Chain(claim.n * claim.k, error) : null;
  for (let b = 0; b < blocks.length; b += 2) {
    const m = blocks[b]!;
    const orbit = [point];
    const pairs: Pair[][] = [];
    for (let t = 0; t < m; t++) {
      const x = orbit[t]!;
      const met: Pair[] = [];
      const next = stepFrom(
        x,
        eta.numerator,
        eta.denominator,
        chain === null ? undefined : (pair) => met.push(pair),
      );
      if (next === null) throw new Rejection('all neurons have lengths from 2^−6 to 2^3');
      orbit.push(next);
      pairs.push(met);
    }
    const lambda = BigInt(blocks[b + 1]!) << LAMBDA_UNIT;
    const { lipschitz, largest, radius, distances } = boundsOf(
      I,
      orbit,
      { m, lambda, balanced: twoOverEta - lambda, block: b / 2 },
      error,
    );
    for (let t = 0; t < m; t++) {
      const delta = distances[t]! + error;
      confirm(delta <= radius, `block ${b / 2}: ‖X − Y‖ + e ≤ R`);
      const turn = ((lipschitz * delta) >> FRACTION) + 1n;
      const contraction = ONE + timesEta(turn - lambda);
      const reflection = timesEta(largest + turn) - ONE;
      const larger = contraction > reflection ? contraction : reflection;
      const q = larger > 0n ? larger : 0n;
      chain?.take(scaledHessian(orbit[t]!, pairs[t]!, stepSize), {
        factor: above(q),
        error: above(error),
        halfLipschitz: above(timesEta(lipschitz)) / 2,
        residual: above(perStep),
      });
      error = ((q * error) >> FRACTION) + perStep;
    }
    if (chain !== null) error = chain.close(error, b + 2 === blocks.length);
    point = orbit[m]!;
  }
  confirm(error <= unitsAbove(claimed), 'error: ‖W_T − X_T‖ ≤ it');
  const away = distance(point, end.centre) + end.spread;
  confirm(away + error < end.radius, 'the exact point of the last step is in the ball of the end');
  // The claimed error would have to do as well.
  confirm(away + unitsAbove(claimed) < end.radius, 'error is small enough for the ball of the end');
}

interface BlockClaim {
  /** Its steps. */
  readonly m: number;
  readonly lambda: bigint;
  /** 2/η − λ, from below: with this Λ neither end of the spectrum counts more than the other in q. */
  readonly balanced: bigint;
  readonly block: number;
}

/** λ, Λ, L and R of a block about its middle, rounded to DECIMALS; radii and distances include the rounding. */
function boundsOf(
  I: Intervals,
  orbit: readonly Point[],
  { m, lambda, balanced, block }: BlockClaim,
  error: bigint,
): { lipschitz: bigint; largest: bigint; radius: bigint; distances: bigint[] } {
  const middle = orbit[m >> 1]!;
  const rows = middle.map((row) => row.map(decimalOfUnits));
  const centre = rows.map((row) => row.map((x) => (x * ONE) / DECIMAL));
  // Each entry of `centre` is less than a unit off.
  const spread = BigInt(middle.length * middle[0]!.length);
  const distances = orbit.slice(0, m).map((x) => distance(x, centre) + spread);
  const room = 20n * error > ONE / 10n ** 9n ? 20n * error : ONE / 10n ** 9n;
  const radius = distances.reduce((a, b) => (a > b ? a : b)) + room;
  confirm(normsOf(centre) !== null, 'all neurons have lengths from 2^−6 to 2^3');
  const landscape = new Landscape(I, rows, basis(rows[0]!.length, DECIMAL), DECIMALS);
  // A decimal a little above the radius.
  const reach = I.exact((radius * 10n ** 30n) / ONE + 1n, 30);
  const lipschitz = ceilOf(sharpLipschitz(landscape, reach), UNIT);
  const hessian = landscape.hessian();
  confirm(UNIT === Number(FRACTION), 'units of matrices are those of points');
  confirm(smallestEigenvalueAtLeast(hessian, lambda), `block ${block}: λ ≤ λ_min(∇²F(Y))`);
  const simple = ceilOf(hessianNorm(landscape), UNIT);
  const largest = simple > balanced && isBelow(hessian, balanced) ? balanced : simple;
  return { lipschitz, largest, radius, distances };
}
