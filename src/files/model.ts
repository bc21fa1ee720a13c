import type { Activation, AddedNeurons, Layer, Network } from '../model/network.ts';
import { readTextBytes } from './disk.ts';
import { FileError } from './errors.ts';
import { asExactNumber, asList, asMatrix, asNumbers, asObject, refuseUnknown } from './fields.ts';
import { type JsonValue, parseJson } from './json.ts';
import { kindOf } from './number.ts';
import { decodeText } from './parse.ts';

const FORMAT = 'spurious-model';
const MAX_LAYERS = 100;
const DEFAULT_SLOPE = '0.01';
const ACTIVATIONS = new Map<string, Activation>([
  ['linear', 'linear'],
  ['relu', 'relu'],
  ['ReLU', 'relu'],
  ['leaky-relu', 'leaky-relu'],
  ['leaky_relu', 'leaky-relu'],
  ['leaky ReLU', 'leaky-relu'],
  ['LeakyReLU', 'leaky-relu'],
  ['tanh', 'tanh'],
  ['softplus', 'softplus'],
]);
const ACTIVATION_EXPECTED = '"linear", "relu", "leaky-relu", "tanh" or "softplus"';

/** Reads a fully connected network of format "spurious-model", version 1. Throws FileError. */
export function readModel(path: string): Network {
  return modelFromJson(parseJson(decodeText(readTextBytes(path), path), path), path);
}

/**
 * The network that a parsed model file describes: `layers`, each with `weights` (a row a neuron), `bias` (zeros when
 * absent), `activation`, `slope` (leaky ReLU only, 1/100 when absent); `added` for the added neurons, one entry each of
 * `a` and `b` and one row of `w`. Throws FileError.
 */
export function modelFromJson(value: JsonValue, file: string): Network {
  const fields = asObject(value, file, '', `an object with "format": "${FORMAT}"`);
  const { format, version } = fields;
  if (format !== FORMAT) throw new FileError(file, 'format', `found ${kindOf(format)}`, `"${FORMAT}"`);
  if (version !== 1) throw new FileError(file, 'version', `found ${kindOf(version)}`, '1');
  refuseUnknown(fields, file, '', ['format', 'version', 'layers', 'added', 'origin']);
  const layers: Layer[] = [];
  for (const [i, item] of asList(fields['layers'], file, 'layers', MAX_LAYERS).entries())
    layers.push(layerOf(item, file, `layers[${i}]`, layers.at(-1)?.weights.length ?? null));
  return {
    inputs: layers[0]!.weights[0]!.length,
    outputs: layers.at(-1)!.weights.length,
    layers,
    added: fields['added'] === undefined ? null : addedOf(fields['added'], file),
  };
}

function layerOf(value: unknown, file: string, place: string, width: number | null): Layer {
  const fields = asObject(value, file, place, 'an object with "weights", "bias", "activation"');
  refuseUnknown(fields, file, place, ['weights', 'bias', 'activation', 'slope']);
  const words = width === null ? 'a row a neuron' : `rows of ${width}, the width of the layer before`;
  const weights = asMatrix(fields['weights'], file, `${place}.weights`, {
    rows: null,
    columns: width,
    words,
  });
  const bias =
    fields['bias'] === undefined
      ? weights.map(() => 0)
      : asNumbers(fields['bias'], file, `${place}.bias`, weights.length, 'one for each row of weights');
  const name = fields['activation'];
  const activation = typeof name === 'string' ? ACTIVATIONS.get(name) : undefined;
  if (activation === undefined)
    throw new FileError(file, `${place}.activation`, `found ${kindOf(name)}`, ACTIVATION_EXPECTED);
  if (activation !== 'leaky-relu' && fields['slope'] !== undefined)
    throw new FileError(file, `${place}.slope`, `given for ${activation}`, 'a slope for "leaky-relu" only');
  const slope =
    activation === 'leaky-relu' ? asExactNumber(fields['slope'] ?? DEFAULT_SLOPE, file, `${place}.slope`) : 0;
  return { weights, bias, activation, slope };
}

function addedOf(value: unknown, file: string): AddedNeurons {
  const fields = asObject(value, file, 'added', 'an object with "a", "b", "w"');
  refuseUnknown(fields, file, 'added', ['a', 'b', 'w']);
  const words = 'a row for each added neuron';
  const w = asMatrix(fields['w'], file, 'added.w', { rows: null, columns: null, words });
  const perNeuron = 'one for each row of w';
  return {
    a: asNumbers(fields['a'], file, 'added.a', w.length, perNeuron),
    b: asNumbers(fields['b'], file, 'added.b', w.length, perNeuron),
    w,
  };
}
