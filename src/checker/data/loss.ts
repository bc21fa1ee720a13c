/** ℓ(q, y) at one output and label: its value, its derivatives by q, exactly where they are rational and known. */
import { type Fraction, fractionOf } from '../numbers/fraction.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { Circuit } from './circuit.ts';
import { type Exact, exactAdjoints, exactValues } from './exact.ts';
import { type Formula, readFormula } from './formula.ts';

export class Loss {
  readonly formula: Formula;
  readonly outputs: number;
  private readonly circuit: Circuit;
  private readonly end: number;
  private readonly byOutputs: readonly boolean[];
  private readonly labelNames: readonly string[];

  constructor(text: string, outputs: number) {
    const names = (letter: string): string[] =>
      Array.from({ length: outputs }, (_, k) => (outputs === 1 ? letter : `${letter}${k + 1}`));
    this.outputs = outputs;
    this.labelNames = names('y');
    const all = [...names('q'), ...this.labelNames];
    this.formula = readFormula(text, all);
    this.circuit = new Circuit(2 * outputs);
    this.end = this.circuit.add(this.formula, new Map(all.map((name, i) => [name, i])));
    this.byOutputs = this.circuit.dependents((input) => input < outputs);
  }

  /** The label as the names of the formula have it. */
  named(label: readonly string[]): ReadonlyMap<string, string> {
    return new Map(label.map((x, k) => [this.labelNames[k]!, x]));
  }

  value(I: Intervals, q: readonly Interval[], label: readonly string[]): Interval {
    return this.circuit.values(I, [...q, ...label.map((x) => I.of(x))])[this.end]!;
  }

  /** ∇_q ℓ, which certainly exists. */
  gradient(I: Intervals, q: readonly Interval[], label: readonly string[]): Interval[] {
    const values = this.circuit.values(I, [...q, ...label.map((x) => I.of(x))]);
    this.confirmDifferentiable(I, values);
    const of = (node: number) => this.circuit.derivatives(I, values, node);
    const adjoints = this.circuit.adjoints(I, of, this.byOutputs, this.end, I.one);
    return q.map((_, k) => adjoints[k] ?? I.zero);
  }

  /** The same at outputs that may be known exactly, exactly where it is known. */
  exactGradient(
    I: Intervals,
    q: readonly Interval[],
    exact: readonly Exact[],
    label: readonly string[],
  ): Exact[] {
    const intervals = this.circuit.values(I, [...q, ...label.map((x) => I.of(x))]);
    this.confirmDifferentiable(I, intervals);
    const signs = { I, intervals };
    const values = exactValues(this.circuit, [...exact, ...label.map(fractionOf)], signs);
    const adjoints = exactAdjoints(this.circuit, values, signs, this.end);
    return q.map((_, k) => {
      const own = adjoints[k];
      return own === undefined ? { over: 0n, under: 1n } : own;
    });
  }

  /** ℓ(y, y), where it is known exactly. */
  exactAtLabel(I: Intervals, label: readonly string[]): Fraction | null {
    const point = label.map((x) => I.of(x));
    const intervals = this.circuit.values(I, [...point, ...point]);
    const own = label.map(fractionOf);
    return exactValues(this.circuit, [...own, ...own], { I, intervals })[this.end]!;
  }

  private confirmDifferentiable(I: Intervals, values: readonly Interval[]): void {
    confirm(this.circuit.smoothness(I, values)[this.end]! >= 1, 'the loss is differentiable at the outputs');
  }
}
