import type { Empirical } from './empirical.ts';
import { integersOf, nullVector } from './exact-elimination.ts';
import type { Guesses } from './guesses.ts';
import { type LabelCount, signCounts } from './loss.ts';
import { type Terminating, terminating } from './ring.ts';

/** Most monomials of a polynomial that is looked for. */
const MAX_TERMS = 1000;
const MAX_POINTS = 2000;

/** Signs of the labels, one an input, with the monomials of a degree; null where labels contradict each other or it is too much. */
function signedMonomials(
  { groups }: Empirical,
  degree: number,
): { factors: readonly (readonly number[])[]; signs: readonly number[]; rough: readonly number[][] } | null {
  const factors = monomialFactors(groups[0]!.input.length, degree, MAX_TERMS);
  if (factors === null || groups.length > MAX_POINTS) return null;
  const signOfLabels = (labels: readonly LabelCount[]): number | null => {
    const [plus, minus] = signCounts(labels);
    return plus > 0 && minus > 0 ? null : plus > 0 ? 1 : -1;
  };
  const signs = groups.map(({ labels }) => signOfLabels(labels)).filter((sign) => sign !== null);
  if (signs.length < groups.length) return null;
  return {
    factors,
    signs,
    rough: groups.map(({ input }) => roughMonomials(Array.from(input, Number), factors)),
  };
}

function exactMonomials(
  { groups }: Empirical,
  j: number,
  factors: readonly (readonly number[])[],
): Terminating[] {
  return monomials(
    Array.from(groups[j]!.input, (x) => terminating.of(x)),
    factors,
  );
}

/**
 * Coefficients of a polynomial of the given degree with y·P(x̄) > 0 at every distinct input, in the order of
 * monomialFactors; null when none was found (which proves nothing). Exact: the proposal is checked in finite decimals.
 */
export function separatedBy(problem: Empirical, degree: number, guesses: Guesses): readonly number[] | null {
  const found = signedMonomials(problem, degree);
  if (found === null) return null;
  const { factors, signs, rough } = found;
  const coefficients = guesses.separation(rough, signs);
  if (!coefficients.every(Number.isFinite)) return null;
  const exact = coefficients.map((x) => terminating.of(x));
  const separated = signs.every(
    (sign, j) => signOf(terminating.dot(exact, exactMonomials(problem, j, factors))) === sign,
  );
  return separated ? coefficients : null;
}

/**
 * Is there certainly no polynomial P of the given degree with y·P(x̄) > 0 at every distinct input? Weights α_j ≥ 0, not all 0,
 * with Σ α_j y_j m(x̄_j) = 0 for every monomial m show it: Σ α_j y_j P(x̄_j) = 0 then. Which inputs have one is proposed; the weights
 * are solved for in whole numbers.
 */
export function inseparableBy(problem: Empirical, degree: number, guesses: Guesses): boolean {
  const found = signedMonomials(problem, degree);
  if (found === null) return false;
  const { factors, signs, rough } = found;
  const support = [...new Set(guesses.farkas(rough, signs))].filter(
    (j) => Number.isInteger(j) && signs[j] !== undefined,
  );
  if (support.length === 0 || support.length > factors.length + 1) return false;
  const columns = support.map((j) => {
    const row = exactMonomials(problem, j, factors);
    return signs[j]! > 0 ? row : row.map((x) => terminating.negative(x));
  });
  const weights = nullVector(factors.map((_, e) => integersOf(columns.map((column) => column[e]!))));
  return weights !== null && (weights.every((x) => x >= 0n) || weights.every((x) => x <= 0n));
}

function signOf({ n }: Terminating): number {
  return n > 0n ? 1 : n < 0n ? -1 : 0;
}

/**
 * All monomials in `width` variables of degree at most `degree`, each as the list of its variables in rising order ([] is
 * 1, [0, 0, 2] is x_0² x_2); null when there are more than `most`.
 */
export function monomialFactors(width: number, degree: number, most: number): number[][] | null {
  const found: number[][] = [[]];
  let last: number[][] = [[]];
  for (let d = 1; d <= degree; d++) {
    const next: number[][] = [];
    for (const factors of last)
      for (let i = factors.at(-1) ?? 0; i < width; i++) {
        next.push([...factors, i]);
        if (found.length + next.length > most) return null;
      }
    found.push(...next);
    last = next;
  }
  return found;
}

/** The values of monomials at x. */
export function monomials(x: readonly Terminating[], factors: readonly (readonly number[])[]): Terminating[] {
  return factors.map((list) =>
    list.reduce((product, i) => terminating.mul(product, x[i]!), terminating.integer(1)),
  );
}

function roughMonomials(x: readonly number[], factors: readonly (readonly number[])[]): number[] {
  return factors.map((list) => list.reduce((product, i) => product * x[i]!, 1));
}
