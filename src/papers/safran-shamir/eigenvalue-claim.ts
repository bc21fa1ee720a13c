import { type Ball, type BallField, DomainError } from '../../arithmetic/ball.ts';
import { lambdaMinLowerByIntegers } from '../../arithmetic/definite.ts';
import { type EnclosedMatrix, enclosedMatrix } from '../../arithmetic/enclosed.ts';
import { gamma, outward, ROUNDOFF } from '../../arithmetic/rounding.ts';
import type { BallVector } from '../../landscape/ball-field.ts';
import type { Evaluation } from '../../landscape/evaluation.ts';
import { lowerBoundOfRational } from '../../proof/bounds.ts';
import { type Reflection, reflectionOf } from '../../proof/reflection.ts';
import { lowestSubspace } from './direction.ts';
import { hessianProduct } from './hessian-product.ts';
import type { Answer } from './types.ts';

/** How far above the smallest eigenvalue those are that are taken apart from the rest: relative gaps to try. */
const GAPS = [1e-3, 0.03, 0.3];

/**
 * Is λ_min(∇²F(W)) ≥ c? For claims that lie closer to the truth than the definiteness test in doubles can tell. Let X
 * be an exact N x m matrix, XᵀX ≻ 0, A = XᵀHX, G = XᵀX, H ≥ β > c on the orthogonal complement of X, and ‖HX − XΘ‖ ≤ ρ for
 * some Θ. For v = Xy + z, z ⊥ X, the projection of HX on that complement has norm at most ρ, so
 *   vᵀ(H − c)v ≥ yᵀ(A − cG)y − 2ρ‖y‖‖z‖ + (β − c)‖z‖² ≥ yᵀ( A − cG − (ρ²/(β − c)) I )y:
 * c is a lower bound if that m x m matrix is positive definite. `lower` is a known bound below λ_min, for proposals. β: H + XXᵀ ≥ β in all of R^N. Only A and G need many
 * digits; X are approximate eigenvectors of the lowest eigenvalues. c is refuted if A_jj < c G_jj for some j.
 */
export function decideEigenvalue(point: Evaluation, claimed: number, lower: number): Answer {
  for (const gap of GAPS) {
    try {
      const answer = attempt(point, claimed, lower, lower * (1 + gap));
      if (answer !== 'not decidable') return answer;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return 'not decidable';
}

function attempt(point: Evaluation, claimed: number, lower: number, threshold: number): Answer {
  const { balls, field } = point;
  const { hessian } = point.hessians;
  const { size } = hessian;
  const directions = lowestSubspace(hessian, lower, threshold);
  if (directions === null || directions.length === 0) return 'not decidable';
  const basis = reflectionOf(directions, size);
  if (basis === null) return 'not decidable';
  // Lifted by XXᵀ the eigenvalues below the threshold lie above it: a bound half way up is enough and cheap.
  const proved = lambdaMinLowerByIntegers(lifted(hessian, basis), (lower + threshold) / 2);
  if (proved === null) return 'not decidable';
  const rest = lowerBoundOfRational(balls, proved);
  const c = balls.exact(claimed);
  const columns = basis.columns.map((x) => vectorsOf(point, x));
  const images = columns.map(hessianProduct(field, point.point, point.pairs));
  const inner = (x: readonly BallVector[], y: readonly BallVector[]): Ball =>
    x.reduce((sum, row, i) => balls.add(sum, field.dot(row, y[i]!)), balls.zero);
  const A = columns.map((x) => images.map((y) => inner(x, y)));
  const G = columns.map((x) => columns.map((y) => inner(x, y)));
  if (A.some((row, j) => balls.less(row[j]!, balls.mul(c, G[j]![j]!)) === 'yes')) return 'refuted';
  const beyond = balls.sub(rest.value, c);
  if (balls.positive(beyond) !== 'yes') return 'not decidable';
  // Θ diagonal, of the midpoints of the Rayleigh quotients: any Θ will do.
  const residuals = images.flatMap((image, j) => {
    const theta = balls.neg(balls.ofUnits(balls.div(A[j]![j]!, G[j]![j]!).mid, 0n));
    return image.map((row, i) => field.combine(point.point.d, [balls.one, theta], [row, columns[j]![i]!]));
  });
  const loss = balls.div(balls.square(field.norm(residuals)), beyond);
  const matrix = A.map((row, i) =>
    row.map((a, j) => {
      const value = balls.sub(a, balls.mul(c, G[i]![j]!));
      return i === j ? balls.sub(value, loss) : value;
    }),
  );
  return isPositiveDefinite(balls, matrix) ? 'confirmed' : 'not decidable';
}

/**
 * H + XXᵀ. An entry is a sum of m + 1 terms in doubles, off by at most γ_(m+1) times the sum of their sizes; the matrix of
 * these has Frobenius norm at most ‖mid‖_F + ‖X‖_F².
 */
function lifted({ mid, size, errorUpper }: EnclosedMatrix, { columns }: Reflection): EnclosedMatrix {
  const result = new Float64Array(size * size);
  let squares = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = mid[i * size + j]!;
      squares += sum * sum * (i === j ? 1 : 2);
      for (const x of columns) sum += x[i]! * x[j]!;
      result[i * size + j] = sum;
      result[j * size + i] = sum;
    }
  let lengths = 0;
  for (const x of columns) for (const value of x) lengths += value * value;
  const rounding =
    gamma(columns.length + 2) * (Math.sqrt(squares) + lengths) * (1 + size * size * 4 * ROUNDOFF);
  return enclosedMatrix(size, result, outward(errorUpper + rounding));
}

/** The rows of a column of doubles as vectors of R^d, exactly. */
function vectorsOf({ field, point: { d, neurons } }: Evaluation, x: Float64Array): BallVector[] {
  return neurons.map((_, i) => field.vector([...x.subarray(i * d, i * d + d)]));
}

/** Elimination without pivots on a symmetric matrix of balls: positive definite if all pivots are certainly positive. */
function isPositiveDefinite(balls: BallField, matrix: Ball[][]): boolean {
  const rows = matrix.map((row) => row.slice());
  const size = rows.length;
  for (let c = 0; c < size; c++) {
    const pivot = rows[c]![c]!;
    if (balls.positive(pivot) !== 'yes') return false;
    for (let i = c + 1; i < size; i++) {
      const factor = balls.div(rows[i]![c]!, pivot);
      for (let j = c + 1; j < size; j++)
        rows[i]![j] = balls.sub(rows[i]![j]!, balls.mul(factor, rows[c]![j]!));
    }
  }
  return true;
}
