import type { Ball } from '../arithmetic/ball.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { compiled } from '../arithmetic/wasm.ts';
import type { BallLandscape, BallVector } from './ball-field.ts';
import { boundedPoint } from './bounded-field.ts';
import { hessianWasm } from './hessian.generated.ts';
import type { Point } from './problem.ts';

/** assembly/hessian.ts */
interface HessianExports {
  layout(n: number, k: number, d: number): number;
  matrix(): number;
  transverse(): number;
  vectors(): number;
  squares(): number;
  pairs(): number;
  hessians(scale: number): void;
  errorOfHessian(): number;
  largestOfHessian(): number;
  errorOfTransverse(): number;
  largestOfTransverse(): number;
}

/** The Hessian in R^{nd} and the matrix M (hessian.ts). */
export interface Hessians {
  readonly hessian: EnclosedMatrix;
  readonly transverse: EnclosedMatrix;
}

const PAGE = 65536;
/** Of larger matrices there is one at a time, of smaller ones two of each of two shapes, as for block-matrix.ts. */
const LARGE = 1024;
const KEPT = 4;

let module: WebAssembly.Module | null = null;

/** WebAssembly's memory for the matrices of one point at a time, n neurons and k targets of R^d. */
class Workspace {
  readonly n: number;
  readonly k: number;
  readonly d: number;
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: HessianExports;

  constructor(n: number, k: number, d: number) {
    this.n = n;
    this.k = k;
    this.d = d;
    const pages = Math.ceil(bytesFor(n, k, d) / PAGE);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    module ??= compiled(hessianWasm);
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.kernel = exports as unknown as HessianExports;
    if (this.kernel.layout(n, k, d) > pages * PAGE)
      throw new RangeError(`no room for the matrices of ${n} neurons and ${k} targets of R^${d}`);
  }

  fits(n: number, k: number, d: number): boolean {
    return this.n === n && this.k === k && this.d === d;
  }

  get large(): boolean {
    return this.n * this.d > LARGE;
  }

  hessians(field: BallLandscape, given: Point<Ball, BallVector>, pairs: Float64Array): Hessians {
    const { kernel, memory, n, d } = this;
    // Ends all views of the matrices before, so that nobody takes these for them.
    memory.grow(0);
    const view = new Float64Array(memory.buffer);
    const { field: bounded, point } = boundedPoint(field, given);
    let at = kernel.vectors() / 8;
    for (const vectors of [point.neurons, point.targets])
      for (const { doubles, normUpper, errorUpper } of vectors) {
        view.set(doubles, at);
        at += d + (d % 2);
        view[at++] = normUpper;
        view[at++] = errorUpper;
      }
    at = kernel.squares() / 8;
    for (const { value, error } of [bounded.pi, ...point.neuronNormsSquared]) {
      view[at++] = value;
      view[at++] = error;
    }
    view.set(pairs, kernel.pairs() / 8);
    kernel.hessians(field.doubleScale);
    const matrix = (from: number, size: number, errorUpper: number, largest: number): EnclosedMatrix => ({
      size,
      mid: new Float64Array(memory.buffer, from, size * size),
      errorUpper,
      largest,
    });
    return {
      hessian: matrix(kernel.matrix(), n * d, kernel.errorOfHessian(), kernel.largestOfHessian()),
      transverse: matrix(kernel.transverse(), n, kernel.errorOfTransverse(), kernel.largestOfTransverse()),
    };
  }
}

/** At least what the kernel's layout takes: matrices, a block, vectors, pairs with what is kept of them, products. */
function bytesFor(n: number, k: number, d: number): number {
  const pairs = (n * (n - 1)) / 2 + n * k;
  return 2048 + 8 * ((n * d) ** 2 + 3 * n * n + d * (d + 1) + (n + k + 2) * (d + 16) + 10 * pairs);
}

let recent: readonly Workspace[] = [];

function workspaceOf(n: number, k: number, d: number): Workspace {
  const fitting = recent.filter((workspace) => workspace.fits(n, k, d));
  const large = n * d > LARGE;
  let workspace = fitting.length >= (large ? 1 : 2) ? fitting.at(-1)! : null;
  if (workspace === null) {
    if (large) recent = recent.filter((other) => !other.large);
    workspace = new Workspace(n, k, d);
  }
  // The one that was used longest ago comes last.
  recent = [workspace, ...recent.filter((other) => other !== workspace)].slice(0, KEPT);
  return workspace;
}

/**
 * The matrices of hessian.ts over BoundedField, bit for bit, in one call. `pairs`: those of the neurons, row by row (j < i), then
 * those of neurons and targets; of each inner product, area and π − angle, midpoint and radius of their balls in units, as the
 * nearest doubles. The entries stay in WebAssembly's memory, since to copy them takes longer than to make them: they are gone, an
 * array of length 0, when the second next of this shape are made, those of a large one when the next are.
 */
export function kernelHessians(
  field: BallLandscape,
  point: Point<Ball, BallVector>,
  pairs: Float64Array,
): Hessians {
  return workspaceOf(point.neurons.length, point.targets.length, point.d).hessians(field, point, pairs);
}
