import { type Ball, BallField } from '../arithmetic/ball.ts';
import type { DenseCertificate } from '../certificate/types.ts';
import { BallLandscape } from '../landscape/ball-field.ts';
import type { DenseCandidate, ExactNumber } from '../model/candidate.ts';
import type { Verdict } from '../proof/figures.ts';
import { DEFAULT_DIGITS } from '../proof/options.ts';
import { verify } from '../verify/verify.ts';
import {
  type Match,
  MatchBudgetError,
  matchPoints,
  type Symmetry,
  signatureDistance,
  signatureOf,
} from './canonical.ts';

/** A critical point that was proved to exist, with the certificate of its first endpoint. */
export interface FoundPoint {
  /** By first appearance, from 1. */
  readonly id: number;
  readonly verdict: Verdict;
  readonly certificate: DenseCertificate;
}

/** What is proved about an endpoint. */
export interface Identification {
  readonly verdict: Verdict;
  /** The critical point, or null where none was proved. */
  readonly point: number | null;
  /** Why, where no critical point was proved. */
  readonly reason: string | null;
}

interface Ballpark extends FoundPoint {
  /** The centre of the proof: as doubles for proposals, and exactly. */
  readonly centre: Float64Array;
  readonly rows: readonly (readonly ExactNumber[])[];
  readonly signature: Float64Array;
  /** ρ: the ball about the centre in which the critical point is the only one. */
  readonly uniqueness: Ball;
  readonly uniquenessNumber: number;
  /** r: the critical point is within it of the centre. */
  readonly radius: Ball;
  readonly radiusNumber: number;
}

/**
 * The critical points of one (k, n) up to permutations of neurons and coordinates. An endpoint belongs to a known point if
 * a permutation carries it into the open ball about the point's centre in which the theorem holds: that ball contains one
 * critical point, and gradient flow from the endpoint stays in it. The distance is bounded in balls; floating point only
 * proposes the permutation. An endpoint for which no permutation is found is verified, and the critical point so found is
 * compared with the known ones at the polished centres. What is found depends on the order of the endpoints alone.
 */
export class PointBook {
  private readonly k: number;
  private readonly n: number;
  private readonly producer: { readonly name: string; readonly version: string };
  private readonly field: BallLandscape = new BallLandscape(BallField.ofDigits(DEFAULT_DIGITS));
  private readonly found: Ballpark[] = [];
  private unseparated = 0;

  constructor(k: number, n: number, producer: { readonly name: string; readonly version: string }) {
    this.k = k;
    this.n = n;
    this.producer = producer;
  }

  get points(): readonly FoundPoint[] {
    return this.found;
  }

  /** Pairs of points that are not proved to be inequivalent. */
  get unseparatedPairs(): number {
    return this.unseparated;
  }

  identify(weights: Float64Array): Identification {
    const known = this.lookUp(weights);
    if (known !== null) return { verdict: known.verdict, point: known.id, reason: null };
    const { k, n } = this;
    const rows = rowsOf(weights, n, k);
    const candidate: DenseCandidate = { form: 'dense', k, n, d: k, targets: null, weights: rows };
    const { verdict, reason, certify } = verify(candidate, { producer: this.producer });
    if (verdict === 'no-critical-point') return { verdict, point: null, reason };
    const certificate = certify();
    // A point too large for a dense proof may be proved near a symmetric one: in other coordinates, not to be compared.
    if (certificate?.kind !== 'dense') {
      const tooLarge = 'the point is too large for a dense proof';
      return { verdict: 'inconclusive', point: null, reason: certificate === null ? reason : tooLarge };
    }
    const fresh = this.ballpark(certificate);
    const same = this.found.find((point) => this.isSame(fresh, point));
    if (same !== undefined) return { verdict: same.verdict, point: same.id, reason: null };
    this.unseparated += this.found.filter((point) => !isOther(fresh, point)).length;
    this.found.push(fresh);
    return { verdict, point: fresh.id, reason: null };
  }

