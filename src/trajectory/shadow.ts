import { arctangents } from '../arithmetic/arctangents.ts';
import { PAGE } from '../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { ROUNDOFF } from '../arithmetic/rounding.ts';
import { compiled } from '../arithmetic/wasm.ts';
import type { BoundedDouble } from '../landscape/bounded-field.ts';
import type { Pair, Pairs } from '../landscape/pairs.ts';
import { shadowWasm } from './shadow.generated.ts';

/** assembly/shadow.ts */
interface ShadowExports {
  prepare(n: number, k: number, capacity: number): number;
  orbitAddress(): number;
  residualsAddress(): number;
  betweenAddress(): number;
  targetsAddress(): number;
  squaresAddress(): number;
  normsAddress(): number;
  withMatrix(): number;
  matrixAddress(): number;
  partsAddress(): number;
  measure(t: number): void;
  hessian(t: number): void;
  sharpen(radius: number): void;
  advance(steps: number, step: number): number;
  readonly ARCTANGENTS: { value: number };
  readonly gradientNorm: { value: number };
  readonly gradientError: { value: number };
  readonly hessianError: { value: number };
  readonly lambdaMax: { value: number };
  readonly largestEntry: { value: number };
}

/** Doubles of one pair in the kernel: inner product, area, π − angle, and the bounds on their errors. */
const RECORD = 6;
/** Sizes for which the rounding bounds are proved (trajectories.md 3.1). */
export const MOST_VECTORS = 1024;

/**
 * What the kernel knows of a point Y: its pairs, with bounds on their errors, and its norms. ‖y_i‖² is `squares[i]` and ‖y_i‖
 * is `norms[i]` up to the factor 1 ± (k + 2)u.
 */
export interface MeasuredPoint {
  readonly pairs: Pairs<BoundedDouble>;
  readonly squares: Float64Array;
  readonly norms: Float64Array;
}

/** The Hessian at a point, which is the kernel's and good until the next one, and Λ ≥ its largest eigenvalue. */
export interface MeasuredHessian extends EnclosedMatrix {
  readonly lambdaMaxUpper: number;
}

/** A piece of a computed descent: points X_0, X_1, … with bounds on their residuals, and what is known of F near them. */
export interface Orbit {
  readonly k: number;
  /** ‖X_t − point(t)‖ is at most this. */
  readonly pointError: number;
  /** The doubles nearest to X_t. */
  point(t: number): Float64Array;
  /** Makes X_t the first point. */
  goOnFrom(t: number): void;
  /** Takes steps from point 0 on; how many could be taken. */
  advance(steps: number, step: number): number;
  /** Bounds on ‖X_{t+1} − (X_t − η∇F(X_t))‖ of the last `advance`, by t. */
  residuals(): Float64Array;
  /** ‖∇F‖ at point(t) as computed, and a bound on the error of the gradient; infinite where nothing is proved. */
  gradientAt(t: number): { readonly norm: number; readonly error: number };
  /** The Hessian at point(t) (trajectories.md 3.7), good until the next one, or null where nothing is proved. */
  hessian(t: number): MeasuredHessian | null;
  /** ‖y_i‖ of the point that was measured last, up to the factor 1 ± (k + 2)u. */
  norms(): Float64Array;
  /**
   * For each neuron the sharp value of its part of the Lipschitz constant on the ball of this radius about the point that was measured
   * last, from above; infinite where nothing is proved (trajectories.md 3.8).
   */
  sharpParts(radius: number): Float64Array;
}

/**
 * The descent in doubles for n neurons in R^k and the targets e_1 … e_k, with a proved bound on the error of
 * each step (trajectories.md 3). Memory is the kernel's: views are good until the next call.
 */
export class Shadow implements Orbit {
  /** Its points are doubles. */
  readonly pointError = 0;
  readonly n: number;
  readonly k: number;
  /** Most steps of a piece. */
  readonly capacity: number;
  private readonly kernel: ShadowExports;
  private readonly memory: WebAssembly.Memory;

