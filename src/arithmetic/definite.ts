import { lowestRitzPair, type RitzPair } from '../numerics/lanczos.ts';
import { DenseKernel, LARGE } from './dense-kernel.ts';
import type { EnclosedMatrix } from './enclosed.ts';
import { approximately, decomposeDouble, type Rational } from './exact.ts';
import { MARGIN, ROUNDOFF } from './rounding.ts';

/**
 * Lower bounds on the smallest eigenvalue of a symmetric matrix, proved by an exact residual of an untrusted
 * Cholesky factor (mathematics.md 5.3, 5.4). A result is a rational number λ with λ_min ≥ λ, or null: nothing proved.
 */

const LIMIT = 2 ** 53;
/** Bits of the second slice of the factor. */
const FINE_BITS = 22;

/**
 * Exact integers in doubles. scale = 2^(53−e) with 2^e > 2 max|mid_ij|; A and B are the integer parts of scale·mid
 * and of the rest times φ = 2^22; S an integer shift; L and M integer factors of any origin. If
 *   every row of L has a sum of squares < 2^53, every row of M one ≤ 2^50, |A_ij|, |A_ii − S| < 2^53,
 *   |X_ij| < 2^30 and |Z_ij| < 2^52 for X = A − S·I − L Lᵀ, Z = B − (L Mᵀ + M Lᵀ), row sums of |Y| < 2^53,
 *   Y = φX + Z,
 * then all of these were computed without rounding: squares and partial sums of nonnegative integers that end
 * below 2^53 never passed it; by Cauchy–Schwarz every partial sum of L Lᵀ, in any order, is below 2^53, and of
 * L Mᵀ + M Lᵀ below 2·2^51.5; a rounded difference below a power of two is an exact one. Hence, with G = L + M/φ,
 *   scale·mid = S·I + G Gᵀ − M Mᵀ/φ² + Y/φ + Δ/φ,   |Δ_ij| ≤ 1
 * (½ for the rounding to B, and underflow in scale·mid is far below the other ½), so that
 *   λ_min(mid) ≥ ( S − (max row sum of |Y| + N)/φ − ‖M‖_F²/φ² ) / scale.
 */
export function lambdaMinLowerByIntegers(matrix: EnclosedMatrix, shift: number): Rational | null {
  const { size, mid, errorUpper } = matrix;
  const scaling = scalingOf(matrix);
  if (scaling === null || !Number.isFinite(shift)) return null;
  const scale = 2 ** scaling;
  const integerShift = Math.floor(shift * scale);
  if (Math.abs(integerShift) >= LIMIT) return null;
  const kernel = DenseKernel.ofSize(size);
  if (!kernel.factor(mid, integerShift / scale)) return null;
  const fineScale = 2 ** FINE_BITS;
  const report = kernel.residual(mid, scale, 2 ** (scaling / 2), fineScale, integerShift);
  const exact =
    report.coarseSquares < LIMIT &&
    report.fineSquares <= 2 ** 50 &&
    report.largestEntry < LIMIT &&
    report.largestCoarse < 2 ** (52 - FINE_BITS) &&
    report.largestFine < 2 ** 52 &&
    report.largestRow < LIMIT;
  if (!exact) return null;
  const phi = 1n << BigInt(FINE_BITS);
  const numerator =
    BigInt(integerShift) * phi * phi - (BigInt(report.largestRow) + BigInt(size)) * phi - report.fineTotal;
  return subtractError({ numerator, exponent: -(scaling + 2 * FINE_BITS) }, errorUpper);
}

