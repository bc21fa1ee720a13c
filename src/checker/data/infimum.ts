/** inf over q of Σ count·ℓ(q, y), the labels of one input, for losses of which it is known (mathematics.md 13.5). */
import { exponential } from '../numbers/exponential.ts';
import { fractionOf, isEqual, isZero, ONE, plus, signOf, ZERO } from '../numbers/fraction.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { isNonnegative } from './convex.ts';
import { logarithm } from './functions.ts';
import type { Loss } from './loss.ts';

/** A label and how many examples carry it. */
export interface Counted {
  readonly label: readonly string[];
  readonly count: number;
}

export interface Infimum {
  readonly value: Interval;
  readonly attained: boolean;
}

/** The form of a loss whose text is one of these. */
export type LossForm =
  | { readonly kind: 'squared' | 'logistic' | 'cross-entropy' | 'other' }
  | { readonly kind: 'hinge'; readonly power: number };

export function formOf(text: string, outputs: number): LossForm {
  const each = (write: (k: string) => string, between: string): string =>
    Array.from({ length: outputs }, (_, k) => write(outputs === 1 ? '' : String(k + 1))).join(between);
  if (text === each((k) => `(q${k} - y${k})^2`, ' + ')) return { kind: 'squared' };
  if (text === 'softplus(-(y*q))') return { kind: 'logistic' };
  const [labels, all] = [each((k) => `y${k}`, ' + '), each((k) => `q${k}`, ', ')];
  const products = each((k) => `y${k}*q${k}`, ' + ');
  if (outputs > 1 && text === `(${labels})*logsumexp(${all}) - (${products})`)
    return { kind: 'cross-entropy' };
  const power = /^max\(0, 1 - y\*q\)\^(\d{1,2})$/.exec(text)?.[1];
  return power === undefined || Number(power) < 2
    ? { kind: 'other' }
    : { kind: 'hinge', power: Number(power) };
}

/** Confirms that a label is −1 or 1, and says which. */
export function signOfLabel(label: readonly string[]): 1 | -1 {
  const y = fractionOf(label[0]!);
  confirm(label.length === 1 && y.under === 1n && (y.over === 1n || y.over === -1n), 'labels are -1 and 1');
  return y.over === 1n ? 1 : -1;
}

export function infimumOf(I: Intervals, loss: Loss, form: LossForm, labels: readonly Counted[]): Infimum {
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  switch (form.kind) {
    case 'squared': {
      // The mean of the labels.
      if (labels.length === 1) return { value: I.zero, attained: true };
      const mean = labels[0]!.label.map((_, k) => {
        const parts = labels.map(({ label, count }) => I.multiply(I.integer(count), I.of(label[k]!)));
        return I.divide(I.sum(parts), I.integer(total));
      });
      const value = I.sum(
        labels.map(({ label, count }) => I.multiply(I.integer(count), loss.value(I, mean, label))),
      );
      return { value, attained: true };
    }
    case 'logistic': {
      const [plus_, minus] = counts(labels);
      return entropy(I, [plus_, minus], total);
    }
    case 'cross-entropy': {
      // Σ −s_k log softmax(q)_k ≥ Σ −s_k log s_k (Gibbs), equal where softmax(q) = s.
      const shares = labels[0]!.label.map((_, k) => {
        let share = ZERO;
        for (const { label, count } of labels) {
          const x = fractionOf(label[k]!);
          confirm(signOf(x) >= 0, 'labels are shares of at least 0');
          share = plus(share, { over: x.over * BigInt(count), under: x.under });
        }
        return share;
      });
      for (const { label } of labels)
        confirm(isEqual(label.map(fractionOf).reduce(plus), ONE), 'labels are shares whose sum is 1');
      const present = shares.filter((share) => !isZero(share));
      const sizes = present.map(({ over, under }) => I.divide(I.exact(over, 0), I.exact(under, 0)));
      const all = I.integer(total);
      const value = I.sum(sizes.map((s) => I.multiply(s, I.negate(logarithm(I, I.divide(s, all))))));
      const certain = present.length === 1 ? I.zero : value;
      return { value: certain, attained: present.length === shares.length };
    }
    case 'hinge': {
      const [plus_, minus] = counts(labels);
      if (plus_ === 0 || minus === 0) return { value: I.zero, attained: true };
      // The derivative is 0 where (1 − q)/(1 + q) = (N₋/N₊)^(1/(p − 1)), |q| < 1.
      const ratio = logarithm(I, I.divide(I.integer(minus), I.integer(plus_)));
      const t = exponential(I, I.divide(ratio, I.integer(form.power - 1)));
      const q = I.divide(I.subtract(I.one, t), I.add(I.one, t));
      const value = I.sum(
        labels.map(({ label, count }) => I.multiply(I.integer(count), loss.value(I, [q], label))),
      );
      return { value, attained: true };
    }
    case 'other': {
      // ℓ ≥ 0 and ℓ(y, y) = 0.
      confirm(labels.length === 1, 'the infimum of this loss is known for one label at an input only');
      const { label } = labels[0]!;
      const least = loss.exactAtLabel(I, label);
      if (least === null || !isZero(least) || !isNonnegative(loss.formula, loss.named(label)))
        throw new Rejection('the loss is 0 at its label and nowhere below 0, by the rules of composition');
      return { value: I.zero, attained: true };
    }
  }
}

function counts(labels: readonly Counted[]): readonly [plus: number, minus: number] {
  let [plus_, minus] = [0, 0];
  for (const { label, count } of labels)
    if (signOfLabel(label) > 0) plus_ += count;
    else minus += count;
  return [plus_, minus];
}

/** Σ −N_k log(N_k/N). */
function entropy(I: Intervals, sizes: readonly number[], total: number): Infimum {
  const present = sizes.filter((n) => n > 0);
  const attained = present.length === sizes.length;
  if (present.length === 1) return { value: I.zero, attained };
  const parts = present.map((n) =>
    I.multiply(I.integer(n), I.negate(logarithm(I, I.divide(I.integer(n), I.integer(total))))),
  );
  return { value: I.sum(parts), attained };
}
