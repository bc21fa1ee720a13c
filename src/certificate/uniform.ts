/**
 * Certificates of a theorem for every k: a family of spurious local minima with one large symmetric block.
 *
 * The r bad coordinates are 1 … r, the m = k − r others are good; s = k^(−1/2), E = s². Neurons: one per good
 * coordinate i, with entry 1 + s³y_a at i, s⁴y_b at the other good ones and s²(2 + s y_cβ) at β; and T = r + extras
 * single neurons t, with s²y_d at the good coordinates and s y_eβ at β, to which −1 is added at β = t for the first r
 * of them, the matched ones. The N = 2 + r + T(1 + r) unknowns stand in the order
 * (y_a, y_b, y_c1 … y_cr, then for each t: y_d, y_e1 … y_er), matched neurons first, then the extras as given.
 */
import { CertificateError } from './error.ts';
import { array, decimal, integer, literal, object, optional, type Reader, rows, shape } from './fields.ts';
import { footer, header, producer } from './head.ts';
import type { CertificateHead, Decimal } from './types.ts';

/** A theorem for every integer k from kFrom on (up to kTo) and every dimension d ≥ k. */
export interface UniformCertificate extends CertificateHead {
  readonly kind: 'uniform';
  readonly problem: UniformProblem;
  readonly claim: UniformClaim;
  readonly witness: UniformWitness;
}

/** n = k + extras.length neurons against the first k standard basis vectors. */
export interface UniformProblem {
  /** r, from 1 to 12 */
  readonly bad: number;
  /** For each extra neuron the bad coordinates, ascending from 1, at which its entry is negative; not empty. */
  readonly extras: readonly (readonly number[])[];
  readonly dimension: 'all';
}

/**
 * For every real k with kFrom ≤ k (≤ kTo) the scaled equations have a zero in the boxes of the witness, the trivial,
 * standard and M blocks less 2π·lambdaMin·Gram are positive definite there, and so are the numbers of the sym, alt and
 * M standard blocks less 2π·lambdaMin; the side conditions hold: a > 0, the entry of matched neuron β at β is
 * negative, no neuron is 0 or parallel to another or to a target, c₁c₂ + ρ₁ρ₂ > 0 wherever the difference of two arc
 * sines is written as one, and extra neurons have negative y_e at the coordinates of their set.
 */
export interface UniformClaim {
  readonly verdict: 'spurious-local-minima';
  /** At least bad + 4: with fewer good coordinates the list of blocks is not complete. */
  readonly kFrom: number;
  /** null: no upper end */
  readonly kTo: number | null;
  /** λ > 0: the Hessian has no eigenvalue below it, in any dimension d ≥ k. */
  readonly lambdaMin: Decimal;
}

/** The intervals cover [kTo^(−1/2), kFrom^(−1/2)], or [0, kFrom^(−1/2)]: `from` of each is at most `to` of the one before. */
export interface UniformWitness {
  /** p */
  readonly order: number;
  readonly intervals: readonly UniformInterval[];
}

/**
 * For s = (from + to)/2 + t(to − from)/2, |t| ≤ 1, the critical point has y_i within radius[i] of
 * Σ_j centre[i][j]·t^j, and it is the only zero of the scaled equations in this box.
 */
export interface UniformInterval {
  readonly from: Decimal;
  readonly to: Decimal;
  /** N rows of p + 1 coefficients */
  readonly centre: readonly (readonly Decimal[])[];
  /** N numbers > 0 */
  readonly radius: readonly Decimal[];
}

/** Limits of a uniform certificate. */
export const UNIFORM_LIMITS: {
  readonly bad: number;
  readonly extras: number;
  readonly order: number;
  readonly k: number;
  readonly intervals: number;
} = { bad: 12, extras: 24, order: 40, k: 1_000_000_000, intervals: 10_000 };

/** Number N of unknowns of a family. */
export function unknownsOf({ bad, extras }: Pick<UniformProblem, 'bad' | 'extras'>): number {
  return 2 + bad + (bad + extras.length) * (1 + bad);
}

const certificate = object<UniformCertificate>({
  ...header,
  kind: literal('uniform'),
  producer,
  problem: object<UniformProblem>({
    bad: integer(1, UNIFORM_LIMITS.bad),
    extras: array(array(integer(1, UNIFORM_LIMITS.bad))),
    dimension: literal('all'),
  }),
  claim: object<UniformClaim>({
    verdict: literal('spurious-local-minima'),
    kFrom: integer(1, UNIFORM_LIMITS.k),
    kTo: optional(integer(1, UNIFORM_LIMITS.k)),
    lambdaMin: decimal,
  }),
  witness: object<UniformWitness>({
    order: integer(0, UNIFORM_LIMITS.order),
    intervals: array(
      object<UniformInterval>({ from: decimal, to: decimal, centre: rows, radius: array(decimal) }),
    ) as Reader<readonly UniformInterval[]>,
  }),
  ...footer,
});

