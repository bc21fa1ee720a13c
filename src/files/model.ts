import type { ExactNumber } from '../arithmetic/exact.ts';
import { ExpressionError, type Parser } from '../expression/parse.ts';
import { functionNamed, type Tree } from '../expression/tree.ts';
import {
  type Activation,
  type AddedNeurons,
  type FormulaModel,
  indexedName,
  type Layer,
  type Network,
} from '../model/network.ts';
import { readTextBytes } from './disk.ts';
import { FileError } from './errors.ts';
import { asExactNumber, asInteger, asList, asMatrix, asNumbers, asObject, refuseUnknown } from './fields.ts';
import { type JsonObject, type JsonValue, parseJson } from './json.ts';
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
const ACTIVATION_EXPECTED =
  '"linear", "relu", "leaky-relu", "tanh", "softplus" or an expression in z like "z*tanh(z)"';
const MAX_PARAMETERS = 10_000;
const MAX_FEATURES = 100_000;

/** Reads a fully connected network of format "spurious-model", version 1, without expressions. Throws FileError. */
export function readModel(path: string): Network {
  return modelFromJson(parseJson(decodeText(readTextBytes(path), path), path), path);
}

/** Does a parsed model file hold an expression, so that a parser is needed? */
export function holdsExpressions(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { kind, layers } = value as { kind?: unknown; layers?: unknown };
  if (kind === 'expression') return true;
  return (
    Array.isArray(layers) &&
    layers.some((layer) => isFormula((layer as { activation?: unknown })?.activation))
  );
}

/** Names of activations are no formulas; a formula has z in it. */
function isFormula(activation: unknown): activation is string {
  return (
    typeof activation === 'string' &&
    !ACTIVATIONS.has(activation) &&
    /(?<![A-Za-z0-9_])z(?![A-Za-z0-9_])/.test(activation)
  );
}

/**
 * The network that a parsed model file describes: `layers`, each with `weights` (a row a neuron), `bias` (zeros when
 * absent), `activation`, `slope` (leaky ReLU only, 1/100 when absent); `added` for the added neurons, one entry each of
 * `a` and `b` and one row of `w`. Throws FileError.
 */
export function modelFromJson(value: JsonValue, file: string): Network {
  return layeredFrom(headed(value, file), file, null);
}

/** The model, with expressions, that a parsed model file describes. Throws FileError. */
export function anyModelFromJson(value: JsonValue, file: string, parser: Parser): Network | FormulaModel {
  const fields = headed(value, file);
  const { kind } = fields;
  if (kind === undefined || kind === 'layers') return layeredFrom(fields, file, parser);
  if (kind !== 'expression')
    throw new FileError(file, 'kind', `found ${kindOf(kind)}`, '"layers" or "expression"');
  return formulasFrom(fields, file, parser);
}

function headed(value: JsonValue, file: string): JsonObject {
  const fields = asObject(value, file, '', `an object with "format": "${FORMAT}"`);
  const { format, version } = fields;
  if (format !== FORMAT) throw new FileError(file, 'format', `found ${kindOf(format)}`, `"${FORMAT}"`);
  if (version !== 1) throw new FileError(file, 'version', `found ${kindOf(version)}`, '1');
  return fields;
}

function layeredFrom(fields: JsonObject, file: string, parser: Parser | null): Network {
  refuseUnknown(fields, file, '', ['format', 'version', 'kind', 'layers', 'added', 'origin']);
  const layers: Layer[] = [];
  for (const [i, item] of asList(fields['layers'], file, 'layers', MAX_LAYERS).entries())
    layers.push(layerOf(item, file, `layers[${i}]`, layers.at(-1)?.weights.length ?? null, parser));
  return {
    inputs: layers[0]!.weights[0]!.length,
    outputs: layers.at(-1)!.weights.length,
    layers,
    added: fields['added'] === undefined ? null : addedOf(fields['added'], file),
  };
}

/** `inputs`: d; `outputs`: a text for each output, in x (or x1 … xd) and the names of `parameters`. */
function formulasFrom(fields: JsonObject, file: string, parser: Parser): FormulaModel {
  refuseUnknown(fields, file, '', [
    'format',
    'version',
    'kind',
    'inputs',
    'outputs',
    'parameters',
    'added',
    'origin',
  ]);
  const inputs = asInteger(fields['inputs'], file, 'inputs', 1, MAX_FEATURES);
  const features = Array.from({ length: inputs }, (_, c) => indexedName('x', c, inputs));
  const given = asObject(fields['parameters'] ?? {}, file, 'parameters', 'an object of names and numbers');
  const names = Object.keys(given);
  if (names.length > MAX_PARAMETERS)
    throw new FileError(file, 'parameters', `${names.length} of them`, `at most ${MAX_PARAMETERS}`);
  const parameters: Record<string, ExactNumber> = {};
  for (const name of names) {
    const place = `parameters.${name.slice(0, 40)}`;
    const taken = name === 'pi' || functionNamed(name) !== null || features.includes(name);
    if (taken || !/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name))
      throw new FileError(
        file,
        place,
        'no name for a parameter',
        'a letter, then letters, digits and _, not a name with a meaning',
      );
    parameters[name] = asExactNumber(given[name], file, place);
  }
  const texts = asList(fields['outputs'], file, 'outputs', MAX_PARAMETERS);
  const formulas = texts.map((text, k) =>
    expressionOf(text, file, `outputs[${k}]`, [...features, ...names], parser),
  );
  return {
    inputs,
    outputs: formulas.length,
    formulas,
    parameters,
    added: fields['added'] === undefined ? null : addedOf(fields['added'], file),
  };
}

function expressionOf(
  text: unknown,
  file: string,
  place: string,
  variables: readonly string[],
  parser: Parser,
): Tree {
  if (typeof text !== 'string')
    throw new FileError(file, place, `found ${kindOf(text)}`, 'an expression, a text');
  try {
    return parser(text, variables);
  } catch (error) {
    if (error instanceof ExpressionError) throw new FileError(file, place, error.message, 'an expression');
    throw error;
  }
}

function layerOf(
  value: unknown,
  file: string,
  place: string,
  width: number | null,
  parser: Parser | null,
): Layer {
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
  const unbiased = fields['bias'] === undefined ? ({ unbiased: true } as const) : {};
  const name = fields['activation'];
  if (parser !== null && isFormula(name)) {
    if (fields['slope'] !== undefined)
      throw new FileError(file, `${place}.slope`, 'given for an expression', 'a slope for "leaky-relu" only');
    const formula = expressionOf(name, file, `${place}.activation`, ['z'], parser);
    return { weights, bias, ...unbiased, activation: 'expression', slope: 0, formula };
  }
  const activation = typeof name === 'string' ? ACTIVATIONS.get(name) : undefined;
  if (activation === undefined)
    throw new FileError(file, `${place}.activation`, `found ${kindOf(name)}`, ACTIVATION_EXPECTED);
  if (activation !== 'leaky-relu' && fields['slope'] !== undefined)
    throw new FileError(file, `${place}.slope`, `given for ${activation}`, 'a slope for "leaky-relu" only');
  const slope =
    activation === 'leaky-relu' ? asExactNumber(fields['slope'] ?? DEFAULT_SLOPE, file, `${place}.slope`) : 0;
  return { weights, bias, ...unbiased, activation, slope };
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
