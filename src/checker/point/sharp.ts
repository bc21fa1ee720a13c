/** The sharper of the two Lipschitz constants (mathematics.md 3.5 and 3.6): the value of one neuron. */
import { confirmAtLeast, type Interval, type Intervals, isLess } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { Landscape } from './landscape.ts';

/**
 * Digits for the sharp Lipschitz constant, which takes n(n + k)² angles. Where projections of vectors are parallel (all are
 * in the plane) half of them are lost; 64 bits of a producer lose them, too, and must not be the sharper ones.
 */
const SHARP_DIGITS = 30;

/**
 * Confirms a constant that is called sharp. The name is confirmed too: a number that the plain constant proves is not called
 * sharp, unless the two agree to six digits.
 */
export function confirmSharp(point: Landscape, claimed: Interval, radius: Interval, plain: Interval): void {
  const { arithmetic: I } = point;
  const sharp = sharpLipschitz(point, radius);
  confirmAtLeast(claimed, sharp, 'lipschitz ≥ sharp L(lipschitzRadius)');
  const agree = !isLess(I.multiply(sharp, I.of('1.000001')), plain);
  confirm(agree || isLess(claimed, plain), 'lipschitz is called sharp, but the plain constant proves it');
}

/** L(R) where each neuron enters L₂ with the smaller of its plain and its sharp value (mathematics.md 3.6). */
export function sharpLipschitz(point: Landscape, radius: Interval): Interval {
  const { arithmetic: I, neurons, vectors } = point;
  const gram: Gram = {
    neurons: neurons.length,
    signs: vectors.map(({ sign }) => sign),
    norms: vectors.map(({ norm }) => norm),
    products: vectors.map(({ square }, p) =>
      vectors.map((_, q) => (p === q ? square : point.pair(p, q).inner)),
    ),
  };
  const bounds = point
    .neuronBounds(radius)
    .map((plain, i) => I.min(plain, sharpValue(I.at(SHARP_DIGITS), gram, i, radius)));
  return point.lipschitzOf(radius, bounds);
}

/** Inner products of neurons and targets, with signs +1 and −1; the neurons come first. */
export interface Gram {
  readonly neurons: number;
  readonly signs: readonly number[];
  readonly norms: readonly Interval[];
  readonly products: readonly (readonly Interval[])[];
}

/**
 * A bound of what neuron i contributes to L₂ on the ball. With w = w_i fixed, integration by parts turns the terms
 * with δ'(w·x) into moments on w^⊥ of the residual D of all other vectors and of its derivative along w̄. With
 * c_p = p·w̄ and b_p = p − c_p w̄, only the even part Σ s_p|b_p·x|/2 of D and the odd part Σ s_p c_p sign(b_p·x)/2 of
 * its derivative matter; their second moments are, with β = π/2 − angle(b_p, b_q),
 *   ρ² = ¼ Σ ‖b_p‖² + (1/π) Σ_{p<q} s_p s_q (√(‖b_p‖²‖b_q‖² − (b_p·b_q)²) + β b_p·b_q),
 *   σ² = ¼ Σ c_p² + (1/π) Σ_{p<q} s_p s_q c_p c_q β.
 * On the ball w̄ turns by a chord of at most χ, so that b_p and c_p move by at most η_p = R[p a neuron] + χ‖p‖ (after
 * turning w̄ back): ρ grows by at most ½Ση_p, σ by at most ½Σ(η_p + |c_p| g_p). Signs differ by 2 with probability
 * turn/π, and while η_p < ‖b_p‖ the turn is at most asin(η_p/‖b_p‖) ≤ (π/2)η_p/‖b_p‖: g_p = √(2η_p/‖b_p‖). From there
 * on b_p may turn by π: such a p is left out of σ, and its sign counts in full with g_p = 1.
 */
