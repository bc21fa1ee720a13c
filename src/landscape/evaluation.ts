import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { outward } from '../arithmetic/rounding.ts';
import type { BallLandscape, BallVector } from './ball-field.ts';
import { boundedOf, boundedPoint } from './bounded-field.ts';
import { boundedGradientNorm } from './bounded-gradient.ts';
import { type FixedEvaluation, fixedEvaluation, fixedPairs } from './fixed-field.ts';
import { gradient } from './gradient.ts';
import { hessian, transverseHessian } from './hessian.ts';
import { type Hessians, kernelHessians } from './hessian-kernel.ts';
import { type NormData, normData } from './lipschitz.ts';
import { objective } from './objective.ts';
import { mapPairs, type Pairs, pairsOf } from './pairs.ts';
import { type Point, pointOf } from './problem.ts';
import { sharpOwnParts } from './sharp-lipschitz.ts';

/** Pairs that balls take about 0.05 s for. */
const MANY_PAIRS = 4096;

/**
 * A point with everything about F there, enclosed; parts are computed when first asked for. Where targets are known only up to
 * `moved`, everything is enclosed for all targets v_j + δ_j with Σ‖δ_j‖ ≤ moved, in R^d or in more dimensions
 * (mathematics.md 7.1), but for the sharp Lipschitz constant, which there is not then.
 */
export class Evaluation {
  readonly field: BallLandscape;
  readonly point: Point<Ball, BallVector>;
  readonly norms: NormData<Ball>;
  private readonly moved: Ball | null;
  private readonly unsure: Ball | null;
  /** Once it is asked for; null where balls have to do it. */
  private fixedValue: FixedEvaluation | null | undefined = undefined;
  private pairsValue: Pairs<Ball> | null = null;
  private gradientValue: readonly BallVector[] | null = null;
  private normValue: Ball | null = null;
  private quickNorm: Ball | null = null;
  private largest: Ball | null = null;
  private smallest: Ball | null = null;
  private radius: Ball | null = null;
  private objectiveValue: Ball | null = null;
  private matrices: Hessians | null = null;
  private readonly others = new WeakMap<readonly BallVector[], Evaluation>();
  private readonly distances = new WeakMap<Evaluation, Ball>();

  /** `unsure`: how much more, in norm, the Hessian may differ. */
  constructor(
    field: BallLandscape,
    point: Point<Ball, BallVector>,
    moved: Ball | null = null,
    unsure: Ball | null = null,
  ) {
    this.field = field;
    this.point = point;
    this.moved = moved;
    this.unsure = unsure;
    const norms = normData(field, point);
    this.norms = { ...norms, targetNormSum: this.widened(norms.targetNormSum, moved) };
  }

  /** x ± by */
  private widened(x: Ball, by: Ball | null): Ball {
    return by === null ? x : this.balls.ofUnits(x.mid, x.rad + this.balls.upper(by).mid);
  }

  /** ‖∇²F_{V+δ} − ∇²F_V‖ ≤ Σ‖δ_j‖/(π min‖w_i‖) */
  get movedHessian(): Ball | null {
    const { balls, moved } = this;
    const own = moved && balls.div(moved, balls.mul(balls.pi, this.smallestNorm()));
    return own && this.unsure ? balls.add(own, this.unsure) : own;
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
    const longest = balls.sqrt(point.targetNormsSquared.reduce((a, b) => balls.max(a, b), balls.zero));
    return this.widened(longest, this.moved);
  }

  /** For each neuron its value of the sharp L₂ on B(W, radius) (mathematics.md 3.6). */
  sharpParts(radius: Ball): readonly Ball[] | null {
    if (this.moved !== null) return null;
    return sharpOwnParts(this.field, this.point, radius, this.balls);
  }

  /** The same targets with other neurons; for the very same list of neurons the same evaluation. */
  at(neurons: readonly BallVector[]): Evaluation {
    const known = this.others.get(neurons);
    if (known !== undefined) return known;
    const { d, targets, orthonormalTargets } = this.point;
    const other = new Evaluation(
      this.field,
      pointOf(this.field, d, neurons, targets, orthonormalTargets),
      this.moved,
    );
    this.others.set(neurons, other);
    return other;
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
    this.pairsValue ??= fixedPairs(this.field, this.point) ?? pairsOf(this.field, this.point);
    return this.pairsValue;
  }

