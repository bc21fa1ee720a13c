import { type Interval, type Intervals, isPositive } from './interval.ts';

/**
 * Negative eigenvalues of an enclosed symmetric matrix, of which the lower triangle is read, or null where a pivot has no
 * certain sign: A = LDLᵀ has the inertia of D.
 */
export function negativePivots(I: Intervals, matrix: readonly (readonly Interval[])[]): number | null {
  const rows = matrix.map((row) => [...row]);
  let negative = 0;
  for (let c = 0; c < rows.length; c++) {
    const head = rows[c]![c]!;
    const below = isPositive(I.negate(head));
    if (!below && !isPositive(head)) return null;
    if (below) negative += 1;
    const pivot = below ? I.negate(head) : head;
    for (let i = c + 1; i < rows.length; i++) {
      const quotient = I.divide(rows[i]![c]!, pivot);
      const factor = below ? I.negate(quotient) : quotient;
      for (let j = c + 1; j <= i; j++)
        rows[i]![j] = I.subtract(rows[i]![j]!, I.multiply(factor, rows[j]![c]!));
    }
  }
  return negative;
}
