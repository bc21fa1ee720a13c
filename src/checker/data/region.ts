/** One hidden layer, one output, a convex loss: critical in a region is a local minimum (mathematics.md 17.5). */
import { decimalsOf, integerRows } from '../numbers/exact.ts';
import {
  divided,
  type Fraction,
  fractionOf,
  greater,
  isZero,
  negative,
  plus,
  times,
} from '../numbers/fraction.ts';
import { type Interval, type Intervals, isPositive } from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { confirmHomogeneous } from './convex.ts';
import type { Formula } from './formula.ts';
import type { Neuron, Objective } from './objective.ts';

/** The signs of the sums of live neurons at each datum, as they are found on a ball. */
export class Region {
  private readonly objective: Objective;
  private readonly live: readonly Neuron[];
  private readonly positive: boolean[][] = [];

  constructor(objective: Objective, dead: readonly Neuron[]) {
    this.objective = objective;
    const { neurons, activations } = objective;
    confirm(
      neurons.length === 2 && neurons[1]!.length === 1,
      'a network with one hidden layer and one output',
    );
    const last = activations[1]!;
    confirm(last.op === 'name' && last.text === 'z', 'the last activation is z');
    confirmHomogeneous(activations[0]!);
    this.live = neurons[0]!.filter((neuron) => !dead.includes(neuron));
  }

  see(I: Intervals, values: readonly Interval[]): void {
    this.positive.push(
      this.live.map(({ sum }) => {
        const value = values[sum]!;
        confirm(isPositive(value) || isPositive(I.negate(value)), 'no sum of a live neuron is 0');
        return isPositive(value);
      }),
    );
  }

  /** After all data were seen: the outgoing weights are held and not 0, and what is free has the rank of all. */
  confirm(I: Intervals, centre: readonly string[], free: readonly number[]): void {
    const { problem, neurons, activations } = this.objective;
    const isFree = new Set(free);
    for (const { outgoing } of this.live)
      for (const i of outgoing) {
        const x = I.of(centre[i]!);
        confirm(!isFree.has(i), 'outgoing weights are held');
        confirm(isPositive(x) || isPositive(I.negate(x)), 'outgoing weights of live neurons are not 0');
      }
    const output = neurons[1]![0]!;
    const bias = problem.layers![1]!.bias ? [output.incoming.at(-1)!] : [];
    const columns = [...this.live.flatMap(({ incoming }) => incoming), ...bias];
    confirm(
      free.every((i) => columns.includes(i)),
      'free are incoming weights of live neurons and the last bias only',
    );
    const [right, left] = [slopeOf(activations[0]!, 1n), slopeOf(activations[0]!, -1n)];
    const { inputs } = problem.data;
    const places = decimalsOf(inputs.flat());
    const one = 10n ** BigInt(places);
    const rows = integerRows(inputs, places).map((row, i) => {
      const features = problem.layers![0]!.bias ? [...row, one] : row;
      // In units of 10^−places/(the denominators of both slopes).
      const units = this.live.flatMap((_, j) => {
        const factor = this.positive[i]![j]! ? right.over * left.under : left.over * right.under;
        return features.map((x) => factor * x);
      });
      return [...units, ...bias.map(() => one * right.under * left.under)];
    });
    confirm(rankOf(rows) === free.length, 'the free entries change the outputs in as many ways as all do');
  }
}

/** σ'(z) on the side of z, for a homogeneous σ: σ(±1)/(±1). */
function slopeOf(activation: Formula, side: 1n | -1n): Fraction {
  const value = (formula: Formula): Fraction => {
    switch (formula.op) {
      case 'number':
        return fractionOf(formula.text);
      case 'name':
        if (formula.text !== 'z') throw new Rejection('an activation with rational slopes');
        return { over: side, under: 1n };
      case 'minus':
        return negative(value(formula.of[0]));
      case '+':
        return plus(value(formula.of[0]), value(formula.of[1]));
      case '-':
        return plus(value(formula.of[0]), negative(value(formula.of[1])));
      case '*':
        return times(value(formula.of[0]), value(formula.of[1]));
      case '/': {
        const [a, b] = [value(formula.of[0]), value(formula.of[1])];
        confirm(!isZero(b), 'a divisor is not 0');
        return divided(a, b);
      }
      case 'call': {
        const args = formula.of.map(value);
        if (formula.text === 'abs') return greater(args[0]!, negative(args[0]!));
        if (formula.text === 'max') return args.reduce(greater);
        if (formula.text === 'min') return negative(args.map(negative).reduce(greater));
        throw new Rejection('an activation that is linear on both sides of 0');
      }
      case '^':
        throw new Rejection('an activation that is linear on both sides of 0');
    }
  };
  const { over, under } = value(activation);
  return { over: side * over, under };
}

/** The rank of a matrix of integers. After each pivot p all rows below are p times what they were less a multiple of the pivot's row, divided by
 * the pivot before, which divides them (Bareiss). */
function rankOf(matrix: readonly (readonly bigint[])[]): number {
  let rows = matrix.map((row) => [...row]);
  let rank = 0;
  let before = 1n;
  for (let c = 0; c < (matrix[0]?.length ?? 0); c++) {
    const top = rows.find((row) => row[c] !== 0n);
    if (top === undefined) continue;
    const pivot = top[c]!;
    rows = rows
      .filter((row) => row !== top)
      .map((row) => {
        const own = row[c]!;
        return row.map((x, j) => (j <= c ? 0n : (pivot * x - own * top[j]!) / before));
      });
    before = pivot;
    rank += 1;
  }
  return rank;
}
