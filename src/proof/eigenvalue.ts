import type { BallField } from '../arithmetic/ball.ts';
import { type DefiniteMethod, lambdaMinLower } from '../arithmetic/definite.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { decomposeDouble } from '../arithmetic/exact.ts';
import { type Bound, lowerBoundOfRational } from './bounds.ts';

/**
 * A positive lower bound on the smallest eigenvalue of an enclosed symmetric matrix, or null. The claimed bound
 * lies size·2^−45·max(1, largest entry) below the proved one, so that a checker with a factor of its own confirms it.
 * `direction`: an approximate eigenvector, untrusted.
 */
export function smallestEigenvalueLower(
  field: BallField,
  matrix: EnclosedMatrix,
  method: DefiniteMethod,
  direction: Float64Array | null = null,
): Bound | null {
  const proved = lambdaMinLower(matrix, method, direction);
  if (proved === null) return null;
  const largest = Math.max(1, matrix.largest);
  if (largest > 2 ** 60) return null;
  const margin = decomposeDouble(matrix.size * 2 ** -45 * largest);
  const exponent = BigInt(-margin.exponent);
  const numerator = (proved.numerator << exponent) - margin.mantissa * proved.denominator;
  const bound = lowerBoundOfRational(field, { numerator, denominator: proved.denominator << exponent });
  return field.positive(bound.value) === 'yes' ? bound : null;
}
