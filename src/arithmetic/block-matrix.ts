import { instantiate, PAGE } from './dense-kernel.ts';

/** coefficient·(left rightᵀ + right leftᵀ)/2 */
export interface Product {
  readonly coefficient: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** assembly/dense.ts */
interface BlockExports {
  startBlock(block: number, d: number, stride: number, diagonal: number): void;
  addProduct(block: number, d: number, stride: number, coefficient: number, x: number, y: number): void;
  writeBlock(
    matrix: number,
    size: number,
    d: number,
    stride: number,
    i: number,
    j: number,
    block: number,
  ): void;
  largestOf(from: number, count: number): number;
}

/** Vectors that are kept in WebAssembly's memory. */
const SLOTS = 128;
/** Of larger matrices there is one at a time, of smaller ones two of each of two shapes: Hessians of two points and their M. */
const LARGE = 1024;
const KEPT = 4;

/** WebAssembly's memory for one matrix of n x n blocks of size d x d at a time. */
class Workspace {
  readonly n: number;
  readonly d: number;
  /** The matrix that is being put together here. */
  owner: BlockMatrix | null = null;
  private used = false;
  readonly memory: WebAssembly.Memory;
  readonly kernel: BlockExports;
  readonly stride: number;
  readonly matrixAt = 1024;
  readonly blockAt: number;
  private readonly slotsAt: number;
  private readonly slots = new Map<Float64Array, number>();
  private view: Float64Array;

  constructor(n: number, d: number) {
    this.n = n;
    this.d = d;
    this.stride = d + (d % 2);
    this.blockAt = this.matrixAt + Math.ceil((n * d) ** 2 / 2) * 16;
    this.slotsAt = this.blockAt + d * this.stride * 8;
    const bytes = this.slotsAt + SLOTS * this.stride * 8;
    const pages = Math.ceil(bytes / PAGE);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.kernel = instantiate(this.memory) as unknown as BlockExports;
    this.view = new Float64Array(this.memory.buffer);
  }

  get large(): boolean {
    return this.n * this.d > LARGE;
  }

  /** Address of a copy of a vector, which must not change while a matrix is put together. */
  addressOf(x: Float64Array): number {
    const known = this.slots.get(x);
    if (known !== undefined) return known;
    // Addresses are used at once, so that all may be given anew, but for the one of the same product.
    if (this.slots.size === SLOTS) this.slots.clear();
    const address = this.slotsAt + this.slots.size * this.stride * 8;
    this.view.set(x, address / 8);
    this.slots.set(x, address);
    return address;
  }

  start(owner: BlockMatrix): void {
    this.owner?.finish();
    // Ends all views of the matrix before, so that nobody takes this one for it.
    this.memory.grow(0);
    this.view = new Float64Array(this.memory.buffer);
    this.owner = owner;
    this.slots.clear();
    const from = this.matrixAt / 8;
    // New memory is 0, and is not touched before it is used.
    if (this.used) this.view.fill(0, from, from + (this.n * this.d) ** 2);
    this.used = true;
  }
}

let recent: readonly Workspace[] = [];

function workspaceOf(n: number, d: number): Workspace {
  const fitting = recent.filter((workspace) => workspace.n === n && workspace.d === d);
  const large = n * d > LARGE;
  let workspace = fitting.length >= (large ? 1 : 2) ? fitting.at(-1)! : null;
  if (workspace === null) {
    if (large) recent = recent.filter((other) => !other.large);
    workspace = new Workspace(n, d);
  }
  // The one that was used longest ago comes last.
  recent = [workspace, ...recent.filter((other) => other !== workspace)].slice(0, KEPT);
  return workspace;
}

/**
 * A symmetric nd x nd matrix of doubles that is put together block by block, n x n blocks of size d x d; 0 where
 * nothing was set. It is finished when it is read, or when another one of its shape needs its place.
 *
 * The entries of one that is `lent` stay in WebAssembly's memory, since to copy them takes longer than to make them: they are
 * gone, an array of length 0, when the second next of its shape is begun, those of a large one when the next is.
 */
export class BlockMatrix {
  readonly n: number;
  readonly d: number;
  private readonly keeping: 'copied' | 'lent';
  private readonly workspace: Workspace;
  private finished: { readonly entries: Float64Array; readonly largest: number } | null = null;

  constructor(n: number, d: number, keeping: 'copied' | 'lent' = 'copied') {
    this.n = n;
    this.d = d;
    this.keeping = keeping;
    this.workspace = workspaceOf(n, d);
    this.workspace.start(this);
  }

  /**
   * Block (i, j) and its mirror image (j, i) become diagonal·I + Σ c (x yᵀ + y xᵀ)/2, summed in the order of the
   * products; an entry is a sum of doubles c·x_a·x_b where x = y, else of (c/2·x_a)·y_b + (c/2·y_a)·x_b.
   */
  set(i: number, j: number, diagonal: number, products: readonly Product[]): void {
    if (this.finished !== null) throw new Error('the matrix is finished');
    const { kernel, blockAt, matrixAt, stride } = this.workspace;
    kernel.startBlock(blockAt, this.d, stride, diagonal);
    for (const { coefficient, left, right } of products) {
      let x = this.workspace.addressOf(left);
      const y = this.workspace.addressOf(right);
      // The second vector may have taken the place of the first.
      if (left !== right && x === y) x = this.workspace.addressOf(left);
      kernel.addProduct(blockAt, this.d, stride, coefficient, x, y);
    }
    kernel.writeBlock(matrixAt, this.n * this.d, this.d, stride, i, j, blockAt);
  }

  /** The matrix, row-major. */
  get entries(): Float64Array {
    return this.finish().entries;
  }

  /** max |entry|, NaN when an entry is NaN. */
  get largest(): number {
    return this.finish().largest;
  }

  finish(): { readonly entries: Float64Array; readonly largest: number } {
    if (this.finished !== null) return this.finished;
    const { kernel, memory, matrixAt } = this.workspace;
    const count = (this.n * this.d) ** 2;
    const entries = new Float64Array(memory.buffer, matrixAt, count);
    this.finished = {
      entries: this.keeping === 'lent' ? entries : entries.slice(),
      largest: kernel.largestOf(matrixAt, count),
    };
    this.workspace.owner = null;
    return this.finished;
  }
}
