import type { Ball } from '../../arithmetic/ball.ts';
import { exactDecimal } from '../../arithmetic/exact.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { evaluateTree } from '../../expression/algebra.ts';
import { type Exactly, exactAlgebra, isKnown, reduced } from '../../expression/exact.ts';
import { layersOf, type Model } from '../../model/network.ts';
import { type Empirical, type Evaluated, formulaValues, type InputGroup } from './empirical.ts';
import { exactGradient, hasNoCriticalPoint, type Loss, signCounts } from './loss.ts';
import { networkIn, outputOf, type RingNetwork, type Trace, traceOf } from './network.ts';
import { type Terminating, terminating, terminatingOf } from './ring.ts';

/** The residuals r_k(x̄_j): which are 0, and their exact values where those are finite decimals. */
export interface Residuals {
  /** zero[j][k]: is r_k(x̄_j) = 0? */
  readonly zero: readonly (readonly Ternary[])[];
  /** Are all of them 0? */
  readonly vanish: Ternary;
  /** Exact values, or null when not every one is known exactly. */
  readonly exact: readonly (readonly Terminating[])[] | null;
  /** Exact traces, or null where an activation has no finite decimal as value. */
  readonly traces: readonly (Trace<Terminating> | null)[];
  /** Null for a model without layers. */
  readonly exactNetwork: RingNetwork<Terminating> | null;
}

/** Products in an exact evaluation that take well below a second. */
const CHEAP = 500_000;

/**
 * Decides which residuals vanish (mathematics.md 13.4). A ball that excludes 0 refutes; a ball that is exactly {0} (hinge,
 * margin certainly at least 1) confirms; what is left is decided by exact arithmetic where f(x̄) is a finite decimal, and by the
 * labels alone where the loss has no critical point on them. At a kink of the loss r is the hull of its one-sided values.
 */
export function residualsOf(problem: Empirical, { field, residuals }: Evaluated): Residuals {
  const { network, groups, loss } = problem;
  const exactNetwork = 'layers' in network ? networkIn(terminating, network) : null;
  const open = residuals.some((row) => row.some((x) => !excludesZero(x)));
  const parameters = layersOf(network)?.reduce(
    (n, { weights }) => n + weights.length * weights[0]!.length,
    0,
  );
  // Residuals away from 0 need no confirmation; their exact values serve other questions, where they cost little.
  const wanted = open || (parameters ?? 1) * groups.length <= CHEAP;
  const traces = groups.map(({ input }) =>
    wanted && exactNetwork !== null ? traceOf(exactNetwork, input) : null,
  );
  const outputs = groups.map((group, j) => {
    if (!wanted) return null;
    return traces[j] ? outputOf(traces[j]) : exactOutputs(network, group);
  });
  const zero = groups.map((group, j) => {
    const q = outputs[j] ?? null;
    const known = q === null ? null : exactZeros(loss, q, group);
    return residuals[j]!.map((ball, k): Ternary => {
      if (excludesZero(ball)) return 'no';
      if (field.isZero(ball)) return 'yes';
      if (known !== null && known[k] !== 'undecided') return known[k]!;
      return neverZero(loss, group, k) ? 'no' : 'undecided';
    });
  });
  const values = groups.map((group, j) => {
    const q = outputs[j] ?? null;
    return q === null ? null : exactResidual(loss, q, group);
  });
  const flat = zero.flat();
  return {
    zero,
    vanish: flat.includes('no') ? 'no' : flat.includes('undecided') ? 'undecided' : 'yes',
    exact: values.every((value) => value !== null) ? values : null,
    traces,
    exactNetwork,
  };
}

/** Outputs that are given, or those of formulas where they are finite decimals. */
function exactOutputs(model: Model, { input, output }: InputGroup): readonly Terminating[] | null {
  if (output !== undefined) return output.map((x) => terminating.of(x));
  if (!('formulas' in model)) return null;
  const values = formulaValues<Exactly>(model, input, (x) => exactAlgebra.decimal(exactDecimal(x)));
  const exact = model.formulas.map((tree) => terminatingOf(evaluateTree(exactAlgebra, tree, values)));
  return exact.every((x) => x !== null) ? exact : null;
}

