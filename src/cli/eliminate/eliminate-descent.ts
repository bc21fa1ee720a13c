import { join } from 'node:path';
import { BallField } from '../../arithmetic/ball.ts';
import { counted } from '../../arithmetic/counted.ts';
import { minimumOverFunctions } from '../../elimination/data/attainment.ts';
import type { Augmented } from '../../elimination/data/augmented.ts';
import { augmentationName } from '../../elimination/data/empirical.ts';
import { lossName } from '../../elimination/data/loss.ts';
import { doubleOf } from '../../elimination/data/ring.ts';
import { type Method, TOLERANCE, type Trial } from '../../elimination/descent/descent.ts';
import {
  summaryOf,
  type TrialSetting,
  trajectoriesCsv,
  trialsCsv,
  WAYS,
  type Way,
  type WaySummary,
} from '../../elimination/descent/trials.ts';
import { writeFileAtomic } from '../../files/index.ts';
import { type Context, EXIT, UsageError } from '../context.ts';
import { compute } from '../shared/compute.ts';
import { positiveNumber, wholeNumber } from '../shared/numbers.ts';
import { mapTasks } from '../shared/pool.ts';
import type { DescentTask } from './eliminate-descent-task.ts';
import {
  augmentedCounts,
  countsOf,
  endsTable,
  endValues,
  provedShare,
  verifiedEnds,
} from './eliminate-ends.ts';
import { type EliminateArguments, lambdaOf } from './eliminate-options.ts';
import type { DataRequest } from './eliminate-request.ts';

/** Rows of each trajectory that are written, about. */
const ROWS = 200;

interface Numbers {
  readonly method: Method;
  readonly step: number;
  readonly iterations: number;
  readonly batch: number;
  readonly threshold: number;
  readonly trials: number;
  readonly seed: number;
}

/** Descent on L, L̃, and L̃ with the monitor, on the data of the request. */
export async function runEliminateDescent(
  args: EliminateArguments,
  { augmented, examples, model, data }: DataRequest,
  context: Context,
): Promise<number> {
  const { problem, augmentation, lambda } = augmented;
  if (augmentation.kind === 'layer')
    throw new UsageError('--descent takes --augment output, single or monomial:P, not layer');
  if ('given' in problem.network)
    throw new UsageError('--descent takes --model FILE, not --outputs: it moves the parameters of a model');
  if (augmentation.kind !== 'output' && problem.network.outputs !== 1)
    throw new UsageError(`--augment ${augmentationName(augmentation)} takes a model with one output`);
  const numbers = numbersOf(args, { step: 0.05, iterations: 1000, trials: 20 });
  const least = await compute(
    context,
    'eliminate',
    () => minimumOverFunctions(BallField.ofDigits(30), problem).value,
  );
  const setting: TrialSetting = {
    model: problem.network,
    problem: {
      loss: problem.loss,
      augmentation,
      lambda: Number(lambda),
      inputs: Array.from(examples.inputs, (row) => Float64Array.from(row, Number)),
      labels: examples.labels.map((row) => Float64Array.from(row, Number)),
    },
    options: optionsOf(
      numbers,
      least === null ? Number.NEGATIVE_INFINITY : doubleOf(least) / problem.examples,
    ),
  };
  const verify = args.verifyEnds ? augmented : null;
  return compare(args, { source: model, data }, setting, numbers, context, verify);
}

/** `--example 1 --descent …`: K Example 1, whose descent from near θ = .2 runs off in b. */
export async function runExampleDescent(args: EliminateArguments, context: Context): Promise<number> {
  if (args.example !== '1') throw new UsageError('--descent goes with --model, or with --example 1');
  if (args.verifyEnds) throw new UsageError('--verify-ends goes with --model');
  const numbers = numbersOf(args, {
    step: args.descent === 'adagrad' ? 0.2 : 0.001,
    iterations: 200_000,
    trials: 20,
  });
  const setting: TrialSetting = {
    model: 'example 1',
    problem: {
      loss: { kind: 'hinge', power: 3 },
      augmentation: { kind: 'output' },
      // b grows like ½ log(16λt): with λ = 1 the threshold 7 takes 75 000 units of time.
      lambda: args.lambda === undefined ? 100 : Number(lambdaOf(args)),
      inputs: [Float64Array.of(0)],
      labels: [Float64Array.of(-1)],
    },
    options: optionsOf(numbers, 0),
  };
  return compare(args, { source: 'K Example 1', data: 'x = 0, y = -1' }, setting, numbers, context);
}

function optionsOf(numbers: Numbers, infimum: number): TrialSetting['options'] {
  const { method, step, iterations, batch, threshold } = numbers;
  return { method, step, iterations, batch, threshold, infimum, rows: ROWS };
}

