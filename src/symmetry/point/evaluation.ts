import type { Ball, BallField } from '../../arithmetic/ball.ts';
import { integerSquareRoot } from '../../arithmetic/integer.ts';
import type { NormData } from '../../landscape/lipschitz.ts';
import type { ProofPoint } from '../../proof/point.ts';
import { type Reduced, reduce, reducedGradient, reducedObjective } from './reduced.ts';
import type { Shape, SymmetricPoint } from './shape.ts';

/** A symmetric point with whole block sizes, its entries in balls. */
export interface BallPoint extends SymmetricPoint<Ball> {
  readonly blockSizes: readonly number[];
}

/** A symmetric point and the constants of the landscape in R^{nk} there, from its entries alone. */
export class SymmetricEvaluation implements ProofPoint {
  readonly balls: BallField;
  readonly point: BallPoint;
  readonly reduced: Reduced<Ball>;
  readonly k: number;
  readonly n: number;
  readonly norms: NormData<Ball>;
  readonly orthonormalTargets = true;
  readonly longestTarget: Ball;
  /** 2π∇F for one neuron of each type. */
  readonly gradient: readonly (readonly Ball[])[];
  private objectiveValue: Ball | null = null;

  /** No neuron may be 0: DomainError where that is not certain. */
  constructor(balls: BallField, point: BallPoint) {
    this.balls = balls;
    this.point = point;
    this.reduced = reduce(balls, point);
    this.gradient = reducedGradient(this.reduced);
    const { blockSizes, shape } = point;
    this.k = blockSizes.reduce((a, b) => a + b, 0);
    const counts = shape.attached.map((r) => (r === null ? 1 : blockSizes[r]!));
    this.n = counts.reduce((a, b) => a + b, 0);
    this.norms = {
      neuronNorms: this.reduced.norms.slice(0, counts.length),
      counts,
      targetNormSum: balls.integer(this.k),
    };
    this.longestTarget = balls.one;
  }

  get d(): number {
    return this.k;
  }

  get shape(): Shape {
    return this.point.shape;
  }

  get objective(): Ball {
    this.objectiveValue ??= reducedObjective(this.reduced);
    return this.objectiveValue;
  }

  /** The same structure with other entries. */
  at(neurons: readonly (readonly Ball[])[]): SymmetricEvaluation {
    return new SymmetricEvaluation(this.balls, { ...this.point, neurons });
  }

  /** ‖∇F‖ in R^{nk}: every entry of the gradient counts as often as it occurs. */
  gradientNorm(): Ball {
    const { balls } = this;
    return balls.div(this.normOf(this.gradient), balls.scale(balls.pi, 2));
  }

  quickGradientNorm(): Ball {
    return this.gradientNorm();
  }

  /** ‖W − W'‖ in R^{nk} for a point of the same structure. */
  distanceTo(other: SymmetricEvaluation): Ball {
    return this.normOf(
      this.point.neurons.map((entries, a) =>
        entries.map((x, s) => this.balls.sub(x, other.point.neurons[a]![s]!)),
      ),
    );
  }

  largestNorm(): Ball {
    return this.norms.neuronNorms.reduce((a, b) => this.balls.max(a, b));
  }

  smallestNorm(): Ball {
    return this.norms.neuronNorms.reduce((a, b) => this.balls.min(a, b));
  }

  ballRadius(): Ball {
    return this.balls.divideByInteger(this.largestNorm(), 1000);
  }

  /** The sharp constant takes all vectors one by one. */
  sharpParts(): null {
    return null;
  }

  /** In R^{nk}, how often entry s of type a occurs. */
  occurrences(a: number, s: number): bigint {
    const { blockSizes, shape } = this.point;
    const r = shape.attached[a]!;
    const neurons = BigInt(r === null ? 1 : blockSizes[r]!);
    if (s === blockSizes.length) return neurons;
    return neurons * BigInt(blockSizes[s]! - (r === s ? 1 : 0));
  }

  /**
   * The Euclidean norm in R^{nk} of numbers that stand like entries: between √Σ c·max(0, |m| − δ)² and
   * √Σ c(|m| + δ)², squares exact in units of 2^(−2 bits), so that small norms keep their digits.
   */
  private normOf(rows: readonly (readonly Ball[])[]): Ball {
    let low = 0n;
    let high = 0n;
    rows.forEach((row, a) => {
      row.forEach(({ mid, rad }, s) => {
        const count = this.occurrences(a, s);
        const size = mid < 0n ? -mid : mid;
        high += count * (size + rad) * (size + rad);
        if (size > rad) low += count * (size - rad) * (size - rad);
      });
    });
    const lower = integerSquareRoot(low);
    const upper = high === 0n ? 0n : integerSquareRoot(high) + 1n;
    const mid = (lower + upper) >> 1n;
    return this.balls.ofUnits(mid, upper - mid > mid - lower ? upper - mid : mid - lower);
  }
}
