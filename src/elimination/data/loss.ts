import { type Ball, BallField, DomainError } from '../../arithmetic/ball.ts';
import { type ExactNumber, exactDecimal, type Rational, rationalOf } from '../../arithmetic/exact.ts';
import { exp, log } from '../../arithmetic/exponential.ts';
import { zeroBetween } from '../../arithmetic/roots.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { evaluateTree } from '../../expression/algebra.ts';
import { BallAlgebra } from '../../expression/balls.ts';
import { alongDirection, differentiated } from '../../expression/duals.ts';
import { type Exactly, exactAlgebra, isKnown } from '../../expression/exact.ts';
import { floatAlgebra } from '../../expression/floats.ts';
import { derivativeOf, polynomialOf } from '../../expression/polynomial.ts';
import { criticalPointsAreMinima } from '../../expression/pseudoconvex.ts';
import { shapeOf } from '../../expression/shape.ts';
import { smoothness } from '../../expression/smoothness.ts';
import {
  binary,
  call,
  number,
  substituted,
  sumOf,
  type Tree,
  textOf,
  variable,
} from '../../expression/tree.ts';
import { indexedName } from '../../model/network.ts';
import type { RoughDerivatives } from './guesses.ts';

/** Outputs from `low` to `high`: where hypotheses on a loss are decided by enclosures. */
export interface OutputRange {
  readonly low: ExactNumber;
  readonly high: ExactNumber;
}

/**
 * The losses ℓ(q, y). Built in are four that are convex and differentiable in q and at least 0: ‖q − y‖²; log(1 + e^(−yq)),
 * y = ±1; −Σ y_k log softmax(q)_k; max(0, 1 − yq)^p, y = ±1, p ≥ 2 (papers K 2.2, L 3.1). Of an expression in q and y (q1, y1,
 * q2, … for several outputs) nothing is known before it is decided.
 */
export type Loss =
  | { readonly kind: 'squared' }
  | { readonly kind: 'logistic' }
  | { readonly kind: 'cross-entropy' }
  | { readonly kind: 'hinge'; readonly power: number }
  | { readonly kind: 'expression'; readonly tree: Tree; readonly range: OutputRange | null };

/** The greatest power of the polynomial hinge. */
export const MAX_HINGE_POWER = 64;

/** The loss that an option names: squared, logistic, cross-entropy or hinge:P; null when it names none. */
export function parseLoss(text: string): Loss | null {
  if (text === 'squared' || text === 'logistic' || text === 'cross-entropy') return { kind: text };
  const match = /^hinge:(\d{1,3})$/.exec(text);
  const p = match === null ? 0 : Number(match[1]);
  return p >= 2 && p <= MAX_HINGE_POWER ? { kind: 'hinge', power: p } : null;
}

/** The name under which parseLoss knows a loss; for an expression its canonical text. */
export function lossName(loss: Loss): string {
  if (loss.kind === 'expression') return textOf(loss.tree);
  return loss.kind === 'hinge' ? `hinge:${loss.power}` : loss.kind;
}

/** The names of the outputs, q or q1, q2, …, and of the labels. */
export function lossVariables(outputs: number): LossNames {
  return remembered(names, outputs, () => {
    const list = (letter: 'q' | 'y'): string[] =>
      Array.from({ length: outputs }, (_, k) => indexedName(letter, k, outputs));
    return { q: list('q'), y: list('y') };
  });
}

interface LossNames {
  readonly q: readonly string[];
  readonly y: readonly string[];
}

const names = new Map<number, LossNames>();

/** ℓ(q, y) as a formula. */
export function lossTree(loss: Loss, outputs: number): Tree {
  const { q, y } = lossVariables(outputs);
  const [outputsOf, labels] = [q.map(variable), y.map(variable)];
  const margin = (): Tree => binary('mul', labels[0]!, outputsOf[0]!);
  switch (loss.kind) {
    case 'squared':
      return sumOf(outputsOf.map((x, k) => binary('power', binary('sub', x, labels[k]!), number(2))));
    case 'logistic':
      return call('softplus', { kind: 'neg', of: margin() });
    case 'cross-entropy': {
      // Σ y_k (log Σ_j e^(q_j) − q_k), y a distribution.
      const shares = sumOf(outputsOf.map((x, k) => binary('mul', labels[k]!, x)));
      return binary('sub', binary('mul', sumOf(labels), call('logsumexp', ...outputsOf)), shares);
    }
    case 'hinge':
      return binary('power', call('max', number(0), binary('sub', number(1), margin())), number(loss.power));
    case 'expression':
      return loss.tree;
  }
}

