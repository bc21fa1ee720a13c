/** What the theorems about finite data take for granted of a problem, whoever puts it together. */
import {
  checkExact,
  checkFunction,
  checkList,
  checkObject,
  checkOneOf,
  checkPositive,
  checkRows,
  checkThat,
  checkWhole,
} from '../../arithmetic/argument.ts';
import type { ExactNumber } from '../../arithmetic/exact.ts';
import type { Activation, Layer, Network } from '../../model/network.ts';
import { type Augmented, addedOf, addedShape } from './augmented.ts';
import { addedVanish } from './critical.ts';
import { type Empirical, MAX_MONOMIAL_POWER, rowKey } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { type Loss, MAX_HINGE_POWER } from './loss.ts';
import { terminating } from './ring.ts';

const ACTIVATIONS: readonly Activation[] = ['linear', 'relu', 'leaky-relu', 'tanh', 'softplus'];

/**
 * Throws a RangeError unless λ > 0, the layers fit each other, the loss has the outputs and labels on which it is convex
 * and r is its derivative (signs ±1 for one output, distributions over at least two classes), inputs are distinct and
 * counted, and the added neurons are those of the augmentation, a = 0 where one is added in each layer.
 */
export function checkAugmented(augmented: Augmented): void {
  checkObject('augmented', augmented);
  const { problem, augmentation, lambda } = augmented;
  checkPositive('augmented.lambda', lambda);
  checkObject('augmented.problem', problem);
  checkNetwork('augmented.problem.network', problem.network);
  checkLoss('augmented.problem.loss', problem.loss, problem.network);
  checkGroups('augmented.problem', problem);
  checkObject('augmented.augmentation', augmentation);
  checkOneOf('augmented.augmentation.kind', augmentation.kind, ['output', 'single', 'layer', 'monomial']);
  if (augmentation.kind === 'monomial')
    checkWhole('augmented.augmentation.power', augmentation.power, 1, MAX_MONOMIAL_POWER);
  checkAdded('augmented.problem.network', augmented);
}

/** Guesses are trusted for nothing, but they have to be there. */
export function checkGuesses(guesses: Guesses): void {
  checkObject('guesses', guesses);
  const { directions, basis, leastSquares, separation } = guesses;
  for (const [name, guess] of Object.entries({ directions, basis, leastSquares, separation }))
    checkFunction(`guesses.${name}`, guess);
}

function checkNetwork(name: string, network: Network): void {
  checkObject(name, network);
  const { inputs, outputs, layers } = network;
  checkWhole(`${name}.inputs`, inputs, 1);
  checkWhole(`${name}.outputs`, outputs, 1);
  let width = inputs;
  checkList(`${name}.layers`, layers, null, (place, item) => {
    checkObject(place, item);
    const { weights, bias, activation, slope } = item as Layer;
    checkOneOf(`${place}.activation`, activation, ACTIVATIONS);
    checkRows(`${place}.weights`, weights, null, width);
    checkThat(weights.length > 0, `${place}.weights`, weights, 'at least one row');
    checkList(`${place}.bias`, bias, weights.length, checkExact);
    checkExact(`${place}.slope`, slope);
    if (activation !== 'leaky-relu')
      checkThat(Number(slope) === 0, `${place}.slope`, slope, `0, since the activation is ${activation}`);
    width = weights.length;
  });
  checkThat(layers.length > 0, `${name}.layers`, layers, 'at least one layer');
  checkThat(width === outputs, `${name}.outputs`, outputs, `${width}, the width of the last layer`);
}

function checkLoss(name: string, loss: Loss, { outputs }: Network): void {
  checkObject(name, loss);
  checkOneOf(`${name}.kind`, loss.kind, ['squared', 'logistic', 'cross-entropy', 'hinge']);
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
  const keys = new Set<string>();
  let total = 0;
  checkList(`${name}.groups`, groups, null, (place, item) => {
    checkObject(place, item);
    const { input, labels, count } = item as Empirical['groups'][number];
    checkList(`${place}.input`, input, network.inputs, checkExact);
    keys.add(rowKey(input));
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
  checkThat(keys.size === groups.length, `${name}.groups`, groups, `distinct inputs; there are ${keys.size}`);
  checkThat(examples === total, `${name}.examples`, examples, `${total}, the number of all labels`);
}

function checkLabel(name: string, label: readonly ExactNumber[], { kind }: Loss): void {
  if (kind === 'squared') return;
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
  const { layers, added } = problem.network;
  if (augmentation.kind === 'layer')
    checkThat(layers.length >= 2, `${name}.layers`, layers, 'a hidden layer, for a neuron in each layer');
  if (added === null) return;
  checkObject(`${name}.added`, added);
  const { neurons, width } = addedShape(augmented);
  checkList(`${name}.added.a`, added.a, neurons, checkExact);
  checkList(`${name}.added.b`, added.b, neurons, checkExact);
  checkRows(`${name}.added.w`, added.w, neurons, width);
  // Elsewhere the first-order identity about a is not that of one neuron at the output.
  if (augmentation.kind === 'layer')
    checkThat(
      addedVanish(addedOf(augmented)),
      `${name}.added.a`,
      added.a.join(', '),
      '0, where one is added in each layer',
    );
}