  private lookUp(weights: Float64Array): Ballpark | null {
    const signature = signatureOf(weights);
    const rows = rowsOf(weights, this.n, this.k);
    for (const point of this.found) {
      // A permutation cannot bring the entries closer than sorting does.
      const least = signatureDistance(signature, point.signature);
      if (!(least < point.uniquenessNumber)) continue;
      const match = this.propose(weights, point, Math.min(point.uniquenessNumber, 4 * least + 1e-9));
      if (match !== null && this.within(rows, match, point, this.field.zero)) return point;
    }
    return null;
  }

  /** Both critical points are the same up to a symmetry: that of `fresh` is carried into the uniqueness ball of `point`. */
  private isSame(fresh: Ballpark, point: Ballpark): boolean {
    const least = signatureDistance(fresh.signature, point.signature);
    if (!(least < point.uniquenessNumber)) return false;
    const tolerance = Math.min(
      point.uniquenessNumber,
      4 * (least + fresh.radiusNumber + point.radiusNumber) + 1e-12,
    );
    const match = this.propose(fresh.centre, point, tolerance);
    return match !== null && this.within(fresh.rows, match, point, fresh.radius);
  }

  private propose(weights: Float64Array, point: Ballpark, tolerance: number): Match | null {
    try {
      return matchPoints(weights, point.centre, this.n, this.k, tolerance);
    } catch (error) {
      if (error instanceof MatchBudgetError) return null;
      throw error;
    }
  }

  /** Certainly ‖PW − centre‖ + margin < ρ for the point W with these rows and the symmetry P. */
  private within(
    rows: readonly (readonly ExactNumber[])[],
    { rows: order, columns }: Symmetry,
    point: Ballpark,
    margin: Ball,
  ): boolean {
    const { field } = this;
    const { balls } = field;
    const minusOne = balls.integer(-1);
    const differences = order.map((r, i) =>
      field.combine(
        this.k,
        [balls.one, minusOne],
        [field.vector(columns.map((c) => rows[r]![c]!)), field.vector(point.rows[i]!)],
      ),
    );
    const distance = balls.add(field.norm(differences), margin);
    return balls.less(distance, point.uniqueness) === 'yes';
  }

  private ballpark(certificate: DenseCertificate): Ballpark {
    const { claim, point } = certificate;
    if (claim.verdict === 'no-critical-point') throw new TypeError('a critical point is expected');
    const { balls } = this.field;
    const radius = claim.verdict === 'not-spurious' ? '0' : claim.centreRadius;
    const centre = Float64Array.from(point.centre.flat(), Number);
    return {
      id: this.found.length + 1,
      verdict: claim.verdict,
      certificate,
      centre,
      rows: point.centre,
      signature: signatureOf(centre),
      uniqueness: balls.exact(claim.uniquenessRadius),
      uniquenessNumber: Number(claim.uniquenessRadius),
      radius: balls.exact(radius),
      radiusNumber: Number(radius),
    };
  }
}

/** More than what rounding entries below 8 to doubles, and their differences, can change. */
const ROUNDING = 1e-14;

/**
 * Certainly inequivalent. Equivalent points have the same sorted entries; those of the centres are within r of them, and
 * rounding to doubles keeps the order.
 */
function isOther(a: Ballpark, b: Ballpark): boolean {
  const certificates = [a.certificate.claim, b.certificate.claim];
  if (a.verdict !== b.verdict || indexOf(a) !== indexOf(b)) return true;
  if (certificates.some((claim) => claim.verdict === 'not-spurious')) return false;
  if ([...a.centre, ...b.centre].some((x) => Math.abs(x) >= 8)) return false;
  return signatureDistance(a.signature, b.signature) > a.radiusNumber + b.radiusNumber + ROUNDING;
}

function indexOf({ certificate: { claim } }: FoundPoint): number {
  return claim.verdict === 'no-critical-point' ? 0 : claim.index;
}

function rowsOf(weights: Float64Array, n: number, k: number): number[][] {
  return Array.from({ length: n }, (_, i) => [...weights.subarray(i * k, i * k + k)]);
}