/** An output vector and a label vector, in balls. */
type Vector = readonly Ball[];

/** What `make` gives for a key, made once. */
function remembered<K, V>(
  known: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

const trees = new WeakMap<Loss, Map<number, Tree>>();

function treeOf(loss: Loss, outputs: number): Tree {
  const own = remembered(trees, loss, () => new Map<number, Tree>());
  return remembered(own, outputs, () => lossTree(loss, outputs));
}

const algebras = new WeakMap<BallField, BallAlgebra>();

/** The algebra of a field, with what it remembers. */
export function algebraOf(field: BallField): BallAlgebra {
  return remembered(algebras, field, () => new BallAlgebra(field));
}

function valuesOf<S>(q: readonly S[], y: readonly S[]): Record<string, S> {
  const own = lossVariables(q.length);
  const values: Record<string, S> = {};
  for (const [k, x] of q.entries()) values[own.q[k]!] = x;
  for (const [k, x] of y.entries()) values[own.y[k]!] = x;
  return values;
}

/** ℓ(q, y). */
export function lossValue(field: BallField, loss: Loss, q: Vector, y: Vector): Ball {
  return evaluateTree(algebraOf(field), treeOf(loss, q.length), valuesOf(q, y));
}

/** ∇_q ℓ(q, y). A hinge with margin certainly beyond 1 gives exactly 0. At a kink the hull of what it is on both sides. */
export function lossGradient(field: BallField, loss: Loss, q: Vector, y: Vector): readonly Ball[] {
  const by = lossVariables(q.length).q;
  return differentiated(algebraOf(field), treeOf(loss, q.length), valuesOf(q, y), by).gradient;
}

/** How often ℓ(·, label) is certainly continuously differentiable near q; the hinge of degree 2, whose slope is Lipschitz, counts as twice. */
export function smoothAt(field: BallField, loss: Loss, q: Vector, label: readonly ExactNumber[]): number {
  if (loss.kind !== 'expression') return 2;
  const y = label.map((x) => field.exact(x));
  return smoothness(algebraOf(field), loss.tree, valuesOf(q, y));
}

/** ∇_q Σ count·ℓ(q, label) for rational q, each entry where it is a rational number that is known. */
export function exactGradient(
  loss: Loss,
  q: readonly Exactly[],
  labels: readonly LabelCount[],
): readonly Exactly[] {
  const by = lossVariables(q.length).q;
  let sum: readonly Exactly[] = q.map(() => exactAlgebra.decimal('0'));
  for (const { label, count } of labels) {
    const y = label.map((x) => exactAlgebra.decimal(exactDecimal(x)));
    const { gradient } = differentiated(exactAlgebra, treeOf(loss, q.length), valuesOf(q, y), by);
    const times = exactAlgebra.decimal(String(count));
    sum = sum.map((x, k) => exactAlgebra.add(x, exactAlgebra.mul(times, gradient[k]!)));
  }
  return sum;
}

/** Σ count·ℓ(q, label) in doubles: for guesses. */
export function roughValue(loss: Loss, q: readonly number[], labels: readonly LabelCount[]): number {
  const tree = treeOf(loss, q.length);
  return labels.reduce(
    (sum, { label, count }) => sum + count * evaluateTree(floatAlgebra, tree, valuesOf(q, label.map(Number))),
    0,
  );
}

/** Its first two derivatives by output k. */
export function roughDerivatives(
  loss: Loss,
  q: readonly number[],
  labels: readonly LabelCount[],
  k: number,
): RoughDerivatives {
  const direction = { [lossVariables(q.length).q[k]!]: 1 };
  const tree = treeOf(loss, q.length);
  const sum = { first: 0, second: 0 };
  for (const { label, count } of labels) {
    const along = alongDirection(floatAlgebra, tree, valuesOf(q, label.map(Number)), direction);
    sum.first += count * along.first;
    sum.second += count * along.second;
  }
  return sum;
}

/** ℓ(·, y) for one label vector, as a formula in the outputs alone. */
export function lossAt(loss: Loss, label: readonly ExactNumber[]): Tree {
  const { y } = lossVariables(label.length);
  const values = Object.fromEntries(label.map((x, k) => [y[k]!, number(exactDecimal(x))]));
  return substituted(treeOf(loss, label.length), values);
}

/** Labels of one input: how often each distinct label vector occurs. */
export interface LabelCount {
  readonly label: readonly ExactNumber[];
  readonly count: number;
}

/** What is known about min_q Σ count·ℓ(q, label) over the labels of one input. */
export interface LabelMinimum {
  /** The infimum; null where it is not known, or there is none. */
  readonly value: Ball | null;
  /** Whether some q attains it; no: it is an infimum only. */
  readonly attained: Ternary;
}

/**
 * The least total loss that one output vector can have on all labels of one input.
 * Squared: q is the mean. Logistic: with N₊ and N₋ labels the infimum is N₊ log(N/N₊) + N₋ log(N/N₋), attained iff both
 * are there. Cross-entropy: N times the entropy of the mean distribution, attained iff it has full support. Hinge: 0 for
 * one label; for both the derivative vanishes where (1−q)/(1+q) = (N₋/N₊)^(1/(p−1)), inside (−1, 1). An expression: see
 * minimumOfExpression.
 */
export function labelMinimum(field: BallField, loss: Loss, labels: readonly LabelCount[]): LabelMinimum {
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  const weighted = (k: number): Ball =>
    labels.reduce(
      (sum, { label, count }) => field.add(sum, field.scale(field.exact(label[k]!), count)),
      field.zero,
    );
  switch (loss.kind) {
    case 'squared': {
      const mean = labels[0]!.label.map((_, k) => field.divideByInteger(weighted(k), total));
      return { value: valueAt(field, loss, mean, labels), attained: 'yes' };
    }
    case 'cross-entropy': {
      const shares = labels[0]!.label.map((_, k) =>
        labels.every(({ label }) => rationalOf(label[k]!).numerator === 0n)
          ? null
          : field.divideByInteger(weighted(k), total),
      );
      return entropy(field, shares, total);
    }
    case 'logistic': {
      const shares = signCounts(labels).map((n) => (n === 0 ? null : field.rational(quotient(n, total))));
      return entropy(field, shares, total);
    }
    case 'hinge': {
      const [plus, minus] = signCounts(labels) as [number, number];
      if (plus === 0 || minus === 0) return { value: field.zero, attained: 'yes' };
      const ratio = log(field, field.rational(quotient(minus, plus)));
      const t = exp(field, field.divideByInteger(ratio, loss.power - 1));
      const q = field.div(field.sub(field.one, t), field.add(field.one, t));
      return { value: valueAt(field, loss, [q], labels), attained: 'yes' };
    }
    case 'expression':
      return minimumOfExpression(field, loss, labels);
  }
}

/** How many labels are +1 and how many −1. */
export function signCounts(labels: readonly LabelCount[]): [plus: number, minus: number] {
  let plus = 0;
  let minus = 0;
  for (const { label, count } of labels)
    if (Number(label[0]) > 0) plus += count;
    else minus += count;
  return [plus, minus];
}

/** Σ count·ℓ(q, label). */
export function valueAt(field: BallField, loss: Loss, q: Vector, labels: readonly LabelCount[]): Ball {
  return labels.reduce((sum, { label, count }) => {
    const y = label.map((x) => field.exact(x));
    return field.add(sum, field.scale(lossValue(field, loss, q, y), count));
  }, field.zero);
}

/** Σ count·∇ℓ(q, label): the residual r of one input. */
export function residualAt(
  field: BallField,
  loss: Loss,
  q: Vector,
  labels: readonly LabelCount[],
): readonly Ball[] {
  let sum = q.map(() => field.zero);
  for (const { label, count } of labels) {
    const gradient = lossGradient(
      field,
      loss,
      q,
      label.map((x) => field.exact(x)),
    );
    sum = sum.map((x, k) => field.add(x, field.scale(gradient[k]!, count)));
  }
  return sum;
}

function quotient(a: number, b: number): Rational {
  return { numerator: BigInt(a), denominator: BigInt(b) };
}

/** total·Σ −s log s over the shares that are not 0 (null); attained iff there is none of those. */
function entropy(field: BallField, shares: readonly (Ball | null)[], total: number): LabelMinimum {
  const present = shares.filter((share) => share !== null);
  const attained = present.length === shares.length ? 'yes' : 'no';
  if (present.length === 1) return { value: field.zero, attained };
  const value = present.reduce(
    (sum, share) => field.sub(sum, field.mul(share, log(field, share))),
    field.zero,
  );
  return { value: field.scale(value, total), attained };
}

/** Outputs between which the least value of an expression is looked for: ±2^40. */
const LARGEST_EXPONENT = 40;

/**
 * min_q of an expression with one output, whatever the labels. A polynomial S whose derivative is a constant other than 0 has
 * no minimum, nor has a strictly monotone S; a value that equals a proved lower bound is the minimum; and where S is convex, or its critical points are
 * minima, by the rules of composition, and S' < 0 at p and S' > 0 at r, S has its minimum between p and r, which are then
 * brought together. Else it is not known.
 */
function minimumOfExpression(field: BallField, loss: Loss, labels: readonly LabelCount[]): LabelMinimum {
  const unknown: LabelMinimum = { value: null, attained: 'undecided' };
  if (labels[0]!.label.length !== 1) return unknown;
  const algebra = algebraOf(field);
  const total = totalOf(loss, labels);
  const shape = shapeOf(algebra, total);
  if (!shape.defined) return unknown;
  const slope = polynomialOf(total, 'q');
  if (slope !== null) {
    const derivative = derivativeOf(slope);
    if (derivative.length === 0) return { value: field.rational(slope[0]!), attained: 'yes' };
    if (derivative.length === 1 && derivative[0]!.numerator !== 0n) return { value: null, attained: 'no' };
  }
  const candidates = labels.flatMap(({ label }) => [label[0]!, ...[0, 1, -1, 2, -2]]);
  if (shape.low !== null)
    for (const candidate of candidates) {
      const at = evaluateTree<Exactly>(exactAlgebra, total, {
        q: exactAlgebra.decimal(exactDecimal(candidate)),
      });
      if (!isKnown(at)) continue;
      const value = field.rational(at);
      if (field.lessOrEqual(value, shape.low) === 'yes') return { value, attained: 'yes' };
    }
  if ((shape.rising || shape.falling) && shape.strict) return { value: null, attained: 'no' };
  if (shape.smooth < 1) return unknown;
  if (!shape.convex && !(labels.length === 1 && criticalPointsAreMinima(algebra, total))) return unknown;
  return minimumByBisection(field, total) ?? unknown;
}

/** Is Σ count·ℓ(·, label), for one output, convex and strictly monotone, so that its derivative is nowhere 0? */
export function hasNoCriticalPoint(loss: Loss, labels: readonly LabelCount[]): boolean {
  if (labels[0]!.label.length !== 1) return false;
  const { defined, convex, rising, falling, strict } = shapeOf(algebraOf(COARSE), totalOf(loss, labels));
  return defined && convex && (rising || falling) && strict;
}

const COARSE = BallField.ofDigits(30);

/** Σ count·ℓ(·, label) as a formula in q. */
function totalOf(loss: Loss, labels: readonly LabelCount[]): Tree {
  return sumOf(labels.map(({ label, count }) => binary('mul', number(count), lossAt(loss, label))));
}

function minimumByBisection(field: BallField, total: Tree): LabelMinimum | null {
  const algebra = algebraOf(field);
  const slope = (q: Ball): Ball => differentiated(algebra, total, { q }, ['q']).gradient[0]!;
  const has = (sign: 1 | -1, q: Ball): boolean => {
    try {
      return field.positive(field.scale(slope(q), sign)) === 'yes';
    } catch (error) {
      // Out of range, so far out.
      if (error instanceof DomainError) return false;
      throw error;
    }
  };
  let low: Ball | null = null;
  let high: Ball | null = null;
  for (let e = -2; e <= LARGEST_EXPONENT && (low === null || high === null); e++) {
    const size = field.shiftBy(field.one, e);
    if (low === null && has(-1, field.neg(size))) low = field.neg(size);
    if (high === null && has(1, size)) high = size;
  }
  if (low === null || high === null) return null;
  try {
    const least = zeroBetween(field, slope, low, high, -1);
    return { value: evaluateTree(algebra, total, { q: least }), attained: 'yes' };
  } catch (error) {
    // Out of range in between.
    if (error instanceof DomainError) return null;
    throw error;
  }
}
