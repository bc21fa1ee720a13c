import { checkList, checkThat } from '../arithmetic/argument.ts';
import { type Ball, BallField } from '../arithmetic/ball.ts';
import { decimalOfDyadic, exactDecimal } from '../arithmetic/exact.ts';
import {
  encodeDoubles,
  LIMITS,
  makeCertificate,
  type Reduction,
  type WideCertificate,
  type WideRow,
} from '../certificate/index.ts';
import type { Claim } from '../certificate/types.ts';
import { BallLandscape, BallVector } from '../landscape/ball-field.ts';
import { Evaluation } from '../landscape/evaluation.ts';
import { type ExactGram, exactGram } from '../landscape/exact-gram.ts';
import { GramPoint, type GramRows } from '../landscape/gram-point.ts';
import { pointOf } from '../landscape/problem.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import { decide } from '../proof/decide.ts';
import { DenseSpectrum } from '../proof/dense-spectrum.ts';
import type { Figures, Verification } from '../proof/figures.ts';
import type { Centre, FormAt, FormPoint, PointForm } from '../proof/form.ts';
import { nearestTargets } from '../proof/global-minimum.ts';
import { hessianNormUpper } from '../proof/hessian-norm.ts';
import { Isometry } from '../proof/isometry.ts';
import { lipschitzUpperForMovedTargets } from '../proof/lipschitz.ts';
import type { VerifySettings } from '../proof/options.ts';
import type { ProofPoint, Spectrum } from '../proof/point.ts';
import { gramScaleExponent, MAX_SCALE_EXPONENT, scaledDecimal } from '../proof/scale.ts';
import { proposeSpan, seenBits } from '../proposals/dense/span.ts';
import type { DenseProposers } from './dense.ts';

/** Fractional bits of coordinates: as many as Newton's iteration gives a centre, far below every radius. */
const COORDINATE_BITS = 80;
/** Bits with which it is told how far neurons leave the span of the targets. */
const SPAN_BITS = 128;
/** Room in a document for all but the rows of candidate and targets. */
const REST = 1 << 22;

/** A point of the proof; a wide candidate knows how far from it the centres are that were proposed for it. */
type WidePoint = ProofPoint & FormPoint<WidePoint>;

/** A point as a certificate holds it: rows of the given or of the reduced width, and what the latter are coordinates of. */
interface Written {
  readonly rows: readonly WideRow[] | null;
  readonly reduction: Reduction | null;
}

/**
 * Verifies a candidate of any width D in the span of its targets (mathematics.md 7.5). The statement is about the targets as given
 * in R^D, and about neurons that may leave their span as far as r0 allows. Farther from it no critical point is isolated, since
 * rotations about the span move it, so that none can be proved there.
 */
export function verifyWide(
  given: DenseCandidate,
  settings: VerifySettings,
  proposers: DenseProposers,
): Verification {
  const gram = exactGram(given);
  const exponent = gramScaleExponent(gram);
  const result = decide(wideForm(given, gram, exponent, settings, proposers), settings);
  if (result.verdict !== 'inconclusive') return result;
  const span = proposeSpan(gram, exponent, SPAN_BITS);
  if ('target' in span) return result;
  const squares = Array.from({ length: given.n }, (_, i) => gram.floor(i, i, exponent, SPAN_BITS).units);
  const reach = 1e-3 * Math.max(...squares.map((x) => Math.sqrt(Number(x)) * 2 ** -SPAN_BITS));
  if (span.outside <= reach) return result;
  const share = (span.outside / (1000 * reach)).toPrecision(2);
  return {
    ...result,
    reason: `the neurons leave the span of the targets by about ${share} of the largest of them, more than r0: a critical point there is not isolated, since rotations about that span move it; ${result.reason}`,
  };
}

