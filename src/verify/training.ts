import { checkExact, checkList, checkThat, checkWhole } from '../arithmetic/argument.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import type { DataCertificate } from '../certificate/index.ts';
import type { Placement } from '../elimination/data/certificate.ts';
import type { Empirical } from '../elimination/data/empirical.ts';
import { layersOf } from '../model/network.ts';
import { PRODUCER } from '../proof/producer.ts';
import { negativeDirections } from '../proposals/dense/negative-directions.ts';
import { independentRows } from '../proposals/training/pivots.ts';
import { polishTraining } from '../proposals/training/polish.ts';
import { type Normal, restarts, settled } from '../proposals/training/restarts.ts';
import { trainingCertificate } from '../training/certificate.ts';
import { decideTraining, type TrainingDecision, type Witness } from '../training/decide.ts';
import { parametersOf, type TrainingProblem, trainingProblem } from '../training/problem.ts';

/** Most entries of θ, and parameters times examples, that are verified. */
export const TRAINING_LIMITS = { parameters: 1000, work: 3_000_000 } as const;

export interface TrainingVerifyOptions {
  /** μ ≥ 0, the weight of ½‖θ‖²; 0 by default. */
  readonly decay?: ExactNumber;
  readonly digits?: number;
  /** Newton's steps first; yes by default. */
  readonly polish?: boolean;
  /** θ' that may be better, and a number of restarts that look for one. */
  readonly better?: readonly ExactNumber[] | null;
  readonly restarts?: number;
  readonly normal?: Normal;
  readonly producer?: { readonly name: string; readonly version: string };
}

export interface TrainingVerification {
  readonly problem: TrainingProblem;
  readonly theta: readonly ExactNumber[];
  readonly decision: TrainingDecision;
  /** A certificate that the checker confirms; null for inconclusive. */
  certify(place?: Placement): DataCertificate | null;
}

/** Proves what lies next to the point θ of a model on finite data, as `spurious verify --model` does. */
export function verifyTraining(
  empirical: Empirical,
  options: TrainingVerifyOptions = {},
): TrainingVerification {
  const { decay = 0, digits = 40, polish = true, better = null, restarts: runs = 0 } = options;
  checkWhole('options.digits', digits, 20, 200);
  checkWhole('options.restarts', runs, 0, 1_000_000);
  const problem = trainingProblem(empirical, decay);
  const theta = parametersOf(problem.empirical.network);
  checkThat(theta.length > 0, 'empirical.network', theta, 'a model with parameters');
  if (better !== null) checkList('options.better', better, theta.length, checkExact);
  const { normal } = options;
  const decision = decideTraining(problem, theta, {
    digits,
    proposers: {
      polish: polish ? polishTraining : (_, at) => [...at],
      negativeDirections,
      independentRows,
      better: () => witnesses(problem, better, runs, normal),
    },
  });
  const producer = { ...(options.producer ?? PRODUCER), digits };
  const certify = (place?: Placement): DataCertificate | null =>
    trainingCertificate(problem, theta, decision, producer, place);
  return { problem, theta, decision, certify };
}

function witnesses(
  problem: TrainingProblem,
  given: readonly ExactNumber[] | null,
  runs: number,
  normal: Normal | undefined,
): Witness[] {
  const own = given === null ? [] : [{ theta: given, origin: 'that was given' }];
  if (runs === 0 || normal === undefined) return own;
  const found = restarts(problem, runs, normal).map((theta) => ({ theta, origin: 'found by restarts' }));
  return [...own, ...found.slice(0, MOST_TRIED)];
}

/** Ends of restarts that are enclosed: the best ones. */
const MOST_TRIED = 3;

/** A point at which descent in doubles from the model's own ends, for those who want to know what lies there; null for none. */
export function settledPoint(empirical: Empirical, decay: ExactNumber = 0): ExactNumber[] | null {
  const problem = trainingProblem(empirical, decay);
  return settled(problem, parametersOf(problem.empirical.network));
}

/** Have two models the same parameters, up to their values? */
export function sameShape(a: Empirical['network'], b: Empirical['network']): boolean {
  const [first, second] = [layersOf(a), layersOf(b)];
  if (first !== null && second !== null)
    return (
      first.length === second.length &&
      first.every(
        ({ weights, unbiased }, l) =>
          unbiased === second[l]!.unbiased &&
          weights.length === second[l]!.weights.length &&
          weights[0]!.length === second[l]!.weights[0]!.length,
      )
    );
  if (!('formulas' in a && 'formulas' in b)) return false;
  return Object.keys(a.parameters).join() === Object.keys(b.parameters).join();
}
