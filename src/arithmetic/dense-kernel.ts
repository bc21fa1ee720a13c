import type { LanczosSteps } from '../numerics/lanczos.ts';
import { dot } from '../numerics/vectors.ts';
import { denseWasm } from './dense.generated.ts';
import { compiled } from './wasm.ts';

/** assembly/dense.ts */
interface KernelExports {
  cholesky(a: number, n: number, ld: number): number;
  solveBlock(x: number, l: number, b: number): void;
  subtractProducts(c: number, x: number, y: number, count: number, b: number): void;
  solve(l: number, x: number, n: number, ld: number): void;
  solveInBlocks(l: number, x: number, rows: number, b: number): void;
  lanczosStep(
    l: number,
    vectors: number,
    count: number,
    n: number,
    rows: number,
    b: number,
    to: number,
  ): void;
  addImage(a: number, x: number, y: number, rows: number, b: number): void;
  directStep(
    a: number,
    vectors: number,
    count: number,
    rows: number,
    b: number,
    ceiling: number,
    to: number,
  ): void;
  quadraticForm(sum: number, a: number, y: number, count: number, x: number, n: number): number;
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

/** Up to this size a factor is one block; a larger one would not stay in a processor's cache. */
const ONE_BLOCK = 512;
const BLOCK = 64;
/** Blocks of a row that are multiplied at a time: their partners stay in the cache. */
const STRIP = 4;
const BASE = 1024;
/** Steps of Lanczos' method at most. A factor in blocks takes as long as a hundred of them, and a shift beside the eigenvalue costs one. */
const MOST_STEPS = 60;
const MOST_STEPS_IN_BLOCKS = 400;
/** With the matrix itself, of which a step costs less than half as much: as many as take at most about as long as a factor. */
const MOST_DIRECT_STEPS = 250;

/** Up to this size buffers take two pages or three: all are kept. */
const SMALL = 64;
/** So few numbers are copied faster one by one than as views. */
const FEW = 48;

/** Above this size a factor that fails costs more than digits of the bound are worth. */
export const LARGE = 2048;

/** Hears how far the factor of a large matrix is: so much is done, of so much. */
export type FactorListener = (done: number, of: number) => void;

let listener: FactorListener | null = null;

/** Works, and tells of the factors in blocks that are made meanwhile. */
export function hearingOfFactors<T>(heard: FactorListener, work: () => T): T {
  const before = listener;
  listener = heard;
  try {
    return work();
  } finally {
    listener = before;
  }
}

/** Buffers and kernels for symmetric matrices of one size; memory is WebAssembly's. */
export class DenseKernel implements LanczosSteps {
  readonly size: number;
  /** Rows and columns of a block of the factor, and how many rows of blocks there are. */
  private readonly block: number;
  private readonly rows: number;
  private readonly own: Kernel;
  /** All of its memory, which never grows. */
  private readonly numbers: Float64Array;
  private readonly vectorAt: number;
  /** Of a solution, with padding. */
  private readonly vector: Float64Array;
  /** Behind it the vectors of Lanczos' method, each with padding, and two numbers that a step writes. */
  private readonly lanczosAt: number;
  /** For the residual. */
  private spare: Kernel | null = null;

  private constructor(size: number) {
    this.size = size;
    this.block = size <= ONE_BLOCK ? Math.ceil(size / 4) * 4 : BLOCK;
    this.rows = Math.ceil(size / this.block);
    this.vectorAt = this.blockAt(this.rows, 0);
    this.lanczosAt = this.vectorAt + this.rows * this.block * 8;
    this.own = kernelOn(memoryOf(this.lanczosVectorAt(this.mostSteps + 1) + 16));
    this.numbers = new Float64Array(this.own.memory.buffer);
    this.vector = new Float64Array(this.own.memory.buffer, this.vectorAt, this.rows * this.block);
  }