/** No number of the ball is 0. */
export function excludesZero({ mid, rad }: Ball): boolean {
  return (mid < 0n ? -mid : mid) > rad;
}

/**
 * Whether each component of r vanishes, for outputs q that are rational.
 * Logistic: r = 0 iff e^q = N₊/N₋; for rational q ≠ 0 the left side is transcendental (Lindemann), so q = 0 and N₊ = N₋.
 * Cross-entropy: r_k = 0 iff Σ_j e^(q_j − q_k) = N/Σ_i y_ik is rational; by Lindemann–Weierstrass the sum is irrational
 * unless all q_j are equal, and then it is the number of classes K.
 */
function exactZeros(loss: Loss, q: readonly Terminating[], group: InputGroup): Ternary[] {
  const { labels, count } = group;
  switch (loss.kind) {
    case 'squared':
    case 'hinge':
      return exactResidual(loss, q, group)!.map(({ n }) => answer(n === 0n));
    case 'logistic': {
      const [plus, minus] = signCounts(labels);
      return [answer(q[0]!.n === 0n && plus === minus)];
    }
    case 'cross-entropy': {
      const equal = q.every((x) => terminating.compare(x, q[0]!) === 0);
      return q.map((_, k) => {
        const scaled = terminating.mul(terminating.integer(q.length), labelSum(group, k));
        return answer(equal && terminating.compare(scaled, terminating.integer(count)) === 0);
      });
    }
    case 'expression':
      return rationalResidual(loss, q, group).map((x) =>
        isKnown(x) ? answer(x.numerator === 0n) : 'undecided',
      );
  }
}

function answer(holds: boolean): Ternary {
  return holds ? 'yes' : 'no';
}

/** r of an expression at rational outputs, where it is rational and known. */
function rationalResidual(loss: Loss, q: readonly Terminating[], { labels }: InputGroup): readonly Exactly[] {
  return exactGradient(
    loss,
    q.map((x) => reduced(terminating.rational(x))),
    labels,
  );
}

/** r itself where it is a finite decimal; null for losses with exponentials. */
function exactResidual(loss: Loss, q: readonly Terminating[], group: InputGroup): Terminating[] | null {
  const { add, mul, negative, integer } = terminating;
  switch (loss.kind) {
    case 'squared':
      // 2(N q − Σ y)
      return q.map((x, k) => {
        const difference = add(mul(integer(group.count), x), negative(labelSum(group, k)));
        return mul(integer(2), difference);
      });
    case 'hinge': {
      // p(N₋ max(0, 1 + q)^(p−1) − N₊ max(0, 1 − q)^(p−1))
      const [plus, minus] = signCounts(group.labels);
      const slope = (x: Terminating): Terminating => {
        const slack = add(integer(1), x);
        if (slack.n <= 0n) return terminating.zero;
        let result = integer(loss.power);
        for (let i = 1; i < loss.power; i++) result = mul(result, slack);
        return result;
      };
      const upward = mul(integer(minus), slope(q[0]!));
      return [add(upward, negative(mul(integer(plus), slope(negative(q[0]!)))))];
    }
    case 'expression': {
      const exact = rationalResidual(loss, q, group).map(terminatingOf);
      return exact.every((x) => x !== null) ? exact : null;
    }
    default:
      return null;
  }
}

/** Σ_i y_ik over the labels of an input. */
function labelSum({ labels }: InputGroup, k: number): Terminating {
  return labels.reduce(
    (sum, { label, count }) =>
      terminating.add(sum, terminating.mul(terminating.integer(count), terminating.of(label[k]!))),
    terminating.zero,
  );
}

/**
 * True when r_k cannot be 0 at any finite output: logistic with labels of one sign (r has the sign of −y), cross-entropy
 * where class k has share 0 (r_k > 0) or share 1 (r_k < 0, with at least two classes); an expression that is convex and strictly
 * monotone: it has no minimum.
 */
function neverZero(loss: Loss, group: InputGroup, k: number): boolean {
  if (loss.kind === 'logistic') return signCounts(group.labels).includes(0);
  if (loss.kind === 'expression') return hasNoCriticalPoint(loss, group.labels);
  if (loss.kind !== 'cross-entropy') return false;
  const share = labelSum(group, k);
  return share.n === 0n || terminating.compare(share, terminating.integer(group.count)) === 0;
}
