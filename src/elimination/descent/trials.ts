import type { FormulaModel, Network } from '../../model/network.ts';
import { type DescentOptions, descend, type Outcome, type Trial } from './descent.ts';
import { exampleOneModel, type FloatModel, floatFormulas, floatNetwork, type Random } from './float-model.ts';
import type { FloatProblem } from './float-objective.ts';

/** The three ways of K, Appendix D: L alone, L̃, and L̃ with restarts. */
export const WAYS = ['original', 'augmented', 'monitored'] as const;
export type Way = (typeof WAYS)[number];

/** What all trials have in common; plain data, so that it can be sent to a worker. */
export interface TrialSetting {
  /** A network, a model of formulas, or the one-parameter model of K Example 1. */
  readonly model: Network | FormulaModel | 'example 1';
  readonly problem: Omit<FloatProblem, 'model'>;
  readonly options: Omit<DescentOptions, 'monitored'>;
}

/** The trials of all three ways from one start; `randomOf` gives each a stream of its own. */
export function trialsFrom(
  setting: TrialSetting,
  own: boolean,
  randomOf: (stream: number) => Random,
): Record<Way, Trial> {
  const { problem, options } = setting;
  const model = floatModelOf(setting.model);
  const start = own ? model.own : model.start(randomOf(0));
  const run = (way: Way, stream: number): Trial => {
    const augmentation = way === 'original' ? null : problem.augmentation;
    const monitored = way === 'monitored';
    return descend({ ...problem, model, augmentation }, start, { ...options, monitored }, randomOf(stream));
  };
  // The same draws for L̃ with and without the monitor: they part where it first acts.
  return { original: run('original', 1), augmented: run('augmented', 2), monitored: run('monitored', 2) };
}

function floatModelOf(model: TrialSetting['model']): FloatModel {
  if (model === 'example 1') return exampleOneModel();
  return 'formulas' in model ? floatFormulas(model) : floatNetwork(model);
}

/** How the trials of one way ended. */
export interface WaySummary {
  readonly way: Way;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Trials that were restarted at least once, and all restarts together. */
  readonly restartedTrials: number;
  readonly restarts: number;
  /** Of L(θ) at the ends, over the finite ones; null when there is none. */
  readonly meanLoss: number | null;
  readonly medianLoss: number | null;
}

export function summaryOf(way: Way, trials: readonly Trial[]): WaySummary {
  const count = (outcome: Outcome): number => trials.filter((trial) => trial.outcome === outcome).length;
  const losses = trials
    .map(({ loss }) => loss)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const middle = losses.length / 2;
  return {
    way,
    outcomes: {
      'global-minimum': count('global-minimum'),
      stationary: count('stationary'),
      diverging: count('diverging'),
      unfinished: count('unfinished'),
    },
    restartedTrials: trials.filter(({ restarts }) => restarts > 0).length,
    restarts: trials.reduce((sum, { restarts }) => sum + restarts, 0),
    meanLoss: losses.length === 0 ? null : losses.reduce((sum, x) => sum + x, 0) / losses.length,
    medianLoss:
      losses.length === 0 ? null : (losses[Math.floor(middle - 0.5)]! + losses[Math.ceil(middle - 0.5)]!) / 2,
  };
}

/** One line for each trial of each way. */
export function trialsCsv(trials: readonly Record<Way, Trial>[]): string {
  const lines = trials.flatMap((ways, trial) =>
    WAYS.map((way) => {
      const { outcome, loss, objective, steps, restarts, norm } = ways[way];
      return [way, trial, outcome, loss, objective, steps, restarts, norm].join(',');
    }),
  );
  return `way,trial,outcome,loss,objective,steps,restarts,largestNorm\n${lines.join('\n')}\n`;
}

/** The recorded steps of every trial. */
export function trajectoriesCsv(trials: readonly Record<Way, Trial>[]): string {
  const width = trials[0]?.original.trajectory[0]?.theta.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => `,theta${i}`).join('');
  const lines = trials.flatMap((ways, trial) =>
    WAYS.flatMap((way) =>
      ways[way].trajectory.map(({ step, restarts, loss, objective, normA, normB, normW, theta }) =>
        [way, trial, step, restarts, loss, objective, normA, normB, normW, ...theta].join(','),
      ),
    ),
  );
  return `way,trial,step,restarts,loss,objective,normA,normB,normW${columns}\n${lines.join('\n')}\n`;
}