  /** The kernel for matrices of the given size; of large ones the last two are kept: a Hessian and its matrix M take turns. */
  static ofSize(size: number): DenseKernel {
    const kept = small[size] ?? recent.find((kernel) => kernel.size === size);
    if (kept !== undefined) return kept;
    const kernel = new DenseKernel(size);
    if (size <= SMALL) small[size] = kernel;
    else recent = [kernel, ...recent.slice(0, 1)];
    return kernel;
  }

  /** A kernel that nobody else uses: its factor stays until it makes another one. */
  static unshared(size: number): DenseKernel {
    return new DenseKernel(size);
  }

  /** Address of the block (i, k), k ≤ i: the blocks of the lower triangle stand row by row. */
  private blockAt(i: number, k: number): number {
    return BASE + ((i * (i + 1)) / 2 + k) * this.block ** 2 * 8;
  }

  /**
   * Factors matrix − shift·I (row-major, size x size; its lower triangle is read); false if a pivot is not positive.
   * Block column by block column: what the columns before contribute is subtracted, strip by strip, then the block on the
   * diagonal is factored and those below it are solved for. Padding is the identity, which changes nothing.
   */
  factor(matrix: Float64Array, shift: number): boolean {
    const { size, block, rows } = this;
    this.checkSize(matrix);
    const numbers = this.numbers;
    const { kernel } = this.own;
    // One copy where there is nothing to leave out.
    if (rows === 1 && size === block) {
      numbers.set(matrix, this.blockAt(0, 0) / 8);
      for (let i = 0; i < size; i++) numbers[this.blockAt(0, 0) / 8 + i * (size + 1)]! -= shift;
    } else this.copyIn(matrix, shift);
    for (let j = 0; j < rows; j++) {
      for (let k = 0; k < j; k += STRIP)
        for (let i = j; i < rows; i++) {
          const count = Math.min(STRIP, j - k);
          kernel.subtractProducts(this.blockAt(i, j), this.blockAt(i, k), this.blockAt(j, k), count, block);
        }
      const last = rows === 1 ? size : block;
      if (kernel.cholesky(this.blockAt(j, j), last, block) !== 0) return false;
      for (let i = j + 1; i < rows; i++) kernel.solveBlock(this.blockAt(i, j), this.blockAt(j, j), block);
      // Block column j takes j(rows − j) products of blocks; their sum is a cubic polynomial.
      if (rows > 1) listener?.(productsBefore(j + 1, rows), productsBefore(rows, rows));
    }
    return true;
  }

  /** A matrix that is multiplied by takes the place of the last factor; its lower triangle is read. */
  hold(matrix: Float64Array): void {
    this.checkSize(matrix);
    this.copyIn(matrix, 0);
  }

  /** Ax in floating point for the matrix that is held. */
  image(x: Float64Array): Float64Array {
    const { block, rows, vector, size } = this;
    const { memory, kernel } = this.own;
    vector.set(x);
    vector.fill(0, size);
    const y = new Float64Array(memory.buffer, this.lanczosAt, vector.length).fill(0);
    kernel.addImage(this.blockAt(0, 0), this.vectorAt, this.lanczosAt, rows, block);
    return y.slice(0, size);
  }

  /** A matrix that gave way to another (enclosed.ts) would leave what stands here already. */
  private checkSize({ length }: Float64Array): void {
    const { size } = this;
    if (length !== size ** 2)
      throw new RangeError(`a matrix of ${size} x ${size} entries, got ${length} of them`);
  }

  private copyIn(matrix: Float64Array, shift: number): void {
    const { size, block, rows, numbers } = this;
    for (let i = 0; i < rows * block; i++) {
      const row = Math.floor(i / block);
      for (let k = 0; k <= row; k++) {
        const to = this.blockAt(row, k) / 8 + (i - row * block) * block;
        const from = i * size + k * block;
        // Up to the diagonal, and of a block to its end.
        const count = i < size ? Math.min(block, i + 1 - k * block) : 0;
        copy(matrix, from, count, numbers, to);
        clear(numbers, to + count, to + block);
      }
      numbers[this.blockAt(row, row) / 8 + (i - row * block) * (block + 1)]! -= i < size ? shift : -1;
    }
  }