function sharpValue(I: Intervals, gram: Gram, i: number, radius: Interval): Interval {
  const { rho, sigma } = sharpMoments(I, gram, i, radius);
  const joint = I.sqrt(
    I.add(I.multiply(I.integer(27), I.square(rho)), I.multiply(I.integer(15), I.square(sigma))),
  );
  const apart = I.add(I.add(rho, rho), I.multiply(I.sqrt(I.integer(15)), sigma));
  const reach = I.multiply(I.sqrt(I.twoPi), I.square(I.subtract(gram.norms[i]!, radius)));
  return I.divide(I.min(joint, apart), reach);
}

/** What bounds ρ and σ on the ball; for radius 0, where no b_p is 0, ρ and σ. */
export function sharpMoments(
  I: Intervals,
  gram: Gram,
  i: number,
  radius: Interval,
): { readonly rho: Interval; readonly sigma: Interval } {
  const { signs, norms, products } = gram;
  const norm = norms[i]!;
  const others = signs.map((_, p) => p).filter((p) => p !== i);
  const along = others.map((p) => I.divide(products[i]![p]!, norm));
  const squares = others.map((p, at) => I.subtract(products[p]![p]!, I.square(along[at]!)));
  const across = squares.map((x) => I.sqrt(x));

  // χ = 2 sin(½ arcsin t) = √2·t/√(1 + √(1−t²)), t = R/‖w‖
  const t = I.divide(radius, norm);
  const cosine = I.sqrt(I.subtract(I.integer(1), I.square(t)));
  const chord = I.divide(I.multiply(I.sqrt(I.integer(2)), t), I.sqrt(I.add(I.integer(1), cosine)));
  const moves = others.map((p) => {
    const turned = I.multiply(chord, norms[p]!);
    return p < gram.neurons ? I.add(turned, radius) : turned;
  });
  /** Whether the direction of b_p is kept up to less than a right angle. */
  const regular = moves.map((eta, at) => isLess(eta, across[at]!));

  const half = I.divide(I.integer(1), I.integer(2));
  let even = I.sum(squares);
  let odd = I.zero;
  let mixed = I.zero;
  let oddMixed = I.zero;
  others.forEach((p, at) => {
    if (regular[at]) odd = I.add(odd, I.square(along[at]!));
    for (let before = 0; before < at; before++) {
      const q = others[before]!;
      const alongProduct = I.multiply(along[at]!, along[before]!);
      const inner = I.subtract(products[p]![q]!, alongProduct);
      const area = I.sqrt(I.subtract(I.multiply(squares[at]!, squares[before]!), I.square(inner)));
      const normProduct = I.multiply(across[at]!, across[before]!);
      const beta = I.subtract(I.halfPi, I.angle(area, inner, normProduct));
      const opposite = signs[p] !== signs[q];
      const term = I.add(area, I.multiply(beta, inner));
      mixed = opposite ? I.subtract(mixed, term) : I.add(mixed, term);
      if (!regular[at] || !regular[before]) continue;
      const oddTerm = I.multiply(beta, alongProduct);
      oddMixed = opposite ? I.subtract(oddMixed, oddTerm) : I.add(oddMixed, oddTerm);
    }
  });
  even = I.add(I.divide(even, I.integer(4)), I.divide(mixed, I.pi));
  odd = I.add(I.divide(odd, I.integer(4)), I.divide(oddMixed, I.pi));

  let evenGrowth = I.zero;
  let oddGrowth = I.zero;
  others.forEach((_, at) => {
    const eta = moves[at]!;
    const signChange = regular[at] ? I.sqrt(I.divide(I.add(eta, eta), across[at]!)) : I.one;
    evenGrowth = I.add(evenGrowth, I.multiply(half, eta));
    const odder = I.add(eta, I.multiply(I.absolute(along[at]!), signChange));
    oddGrowth = I.add(oddGrowth, I.multiply(half, odder));
  });
  return { rho: I.add(I.sqrt(even), evenGrowth), sigma: I.add(I.sqrt(odd), oddGrowth) };
}
