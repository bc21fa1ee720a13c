import { denseWasm } from './dense.generated.ts';

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

const PAGE = 65536;

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
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    module ??= new WebAssembly.Module(Uint8Array.from(atob(denseWasm), (c) => c.charCodeAt(0)));
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.kernel = instance.exports as unknown as KernelExports;
  }

  /** The kernel for matrices of the given size; the last one is kept, so that many points of one size share it. */
  static ofSize(size: number): DenseKernel {
    if (last === null || last.size !== size) last = new DenseKernel(size);
    return last;
  }

  /** Loads a symmetric matrix, row-major, size x size. */
  load(matrix: Float64Array): void {
    const view = new Float64Array(this.memory.buffer);
    for (let i = 0; i < this.size; i++)
      view.set(matrix.subarray(i * this.size, (i + 1) * this.size), this.matrixAt / 8 + i * this.ld);
  }

  /** Factors matrix − shift·I; false if a pivot is not positive. */
  factor(shift: number): boolean {
    const view = new Float64Array(this.memory.buffer);
    const from = this.matrixAt / 8;
    const to = this.factorAt / 8;
    view.copyWithin(to, from, from + this.ld * this.ld);
    for (let i = 0; i < this.size; i++) view[to + i * (this.ld + 1)]! -= shift;
    return this.kernel.cholesky(this.factorAt, this.size, this.ld) === 0;
  }

  /** Solves with the last factor, in place. */
  solve(x: Float64Array): void {
    const view = new Float64Array(this.memory.buffer, this.vectorAt, this.size);
    view.set(x);
    this.kernel.solve(this.factorAt, this.vectorAt, this.size, this.ld);
    x.set(view);
  }

  /** Splits the last factor times factorScale into integers (destroying it) and compares their product with the matrix. */
  residual(scale: number, factorScale: number, fineScale: number, shift: number): ResidualReport {
    const { kernel, size, ld } = this;
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
let last: DenseKernel | null = null;
