import type { BallAlgebra } from './balls.ts';
import { type Shape, shapeOf } from './shape.ts';
import { type FunctionName, negative, type Tree } from './tree.ts';

/** Functions with a positive derivative wherever they have a value. */
const STRICTLY_INCREASING: readonly FunctionName[] = [
  'exp',
  'log',
  'sqrt',
  'tanh',
  'atan',
  'erf',
  'softplus',
  'sigmoid',
];

/**
 * Is every critical point of a formula a global minimum, by the rules of composition? So it is for a differentiable convex
 * formula; and for φ(u) with φ' > 0 everywhere when it is for u, since φ(u) has the critical points and the minima of u.
 * φ is a strictly increasing function, the sum with a constant, a positive multiple, or v ↦ −1/v for v > 0.
 */
export function criticalPointsAreMinima(algebra: BallAlgebra, tree: Tree): boolean {
  const { field } = algebra;
  const whole = shapeOf(algebra, tree);
  if (!whole.defined) return false;
  const constantSign = ({ rising, falling, low, high }: Shape): 1 | -1 | 0 => {
    if (!rising || !falling || low === null || high === null) return 0;
    return field.positive(low) === 'yes' ? 1 : field.positive(field.neg(high)) === 'yes' ? -1 : 0;
  };
  const isConstant = (part: Tree): boolean => {
    const { rising, falling, low } = shapeOf(algebra, part);
    return rising && falling && low !== null;
  };
  const holds = (part: Tree, sign: 1 | -1): boolean => {
    const shape = shapeOf(algebra, sign > 0 ? part : negative(part));
    if (shape.convex && shape.smooth >= 1) return true;
    const flipped = sign > 0 ? -1 : 1;
    switch (part.kind) {
      case 'neg':
        return holds(part.of, flipped);
      case 'add':
        return isConstant(part.left)
          ? holds(part.right, sign)
          : isConstant(part.right) && holds(part.left, sign);
      case 'sub':
        return isConstant(part.left)
          ? holds(part.right, flipped)
          : isConstant(part.right) && holds(part.left, sign);
      case 'mul': {
        const left = constantSign(shapeOf(algebra, part.left));
        if (left !== 0) return holds(part.right, left > 0 ? sign : flipped);
        const right = constantSign(shapeOf(algebra, part.right));
        return right !== 0 && holds(part.left, right > 0 ? sign : flipped);
      }
      case 'div': {
        const below = shapeOf(algebra, part.right);
        const divisor = constantSign(below);
        if (divisor !== 0) return holds(part.left, divisor > 0 ? sign : flipped);
        const above = constantSign(shapeOf(algebra, part.left));
        const positive = below.low !== null && field.positive(below.low) === 'yes';
        // c/v falls in v > 0 for c > 0, and rises for c < 0.
        return above !== 0 && positive && holds(part.right, above > 0 ? flipped : sign);
      }
      case 'call':
        return STRICTLY_INCREASING.includes(part.name) && holds(part.args[0]!, sign);
      default:
        return false;
    }
  };
  return holds(tree, 1);
}
