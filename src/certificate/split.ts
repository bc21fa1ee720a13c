/**
 * Certificates that a spurious local minimum W* becomes a saddle when one neuron is split in two. With F' the loss of the
 * network with n + 1 neurons and W(i, α) the point W* with w_i replaced by αw_i and (1 − α)w_i,
 *   D²F'[(z, −z), (z, −z)] = zᵀB_i z/(α(1 − α)),   B_i = ∂²F/∂w_i² − ½I.
 * W*, W_p, r, L, n, d and D are those of the subject.
 */
import type { BlockCertificate } from './block.ts';
import { CertificateError } from './error.ts';
import { array, decimal, integer, literal, object, optional, type Reader } from './fields.ts';
import { footer, header, producer } from './head.ts';
import { type PointCertificate, requireMinimum, subject, subjectSentence } from './subject.ts';
import type { CertificateHead, Decimal, Problem } from './types.ts';

/** Splits of one certificate, at most; its statement names each of them. */
export const MAX_SPLITS = 200;

export interface SplitCertificate extends CertificateHead {
  readonly kind: 'split';
  /** The whole certificate of the spurious local minimum W*. */
  readonly subject: SplitSubject;
  readonly claim: SplitClaim;
  readonly witness: { readonly splits: readonly SplitWitness[] };
}

export interface SplitClaim {
  readonly verdict: 'split-saddle';
  /** The theorem is about every α between these two, which are excluded. */
  readonly alpha: { readonly above: '0'; readonly below: '1' };
  readonly splits: readonly NeuronSplit[];
}

export interface NeuronSplit {
  /** i, from 0: a row of the centre, or for a symmetric subject a type, whichever of its neurons is split. */
  readonly neuron: number;
  /** 0 > eigenvalueUpper ≥ zᵀB_i(W_p)z/‖z‖² + L r ≥ λ_min(B_i(W*)) */
  readonly eigenvalueUpper: Decimal;
  /**
   * Negative eigenvalues of B_i(W*) in R^d: the index of W(i, α) in R^{(n+1)d}. Where gap is null: 1, and it is a lower
   * bound.
   */
  readonly negativeDirections: number;
  /** 1 if B_i(W*) is negative in further coordinates, 0 if it is positive there; null where gap is null or D = d. */
  readonly transverseNegativeDirections: 0 | 1 | null;
  /** B_i(W*) is 0 along w*_i, and has no other eigenvalue in (−gap, gap); null: this is not proved. */
  readonly gap: Decimal | null;
  /** An explicit lower point: W_p with αw_i + z and (1 − α)w_i − z for w_i; F' ≤ F(W*) − decrease there. */
  readonly step: { readonly alpha: Decimal; readonly decrease: Decimal };
}

/** z, of d decimals, padded with zeros in higher dimensions; or for a symmetric subject as `block` says. */
export interface SplitWitness {
  /**
   * For a symmetric subject. A block: z is x at one of its coordinates and −x at another, neither the own coordinate of
   * the neuron, and 0 elsewhere; `direction` is x alone. Null: z is constant on every block but for the own coordinate;
   * `direction` has a number a block, then for an attached type the one at the own coordinate. Null for a dense subject.
   */
  readonly block: number | null;
  readonly direction: readonly Decimal[];
}

/** Points in the coordinates in which they are given. */
export type SplitSubject = Exclude<PointCertificate, { readonly kind: 'wide' }>;

const splitSubject: Reader<SplitSubject> = (value, place) => {
  const found = subject(value, place);
  if (found.kind === 'wide') throw new CertificateError(`${place}.kind`, '"dense" or "block"');
  return found;
};

const whole = integer(0, Number.MAX_SAFE_INTEGER);
const bit: Reader<0 | 1> = literal(0, 1);

export const alphas: Reader<SplitClaim['alpha']> = object<SplitClaim['alpha']>({
  above: literal('0'),
  below: literal('1'),
});

const certificate = object<SplitCertificate>({
  ...header,
  kind: literal('split'),
  producer,
  subject: splitSubject,
  claim: object<SplitClaim>({
    verdict: literal('split-saddle'),
    alpha: alphas,
    splits: array(
      object<NeuronSplit>({
        neuron: whole,
        eigenvalueUpper: decimal,
        negativeDirections: integer(1, Number.MAX_SAFE_INTEGER),
        transverseNegativeDirections: optional(bit),
        gap: optional(decimal),
        step: object<NeuronSplit['step']>({ alpha: decimal, decrease: decimal }),
      }),
    ),
  }),
  witness: object<SplitCertificate['witness']>({
    splits: array(object<SplitWitness>({ block: optional(whole), direction: array(decimal) })),
  }),
  ...footer,
});

