import { DEFAULT_DIGITS } from '../../proof/options.ts';
import { type Command, type Context, type OptionSpec, UsageError } from '../context.ts';
import { listed } from '../plain-arguments.ts';
import { BESIDE, CANDIDATE_OPTIONS } from '../shared/candidate-options.ts';
import type { EliminateArguments } from './eliminate-options.ts';

/** Options that mean something for certificates and candidates only. */
const withFiles = (spec: OptionSpec): OptionSpec => ({ ...spec, goesWith: ['files'] });
const withModel = (spec: Omit<OptionSpec, 'type'>): OptionSpec => ({
  type: 'string',
  goesWith: ['model', 'outputs'],
  ...spec,
});
const withDescent = (describe: string, value: string): OptionSpec => ({
  type: 'number',
  value,
  describe,
  goesWith: ['descent'],
});

export const eliminateCommand: Command<EliminateArguments> = {
  name: 'eliminate',
  describe:
    'What one added exponential neuron does: to certified minima, on finite data, in the papers’ examples',
  operands: {
    name: 'files',
    value: 'FILE',
    count: 'any',
    reads: true,
    describe: 'Certificates of spurious local minima, or candidates as for verify',
  },
  options: {
    example: { type: 'string', value: '1…7|all', describe: 'An example of the paper' },
    figure: {
      type: 'string',
      value: '1|4|NAME=A..B',
      describe: 'A figure of the paper, or with --model of that parameter, as SVG',
    },
    model: { type: 'string', value: 'FILE', reads: true, describe: 'A model (JSON), for finite data' },
    json: { type: 'boolean', notWith: 'figure', describe: 'Machine-readable output' },
    family: withFiles(CANDIDATE_OPTIONS.family),
    targets: withFiles(CANDIDATE_OPTIONS.targets),
    variable: withFiles(CANDIDATE_OPTIONS.variable),
    k: withFiles(CANDIDATE_OPTIONS.k),
    transpose: withFiles(CANDIDATE_OPTIONS.transpose),
    digits: withFiles({
      type: 'number',
      value: 'N',
      default: DEFAULT_DIGITS,
      describe: 'Decimal digits for the verification of a candidate',
    }),
    recheck: {
      type: 'boolean',
      goesWith: ['files', 'model', 'outputs'],
      describe: 'Run the independent checker as well',
    },
    outputs: {
      type: 'string',
      value: 'FILE',
      reads: true,
      describe: 'The outputs of a model at the data, in place of the model',
    },
    data: withModel({
      value: 'FILE',
      reads: true,
      describe: 'The data: a table of text, .npy, .npz or IDX, each also .gz',
    }),
    labels: withModel({ value: 'FILE', reads: true, describe: 'Labels in a file of their own' }),
    loss: withModel({
      value: 'LOSS',
      describe: 'squared, logistic, cross-entropy, hinge:P or an expression in q and y',
    }),
    witness: withModel({
      value: 'FILE',
      reads: true,
      describe: 'The model at parameters with the right signs, or the least loss',
    }),
    range: withModel({ value: 'A..B', describe: 'Outputs that matter, for a loss that is an expression' }),
    neuron: withModel({ value: 'EXPR', describe: 'The added neuron, an expression in z; default exp(z)' }),
    augment: withModel({ value: 'WHERE', describe: 'output (the default), single, layer or monomial:P' }),
    beside: { ...BESIDE, goesWith: ['model', 'outputs'] },
    descent: {
      type: 'string',
      choices: ['gd', 'adagrad'],
      goesWith: ['model', 'example'],
      describe: 'Run the descent with the monitor; of the examples, 1',
    },
    trials: withDescent('Runs of the descent, default 20', 'N'),
    threshold: withDescent('Restart where ‖a‖+‖b‖+‖W‖ passes this, default 7', 'X'),
    seed: withDescent('Seed of the descent, default 1', 'S'),
    step: withDescent('Step size', 'X'),
    'max-iterations': withDescent('Steps of a run, at most', 'N'),
    batch: withDescent('Examples in a batch; 0, the default, for all', 'N'),
    'verify-ends': {
      type: 'boolean',
      goesWith: ['descent'],
      describe: 'Prove what lies next to each end θ in the landscape of L, as verify --model does',
    },
    lambda: {
      type: 'string',
      value: 'X',
      goesWith: ['files', 'figure', 'model', 'outputs', 'descent'],
      describe: 'Weight of the regulariser, above 0, default 1',
    },
    out: {
      type: 'string',
      value: 'DIR|FILE.svg',
      goesWith: ['files', 'figure', 'model', 'outputs', 'descent'],
      describe: 'Folder for certificates and results; with --figure the file',
    },
  },
  examples: [
    ['eliminate certificates/6-6.certificate.json --recheck', 'a minimum that does not survive'],
    ['eliminate --model model.json --data data.csv --loss squared', 'finite data'],
    ['eliminate --example 1 --descent gd --trials 5', 'an example, by descent'],
  ],
  exits: {
    holds: 'every minimum is eliminated; on finite data the question is decided',
    doesNotHold: 'one is not, or nothing is decided',
  },
  run: runEliminate,
};

/** What the command is asked for; exactly one of these. */
const MODES: Record<string, (args: EliminateArguments) => boolean> = {
  'FILE…': ({ files }) => files.length > 0,
  '--example': ({ example }) => example !== undefined,
  '--figure': ({ figure }) => figure !== undefined,
  '--model': ({ model, figure }) => model !== undefined && figure === undefined,
  '--outputs': ({ outputs }) => outputs !== undefined,
};

async function runEliminate(args: EliminateArguments, context: Context): Promise<number> {
  const modes = Object.keys(MODES).filter((mode) => MODES[mode]!(args));
  if (modes.length !== 1)
    throw new UsageError(
      `eliminate takes one of ${listed(Object.keys(MODES))}${modes.length === 0 ? '' : `, not ${modes.join(' and ')} together`}; see spurious eliminate --help`,
    );
  if (args.model !== undefined && args.figure !== undefined) {
    const { runModelFigure } = await import('./eliminate-figure.ts');
    return runModelFigure(args, context);
  }
  if (args.model !== undefined || args.outputs !== undefined) {
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
