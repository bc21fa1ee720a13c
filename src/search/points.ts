import { type Ball, BallField } from '../arithmetic/ball.ts';
import type { DenseCertificate } from '../certificate/types.ts';
import { BallLandscape } from '../landscape/ball-field.ts';
import type { DenseCandidate, ExactNumber } from '../model/candidate.ts';
import type { Verdict } from '../proof/figures.ts';
import { DEFAULT_DIGITS } from '../proof/options.ts';
import { verify } from '../verify/verify.ts';
import {
  type FixedRows,
  fixedRows,
  type Match,
  MatchBudgetError,
  matchPoints,
  type Symmetry,
  signatureDistance,
  signatureOf,
} from './canonical.ts';
import { type Row, rowTuple } from './plan.ts';
import type { Problem } from './problem.ts';

/** A critical point that was proved to exist, with the certificate of its first endpoint. */
export interface FoundPoint {
  /** By first appearance, from 1; through all samples of a row. */
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

/** The standard basis of R^k. */
const STANDARD_BASIS: Problem = {
  targets: null,
  exact: null,
  unit: 1,
  endOf: (weights) => ({ weights, outside: 0 }),
};

/**
 * The critical points of one (k, n) and one set of targets, up to permutations of neurons and those of coordinates that map
 * the targets to themselves, exactly. The part of an endpoint outside the span of the targets is cut off, and its length added
 * to the distances. An endpoint belongs to a known point if
 * a permutation carries it into the open ball about the point's centre in which the theorem holds: that ball contains one
 * critical point, and gradient flow from the endpoint stays in it. The distance is bounded in balls; floating point only
 * proposes the permutation. An endpoint for which no permutation is found is verified, and the critical point so found is
 * compared with the known ones at the polished centres. What is found depends on the order of the endpoints alone.
 */
export class PointBook {
  private readonly row: Row;
  private readonly n: number;
  /** The number of coordinates. */
  private readonly width: number;
  private readonly problem: Problem;
  private readonly fixed: FixedRows | undefined;
  private readonly producer: { readonly name: string; readonly version: string };
  private readonly before: number;
  private readonly field: BallLandscape = new BallLandscape(BallField.ofDigits(DEFAULT_DIGITS));
  private readonly found: Ballpark[] = [];
  private unseparated = 0;

  /** `before`: how many points are numbered already. */
  constructor(
    row: Row,
    producer: { readonly name: string; readonly version: string },
    problem: Problem = STANDARD_BASIS,
    before = 0,
  ) {
    const { exact } = problem;
    if ((row.d === undefined) !== (exact === null))
      throw new RangeError(`the targets of ${rowTuple(row)} are expected`);
    this.row = row;
    this.n = row.n;
    this.width = exact === null ? row.k : exact[0]!.length;
    this.problem = problem;
    this.fixed = exact === null ? undefined : fixedRows(exact);
    this.producer = producer;
    this.before = before;
  }

  get points(): readonly FoundPoint[] {
    return this.found;
  }

  /** Pairs of points that are not proved to be inequivalent. */
  get unseparatedPairs(): number {
    return this.unseparated;
  }

  /** The end of a run, in the coordinates of its descent. */
  identify(end: Float64Array): Identification {
    const { weights, outside } = this.problem.endOf(end);
    const known = this.lookUp(weights, outside);
    if (known !== null) return { verdict: known.verdict, point: known.id, reason: null };
    const { n, width } = this;
    const targets = this.problem.exact;
    const rows = rowsOf(weights, n, width);
    const candidate: DenseCandidate = { form: 'dense', k: this.row.k, n, d: width, targets, weights: rows };
    const { verdict, reason, radius, certify } = verify(candidate, { producer: this.producer });
    if (verdict === 'no-critical-point') return { verdict, point: null, reason };
    if (outside > 0 && !(outside + Number(radius ?? 0) <= R0 * longestRow(weights, n, width))) {
      const far = `the part outside the span of the targets, of length ${outside}, and the distance of the critical point are more than r0`;
      return { verdict: 'inconclusive', point: null, reason: verdict === 'inconclusive' ? reason : far };
    }
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

  private lookUp(weights: Float64Array, outside: number): Ballpark | null {
    const signature = signatureOf(weights);
    const rows = rowsOf(weights, this.n, this.width);
    const { balls, zero } = this.field;
    // Above the rounding of a sum of squares of at most 2^24 terms.
    const margin = outside === 0 ? zero : balls.exact(outside * (1 + 1e-7));
    for (const point of this.found) {
      // A permutation cannot bring the entries closer than sorting does.
      const least = signatureDistance(signature, point.signature);
      if (!(least < point.uniquenessNumber)) continue;
      const tolerance = Math.min(point.uniquenessNumber, 4 * least + 1e-9 * this.problem.unit);
      const match = this.propose(weights, point, tolerance);
      if (match !== null && this.within(rows, match, point, margin)) return point;
    }
    return null;
  }

  /** Both critical points are the same up to a symmetry: that of `fresh` is carried into the uniqueness ball of `point`. */
  private isSame(fresh: Ballpark, point: Ballpark): boolean {
    const least = signatureDistance(fresh.signature, point.signature);
    if (!(least < point.uniquenessNumber)) return false;
    const tolerance = Math.min(
      point.uniquenessNumber,
      4 * (least + fresh.radiusNumber + point.radiusNumber) + 1e-12 * this.problem.unit,
    );
    const match = this.propose(fresh.centre, point, tolerance);
    return match !== null && this.within(fresh.rows, match, point, fresh.radius);
  }

  private propose(weights: Float64Array, point: Ballpark, tolerance: number): Match | null {
    try {
      return matchPoints(weights, point.centre, this.n, this.width, tolerance, this.fixed);
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
        this.width,
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
      id: this.before + this.found.length + 1,
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

/** r0 of the verdicts, as a share of the longest neuron: see docs/search.md. */
const R0 = 1e-3;

/** More than what rounding to doubles changes in entries of the size 1, and in their differences. */
const ROUNDING = 1.25e-15;

/**
 * Certainly inequivalent. Equivalent points have the same sorted entries; those of the centres are within r of them, and
 * rounding to doubles keeps the order.
 */
function isOther(a: Ballpark, b: Ballpark): boolean {
  const certificates = [a.certificate.claim, b.certificate.claim];
  if (a.verdict !== b.verdict || indexOf(a) !== indexOf(b)) return true;
  if (certificates.some((claim) => claim.verdict === 'not-spurious')) return false;
  const largest = [...a.centre, ...b.centre].reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return signatureDistance(a.signature, b.signature) > a.radiusNumber + b.radiusNumber + ROUNDING * largest;
}

function indexOf({ certificate: { claim } }: FoundPoint): number {
  return claim.verdict === 'no-critical-point' ? 0 : claim.index;
}

function rowsOf(weights: Float64Array, n: number, width: number): number[][] {
  return Array.from({ length: n }, (_, i) => [...weights.subarray(i * width, i * width + width)]);
}

function longestRow(weights: Float64Array, n: number, width: number): number {
  return Math.max(...rowsOf(weights, n, width).map((row) => Math.hypot(...row)));
}
