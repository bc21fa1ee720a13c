import { PAGE } from '../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { gamma, outward, ROUNDOFF } from '../arithmetic/rounding.ts';
import { compiled } from '../arithmetic/wasm.ts';
import { propagateWasm } from './propagate.generated.ts';

/** assembly/propagate.ts */
interface PropagateExports {
  multiply(a: number, b: number, out: number, size: number): void;
  subtract(p: number, h: number, x: number, size: number): void;
  squares(p: number, size: number): number;
}

/** What one step adds to the injected error besides the product: (2) of trajectories.md. */
export interface MatrixStep {
  /** H(X_t) */
  readonly hessian: EnclosedMatrix;
  /** q_t, e_t, ρ_t and L of Theorem 1. */
  readonly factor: number;
  readonly error: number;
  readonly residual: number;
  readonly lipschitz: number;
}

/**
 * Theorem 2 (trajectories.md 2.3): the product of the I − ηH(X_t) over segments of a descent, with its roundings, and what is
 * injected on the way. It bounds the error where Theorem 1 multiplies norms too often.
 */
export class MatrixChain {
  private readonly size: number;
  private readonly ld: number;
  private readonly step: number;
  private readonly start: number;
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: PropagateExports;
  /** P of every closed segment, and ι at its end. */
  private readonly segments: { readonly product: Float64Array; readonly injected: number }[] = [];
  private injected = 0;
  private entryError: number;
  private steps = 0;

  /** For points of `size` entries, the step h and an error of `start` at the beginning. */
  constructor(size: number, step: number, start: number) {
    this.size = size;
    this.ld = Math.ceil(size / 4) * 4;
    this.step = step;
    this.start = start;
    this.entryError = start;
    const pages = Math.ceil((4 * this.ld * this.ld * 8) / PAGE);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(compiled(propagateWasm), { env: { memory: this.memory } });
    this.kernel = exports as unknown as PropagateExports;
    this.setIdentity(this.at(0));
  }

  /** Steps of the segment that is open. */
  get open(): number {
    return this.steps;
  }

  /** Address of matrix 0 to 3: P; H or a segment's P; a product; S. */
  private at(index: number): number {
    return index * this.ld * this.ld * 8;
  }
  private view(address: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, this.ld * this.ld);
  }
  private setIdentity(address: number): void {
    const view = this.view(address).fill(0);
    for (let i = 0; i < this.size; i++) view[i * (this.ld + 1)] = 1;
  }
  private copy(matrix: Float64Array, address: number): void {
    const view = this.view(address);
    const { size, ld } = this;
    for (let i = 0; i < size; i++) view.set(matrix.subarray(i * size, i * size + size), i * ld);
  }
  /** ‖·‖_F from above: a sum of ld² squares, which may underflow by less than ld²·2^−1074 together. */
  private frobenius(address: number): number {
    return outward(
      Math.sqrt(this.kernel.squares(address, this.ld)) * (1 + gamma(this.ld * this.ld)) + 1e-150,
    );
  }

  /** One step: P ← fl(P − fl(h fl(ĤP))), ι ← (q + ηχ)ι + ρ + ½ηLe² + ηχe + E e_a. */
  take({ hessian, factor, error, residual, lipschitz }: MatrixStep): void {
    const { kernel, ld, size } = this;
    const [product, given, result] = [this.at(0), this.at(1), this.at(2)];
    this.copy(hessian.mid, given);
    const before = this.frobenius(product);
    kernel.multiply(given, product, result, ld);
    kernel.subtract(product, this.step, result, ld);
    const eta = this.step * (1 + 2 * ROUNDOFF);
    const rounding =
      ROUNDOFF * this.frobenius(product) +
      eta * (gamma(size + 4) + ROUNDOFF) * this.frobenius(given) * before;
    const spread = eta * hessian.errorUpper;
    this.injected = outward(
      (factor + spread) * this.injected +
        residual +
        0.5 * eta * lipschitz * error * error +
        spread * error +
        rounding * this.entryError,
    );
    this.steps++;
  }

  /** Ends the segment; the bound (3) on the error here. `scalar`, the bound of Theorem 1, if that is smaller. */
  close(scalar: number): number {
    this.segments.push({ product: this.view(this.at(0)).slice(), injected: this.injected });
    const bound = Math.min(this.bound(), scalar);
    this.setIdentity(this.at(0));
    this.injected = 0;
    this.entryError = bound;
    this.steps = 0;
    return bound;
  }

  /** ‖P_J ⋯ P_1‖ e_0 + Σ_j ‖P_J ⋯ P_{j+1}‖ ι_j from the last segment back; `off` bounds the error of the computed product S. */
  private bound(): number {
    const { kernel, ld, size } = this;
    const [given, result, product] = [this.at(1), this.at(2), this.at(3)];
    this.setIdentity(product);
    let norm = 1;
    let off = 0;
    let total = 0;
    for (const { product: matrix, injected } of this.segments.toReversed()) {
      total = outward(total + (norm + off) * injected);
      this.view(given).set(matrix);
      const [left, right] = [this.frobenius(product), this.frobenius(given)];
      kernel.multiply(product, given, result, ld);
      off = outward(off * right + gamma(size + 1) * left * right);
      this.view(product).set(this.view(result));
      norm = this.frobenius(product);
    }
    return outward(total + (norm + off) * this.start);
  }
}
