import { counted } from '../../arithmetic/counted.ts';
import { type Augmented, addedOf, addedShape } from '../../elimination/data/augmented.ts';
import { addedVanish } from '../../elimination/data/critical.ts';
import { empiricalOf, parseAugmentation } from '../../elimination/data/empirical.ts';
import { type Loss, parseLoss } from '../../elimination/data/loss.ts';
import { FileError, type LabelKind, readExamples, readModel } from '../../files/index.ts';
import type { Examples, Network } from '../../model/network.ts';
import { UsageError } from '../context.ts';
import { type EliminateArguments, lambdaOf } from './eliminate-options.ts';

/** A model, its data, and what is asked about them. */
export interface DataRequest {
  readonly augmented: Augmented;
  readonly examples: Examples;
  readonly model: string;
  readonly data: string;
}

/** Reads what the options name. Throws UsageError and FileError. */
export function requestOf(args: EliminateArguments): DataRequest {
  const { model, data } = args;
  if (model === undefined || data === undefined)
    throw new UsageError('finite data take --model FILE and --data FILE');
  const loss = parseLoss(args.loss ?? '');
  if (loss === null)
    throw new UsageError(
      `--loss takes squared, logistic, cross-entropy or hinge:P with P from 2 to 64, not ${shown(args.loss)}`,
    );
  const augmentation = parseAugmentation(args.augment ?? 'output');
  if (augmentation === null)
    throw new UsageError(
      `--augment takes output, single, layer or monomial:P with P from 1 to 64, not ${shown(args.augment)}`,
    );
  const lambda = lambdaOf(args);
  const network = readModel(model);
  checkOutputs(network, loss, model);
  const examples = readExamples(data, {
    inputs: network.inputs,
    outputs: network.outputs,
    labels: labelKind(loss),
    labelFile: args.labels,
  });
  const augmented: Augmented = { problem: empiricalOf(network, loss, examples), augmentation, lambda };
  checkAdded(augmented, model);
  return { augmented, examples, model, data };
}

function shown(value: string | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value.slice(0, 40));
}

function labelKind({ kind }: Loss): LabelKind {
  return kind === 'squared' ? 'real' : kind === 'cross-entropy' ? 'class' : 'sign';
}

function checkOutputs({ outputs }: Network, loss: Loss, model: string): void {
  if (loss.kind === 'squared') return;
  const [fits, expected] =
    loss.kind === 'cross-entropy'
      ? [outputs >= 2, 'at least 2 for cross-entropy']
      : [outputs === 1, `1 for ${loss.kind}`];
  if (!fits) throw new FileError(model, 'layers', counted(outputs, 'output'), expected);
}

/** The added neurons of the file have to be those of the augmentation. */
function checkAdded(augmented: Augmented, model: string): void {
  const { augmentation, problem } = augmented;
  const { layers } = problem.network;
  if (augmentation.kind === 'layer' && layers.length < 2)
    throw new FileError(model, 'layers', '1 layer', 'a hidden layer, for --augment layer');
  const { a, w } = addedOf(augmented);
  const { neurons, width } = addedShape(augmented);
  if (w.length !== neurons || w[0]!.length !== width)
    throw new FileError(
      model,
      'added.w',
      `${counted(w.length, 'row')} of ${w[0]!.length}`,
      `${neurons} of ${width}`,
    );
  if (augmentation.kind === 'layer' && !addedVanish({ a, b: [], w: [] }))
    throw new FileError(
      model,
      'added.a',
      'not 0',
      '0: with one neuron in each layer only such points are decided',
    );
}
