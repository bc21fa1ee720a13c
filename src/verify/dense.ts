import { checkList, checkThat } from '../arithmetic/argument.ts';
import { BallField } from '../arithmetic/ball.ts';
import { decimalOfDyadic, exactDecimal } from '../arithmetic/exact.ts';
import { LIMITS, makeCertificate } from '../certificate/index.ts';
import type { DenseCertificate } from '../certificate/types.ts';
import { BallLandscape, BallVector } from '../landscape/ball-field.ts';
import { Evaluation } from '../landscape/evaluation.ts';
import { canCopyTargets, pointOf, presentTargets, targetVectors } from '../landscape/problem.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import type { Propose } from '../proof/constants.ts';
import { DenseSpectrum, type NegativeDirections } from '../proof/dense-spectrum.ts';
import type { Centre, PointForm } from '../proof/form.ts';
import { nearestTargets } from '../proof/global-minimum.ts';
import type { VerifySettings } from '../proof/options.ts';
import { MAX_SCALE_EXPONENT, scaledCandidate, scaleExponent } from '../proof/scale.ts';

/** The largest Hessian, n·d, that is put together and tested as one dense matrix: of 540 MB, and its factor of 270. */
export const MAX_DENSE_SIZE = 8192;
/** Above this n·d it takes from ten seconds to minutes, so that a point is first tried in the span of its targets, or by symmetry. */
export const SLOW_DENSE_SIZE = 4096;

/** What proposes in a proof with all coordinates; `polish` null: the candidate itself is the centre. */
export interface DenseProposers {
  readonly polish: Propose | null;
  readonly negativeDirections: NegativeDirections;
}

/** Rows of exact decimals. */
type Rows = readonly (readonly string[])[];

/** A point with all its coordinates, to be proved by its whole Hessian, of so many rows at most. */
export function denseForm(
  given: DenseCandidate,
  { dimension, exact, sharp }: VerifySettings,
  { polish, negativeDirections }: DenseProposers,
  mostRows: number = MAX_DENSE_SIZE,
): PointForm<Evaluation, Rows> {
  const { k, n, d } = given;
  const exponent = scaleExponent(given);
  const method = exact ? 'big-integers' : 'cholesky';
  const centreAt = (
    point: Evaluation,
    written: () => Rows,
    lowestDirection: Float64Array | null = null,
  ): Centre<Evaluation, Rows> => ({
    point,
    spectrum: new DenseSpectrum(point, method, negativeDirections, lowestDirection),
    written,
  });
  return {
    obstacle:
      Math.abs(exponent) > MAX_SCALE_EXPONENT
        ? `the targets are about 2^${-exponent} long: no certificate holds numbers beyond 2^±${MAX_SCALE_EXPONENT}`
        : null,
    tooLarge: tooLarge(given, mostRows),
    lostDigits: 0,
    exponent,
    k,
    targetsCanBeCopied: () => canCopyTargets(given),
    lipschitzConstants: sharp ? ['sharp'] : ['plain', 'sharp'],
    at(digits) {
      const scaled = scaledCandidate(given, exponent);
      const point = evaluationOf(scaled, digits);
      const zero = point.zeroNeuron();
      if (zero >= 0) {
        const reason = `neuron ${zero} (counted from 0) is zero or not certainly nonzero: F has no Hessian there`;
        return { reason, precision: true };
      }
      const candidate = centreAt(point, () => exactRows(given.weights));
      return {
        candidate,
        permutedTargets() {
          const nearest = nearestTargets(point);
          if (nearest === null) return null;
          const present = presentTargets(given);
          const permutation = nearest.map((j) => present[j]!);
          const centre = point.at(nearest.map((j) => point.point.targets[j]!));
          const rows = (): Rows => permutation.map((j) => targetRow(given, j));
          return { ...centreAt(centre, rows), witness: { permutation } };
        },
        propose() {
          if (polish === null) return candidate;
          const proposal = polish(point);
          if (proposal === null) return null;
          checkProposal(proposal.neurons, scaled);
          const centre = point.at(proposal.neurons);
          return centreAt(centre, () => centreRows(centre, exponent), proposal.lowestDirection);
        },
      };
    },
    certificate(proven, witness) {
      const targets = given.targets === null ? 'standard-basis' : exactRows(given.targets);
      const problem = { k, n, d, dimension, targets } as const;
      return makeCertificate<DenseCertificate>({ ...proven, kind: 'dense', problem, witness });
    },
  };
}

function tooLarge({ k, n, d }: DenseCandidate, mostRows: number): string | null {
  if (n * d > mostRows)
    return `n·d = ${n * d} is above ${mostRows}, the largest dense Hessian that is tested`;
  const { coordinates, count } = LIMITS;
  if (k * d > coordinates) return `k·d = ${k * d} is above ${coordinates}, the most that a certificate holds`;
  const most = Math.max(k, n, d);
  return most > count
    ? `of n, k and d one is ${most}, above ${count}, the most that a certificate holds`
    : null;
}

/** The landscape at a candidate, to so many digits. */
export function evaluationOf(candidate: DenseCandidate, digits: number): Evaluation {
  const field = new BallLandscape(BallField.ofDigits(digits));
  const neurons = candidate.weights.map((row) => field.vector(row));
  const targets = targetVectors(field, candidate);
  return new Evaluation(field, pointOf(field, candidate.d, neurons, targets, candidate.targets === null));
}

function exactRows(rows: DenseCandidate['weights']): string[][] {
  return rows.map((row) => row.map(exactDecimal));
}

/** The entries of a point whose coordinates are exact (multiples of 2^−bits), divided by 2^exponent. */
function centreRows({ balls, point }: Evaluation, exponent: number): Rows {
  return point.neurons.map((x) => {
    if (x.rad !== 0n) throw new RangeError('a centre must be exact');
    return x.mids.map((mid) => decimalOfDyadic(mid, -balls.bits - exponent));
  });
}

/** A proposal is trusted for nothing but has to be n vectors of R^d, or it would be a point of another landscape. */
function checkProposal(neurons: readonly BallVector[], { n, d }: DenseCandidate): void {
  checkList('proposers.polish: neurons', neurons, n, (place, x) =>
    checkThat(x instanceof BallVector && x.mids.length === d, place, x, `a vector of R^${d}`),
  );
}

/** Target j as exact decimals. */
function targetRow({ d, targets }: DenseCandidate, j: number): string[] {
  if (targets === null) return Array.from({ length: d }, (_, a) => (a === j ? '1' : '0'));
  return targets[j]!.map(exactDecimal);
}