function wideForm(
  given: DenseCandidate,
  gram: ExactGram,
  exponent: number,
  { dimension, exact }: VerifySettings,
  { polish, negativeDirections }: DenseProposers,
): PointForm<WidePoint, Written> {
  const { k, n, d } = given;
  const method = exact ? 'big-integers' : 'cholesky';
  return {
    obstacle: obstacleOf(given, exponent),
    tooLarge: null,
    lostDigits: 0,
    exponent,
    k,
    targetsCanBeCopied: () => n >= k,
    lipschitzConstants: ['plain'],
    at(digits) {
      const balls = BallField.ofDigits(digits);
      const bits = Math.min(balls.bits, Math.max(COORDINATE_BITS, balls.bits - 32));
      const span = proposeSpan(gram, exponent, bits);
      const point = new WideCandidate(balls, gram, neuronsAndTargets(gram), k, exponent);
      const zero = point.zeroNeuron();
      if (zero >= 0) {
        const reason = `neuron ${zero} (counted from 0) is zero or not certainly nonzero: F has no Hessian there`;
        return { reason, precision: true };
      }
      const candidate: Centre<WidePoint, Written> = {
        point,
        spectrum: new NormSpectrum(point),
        written: () => ({ rows: writtenRows(given.weights), reduction: null }),
      };
      const without = (reason: string): FormAt<WidePoint, Written> => ({
        candidate,
        permutedTargets: () => null,
        propose: () => null,
        withoutCoordinates: { reason, precision: false },
      });
      if ('target' in span) {
        const j = span.target;
        return without(
          gram.isZero(n + j)
            ? `target ${j} (counted from 0) is 0: the targets have not full rank ${k}`
            : `the targets have not full rank ${k} as far as can be seen: target ${j} (counted from 0) lies in the span of those before it up to ${sineOf(bits)} of its length (more --digits see more)`,
        );
      }
      const isometry = Isometry.certify(gram, exponent, { factor: span.factor, bits });
      if ('reason' in isometry) return without(isometry.reason);
      const field = new BallLandscape(balls);
      const vector = (row: readonly bigint[]): BallVector =>
        field.vectorOfUnits(
          row.map((x) => x << BigInt(balls.bits - bits)),
          0n,
        );
      const movedTargets = isometry.movedTargets();
      const moved = balls.upper(balls.exact(movedTargets.text));
      const plain = pointOf(field, k, span.neurons.map(vector), span.factor.map(vector), false);
      const reduced = new Evaluation(field, plain, moved);
      const reduction: Reduction = {
        coordinates: span.factor.map((row, a) =>
          row.slice(0, a + 1).map((x) => decimalOfDyadic(x, -bits - exponent)),
        ),
        defect: isometry.defect.text,
        moved: scaledDecimal(movedTargets.text, 1, -exponent),
      };
      const centreAt = (
        centre: Evaluation,
        lowestDirection: Float64Array | null,
      ): Centre<WidePoint, Written> => {
        const { neurons } = centre.point;
        if (neurons.some((x) => x.rad !== 0n)) throw new RangeError('a centre must be exact');
        const rows = neurons.map((x) => x.mids);
        point.place(centre, balls.from(isometry.distanceTo(rows, balls.bits)));
        return {
          point: centre,
          spectrum: new DenseSpectrum(centre, method, negativeDirections, lowestDirection),
          written: () => ({
            rows: rows.map((row) => row.map((x) => decimalOfDyadic(x, -balls.bits - exponent))),
            reduction,
          }),
        };
      };
      return {
        candidate,
        permutedTargets() {
          const permutation = nearestTargets(reduced);
          if (permutation === null) return null;
          const rows = { neurons: permutation.map((j) => n + j), targets: gram.presentTargets() };
          const centre = new WideCandidate(balls, gram, rows, k, exponent);
          point.place(centre, distanceToRows(balls, gram, rows.neurons, exponent));
          // The neurons S_j stand for v_j, at a distance of Σ‖Δ_j‖ ≤ moved in all.
          const copied = reduced.at(permutation.map((j) => plain.targets[j]!));
          const lipschitz = lipschitzUpperForMovedTargets(copied, moved, moved);
          if (lipschitz === null) return null;
          const near = new Evaluation(field, copied.point, moved, balls.mul(lipschitz, moved));
          return {
            point: centre,
            spectrum: new DenseSpectrum(near, method, negativeDirections, null),
            written: () => ({ rows: null, reduction }),
            witness: { permutation },
          };
        },
        propose() {
          if (polish === null) return centreAt(reduced, null);
          const proposal = polish(new Evaluation(field, plain));
          if (proposal === null) return null;
          checkList('proposers.polish: neurons', proposal.neurons, n, (place, x) =>
            checkThat(x instanceof BallVector && x.mids.length === k, place, x, `a vector of R^${k}`),
          );
          return centreAt(reduced.at(proposal.neurons), proposal.lowestDirection);
        },
      };
    },
    inGivenWidth: (claim) => figuresInWidth(claim, k, d),
    certificate(proven, witness) {
      const { candidate, centre } = proven.point;
      const targets = given.targets === null ? 'standard-basis' : writtenRows(given.targets);
      const located = proven.claim.verdict !== 'no-critical-point';
      return makeCertificate<WideCertificate>({
        ...proven,
        kind: 'wide',
        problem: { k, n, d, dimension, targets },
        point: {
          candidate: candidate.rows!,
          centre: located ? (centre.rows as readonly (readonly string[])[] | null) : null,
        },
        reduction: centre.reduction,
        witness,
      });
    },
  };
}

