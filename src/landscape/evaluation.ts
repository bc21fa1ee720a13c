import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import type { BallLandscape, BallVector } from './ball-field.ts';
import { boundedOf, boundedPoint } from './bounded-field.ts';
import { boundedGradientNorm } from './bounded-gradient.ts';
import { type FixedEvaluation, fixedEvaluation } from './fixed-field.ts';
import { gradient } from './gradient.ts';
import { hessian, transverseHessian } from './hessian.ts';
import { type NormData, normData } from './lipschitz.ts';
import { objective } from './objective.ts';
import { mapPairs, type Pairs, pairsOf } from './pairs.ts';
import { type Point, pointOf } from './problem.ts';
import { sharpOwnParts } from './sharp-lipschitz.ts';

/** Pairs that balls take about 0.05 s for. */
const MANY_PAIRS = 4096;

/** A point with everything about F there, enclosed; parts are computed when first asked for. */
export class Evaluation {
  readonly field: BallLandscape;
  readonly point: Point<Ball, BallVector>;
  readonly norms: NormData<Ball>;
  /** Once it is asked for; null where balls have to do it. */
  private fixedValue: FixedEvaluation | null | undefined = undefined;
  private pairsValue: Pairs<Ball> | null = null;
  private gradientValue: readonly BallVector[] | null = null;
  private quickNorm: Ball | null = null;
  private objectiveValue: Ball | null = null;
  private matrices: { hessian: EnclosedMatrix; transverse: EnclosedMatrix } | null = null;

  constructor(field: BallLandscape, point: Point<Ball, BallVector>) {
    this.field = field;
    this.point = point;
    this.norms = normData(field, point);
  }

  get balls(): BallField {
    return this.field.balls;
  }

  get n(): number {
    return this.point.neurons.length;
  }

  /** Number of targets that are not 0. */
  get k(): number {
    return this.point.targets.length;
  }

  get d(): number {
    return this.point.d;
  }

  get orthonormalTargets(): boolean {
    return this.point.orthonormalTargets;
  }

  /** max ‖v_j‖ */
  get longestTarget(): Ball {
    const { balls, point } = this;
    return balls.sqrt(point.targetNormsSquared.reduce((a, b) => balls.max(a, b), balls.zero));
  }

  /** For each neuron its value of the sharp L₂ on B(W, radius) (mathematics.md 3.6). */
  sharpParts(radius: Ball): readonly Ball[] {
    return sharpOwnParts(this.field, this.point, radius, this.balls);
  }

  /** The same targets with other neurons. */
  at(neurons: readonly BallVector[]): Evaluation {
    const { d, targets, orthonormalTargets } = this.point;
    return new Evaluation(this.field, pointOf(this.field, d, neurons, targets, orthonormalTargets));
  }

  /** The least index of a neuron whose norm is not certainly positive, or −1. */
  zeroNeuron(): number {
    return this.norms.neuronNorms.findIndex((x) => this.balls.positive(x) !== 'yes');
  }

  private get fixed(): FixedEvaluation | null {
    if (this.fixedValue === undefined) this.fixedValue = fixedEvaluation(this.field, this.point);
    return this.fixedValue;
  }

  get pairs(): Pairs<Ball> {
    this.pairsValue ??= pairsOf(this.field, this.point);
    return this.pairsValue;
  }

  get gradient(): readonly BallVector[] {
    this.gradientValue ??= this.fixed?.gradient ?? gradient(this.field, this.point, this.pairs);
    return this.gradientValue;
  }

  /** ‖∇F‖: the norm of the enclosure of (S8) with signs. */
  gradientNorm(): Ball {
    return this.field.norm(this.gradient);
  }

  /** From doubles where there are many pairs and doubles tell it, which does not depend on their sums' size. */
  quickGradientNorm(): Ball {
    const { n, k, field, point } = this;
    const many = (n * (n - 1)) / 2 + n * k > MANY_PAIRS;
    this.quickNorm ??= (many ? boundedGradientNorm(field, point) : null) ?? this.gradientNorm();
    return this.quickNorm;
  }

  get objective(): Ball {
    this.objectiveValue ??= this.fixed?.objective ?? objective(this.field, this.point, this.pairs);
    return this.objectiveValue;
  }

  /** H in R^{nd}, size nd, and M, size n (mathematics.md 6.2), as doubles with a bound on the error in spectral norm. */
  get hessians(): { hessian: EnclosedMatrix; transverse: EnclosedMatrix } {
    if (this.matrices === null) {
      const { field, point } = boundedPoint(this.field, this.point);
      const pairs = this.fixed?.pairs ?? mapPairs(this.pairs, (a) => boundedOf(this.field, a));
      this.matrices = {
        hessian: field.enclosed(hessian(field, point, pairs)),
        transverse: field.enclosed(transverseHessian(field, point, pairs)),
      };
    }
    return this.matrices;
  }

  /** ‖W − W'‖ for another point of the same shape. */
  distanceTo(other: Evaluation): Ball {
    const minusOne = this.balls.integer(-1);
    const differences = this.point.neurons.map((x, i) =>
      this.field.combine(this.point.d, [this.balls.one, minusOne], [x, other.point.neurons[i]!]),
    );
    return this.field.norm(differences);
  }

  largestNorm(): Ball {
    return this.norms.neuronNorms.reduce((a, b) => this.balls.max(a, b));
  }

  smallestNorm(): Ball {
    return this.norms.neuronNorms.reduce((a, b) => this.balls.min(a, b));
  }

  /** r0 = 10⁻³ max ‖w_i‖, the radius of the ball that every verdict is about. */
  ballRadius(): Ball {
    return this.balls.divideByInteger(this.largestNorm(), 1000);
  }
}
