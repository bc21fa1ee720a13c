/** The independent check of a dense certificate: the landscape at two points given by all their coordinates. */
import type {
  Claim,
  DenseCertificate,
  PermutationWitness,
  ReflectionWitness,
} from '../../certificate/index.ts';
import {
  decimalsOf,
  dot,
  floorDivide,
  floorTimes,
  integerRows,
  magnitude,
  smallestEigenvalueAtLeast,
  type Triangle,
  UNIT,
  unitsAbove,
} from '../numbers/exact.ts';
import { type Interval, type Intervals, intervals } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type Case, confirmAtLeast, confirmClaim, confirmLess } from './claims.ts';
import { type EnclosedMatrix, Landscape } from './landscape.ts';
import { normalisingPower, scaledClaim, shiftOf } from './scale.ts';

type Rows = readonly (readonly bigint[])[];

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkDense(certificate: DenseCertificate): void {
  const normalised = normalise(certificate);
  confirmClaim(prepare(certificate, normalised), normalised.claim);
}

/** The points in units of 10^−scale, and the claim, both times the power of two that makes the targets about 1 long. */
interface Normalised {
  readonly scale: number;
  readonly candidate: Rows;
  readonly centre: Rows;
  readonly targets: Rows;
  readonly claim: Claim;
}

function normalise({ problem, point, claim }: DenseCertificate): Normalised {
  const targetRows = problem.targets === 'standard-basis' ? basis(problem.k, problem.d) : problem.targets;
  const scale = decimalsOf([point.candidate, point.centre, targetRows].flat(2));
  const candidate = integerRows(point.candidate, scale);
  const centre = integerRows(point.centre, scale);
  const targets = integerRows(targetRows, scale);
  const e = normalisingPower(targets, scale) ?? normalisingPower(candidate, scale) ?? 0;
  if (e === 0) return { scale, candidate, centre, targets, claim };
  const { factor, digits } = shiftOf(e);
  const shifted = (rows: Rows): Rows => rows.map((row) => row.map((entry) => entry * factor));
  return {
    scale: scale + digits,
    candidate: shifted(candidate),
    centre: shifted(centre),
    targets: shifted(targets),
    claim: scaledClaim(claim, e),
  };
}

function prepare(
  { problem, witness }: DenseCertificate,
  { scale, candidate, centre, targets, claim }: Normalised,
): Case {
  for (const [name, rows] of [
    ['candidate', candidate],
    ['centre', centre],
  ] as const) {
    rows.forEach((row, i) => {
      confirm(
        row.some((entry) => entry !== 0n),
        `neuron ${i} of the ${name} is not 0`,
      );
    });
  }
  const atCandidate = new Landscape(intervals(digitsFor(claim.gradientNorm)), candidate, targets, scale);
  const same = equalRows(candidate, centre);
  const atCentre =
    same && !('centreGradientNorm' in claim)
      ? atCandidate
      : new Landscape(
          intervals('centreGradientNorm' in claim ? digitsFor(claim.centreGradientNorm) : 40),
          centre,
          targets,
          scale,
        );
  const I = intervals(60);
  const searchRadius = I.multiply(I.of('1e-3'), atCandidate.largestNorm());
  const squares = candidate.reduce((sum, row, i) => {
    const difference = row.map((entry, a) => entry - centre[i]![a]!);
    return sum + dot(difference, difference);
  }, 0n);
  return {
    problem,
    targetCount: targets.filter((row) => row.some((entry) => entry !== 0n)).length,
    confirmCopies() {
      const { n, k } = problem;
      confirm(
        n >= k || holdsAtMost(targets, n),
        'targets lie on at most n rays, so that the infimum of F is 0',
      );
    },
    atCandidate,
    atCentre,
    I,
    searchRadius,
    distance: I.sqrt(I.exact(squares, 2 * scale)),
    centreIsCandidate: same,
    confirmPermutation() {
      const { permutation } = witness as PermutationWitness;
      const { n, k } = problem;
      confirm(new Set(permutation).size === n && permutation.every((j) => j < k), 'permutation is one');
      const permuted = permutation.map((j) => targets[j]!);
      confirm(equalRows(centre, permuted), 'the rows of the centre are the permuted targets');
    },
    confirmLeast: (matrix, claimed, inequality) => checkEigenvalue(atCentre[matrix](), claimed, inequality),
    confirmInertia(saddle) {
      const { reflection, transverseReflection } = witness as ReflectionWitness;
      const kappa = I.of(saddle.reflectionNorm);
      const given = reflected(I, atCentre.hessian(), reflection, kappa);
      checkEigenvalue(given.matrix, saddle.monotonicity, 'monotonicity ≤ λ_min(½(SH + HS))');
      if (transverseReflection !== null && saddle.transverseMonotonicity !== null) {
        const { matrix } = reflected(I, atCentre.transverse(), transverseReflection, kappa);
        const inequality = 'transverseMonotonicity ≤ λ_min(½(TM + MT))';
        checkEigenvalue(matrix, saddle.transverseMonotonicity, inequality);
      }
      return saddle.index === 0 ? null : given.firstQuotient();
    },
  };
}

