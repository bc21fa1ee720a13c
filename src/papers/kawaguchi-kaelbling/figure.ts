/**
 * Figures 1 and 4 of Kawaguchi & Kaelbling (2020) in doubles: L over θ, and L̃ over (θ, b) with (a, W) minimised out.
 * With x₁ = 0 the weight W plays no part. For display only; what is proved of these curves is in examples-curve.ts.
 */
import { EXAMPLE_ONE } from '../../elimination/example-one.ts';
import { Tape } from '../../expression/tape.ts';

/** Which loss: Figure 1 has max(0, 1 − y₁q)³ with y₁ = −1, Figure 4 (q − y₁)² with y₁ = f(0.8). */
export type FigureNumber = 1 | 4;

/** Sides of the surface: θ from 0 to 1, b from `low` to `high`. */
const RANGE = { low: -3, high: 4 } as const;
const COLUMNS = 121;
const ROWS = 121;
const ARROWS = 17;

/** A point of the surface and the negative gradient of L̃ there, not normalised. */
export interface Arrow {
  readonly theta: number;
  readonly b: number;
  readonly alongTheta: number;
  readonly alongB: number;
}

export interface FigureData {
  readonly figure: FigureNumber;
  readonly lambda: number;
  readonly curve: readonly { readonly theta: number; readonly loss: number }[];
  readonly low: number;
  readonly high: number;
  readonly columns: number;
  readonly rows: number;
  /** min over (a, W) of L̃ at θ = column/(columns − 1) and b from low (row 0) to high, row by row. */
  readonly surface: readonly number[];
  readonly arrows: readonly Arrow[];
}

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
export function figureData(figure: FigureNumber, lambda: number): FigureData {
  const { low, high } = RANGE;
  const loss = (theta: number): number => {
    const { value } = curveAt(theta);
    return figure === 1 ? Math.max(0, 1 + value) ** 3 : (value - curveAt(0.8).value) ** 2;
  };
  const curve = Array.from({ length: 401 }, (_, i) => ({ theta: i / 400, loss: loss(i / 400) }));
  const surface: number[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const b = low + ((high - low) * row) / (ROWS - 1);
      surface.push(reduced(figure, column / (COLUMNS - 1), b, lambda).value);
    }
  const arrows: Arrow[] = [];
  for (let row = 0; row < ARROWS; row++)
    for (let column = 0; column < ARROWS; column++) {
      const theta = (column + 0.5) / ARROWS;
      const b = low + ((high - low) * (row + 0.5)) / ARROWS;
      const { slopeTheta, slopeB } = reduced(figure, theta, b, lambda);
      arrows.push({ theta, b, alongTheta: -slopeTheta, alongB: -slopeB });
    }
  return { figure, lambda, curve, low, high, columns: COLUMNS, rows: ROWS, surface, arrows };
}
