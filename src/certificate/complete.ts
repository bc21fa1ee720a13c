/**
 * Certificates that a list of critical points is complete (docs/complete.md): n = k neurons against the standard basis of R^k, and
 * of all W those that are fixed by a group of permutations, acting on neurons and coordinates alike.
 *
 * 'Sk': the entry a where neuron and coordinate agree, b elsewhere. 'Sk-1', with m = k − 1: neuron i ≤ m has a at i, b at the
 * other coordinates up to m and c at k; neuron k has d at the coordinates up to m and e at k. A neuron type is a norm times a
 * direction: (a, √(m−1)·b, c) = τA and (√m·d, e) = tB.
 */
import { type BlockCertificate, blockCertificate } from './block.ts';
import { CertificateError } from './error.ts';
import { array, decimal, integer, literal, object, optional, type Reader } from './fields.ts';
import { footer, header, producer } from './head.ts';
import { embedded } from './subject.ts';
import type { CertificateHead, Decimal } from './types.ts';

export type Symmetry = 'Sk' | 'Sk-1';

export interface CompleteCertificate extends CertificateHead {
  readonly kind: 'complete';
  readonly problem: CompleteProblem;
  readonly claim: CompleteClaim;
  readonly witness: CompleteWitness;
}

export interface CompleteProblem {
  readonly symmetry: Symmetry;
  /** At least 3. */
  readonly kFrom: number;
  /** kFrom for one k; null for every k ≥ kFrom, with 'Sk' only. */
  readonly kTo: number | null;
}

export interface CompleteClaim {
  readonly verdict: 'complete-list';
  /**
   * For one k. 'Sk': the identity and the point with a < 0 < b, in this order; the other two are known in closed form. 'Sk-1': all
   * isolated points; beside them there are two segments, known in closed form.
   */
  readonly points: readonly CompletePoint[];
}

/** A critical point that is the only one in a ball, or one at which the good neurons are equal: F is not C² there. */
export interface CompletePoint {
  /** Of one block of k coordinates ('Sk') or of blocks of k − 1 and 1; null where the good neurons are equal. */
  readonly certificate: BlockCertificate | null;
  /** a, b, c, d, e of the point, each within `radius`; null where there is a certificate. */
  readonly values: readonly Decimal[] | null;
  readonly radius: Decimal | null;
}

export interface CompleteWitness {
  /** 'Sk': they cover all s = (k−1)^(−1/2) that are asked for, `from` of each at most `to` of the one before. */
  readonly slabs: readonly CircleSlab[];
  /** 'Sk-1': 24 charts. */
  readonly charts: readonly CompleteChart[];
}

/**
 * The two halves of the circle of directions (a, √(k−1)·b)/norm = ±(1 − u², 2u)/(1 + u²), −1 ≤ u ≤ 1, cut at their middles: 'x'
 * is a cut, followed by the lower and the upper part; + − the sign of E; < > that of its derivative (+, −) by the angle.
 */
export interface CircleSlab {
  readonly from: Decimal;
  readonly to: Decimal;
  readonly right: string;
  readonly left: string;
}

/**
 * Chart number 8f + 4·[σ = −1] + 2g + [ρ = −1]: coordinate f of A = (a, √(m−1)·b, c)/norm is σ, coordinate g of B = (√m·d, e)/norm
 * is ρ, after division by their absolute values; the other three, in order, are in [−1, 1].
 */
export interface CompleteChart {
  /** Boxes of directions, the centre ± radius in each of the three coordinates, that hold exactly one critical point. */
  readonly zeros: readonly CompleteZero[];
  /**
   * Boxes, from [−1, 1]³ on: 0, 1, 2 is a cut of this coordinate at l + .4871(h − l), followed by the lower and the upper part. n:
   * no norms fit; r: an equation is not 0; m: all neurons have one direction; k: inside of a box of `zeros`; e: no zero, by
   * Krawczyk's operator; w: m after that operator.
   */
  readonly trace: string;
}

export interface CompleteZero {
  /** Of the claim, from 0. */
  readonly point: number;
  readonly centre: readonly Decimal[];
  readonly radius: Decimal;
}

/** Limits of this kind. */
export const COMPLETE_LIMITS: {
  readonly k: number;
  readonly points: number;
  readonly zeros: number;
  readonly slabs: number;
  readonly letters: number;
} = { k: 1_000_000, points: 200, zeros: 100, slabs: 1000, letters: 8_000_000 };

export const CHARTS = 24;

