/**
 * The independent check of a block certificate: the claims of a dense one, about a point given by types of neurons.
 */
import type { BlockCertificate, BlockNeurons } from '../../certificate/block.ts';
import type { SaddleClaim } from '../../certificate/types.ts';
import { decimalsOf } from '../numbers/exact.ts';
import {
  confirmAtLeast,
  type Interval,
  type Intervals,
  isPositive,
  type Precisions,
} from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { type ClaimCase, confirmClaim } from './claims.ts';
import { Forms, type Matrix } from './forms.ts';
import { digitsFor } from './pair-sums.ts';
import { largestNorm } from './published.ts';
import { SymmetricLandscape } from './symmetric.ts';

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkBlock(certificate: BlockCertificate, precisions: Precisions): void {
  const { problem, point, claim } = certificate;
  const { blocks, k, n } = problem;
  const scale = decimalsOf([point.candidate, point.centre].flat().flatMap(numbersOf));
  // Sums over k² pairs cost as many digits.
  const extra = 20 * Math.ceil((2 * Math.log10(k)) / 20);
  const epsilon = 'centreGradientNorm' in claim ? claim.centreGradientNorm : '1e-30';
  const at = (types: readonly BlockNeurons[], norm: string): SymmetricLandscape =>
    new SymmetricLandscape(precisions(digitsFor(norm) + extra), blocks, types, scale);
  const atCandidate = at(point.candidate, claim.gradientNorm);
  const atCentre = at(point.centre, epsilon);
  const I = precisions(60);
  confirm(atCandidate.neuronCount() === BigInt(n), 'n is the number of neurons');
  const same = atCentre.squaredDistance(atCandidate) === 0n;
  const forms = new Forms(atCentre);
  const known: ClaimCase = {
    problem,
    confirmCopies: () => confirm(n >= k, 'n ≥ k, so that the infimum of F is 0'),
    atCandidate,
    atCentre,
    I,
    searchRadius: I.multiply(I.of('1e-3'), largestNorm(I, atCandidate)),
    distance: I.sqrt(I.exact(atCentre.squaredDistance(atCandidate), 2 * scale)),
    centreIsCandidate: same,
    confirmPermutation: () => atCentre.confirmPermutation(),
    confirmLeast(matrix, claimed, inequality) {
      const lambda = I.of(claimed);
      confirm(isPositive(lambda), `${inequality}: the claimed number > 0`);
      for (const form of forms.of(matrix)) confirm(forms.negativeCount(form, lambda, 1) === 0, inequality);
    },
    confirmSharp() {
      throw new Rejection('lipschitz is the plain constant');
    },
    confirmInertia: (saddle) => confirmInertia(forms, I, saddle),
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
function confirmInertia(forms: Forms, I: Intervals, claim: SaddleClaim): Interval | null {
  confirmAtLeast(I.of(claim.reflectionNorm), I.one, 'reflectionNorm ≥ 1');
  const indexOf = (matrix: Matrix, claimed: string, inequality: string): bigint => {
    const lambda = I.of(claimed);
    confirm(isPositive(lambda), `${inequality}: the claimed number > 0`);
    let index = 0n;
    for (const form of forms.of(matrix)) {
      const below = forms.negativeCount(form, I.negate(lambda), -1);
      confirm(below !== null && below === forms.negativeCount(form, lambda, 1), inequality);
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
  const low = I.lower(level);
  const found = forms.of('hessian').some((form) => (forms.negativeCount(form, low, -1) ?? 0) > 0);
  confirm(found, 'lambdaMin ≥ λ_min(H(W_p)) + L·centreRadius');
  return low;
}
