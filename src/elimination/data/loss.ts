import type { Ball, BallField } from '../../arithmetic/ball.ts';
import { type ExactNumber, type Rational, rationalOf } from '../../arithmetic/exact.ts';
import { exp, log } from '../../arithmetic/exponential.ts';
import { logistic, positivePart, power, softplus } from './elementary.ts';

/**
 * The losses ℓ(q, y), all convex and differentiable in q and at least 0: ‖q − y‖²; log(1 + e^(−yq)), y = ±1;
 * −Σ y_k log softmax(q)_k; max(0, 1 − yq)^p, y = ±1, p ≥ 2 (papers K 2.2, L 3.1).
 */
export type Loss =
  | { readonly kind: 'squared' }
  | { readonly kind: 'logistic' }
  | { readonly kind: 'cross-entropy' }
  | { readonly kind: 'hinge'; readonly power: number };

/** The greatest power of the polynomial hinge. */
export const MAX_HINGE_POWER = 64;

/** The loss that an option names: squared, logistic, cross-entropy or hinge:P; null when it names none. */
export function parseLoss(text: string): Loss | null {
  if (text === 'squared' || text === 'logistic' || text === 'cross-entropy') return { kind: text };
  const match = /^hinge:(\d{1,3})$/.exec(text);
  const p = match === null ? 0 : Number(match[1]);
  return p >= 2 && p <= MAX_HINGE_POWER ? { kind: 'hinge', power: p } : null;
}

/** The name under which parseLoss knows a loss. */
export function lossName(loss: Loss): string {
  return loss.kind === 'hinge' ? `hinge:${loss.power}` : loss.kind;
}

/** An output vector and a label vector, in balls. */
type Vector = readonly Ball[];

/** ℓ(q, y). */
export function lossValue(field: BallField, loss: Loss, q: Vector, y: Vector): Ball {
  switch (loss.kind) {
    case 'squared':
      return q.reduce((sum, x, k) => field.add(sum, field.square(field.sub(x, y[k]!))), field.zero);
    case 'logistic':
      return softplus(field, field.neg(field.mul(y[0]!, q[0]!)));
    case 'cross-entropy': {
      // Σ y_k (log Σ_j e^(q_j) − q_k), shifted by the output that seems greatest.
      const shifted = shiftedOutputs(field, q);
      const total = shifted.reduce((sum, x) => field.add(sum, exp(field, x)), field.zero);
      const logTotal = log(field, total);
      return shifted.reduce(
        (sum, x, k) => field.add(sum, field.mul(y[k]!, field.sub(logTotal, x))),
        field.zero,
      );
    }
    case 'hinge':
      return power(field, slack(field, q[0]!, y[0]!), loss.power);
  }
}

/** ∇_q ℓ(q, y). A hinge with margin certainly beyond 1 gives exactly 0. */
export function lossGradient(field: BallField, loss: Loss, q: Vector, y: Vector): Ball[] {
  switch (loss.kind) {
    case 'squared':
      return q.map((x, k) => field.scale(field.sub(x, y[k]!), 2));
    case 'logistic':
      return [field.neg(field.mul(y[0]!, logistic(field, field.neg(field.mul(y[0]!, q[0]!)))))];
    case 'cross-entropy': {
      const exponentials = shiftedOutputs(field, q).map((x) => exp(field, x));
      const total = exponentials.reduce((sum, x) => field.add(sum, x), field.zero);
      // Σ_k y_k = 1: the reader has made sure of it.
      return exponentials.map((x, k) => field.sub(field.div(x, total), y[k]!));
    }
    case 'hinge': {
      const slope = field.scale(power(field, slack(field, q[0]!, y[0]!), loss.power - 1), loss.power);
      return [field.neg(field.mul(y[0]!, slope))];
    }
  }
}

/** max(0, 1 − yq). */
function slack(field: BallField, q: Ball, y: Ball): Ball {
  return positivePart(field, field.sub(field.one, field.mul(y, q)));
}

/** The outputs less the one with the greatest midpoint: softmax is not changed, and a sum of exponentials is ≥ e^−rad. */
function shiftedOutputs(field: BallField, q: Vector): Ball[] {
  const greatest = q.reduce((a, b) => (b.mid > a.mid ? b : a));
  return q.map((x) => field.sub(x, greatest));
}

/** Labels of one input: how often each distinct label vector occurs. */
export interface LabelCount {
  readonly label: readonly ExactNumber[];
  readonly count: number;
}

/** What is known about min_q Σ count·ℓ(q, label) over the labels of one input. */
export interface LabelMinimum {
  readonly value: Ball;
  /** Whether some q attains it; false: it is an infimum only. */
  readonly attained: boolean;
}

/**
 * The least total loss that one output vector can have on all labels of one input.
 * Squared: q is the mean. Logistic: with N₊ and N₋ labels the infimum is N₊ log(N/N₊) + N₋ log(N/N₋), attained iff both
 * are there. Cross-entropy: N times the entropy of the mean distribution, attained iff it has full support. Hinge: 0 for
 * one label; for both the derivative vanishes where (1−q)/(1+q) = (N₋/N₊)^(1/(p−1)), inside (−1, 1).
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
      return { value: valueAt(field, loss, mean, labels), attained: true };
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
      if (plus === 0 || minus === 0) return { value: field.zero, attained: true };
      const ratio = log(field, field.rational(quotient(minus, plus)));
      const t = exp(field, field.divideByInteger(ratio, loss.power - 1));
      const q = field.div(field.sub(field.one, t), field.add(field.one, t));
      return { value: valueAt(field, loss, [q], labels), attained: true };
    }
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
  const attained = present.length === shares.length;
  if (present.length === 1) return { value: field.zero, attained };
  const value = present.reduce(
    (sum, share) => field.sub(sum, field.mul(share, log(field, share))),
    field.zero,
  );
  return { value: field.scale(value, total), attained };
}
