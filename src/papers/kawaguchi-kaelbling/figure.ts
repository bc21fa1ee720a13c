/**
 * Figures 1 and 4 of Kawaguchi & Kaelbling (2020) in doubles: L over θ, and L̃ over (θ, b) with (a, W) minimised out.
 * With x₁ = 0 the weight W plays no part. For display only; what is proved of these curves is in curve.ts.
 */
import { EXAMPLE_ONE } from '../../elimination/example-one.ts';
import { Tape } from '../../expression/tape.ts';
import { type EliminationFigure, sampled } from '../../report/elimination-figure.ts';

/** Which loss: Figure 1 has max(0, 1 − y₁q)³ with y₁ = −1, Figure 4 (q − y₁)² with y₁ = f(0.8). */
export type FigureNumber = 1 | 4;

const tape = new Tape([EXAMPLE_ONE], ['theta']);
const [output, slopes] = [new Float64Array(1), new Float64Array(1)];

/** f of Example 1 and its derivative. */
export function curveAt(theta: number): { readonly value: number; readonly slope: number } {
  tape.take([theta], 0);
  tape.run(output);
  tape.accumulate([1], slopes.fill(0), 1);
  return { value: output[0]!, slope: slopes[0]! };
}

/**
 * min over a of loss(f + a e^b) + λa², with its gradient in (θ, b). With t = a e^b and μ = λe^(−2b) the penalty is μt²:
 * - hinge, m = 1 + f > 0: (m + t)³ + μt² is least at t = −3m²/(3m + μ + √(μ² + 6mμ)), the root of 3(m + t)² = −2μt
 *   in [−m, 0]; for m ≤ 0 at t = 0;
 * - squared, m = f − y₁: (m + t)² + μt² is least at t = −m/(1 + μ).
 * At the minimum ∂/∂θ = loss′·f′ with loss′ = −2μt, and ∂/∂b = −2μt².
 */
export function reduced(
  figure: FigureNumber,
  theta: number,
  b: number,
  lambda: number,
): { readonly value: number; readonly slopeTheta: number; readonly slopeB: number } {
  const f = curveAt(theta);
  const mu = lambda * Math.exp(-2 * b);
  const m = figure === 1 ? Math.max(0, 1 + f.value) : f.value - curveAt(0.8).value;
  const t =
    figure === 1
      ? m === 0
        ? 0
        : (-3 * m * m) / (3 * m + mu + Math.sqrt(mu * mu + 6 * m * mu))
      : -m / (1 + mu);
  const rest = m + t;
  return {
    value: (figure === 1 ? rest ** 3 : rest ** 2) + mu * t * t,
    slopeTheta: -2 * mu * t * f.slope,
    slopeB: -2 * mu * t * t,
  };
}

/** Everything that the figure shows, for a weight λ > 0 of the regulariser (the paper does not say which it took). */
export function figureData(figure: FigureNumber, lambda: number): EliminationFigure {
  return sampled({
    label: `Figure ${figure}: L over theta, the modified objective over theta and b with a and W minimised out, and the directions of its negative gradient, for lambda = ${lambda}`,
    name: 'θ',
    left: 0,
    right: 1,
    original(theta) {
      const { value } = curveAt(theta);
      return figure === 1 ? Math.max(0, 1 + value) ** 3 : (value - curveAt(0.8).value) ** 2;
    },
    at: (theta, b) => reduced(figure, theta, b, lambda),
  });
}