  constructor(n: number, k: number, capacity: number) {
    if (!(n >= 1 && k >= 1 && n <= MOST_VECTORS && k <= MOST_VECTORS))
      throw new RangeError(`n and k are from 1 to ${MOST_VECTORS}, not ${n} and ${k}`);
    this.n = n;
    this.k = k;
    this.capacity = capacity;
    this.memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(compiled(shadowWasm), { env: { memory: this.memory } });
    this.kernel = exports as unknown as ShadowExports;
    this.reserve(this.kernel.prepare(n, k, capacity));
    this.view(this.kernel.ARCTANGENTS.value, 65).set(arctangents());
  }

  private reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
  }

  private view(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  point(t: number): Float64Array {
    const size = this.n * this.k;
    return this.view(this.kernel.orbitAddress() + 8 * size * t, size);
  }

  residuals(): Float64Array {
    return this.view(this.kernel.residualsAddress(), this.capacity);
  }

  start(weights: Float64Array): void {
    this.point(0).set(weights);
  }

  goOnFrom(t: number): void {
    this.start(this.point(t).slice());
  }

  /** Takes steps from point 0 on; how many could be taken. η is `step` up to a factor 1 ± u. */
  advance(steps: number, step: number): number {
    return this.kernel.advance(Math.min(steps, this.capacity), step);
  }

  gradientAt(t: number): { readonly norm: number; readonly error: number } {
    this.kernel.measure(t);
    return { norm: this.kernel.gradientNorm.value, error: this.kernel.gradientError.value };
  }

  /** Norms and pairs are then those of that point, too. */
  hessian(t: number): MeasuredHessian | null {
    const { kernel } = this;
    const size = this.n * this.k;
    this.reserve(kernel.withMatrix());
    kernel.hessian(t);
    const errorUpper = kernel.hessianError.value;
    const lambdaMaxUpper = kernel.lambdaMax.value;
    if (!(errorUpper < Number.POSITIVE_INFINITY && lambdaMaxUpper < Number.POSITIVE_INFINITY)) return null;
    const mid = this.view(kernel.matrixAddress(), size * size);
    return { size, mid, errorUpper, largest: kernel.largestEntry.value, lambdaMaxUpper };
  }

  norms(): Float64Array {
    return this.view(this.kernel.normsAddress(), this.n).slice();
  }

  sharpParts(radius: number): Float64Array {
    this.kernel.sharpen(radius);
    return this.view(this.kernel.partsAddress(), this.n).slice();
  }

  /** Pairs and norms of point number t, or null where a norm is out of range. */
  measure(t: number): MeasuredPoint | null {
    const { n, k, kernel } = this;
    kernel.measure(t);
    if (!(kernel.gradientError.value < Number.POSITIVE_INFINITY)) return null;
    const between = this.view(kernel.betweenAddress(), n * n * RECORD);
    const targets = this.view(kernel.targetsAddress(), n * k * RECORD);
    const neurons: Pair<BoundedDouble>[][] = Array.from({ length: n }, () => []);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) neurons[j]![i] = neurons[i]![j] = pairAt(between, (i * n + j) * RECORD);
    return {
      pairs: {
        neurons,
        targets: neurons.map((_, i) =>
          Array.from({ length: k }, (_, j) => pairAt(targets, (i * k + j) * RECORD)),
        ),
      },
      squares: this.view(kernel.squaresAddress(), n).slice(),
      norms: this.view(kernel.normsAddress(), n).slice(),
    };
  }
}

function pairAt(table: Float64Array, at: number): Pair<BoundedDouble> {
  return {
    inner: { value: table[at]!, error: table[at + 3]! },
    area: { value: table[at + 1]!, error: table[at + 4]! },
    supplement: { value: table[at + 2]!, error: table[at + 5]! },
  };
}

/** g of trajectories.md 3.2: a bound on the relative error of ‖w‖² and of ‖w‖. */
export function normError(k: number): number {
  return (k + 2) * ROUNDOFF;
}
