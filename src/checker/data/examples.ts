/** The data as theorems look at them: rows with one input together, the labels that occur, and what is exact of the derivatives of the loss. */
import { parsed } from '../numbers/exact.ts';
import { type Fraction, isZero, plus, ZERO } from '../numbers/fraction.ts';
import type { Intervals } from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { confirmConvex, confirmCriticalAreMinima, confirmSmooth } from './convex.ts';
import type { Counted } from './infimum.ts';
import type { Loss } from './loss.ts';
import type { Objective } from './objective.ts';

export class Examples {
  /** All rows. */
  readonly rows: readonly number[];
  private readonly objective: Objective;
  private readonly loss: Loss;
  private grouped: ReadonlyMap<string, readonly number[]> | null = null;
  private labels: readonly (readonly string[])[] | null = null;

  constructor(objective: Objective, loss: Loss) {
    this.objective = objective;
    this.loss = loss;
    this.rows = objective.problem.data.counts.map((_, i) => i);
  }

  /** The rows of each input. */
  groups(): ReadonlyMap<string, readonly number[]> {
    if (this.grouped !== null) return this.grouped;
    const found = new Map<string, number[]>();
    for (const [i, row] of this.objective.problem.data.inputs.entries()) {
      const key = row.map(canonical).join(' ');
      const own = found.get(key);
      if (own === undefined) found.set(key, [i]);
      else own.push(i);
    }
    this.grouped = found;
    return found;
  }

  /**
   * No example stands in two rows: the statement counts rows as different examples. Equal numbers have one nearest double, and rows of
   * equal doubles one key; those with one key are compared exactly.
   */
  confirmDifferent(): void {
    const { inputs, labels } = this.objective.problem.data;
    const textOf = (i: number): string => [...inputs[i]!, ...labels[i]!].map(canonical).join(' ');
    const first = new Map<number, number>();
    const texts = new Map<number, Set<string>>();
    for (const i of this.rows) {
      let key = 0;
      for (const numbers of [inputs[i]!, labels[i]!])
        for (const x of numbers) key = 1.000123 * key + Number(x);
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, i);
        continue;
      }
      const own = texts.get(key) ?? new Set([textOf(before)]);
      const text = textOf(i);
      confirm(!own.has(text), 'each example stands in one row, with how often it occurs');
      texts.set(key, own.add(text));
    }
  }

  /** The labels of these rows, equal ones together. */
  labelsOf(rows: readonly number[]): Counted[] {
    const { labels, counts } = this.objective.problem.data;
    const found = new Map<string, { label: readonly string[]; count: number }>();
    for (const i of rows) {
      const key = labels[i]!.map(canonical).join(' ');
      const own = found.get(key);
      if (own === undefined) found.set(key, { label: labels[i]!, count: counts[i]! });
      else own.count += counts[i]!;
    }
    return [...found.values()];
  }

  distinctLabels(): readonly (readonly string[])[] {
    this.labels ??= this.labelsOf(this.rows).map(({ label }) => label);
    return this.labels;
  }

  confirmConvex(): void {
    for (const label of this.distinctLabels()) confirmConvex(this.loss.formula, this.loss.named(label));
  }

  confirmSmooth(order: 1 | 2): void {
    for (const label of this.distinctLabels())
      confirmSmooth(this.loss.formula, this.loss.named(label), order);
  }

  confirmMinimaWhereCritical(): void {
    for (const label of this.distinctLabels())
      confirmCriticalAreMinima(this.loss.formula, this.loss.named(label));
  }

  confirmConsistent(): void {
    for (const rows of this.groups().values())
      confirm(this.labelsOf(rows).length === 1, 'equal inputs carry equal labels');
  }

  /** Outputs that are given are those of a function of the input. */
  private confirmFunction(): void {
    const { outputs } = this.objective.problem.data;
    if (outputs == null) return;
    for (const rows of this.groups().values())
      confirm(
        new Set(rows.map((i) => outputs[i]!.map(canonical).join(' '))).size === 1,
        'equal inputs have equal outputs',
      );
  }

  /** count_i ∇ℓ(f(x_i; θ), y_i), exactly. */
  exactResiduals(I: Intervals, theta: readonly string[]): readonly (readonly Fraction[])[] {
    const { labels, counts } = this.objective.problem.data;
    return this.objective.exactOutputs(I, theta, this.rows).map(({ outputs, exact }, i) =>
      this.loss.exactGradient(I, outputs, exact, labels[i]!).map((x) => {
        if (x === null) throw new Rejection('the derivatives of the loss are rational and known exactly');
        return { over: x.over * BigInt(counts[i]!), under: x.under };
      }),
    );
  }

  /** r = 0 at every input, exactly, and where that is so the loss of the examples with this input is least. */
  confirmVanishing(I: Intervals, theta: readonly string[]): void {
    this.confirmFunction();
    const residuals = this.exactResiduals(I, theta);
    for (const rows of this.groups().values())
      for (const k of residuals[0]!.keys())
        confirm(
          isZero(rows.map((i) => residuals[i]![k]!).reduce(plus, ZERO)),
          'the derivatives of the loss, summed over the examples of an input, are 0',
        );
    this.confirmSuffices();
  }

  private confirmSuffices(): void {
    try {
      this.confirmConvex();
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      this.confirmMinimaWhereCritical();
      this.confirmConsistent();
    }
  }
}

/** One text for one number, however it is written. */
export function canonical(decimal: string): string {
  let { digits, exponent } = parsed(decimal);
  if (digits === 0n) return '0';
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1;
  }
  return `${digits}e${exponent}`;
}
