import { BallField, DomainError } from '../arithmetic/ball.ts';
import { outward, ROUNDOFF } from '../arithmetic/rounding.ts';
import { BallLandscape, type BallVector } from '../landscape/ball-field.ts';
import { Evaluation } from '../landscape/evaluation.ts';
import { pointOf } from '../landscape/problem.ts';
import { type MeasuredHessian, type Orbit, Shadow } from './shadow.ts';

/** Fractional bits of the points. */
export const PRECISE_BITS = 112;
/**
 * The least error that a step or a start is said to have: far above that of the arithmetic, so that a program with a few bits less can
 * confirm what is proved.
 */
export const LEAST_ERROR: number = 2 ** -72;
const UNIT = 2 ** -PRECISE_BITS;

/** A point in units of 2^−PRECISE_BITS, row = neuron. */
export type PrecisePoint = readonly (readonly bigint[])[];

/**
 * The descent in balls of 112 bits, for runs whose errors grow too much for doubles (trajectories.md 9.3): X_{t+1} is the midpoint of the
 * enclosure of T(X_t), and its radius bounds the residual. η is the decimal that `step` is written as. Blocks are measured at the
 * doubles nearest to a point.
 */
export class PreciseShadow implements Orbit {
  readonly k: number;
  pointError = 0;
  private readonly field: BallLandscape = new BallLandscape(new BallField(PRECISE_BITS));
  private readonly targets: readonly BallVector[];
  private readonly near: Shadow;
  private orbit: PrecisePoint[] = [];
  private doubles: Float64Array[] = [];
  private errors: number[] = [];

  constructor(n: number, k: number) {
    this.k = k;
    this.targets = Array.from({ length: k }, (_, j) => this.field.unitVector(k, j));
    this.near = new Shadow(n, k, 1);
  }

  start(point: PrecisePoint): void {
    this.orbit = [];
    this.doubles = [];
    this.errors = [];
    this.pointError = 0;
    this.add(point);
  }

  goOnFrom(t: number): void {
    this.orbit.splice(0, t);
    this.doubles.splice(0, t);
    this.errors.splice(0, t);
  }

  point(t: number): Float64Array {
    return this.doubles[t]!;
  }

  /** X_t itself. */
  exactPoint(t: number): PrecisePoint {
    return this.orbit[t]!;
  }

  residuals(): Float64Array {
    return Float64Array.from(this.errors);
  }

  /** What an earlier call computed from the same first point is kept. */
  advance(steps: number, step: number): number {
    while (this.errors.length < steps) if (!this.take(step)) return this.errors.length;
    return steps;
  }

  gradientAt(t: number): { readonly norm: number; readonly error: number } {
    this.near.start(this.point(t));
    return this.near.gradientAt(0);
  }

  hessian(t: number): MeasuredHessian | null {
    this.near.start(this.point(t));
    return this.near.hessian(0);
  }

  norms(): Float64Array {
    return this.near.norms();
  }

  sharpParts(radius: number): Float64Array {
    return this.near.sharpParts(radius);
  }

  /** An integer becomes the nearest double: u times itself away. */
  private add(point: PrecisePoint): void {
    const doubles = Float64Array.from(point.flat(), (x) => Number(x) * UNIT);
    let squares = 0;
    for (const x of doubles) squares += x * x;
    this.orbit.push(point);
    this.doubles.push(doubles);
    this.pointError = Math.max(this.pointError, outward(1.01 * ROUNDOFF * Math.sqrt(squares)));
  }

  /** One step more; false where a neuron may be 0. */
  private take(step: number): boolean {
    const { field, k } = this;
    const { balls } = field;
    const minusEta = balls.neg(balls.exact(`${step}`));
    const neurons = this.orbit.at(-1)!.map((row) => field.vectorOfUnits(row, 0n));
    try {
      const { gradient } = new Evaluation(field, pointOf(field, k, neurons, this.targets, true));
      const next = gradient.map((g, i) => field.combine(k, [balls.one, minusEta], [neurons[i]!, g]));
      // Each of the k entries of a row is within its radius.
      const squares = next.reduce((sum, { rad }) => sum + Number(rad) ** 2, 0);
      this.errors.push(Math.max(LEAST_ERROR, outward(Math.sqrt(k * squares)) * UNIT));
      this.add(next.map(({ mids }) => mids));
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}
