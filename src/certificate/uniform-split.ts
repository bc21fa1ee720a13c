/**
 * Certificates that the spurious local minima of a theorem for every k become saddles when a neuron is split in two. W*, n,
 * r, s = k^(−1/2) and the neurons are those of the subject, F', W(i, α) and B_i those of split.ts.
 */

import { flag } from './dense.ts';
import { CertificateError } from './error.ts';
import { array, decimal, integer, literal, object } from './fields.ts';
import { footer, header, producer } from './head.ts';
import { alphas, type SplitClaim } from './split.ts';
import { embedded } from './subject.ts';
import type { CertificateHead, Decimal } from './types.ts';
import { neuronCount, type UniformCertificate, uniformCertificate } from './uniform.ts';

export interface UniformSplitCertificate extends CertificateHead {
  readonly kind: 'uniform-split';
  /** The whole certificate of the theorem about W*. */
  readonly subject: UniformCertificate;
  readonly claim: UniformSplitClaim;
}

/** For every k of the subject, every d ≥ k and every α. */
export interface UniformSplitClaim extends Pick<SplitClaim, 'alpha'> {
  readonly verdict: 'split-saddles';
  readonly splits: readonly FamilySplit[];
}

export interface FamilySplit {
  /** Ascending. 0: any of the neurons of good coordinates; t ≥ 1: single neuron t, the matched ones first, then the extras. */
  readonly neuron: number;
  /**
   * c < 0: λ_min(B_i(W*)) ≤ c·s^j with j = 2 for a good neuron, 1 for a matched one, 0 for an extra, for every k of the
   * subject, since zᵀB_i z ≤ c·s^j‖z‖² for a move z of the kind named.
   */
  readonly eigenvalueUpper: Decimal;
  readonly move: SplitMove;
  /** B_i(W*) is negative in every coordinate beyond k. False: nothing is claimed of them. */
  readonly transverseNegative: boolean;
}

/**
 * differences: z = e_a − e_b for two good coordinates, neither the own one of a good neuron; all such z are eigenvectors,
 * k − r − 1 of them independent, k − r − 2 for a good neuron. constant (of a matched neuron): z is 1 on the good
 * coordinates and 0 on the others.
 */
export type SplitMove = 'differences' | 'constant';

const certificate = object<UniformSplitCertificate>({
  ...header,
  kind: literal('uniform-split'),
  producer,
  subject: embedded(uniformCertificate),
  claim: object<UniformSplitClaim>({
    verdict: literal('split-saddles'),
    alpha: alphas,
    splits: array(
      object<FamilySplit>({
        neuron: integer(0, Number.MAX_SAFE_INTEGER),
        eigenvalueUpper: decimal,
        move: literal<SplitMove>('differences', 'constant'),
        transverseNegative: flag,
      }),
    ),
  }),
  ...footer,
});

/** A parsed document as such a certificate, its keys in the order of the specification. */
export function uniformSplitCertificate(document: unknown): UniformSplitCertificate {
  const result = certificate(document, 'certificate');
  const { bad, extras } = result.subject.problem;
  const place = 'certificate.claim.splits';
  const { splits } = result.claim;
  if (splits.length < 1) throw new CertificateError(place, 'at least one kind of neuron');
  splits.forEach(({ neuron, move }, i) => {
    const least = i === 0 ? 0 : splits[i - 1]!.neuron + 1;
    integer(least, bad + extras.length)(neuron, `${place}[${i}].neuron`);
    if (move === 'constant' && splitPower(bad, neuron) !== 1)
      throw new CertificateError(`${place}[${i}].move`, '"differences" unless the neuron is a matched one');
  });
  return result;
}

/** The power j of s = k^(−1/2) with which λ_min(B) of a neuron falls. */
export function splitPower(bad: number, neuron: number): 0 | 1 | 2 {
  if (neuron === 0) return 2;
  return neuron <= bad ? 1 : 0;
}

/** What the certificate claims, in words. */
export function uniformSplitStatement({
  subject,
  claim,
}: Pick<UniformSplitCertificate, 'subject' | 'claim'>): string {
  const { problem, sha256 } = subject;
  const { kFrom, kTo } = subject.claim;
  const range = kTo === null ? `k >= ${kFrom}` : `k with ${kFrom} <= k <= ${kTo}`;
  const more = `k+${problem.extras.length + 1}`;
  const { above, below } = claim.alpha;
  return [
    `For every integer ${range} and every dimension d >= k let F, the targets v_j and the spurious local minimum W* of F ` +
      `(n = ${neuronCount(problem)} neurons) be those of the certificate with sha256 ${sha256}, which is the subject of ` +
      'this one and part of it.',
    `Let F' be the same loss of the network with one neuron more, n + 1 = ${more}, and for a neuron w_i of W* and ` +
      '0 < alpha < 1 let W(i, alpha) be W* with w_i replaced by the two neurons alpha w_i and (1 - alpha) w_i. This ' +
      "network is the same function, so that F' = F(W*) > 0 there.",
    `For every such k and d, each of the neurons named below and every alpha with ${above} < alpha < ${below} the point ` +
      "W(i, alpha) is a strict saddle of F': a critical point next to which F' is C^2, with a negative eigenvalue of the " +
      'Hessian; moving the two neurons by z and -z has the second derivative z^T B_i z/(alpha (1 - alpha)), where ' +
      'B_i + I/2 is the second derivative of F with respect to w_i at W*, and the index of W(i, alpha) is the number of ' +
      'negative eigenvalues of B_i. So W* does not survive the split of any of these neurons.',
    ...claim.splits.map((split) => splitSentence(split, subject)),
  ].join(' ');
}

function splitSentence(
  { neuron, eigenvalueUpper, move, transverseNegative }: FamilySplit,
  { problem: { bad, extras } }: UniformCertificate,
): string {
  const power = splitPower(bad, neuron);
  const bound = `${eigenvalueUpper}${['', ' k^(-1/2)', '/k'][power]}`;
  const name =
    power === 2
      ? `The neurons of the coordinates from ${bad + 1} to k`
      : power === 1
        ? `The neuron with the negative entry -1 + s y_e,${neuron},${neuron} at ${neuron}`
        : `The neuron of the set {${extras[neuron - bad - 1]!.join(',')}} (set ${neuron - bad} as they stand there)`;
  const count =
    move === 'constant'
      ? 'so that it has at least one negative eigenvalue'
      : `as are at least k - ${bad + (power === 2 ? 2 : 1)} of its eigenvalues`;
  const further = transverseNegative ? ', and it is negative in the d - k further coordinates' : '';
  return `${name}: the smallest eigenvalue of B_i is at most ${bound}, ${count}${further}.`;
}
