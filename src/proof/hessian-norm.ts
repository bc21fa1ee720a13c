import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { Pairs } from '../landscape/pairs.ts';

/** Squared norms and pairs at a point, and how much ‖∇²F‖ may be more since targets are known only so far. */
export interface NormedPairs {
  readonly balls: BallField;
  readonly pairs: Pairs<Ball>;
  readonly point: { readonly neuronNormsSquared: readonly Ball[] };
  readonly movedHessian: Ball | null;
}

/**
 * Λ ≥ ‖∇²F(W)‖ in R^{nd} for every d: ‖H‖ ≤ max_i Σ_j ‖H_ij‖ with ‖h2‖ ≤ (π − θ + sin θ)/2π and
 * 0 ⪯ h1(w, a) ⪯ (R/π‖w‖²) I, so that −Σ_targets ⪯ H_ii − ½I ⪯ Σ_neurons of these (mathematics.md 1.7).
 */
export function hessianNormUpper({ balls, pairs, point, movedHessian }: NormedPairs): Ball {
  const n = point.neuronNormsSquared.length;
  const twoPi = balls.scale(balls.pi, 2);
  let worst = balls.zero;
  for (let i = 0; i < n; i++) {
    const x = point.neuronNormsSquared[i]!;
    const overPiX = balls.div(balls.one, balls.mul(balls.pi, x));
    let above = balls.dyadic(1n, -1);
    let below = balls.dyadic(-1n, -1);
    let row = balls.zero;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const pair = pairs.neurons[i]![j]!;
      above = balls.add(above, balls.mul(pair.area, overPiX));
      const sine = balls.div(pair.area, balls.sqrt(balls.mul(x, point.neuronNormsSquared[j]!)));
      row = balls.add(row, balls.div(balls.add(pair.supplement, sine), twoPi));
    }
    for (const pair of pairs.targets[i]!) below = balls.add(below, balls.mul(pair.area, overPiX));
    worst = balls.max(worst, balls.add(row, balls.max(above, below)));
  }
  return movedHessian === null ? worst : balls.add(worst, movedHessian);
}
