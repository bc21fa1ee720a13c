import { denseWasm } from './dense.generated.ts';
import { compiled } from './wasm.ts';

/** assembly/dense.ts */
interface KernelExports {
  cholesky(a: number, n: number, ld: number): number;
  solve(l: number, x: number, n: number, ld: number): void;
  slices(
    l: number,
    fine: number,
    sums: number,
    n: number,
    ld: number,
    scale: number,
    fineScale: number,
  ): void;
  residual(
    a: number,
    l: number,
    fine: number,
    rows: number,
    extremes: number,
    n: number,
    ld: number,
    scale: number,
    fineScale: number,
    shift: number,
  ): void;
}

export const PAGE = 65536;

/** What decides about the residual of an integer factor, see definite.ts. */
export interface ResidualReport {
  /** Largest sums of squares of the rows of the two integer factors, and the exact sum of all of the second. */
  readonly coarseSquares: number;
  readonly fineSquares: number;
  readonly fineTotal: bigint;
  readonly largestEntry: number;
  readonly largestCoarse: number;
  readonly largestFine: number;
  readonly largestRow: number;
}

/** Buffers and kernels for symmetric matrices of one size; memory is WebAssembly's. */
export class DenseKernel {
  readonly size: number;
  private readonly ld: number;
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: KernelExports;
  private readonly matrixAt: number;
  private readonly factorAt: number;
  private readonly fineAt: number;
  private readonly vectorAt: number;

  private constructor(size: number) {
    this.size = size;
    this.ld = Math.ceil(size / 4) * 4;
    const square = this.ld * this.ld * 8;
    const base = 1024;
    this.matrixAt = base;
    this.factorAt = base + square;
    this.fineAt = base + 2 * square;
    this.vectorAt = base + 3 * square;
    const bytes = this.vectorAt + (2 * this.ld + 8) * 8;
    const pages = Math.ceil(bytes / PAGE);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.kernel = instantiate(this.memory) as unknown as KernelExports;
  }

  /** The kernel for matrices of the given size; the last two are kept: a Hessian and its matrix M take turns. */
  static ofSize(size: number): DenseKernel {
    const kept = recent.find((kernel) => kernel.size === size);
    if (kept !== undefined) return kept;
    const kernel = new DenseKernel(size);
    recent = [kernel, ...recent.slice(0, 1)];
    return kernel;
  }

  /** A kernel that nobody else uses: its factor stays until it makes another one. */
  static own(size: number): DenseKernel {
    return new DenseKernel(size);
  }

  /**
   * Factors matrix − shift·I (row-major, size x size; its lower triangle is read); false if a pivot is not positive.
   */
  factor(matrix: Float64Array, shift: number): boolean {
    const view = this.copyLower(matrix, this.factorAt);
    const from = this.factorAt / 8;
    for (let i = 0; i < this.size; i++) view[from + i * (this.ld + 1)]! -= shift;
    return this.kernel.cholesky(this.factorAt, this.size, this.ld) === 0;
  }

  /** The lower triangle of a matrix, to a place in memory. */
  private copyLower(matrix: Float64Array, at: number): Float64Array {
    const view = new Float64Array(this.memory.buffer);
    for (let i = 0; i < this.size; i++)
      view.set(matrix.subarray(i * this.size, i * this.size + i + 1), at / 8 + i * this.ld);
    return view;
  }

  /** Solves with the last factor, in place. */
  solve(x: Float64Array): void {
    const view = new Float64Array(this.memory.buffer, this.vectorAt, this.size);
    view.set(x);
    this.kernel.solve(this.factorAt, this.vectorAt, this.size, this.ld);
    x.set(view);
  }

  /** Splits the last factor times factorScale into integers (destroying it) and compares their product with a matrix. */
  residual(
    matrix: Float64Array,
    scale: number,
    factorScale: number,
    fineScale: number,
    shift: number,
  ): ResidualReport {
    const { kernel, size, ld } = this;
    this.copyLower(matrix, this.matrixAt);
    kernel.slices(this.factorAt, this.fineAt, this.vectorAt, size, ld, factorScale, fineScale);
    const sums = new Float64Array(this.memory.buffer, this.vectorAt, 2 * size);
    let coarseSquares = 0;
    let fineSquares = 0;
    let fineTotal = 0n;
    for (let i = 0; i < size; i++) {
      coarseSquares = Math.max(coarseSquares, sums[i]!);
      fineSquares = Math.max(fineSquares, sums[size + i]!);
      if (Number.isSafeInteger(sums[size + i]!)) fineTotal += BigInt(sums[size + i]!);
      else fineSquares = Number.POSITIVE_INFINITY;
    }
    const extremesAt = this.vectorAt + 2 * ld * 8;
    kernel.residual(
      this.matrixAt,
      this.factorAt,
      this.fineAt,
      this.vectorAt,
      extremesAt,
      size,
      ld,
      scale,
      fineScale,
      shift,
    );
    const rows = new Float64Array(this.memory.buffer, this.vectorAt, size);
    let largestRow = 0;
    for (const row of rows) largestRow = Math.max(largestRow, row);
    const [largestEntry, largestCoarse, largestFine] = new Float64Array(this.memory.buffer, extremesAt, 3);
    return {
      coarseSquares,
      fineSquares,
      fineTotal,
      largestEntry: largestEntry!,
      largestCoarse: largestCoarse!,
      largestFine: largestFine!,
      largestRow,
    };
  }
}

let module: WebAssembly.Module | null = null;

/** The kernels of assembly/dense.ts on a memory. */
export function instantiate(memory: WebAssembly.Memory): object {
  module ??= compiled(denseWasm);
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}

let recent: readonly DenseKernel[] = [];
