import { counted } from '../../arithmetic/counted.ts';
import { isExactNumber } from '../../arithmetic/exact.ts';
import { type NeuronCondition, neuronCondition } from '../../elimination/data/added-neuron.ts';
import { type Augmented, addedOf, addedShape } from '../../elimination/data/augmented.ts';
import {
  type Augmentation,
  type Empirical,
  empiricalOf,
  NoFunction,
  parseAugmentation,
} from '../../elimination/data/empirical.ts';
import { type Loss, lossVariables, type OutputRange, parseLoss } from '../../elimination/data/loss.ts';
import { ExpressionError, type Parser } from '../../expression/parse.ts';
import type { Tree } from '../../expression/tree.ts';
import {
  anyModelFromJson,
  FileError,
  holdsExpressions,
  type JsonValue,
  type LabelKind,
  modelFromJson,
  readExamples,
  readJsonFile,
  readOutputs,
} from '../../files/index.ts';
import {
  type Examples,
  type FormulaModel,
  layersOf,
  type Model,
  type Network,
  type OutputModel,
  sameArchitecture,
} from '../../model/network.ts';
import { UsageError } from '../context.ts';
import { type EliminateArguments, lambdaOf } from './eliminate-options.ts';

/** A model, its data, and what is asked about them. */
export interface DataRequest {
  readonly augmented: Augmented;
  readonly examples: Examples;
  /** The file of the model, or of its outputs. */
  readonly model: string;
  readonly data: string;
  /** What is known of a neuron that was given as an expression; null where none was. */
  readonly neuron: NeuronCondition | null;
}

/** What is read before it is known whether expressions are used: those are read with a package that takes time to load. */
export interface Preparation {
  readonly modelJson: JsonValue | null;
  readonly witnessJson: JsonValue | null;
  readonly expressions: boolean;
}

/** Reads the model file as it stands. Throws UsageError and FileError. */
export function prepare(
  args: ProblemArguments & Pick<EliminateArguments, 'neuron' | 'augment' | 'witness'>,
): Preparation {
  const { model, outputs, data, loss, neuron, augment, witness } = args;
  if ((model === undefined) === (outputs === undefined) || data === undefined)
    throw new UsageError('finite data take --model FILE or --outputs FILE, and --data FILE');
  if (loss === undefined) throw new UsageError(`--loss takes ${LOSSES}, not nothing`);
  // A word alone is a misspelt name; of an expression the parser says what is wrong.
  if (parseLoss(loss) === null && /^[a-z-]+(:.*)?$/i.test(loss) && loss !== 'q' && loss !== 'y')
    throw new UsageError(`--loss takes ${LOSSES}, not ${JSON.stringify(loss.slice(0, 40))}`);
  if (parseAugmentation(augment ?? 'output') === null)
    throw new UsageError(
      `--augment takes output, single, layer or monomial:P with P from 1 to 64, not ${JSON.stringify(augment!.slice(0, 40))}`,
    );
  if (witness !== undefined && model === undefined)
    throw new UsageError('--witness goes with --model: of outputs alone no architecture is known');
  const modelJson = model === undefined ? null : readJsonFile(model);
  const witnessJson = witness === undefined ? null : readJsonFile(witness);
  const expressions =
    parseLoss(loss) === null ||
    neuron !== undefined ||
    [modelJson, witnessJson].some((json) => json !== null && holdsExpressions(json));
  return { modelJson, witnessJson, expressions };
}

const LOSSES =
  'squared, logistic, cross-entropy, hinge:P with P from 2 to 64, or an expression in q and y like "(1 - y*q)^2"';

/** Reads what the options name. Throws UsageError and FileError. */
export function requestOf(
  args: EliminateArguments,
  { modelJson, witnessJson }: Preparation,
  parser: Parser | null,
): DataRequest {
  const named = parseAugmentation(args.augment ?? 'output')!;
  const neuron = neuronOf(args, parser);
  const augmentation = augmentationFor(named, neuron);
  const lambda = lambdaOf(args, true);
  const { problem, examples: all, source } = problemFrom(args, modelJson, parser);
  const augmented: Augmented = {
    problem,
    augmentation,
    lambda,
    ...(neuron?.shape ? { neuron: neuron.shape } : {}),
    ...(witnessJson === null
      ? {}
      : { witness: witnessOf(witnessJson, args.witness!, problem.network, parser) }),
  };
  checkAdded(augmented, source);
  return { augmented, examples: all, model: source, data: args.data!, neuron };
}

/** What of the options names a model, data and a loss. */
export type ProblemArguments = Pick<
  EliminateArguments,
  'model' | 'outputs' | 'data' | 'labels' | 'loss' | 'range'
>;

