/** What the theorems about finite data take for granted of a problem, whoever puts it together. */
import {
  checkExact,
  checkFunction,
  checkList,
  checkObject,
  checkOneOf,
  checkRows,
  checkThat,
  checkWhole,
} from '../../arithmetic/argument.ts';
import type { ExactNumber } from '../../arithmetic/exact.ts';
import { argumentsOf, functionNamed, operands, type Tree } from '../../expression/tree.ts';
import {
  type Activation,
  type FormulaModel,
  indexedName,
  type Layer,
  layersOf,
  type Model,
  type Network,
  type Row,
  sameArchitecture,
} from '../../model/network.ts';
import { type Augmented, addedShape } from './augmented.ts';
import { distinctInputs, type Empirical, MAX_MONOMIAL_POWER } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { type Loss, lossVariables, MAX_HINGE_POWER } from './loss.ts';
import { terminating } from './ring.ts';

const ACTIVATIONS: readonly Activation[] = ['linear', 'relu', 'leaky-relu', 'tanh', 'softplus', 'expression'];

/**
 * Throws a RangeError unless λ ≥ 0, the layers fit each other, the loss has the outputs and labels on which it is convex
 * and r is its derivative (signs ±1 for one output, distributions over at least two classes), inputs are distinct and
 * counted, and the added neurons are those of the augmentation. A witness has the architecture of the model.
 */
export function checkAugmented(augmented: Augmented): void {
  checkObject('augmented', augmented);
  const { problem, augmentation, lambda } = augmented;
  checkExact('augmented.lambda', lambda);
  checkThat(Number(lambda) >= 0, 'augmented.lambda', lambda, 'a number of at least 0');
  checkObject('augmented.problem', problem);
  checkModel('augmented.problem.network', problem.network);
  checkLoss('augmented.problem.loss', problem.loss, problem.network);
  checkGroups('augmented.problem', problem);
  checkObject('augmented.augmentation', augmentation);
  checkOneOf('augmented.augmentation.kind', augmentation.kind, ['output', 'single', 'layer', 'monomial']);
  if (augmentation.kind === 'monomial')
    checkWhole('augmented.augmentation.power', augmentation.power, 1, MAX_MONOMIAL_POWER);
  checkAdded('augmented.problem.network', augmented);
  const { witness } = augmented;
  if (witness === undefined) return;
  checkModel('augmented.witness', witness);
  const same = sameArchitecture(problem.network, witness);
  checkThat(same, 'augmented.witness', witness, 'a model of the same architecture');
}

/** Guesses are trusted for nothing, but they have to be there. */
export function checkGuesses(guesses: Guesses): void {
  checkObject('guesses', guesses);
  const { directions, basis, fit, separation, farkas } = guesses;
  for (const [name, guess] of Object.entries({ directions, basis, fit, separation, farkas }))
    checkFunction(`guesses.${name}`, guess);
}

function checkModel(name: string, model: Model): void {
  checkObject(name, model);
  checkWhole(`${name}.inputs`, model.inputs, 1);
  checkWhole(`${name}.outputs`, model.outputs, 1);
  if ('given' in model) return;
  if ('formulas' in model) checkFormulas(name, model);
  else checkNetwork(name, model);
}

function checkFormulas(name: string, { inputs, outputs, formulas, parameters }: FormulaModel): void {
  checkObject(`${name}.parameters`, parameters);
  for (const [key, value] of Object.entries(parameters)) checkExact(`${name}.parameters.${key}`, value);
  const features = Array.from({ length: inputs }, (_, c) => indexedName('x', c, inputs));
  const known = [...features, ...Object.keys(parameters)];
  checkList(`${name}.formulas`, formulas, outputs, (place, tree) => checkTree(place, tree as Tree, known));
}

/** Throws a RangeError unless it is a tree in variables of these names. */
function checkTree(name: string, tree: Tree, known: readonly string[]): void {
  checkObject(name, tree);
  const kinds = ['number', 'pi', 'variable', 'neg', 'add', 'sub', 'mul', 'div', 'power', 'call'];
  checkOneOf(`${name}.kind`, tree.kind, kinds);
  if (tree.kind === 'number') {
    checkExact(`${name}.value`, tree.value);
    checkThat(typeof tree.value === 'string', `${name}.value`, tree.value, 'a decimal string');
  }
  if (tree.kind === 'variable') checkOneOf(`${name}.name`, tree.name, known);
  if (tree.kind === 'call') {
    const called = functionNamed(tree.name);
    checkThat(called !== null, `${name}.name`, tree.name, 'a function that there is');
    checkList(`${name}.args`, tree.args, null);
    const { least, most } = argumentsOf(called);
    const count = tree.args.length;
    checkThat(count >= least && count <= most, `${name}.args`, tree.args, `${least} to ${most} arguments`);
  }
  for (const [i, operand] of operands(tree).entries()) checkTree(`${name}[${i}]`, operand, known);
}

