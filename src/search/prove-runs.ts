import { decimalOf, rationalOf } from '../arithmetic/exact.ts';
import type { DenseCertificate } from '../certificate/types.ts';
import { SHIFT_UNIT } from '../trajectory/block.ts';
import { certificateBall, type EndBall, permutationBall, type Relabelling } from '../trajectory/ends.ts';
import { type ProvedRun, proveRun, type RunProblem } from '../trajectory/prove-run.ts';
import { gaussianStart, preciseStart, VARIATE_BITS } from '../trajectory/start.ts';
import { matchPoints, signatureDistance, signatureOf } from './canonical.ts';
import { descend } from './descent.ts';
import { generatorOf, preciseVariates } from './generator.ts';
import { type Plan, type Row, rowName } from './plan.ts';
import type { RunResult } from './results.ts';

/** What is proved of exact descent, and how another program can prove it again (trajectories.md 9). */
interface Descent {
  /** T: after so many steps the shadow and the exact point are in the ball of the end. */
  readonly steps: number;
  /** By Theorem 1 alone, or with the products of Theorem 2 (trajectories.md 2). */
  readonly method: 'scalar' | 'matrix';
  /** Of the uniform variates, where those of the search are too few (trajectories.md 5.3). */
  readonly bits?: typeof VARIATE_BITS;
  /** e_T ≥ ‖W_T − X_T‖ */
  readonly error: string;
  /** Errors grew by at most e^growth; for people. */
  readonly growth: number;
  /** In turn for each block: its steps, and λ in units of 2^−20. */
  readonly blocks: readonly number[];
}

/** One line of K-N.proofs.jsonl. */
export type RunProof =
  /** It converges to the critical point of a certificate of the search, relabelled. */
  | ({ readonly run: number; readonly outcome: 'spurious'; readonly point: number } & Relabelling & Descent)
  /** It converges to the global minimum with neuron i at the target permutation[i]. */
  | ({ readonly run: number; readonly outcome: 'global'; readonly permutation: readonly number[] } & Descent)
  | { readonly run: number; readonly outcome: 'undecided'; readonly reason: string };

export const proofsName = (row: Row): string => `${rowName(row)}.proofs.jsonl`;

/** Why nothing can be proved of the runs of a plan, or null: the theorems are about the standard basis and W_0 ~ N(0, I/k). */
export function unprovable({ targets, variance, from }: Plan): string | null {
  if (targets !== undefined) return 'other targets than the standard basis';
  if (from !== undefined) return 'starts that are no Gaussian ones';
  return variance === undefined ? null : 'starts of another variance than 1/k';
}

/** Steps beyond those of the search that a run may take until it is in its ball. */
const FURTHER = 10_000;

/**
 * Proves where exact descent of one run ends. The search only proposes: what it says of the run (`found`) and its certified points
 * name the ball. With a slack, of every descent from there whose steps are off by at most so much (trajectories.md 6). With `method` by
 * that alone. A function of its arguments alone.
 */
export function proofOfRun(
  plan: Plan,
  row: Row,
  found: RunResult,
  certificates: ReadonlyMap<number, DenseCertificate>,
  slack = 0,
  method?: RunProblem['method'],
): RunProof {
  const { run } = found;
  const undecided = (reason: string): RunProof => ({ run, outcome: 'undecided', reason });
  const { k, n } = row;
  const stream = { seed: plan.seed, k, n, run };
  const generator = generatorOf(stream);
  const { weights, errorUpper } = gaussianStart(() => generator.uniform(), n, k);
  if (errorUpper === null) return undecided('a pair of variates may be accepted or not');
  const { step, drop, maxIterations, tolerance } = plan;
  const end = descend(weights, n, k, {
    step,
    drop,
    maxIterations,
    ...(tolerance !== undefined && { tolerance }),
  });
  if (end.outcome !== found.outcome || end.iterations !== found.iterations)
    return undecided('the search ended elsewhere than its line says');
  if (end.outcome === 'unresolved') return undecided('the search gave the run up');
  const place =
    end.outcome === 'dropped'
      ? global(row, run, { step, slack }, end.weights)
      : spurious(row, found, { step, slack }, end.weights, certificates);
  if ('reason' in place) return undecided(place.reason);
  const proof = proveRun({
    n,
    k,
    step,
    start: weights,
    startError: errorUpper,
    preciseStart: () => preciseStart(preciseVariates(stream), n, k),
    ball: place.ball,
    maxSteps: 2 * end.iterations + FURTHER,
    slack,
    ...(method !== undefined && { method }),
  });
  if (!proof.proved) return undecided(proof.reason);
  return { ...place.named, ...descentOf(proof) };
}

function descentOf({ steps, method, precise, error, confirmable, growth, blocks }: ProvedRun): Descent {
  return {
    steps,
    method,
    ...(precise && { bits: VARIATE_BITS }),
    error: decimalOf(rationalOf(Number.isFinite(confirmable) ? confirmable : error), 'up', 4),
    growth: Number(growth.toFixed(2)),
    blocks: blocks.flatMap((block) => [block.steps, block.lambda / SHIFT_UNIT]),
  };
}

