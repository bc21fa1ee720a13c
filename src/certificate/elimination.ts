/**
 * Certificates that a spurious local minimum does not survive one added exponential neuron. With
 *   F̃(W, a, b, u) = E ½(Σ_i [w_i·x]_+ + a e^(u·x+b) − Σ_j [v_j·x]_+)² + λa²,
 *   c(u) = E[(Σ_i [w*_i·x]_+ − Σ_j [v_j·x]_+) e^(u·x)],
 * F̃(W*, a, b, u) = F(W*) + a e^b c(u) + ½a² e^(2b+2‖u‖²) + λa². W*, W_p, r and D are those of the subject.
 */
import { CertificateError } from './error.ts';
import { array, decimal, literal, object } from './fields.ts';
import { footer, header, producer } from './head.ts';
import { objective as enclosure } from './minimum.ts';
import { type PointCertificate, requireMinimum, subject, subjectSentence } from './subject.ts';
import type { CertificateHead, Decimal } from './types.ts';

/** A number between two decimals. */
export interface Enclosure {
  readonly lower: Decimal;
  readonly upper: Decimal;
}

/** F(W*) > 0 alone shows that W* does not survive; the direction u and the numbers make it visible. */
export interface EliminationCertificate extends CertificateHead {
  readonly kind: 'elimination';
  /** The whole certificate of the spurious local minimum W*. */
  readonly subject: PointCertificate;
  readonly claim: EliminationClaim;
  readonly witness: EliminationWitness;
}

export interface EliminationClaim {
  readonly verdict: 'eliminated';
  /** c(0) = (Σ‖w*_i‖ − Σ‖v_j‖)/√(2π) */
  readonly correlationAtZero: Enclosure;
  /** c(u) for the direction of the witness; 0 lies outside */
  readonly correlation: Enclosure;
  /** ½e^(2‖u‖²) ≤ */
  readonly curvature: Decimal;
  /** ½c(u)²e^(−2‖u‖²) = F(W*) − inf over (a, b) of F̃(W*, a, b, u) */
  readonly largestDecrease: Enclosure;
  /** inf over (a, b) of F̃(W*, a, b, u) */
  readonly infimum: Enclosure;
  /** F̃(W*, a, 0, u) ≤ F(W*) − decrease for this λ */
  readonly step: { readonly lambda: Decimal; readonly a: Decimal; readonly decrease: Decimal };
}

export interface EliminationWitness {
  /** u, d decimals, or one for each block of a symmetric subject; padded with zeros in higher dimensions */
  readonly direction: readonly Decimal[];
}

const certificate = object<EliminationCertificate>({
  ...header,
  kind: literal('elimination'),
  producer,
  subject,
  claim: object<EliminationClaim>({
    verdict: literal('eliminated'),
    correlationAtZero: enclosure,
    correlation: enclosure,
    curvature: decimal,
    largestDecrease: enclosure,
    infimum: enclosure,
    step: object<EliminationClaim['step']>({ lambda: decimal, a: decimal, decrease: decimal }),
  }),
  witness: object<EliminationWitness>({ direction: array(decimal) }),
  ...footer,
});

/** A parsed document as an elimination certificate, its keys in the order of the specification. */
export function eliminationCertificate(document: unknown): EliminationCertificate {
  const result = certificate(document, 'certificate');
  const { problem } = result.subject;
  requireMinimum(result.subject);
  const count =
    'blocks' in problem ? problem.blocks.length : result.subject.kind === 'wide' ? problem.k : problem.d;
  if (result.witness.direction.length !== count) {
    throw new CertificateError('certificate.witness.direction', `${count} numbers`);
  }
  return result;
}

/** How far an enclosed number is certainly from 0, and on which side; null if it may be 0. */
function distanceFromZero({ lower, upper }: Enclosure): { size: Decimal; negative: boolean } | null {
  if (Number(lower) > 0) return { size: lower, negative: false };
  if (Number(upper) < 0) return { size: upper.slice(1), negative: true };
  return null;
}

/** ", so F̃(W*, a, 0, u) < F(W*) for small a of one sign", or nothing where c may be 0. */
function smallSteps(enclosed: Enclosure, direction: string, curvature: Decimal): string {
  const found = distanceFromZero(enclosed);
  if (found === null) return '';
  return (
    `, so F~(W*, a, 0, ${direction}) < F(W*) for every lambda > 0 and every a ${found.negative ? '> 0' : '< 0'} ` +
    `with |a| < ${found.size}/(${curvature} + lambda)`
  );
}

/** How the numbers of the witness stand for u. */
function directionWords({ kind }: EliminationCertificate['subject']): string {
  if (kind === 'block') return 'constant on every block with these numbers and padded with zeros';
  return kind === 'wide' ? 'with these numbers in the columns of Q' : 'padded with zeros';
}

/** What the certificate claims, in words. */
export function eliminationStatement({
  subject,
  claim,
}: Pick<EliminationCertificate, 'subject' | 'claim'>): string {
  const { correlationAtZero, correlation, curvature, largestDecrease, infimum, step } = claim;
  const { claim: minimum } = subject;
  const floor = 'objective' in minimum ? minimum.objective.lower : '0';
  return [
    subjectSentence(subject),
    'Add one exponential neuron to the network and a regulariser to the loss: F~(W, a, b, u) = ' +
      'E (1/2)(sum_i max(0, w_i.x) + a exp(u.x + b) - sum_j max(0, v_j.x))^2 + lambda a^2 with a, b in R, u in R^D.',
    `For no lambda > 0 does W* survive: since F(W*) >= ${floor} > 0, no point (W*, a, b, u) is a local minimum of F~, ` +
      'not even with W* held fixed.',
    'With c(u) = E (sum_i max(0, w*_i.x) - sum_j max(0, v_j.x)) exp(u.x) one has F~(W*, a, b, u) = F(W*) + ' +
      'a exp(b) c(u) + (1/2) a^2 exp(2b + 2||u||^2) + lambda a^2.',
    `At u = 0: ${correlationAtZero.lower} <= c(0) <= ${correlationAtZero.upper}` +
      `${smallSteps(correlationAtZero, '0', '0.5')}.`,
    `For the direction u of the witness, ${directionWords(subject)}: ${correlation.lower} <= c(u) <= ${correlation.upper} ` +
      `and exp(2||u||^2)/2 <= ${curvature}${smallSteps(correlation, 'u', curvature)}; for lambda = ${step.lambda} and ` +
      `a = ${step.a}, F~(W*, a, 0, u) <= F(W*) - ${step.decrease}.`,
    `For this u the infimum of F~(W*, a, b, u) over all a and b is F(W*) - c(u)^2 exp(-2||u||^2)/2, between ` +
      `${infimum.lower} and ${infimum.upper}; it is lower than F(W*) by at least ${largestDecrease.lower} and at most ` +
      `${largestDecrease.upper}, and is not attained: it is approached only as b -> infinity and a -> 0.`,
  ].join(' ');
}
