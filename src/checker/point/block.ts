/**
 * The independent check of a block certificate: the claims of a dense one, about a point given by types of neurons.
 */
import type { BlockCertificate, BlockNeurons, SaddleClaim } from '../../certificate/index.ts';
import { decimalsOf } from '../numbers/exact.ts';
import { negativePivots } from '../numbers/inertia.ts';
import { type Interval, type Intervals, intervals, isPositive } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type Case, confirmAtLeast, confirmClaim } from './claims.ts';
import { digitsFor } from './dense.ts';
import { type Form, type Matrix, SymmetricLandscape } from './symmetric.ts';

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkBlock(certificate: BlockCertificate): void {
  const { problem, point, claim } = certificate;
  const { blocks, k, n } = problem;
  const scale = decimalsOf([point.candidate, point.centre].flat().flatMap(numbersOf));
  // Sums over k² pairs cost as many digits.
  const extra = 20 * Math.ceil((2 * Math.log10(k)) / 20);
  const epsilon = 'centreGradientNorm' in claim ? claim.centreGradientNorm : '1e-30';
  const at = (types: readonly BlockNeurons[], norm: string): SymmetricLandscape =>
    new SymmetricLandscape(intervals(digitsFor(norm) + extra), blocks, types, scale);
  const atCandidate = at(point.candidate, claim.gradientNorm);
  const atCentre = at(point.centre, epsilon);
  const I = intervals(60);
  confirm(atCandidate.neurons() === BigInt(n), 'n is the number of neurons');
  const same = atCentre.squaredDistance(atCandidate) === 0n;
  const known: Case = {
    problem,
    targetCount: k,
    confirmCopies: () => confirm(n >= k, 'n ≥ k, so that the infimum of F is 0'),
    atCandidate,
    atCentre,
    I,
    searchRadius: I.multiply(I.of('1e-3'), atCandidate.largestNorm()),
    distance: I.sqrt(I.exact(atCentre.squaredDistance(atCandidate), 2 * scale)),
    centreIsCandidate: same,
    confirmPermutation: () => atCentre.confirmPermutation(),
    confirmLeast(matrix, claimed, inequality) {
      const lambda = atCentre.arithmetic.of(claimed);
      confirm(isPositive(lambda), `${inequality}: the claimed number > 0`);
      for (const form of atCentre.forms(matrix))
        confirm(negativeCount(atCentre, form, lambda, 1) === 0, inequality);
    },
    confirmInertia: (saddle) => confirmInertia(atCentre, I, saddle),
  };
  confirmClaim(known, claim);
}

function numbersOf({ diagonal, values }: BlockNeurons): readonly string[] {
  return diagonal === null ? values : [diagonal, ...values];
}

/**
 * With S the spectral reflection of H, ‖S‖ = 1 and ½(SH + HS) = |H|: no eigenvalue lies in [−λ, λ] if every form has as
 * many negative eigenvalues less −λ·Gram as less λ·Gram. Returns a number that λ_min(H) is confirmed not to exceed.
 */
function confirmInertia(atCentre: SymmetricLandscape, I: Intervals, claim: SaddleClaim): Interval | null {
  const { arithmetic } = atCentre;
  confirmAtLeast(I.of(claim.reflectionNorm), I.one, 'reflectionNorm ≥ 1');
  const indexOf = (matrix: Matrix, claimed: string, inequality: string): bigint => {
    const lambda = arithmetic.of(claimed);
    confirm(isPositive(lambda), `${inequality}: the claimed number > 0`);
    let index = 0n;
    for (const form of atCentre.forms(matrix)) {
      const below = negativeCount(atCentre, form, arithmetic.negate(lambda), -1);
      confirm(below !== null && below === negativeCount(atCentre, form, lambda, 1), inequality);
      index += BigInt(below ?? 0) * form.multiplicity;
    }
    return index;
  };
  const inequality = 'monotonicity ≤ |eigenvalues of H(W_p)|';
  confirm(indexOf('hessian', claim.monotonicity, inequality) === BigInt(claim.index), 'index of H(W_p)');
  if (claim.transverseMonotonicity !== null) {
    const other = 'transverseMonotonicity ≤ |eigenvalues of M(W_p)|';
    const index = indexOf('transverse', claim.transverseMonotonicity, other);
    confirm(index === BigInt(claim.transverseIndex ?? 0), 'transverseIndex of M(W_p)');
  }
  if (claim.lambdaMin === null) return null;
  // Some form less the number that lambdaMin leaves for λ_min(H(W_p)) is not positive semidefinite.
  const change = I.multiply(I.of(claim.lipschitz), I.of(claim.centreRadius));
  const level = I.multiply(I.subtract(I.of(claim.lambdaMin), change), I.of('1.000000000000001'));
  const low = { lo: level.lo, hi: level.lo };
  const found = atCentre.forms('hessian').some((form) => (negativeCount(atCentre, form, low, -1) ?? 0) > 0);
  confirm(found, 'lambdaMin ≥ λ_min(H(W_p)) + L·centreRadius');
  return low;
}

/**
 * Negative eigenvalues of B − λ·Gram for the true form B, or null where a pivot has no certain sign. B is known up to slack·Gram, which is subtracted (side 1) or added (side −1): with side 1 the count is
 * not too small, with side −1 not too large.
 */
function negativeCount(
  { arithmetic: I, slack }: SymmetricLandscape,
  { entries, gram }: Form,
  lambda: Interval,
  side: 1 | -1,
): number | null {
  const shift = side > 0 ? I.add(lambda, slack) : I.subtract(lambda, slack);
  const rows = entries.map((row, i) =>
    row.map((x, j) => I.subtract(x, I.multiply(shift, I.exact(gram[i]![j]!, 0)))),
  );
  return negativePivots(I, rows);
}
