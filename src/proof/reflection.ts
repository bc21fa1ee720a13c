import { DenseKernel } from '../arithmetic/dense-kernel.ts';
import { type EnclosedMatrix, enclosedMatrix } from '../arithmetic/enclosed.ts';
import { gamma, MARGIN, outward, ROUNDOFF } from '../arithmetic/rounding.ts';

/** S = I − 2QQᵀ for an exact matrix Q of doubles (columns of length size), and ‖S‖ ≤ normUpper. */
export interface Reflection {
  readonly columns: readonly Float64Array[];
  readonly normUpper: number;
}

/**
 * The reflection for given directions, rounded to multiples of 2^−44 so that they are short decimals; null unless
 * ‖QᵀQ − I‖ ≤ δ < ½, so that S is nonsingular with exactly one negative eigenvalue a column, ‖S‖ ≤ 1 + 2δ
 * (the eigenvalues of S are 1 and 1 − 2σ², σ² within δ of 1) (mathematics.md 4.7).
 */
export function reflectionOf(directions: readonly Float64Array[], size: number): Reflection | null {
  const columns = directions.map((x) => x.map((value) => Math.round(value * 2 ** 44) / 2 ** 44));
  let delta = 0;
  for (const x of columns) {
    let row = 0;
    for (const y of columns) {
      let sum = x === y ? -1 : 0;
      let magnitude = 1;
      for (let i = 0; i < size; i++) {
        sum += x[i]! * y[i]!;
        magnitude += Math.abs(x[i]! * y[i]!);
      }
      row += Math.abs(sum) + gamma(size + 2) * magnitude * MARGIN;
    }
    // Math.max keeps a NaN, which the comparison below refuses.
    delta = Math.max(delta, row);
  }
  delta *= MARGIN;
  return delta < 0.25 ? { columns, normUpper: 1 + 2 * delta * MARGIN + 4 * ROUNDOFF } : null;
}

/**
 * ½(SH + HS) = H − QP − (QP)ᵀ with P = QᵀH. In doubles P is off by at most γ_N‖Q‖_F‖H‖_F in Frobenius norm, every
 * entry of the sum by at most γ_(2p+2) times its absolute terms; what is unknown of H counts ‖S‖ times (mathematics.md 5.7).
 */
export function reflected(matrix: EnclosedMatrix, reflection: Reflection): EnclosedMatrix {
  const { size, mid } = matrix;
  const { columns } = reflection;
  if (columns.length === 0) return matrix;
  const products = columns.map((q) => {
    const row = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const factor = q[i]!;
      for (let j = 0; j < size; j++) row[j]! += factor * mid[i * size + j]!;
    }
    return row;
  });
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = mid[i * size + j]!;
      for (let c = 0; c < columns.length; c++)
        sum -= columns[c]![i]! * products[c]![j]! + columns[c]![j]! * products[c]![i]!;
      result[i * size + j] = sum;
      result[j * size + i] = sum;
    }
  const normOfH = frobenius([mid]);
  const normOfQ = frobenius(columns);
  const normOfP = frobenius(products);
  const errorOfP = gamma(size + 1) * normOfQ * normOfH;
  const rounding = gamma(2 * columns.length + 3) * (normOfH + 2 * normOfQ * normOfP) + 2 * normOfQ * errorOfP;
  return enclosedMatrix(size, result, outward(reflection.normUpper * matrix.errorUpper + rounding));
}

/** An upper bound on xᵀHx/‖x‖² for every H of the enclosure, in doubles; rounded up. */
export function rayleighUpper(matrix: EnclosedMatrix, x: Float64Array): number {
  const { size, mid, errorUpper } = matrix;
  const quotient = DenseKernel.ofSize(size).rayleighQuotient(mid, x);
  // The form is off by at most γ_(2N+2)‖x‖²‖H‖_F, ‖x‖² by a factor 1 ± γ_N.
  const error = (gamma(2 * size + 4) * frobenius([mid]) + errorUpper) * MARGIN;
  return (
    quotient +
    Math.abs(quotient) * gamma(size + 4) * MARGIN +
    error * MARGIN +
    Math.abs(quotient) * 4 * ROUNDOFF
  );
}

/** Frobenius norm from above. */
function frobenius(arrays: readonly Float64Array[]): number {
  let sum = 0;
  let count = 0;
  for (const array of arrays) {
    count += array.length;
    for (let i = 0; i < array.length; i++) sum += array[i]! * array[i]!;
  }
  return outward(Math.sqrt(sum) * (1 + gamma(count + 2)));
}