/** A parsed document as a split certificate, its keys in the order of the specification. */
export function splitCertificate(document: unknown): SplitCertificate {
  const result = certificate(document, 'certificate');
  requireMinimum(result.subject);
  const { subject: minimum, claim, witness } = result;
  const { splits } = claim;
  const count = minimum.point.centre.length;
  const place = 'certificate.claim.splits';
  if (splits.length < 1 || splits.length > MAX_SPLITS)
    throw new CertificateError(place, `1 to ${MAX_SPLITS} neurons`);
  const further = hasFurtherCoordinates(minimum.problem);
  splits.forEach(({ neuron, gap, negativeDirections, transverseNegativeDirections: transverse }, s) => {
    const least = s === 0 ? 0 : splits[s - 1]!.neuron + 1;
    integer(least, count - 1)(neuron, `${place}[${s}].neuron`);
    if (gap === null && negativeDirections !== 1)
      throw new CertificateError(`${place}[${s}].negativeDirections`, '1 where gap is null');
    if ((transverse !== null) !== (gap !== null && further))
      throw new CertificateError(
        `${place}[${s}].transverseNegativeDirections`,
        gap !== null && further ? '0 or 1' : 'null',
      );
  });
  if (witness.splits.length !== splits.length)
    throw new CertificateError('certificate.witness.splits', `${splits.length} of them`);
  witness.splits.forEach((split, s) => {
    const width = widthOf(minimum, splits[s]!.neuron, split, `certificate.witness.splits[${s}]`);
    if (split.direction.length !== width)
      throw new CertificateError(`certificate.witness.splits[${s}].direction`, `${width} numbers`);
  });
  return result;
}

/** Is the statement about dimensions above d? */
export function hasFurtherCoordinates({ d, dimension }: Problem): boolean {
  return dimension === 'all' || dimension > d;
}

/** How many numbers stand for a direction. */
function widthOf(minimum: SplitSubject, neuron: number, { block }: SplitWitness, place: string): number {
  if (minimum.kind === 'block') return blockWidth(minimum, neuron, block, place);
  if (block !== null) throw new CertificateError(`${place}.block`, 'null for a dense subject');
  return minimum.problem.d;
}

function blockWidth(
  { problem: { blocks }, point }: BlockCertificate,
  neuron: number,
  block: number | null,
  place: string,
): number {
  const { attached } = point.centre[neuron]!;
  if (block === null) return blocks.length + (attached === null ? 0 : 1);
  if (!((blocks[block] ?? 0) - (block === attached ? 1 : 0) >= 2))
    throw new CertificateError(
      `${place}.block`,
      'null, or a block with two coordinates other than the own one',
    );
  return 1;
}

/** What the certificate claims, in words. */
export function splitStatement({
  subject: minimum,
  claim,
}: Pick<SplitCertificate, 'subject' | 'claim'>): string {
  const { problem, kind } = minimum;
  const { d, n } = problem;
  const which =
    kind === 'dense'
      ? 'neuron i is row i of W*, counted from 0'
      : 'neuron i is any neuron of type i, counted from 0';
  return [
    subjectSentence(minimum),
    `Let F' be the same loss of the network with one neuron more, n + 1 = ${n + 1}, and for a neuron w_i of W* and ` +
      `0 < alpha < 1 let W(i, alpha) be W* with w_i replaced by the two neurons alpha w_i and (1 - alpha) w_i; ${which}. ` +
      "This network is the same function, so that F' = F(W*) > 0 there.",
    `For each of these i and every alpha with ${claim.alpha.above} < alpha < ${claim.alpha.below} the point W(i, alpha) is a strict saddle of F': ` +
      "a critical point next to which F' is C^2, with a negative eigenvalue of the Hessian; moving the two neurons by z " +
      'and -z has the second derivative z^T B_i z/(alpha (1 - alpha)), where B_i + I/2 is the second derivative of F with ' +
      'respect to w_i at W*, and the index of W(i, alpha) is the number of negative eigenvalues of B_i. So W* does not ' +
      'survive the split of neuron i.',
    ...claim.splits.map((split) => splitSentence(split, d, problem)),
  ].join(' ');
}

function splitSentence(split: NeuronSplit, d: number, { dimension }: Problem): string {
  const { neuron, eigenvalueUpper, negativeDirections, transverseNegativeDirections, gap, step } = split;
  const more = dimension === 'all' ? `(D - ${d})` : String(dimension - d);
  const further =
    transverseNegativeDirections === null ? '' : ` + ${more} times ${transverseNegativeDirections}`;
  const index =
    gap === null
      ? 'nothing is claimed about its other eigenvalues'
      : `W(${neuron}, alpha) has exactly ${negativeDirections}${further} negative eigenvalues and is degenerate only ` +
        `along the segment of these points, since B_${neuron} is 0 along w_${neuron} and its other eigenvalues are at ` +
        `least ${gap} in absolute value`;
  return (
    `Neuron ${neuron}: the smallest eigenvalue of B_${neuron} is at most ${eigenvalueUpper}; ${index}; with alpha = ` +
    `${step.alpha} and z of the witness, the centre with alpha w_${neuron} + z and (1 - alpha) w_${neuron} - z for its ` +
    `neuron has F' <= F(W*) - ${step.decrease}.`
  );
}
