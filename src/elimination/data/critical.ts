import type { ExactNumber } from '../../arithmetic/exact.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { isKnown, reduced } from '../../expression/exact.ts';
import type { AddedNeurons } from '../../model/network.ts';
import { type Augmented, addedOf, augmentedGradient, type BallPoint } from './augmented.ts';
import type { Evaluated } from './empirical.ts';
import { excludesZero, type Residuals } from './residual.ts';
import { type Terminating, terminating, terminatingOf } from './ring.ts';
import { monomialFactors, monomials } from './separation.ts';

/** Most monomials for which moments are computed exactly. */
const MAX_MOMENTS = 5000;

/** Is λ above 0, rather than 0? */
export function isPositive(lambda: ExactNumber): boolean {
  return terminating.of(lambda).n > 0n;
}

/** Are all a_k exactly 0? */
export function addedVanish({ a }: AddedNeurons): boolean {
  return a.every((x) => terminating.of(x).n === 0n);
}

/**
 * Is (a, b, W) a critical point of L̃|_θ? (mathematics.md 13.2)
 *
 * The first-order identity (i): a_k ∂L̃/∂a_k − ∂L̃/∂b_k = 2μa_k² (for a monomial neuron p·a ∂L̃/∂a − w·∂L̃/∂w − b ∂L̃/∂b =
 * 2pμa²), so that a ≠ 0 refutes. At a = 0 the derivatives by b and W are 0, and M·∂L̃/∂a_k = Σ_j r_k(x̄_j)·neuron_k(x̄_j):
 * a ball that excludes 0 refutes; r ≡ 0 confirms; so does exact arithmetic, for a monomial neuron, and for an exponential
 * one when the residuals of all inputs with one value of w·x̄ sum to 0. With a neuron in each layer there are more outgoing
 * weights than a, by which the derivative is 0 when r ≡ 0. `differentiable`: is the loss, at every output?
 */
export function criticality(
  augmented: Augmented,
  evaluated: Evaluated,
  residuals: Residuals,
  point: BallPoint,
  differentiable: boolean,
): Ternary {
  const added = addedOf(augmented);
  const gradient = (): BallPoint => augmentedGradient(augmented, evaluated, point);
  if (!addedVanish(added)) {
    if (!differentiable) return 'undecided';
    // With λ = 0 the identity says nothing.
    if (isPositive(augmented.lambda)) return 'no';
    const { a, b, w } = gradient();
    return [...a, ...b, ...w.flat()].some(excludesZero) ? 'no' : 'undecided';
  }
  if (residuals.vanish === 'yes') return 'yes';
  if (!evaluated.differentiable) return 'undecided';
  if (gradient().a.some(excludesZero)) return 'no';
  if (residuals.exact === null || augmented.augmentation.kind === 'layer') return 'undecided';
  return exactSums(augmented, added, residuals.exact);
}

function exactSums(
  { problem, augmentation, neuron }: Augmented,
  added: AddedNeurons,
  residuals: readonly (readonly Terminating[])[],
): Ternary {
  let answer: Ternary = 'yes';
  for (const [k, row] of added.w.entries()) {
    const w = row.map((x) => terminating.of(x));
    const still = w.every(({ n }) => n === 0n);
    const arguments_ = problem.groups.map(({ input }) =>
      still
        ? terminating.zero
        : terminating.dot(
            w,
            Array.from(input, (x) => terminating.of(x)),
          ),
    );
    if (augmentation.kind === 'monomial') {
      // Factors that are not 0 do not matter: C(z + s)^p is 0 with (z + s)^p.
      const shift = terminatingOf(neuron?.offset ?? { numerator: 0n, denominator: 1n });
      if (shift === null) return 'undecided';
      const b = terminating.add(terminating.of(added.b[k]!), shift);
      const values = arguments_.map((t) => powerOf(terminating.add(t, b), augmentation.power));
      const sum = terminating.dot(
        residuals.map((r) => r[k]!),
        values,
      );
      if (sum.n !== 0n) return 'no';
      continue;
    }
    const sums = new Map<string, Terminating>();
    for (const [j, at] of arguments_.entries()) {
      const lowest = reduced(terminating.rational(at));
      if (!isKnown(lowest)) return 'undecided';
      const key = `${lowest.numerator}/${lowest.denominator}`;
      sums.set(key, terminating.add(sums.get(key) ?? terminating.zero, residuals[j]![k]!));
    }
    if ([...sums.values()].some(({ n }) => n !== 0n)) answer = 'undecided';
  }
  return answer;
}

function powerOf(x: Terminating, n: number): Terminating {
  let result = terminating.integer(1);
  for (let i = 0; i < n; i++) result = terminating.mul(result, x);
  return result;
}

/**
 * Do all moments Σ_j r(x̄_j) x̄_j^α with |α| ≤ p vanish? For a monomial neuron of degree p and a convex loss that is
 * necessary and sufficient for (0, b, w) to be a local minimum of L̃|_θ, whatever b and w: Σ_j r(x̄_j)(w·x̄_j + b)^p is a
 * polynomial in (w, b) whose coefficients are those moments, and ∂L̃/∂a = 0 at a = 0 with L̃ convex in a gives the minimum.
 * Exact; undecided where the residuals are not known exactly or there are too many moments.
 */
export function momentsVanish({ problem }: Augmented, residuals: Residuals, degree: number): Ternary {
  if (residuals.vanish === 'yes') return 'yes';
  if (residuals.exact === null) return 'undecided';
  const factors = monomialFactors(problem.network.inputs, degree, MAX_MOMENTS);
  if (factors === null) return 'undecided';
  const values = residuals.exact.map((row) => row[0]!);
  const features = problem.groups.map(({ input }) =>
    monomials(
      Array.from(input, (x) => terminating.of(x)),
      factors,
    ),
  );
  const zero = factors.every((_, e) => {
    const column = features.map((row) => row[e]!);
    return terminating.dot(values, column).n === 0n;
  });
  return zero ? 'yes' : 'no';
}