function consistent({ problem, claim, witness }: UniformCertificate): void {
  const { bad, extras } = problem;
  if (extras.length > UNIFORM_LIMITS.extras) {
    throw new CertificateError('certificate.problem.extras', `at most ${UNIFORM_LIMITS.extras} sets`);
  }
  extras.forEach((set, u) => {
    const place = `certificate.problem.extras[${u}]`;
    if (set.length === 0) throw new CertificateError(place, 'at least one bad coordinate');
    set.forEach((beta, i) => {
      if (beta > bad || (i > 0 && beta <= set[i - 1]!)) {
        throw new CertificateError(`${place}[${i}]`, `bad coordinates from 1 to ${bad}, ascending`);
      }
    });
  });
  if (claim.kFrom < bad + 4) {
    throw new CertificateError('certificate.claim.kFrom', `at least bad + 4 = ${bad + 4}`);
  }
  if (claim.kTo !== null && claim.kTo < claim.kFrom) {
    throw new CertificateError('certificate.claim.kTo', `null or at least kFrom = ${claim.kFrom}`);
  }
  const { intervals, order } = witness;
  if (intervals.length < 1 || intervals.length > UNIFORM_LIMITS.intervals) {
    throw new CertificateError(
      'certificate.witness.intervals',
      `from 1 to ${UNIFORM_LIMITS.intervals} intervals`,
    );
  }
  const unknowns = unknownsOf(problem);
  intervals.forEach(({ centre, radius }, i) => {
    const place = `certificate.witness.intervals[${i}]`;
    shape(centre, unknowns, order + 1, `${place}.centre`);
    if (radius.length !== unknowns) throw new CertificateError(`${place}.radius`, `${unknowns} numbers`);
  });
}

/** A parsed document as a uniform certificate, its keys in the order of the specification. */
export function uniformCertificate(document: unknown): UniformCertificate {
  const result = certificate(document, 'certificate');
  consistent(result);
  return result;
}

/** The number of neurons as text: k, k+1, … */
export function neuronCount({ extras }: Pick<UniformProblem, 'extras'>): string {
  return extras.length === 0 ? 'k' : `k+${extras.length}`;
}

/** The theorem in words, a function of problem and claim alone. */
export function uniformStatement({ problem, claim }: Pick<UniformCertificate, 'problem' | 'claim'>): string {
  const { kFrom, kTo, lambdaMin } = claim;
  const range = kTo === null ? `k >= ${kFrom}` : `k with ${kFrom} <= k <= ${kTo}`;
  return [
    'Let F(W) = E (1/2)(sum_i max(0, w_i.x) - sum_j max(0, v_j.x))^2 with x ~ N(0, I) in R^d be the population ' +
      'loss of a two-layer ReLU network with n neurons w_i, the rows of W, against k target neurons v_j, the first ' +
      'k standard basis vectors of R^d.',
    `For every integer ${range} and every dimension d >= k, F with n = ${neuronCount(problem)} neurons has a ` +
      'strict local minimum W* that is spurious: F(W*) > 0, while the global minimum of F is 0.',
    'F is twice continuously differentiable near W*, and its Hessian at W*, a symmetric matrix with nd rows, has no ' +
      `eigenvalue below ${lambdaMin}.`,
    form(problem),
  ].join(' ');
}

/** What the neurons of W* look like. */
function form({ bad, extras }: UniformProblem): string {
  const set = (members: readonly number[]): string => `{${members.join(',')}}`;
  const coordinates = set(Array.from({ length: bad }, (_, i) => i + 1));
  const sentence =
    `With B = ${coordinates}, s = k^(-1/2) and real numbers y that depend on k, the neurons of W* are, for each ` +
    `coordinate i from ${bad + 1} to k, one with entry 1 + s^3 y_a at i, s^4 y_b at the other coordinates from ` +
    `${bad + 1} to k and s^2(2 + s y_c,j) at j in B; for each i in B one with a negative entry -1 + s y_e,i,i at i, ` +
    `s y_e,i,j at the other j in B and s^2 y_d,i at the coordinates from ${bad + 1} to k`;
  const end = 'all entries beyond coordinate k are 0.';
  if (extras.length === 0) return `${sentence}; ${end}`;
  const sets = extras.map(set).join(', ');
  return (
    `${sentence}; and for each of the sets ${sets} one more with s^2 y_d at the coordinates from ${bad + 1} to k and ` +
    `entries s y_e,j at j in B, negative at the members of the set; ${end}`
  );
}
