import type { ConvexFit } from '../../elimination/data/guesses.ts';
import { leastSquares } from './basis.ts';

const SWEEPS = 12;
const HALVINGS = 20;
/** A sweep that gains less than this share is the last. */
const ENOUGH = 1e-10;

/**
 * Untrusted: α with Σ_j ℓ_j(q_j + Σ_t α_kt A_kjt) about least, output by output: Newton's step is a least-squares problem with the
 * second derivatives as weights, halved until the sum falls.
 */
export function fit({ columns, start, value: lossAt, derivatives }: ConvexFit): number[][] {
  const q = start.map((row) => [...row]);
  const alpha = columns.map((rows) => new Array<number>(rows[0]?.length ?? 0).fill(0));
  const total = (): number => q.reduce((sum, row, j) => sum + lossAt(j, row), 0);
  let value = total();
  for (let sweep = 0; sweep < SWEEPS && Number.isFinite(value); sweep++) {
    const before = value;
    for (const [k, rows] of columns.entries()) {
      const seen = q.map((row, j) => derivatives(j, row, k));
      const steepest = Math.max(...seen.map(({ second }) => second), 0);
      if (!Number.isFinite(steepest) || alpha[k]!.length === 0) continue;
      // Where the loss is flat the step is bounded by a little curvature.
      const weights = seen.map(({ second }) => Math.max(second, 1e-6 * steepest, 1e-12));
      const targets = seen.map(({ first }, j) => -first / weights[j]!);
      const step = leastSquares(rows, targets, weights);
      const change = rows.map((row) => row.reduce((sum, x, t) => sum + x * step[t]!, 0));
      if (!change.every(Number.isFinite)) continue;
      const own = q.map((row) => row[k]!);
      let size = 1;
      for (let i = 0; ; i++, size /= 2) {
        for (const [j, row] of q.entries()) row[k] = own[j]! + size * change[j]!;
        const after = total();
        if (after < value) {
          value = after;
          alpha[k] = alpha[k]!.map((x, t) => x + size * step[t]!);
          break;
        }
        if (i < HALVINGS) continue;
        for (const [j, row] of q.entries()) row[k] = own[j]!;
        break;
      }
    }
    if (!(before - value > ENOUGH * Math.abs(before))) break;
  }
  return alpha;
}