function letters(pattern: RegExp, expected: string): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new CertificateError(place, expected);
    return value;
  };
}

const turns = letters(/^[x+\-<>]{1,100000}$/, 'letters x + - < >');
const cuts = letters(/^[012nrmkew]+$/, 'letters 0 1 2 n r m k e w');

const certificate = object<CompleteCertificate>({
  ...header,
  kind: literal('complete'),
  producer,
  problem: object<CompleteProblem>({
    symmetry: literal<Symmetry>('Sk', 'Sk-1'),
    kFrom: integer(3, COMPLETE_LIMITS.k),
    kTo: optional(integer(3, COMPLETE_LIMITS.k)),
  }),
  claim: object<CompleteClaim>({
    verdict: literal('complete-list'),
    points: array(
      object<CompletePoint>({
        certificate: optional(embedded(blockCertificate)),
        values: optional(array(decimal)),
        radius: optional(decimal),
      }),
    ),
  }),
  witness: object<CompleteWitness>({
    slabs: array(object<CircleSlab>({ from: decimal, to: decimal, right: turns, left: turns })),
    charts: array(
      object<CompleteChart>({
        zeros: array(
          object<CompleteZero>({
            point: integer(0, COMPLETE_LIMITS.points),
            centre: array(decimal),
            radius: decimal,
          }),
        ),
        trace: cuts,
      }),
    ),
  }),
  ...footer,
});

function consistent({ problem, claim, witness }: CompleteCertificate): void {
  const { symmetry, kFrom, kTo } = problem;
  const one = kTo === kFrom;
  if (kTo !== null && kTo < kFrom)
    throw new CertificateError('certificate.problem.kTo', `null or at least kFrom = ${kFrom}`);
  if (symmetry === 'Sk-1' && !one) throw new CertificateError('certificate.problem.kTo', `kFrom = ${kFrom}`);
  const { slabs, charts } = witness;
  const place = 'certificate.witness';
  const wanted = symmetry === 'Sk' ? 0 : CHARTS;
  if (charts.length !== wanted) throw new CertificateError(`${place}.charts`, `${wanted} charts`);
  if (symmetry === 'Sk' ? slabs.length < 1 || slabs.length > COMPLETE_LIMITS.slabs : slabs.length !== 0)
    throw new CertificateError(
      `${place}.slabs`,
      symmetry === 'Sk' ? `1 to ${COMPLETE_LIMITS.slabs} slabs` : 'none',
    );
  const { points } = claim;
  const most = symmetry === 'Sk' ? (one ? 2 : 0) : COMPLETE_LIMITS.points;
  if (symmetry === 'Sk' ? points.length !== most : points.length > most)
    throw new CertificateError('certificate.claim.points', `${symmetry === 'Sk' ? '' : 'at most '}${most}`);
  points.forEach((point, i) => {
    consistentPoint(point, problem, `certificate.claim.points[${i}]`);
  });
  charts.forEach(({ zeros, trace }, c) => {
    const where = `${place}.charts[${c}]`;
    if (zeros.length > COMPLETE_LIMITS.zeros)
      throw new CertificateError(`${where}.zeros`, `at most ${COMPLETE_LIMITS.zeros} boxes`);
    if (trace.length > COMPLETE_LIMITS.letters)
      throw new CertificateError(`${where}.trace`, `at most ${COMPLETE_LIMITS.letters} letters`);
    zeros.forEach(({ point, centre }, i) => {
      if (point >= points.length)
        throw new CertificateError(`${where}.zeros[${i}].point`, 'one of the points of the claim');
      if (centre.length !== 3) throw new CertificateError(`${where}.zeros[${i}].centre`, '3 numbers');
    });
  });
}

function consistentPoint(
  { certificate, values, radius }: CompletePoint,
  { symmetry, kFrom }: CompleteProblem,
  place: string,
): void {
  const given = certificate !== null;
  if ((values === null) !== given || (radius === null) !== given || (symmetry === 'Sk' && !given))
    throw new CertificateError(place, 'a certificate, or values and radius where the good neurons are equal');
  if (values !== null && values.length !== 5) throw new CertificateError(`${place}.values`, '5 numbers');
  if (certificate === null) return;
  const { problem, point, claim } = certificate;
  const blocks = symmetry === 'Sk' ? [kFrom] : [kFrom - 1, 1];
  const attached = symmetry === 'Sk' ? [0] : [0, null];
  const of = `${place}.certificate`;
  if (problem.blocks.join() !== blocks.join())
    throw new CertificateError(`${of}.problem.blocks`, JSON.stringify(blocks));
  if (point.centre.map((type) => type.attached).join() !== attached.join())
    throw new CertificateError(`${of}.point.centre`, 'a type of good neurons, and a single one for Sk-1');
  if (claim.verdict === 'no-critical-point')
    throw new CertificateError(`${of}.claim.verdict`, 'a critical point');
}

