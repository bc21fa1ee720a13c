import { type Ball, type BallField, DomainError } from '../arithmetic/ball.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import { bitLength } from '../arithmetic/integer.ts';
import { MARGIN, ROUNDOFF, TINY } from '../arithmetic/rounding.ts';
import { BallAlgebra } from '../expression/balls.ts';
import type { Differentiable } from '../expression/duals.ts';
import { floatAlgebra } from '../expression/floats.ts';
import type { Local, Program } from '../expression/program.ts';
import { ballsAbout, type Datum, datumWords, type Neuron, type TrainingProblem } from './problem.ts';
import { type Rounded, SecondOrder } from './second-order.ts';

/** The loss is not smooth enough on a ball, or has no value there: where. */
export class NotSmooth extends Error {}

/** L and its gradient at a point. */
export interface FirstOrder<S> {
  readonly value: S;
  readonly gradient: readonly S[];
}

/** Derivatives of the steps of a program, computed when they are asked for. */
function remembered<S>(
  program: Program,
  algebra: Differentiable<S>,
  values: readonly S[],
): (slot: number) => Local<S> {
  const known: Local<S>[] = [];
  return (slot) => {
    known[slot] ??= program.local(algebra, values, slot);
    return known[slot]!;
  };
}

/** Numbers of data that are kept as balls. */
const MOST_KEPT = 200_000;

/** Evaluates L in balls of a field. */
export class BallObjective {
  readonly problem: TrainingProblem;
  readonly field: BallField;
  readonly decay: Ball;
  private readonly algebra: BallAlgebra;
  private readonly numbers: Map<Datum, readonly Ball[]> = new Map();
  private readonly all: readonly boolean[];

  constructor(problem: TrainingProblem, field: BallField) {
    this.problem = problem;
    this.field = field;
    this.algebra = new BallAlgebra(field);
    this.decay = field.exact(problem.decay);
    const { program, names } = problem;
    this.all = program.dependents(Array.from({ length: program.inputs }, (_, i) => i < names.length));
  }

  /** x and y of a datum, kept where these are not very many. */
  private numbersOf(datum: Datum): readonly Ball[] {
    const known = this.numbers.get(datum);
    if (known !== undefined) return known;
    const made = [...Array.from(datum.input), ...datum.label].map((x) => this.field.exact(x));
    if (this.problem.data.length * made.length <= MOST_KEPT) this.numbers.set(datum, made);
    return made;
  }

  /** count/m. */
  private share({ count }: Datum): Ball {
    return this.field.rational({
      numerator: BigInt(count),
      denominator: BigInt(this.problem.empirical.examples),
    });
  }

  /** L. Throws NotSmooth where it has no value. */
  value(theta: readonly ExactNumber[]): Ball {
    const { field, problem } = this;
    const balls = ballsAbout(field, theta, field.zero, []);
    let sum = field.zero;
    this.visit(balls, (values, _, datum) => {
      sum = field.add(sum, field.mul(this.share(datum), values[problem.end]!));
    });
    return field.add(sum, this.penalty(balls));
  }

  /** L and all of ∇L at an exact point. Throws NotSmooth where L may not be differentiable. */
  first(theta: readonly ExactNumber[]): FirstOrder<Ball> {
    const { field, problem } = this;
    const { program, end } = problem;
    const balls = ballsAbout(field, theta, field.zero, []);
    let sum = field.zero;
    const gradient = balls.map((x) => field.mul(this.decay, x));
    this.visit(balls, (values, locals, datum) => {
      this.requireOrder(values, datum, 1);
      const share = this.share(datum);
      sum = field.add(sum, field.mul(share, values[end]!));
      const adjoints = program.adjoints(this.algebra, locals, this.all, end, share);
      for (const i of gradient.keys()) {
        const part = adjoints[i];
        if (part != null) gradient[i] = field.add(gradient[i]!, part);
      }
    });
    return { value: field.add(sum, this.penalty(balls)), gradient };
  }

  /**
   * ∇²L by the free parameters, for all θ that differ from the centre in those only, each by at most the radius: the ball of
   * this radius is among them. Throws NotSmooth unless L is twice continuously differentiable there.
   */
  hessian(
    theta: readonly ExactNumber[],
    radius: Ball,
    free: readonly number[],
    watch: (values: readonly Ball[], datum: Datum) => void = () => undefined,
  ): EnclosedMatrix {
    const { problem, algebra } = this;
    const { program, end } = problem;
    const second = new SecondOrder(program, free);
    this.visit(ballsAbout(this.field, theta, radius, free), (values, locals, datum) => {
      this.requireOrder(values, datum, 2);
      watch(values, datum);
      const adjoints = program.adjoints(algebra, locals, second.dependent, end, this.share(datum), false);
      second.forward(locals, roundedBall);
      second.add(locals, adjoints, (a, b) => algebra.mul(a, b), roundedBall);
    });
    second.addDiagonal(roundedBall(this.decay));
    return second.matrix();
  }

  /** Σ over data and outputs of ∇f_k ∇f_kᵀ by the free parameters, on the same ball. */
  squares(theta: readonly ExactNumber[], radius: Ball, free: readonly number[]): EnclosedMatrix {
    const { program, outputs } = this.problem;
    const second = new SecondOrder(program, free);
    this.visit(ballsAbout(this.field, theta, radius, free), (values, locals, datum) => {
      this.requireOrder(values, datum, 1);
      second.forward(locals, roundedBall);
      for (const slot of outputs) second.addSquare({ mid: 1, rad: 0 }, slot);
    });
    return second.matrix();
  }

