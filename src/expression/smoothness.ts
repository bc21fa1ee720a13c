import type { Ball } from '../arithmetic/ball.ts';
import { evaluateTree, wholeExponent } from './algebra.ts';
import type { BallAlgebra } from './balls.ts';
import { operands, type Tree } from './tree.ts';

/**
 * How often the formula is certainly continuously differentiable in its variables, near every point of the balls: 0 for
 * continuous, Infinity for as often as one likes. Throws DomainError where it may have no value.
 *
 * Kinks are those of max, min and abs, where their arguments may be equal (may be 0); the n-th power of one that has the value
 * 0 there is smoother: max(0, s)^n is n − 1 times continuously differentiable, abs(s)^n for even n as often as s is. √ has no
 * derivative at 0.
 */
export function smoothness(
  algebra: BallAlgebra,
  tree: Tree,
  variables: Readonly<Record<string, Ball>>,
): number {
  const { field } = algebra;
  const value = (part: Tree): Ball => evaluateTree(algebra, part, variables);
  const known = new Map<Tree, number>();
  const nonzero = (x: Ball): boolean => field.positive(x) === 'yes' || field.positive(field.neg(x)) === 'yes';
  const least = (parts: readonly Tree[]): number =>
    parts.reduce((s, part) => Math.min(s, of(part)), Infinity);
  const openDomain = (part: Tree): boolean =>
    operands(part).every(openDomain) &&
    (part.kind !== 'call' || part.name !== 'sqrt' || nonzero(value(part.args[0]!)));
  const of = (part: Tree): number => {
    let order = known.get(part);
    if (order === undefined) {
      order = found(part);
      known.set(part, order);
    }
    return order;
  };
  const found = (part: Tree): number => {
    switch (part.kind) {
      case 'number':
      case 'pi':
      case 'variable':
        return Infinity;
      case 'neg':
        return of(part.of);
      case 'power': {
        const n = wholeExponent(part.right);
        if (n === null || n <= 0) return least([part.left, part.right]);
        const base = part.left;
        const own = of(base);
        if (own > 0 || base.kind !== 'call') return own;
        if (base.name === 'abs') return n % 2 === 0 ? of(base.args[0]!) : Math.min(of(base.args[0]!), n - 1);
        return vanishingKink(base) ? Math.min(least(base.args), n - 1) : own;
      }
      case 'call':
        switch (part.name) {
          case 'abs':
            return nonzero(value(part.args[0]!)) ? of(part.args[0]!) : 0;
          case 'max':
          case 'min': {
            // The one that is certainly the greatest is the only one that counts.
            const sign = part.name === 'max' ? 1 : -1;
            const values = part.args.map(value);
            const best = values.findIndex((x, i) =>
              values.every((y, j) => i === j || field.less(sign > 0 ? y : x, sign > 0 ? x : y) === 'yes'),
            );
            // The others have to have values near there, too: √ of what may be 0 has them on one side only.
            return best < 0 || !part.args.every(openDomain) ? 0 : of(part.args[best]!);
          }
          case 'sqrt':
            return nonzero(value(part.args[0]!)) ? of(part.args[0]!) : 0;
          default:
            return least(part.args);
        }
      default:
        return least([part.left, part.right]);
    }
  };
  // Every part has a value there, or this throws.
  value(tree);
  return of(tree);
}

/** max(0, s) or min(0, s), in either order: 0 where its arguments are equal. */
function vanishingKink({ name, args }: Extract<Tree, { kind: 'call' }>): boolean {
  const zeros = args.filter((part) => part.kind === 'number' && part.value === '0').length;
  return (name === 'max' || name === 'min') && args.length === 2 && zeros >= 1;
}
