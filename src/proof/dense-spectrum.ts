import type { Ball } from '../arithmetic/ball.ts';
import type { DefiniteMethod } from '../arithmetic/definite.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { exactDecimal } from '../arithmetic/exact.ts';
import type { Evaluation } from '../landscape/evaluation.ts';
import type { Bound } from './bounds.ts';
import { smallestEigenvalueLower } from './eigenvalue.ts';
import type { Failure } from './existence.ts';
import { hessianNormUpper } from './hessian-norm.ts';
import type { Inertia, Matrix, Spectrum } from './point.ts';
import { type Reflection, rayleighUpper, reflected, reflectionOf } from './reflection.ts';

/**
 * Untrusted: approximate eigenvectors of the negative eigenvalues of a symmetric matrix (size x size, row-major),
 * one array an eigenvector; null if they cannot be told.
 */
export type NegativeDirections = (matrix: Float64Array, size: number) => Float64Array[] | null;

const NAMES: Readonly<Record<Matrix, string>> = { hessian: '∇²F', transverse: 'M' };

/** Second derivatives at a point, from the whole matrices. */
export class DenseSpectrum implements Spectrum {
  private readonly point: Evaluation;
  private readonly method: DefiniteMethod;
  private readonly negativeDirections: NegativeDirections;

  private readonly lowestDirection: Float64Array | null;

  /** lowestDirection: untrusted, an approximate eigenvector for the smallest eigenvalue of the Hessian. */
  constructor(
    point: Evaluation,
    method: DefiniteMethod,
    negativeDirections: NegativeDirections,
    lowestDirection: Float64Array | null,
  ) {
    this.point = point;
    this.method = method;
    this.negativeDirections = negativeDirections;
    this.lowestDirection = lowestDirection;
  }

  leastEigenvalue(matrix: Matrix): Bound | null {
    const direction = matrix === 'hessian' ? this.lowestDirection : null;
    return smallestEigenvalueLower(this.point.balls, this.point.hessians[matrix], this.method, direction);
  }

  /** In(A) = In(S) for a matrix A with ½(SA + AS) ≻ 0: the index of A is the number of columns of Q. */
  inertia(which: Matrix): Inertia | Failure {
    const { balls } = this.point;
    const matrix = this.point.hessians[which];
    // Doubles that went out of range tell nothing of a matrix.
    const known = Number.isFinite(matrix.largest) && Number.isFinite(matrix.errorUpper);
    const directions = known ? this.negativeDirections(matrix.mid, matrix.size) : null;
    const reflection = directions === null ? null : reflectionOf(directions, matrix.size);
    if (reflection === null)
      return {
        reason: `the negative eigenvalues of ${NAMES[which]} could not be told from the others`,
        precision: false,
      };
    const index = reflection.columns.length;
    const monotonicity = smallestEigenvalueLower(balls, reflected(matrix, reflection), this.method);
    if (monotonicity === null)
      return {
        reason: `${NAMES[which]} has an eigenvalue that is not separated from 0 (${index} certainly negative)`,
        precision: false,
      };
    return {
      index,
      monotonicity,
      reflectionNormUpper: reflection.normUpper,
      leastUpper: leastUpper(this.point, matrix, reflection),
      witness: rowsOf(reflection, matrix.size),
    };
  }

  hessianNorm(): Ball {
    return hessianNormUpper(this.point);
  }
}

/** xᵀAx/‖x‖² from above, x the first column of Q. */
function leastUpper(point: Evaluation, matrix: EnclosedMatrix, { columns }: Reflection): Ball | null {
  return columns.length === 0 ? null : point.balls.exact(rayleighUpper(matrix, columns[0]!));
}

function rowsOf(reflection: Reflection, size: number): string[][] {
  return Array.from({ length: size }, (_, i) => reflection.columns.map((column) => exactDecimal(column[i]!)));
}
