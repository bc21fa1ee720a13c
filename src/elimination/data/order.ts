import type { Ternary } from '../../arithmetic/ternary.ts';
import { isKnown, reduced } from '../../expression/exact.ts';
import { type Augmented, addedOf } from './augmented.ts';
import { addedVanish, isPositive } from './critical.ts';
import type { Empirical, Evaluated } from './empirical.ts';
import { smoothAt } from './loss.ts';
import type { LossFacts } from './loss-facts.ts';
import type { Moment } from './moment.ts';
import type { Residuals } from './residual.ts';
import { type Terminating, terminating } from './ring.ts';
import { monomialFactors, monomials } from './separation.ts';

/**
 * Of which order the point is stationary (L Definition 1): the greatest k with L̃(z) ≥ L̃(z₀) − C‖z − z₀‖^(k+1) near z₀, for L̃|_θ as a
 * function of (a, b, W).
 */
export interface StationaryOrder {
  /** Null for every order: a local minimum. */
  readonly atLeast: number | null;
  /** Null where no bound is known. */
  readonly atMost: number | null;
}

/** Monomials of one degree, and products of those with inputs, that are looked at. */
const MAX_MONOMIALS = 5000;
const MAX_PRODUCTS = 500_000;

/** What is known besides the residuals. */
export interface KnownOfPoint {
  readonly facts: LossFacts;
  /** r ≡ 0 makes the point a minimum. */
  readonly sufficient: boolean;
  readonly critical: Ternary;
  readonly moment: Moment | null;
}

/**
 * With a = 0 and p the least degree of a moment T_p = Σ_j r_k(x̄_j) e^(w_k·x̄_j + b_k) x̄_j^⊗p ≠ 0 the order is 2p − 1 (mathematics.md 13.10):
 * - at most, where ℓ is twice continuously differentiable near the outputs, or a hinge: δw = εu, δa = −sgn(h)η|ε|^p, |h| ≥ c|ε|^p;
 * - at least, for a convex loss: L̃ − L̃₀ ≥ −C|δa|‖(δw, δb)‖^p + μδa² ≥ −C'‖δ‖^(2p), and −C‖δ‖^(p+1) where μ = 0.
 * p is exact where the residuals are; else a moment that is certainly not 0 bounds it from above. Null for neurons in each layer
 * and for monomials.
 */
export function stationaryOrder(
  augmented: Augmented,
  evaluated: Evaluated,
  residuals: Residuals,
  { facts, sufficient, critical, moment }: KnownOfPoint,
): StationaryOrder | null {
  const { augmentation, problem, lambda } = augmented;
  if (augmentation.kind !== 'output' && augmentation.kind !== 'single') return null;
  const nothing: StationaryOrder = { atLeast: 0, atMost: null };
  if (critical === 'no') return { atLeast: 0, atMost: 0 };
  if (!addedVanish(addedOf(augmented)) || !evaluated.differentiable) return nothing;
  if (residuals.vanish === 'yes' && sufficient) return { atLeast: null, atMost: null };
  const bounded = boundedCurvature(problem, evaluated);
  const degree = residuals.vanish === 'no' ? leastDegree(augmented, residuals) : null;
  const seen = degree?.found ?? moment?.order ?? null;
  const atMost = seen === null ? null : seen === 0 ? 0 : bounded ? 2 * seen - 1 : null;
  if (degree === null) return { atLeast: critical === 'yes' && bounded ? 1 : 0, atMost };
  // All moments below this degree vanish.
  const { from } = degree;
  if (from === 0) return { atLeast: 0, atMost };
  const least = facts.convex.holds === 'yes' ? (isPositive(lambda) ? 2 * from - 1 : from) : bounded ? 1 : 0;
  return { atLeast: least, atMost };
}

/** Has the sum of losses a remainder of second order at the outputs? So have the built-in losses. */
function boundedCurvature({ groups, loss }: Empirical, { field, outputs }: Evaluated): boolean {
  return groups.every(({ labels }, j) =>
    labels.every(({ label }) => smoothAt(field, loss, outputs[j]!, label) >= 2),
  );
}

/**
 * The least degree of a moment that is not 0, exactly: all below `from` vanish, and `found` is not 0 (null where that was too much).
 * Residuals and inputs are rational, so that Σ_t e^t S_t with different rational t is 0 only if every S_t is (Lindemann–Weierstrass):
 * inputs with one value of w·x̄ are summed. Null where the residuals are not known.
 */
function leastDegree(
  augmented: Augmented,
  { exact }: Residuals,
): { readonly from: number; readonly found: number | null } | null {
  if (exact === null) return null;
  const { groups, network } = augmented.problem;
  const inputs = groups.map(({ input }) => Array.from(input, (x) => terminating.of(x)));
  const classes = addedOf(augmented).w.map((w) =>
    levels(
      w.map((x) => terminating.of(x)),
      inputs,
    ),
  );
  if (classes.some((found) => found === null)) return null;
  for (let degree = 0; degree < Math.max(1, groups.length); degree++) {
    const factors = monomialFactors(network.inputs, degree, MAX_MONOMIALS)?.filter(
      (list) => list.length === degree,
    );
    if (factors === undefined || factors.length * groups.length > MAX_PRODUCTS)
      return { from: degree, found: null };
    const values = inputs.map((x) => monomials(x, factors));
    const nonzero = classes.some((levelSets, k) =>
      levelSets!.some((set) =>
        factors.some((_, e) => {
          const sum = terminating.dot(
            set.map((j) => exact[j]![k]!),
            set.map((j) => values[j]![e]!),
          );
          return sum.n !== 0n;
        }),
      ),
    );
    if (nonzero) return { from: degree, found: degree };
  }
  return null;
}

/** Inputs brought together by the value of w·x̄; null where that is not followed. */
function levels(w: readonly Terminating[], inputs: readonly (readonly Terminating[])[]): number[][] | null {
  const sets = new Map<string, number[]>();
  for (const [j, x] of inputs.entries()) {
    const lowest = reduced(terminating.rational(terminating.dot(w, x)));
    if (!isKnown(lowest)) return null;
    const key = `${lowest.numerator}/${lowest.denominator}`;
    sets.set(key, [...(sets.get(key) ?? []), j]);
  }
  return [...sets.values()];
}
