import type { Ball } from '../../arithmetic/ball.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { differentiated } from '../../expression/duals.ts';
import { smoothness } from '../../expression/smoothness.ts';
import { layersOf } from '../../model/network.ts';
import { type Augmented, augmentedOutputs, type BallPoint } from './augmented.ts';
import { type Empirical, type Evaluated, formulaValues } from './empirical.ts';
import { residualAt } from './loss.ts';
import { walkGradient } from './network.ts';
import { excludesZero, type Residuals } from './residual.ts';

/** The null-space test (vi), K Example 2, with A[θ] the matrix of ∂f(x_i; θ)/∂θ. */
export interface NullSpace {
  /** r[f] ∈ Null(A[θ]): is ∇L(θ) = 0? */
  readonly stationary: Ternary;
  /** A ReLU or leaky ReLU whose sum is 0, or may be, at some input: f may have no derivative by layers below it. */
  readonly kink: boolean;
  /** r[f + g] ∈ Null(A[θ]) at the point after the descent step? no: there the added neurons move θ. */
  readonly stationaryAfter: Ternary;
}

/**
 * Decides ∇L(θ) = 0 from the gradient in balls, and in exact arithmetic where the residuals are finite decimals. Of a network
 * the gradient is walked from the last layer and left at the first entry that excludes 0; of a model that is given as formulas
 * it is differentiated by its parameters. Of given outputs it is not known. `after` is a point with a ≠ 0.
 */
export function nullSpaceTest(
  augmented: Augmented,
  evaluated: Evaluated,
  residuals: Residuals,
  after: BallPoint | null,
): NullSpace {
  const { problem, augmentation } = augmented;
  const [stationary, kink] = stationarity(problem, evaluated, residuals);
  // With a neuron in each layer its feature depends on θ: f + g is another function of θ then.
  if (after === null || augmentation.kind === 'layer')
    return { stationary, kink, stationaryAfter: 'undecided' };
  const seeds = residualsAfter(problem, evaluated, augmentedOutputs(augmented, evaluated, after));
  const { excludes } = gradientExcludesZero(problem, evaluated, seeds);
  return { stationary, kink, stationaryAfter: excludes ? 'no' : 'undecided' };
}

function residualsAfter(
  problem: Empirical,
  { field }: Evaluated,
  outputs: readonly Ball[][],
): (readonly Ball[])[] {
  return problem.groups.map(({ labels }, j) => residualAt(field, problem.loss, outputs[j]!, labels));
}

function stationarity(
  problem: Empirical,
  evaluated: Evaluated,
  residuals: Residuals,
): [answer: Ternary, kink: boolean] {
  const balls = gradientExcludesZero(problem, evaluated, evaluated.residuals);
  // With r ≡ 0 the slope is 0 where f is Lipschitz near θ: so it is at kinks of ReLU, and not at those of √|z|.
  if (residuals.vanish === 'yes')
    return [balls.kink && !piecewiseLinear(problem) ? 'undecided' : 'yes', balls.kink];
  // At a kink of the loss L has no derivative that these residuals make up.
  if (!evaluated.differentiable) return ['undecided', balls.kink];
  if (balls.excludes) return ['no', balls.kink];
  const { exact, exactNetwork } = residuals;
  const traces = residuals.traces.filter((trace) => trace !== null);
  if (exact === null || exactNetwork === null || traces.length < residuals.traces.length)
    return ['undecided', balls.kink];
  let zero = true;
  const whole = walkGradient(exactNetwork, traces, exact, (_, gradient) => {
    zero = gradient.every((row) => row.every(({ n }) => n === 0n));
    return !zero;
  });
  if (!zero) return ['no', balls.kink];
  return [whole ? 'yes' : 'undecided', !whole || balls.kink];
}

/** Are all kinks those of built-in activations? */
function piecewiseLinear({ network }: Empirical): boolean {
  return layersOf(network)?.every(({ activation }) => activation !== 'expression') === true;
}

function gradientExcludesZero(
  { network, groups }: Empirical,
  { ring, layered }: Evaluated,
  seeds: readonly (readonly Ball[])[],
): { excludes: boolean; kink: boolean } {
  if (layered !== null) {
    let excludes = false;
    const whole = walkGradient(layered.net, layered.traces, seeds, (_, gradient) => {
      excludes = gradient.some((row) => row.some(excludesZero));
      return excludes;
    });
    return { excludes, kink: !whole };
  }
  if (!('formulas' in network)) return { excludes: false, kink: false };
  const names = Object.keys(network.parameters);
  let sums = names.map(() => ring.zero);
  let kink = false;
  for (const [j, { input }] of groups.entries()) {
    const values = formulaValues(network, input, (x) => ring.of(x));
    for (const [k, tree] of network.formulas.entries()) {
      // There need not be a derivative at all: nothing is asked of it.
      if (smoothness(ring.algebra, tree, values) < 1) {
        kink = true;
        continue;
      }
      const { gradient } = differentiated(ring.algebra, tree, values, names);
      sums = sums.map((sum, i) => ring.add(sum, ring.mul(seeds[j]![k]!, gradient[i]!)));
    }
  }
  return { excludes: !kink && sums.some(excludesZero), kink };
}
