import type { Algebra } from './algebra.ts';
import type { Sided } from './balls.ts';
import type { FunctionName } from './tree.ts';

/** Doubles: for proposals, descent and pictures, never for proofs. Outside of the domain of a formula they are NaN. */
export const floatAlgebra: Algebra<number> & Sided<number> = {
  pi: Math.PI,
  decimal: Number,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  neg: (a) => -a,
  mul: (a, b) => a * b,
  dot(a, b, c) {
    let sum = c;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
    return sum;
  },
  div: (a, b) => a / b,
  integerPower: (a, n) => a ** n,
  power: (a, b) => (a > 0 ? a ** b : Number.NaN),
  apply(name: FunctionName, args: readonly number[]): number {
    const [a] = args as readonly [number];
    switch (name) {
      case 'max':
        return Math.max(...args);
      case 'min':
        return Math.min(...args);
      case 'softplus':
        return Math.max(0, a) + Math.log1p(Math.exp(-Math.abs(a)));
      case 'sigmoid':
        return 1 / (1 + Math.exp(-a));
      case 'logsumexp': {
        const greatest = Math.max(...args);
        return greatest + Math.log(args.reduce((sum, x) => sum + Math.exp(x - greatest), 0));
      }
      case 'erf':
        return errorFunction(a);
      default:
        return Math[name](a);
    }
  },
  softmax(args) {
    const greatest = Math.max(...args);
    const powers = args.map((x) => Math.exp(x - greatest));
    const total = powers.reduce((sum, x) => sum + x, 0);
    return powers.map((x) => x / total);
  },
  // Right of a kink counts as right of it, as frameworks do for ReLU.
  step: (a) => (a > 0 ? 1 : 0),
};

/** erf by its series, and beyond 6 its limit; absolute error about 1e-15. */
function errorFunction(x: number): number {
  if (!(Math.abs(x) < 6)) return Math.sign(x);
  let term = x;
  let sum = x;
  // erf x = (2/√π) e^(−x²) Σ 2^n x^(2n+1)/(2n+1)!!
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