/** η, and what a step may be off. */
interface Steps {
  readonly step: number;
  readonly slack: number;
}

const named = ({ step, slack }: Steps): string =>
  `the step ${step}${slack > 0 ? ` or the slack ${slack}` : ''} is`;

/** A ball and what the line says of it, or why there is none. */
type Place<P> = { readonly ball: EndBall; readonly named: P } | { readonly reason: string };

type Named<O> = Omit<Extract<RunProof, { outcome: O }>, keyof Descent>;

const DROPPED = 'F fell below the bound, and for n > k global minima are not isolated';

/** Can no method decide the run, or is it decided? */
export const isFinal = (proof: RunProof): boolean =>
  proof.outcome !== 'undecided' || proof.reason === DROPPED;

/** Every neuron of a dropped run at the target that it is nearest to. */
function global({ k, n }: Row, run: number, steps: Steps, weights: Float64Array): Place<Named<'global'>> {
  if (n > k) return { reason: DROPPED };
  const permutation = Array.from({ length: n }, (_, i) => {
    const neuron = weights.subarray(i * k, i * k + k);
    return neuron.indexOf(Math.max(...neuron));
  });
  if (new Set(permutation).size < n) return { reason: 'two neurons are nearest to one target' };
  const ball = permutationBall(permutation, steps.step, steps.slack);
  if (ball === null) return { reason: `${named(steps)} too large at the targets` };
  return { ball, named: { run, outcome: 'global', permutation } };
}

function spurious(
  { k, n }: Row,
  { run, point, verdict }: RunResult,
  steps: Steps,
  weights: Float64Array,
  certificates: ReadonlyMap<number, DenseCertificate>,
): Place<Named<'spurious'>> {
  const certificate = point === null ? undefined : certificates.get(point);
  if (point === null || certificate === undefined)
    return { reason: 'no critical point was certified at its end' };
  if (verdict !== 'spurious-local-minimum') return { reason: `the search ended at a certified ${verdict}` };
  const centre = Float64Array.from(certificate.point.centre.flat(), Number);
  const least = signatureDistance(signatureOf(centre), signatureOf(weights));
  for (const tolerance of [4 * least + 1e-9, 1e-7, 1e-5]) {
    const match = matchPoints(centre, weights, n, k, tolerance);
    if (match === null) continue;
    const { rows, columns } = match;
    const ball = certificateBall(certificate, { rows, columns }, steps.step, steps.slack);
    if (ball === null) return { reason: `${named(steps)} too large at point ${point}` };
    return { ball, named: { run, outcome: 'spurious', point, rows, columns } };
  }
  return { reason: `no relabelling of point ${point} was found` };
}

/** Counts of a row, and the hash of its file. */
export interface ProvedRow extends Row {
  readonly runs: number;
  readonly spurious: number;
  readonly global: number;
  readonly undecided: number;
  readonly proofs: string;
  /** Of the bytes of that file. */
  readonly sha256: string;
}

/** proofs.json: what was proved of the runs of a search. */
export interface ProofManifest {
  readonly format: 'spurious-proofs';
  readonly version: 1;
  readonly producer: { readonly name: string; readonly version: string };
  /** Of plan.json, which was there before the first run. */
  readonly plan: string;
  /** What each step may be off, in the proofs of `prove-runs --slack`. */
  readonly slack?: number;
  readonly rows: readonly ProvedRow[];
}

export const proofsText = (proofs: readonly RunProof[]): string =>
  proofs.map((proof) => `${JSON.stringify(proof)}\n`).join('');

/** The whole lines of a file of proofs by run number; what an interruption left half written is passed over. */
export function proofsOfText(text: string): Map<number, RunProof> {
  const proofs = new Map<number, RunProof>();
  for (const line of text.split('\n').slice(0, -1)) {
    const proof = proofOfLine(line);
    if (proof !== null) proofs.set(proof.run, proof);
  }
  return proofs;
}

function proofOfLine(line: string): RunProof | null {
  let proof: RunProof;
  try {
    proof = JSON.parse(line) as RunProof;
  } catch {
    return null;
  }
  if (typeof proof !== 'object' || proof === null || !Number.isSafeInteger(proof.run)) return null;
  return ['spurious', 'global', 'undecided'].includes(proof.outcome) ? proof : null;
}

export function provedRow(row: Row, proofs: readonly RunProof[], sha256: string): ProvedRow {
  const count = (wanted: RunProof['outcome']): number =>
    proofs.filter(({ outcome }) => outcome === wanted).length;
  return {
    k: row.k,
    n: row.n,
    runs: proofs.length,
    spurious: count('spurious'),
    global: count('global'),
    undecided: count('undecided'),
    proofs: proofsName(row),
    sha256,
  };
}