  get gradient(): readonly BallVector[] {
    this.gradientValue ??= this.fixed?.gradient ?? gradient(this.field, this.point, this.pairs);
    return this.gradientValue;
  }

  /** ‖∇F‖: the norm of the enclosure of (S8) with signs; ‖∇F_{V+δ} − ∇F_V‖ ≤ ½√n Σ‖δ_j‖. */
  gradientNorm(): Ball {
    const { balls, moved, n } = this;
    this.normValue ??= this.widened(
      this.field.norm(this.gradient),
      moved && balls.divideByInteger(balls.mul(balls.sqrt(balls.integer(n)), moved), 2),
    );
    return this.normValue;
  }

  /** From doubles where there are many pairs and doubles tell it, which does not depend on their sums' size. */
  quickGradientNorm(): Ball {
    const { n, k, field, point } = this;
    const many = this.moved === null && (n * (n - 1)) / 2 + n * k > MANY_PAIRS;
    this.quickNorm ??= (many ? boundedGradientNorm(field, point) : null) ?? this.gradientNorm();
    return this.quickNorm;
  }

  get objective(): Ball {
    this.objectiveValue ??= this.withMovedTargets(
      this.fixed?.objective ?? objective(this.field, this.point, this.pairs),
    );
    return this.objectiveValue;
  }

  /** |√(2F_{V+δ}) − √(2F_V)| ≤ Σ‖δ_j‖/√2 */
  private withMovedTargets(value: Ball): Ball {
    const { balls, moved } = this;
    if (moved === null) return value;
    const root = this.widened(
      balls.sqrt(balls.scale(value, 2)),
      balls.div(moved, balls.sqrt(balls.integer(2))),
    );
    return balls.divideByInteger(balls.square(root), 2);
  }

  /** H in R^{nd}, size nd, and M, size n (mathematics.md 6.2), as doubles with a bound on the error in spectral norm. */
  get hessians(): Hessians {
    // A matrix gives way to those of other points.
    if (this.matrices === null || this.matrices.hessian.mid.length === 0) {
      const { hessian, transverse } = this.fixed
        ? kernelHessians(this.field, this.point, this.fixed.pairs)
        : this.hessiansOfBalls();
      this.matrices = { hessian: this.moveable(hessian), transverse: this.moveable(transverse) };
    }
    return this.matrices;
  }

  private hessiansOfBalls(): Hessians {
    const { field, point } = boundedPoint(this.field, this.point);
    const pairs = mapPairs(this.pairs, (a) => boundedOf(this.field, a));
    return {
      hessian: field.enclosed(hessian(field, point, pairs)),
      transverse: field.enclosed(transverseHessian(field, point, pairs)),
    };
  }

  /** The matrix, its error that of moved targets as well: H and M are blocks of the Hessian in more dimensions. */
  private moveable(matrix: EnclosedMatrix): EnclosedMatrix {
    const { movedHessian: by } = this;
    if (by === null) return matrix;
    // Number rounds by half an ulp at most, which `outward` makes up for.
    const error = Number(this.balls.upper(by).mid) * this.field.doubleScale;
    return { ...matrix, errorUpper: outward(matrix.errorUpper + outward(error)) };
  }

  /** ‖W − W'‖ for another point of the same shape. */
  distanceTo(other: Evaluation): Ball {
    let distance = this.distances.get(other);
    if (distance === undefined) {
      distance = this.field.norm(
        this.point.neurons.map((x, i) => this.field.difference(x, other.point.neurons[i]!)),
      );
      this.distances.set(other, distance);
    }
    return distance;
  }

  largestNorm(): Ball {
    this.largest ??= this.norms.neuronNorms.reduce((a, b) => this.balls.max(a, b));
    return this.largest;
  }

  smallestNorm(): Ball {
    this.smallest ??= this.norms.neuronNorms.reduce((a, b) => this.balls.min(a, b));
    return this.smallest;
  }

  /** r0 = 10⁻³ max ‖w_i‖, the radius of the ball that every verdict is about. */
  ballRadius(): Ball {
    this.radius ??= this.balls.divideByInteger(this.largestNorm(), 1000);
    return this.radius;
  }
}