function checkNetwork(name: string, network: Network): void {
  const { outputs, layers, inputs } = network;
  let width = inputs;
  checkList(`${name}.layers`, layers, null, (place, item) => {
    checkObject(place, item);
    const { weights, bias, activation, slope, formula } = item as Layer;
    checkOneOf(`${place}.activation`, activation, ACTIVATIONS);
    checkRows(`${place}.weights`, weights, null, width);
    checkThat(weights.length > 0, `${place}.weights`, weights, 'at least one row');
    checkList(`${place}.bias`, bias, weights.length, checkExact);
    checkExact(`${place}.slope`, slope);
    if (activation !== 'leaky-relu')
      checkThat(Number(slope) === 0, `${place}.slope`, slope, `0, since the activation is ${activation}`);
    if (activation === 'expression') checkTree(`${place}.formula`, formula as Tree, ['z']);
    else
      checkThat(
        formula === undefined,
        `${place}.formula`,
        formula,
        `none, since the activation is ${activation}`,
      );
    width = weights.length;
  });
  checkThat(layers.length > 0, `${name}.layers`, layers, 'at least one layer');
  checkThat(width === outputs, `${name}.outputs`, outputs, `${width}, the width of the last layer`);
}

function checkLoss(name: string, loss: Loss, { outputs }: Model): void {
  checkObject(name, loss);
  checkOneOf(`${name}.kind`, loss.kind, ['squared', 'logistic', 'cross-entropy', 'hinge', 'expression']);
  if (loss.kind === 'expression') {
    const { q, y } = lossVariables(outputs);
    checkTree(`${name}.tree`, loss.tree, [...q, ...y]);
    if (loss.range !== null) {
      checkObject(`${name}.range`, loss.range);
      const { low, high } = loss.range;
      checkExact(`${name}.range.low`, low);
      checkExact(`${name}.range.high`, high);
      const rising = terminating.compare(terminating.of(low), terminating.of(high)) < 0;
      checkThat(rising, `${name}.range`, `${low}..${high}`, 'a lower end below the upper one');
    }
  }
  if (loss.kind === 'hinge') checkWhole(`${name}.power`, loss.power, 2, MAX_HINGE_POWER);
  if (loss.kind === 'logistic' || loss.kind === 'hinge')
    checkThat(outputs === 1, name, loss.kind, `a loss for ${outputs} outputs; this one is for 1`);
  // With one class the loss is 0 everywhere, and the labels alone no longer tell that r ≠ 0.
  if (loss.kind === 'cross-entropy')
    checkThat(
      outputs >= 2,
      name,
      loss.kind,
      'another loss: cross-entropy takes at least 2 classes, the outputs of the model',
    );
}

function checkGroups(name: string, { network, loss, examples, groups }: Empirical): void {
  let total = 0;
  checkList(`${name}.groups`, groups, null, (place, item) => {
    checkObject(place, item);
    const { input, labels, count, output } = item as Empirical['groups'][number];
    checkRow(`${place}.input`, input, network.inputs);
    if ('given' in network) checkRow(`${place}.output`, output as Row, network.outputs);
    let own = 0;
    checkList(`${place}.labels`, labels, null, (at, counted) => {
      checkObject(at, counted);
      const { label, count: times } = counted as (typeof labels)[number];
      checkWhole(`${at}.count`, times, 1);
      checkList(`${at}.label`, label, network.outputs, checkExact);
      checkLabel(`${at}.label`, label, loss);
      own += times;
    });
    checkWhole(`${place}.count`, count, 1);
    checkThat(own === count, `${place}.count`, count, `${own}, the number of its labels`);
    total += count;
  });
  checkThat(groups.length > 0, `${name}.groups`, groups, 'at least one input');
  const distinct = distinctInputs(groups);
  checkThat(distinct === groups.length, `${name}.groups`, groups, `distinct inputs; there are ${distinct}`);
  checkThat(examples === total, `${name}.examples`, examples, `${total}, the number of all labels`);
}

/** A list or a packed row of numbers. */
function checkRow(name: string, row: Row, length: number): void {
  if (Array.isArray(row)) {
    checkList(name, row, length, checkExact);
    return;
  }
  checkObject(name, row);
  checkThat(row.length === length, name, row, `a list of ${length}`);
  for (let c = 0; c < length; c++) checkExact(`${name}[${c}]`, row[c]);
}

function checkLabel(name: string, label: readonly ExactNumber[], { kind }: Loss): void {
  if (kind === 'squared' || kind === 'expression') return;
  const numbers = label.map((x) => terminating.of(x));
  const one = terminating.integer(1);
  if (kind === 'cross-entropy') {
    const sum = numbers.reduce((a, b) => terminating.add(a, b), terminating.zero);
    const shares = numbers.every(({ n }) => n >= 0n) && terminating.compare(sum, one) === 0;
    checkThat(shares, name, label.join(', '), 'shares of at least 0 whose exact sum is 1');
    return;
  }
  const sign = numbers.every((x) =>
    [one, terminating.negative(one)].some((y) => terminating.compare(x, y) === 0),
  );
  checkThat(sign, name, label.join(', '), '-1 or 1');
}

function checkAdded(name: string, augmented: Augmented): void {
  const { augmentation, problem } = augmented;
  const { added } = problem.network;
  const layers = layersOf(problem.network);
  if (augmentation.kind === 'layer')
    checkThat(
      layers !== null && layers.length >= 2,
      `${name}.layers`,
      layers,
      'a hidden layer, for a neuron in each layer',
    );
  if (added === null) return;
  checkObject(`${name}.added`, added);
  const { neurons, width } = addedShape(augmented);
  checkList(`${name}.added.a`, added.a, neurons, checkExact);
  checkList(`${name}.added.b`, added.b, neurons, checkExact);
  checkRows(`${name}.added.w`, added.w, neurons, width);
}
