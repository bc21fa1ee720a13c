import { type Ball, type BallField, DomainError } from '../../arithmetic/ball.ts';
import { lambdaMinLowerByCholesky, lambdaMinLowerByIntegers } from '../../arithmetic/definite.ts';
import { type EnclosedMatrix, enclosedMatrix } from '../../arithmetic/enclosed.ts';
import { approximately, type Rational } from '../../arithmetic/exact.ts';
import { gamma, outward, ROUNDOFF } from '../../arithmetic/rounding.ts';
import type { BallVector } from '../../landscape/ball-field.ts';
import type { Evaluation } from '../../landscape/evaluation.ts';
import { inFixedOrBalls } from '../../landscape/fixed-field.ts';
import { mapPairs } from '../../landscape/pairs.ts';
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
  const { balls } = point;
  const { hessian } = point.hessians;
  const { size } = hessian;
  const directions = lowestSubspace(hessian, lower, threshold);
  if (directions === null || directions.length === 0) return 'not decidable';
  const basis = reflectionOf(directions, size);
  if (basis === null) return 'not decidable';
  const rest = restOf(lifted(hessian, basis), claimed, (lower + threshold) / 2);
  if (rest === null) return 'not decidable';
  const c = balls.exact(claimed);
  const { A, G, residualNorm } = formsOf(
    point,
    basis.columns.map((x) => vectorsOf(point, x)),
  );
  if (A.some((row, j) => balls.less(row[j]!, balls.mul(c, G[j]![j]!)) === 'yes')) return 'refuted';
  const beyond = balls.sub(lowerBoundOfRational(balls, rest).value, c);
  if (balls.positive(beyond) !== 'yes') return 'not decidable';
  const loss = balls.div(balls.square(residualNorm), beyond);
  const matrix = A.map((row, i) =>
    row.map((a, j) => {
      const value = balls.sub(a, balls.mul(c, G[i]![j]!));
      return i === j ? balls.sub(value, loss) : value;
    }),
  );
  return isPositiveDefinite(balls, matrix) ? 'confirmed' : 'not decidable';
}

/**
 * β > c below all eigenvalues of the matrix: lifted by XXᵀ, those below the threshold lie above it, and a bound half way up is enough. The
 * factor alone proves it where its a-priori bound is small beside that way, else the exact residual.
 */
function restOf(matrix: EnclosedMatrix, claimed: number, shift: number): Rational | null {
  const bound = lambdaMinLowerByCholesky(matrix, shift);
  if (bound !== null && approximately(bound) > (claimed + shift) / 2) return bound;
  return lambdaMinLowerByIntegers(matrix, shift);
}

interface Forms {
  /** XᵀHX and XᵀX, both symmetric: entries on and below the diagonal enclose those above. */
  readonly A: Ball[][];
  readonly G: Ball[][];
  /** ‖HX − XΘ‖_F, Θ diagonal, of the midpoints of the Rayleigh quotients: any Θ will do. */
  readonly residualNorm: Ball;
}

function formsOf({ balls, field, point, pairs }: Evaluation, columns: readonly BallVector[][]): Forms {
  return inFixedOrBalls(field, point, (arithmetic) => {
    const { scalar, vector, ballOf, vectorOf, apart } = arithmetic;
    const own = arithmetic.field;
    const product = hessianProduct(
      own,
      {
        ...point,
        neurons: point.neurons.map(vector),
        targets: point.targets.map(vector),
        neuronNormsSquared: point.neuronNormsSquared.map(scalar),
        targetNormsSquared: point.targetNormsSquared.map(scalar),
      },
      mapPairs(pairs, scalar),
    );
    const X = columns.map((x) => x.map(vector));
    const images = X.map((x) => apart(() => product(x).map(vectorOf)).map(vector));
    const inner = (x: (typeof X)[0], y: (typeof X)[0]): Ball =>
      apart(() => ballOf(x.reduce((sum, row, i) => own.add(sum, own.dot(row, y[i]!)), own.zero)));
    const A = symmetric(X.length, (i, j) => inner(X[i]!, images[j]!));
    const G = symmetric(X.length, (i, j) => inner(X[i]!, X[j]!));
    const residuals = images.flatMap((image, j) =>
      apart(() => {
        const theta = scalar(balls.neg(balls.ofUnits(balls.div(A[j]![j]!, G[j]![j]!).mid, 0n)));
        const one = own.integer(1);
        return image.map((row, i) => vectorOf(own.combine(point.d, [one, theta], [row, X[j]![i]!])));
      }),
    );
    return { A, G, residualNorm: field.norm(residuals) };
  });
}

function symmetric(size: number, entry: (i: number, j: number) => Ball): Ball[][] {
  const rows: Ball[][] = Array.from({ length: size }, () => []);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      rows[i]![j] = entry(i, j);
      rows[j]![i] = rows[i]![j]!;
    }
  return rows;
}

/**
 * H + XXᵀ. An entry is a sum of m + 1 terms in doubles, off by at most γ_(m+1) times the sum of their sizes; the matrix of
 * these has Frobenius norm at most ‖mid‖_F + ‖X‖_F².
 */
function lifted({ mid, size, errorUpper }: EnclosedMatrix, { columns }: Reflection): EnclosedMatrix {
  const result = new Float64Array(size * size);
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const row = result.subarray(i * size, i * size + i + 1);
    row.set(mid.subarray(i * size, i * size + i + 1));
    for (let j = 0; j <= i; j++) squares += row[j]! * row[j]! * (i === j ? 1 : 2);
    for (const x of columns) {
      const factor = x[i]!;
      for (let j = 0; j <= i; j++) row[j]! += factor * x[j]!;
    }
    for (let j = 0; j < i; j++) result[j * size + i] = row[j]!;
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
