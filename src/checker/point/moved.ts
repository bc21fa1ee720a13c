/**
 * The landscape at a point whose targets are known up to a bound: for all targets v_j + δ_j with Σ‖δ_j‖ ≤ moved, in these or in
 * more dimensions (mathematics.md 7.1), and for Hessians that differ by `unsure` in norm from those.
 */
import { doubleOf, type EnclosedMatrix, sumAbove } from '../numbers/definite.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { Landscape } from './landscape.ts';

type Rows = readonly (readonly bigint[])[];

export class MovedLandscape extends Landscape {
  private readonly moved: Interval;
  private readonly unsure: Interval;

  constructor(
    arithmetic: Intervals,
    neurons: Rows,
    targets: Rows,
    scale: number,
    moved: Interval,
    unsure: Interval = arithmetic.zero,
  ) {
    super(arithmetic, neurons, targets, scale);
    this.moved = moved;
    this.unsure = unsure;
  }

  /** ‖∇²F_{V+δ} − ∇²F_V‖ ≤ Σ‖δ_j‖/(π min‖w_i‖), and what the Hessian may differ by besides. */
  hessianChange(): Interval {
    const { arithmetic: I, moved } = this;
    return I.add(I.divide(moved, I.multiply(I.pi, this.smallestNorm())), this.unsure);
  }

  /** |√(2F_{V+δ}) − √(2F_V)| ≤ Σ‖δ_j‖/√2. */
  override objective(): Interval {
    const { arithmetic: I, moved } = this;
    const two = I.integer(2);
    const root = this.widened(I.sqrt(I.multiply(two, super.objective())), I.divide(moved, I.sqrt(two)));
    return I.divide(I.square(root), two);
  }

  /** ‖∇F_{V+δ} − ∇F_V‖ ≤ ½√n Σ‖δ_j‖. */
  override gradientNorm(): Interval {
    const { arithmetic: I, moved } = this;
    const root = I.sqrt(I.integer(this.neurons.length));
    return this.widened(super.gradientNorm(), I.multiply(I.of('0.5'), I.multiply(root, moved)));
  }

  override neuronBounds(radius: Interval, extra: Interval = this.arithmetic.zero): readonly Interval[] {
    return super.neuronBounds(radius, this.arithmetic.add(extra, this.moved));
  }

  /** H and M are blocks of the Hessian in more dimensions. */
  override hessian(): EnclosedMatrix {
    return this.changed(super.hessian());
  }

  override transverse(): EnclosedMatrix {
    return this.changed(super.transverse());
  }

  private changed({ rows, error }: EnclosedMatrix): EnclosedMatrix {
    const change = doubleOf(this.hessianChange());
    return { rows, error: sumAbove(error, sumAbove(change.value, change.error)) };
  }

  /** [x − by, x + by] */
  private widened(x: Interval, by: Interval): Interval {
    const { arithmetic: I } = this;
    return I.hull(I.subtract(x, by), I.add(x, by));
  }
}
