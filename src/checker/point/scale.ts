/**
 * The scale of a problem (mathematics.md 2.1). Neurons and targets times c give F times c², ∇F and every distance times c,
 * Lipschitz constants
 * of the Hessian times 1/c, and leave the Hessian as it is. A certificate speaks of the digits that it has; the checker
 * confirms the same claim for c = 2^e with targets of length about 1, by exact shifts alone.
 */
import type { Claim } from '../../certificate/index.ts';
import { dot, parsed } from '../numbers/exact.ts';

type Rows = readonly (readonly bigint[])[];

/** e with 1 ≤ 2^e·max ‖row‖ < 2, the rows in units of 10^−scale; undefined where all are 0. */
export function normalisingPower(rows: Rows, scale: number): number | undefined {
  const square = rows.reduce((most, row) => {
    const own = dot(row, row);
    return own > most ? own : most;
  }, 0n);
  if (square === 0n) return undefined;
  const unit = 10n ** BigInt(2 * scale);
  // The loops decide on integers, from a start that the numbers of hex digits tell to a few steps.
  let e = 2 * (unit.toString(16).length - square.toString(16).length);
  while (square << BigInt(2 * Math.max(e, 0)) >= (4n * unit) << BigInt(2 * Math.max(-e, 0))) e -= 1;
  while (square << BigInt(2 * Math.max(e, 0)) < unit << BigInt(2 * Math.max(-e, 0))) e += 1;
  return e;
}

/** Factor and digits by which rows in units of 10^−scale become the rows times 2^e: 2^−m = 5^m·10^−m. */
export function shiftOf(e: number): { readonly factor: bigint; readonly digits: number } {
  return e >= 0 ? { factor: 1n << BigInt(e), digits: 0 } : { factor: 5n ** BigInt(-e), digits: -e };
}

/** What every number of a claim is multiplied with: this power of the scale. */
const POWERS: ReadonlyMap<string, number> = new Map([
  ['gradientNorm', 1],
  ['gradientNormLower', 1],
  ['centreGradientNorm', 1],
  ['centreDistance', 1],
  ['centreRadius', 1],
  ['uniquenessRadius', 1],
  ['radius', 1],
  ['basinRadius', 1],
  ['robustnessRadius', 1],
  ['lipschitzRadius', 1],
  ['lipschitz', -1],
  ['objective.lower', 2],
  ['objective.upper', 2],
  ['published.lemma1.B', -1],
  ['published.lemma1.radius', 1],
  ['published.lemma2.threshold', 2],
  ['published.lemma1.discriminant', 0],
  ['published.lambdaMin', 0],
  ['lambdaMin', 0],
  ['lambdaMinAllDimensions', 0],
  ['centreLambdaMin', 0],
  ['centreLambdaMinTransverse', 0],
  ['monotonicity', 0],
  ['transverseMonotonicity', 0],
  ['reflectionNorm', 0],
  ['hessianNorm', 0],
  ['gaussianDimension', 0],
]);
/** Fields whose text is no number. */
const WORDS: ReadonlySet<string> = new Set(['verdict', 'lipschitzConstant']);

/** The claim about the problem times 2^e that is equivalent to the claim, number by number. */
export function scaledClaim(claim: Claim, e: number): Claim {
  return e === 0 ? claim : (scaledPart(claim, '', e) as Claim);
}

function scaledPart(part: object, place: string, e: number): object {
  return Object.fromEntries(
    Object.entries(part).map(([name, value]: [string, unknown]) => {
      const path = place + name;
      if (typeof value === 'object' && value !== null) return [name, scaledPart(value, `${path}.`, e)];
      if (typeof value !== 'string' || WORDS.has(path)) return [name, value];
      const power = POWERS.get(path);
      if (power === undefined) throw new Error(`no power of the scale is known for ${path}`);
      return [name, power === 0 ? value : timesPowerOfTwo(value, power * e)];
    }),
  );
}

/** decimal·2^e, exactly. */
function timesPowerOfTwo(decimal: string, e: number): string {
  const { digits, exponent } = parsed(decimal);
  const shift = shiftOf(e);
  return `${digits * shift.factor}e${exponent - shift.digits}`;
}