/**
 * Do at most n half-lines from 0 hold all targets? Those of one add up to one neuron: [v·x]_+ + [cv·x]_+ = [(1 + c)v·x]_+
 * for c > 0. Two rows other than 0 are on one half-line iff v·w > 0 and (v·w)² = ‖v‖²‖w‖² (Cauchy–Schwarz).
 */
function holdsAtMost(targets: Rows, n: number): boolean {
  const rays: { readonly row: readonly bigint[]; readonly square: bigint }[] = [];
  for (const row of targets) {
    const square = dot(row, row);
    if (square === 0n) continue;
    const known = rays.some((ray) => {
      const product = dot(row, ray.row);
      return product > 0n && product * product === square * ray.square;
    });
    if (known) continue;
    if (rays.length === n) return false;
    rays.push({ row, square });
  }
  return true;
}

/** Most working digits: producers compute with at most 250, and an exact critical point has their last one for its ‖∇F‖. */
const MOST_DIGITS = 300;

/** Working digits, a multiple of 20, that leave 30 to a gradient norm of this size. */
export function digitsFor(gradientNorm: string): number {
  const size = Number(gradientNorm);
  const wanted = size > 0 ? 20 * Math.ceil((30 - Math.log10(size)) / 20) : MOST_DIGITS;
  return Math.min(Math.max(wanted, 40), MOST_DIGITS);
}

function basis(k: number, d: number): readonly (readonly string[])[] {
  return Array.from({ length: k }, (_, j) => Array.from({ length: d }, (_, a) => (a === j ? '1' : '0')));
}

function equalRows(x: Rows, y: Rows): boolean {
  return x.every((row, i) => row.every((entry, a) => entry === y[i]?.[a]));
}

/** λ_min ≥ claimed > 0 for an enclosed matrix. */
function checkEigenvalue(matrix: EnclosedMatrix, claimed: string, inequality: string): void {
  const units = unitsAbove(claimed);
  confirm(units > 0n, `${inequality}: the claimed number > 0`);
  confirm(smallestEigenvalueAtLeast(matrix.entries, matrix.error, units), inequality);
}

interface Reflected {
  /** ½(SA + AS) = A − (QYᵀ + YQᵀ), Y = AQ */
  readonly matrix: EnclosedMatrix;
  /** xᵀAx/‖x‖² with the first column x of Q */
  readonly firstQuotient: () => Interval;
}

/** Also confirms ‖QᵀQ − I‖ < ½ and 1 + 2‖QᵀQ − I‖ ≤ κ, so that ‖S‖ ≤ κ and S has as many negative eigenvalues as Q columns. */
function reflected(
  I: Intervals,
  { entries, error }: EnclosedMatrix,
  reflection: readonly (readonly string[])[],
  kappa: Interval,
): Reflected {
  const digits = decimalsOf(reflection.flat());
  const Q = integerRows(reflection, digits);
  const unit = 10n ** BigInt(2 * digits);
  const columns = Q[0]!.map((_, c) => Q.map((row) => row[c]!));
  // The norm of a symmetric matrix is at most its largest row sum.
  const defects = columns.map((x, c) =>
    columns.reduce((sum, y, e) => sum + magnitude(dot(x, y) - (c === e ? unit : 0n)), 0n),
  );
  const defect = I.exact(
    defects.reduce((most, sum) => (sum > most ? sum : most), 0n),
    2 * digits,
  );
  confirmLess(defect, I.of('0.5'), '‖QᵀQ − I‖ < ½');
  const inequality = 'reflectionNorm ≥ 1 + 2‖QᵀQ − I‖';
  confirmAtLeast(kappa, I.add(I.one, I.add(defect, defect)), inequality);

  const full = entries.map((row, i) => entries.map((other, j) => (j <= i ? row[j]! : other[i]!)));
  const Y = full.map((row) => columns.map((column) => dot(row, column)));
  const matrix: Triangle = entries.map((row, i) =>
    row.map((entry, j) => entry - floorDivide(dot(Q[i]!, Y[j]!) + dot(Y[i]!, Q[j]!), unit)),
  );
  // ‖½(SE + ES)‖ ≤ κ‖E‖, and rounding moves an entry by less than a unit.
  const scaled = I.multiply(kappa, I.exact(error, 0));
  const total = floorTimes(scaled.hi.toString(), 1n) + 1n + BigInt(entries.length);
  const firstQuotient = (): Interval => {
    const x = columns[0]!;
    const value = dot(
      x,
      Y.map((row) => row[0]!),
    );
    const square = dot(x, x);
    const units = floorDivide(value, square);
    const unitSize = I.divide(I.one, I.of(String(2n ** BigInt(UNIT))));
    return I.multiply(I.hull(I.exact(units - error, 0), I.exact(units + 1n + error, 0)), unitSize);
  };
  return { matrix: { entries: matrix, error: total }, firstQuotient };
}
