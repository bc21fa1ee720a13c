import { decomposeDecimal, type ExactNumber, timesPowerOfTwo } from '../arithmetic/exact.ts';
import { bitLength } from '../arithmetic/integer.ts';
import type { Claim } from '../certificate/types.ts';
import type { ExactGram } from '../landscape/exact-gram.ts';
import type { DenseCandidate } from '../model/candidate.ts';

/** The largest |e| for which all that is shifted back by 2^2e is within the limits of a certificate; 10^±451. */
export const MAX_SCALE_EXPONENT = 1500;

/**
 * e with 1 ≤ 2^e·max‖v_j‖ < 2 (of the neurons where all targets are 0). F_{cV}(cW) = c²F_V(W), so what is proved for
 * c = 2^e is what holds for the given digits, with numbers that are shifted exactly, and no absolute size decides
 * (mathematics.md 2.1).
 */
export function scaleExponent({ targets, weights }: DenseCandidate): number {
  if (targets === null) return 0;
  return exponentOf(targets) ?? exponentOf(weights) ?? 0;
}

/** e with 1 ≤ 4^e·max ‖row‖² < 4, decided on integers; null where all rows are 0. */
function exponentOf(rows: readonly (readonly ExactNumber[])[]): number | null {
  const entries = rows.map((row) => row.map(decomposeDecimal));
  const least = entries.flat().reduce((low, { exponent }) => Math.min(low, exponent), 0);
  const square = entries
    .map((row) =>
      row.reduce((sum, { mantissa, exponent }) => {
        const x = mantissa === 0n ? 0n : mantissa * 10n ** BigInt(exponent - least);
        return sum + x * x;
      }, 0n),
    )
    .reduce((most, x) => (x > most ? x : most), 0n);
  if (square === 0n) return null;
  const unit = 10n ** BigInt(-2 * least);
  return normalisingExponent(square, unit);
}

/** scaleExponent from the exact inner products of neurons and targets. */
export function gramScaleExponent(gram: ExactGram): number {
  const square = gram.largest('targets') || gram.largest('neurons');
  return square === 0n ? 0 : normalisingExponent(square, gram.unit * gram.unit);
}

/** e with 1 ≤ 4^e·square/unit < 4, decided on integers, for square > 0. */
function normalisingExponent(square: bigint, unit: bigint): number {
  // Bit lengths tell the quotient up to a factor of 2 either way.
  let e = ((bitLength(unit) - bitLength(square)) >> 1) - 1;
  const below = (): boolean => (e >= 0 ? square << BigInt(2 * e) < unit : square < unit << BigInt(-2 * e));
  while (below()) e += 1;
  return e;
}

/** The candidate with neurons and targets times 2^e. */
export function scaledCandidate(candidate: DenseCandidate, e: number): DenseCandidate {
  if (e === 0) return candidate;
  const scaled = (rows: readonly (readonly ExactNumber[])[]): ExactNumber[][] =>
    rows.map((row) => row.map((x) => timesPowerOfTwo(x, e)));
  const { targets, weights } = candidate;
  return { ...candidate, targets: targets && scaled(targets), weights: scaled(weights) };
}

/** A decimal that grows with the power `degree` of the scale, for the problem times 2^e. */
export function scaledDecimal(x: string, degree: number, e: number): string {
  return String(timesPowerOfTwo(x, degree * e));
}

/**
 * With what power of the scale the numbers of a claim grow; those that are not named do not change. ∇F and every distance
 * grow like the weights, F like their square, L and the third derivatives like their inverse; the Hessian not at all.
 */
const DEGREES: Readonly<Record<string, number>> = {
  gradientNorm: 1,
  gradientNormLower: 1,
  centreGradientNorm: 1,
  centreDistance: 1,
  lipschitzRadius: 1,
  lipschitz: -1,
  centreRadius: 1,
  uniquenessRadius: 1,
  radius: 1,
  basinRadius: 1,
  robustnessRadius: 1,
  lower: 2,
  upper: 2,
  B: -1,
  threshold: 2,
};

/** What a claim about a problem says about the problem times 2^e. */
export function scaledClaim(claim: Claim, e: number): Claim {
  const scaled = <T extends object>(part: T): T =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]: [string, unknown]) => {
        if (typeof value === 'string' && DEGREES[name] !== undefined)
          return [name, scaledDecimal(value, DEGREES[name], e)];
        return [name, typeof value === 'object' && value !== null ? scaled(value) : value];
      }),
    ) as T;
  return e === 0 ? claim : scaled(claim);
}