/**
 * A Cholesky factorisation in doubles that runs to its end proves by itself (Demmel 1989; Rump, Verification of
 * positive definiteness, BIT 46, 2006). Let B be the matrix that is factored, fl(mid − shift·I), and L the factor as
 * computed: in whatever order its sums are taken, also strip by strip of a factor in blocks (a strip that is subtracted earlier
 * is one rounding for those after it, and has at least one product), every entry satisfies b_ij + Δ_ij = (L Lᵀ)_ij with
 * |Δ_ij| ≤ γ Σ_c |l_ic||l_jc|, γ = mu/(1 − mu), where m = N + 8 counts every rounding that meets a product
 * (its own, the sum's, a difference, and a division or two products with rounded reciprocals; Higham 2002, Theorem
 * 10.3). So (L Lᵀ)_jj ≤ b_jj/(1 − γ), |Δ_ij| ≤ γ/(1 − γ) √(b_ii b_jj), and ‖Δ‖ ≤ γ/(1 − γ) tr B, the norm of that
 * matrix of rank one. B + Δ = L Lᵀ is positive semidefinite, B is mid − shift·I up to u max b_ii, hence
 *   λ_min(mid) ≥ shift − γ/(1 − γ) tr B − u max b_ii − tiny,
 * where tiny covers underflow: at most 2^−1074 for each of the N³ operations, times a pivot below 2^101.
 */
export function lambdaMinLowerByCholesky(matrix: EnclosedMatrix, shift: number): Rational | null {
  const { size, mid, errorUpper } = matrix;
  if (scalingOf(matrix) === null || !(Math.abs(shift) < 2 ** 200) || size >= 2 ** 20) return null;
  if (!DenseKernel.ofSize(size).factor(mid, shift)) return null;
  let trace = 0;
  let largest = 0;
  for (let i = 0; i < size; i++) {
    const entry = mid[i * (size + 1)]! - shift;
    trace += entry;
    largest = Math.max(largest, entry);
  }
  const steps = (size + 8) * ROUNDOFF;
  // γ/(1 − γ) = steps/(1 − 2·steps); the computed trace, of positive terms, is off by less than a factor 1 ± 2·steps.
  const loss =
    ((steps / (1 - 2 * steps)) * trace * (1 + 4 * steps) + ROUNDOFF * largest) * MARGIN + 2 ** -800;
  const start = decomposeDouble(shift);
  const exponent = Math.min(start.exponent, 0);
  const numerator = start.mantissa << BigInt(start.exponent - exponent);
  return subtractError(subtractedDouble({ numerator, exponent }, loss), errorUpper);
}

/**
 * The same residual in BigInt: P = 2^p·L with L an untrusted factor in doubles, p chosen so that L loses nothing
 * that matters; R = 2^(2p)(mid − shift) − P Pᵀ exactly; λ_min(mid) ≥ shift − max row sum of |R|/2^(2p).
 */
export function lambdaMinLowerByBigIntegers(matrix: EnclosedMatrix, shift: number): Rational | null {
  const { size, mid, errorUpper } = matrix;
  const scaling = scalingOf(matrix);
  if (scaling === null || !Number.isFinite(shift)) return null;
  // Entries to 2^-(2p) with 2p = 2·(⌈scaling/2⌉ + 30): more than 56 bits of the factor below its largest entry.
  const p = Math.ceil(scaling / 2) + 30;
  const scale = 2 * p;
  const scaled = (x: number): bigint => {
    const { mantissa, exponent } = decomposeDouble(x);
    const by = exponent + scale;
    return by >= 0 ? mantissa << BigInt(by) : mantissa >> BigInt(-by);
  };
  const integerShift = scaled(shift);
  const factor = choleskyOf(mid, size, shift);
  if (factor === null) return null;
  const rows = factor.map((row) => Array.from(row, (x) => BigInt(Math.round(x * 2 ** p))));
  const sums: bigint[] = new Array(size).fill(0n);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let product = 0n;
      const a = rows[i]!;
      const b = rows[j]!;
      for (let c = 0; c <= j; c++) product += a[c]! * b[c]!;
      let rest = scaled(mid[i * size + j]!) - product;
      if (i === j) rest -= integerShift;
      // One unit for the floor of the scaled entry.
      const magnitude = (rest < 0n ? -rest : rest) + 1n;
      sums[i]! += magnitude;
      if (i !== j) sums[j]! += magnitude;
    }
  const worst = sums.reduce((a, b) => (a > b ? a : b), 0n);
  return subtractError({ numerator: integerShift - worst, exponent: -scale }, errorUpper);
}

/** How a lower bound is proved; 'cholesky' is the fastest and turns to 'integers' where it would lose much. */
export type DefiniteMethod = 'cholesky' | 'integers' | 'big-integers';

