import type { Ball, BallField } from './ball.ts';

/**
 * Number of negative eigenvalues of every symmetric matrix in an enclosure, or null where some pivot is not certainly
 * of one sign. A = L D Lᵀ with unit lower triangular L, so that In(A) = In(D) (Sylvester) (mathematics.md 5.6); every
 * matrix of the enclosure goes through the same elimination, its pivots in the enclosures of the pivots.
 */
export function negativeCount(balls: BallField, matrix: readonly (readonly Ball[])[]): number | null {
  const rows = matrix.map((row) => [...row]);
  let negative = 0;
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows[c]![c]!;
    const isNegative = balls.positive(balls.neg(pivot)) === 'yes';
    if (!isNegative && balls.positive(pivot) !== 'yes') return null;
    if (isNegative) negative += 1;
    for (let i = c + 1; i < rows.length; i++) {
      const factor = balls.div(rows[i]![c]!, pivot);
      for (let j = c + 1; j <= i; j++) rows[i]![j] = balls.sub(rows[i]![j]!, balls.mul(factor, rows[j]![c]!));
    }
  }
  return negative;
}
