/** The independent check of a dense certificate: the landscape at two points given by all their coordinates. */
import type {
  DenseCertificate,
  PermutationWitness,
  ReflectionWitness,
  SaddleClaim,
} from '../../certificate/types.ts';
import { decimalsOf, dot, floorDivide, integerRows, magnitude, UNIT } from '../numbers/exact.ts';
import { type IntegerMatrix, inDoubles, inUnits } from '../numbers/integer-matrix.ts';
import {
  ceilOf,
  confirmAtLeast,
  confirmLess,
  type Interval,
  type Intervals,
  intervals,
  type Precisions,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type ClaimCase, confirmClaim } from './claims.ts';
import { checkEigenvalue, type DenseCase, denseCase } from './dense-case.ts';
import { confirmSharp } from './sharp.ts';

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkDense(
  { problem, point, claim, witness }: DenseCertificate,
  precisions: Precisions = intervals,
): void {
  const known = denseCase(problem, point, claim, precisions);
  const full: ClaimCase = {
    ...known,
    confirmSharp: (claimed, radius, plain) => confirmSharp(known.atCentre, claimed, radius, plain),
    confirmPermutation: () => confirmPermutation(known, witness as PermutationWitness),
    confirmInertia: (saddle) => confirmInertia(known, saddle, witness as ReflectionWitness),
  };
  confirmClaim(full, claim);
}

function confirmPermutation(
  { problem, centre, targets }: DenseCase,
  { permutation }: PermutationWitness,
): void {
  const { n, k } = problem;
  confirm(new Set(permutation).size === n && permutation.every((j) => j < k), 'permutation is one');
  const permuted = permutation.map((j) => targets[j]!);
  confirm(String(centre) === String(permuted), 'the rows of the centre are the permuted targets');
}

/** A critical point of this index: S = I − 2QQᵀ makes ½(SH + HS) positive definite (mathematics.md 4.7). */
export function confirmInertia(
  { I, atCentre }: Pick<DenseCase, 'I' | 'atCentre'>,
  saddle: SaddleClaim,
  { reflection, transverseReflection }: ReflectionWitness,
): Interval | null {
  const kappa = I.of(saddle.reflectionNorm);
  const given = reflected(I, inUnits(atCentre.hessian()), reflection, kappa);
  checkEigenvalue(inDoubles(given.matrix), saddle.monotonicity, 'monotonicity ≤ λ_min(½(SH + HS))');
  if (transverseReflection !== null && saddle.transverseMonotonicity !== null) {
    const { matrix } = reflected(I, inUnits(atCentre.transverse()), transverseReflection, kappa);
    const inequality = 'transverseMonotonicity ≤ λ_min(½(TM + MT))';
    checkEigenvalue(inDoubles(matrix), saddle.transverseMonotonicity, inequality);
  }
  return saddle.index === 0 ? null : given.firstQuotient();
}

export interface Reflected {
  /** ½(SA + AS) = A − (QYᵀ + YQᵀ), Y = AQ */
  readonly matrix: IntegerMatrix;
  /** xᵀAx/‖x‖² with the first column x of Q */
  readonly firstQuotient: () => Interval;
}

/** Also confirms ‖QᵀQ − I‖ < ½ and 1 + 2‖QᵀQ − I‖ ≤ κ, so that ‖S‖ ≤ κ and S has as many negative eigenvalues as Q columns. */
export function reflected(
  I: Intervals,
  { entries, error }: IntegerMatrix,
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
  const matrix = entries.map((row, i) =>
    row.map((entry, j) => entry - floorDivide(dot(Q[i]!, Y[j]!) + dot(Y[i]!, Q[j]!), unit)),
  );
  // ‖½(SE + ES)‖ ≤ κ‖E‖, and rounding moves an entry by less than a unit.
  const scaled = I.multiply(kappa, I.exact(error, 0));
  const total = ceilOf(scaled, 0) + BigInt(entries.length);
  const firstQuotient = (): Interval => {
    const x = columns[0]!;
    const value = dot(
      x,
      Y.map((row) => row[0]!),
    );
    const square = dot(x, x);
    const units = floorDivide(value, square);
    return I.hull(I.exact(units - error, UNIT, 0), I.exact(units + 1n + error, UNIT, 0));
  };
  return { matrix: { entries: matrix, error: total }, firstQuotient };
}