/** A parsed document as such a certificate, its keys in the order of the specification. */
export function completeCertificate(document: unknown): CompleteCertificate {
  const result = certificate(document, 'certificate');
  consistent(result);
  return result;
}

const LOSS =
  'let F(W) = E (1/2)(sum_i max(0, w_i.x) - sum_j max(0, x_j))^2 with x ~ N(0, I) in R^k be the population loss of a two-layer ' +
  'ReLU network with n = k neurons w_i, the rows of W, against the standard basis of R^k. A critical point is a W without a ' +
  'neuron 0 at which the gradient of F is 0';
const ZERO =
  'At a W with a neuron 0, of whatever symmetry, some one-sided directional derivative of F is negative';

/** The claim in words. */
export function completeStatement({
  problem,
  claim,
}: Pick<CompleteCertificate, 'problem' | 'claim'>): string {
  const { symmetry, kFrom, kTo } = problem;
  const range =
    kTo === null
      ? `every integer k >= ${kFrom}`
      : kTo === kFrom
        ? `k = ${kFrom}`
        : `every integer k with ${kFrom} <= k <= ${kTo}`;
  const known =
    'g(t) = sqrt(1 - t^2) + (pi - arccos t) t and x = g(k^(-1/2))/(pi sqrt k), y = -g(-k^(-1/2))/(pi sqrt k)';
  const { points } = claim;
  if (symmetry === 'Sk') {
    return [
      `For ${range} ${LOSS}.`,
      'Among all W with one number a on the diagonal and one number b elsewhere, the matrices that do not change when neurons and ' +
        'coordinates are permuted alike, F has exactly four critical points: the identity; one with a < 0 < b; and, with ' +
        `${known}, the matrices all of whose entries are x and all of whose entries are y, which are no local minima.`,
      ...points.map((point, i) =>
        pointSentence(point, i === 0 ? 'The identity' : 'The point with a < 0 < b'),
      ),
      `${ZERO}.`,
    ].join(' ');
  }
  const minima = points.flatMap(({ certificate }, i) => (isMinimum(certificate) ? [i + 1] : []));
  return [
    `For ${range} ${LOSS}.`,
    'Consider all W that do not change when the first k - 1 neurons and coordinates are permuted alike: neuron i < k has an entry ' +
      'a at i, b at the other coordinates below k, and c at k; neuron k has d at the coordinates below k and e at k. Among them F ' +
      `has exactly ${points.length} critical points that are isolated among them, listed below, and beside them those of two ` +
      `open segments: with ${known}, all entries of neuron i < k are pz and all of neuron k are qz, where z = x or z = y, ` +
      'p, q > 0 and (k - 1)p + q = k. No point of the segments is a local minimum.',
    `Of all W of this form the local minima of F are points ${minima.join(', ')} of the list, and they are strict.`,
    ...points.map((point, i) => pointSentence(point, `Point ${i + 1}`)),
    `${ZERO}.`,
  ].join(' ');
}

/** In R^{k·k}; a saddle of index 0 is one in more dimensions only. */
function isMinimum(certificate: BlockCertificate | null): boolean {
  if (certificate === null) return false;
  const { claim } = certificate;
  return claim.verdict !== 'no-critical-point' && claim.index === 0;
}

function pointSentence({ certificate, values, radius }: CompletePoint, name: string): string {
  if (certificate === null)
    return (
      `${name}: a = b up to permutations of neurons, (a, b, c, d, e) within ${radius} of (${values!.join(', ')}) in each entry; ` +
      'it is no local minimum.'
    );
  const { claim, sha256 } = certificate;
  const what =
    claim.verdict === 'saddle'
      ? `a nondegenerate critical point of index ${claim.index} with F in [${claim.objective.lower}, ${claim.objective.upper}]`
      : claim.verdict === 'spurious-local-minimum'
        ? `a strict spurious local minimum with F in [${claim.objective.lower}, ${claim.objective.upper}]`
        : 'the global minimum';
  return `${name} is ${what}, that of the certificate with sha256 ${sha256}, which is part of this one.`;
}
