import type { Empirical } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { type LabelCount, signCounts } from './loss.ts';
import { type Terminating, terminating } from './ring.ts';

/** Most monomials of a polynomial that is looked for. */
const MAX_TERMS = 1000;
const MAX_POINTS = 2000;

/**
 * Coefficients of a polynomial of the given degree with y·P(x̄) > 0 at every distinct input, in the order of
 * monomialFactors; null when none was found (which proves nothing). Exact: the proposal is checked in finite decimals.
 */
export function separatedBy(
  { groups }: Empirical,
  degree: number,
  guesses: Guesses,
): readonly number[] | null {
  const width = groups[0]!.input.length;
  const factors = monomialFactors(width, degree, MAX_TERMS);
  if (factors === null || groups.length > MAX_POINTS) return null;
  const features = groups.map(({ input }) =>
    monomials(
      Array.from(input, (x) => terminating.of(x)),
      factors,
    ),
  );
  const signOfLabels = (labels: readonly LabelCount[]): number | null => {
    const [plus, minus] = signCounts(labels);
    return plus > 0 && minus > 0 ? null : plus > 0 ? 1 : -1;
  };
  const signs = groups.map(({ labels }) => signOfLabels(labels)).filter((sign) => sign !== null);
  if (signs.length < groups.length) return null;
  const coefficients = guesses.separation(
    groups.map(({ input }) => roughMonomials(Array.from(input, Number), factors)),
    signs,
  );
  if (!coefficients.every(Number.isFinite)) return null;
  const exact = coefficients.map((x) => terminating.of(x));
  const separated = features.every((row, j) => signOf(terminating.dot(exact, row)) === signs[j]);
  return separated ? coefficients : null;
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
