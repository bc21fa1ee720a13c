import { activationOf } from '../elimination/data/activation.ts';
import { type Tree, textOf } from '../expression/tree.ts';
import { layersOf } from '../model/network.ts';
import { hasDecay, type Neuron, type TrainingProblem } from './problem.ts';

/** Why an entry of θ is held at its value while the others vary. */
export type Why = 'dead' | 'rescaling' | 'dependent';

/**
 * The entries of θ that vary. The others are held, for these reasons (mathematics.md 17.3); only without decay:
 * dead: a neuron max(0, z) whose sum is negative at all data. L does not depend on its weights near there.
 * rescaling: σ(cz) = cσ(z) for c > 0. One weight after such a neuron, not 0, is held: every θ near by is rescaled so that this
 * weight has its value, without changing L.
 * dependent: the outputs, linear in what varies, change with these as they do with others (convex.ts).
 */
export interface Slice {
  readonly free: readonly number[];
  readonly held: readonly { readonly entry: number; readonly why: Why }[];
  /** Neurons that are held for dead. */
  readonly dead: readonly Neuron[];
}

/** Is σ(cz) = cσ(z) for all c > 0, by the form of the formula? */
export function isHomogeneous(tree: Tree): boolean {
  switch (tree.kind) {
    case 'variable':
      return true;
    case 'number':
      return tree.value === '0';
    case 'pi':
    case 'power':
      return false;
    case 'neg':
      return isHomogeneous(tree.of);
    case 'add':
    case 'sub':
      return isHomogeneous(tree.left) && isHomogeneous(tree.right);
    case 'mul':
      return (
        (isConstant(tree.left) && isHomogeneous(tree.right)) ||
        (isConstant(tree.right) && isHomogeneous(tree.left))
      );
    case 'div':
      return isHomogeneous(tree.left) && isConstant(tree.right);
    case 'call':
      return ['max', 'min', 'abs'].includes(tree.name) && tree.args.every(isHomogeneous);
  }
}

function isConstant(tree: Tree): boolean {
  return tree.kind === 'number' || tree.kind === 'pi' || (tree.kind === 'neg' && isConstant(tree.of));
}

/** Is it max(0, z), which is 0 left of 0? */
function isRectifier(tree: Tree): boolean {
  return ['max(0, z)', 'max(z, 0)'].includes(textOf(tree));
}

/**
 * The slice for a network at θ. `sums` says of a neuron whether its sum is negative at all data; a guess, which `hessian` and its
 * watch confirm.
 */
export function sliceOf(
  problem: TrainingProblem,
  theta: ArrayLike<number>,
  isNegative: (neuron: Neuron) => boolean,
): Slice {
  const all = problem.names.map((_, i) => i);
  const layers = layersOf(problem.empirical.network);
  if (hasDecay(problem) || layers === null) return { free: all, held: [], dead: [] };
  const held = new Map<number, Why>();
  const hidden = problem.neurons.slice(0, -1);
  const dead = hidden.flatMap((neurons, l) =>
    isRectifier(activationOf(layers[l]!)) ? neurons.filter(isNegative) : [],
  );
  for (const { incoming, outgoing } of dead) for (const i of [...incoming, ...outgoing]) held.set(i, 'dead');
  for (const [l, neurons] of hidden.entries()) {
    if (!isHomogeneous(activationOf(layers[l]!))) continue;
    for (const neuron of neurons) {
      if (dead.includes(neuron)) continue;
      const [first, ...rest] = neuron.outgoing.filter((i) => !held.has(i));
      if (first === undefined) continue;
      const greatest = rest.reduce(
        (best, i) => (Math.abs(theta[i]!) > Math.abs(theta[best]!) ? i : best),
        first,
      );
      if (theta[greatest] !== 0) held.set(greatest, 'rescaling');
    }
  }
  return {
    free: all.filter((i) => !held.has(i)),
    held: [...held].sort(([a], [b]) => a - b).map(([entry, why]) => ({ entry, why })),
    dead,
  };
}