/** Reads the options of descent. Throws UsageError. */
function numbersOf(
  args: EliminateArguments,
  usual: { step: number; iterations: number; trials: number },
): Numbers {
  return {
    method: args.descent as Method,
    step: positiveNumber('--step', args.step ?? usual.step),
    iterations: wholeNumber('--max-iterations', args.maxIterations ?? usual.iterations, 1, 1e9),
    batch: wholeNumber('--batch', args.batch ?? 0, 0, 1e9),
    threshold: positiveNumber('--threshold', args.threshold ?? 7),
    trials: wholeNumber('--trials', args.trials ?? usual.trials, 1, 1e6),
    seed: wholeNumber('--seed', args.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
  };
}

async function compare(
  args: EliminateArguments,
  names: { source: string; data: string },
  setting: TrialSetting,
  numbers: Numbers,
  context: Context,
  verified: Augmented | null = null,
): Promise<number> {
  const { seed, trials: count } = numbers;
  const tasks: DescentTask[] = Array.from({ length: count }, (_, trial) => ({ setting, seed, trial }));
  const outcomes = await mapTasks<DescentTask, Record<Way, Trial>>(
    tasks,
    new URL('./eliminate-descent-task.js', import.meta.url),
    context,
    'descent',
  );
  const trials = outcomes.map((outcome) => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  const summaries = WAYS.map((way) =>
    summaryOf(
      way,
      trials.map((ways) => ways[way]),
    ),
  );
  const { histogramCsv, histogramSvg, histogramText, kindsCsv, kindsSvg } = await import(
    '../../report/histogram.ts'
  );
  const series = WAYS.map((name) => ({ name, values: trials.map((ways) => ways[name].loss) }));
  if (args.out !== undefined) {
    const write = (name: string, text: string): void => writeFileAtomic(join(args.out!, name), text);
    write('trials.csv', trialsCsv(trials));
    write('trajectories.csv', trajectoriesCsv(trials));
    write('histogram.csv', histogramCsv(series));
    write('histogram.svg', histogramSvg(series, 'loss L at the end'));
  }
  const ends = verified === null ? null : await verifiedEnds(verified, trials, args.out, context);
  if (ends !== null && args.out !== undefined) {
    const values = endValues(ends, trials);
    writeFileAtomic(join(args.out, 'certified.csv'), kindsCsv(values));
    writeFileAtomic(
      join(args.out, 'certified.svg'),
      kindsSvg(values, 'loss L at the end, by what is proved there'),
    );
  }
  const { problem, options } = setting;
  const result = {
    ...names,
    loss: lossName(problem.loss),
    augmentation: augmentationName(problem.augmentation!),
    lambda: problem.lambda,
    ...numbers,
    infimum: options.infimum,
    tolerance: TOLERANCE,
    ways: summaries.map((summary) => ({
      ...summary,
      ...(ends === null
        ? {}
        : {
            proved: countsOf(ends[summary.way]),
            provedShare: provedShare(ends[summary.way]),
            provedAugmented: augmentedCounts(ends[summary.way]),
          }),
      ends: trials.map((ways, trial) => {
        const { trajectory: _, theta: _theta, added: _added, ...end } = ways[summary.way];
        return ends === null ? end : { ...end, proved: ends[summary.way][trial]! };
      }),
    })),
  };
  if (args.json) context.out(`${JSON.stringify({ results: [result] }, null, 2)}\n`);
  else
    context.out(
      `${names.source} on ${names.data}: ${result.loss} loss, ${result.augmentation}, lambda ${result.lambda}, ${numbers.method}, step ${numbers.step}, at most ${counted(numbers.iterations, 'step')}, ${counted(count, 'trial')}, seed ${seed}\n\n${tableOf(summaries)}${ends === null ? '' : `\n${endsTable(ends)}`}\nLoss L at the end\n${histogramText(series)}`,
    );
  return EXIT.holds;
}

function tableOf(summaries: readonly WaySummary[]): string {
  const head = [
    '',
    'global',
    'stationary',
    'diverging',
    'unfinished',
    'restarted',
    'restarts',
    'mean L',
    'median L',
  ];
  const number = (x: number | null): string => (x === null ? '-' : x.toPrecision(5));
  const rows = summaries.map(({ way, outcomes, restartedTrials, restarts, meanLoss, medianLoss }) => [
    way,
    ...Object.values(outcomes).map(String),
    String(restartedTrials),
    String(restarts),
    number(meanLoss),
    number(medianLoss),
  ]);
  const table = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
  return `${table.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')).join('\n')}\n`;
}
