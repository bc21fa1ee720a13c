import { exactDecimal } from '../../arithmetic/exact.ts';
import { binary, call, number, type Tree, variable } from '../../expression/tree.ts';
import type { Layer } from '../../model/network.ts';

const Z: Tree = variable('z');
const ZERO: Tree = number(0);
const RELU: Tree = call('max', ZERO, Z);

const known = new WeakMap<Layer, Tree>();

/** σ of a layer as a formula in z. */
export function activationOf(layer: Layer): Tree {
  let tree = known.get(layer);
  if (tree === undefined) {
    tree = made(layer);
    known.set(layer, tree);
  }
  return tree;
}

function made({ activation, slope, formula }: Layer): Tree {
  switch (activation) {
    case 'linear':
      return Z;
    case 'relu':
      return RELU;
    case 'leaky-relu':
      return binary('add', RELU, binary('mul', number(exactDecimal(slope)), call('min', ZERO, Z)));
    case 'tanh':
    case 'softplus':
      return call(activation, Z);
    case 'expression':
      if (formula === undefined) throw new RangeError('an activation without its formula');
      return formula;
  }
}