const PROVERS: {
  readonly [M in DefiniteMethod]: (matrix: EnclosedMatrix, shift: number) => Rational | null;
} = {
  cholesky: lambdaMinLowerByCholesky,
  integers: lambdaMinLowerByIntegers,
  'big-integers': lambdaMinLowerByBigIntegers,
};
/** The part of an eigenvalue that the a-priori bound on the roundings of a factorisation may cost. */
const TOLERATED = 1e-6;

/**
 * The best lower bound on λ_min that is found: shifts just below an estimate are tried until one is proved. With
 * no `positive` bound in reach (the matrix is not certainly positive definite) the result is null. An approximate
 * eigenvector `direction` (untrusted) saves the factorisation that an estimate costs.
 */
export function lambdaMinLower(
  matrix: EnclosedMatrix,
  method: DefiniteMethod,
  direction: Float64Array | null = null,
): Rational | null {
  const large = matrix.size > LARGE;
  let failed = Number.POSITIVE_INFINITY;
  if (direction !== null) {
    const estimate = DenseKernel.ofSize(matrix.size).rayleighQuotient(matrix.mid, direction);
    const bound = provedBelow(matrix, method, estimate, 0, { attempts: large ? 1 : 2 });
    if (bound !== null) return bound;
    if (large) failed = estimate - firstStep(matrix, estimate);
  }
  if (large) {
    const pair = directPairOf(matrix);
    const bound = pair && provedBelow(matrix, method, pair.value!, pair.spread, { attempts: 2, failed });
    if (bound !== null) return bound;
    // Of eigenvalues near one another, compared with the largest, it may have found another one. The inverse tells them apart.
  }
  const pair = factoredPairOf(matrix);
  if (pair === null || pair.value === null) return null;
  return provedBelow(matrix, method, pair.value, large ? pair.spread : 0, {});
}

/**
 * How far below an estimate a shift lies first: about what the factor of a shifted matrix loses to rounding; smaller steps rarely
 * succeed, and of a large matrix with eigenvalues close together not this one.
 */
function firstStep({ size, largest }: EnclosedMatrix, estimate: number): number {
  return Math.max(size * 2 ** -46 * largest * (size > LARGE ? 8 : 1), 2 ** -48 * estimate);
}

/** The part of an estimate that a second shift gives up at most, where the first was above one of many eigenvalues side by side. */
const MOST_SPREAD = 2 ** -20;

/**
 * A positive bound with a shift below the estimate, at growing distances, at most so many; or null. A factor at the shift `failed`
 * was tried, and is not again, nor one just beside it.
 */
function provedBelow(
  matrix: EnclosedMatrix,
  method: DefiniteMethod,
  estimate: number,
  spread: number,
  { attempts = Number.POSITIVE_INFINITY, failed = Number.POSITIVE_INFINITY },
): Rational | null {
  if (!(estimate > 0)) return null;
  const clusterWidth = Math.min(4 * spread, MOST_SPREAD * estimate);
  let tooCoarse = false;
  let step = firstStep(matrix, estimate);
  for (
    let attempt = 0;
    attempt < attempts && step < estimate;
    attempt++, step = Math.max(8 * step, clusterWidth)
  ) {
    if (estimate - step > failed - step / 2) continue;
    const bound = PROVERS[method](matrix, estimate - step);
    if (bound === null) continue;
    tooCoarse = method === 'cholesky' && approximately(bound) < (estimate - step) * (1 - TOLERATED);
    if (tooCoarse) break;
    if (bound.numerator > 0n) return bound;
  }
  // Where a factor stopped at a pivot, that for the integers would stop as well.
  return tooCoarse ? provedBelow(matrix, 'integers', estimate, spread, { attempts }) : null;
}

/**
 * λ_min of the midpoint matrix, in floating point, from above up to rounding (Lanczos on the inverse, or on a large matrix itself);
 * null if the matrix does not look positive definite. A proposal, not a bound.
 */
export function estimateLambdaMin(matrix: EnclosedMatrix): number | null {
  if (!Number.isFinite(matrix.largest)) return null;
  const pair = (matrix.size > LARGE ? directPairOf(matrix) : null) ?? factoredPairOf(matrix);
  return pair?.value ?? null;
}

