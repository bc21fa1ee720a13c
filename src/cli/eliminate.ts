import type { Argv } from 'yargs';
import { DEFAULT_DIGITS } from '../proof/verify.ts';
import { withCandidateOptions } from './candidate-options.ts';
import { type Command, type Context, UsageError } from './context.ts';
import type { EliminateArguments } from './eliminate-options.ts';

export const eliminateCommand: Command<EliminateArguments> = {
  command: 'eliminate [files..]',
  describe:
    'What one added exponential neuron does: to certified minima, on finite data, in the papers’ examples',
  builder: (yargs: Argv): Argv =>
    withCandidateOptions(
      yargs
        .positional('files', {
          type: 'string',
          array: true,
          default: [],
          describe: 'Certificates of spurious local minima, or candidates as for verify',
        })
        .option('example', {
          type: 'string',
          requiresArg: true,
          describe: 'An example of the paper: 1…7 or all',
        })
        .option('figure', {
          type: 'string',
          requiresArg: true,
          describe: 'Figure 1 or 4 of the paper, as SVG',
        })
        .option('model', { type: 'string', requiresArg: true, describe: 'A model (JSON), for finite data' })
        .option('data', { type: 'string', requiresArg: true, describe: 'The data: CSV, .npy or IDX' })
        .option('labels', { type: 'string', requiresArg: true, describe: 'Labels in a file of their own' })
        .option('loss', {
          type: 'string',
          requiresArg: true,
          describe: 'squared, logistic, cross-entropy or hinge:P',
        })
        .option('augment', {
          type: 'string',
          requiresArg: true,
          describe: 'output, single, layer or monomial:P',
        })
        .option('lambda', {
          type: 'string',
          requiresArg: true,
          describe: 'Weight of the regulariser, above 0',
        })
        .option('descent', { type: 'string', requiresArg: true, describe: 'gd or adagrad' })
        .option('trials', { type: 'number', requiresArg: true, describe: 'Runs of the descent' })
        .option('threshold', {
          type: 'number',
          requiresArg: true,
          describe: 'Restart where ‖a‖+‖b‖+‖W‖ passes this',
        })
        .option('seed', { type: 'string', requiresArg: true, describe: 'Seed of the descent' })
        .option('step', { type: 'number', requiresArg: true, describe: 'Step size of the descent' })
        .option('max-iterations', { type: 'number', requiresArg: true, describe: 'Steps of a run, at most' })
        .option('batch', { type: 'number', requiresArg: true, describe: 'Examples in a batch; 0 for all' })
        .option('digits', {
          type: 'number',
          requiresArg: true,
          default: DEFAULT_DIGITS,
          describe: 'Decimal digits for the verification of a candidate',
        }),
    )
      .option('recheck', { type: 'boolean', default: false, describe: 'Run the independent checker as well' })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder for certificates and results; with --figure FILE.svg',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Machine-readable output' }),
  run: runEliminate,
};

/** What the command is asked for; exactly one of these. */
const MODES: Record<string, (args: EliminateArguments) => boolean> = {
  'certificates or candidates': ({ files }) => files.length > 0,
  '--example': ({ example }) => example !== undefined,
  '--figure': ({ figure }) => figure !== undefined,
  '--model': ({ model }) => model !== undefined,
};

/** Options that mean something together with another one only. */
const COMPANIONS: readonly {
  readonly of: string;
  readonly given: (args: EliminateArguments) => boolean;
  readonly options: readonly (keyof EliminateArguments)[];
}[] = [
  {
    of: 'certificates or candidates',
    given: ({ files }) => files.length > 0,
    options: ['family', 'targets', 'variable', 'transpose', 'k', 'recheck'],
  },
  {
    of: '--model',
    given: ({ model }) => model !== undefined,
    options: ['data', 'labels', 'loss', 'augment'],
  },
  {
    of: '--descent',
    given: ({ descent }) => descent !== undefined,
    options: ['trials', 'threshold', 'seed', 'step', 'maxIterations', 'batch'],
  },
];

async function runEliminate(args: EliminateArguments, context: Context): Promise<number> {
  const modes = Object.keys(MODES).filter((mode) => MODES[mode]!(args));
  if (modes.length !== 1)
    throw new UsageError(
      `eliminate takes ${modes.length === 0 ? 'one' : 'only one'} of ${Object.keys(MODES).join(', ')}`,
    );
  for (const { of, given, options } of COMPANIONS) {
    const idle = given(args) ? undefined : options.find((name) => (args[name] ?? false) !== false);
    if (idle !== undefined)
      throw new UsageError(`--${idle.replace('maxIterations', 'max-iterations')} goes with ${of}`);
  }
  if (args.model !== undefined) {
    const { runEliminateData } = await import('./eliminate-data.ts');
    return runEliminateData(args, context);
  }
  if (args.descent !== undefined) {
    const { runExampleDescent } = await import('./eliminate-descent.ts');
    return runExampleDescent(args, context);
  }
  if (args.example !== undefined || args.figure !== undefined) {
    const { runExamples, runFigure } = await import('./eliminate-examples.ts');
    return args.example === undefined ? runFigure(args, context) : runExamples(args, context);
  }
  const { runEliminateMinima } = await import('./eliminate-minima.ts');
  return runEliminateMinima(args, context);
}