  /** Solves with the last factor, in place. */
  solve(x: Float64Array): void {
    const { size, block, rows } = this;
    const vector = this.vector;
    const { kernel } = this.own;
    vector.set(x);
    if (size < vector.length) vector.fill(0, size);
    if (rows === 1) kernel.solve(this.blockAt(0, 0), this.vectorAt, size, block);
    else kernel.solveInBlocks(this.blockAt(0, 0), this.vectorAt, rows, block);
    x.set(size < vector.length ? vector.subarray(0, size) : vector);
  }

  /** The most vectors that Lanczos' method may ask for. */
  get mostSteps(): number {
    return Math.min(this.size, this.rows === 1 ? MOST_STEPS : MOST_STEPS_IN_BLOCKS);
  }

  /**
   * The error is a few times the last change. Of a large matrix the shift is put size·2^−43 of its largest entry below the eigenvalue
   * (definite.ts): a change of a 64th part of that is small enough, and each step saved is a hundredth part of a factor.
   */
  get settledChange(): number {
    return this.size > LARGE ? this.size * 2 ** -49 : 1e-14;
  }

  readonly settledSpread: number = Number.POSITIVE_INFINITY;

  eigenvalueOf(largest: number): number | null {
    return largest > 0 ? 1 / largest : null;
  }

  private lanczosVectorAt(i: number): number {
    return this.lanczosAt + i * this.rows * this.block * 8;
  }

  /** Vector i of Lanczos' method: where number 0 is to be written, and where the others are made; they go with the next start. */
  lanczosVector(i: number): Float64Array {
    return new Float64Array(this.own.memory.buffer, this.lanczosVectorAt(i), this.size);
  }

  /**
   * Step i of Lanczos' method with the inverse of the last factor's matrix: numerics/lanczos.ts. Parts along other vectors are taken
   * away twice, for orthogonality to rounding.
   */
  lanczosStep(i: number): { along: number; length: number } {
    const { size, block, rows } = this;
    const { memory, kernel } = this.own;
    const to = this.lanczosVectorAt(this.mostSteps + 1);
    kernel.lanczosStep(this.blockAt(0, 0), this.lanczosAt, i, size, rows, block, to);
    const [along, length] = new Float64Array(memory.buffer, to, 2);
    return { along: along!, length: length! };
  }

  /**
   * Lanczos' method with ceiling·I − A, A the matrix that is held. A change is measured by its largest eigenvalue, which is about as
   * large as the largest entry of A where the ceiling is that.
   */
  directly(ceiling: number, settledSpread: number): LanczosSteps {
    const { size, block, rows, settledChange } = this;
    const { memory, kernel } = this.own;
    const to = this.lanczosVectorAt(this.mostSteps + 1);
    new Float64Array(memory.buffer, this.lanczosAt, rows * block).fill(0);
    return {
      size,
      settledChange,
      settledSpread,
      mostSteps: Math.min(this.mostSteps, MOST_DIRECT_STEPS),
      eigenvalueOf: (largest) => ceiling - largest,
      lanczosVector: (i) => this.lanczosVector(i),
      lanczosStep: (i) => {
        kernel.directStep(this.blockAt(0, 0), this.lanczosAt, i, rows, block, ceiling, to);
        const [along, length] = new Float64Array(memory.buffer, to, 2);
        return { along: along!, length: length! };
      },
    };
  }

  /** xᵀAx/‖x‖² in floating point, summed row by row. The rows take the place of the last factor. */
  rayleighQuotient(matrix: Float64Array, x: Float64Array): number {
    const { size, block, rows } = this;
    this.checkSize(matrix);
    const numbers = this.numbers;
    const { kernel } = this.own;
    const strip = rows === 1 ? size : block;
    const base = this.blockAt(0, 0);
    this.vector.set(x);
    let sum = 0;
    for (let i = 0; i < size; i += strip) {
      const count = Math.min(strip, size - i);
      numbers.set(matrix.subarray(i * size, (i + count) * size), base / 8);
      sum = kernel.quadraticForm(sum, base, this.vectorAt + 8 * i, count, this.vectorAt, size);
    }
    return sum / dot(x, x);
  }