const pairs = new WeakMap<Float64Array, RitzPair>();
const directPairs = new WeakMap<Float64Array, RitzPair>();

function factoredPairOf({ size, mid, largest }: EnclosedMatrix): RitzPair | null {
  if (!Number.isFinite(largest)) return null;
  const known = pairs.get(mid);
  if (known !== undefined) return known;
  const kernel = DenseKernel.ofSize(size);
  return kernel.factor(mid, 0) ? lowestPair(mid, kernel) : null;
}

function directPairOf(matrix: EnclosedMatrix): RitzPair | null {
  if (!Number.isFinite(matrix.largest)) return null;
  const known = directPairs.get(matrix.mid);
  if (known !== undefined) return known;
  const kernel = DenseKernel.ofSize(matrix.size);
  kernel.hold(matrix.mid);
  return lowestPairDirectly(matrix, kernel);
}

/**
 * The lowest eigenvalue and its direction without a factor, untrusted: Lanczos on the matrix itself, which the kernel holds. Null where
 * that does not settle in about the time of a factor, or finds no positive eigenvalue, which the factor may know better.
 */
export function lowestPairDirectly({ mid, largest }: EnclosedMatrix, holding: DenseKernel): RitzPair | null {
  const pair = lowestRitzPair(holding.directly(largest, MOST_SPREAD));
  if (!pair.settled || !(pair.value! > 0)) return null;
  directPairs.set(mid, pair);
  return pair;
}

/** The lowest eigenvalue and its direction, from the factor of the matrix, untrusted; made once for a matrix. */
export function lowestPair(mid: Float64Array, factored: DenseKernel): RitzPair {
  let pair = pairs.get(mid);
  if (pair === undefined) {
    pair = lowestRitzPair(factored);
    pairs.set(mid, pair);
  }
  return pair;
}

/** Exponent s with scale = 2^s = 2^(53−e), 2^e > 2 max|mid_ij|; null when that is out of range or not finite. */
function scalingOf(matrix: EnclosedMatrix): number | null {
  const { largest } = matrix;
  if (!Number.isFinite(largest) || largest === 0) return null;
  if (!(matrix.errorUpper >= 0 && matrix.errorUpper < Number.POSITIVE_INFINITY)) return null;
  const e = Math.ceil(Math.log2(largest)) + 2;
  // Beyond this range a product with the scale could overflow or lose bits to underflow.
  return Math.abs(e) <= 200 ? 53 - e : null;
}

/** numerator·2^exponent */
interface Dyadic {
  readonly numerator: bigint;
  readonly exponent: number;
}

function subtractedDouble(x: Dyadic, y: number): Dyadic {
  const subtrahend = decomposeDouble(y);
  const exponent = Math.min(x.exponent, subtrahend.exponent);
  const numerator =
    (x.numerator << BigInt(x.exponent - exponent)) -
    (subtrahend.mantissa << BigInt(subtrahend.exponent - exponent));
  return { numerator, exponent };
}

function subtractError(bound: Dyadic, errorUpper: number): Rational {
  const { numerator, exponent } = subtractedDouble(bound, errorUpper);
  return exponent < 0
    ? { numerator, denominator: 1n << BigInt(-exponent) }
    : { numerator: numerator << BigInt(exponent), denominator: 1n };
}

/** Rows of the Cholesky factor of mid − shift·I in doubles, or null. */
function choleskyOf(mid: Float64Array, size: number, shift: number): Float64Array[] | null {
  const rows: Float64Array[] = [];
  for (let i = 0; i < size; i++) {
    const row = new Float64Array(i + 1);
    for (let j = 0; j <= i; j++) {
      const other = j === i ? row : rows[j]!;
      let s = mid[i * size + j]! - (i === j ? shift : 0);
      for (let c = 0; c < j; c++) s -= row[c]! * other[c]!;
      if (j < i) row[j] = s / other[j]!;
      else if (s > 0) row[i] = Math.sqrt(s);
      else return null;
    }
    rows.push(row);
  }
  return rows;
}