  /** (μ/2)‖θ‖² */
  private penalty(theta: readonly Ball[]): Ball {
    const { field } = this;
    if (field.isZero(this.decay)) return field.zero;
    const square = theta.reduce((sum, x) => field.add(sum, field.square(x)), field.zero);
    return field.divideByInteger(field.mul(this.decay, square), 2);
  }

  private visit(
    theta: readonly Ball[],
    visit: (values: readonly Ball[], locals: (slot: number) => Local<Ball>, datum: Datum) => void,
  ): void {
    const { algebra } = this;
    const { program, data } = this.problem;
    for (const datum of data)
      try {
        const rest = this.numbersOf(datum);
        const values = program.run(algebra, [...theta, ...rest]);
        visit(values, remembered(program, algebra, values), datum);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        throw new NotSmooth(`${error.message}, at ${datumWords(datum)}`);
      }
  }

  private requireOrder(values: readonly Ball[], datum: Datum, least: number): void {
    const { program, neurons, end } = this.problem;
    const orders = program.orders(this.field, values);
    if (orders[end]! >= least) return;
    const kinked = neurons.flat().find(({ value }) => orders[value]! < least);
    throw new NotSmooth(`${kinkWords(kinked)} at ${datumWords(datum)}`);
  }
}

function kinkWords(neuron: Neuron | undefined): string {
  if (neuron === undefined) return 'the loss or the model may have a kink';
  return `neuron ${neuron.neuron} of layers[${neuron.layer}] may be at a kink of its activation`;
}

/** A ball in doubles: the midpoint is rounded to nearest, to at most 2^−53 of it; what is beyond the range of doubles has no finite radius. */
export function roundedBall({ mid, rad, bits }: Ball): Rounded {
  if (rad === 0n && mid === 0n) return { mid: 0, rad: 0 };
  const near = scaled(mid, bits);
  if (!Number.isFinite(near)) return { mid: 0, rad: Number.POSITIVE_INFINITY };
  return { mid: near, rad: (scaled(rad, bits) + ROUNDOFF * Math.abs(near)) * MARGIN + TINY };
}

/** n·2^−bits to nearest, where it does not underflow: neither factor need be a double. */
function scaled(n: bigint, bits: number): number {
  const plain = Number(n);
  if (bits <= 1000 && Math.abs(plain) < 2 ** 1000) return plain * 2 ** -bits;
  const excess = bitLength(n) - 64;
  // What is cut off only decides ties: a bit 1 stands for it.
  const cut = BigInt(Math.max(0, excess));
  const kept = Number(excess > 0 ? (n >> cut) | 1n : n);
  const power = Math.max(0, excess) - bits;
  const half = Math.trunc(power / 2);
  return kept * 2 ** half * 2 ** (power - half);
}

/** L in doubles, for proposals: never for proofs. */
export class FloatObjective {
  readonly problem: TrainingProblem;
  private readonly decay: number;
  private readonly all: readonly boolean[];
  private readonly data: readonly { inputs: readonly number[]; share: number; datum: Datum }[];

  constructor(problem: TrainingProblem) {
    const { program, names, empirical } = problem;
    this.problem = problem;
    this.decay = Number(problem.decay);
    this.all = program.dependents(Array.from({ length: program.inputs }, (_, i) => i < names.length));
    this.data = problem.data.map((datum) => ({
      inputs: [...Array.from(datum.input, Number), ...datum.label.map(Number)],
      share: datum.count / empirical.examples,
      datum,
    }));
  }

  /** The values of all slots at each datum. */
  each(theta: Float64Array, visit: (values: readonly number[], datum: Datum) => void): void {
    for (const { inputs, datum } of this.data)
      visit(this.problem.program.run(floatAlgebra, [...theta, ...inputs]), datum);
  }

  value(theta: Float64Array): number {
    const { program, end } = this.problem;
    let sum = this.penalty(theta);
    for (const { inputs, share } of this.data)
      sum += share * program.run(floatAlgebra, [...theta, ...inputs])[end]!;
    return sum;
  }

  first(theta: Float64Array): { value: number; gradient: Float64Array } {
    const { program, end } = this.problem;
    let value = this.penalty(theta);
    const gradient = theta.map((x) => this.decay * x);
    for (const { inputs, share } of this.data) {
      const values = program.run(floatAlgebra, [...theta, ...inputs]);
      value += share * values[end]!;
      const locals = remembered(program, floatAlgebra, values);
      const adjoints = program.adjoints(floatAlgebra, locals, this.all, end, share);
      for (let i = 0; i < gradient.length; i++) gradient[i]! += adjoints[i] ?? 0;
    }
    return { value, gradient };
  }

  /** ∇²L by the free parameters, or Σ ∇f_k ∇f_kᵀ. */
  matrix(theta: Float64Array, free: readonly number[], kind: 'hessian' | 'squares'): Float64Array {
    const { program, end, outputs } = this.problem;
    const second = new SecondOrder(program, free, false);
    const exact = (mid: number): Rounded => ({ mid, rad: 0 });
    for (const { inputs, share } of this.data) {
      const values = program.run(floatAlgebra, [...theta, ...inputs]);
      const locals = remembered(program, floatAlgebra, values);
      second.forward(locals, exact);
      if (kind === 'squares') {
        for (const slot of outputs) second.addSquare(exact(1), slot);
        continue;
      }
      const adjoints = program.adjoints(floatAlgebra, locals, second.dependent, end, share, false);
      second.add(locals, adjoints, (a, b) => a * b, exact);
    }
    if (kind === 'hessian') second.addDiagonal(exact(this.decay));
    return second.matrix().mid;
  }

  private penalty(theta: Float64Array): number {
    return this.decay === 0 ? 0 : (this.decay / 2) * theta.reduce((sum, x) => sum + x * x, 0);
  }
}