  /** Splits the last factor times factorScale into integers and compares their product with a matrix. */
  residual(
    matrix: Float64Array,
    scale: number,
    factorScale: number,
    fineScale: number,
    shift: number,
  ): ResidualReport {
    const { size } = this;
    const ld = Math.ceil(size / 4) * 4;
    const square = ld * ld * 8;
    const [matrixAt, factorAt, fineAt, vectorAt] = [0, 1, 2, 3].map((i) => BASE + i * square) as [
      number,
      number,
      number,
      number,
    ];
    const extremesAt = vectorAt + 2 * ld * 8;
    const { memory, kernel } = this.spare ?? kernelOn(memoryOf(extremesAt + 3 * 8));
    // Needed rarely: a large one is given back.
    if (size <= ONE_BLOCK) this.spare = { memory, kernel };
    const view = new Float64Array(memory.buffer);
    for (let i = 0; i < size; i++) copy(matrix, i * size, i + 1, view, matrixAt / 8 + i * ld);
    this.copyFactor(view, factorAt / 8, ld);
    kernel.slices(factorAt, fineAt, vectorAt, size, ld, factorScale, fineScale);
    const sums = view.subarray(vectorAt / 8, vectorAt / 8 + 2 * size);
    let coarseSquares = 0;
    let fineSquares = 0;
    let fineTotal = 0n;
    for (let i = 0; i < size; i++) {
      coarseSquares = Math.max(coarseSquares, sums[i]!);
      fineSquares = Math.max(fineSquares, sums[size + i]!);
      if (Number.isSafeInteger(sums[size + i]!)) fineTotal += BigInt(sums[size + i]!);
      else fineSquares = Number.POSITIVE_INFINITY;
    }
    kernel.residual(matrixAt, factorAt, fineAt, vectorAt, extremesAt, size, ld, scale, fineScale, shift);
    let largestRow = 0;
    for (const row of view.subarray(vectorAt / 8, vectorAt / 8 + size))
      largestRow = Math.max(largestRow, row);
    const [largestEntry, largestCoarse, largestFine] = view.subarray(extremesAt / 8);
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

  /** The last factor with rows of ld doubles, its lower triangle alone. */
  private copyFactor(to: Float64Array, at: number, ld: number): void {
    const { size, block, numbers } = this;
    for (let i = 0; i < size; i++) {
      const row = Math.floor(i / block);
      for (let k = 0; k <= row; k++) {
        const from = this.blockAt(row, k) / 8 + (i - row * block) * block;
        const count = Math.min(block, i + 1 - k * block);
        copy(numbers, from, count, to, at + i * ld + k * block);
      }
    }
  }
}

function copy(from: Float64Array, at: number, count: number, to: Float64Array, toAt: number): void {
  if (count > FEW) to.set(from.subarray(at, at + count), toAt);
  else for (let c = 0; c < count; c++) to[toAt + c] = from[at + c]!;
}

function clear(x: Float64Array, from: number, end: number): void {
  if (end - from > FEW) x.fill(0, from, end);
  else for (let c = from; c < end; c++) x[c] = 0;
}

/** Σ_{i<j} i(rows − i), and one for each column, of which the first has no product. */
function productsBefore(j: number, rows: number): number {
  return (j * (j - 1) * (3 * rows - 2 * j + 1)) / 6 + j;
}

/** Memory for so many bytes. */
function memoryOf(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly kernel: KernelExports;
}

function kernelOn(memory: WebAssembly.Memory): Kernel {
  return { memory, kernel: instantiate(memory) as unknown as KernelExports };
}

let module: WebAssembly.Module | null = null;

/** The kernels of assembly/dense.ts on a memory. */
export function instantiate(memory: WebAssembly.Memory): object {
  module ??= compiled(denseWasm);
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}

let recent: readonly DenseKernel[] = [];
const small: (DenseKernel | undefined)[] = [];