/** Why no certificate could hold what is proved, or null. */
function obstacleOf({ weights, targets }: DenseCandidate, exponent: number): string | null {
  if (Math.abs(exponent) > MAX_SCALE_EXPONENT)
    return `the targets are about 2^${-exponent} long: no certificate holds numbers beyond 2^±${MAX_SCALE_EXPONENT}`;
  let [characters, values] = [0, 0];
  for (const row of targets === null ? weights : [...weights, ...targets]) {
    if (row.every((x) => typeof x === 'number')) continue;
    values += row.length;
    for (const x of row) characters += exactDecimal(x).length + 4;
  }
  return characters + REST > LIMITS.characters || values + REST / 16 > LIMITS.values
    ? `${values} decimals, of ${characters} characters in all, are more than a certificate holds: give doubles`
    : null;
}

/** A row of doubles as one text, any other as decimals. */
function writtenRows(rows: DenseCandidate['weights']): WideRow[] {
  return rows.map((row) =>
    row.every((x): x is number => typeof x === 'number') ? encodeDoubles(row) : row.map(exactDecimal),
  );
}

function neuronsAndTargets(gram: ExactGram): GramRows {
  return { neurons: Array.from({ length: gram.n }, (_, i) => i), targets: gram.presentTargets() };
}

/** About the least sine that coordinates of so many bits tell from 0. */
function sineOf(bits: number): string {
  return (2 ** -seenBits(bits)).toExponential(0);
}

/** ‖W − W'‖ times 2^exponent, W' of the given rows of [W; V]. */
function distanceToRows(balls: BallField, gram: ExactGram, rows: readonly number[], exponent: number): Ball {
  const square = rows.reduce(
    (sum, p, i) => sum + gram.product(i, i) - 2n * gram.product(i, p) + gram.product(p, p),
    0n,
  );
  const [up, down] = [BigInt(2 * Math.max(exponent, 0)), BigInt(2 * Math.max(-exponent, 0))];
  const fine = new BallField(2 * balls.bits);
  const value = fine.rational({ numerator: square << up, denominator: (gram.unit * gram.unit) << down });
  return balls.from(fine.sqrt(value));
}

/** The candidate in R^{nD}, or the permuted targets. */
class WideCandidate extends GramPoint implements FormPoint<WidePoint> {
  private readonly distances = new Map<ProofPoint, Ball>();

  /** ‖W − W_p‖ for a centre of this candidate. */
  place(centre: ProofPoint, distance: Ball): void {
    this.distances.set(centre, distance);
  }

  distanceTo(other: WidePoint): Ball {
    const distance = this.distances.get(other);
    if (distance === undefined) throw new RangeError('not a centre of this candidate');
    return distance;
  }
}

/** Of the second derivatives at a wide candidate only their norm is known. */
class NormSpectrum implements Spectrum {
  private readonly point: WideCandidate;

  constructor(point: WideCandidate) {
    this.point = point;
  }
  leastEigenvalue(): null {
    return null;
  }
  inertia(): { readonly reason: string; readonly precision: boolean } {
    return { reason: 'no matrix is made at a wide candidate', precision: false };
  }
  hessianNorm(): Ball {
    return this.point.balls.from(hessianNormUpper(this.point.fine));
  }
}

/** In the given width D the Hessian is H ⊕ M ⊕ … ⊕ M, D − k times M. */
function figuresInWidth(claim: Claim, k: number, d: number): Partial<Figures> {
  if (claim.verdict === 'no-critical-point') return {};
  if (claim.verdict !== 'saddle') return { lambdaMin: claim.lambdaMinAllDimensions };
  const { index, transverseIndex, lambdaMin } = claim;
  const further = transverseIndex ?? 0;
  return {
    index: index + (d - k) * further,
    reason: `λ_min ≤ ${lambdaMin ?? 'λ_min(M)'} < 0 at a critical point; index ${index} + ${further}·(D − ${k}) in dimension D`,
  };
}
