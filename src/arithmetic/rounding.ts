/**
 * The constants of every bound on rounding in doubles that a proof rests on. ECMAScript prescribes IEEE 754 for doubles:
 * + − × ÷ (and √ on every engine, to an ulp) are exact up to a factor 1 + δ, |δ| ≤ u; × and ÷ up to a further 2^−1075
 * where the result is subnormal (mathematics.md 5.2).
 */

/** u = 2^−53, the unit roundoff of doubles. */
export const ROUNDOFF: number = 2 ** -53;

/** γ_n = nu/(1 − nu): n roundings, one after the other, are a factor 1 + θ with |θ| ≤ γ_n (Higham 2002, Lemma 3.1). */
export function gamma(steps: number): number {
  return (steps * ROUNDOFF) / (1 - steps * ROUNDOFF);
}

/**
 * Bounds on errors are themselves computed in doubles, from numbers ≥ 0 by + × ÷ √. Fewer than 2^12 such operations one after
 * the other lose a factor of less than 1 + 2^−40, and to underflow less than 2^−1000 each: MARGIN and TINY make up for both.
 * A bound that is a longer sum takes a γ of its own.
 */
export const MARGIN: number = 1 + 2 ** -40;
export const TINY = 1e-280;

/** An upper bound of what a sum of products of numbers ≥ 0 would be without rounding. */
export function outward(x: number): number {
  return x * MARGIN + TINY;
}