/** The model, or its outputs, with its data and loss. Throws UsageError and FileError. */
export function problemFrom(
  args: ProblemArguments,
  modelJson: JsonValue | null,
  parser: Parser | null,
): { readonly problem: Empirical; readonly examples: Examples; readonly source: string } {
  const source = (args.model ?? args.outputs)!;
  const given = args.outputs === undefined ? null : readOutputs(args.outputs);
  const network: Model =
    given === null
      ? modelOf(modelJson!, source, parser)
      : { given: 'outputs', inputs: 1, outputs: given.at(0)!.length, added: null };
  const loss = lossOf(args, network.outputs, parser);
  checkOutputs(network, loss, source);
  const examples = readExamples(args.data!, {
    inputs: given === null ? network.inputs : null,
    outputs: network.outputs,
    labels: labelKind(loss),
    labelFile: args.labels,
  });
  const model: Model = given === null ? network : modelOfOutputs(network as OutputModel, examples);
  if (given !== null && given.length !== examples.inputs.length)
    throw new FileError(
      source,
      '',
      counted(given.length, 'row'),
      `${examples.inputs.length}, one for each example`,
    );
  const all: Examples = given === null ? examples : { ...examples, outputs: given };
  return { problem: problemOf(model, loss, all, source), examples: all, source };
}

function modelOf(json: JsonValue, file: string, parser: Parser | null): Network | FormulaModel {
  return parser === null ? modelFromJson(json, file) : anyModelFromJson(json, file, parser);
}

function witnessOf(json: JsonValue, file: string, model: Model, parser: Parser | null): Model {
  const witness = modelOf(json, file, parser);
  if (sameArchitecture(model, witness)) return witness;
  throw new FileError(
    file,
    '',
    'another architecture',
    'that of --model: the same layers and activations, or the same formulas, at other parameters',
  );
}

function modelOfOutputs(model: OutputModel, { inputs }: Examples): OutputModel {
  return { ...model, inputs: inputs.at(0)!.length };
}

function problemOf(model: Model, loss: Loss, examples: Examples, source: string): Empirical {
  try {
    return empiricalOf(model, loss, examples);
  } catch (error) {
    if (!(error instanceof NoFunction)) throw error;
    throw new FileError(source, `row ${error.examples[1] + 1}`, error.message, 'outputs of one model');
  }
}

/** Reads an expression of an option. Throws UsageError. */
function expressionOf(option: string, text: string, variables: readonly string[], parser: Parser): Tree {
  try {
    return parser(text, variables);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new UsageError(`--${option}: ${error.message}`);
  }
}

function lossOf({ loss, range }: ProblemArguments, outputs: number, parser: Parser | null): Loss {
  const named = parseLoss(loss!);
  if (named !== null) {
    if (range !== undefined) throw new UsageError('--range goes with a loss that is an expression');
    return named;
  }
  const { q, y } = lossVariables(outputs);
  const tree = expressionOf('loss', loss!, [...q, ...y], parser!);
  return { kind: 'expression', tree, range: range === undefined ? null : rangeOf(range) };
}

function rangeOf(text: string): OutputRange {
  const [low = '', high = '', ...more] = text.split('..');
  const right =
    more.length === 0 &&
    isExactNumber(low) &&
    isExactNumber(high) &&
    Math.abs(Number(low)) <= 1e6 &&
    Math.abs(Number(high)) <= 1e6 &&
    Number(low) < Number(high);
  if (!right)
    throw new UsageError(
      `--range takes A..B with A < B from -1e6 to 1e6, not ${JSON.stringify(text.slice(0, 40))}`,
    );
  return { low, high };
}

function neuronOf({ neuron, augment }: EliminateArguments, parser: Parser | null): NeuronCondition | null {
  if (neuron === undefined) return null;
  if (augment !== undefined && augment !== 'output' && augment !== 'single')
    throw new UsageError(`--neuron goes with --augment output or single, not ${augment}`);
  return neuronCondition(expressionOf('neuron', neuron, ['z'], parser!));
}

/** A power of a linear function is a monomial neuron. */
function augmentationFor(named: Augmentation, neuron: NeuronCondition | null): Augmentation {
  const power = neuron?.shape?.power ?? null;
  return power === null ? named : { kind: 'monomial', power };
}

function labelKind({ kind }: Loss): LabelKind {
  if (kind === 'squared' || kind === 'expression') return 'real';
  return kind === 'cross-entropy' ? 'class' : 'sign';
}

function checkOutputs({ outputs, ...model }: Model, loss: Loss, source: string): void {
  if (loss.kind === 'squared' || loss.kind === 'expression') return;
  const [fits, expected] =
    loss.kind === 'cross-entropy'
      ? [outputs >= 2, 'at least 2 for cross-entropy']
      : [outputs === 1, `1 for ${loss.kind}`];
  if (!fits)
    throw new FileError(source, 'layers' in model ? 'layers' : '', counted(outputs, 'output'), expected);
}

/** The added neurons of the file have to be those of the augmentation. */
function checkAdded(augmented: Augmented, source: string): void {
  const { augmentation, problem } = augmented;
  const layers = layersOf(problem.network);
  if (augmentation.kind === 'layer' && (layers === null || layers.length < 2))
    throw new FileError(
      source,
      layers === null ? '' : 'layers',
      layers === null ? 'no layers' : '1 layer',
      'a hidden layer, for --augment layer',
    );
  const { w } = addedOf(augmented);
  const { neurons, width } = addedShape(augmented);
  if (w.length !== neurons || w[0]!.length !== width)
    throw new FileError(
      source,
      'added.w',
      `${counted(w.length, 'row')} of ${w[0]!.length}`,
      `${neurons} of ${width}`,
    );
}
