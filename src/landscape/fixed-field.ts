import type { Ball, BallField } from '../arithmetic/ball.ts';
import { fixedWasm } from '../arithmetic/fixed.generated.ts';
import { compiled } from '../arithmetic/wasm.ts';
import type { BallLandscape, BallVector } from './ball-field.ts';
import type { FormulaField } from './field.ts';
import { objectiveOf, orthonormalEnergy, vectorEnergy } from './objective.ts';
import type { Pair, Pairs } from './pairs.ts';
import type { Point } from './problem.ts';

/** ../arithmetic/assembly/fixed.ts; arguments and results are addresses. */
interface FixedExports {
  reset(): void;
  invalidate(): void;
  hasFailed(): number;
  pi(to: number): void;
  add(a: number, b: number, to: number): void;
  sub(a: number, b: number, to: number): void;
  neg(a: number, to: number): void;
  mul(a: number, b: number, to: number): void;
  div(a: number, b: number, to: number): void;
  crossNorm(x: number, y: number, z: number, to: number): void;
  angle(z: number, r: number, to: number): void;
  dot(x: number, y: number, d: number, to: number): void;
  combine(list: number, count: number, d: number, to: number): void;
  finishVector(x: number, d: number, radius: bigint): void;
  doubles(cells: number, count: number, to: number): void;
  pairs(
    x: number,
    xx: number,
    n: number,
    y: number,
    yy: number,
    m: number,
    d: number,
    pi: number,
    scratch: number,
    between: number,
    others: number,
  ): void;
  gradient(
    x: number,
    xx: number,
    n: number,
    y: number,
    m: number,
    d: number,
    constants: number,
    between: number,
    others: number,
    list: number,
    cells: number,
    sum: number,
    to: number,
  ): void;
  energies(
    xx: number,
    n: number,
    m: number,
    between: number,
    others: number,
    scratch: number,
    to: number,
  ): void;
}

/** Fractional bits of the kernel: those of DEFAULT_DIGITS. */
export const FIXED_BITS = 112;
/** Most entries of a vector, and most vectors of a sum. */
const MAX_LENGTH = 4096;
/** Most neurons and targets: what is computed for their pairs stays well below the 4 GiB of WebAssembly. */
const MAX_VECTORS = 1024;

const PAGE = 65536;
/** Where the kernel looks for its tables, and where what is computed begins. */
const COARSE = 1024;
const FINE = COARSE + 65 * 16;
const RECIPROCALS = FINE + 35 * 16;
const ARENA = 8192;
const CELL = 24;
const HEADER = 24;
/** Midpoints and radii that the kernel holds. */
const MID_LIMIT = 1n << 126n;
const ENTRY_LIMIT = 1n << 121n;
const RADIUS_LIMIT = 1n << 62n;

/**
 * The arithmetic of balls for the formulas of the landscape in WebAssembly, with 112 fractional bits: the same
 * results as BallLandscape, bit for bit, without big integers. Scalars and vectors are addresses; they are good until the
 * next reset(). A number that the kernel does not hold (2^14 or more, 2^9 in vectors, a radius of 2^−50 or more, an angle or a quotient
 * of which nothing is known) makes everything since the last reset invalid, which `failed` tells.
 */
export class FixedLandscape implements FormulaField<number, number> {
  private readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 16 });
  private readonly kernel: FixedExports;
  /** Views of the memory, made anew when it grows. */
  private words: BigInt64Array = new BigInt64Array(this.memory.buffer);
  private naturals: BigUint64Array = new BigUint64Array(this.memory.buffer);
  private addresses: Uint32Array = new Uint32Array(this.memory.buffer);
  private next = ARENA;
  private d = 0;
  zero = 0;
  pi = 0;

  private constructor(balls: BallField) {
    const module = compiled(fixedWasm);
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.kernel = exports as unknown as FixedExports;
    const { coarse, fine, reciprocals } = balls.angleTables();
    for (const [at, table] of [
      [COARSE, coarse],
      [FINE, fine],
      [RECIPROCALS, reciprocals],
    ] as const)
      for (const [i, x] of table.entries()) this.storeTwo(at + 16 * i, x);
  }

  /** The one instance, for a field of FIXED_BITS fractional bits. */
  static of(balls: BallField): FixedLandscape {
    if (balls.bits !== FIXED_BITS) throw new RangeError(`${FIXED_BITS} bits, got ${balls.bits}`);
    instance ??= new FixedLandscape(balls);
    return instance;
  }

  /** Gives all addresses up; vectors have d entries from now on. */
  reset(d: number): void {
    if (d > MAX_LENGTH) throw new RangeError(`at most ${MAX_LENGTH} entries, got ${d}`);
    this.kernel.reset();
    this.d = d;
    this.next = ARENA;
    this.zero = this.integer(0);
    this.pi = this.room(CELL);
    this.kernel.pi(this.pi);
  }

  /** Gives up the addresses that `work` was given. */
  apart<T>(work: () => T): T {
    const { next } = this;
    try {
      return work();
    } finally {
      this.next = next;
    }
  }

  /** Has a number left the range since the last reset? */
  get failed(): boolean {
    return this.kernel.hasFailed() !== 0;
  }

  integer(n: number): number {
    return this.scalar(BigInt(n) << BigInt(FIXED_BITS), 0n);
  }
  add(a: number, b: number): number {
    const to = this.room(CELL);
    this.kernel.add(a, b, to);
    return to;
  }
  sub(a: number, b: number): number {
    const to = this.room(CELL);
    this.kernel.sub(a, b, to);
    return to;
  }
  neg(a: number): number {
    const to = this.room(CELL);
    this.kernel.neg(a, to);
    return to;
  }
  mul(a: number, b: number): number {
    const to = this.room(CELL);
    this.kernel.mul(a, b, to);
    return to;
  }
  div(a: number, b: number): number {
    const to = this.room(CELL);
    this.kernel.div(a, b, to);
    return to;
  }
  crossNorm(x: number, y: number, z: number): number {
    const to = this.room(CELL);
    this.kernel.crossNorm(x, y, z, to);
    return to;
  }
  angle(z: number, r: number): number {
    const to = this.room(CELL);
    this.kernel.angle(z, r, to);
    return to;
  }
  dot(x: number, y: number): number {
    const to = this.room(CELL);
    this.kernel.dot(x, y, this.d, to);
    return to;
  }
  combine(d: number, coefficients: readonly number[], vectors: readonly number[]): number {
    const count = vectors.length;
    if (count > MAX_LENGTH) throw new RangeError(`at most ${MAX_LENGTH} vectors, got ${count}`);
    const list = this.room(8 * count);
    const to = this.room(HEADER + 16 * d);
    for (let i = 0; i < count; i++) {
      this.addresses[list / 4 + i] = coefficients[i]!;
      this.addresses[list / 4 + count + i] = vectors[i]!;
    }
    this.kernel.combine(list, count, d, to);
    return to;
  }

  /** The ball with these units. */
  scalar(mid: bigint, rad: bigint): number {
    const to = this.room(CELL);
    if (mid >= MID_LIMIT || mid <= -MID_LIMIT || rad >= RADIUS_LIMIT) this.kernel.invalidate();
    this.storeTwo(to, mid);
    this.words[to / 8 + 2] = rad;
    return to;
  }

  /** The vector with the entries and the radius of one of balls. */
  vector({ mids, rad, support, largest }: BallVector): number {
    if (mids.length !== this.d) throw new RangeError(`${this.d} entries, got ${mids.length}`);
    const to = this.room(HEADER + 16 * this.d);
    if (largest >= ENTRY_LIMIT || rad >= RADIUS_LIMIT) this.kernel.invalidate();
    const entries = to + HEADER;
    if (support === null) for (let a = 0; a < this.d; a++) this.storeTwo(entries + 16 * a, mids[a]!);
    else {
      this.words.fill(0n, entries / 8, entries / 8 + 2 * this.d);
      for (const a of support) this.storeTwo(entries + 16 * a, mids[a]!);
    }
    this.kernel.finishVector(to, this.d, rad);
    return to;
  }

  /** Midpoint and radius of a scalar, in units. */
  unitsOf(a: number): { mid: bigint; rad: bigint } {
    return { mid: this.two(a), rad: this.words[a / 8 + 2]! };
  }

  /** Midpoints and radius of a vector, in units. */
  vectorUnitsOf(x: number): { mids: bigint[]; rad: bigint } {
    const mids = new Array<bigint>(this.d);
    for (let a = 0; a < this.d; a++) mids[a] = this.two(x + HEADER + 16 * a);
    return { mids, rad: this.words[x / 8]! };
  }

  /** Vectors one after the other, with their squared norms; the address of the first of each. */
  private placed(vectors: readonly BallVector[], normsSquared: readonly Ball[]): Placed {
    const at = vectors.map((x) => this.vector(x))[0] ?? 0;
    const cells = normsSquared.map(({ mid, rad }) => this.scalar(mid, rad))[0] ?? 0;
    return { at, cells, count: vectors.length };
  }

  /** Pairs, gradient and objective at a point in a few calls, as the formulas give them; null where the kernel cannot tell. */
  evaluate(field: BallLandscape, point: Point<Ball, BallVector>): FixedEvaluation | null {
    const { kernel } = this;
    const { d, orthonormalTargets } = point;
    this.reset(d);
    const neurons = this.placed(point.neurons, point.neuronNormsSquared);
    const targets = this.placed(point.targets, point.targetNormsSquared);
    const [n, k] = [neurons.count, targets.count];
    const inverse = this.div(this.integer(1), this.mul(this.integer(2), this.pi));
    // 0, 1, π, 1/2π, one after the other.
    const constants = this.integer(0);
    this.integer(1);
    for (const from of [this.pi, inverse]) {
      const { mid, rad } = this.unitsOf(from);
      this.scalar(mid, rad);
    }
    const { scratch, between, others } = this.placedPairs(neurons, targets);
    const own = (n * (n - 1)) / 2;
    const size = HEADER + 16 * d;
    const list = this.room(8 * (n + k));
    const cells = this.room(CELL * (k + 2));
    const sum = this.room(size);
    const gradients = this.room(size * n);
    kernel.gradient(
      neurons.at,
      neurons.cells,
      n,
      targets.at,
      k,
      d,
      constants,
      between,
      others,
      list,
      cells,
      sum,
      gradients,
    );
    const energies = this.energies(neurons, k, between, others);
    const value = objectiveOf(this, {
      ...energies,
      targets: orthonormalTargets ? orthonormalEnergy(this, k) : this.targetEnergy(targets, scratch),
    });
    const doubles = this.room(16 * 3 * (own + n * k));
    kernel.doubles(between, 3 * (own + n * k), doubles);
    if (this.failed) return null;
    const { mid, rad } = this.unitsOf(value);
    return {
      gradient: Array.from({ length: n }, (_, i) => {
        const { mids, rad } = this.vectorUnitsOf(gradients + i * size);
        return field.vectorOfUnits(mids, rad);
      }),
      objective: field.balls.ofUnits(mid, rad),
      pairs: new Float64Array(this.memory.buffer, doubles, 6 * (own + n * k)).slice(),
    };
  }

  /** Addresses of the pairs of neurons, row by row (j < i), and of those of neurons and targets, three cells each. */
  private placedPairs(
    neurons: Placed,
    targets: Placed,
  ): { readonly scratch: number; readonly between: number; readonly others: number } {
    const [n, k] = [neurons.count, targets.count];
    const scratch = this.room(CELL);
    const between = this.pairRoom((n * (n - 1)) / 2);
    const others = this.pairRoom(n * k);
    this.kernel.pairs(
      neurons.at,
      neurons.cells,
      n,
      targets.at,
      targets.cells,
      k,
      this.d,
      this.pi,
      scratch,
      between,
      others,
    );
    return { scratch, between, others };
  }

  /** The pairs alone, as pairsOf gives them for balls; null where the kernel cannot tell. */
  pairs(
    { balls }: BallLandscape,
    { d, neurons, neuronNormsSquared, targets, targetNormsSquared }: Point<Ball, BallVector>,
  ): Pairs<Ball> | null {
    this.reset(d);
    const { between, others } = this.placedPairs(
      this.placed(neurons, neuronNormsSquared),
      this.placed(targets, targetNormsSquared),
    );
    if (this.failed) return null;
    const ballAt = (at: number): Ball => {
      const { mid, rad } = this.unitsOf(at);
      return balls.ofUnits(mid, rad);
    };
    let at = between;
    const next = (): Pair<Ball> => {
      const pair = { inner: ballAt(at), area: ballAt(at + CELL), supplement: ballAt(at + 2 * CELL) };
      at += 3 * CELL;
      return pair;
    };
    const own: Pair<Ball>[][] = neurons.map(() => []);
    for (let i = 0; i < neurons.length; i++)
      for (let j = 0; j < i; j++) {
        const pair = next();
        own[i]![j] = pair;
        own[j]![i] = pair;
      }
    at = others;
    return { neurons: own, targets: neurons.map(() => targets.map(next)) };
  }

  private pairRoom(count: number): number {
    return this.room(3 * CELL * count);
  }

  /** Sums for the objective of vectors and their pairs, and of `m` others. */
  private energies(
    { cells, count }: Placed,
    m: number,
    between: number,
    others: number,
  ): { squares: number; between: number; toTargets: number } {
    const to = this.integer(0);
    this.integer(0);
    this.integer(0);
    this.kernel.energies(cells, count, m, between, others, this.room(CELL), to);
    return { squares: to, between: to + CELL, toTargets: to + 2 * CELL };
  }

  private targetEnergy(targets: Placed, scratch: number): number {
    const { at, cells, count } = targets;
    const pairs = this.pairRoom((count * (count - 1)) / 2);
    this.kernel.pairs(at, cells, count, 0, 0, 0, this.d, this.pi, scratch, pairs, 0);
    const { squares, between } = this.energies(targets, 0, pairs, 0);
    return vectorEnergy(this, squares, between);
  }

  private two(at: number): bigint {
    const high = this.words[at / 8 + 1]!;
    // What is small is one word.
    if (high === 0n) return this.naturals[at / 8]!;
    if (high === -1n && this.words[at / 8]! < 0n) return this.words[at / 8]!;
    return (high << 64n) | this.naturals[at / 8]!;
  }

  private storeTwo(at: number, x: bigint): void {
    this.words[at / 8] = x;
    this.words[at / 8 + 1] = x === 0n ? 0n : x >> 64n;
  }

  private room(bytes: number): number {
    const at = this.next;
    this.next += bytes;
    if (this.next > this.memory.buffer.byteLength) {
      this.memory.grow(Math.ceil(Math.max(bytes, this.memory.buffer.byteLength) / PAGE));
      this.words = new BigInt64Array(this.memory.buffer);
      this.naturals = new BigUint64Array(this.memory.buffer);
      this.addresses = new Uint32Array(this.memory.buffer);
    }
    return at;
  }
}

/** Vectors one after the other. */
interface Placed {
  readonly at: number;
  /** Their squared norms. */
  readonly cells: number;
  readonly count: number;
}

let instance: FixedLandscape | null = null;

/** What the formulas give at a point. */
export interface FixedEvaluation {
  readonly gradient: readonly BallVector[];
  readonly objective: Ball;
  /** Midpoints and radii of the pairs in units, as kernelHessians takes them. */
  readonly pairs: Float64Array;
}

/** Gradient, objective and pairs at a point, or null where the kernel cannot tell and balls have to. */
export function fixedEvaluation(
  field: BallLandscape,
  point: Point<Ball, BallVector>,
): FixedEvaluation | null {
  return landscapeFor(field, point)?.evaluate(field, point) ?? null;
}

/** The pairs of a point, or null where the kernel cannot tell and balls have to. */
export function fixedPairs(field: BallLandscape, point: Point<Ball, BallVector>): Pairs<Ball> | null {
  return landscapeFor(field, point)?.pairs(field, point) ?? null;
}

/** Formulas in one arithmetic, and the ways from balls to it and back. */
export interface Arithmetic<S, V> {
  readonly field: FormulaField<S, V>;
  scalar(x: Ball): S;
  vector(x: BallVector): V;
  ballOf(x: S): Ball;
  vectorOf(x: V): BallVector;
  /** What is made meanwhile is given up afterwards, but for the result, in balls. */
  apart<T>(work: () => T): T;
}

/**
 * What `work` makes at a point of formulas: in the kernel, or in balls where the kernel cannot tell; the same bits. It must not
 * evaluate points meanwhile, since they take the kernel's memory.
 */
export function inFixedOrBalls<T>(
  field: BallLandscape,
  point: Point<Ball, BallVector>,
  work: <S, V>(arithmetic: Arithmetic<S, V>) => T,
): T {
  const kernel = landscapeFor(field, point);
  if (kernel !== null) {
    kernel.reset(point.d);
    try {
      const result = work(arithmeticOf(kernel, field));
      if (!kernel.failed) return result;
    } catch (error) {
      // Of numbers out of range anything may come, also a quotient that is none.
      if (!kernel.failed) throw error;
    }
  }
  return work({
    field,
    scalar: (x) => x,
    vector: (x) => x,
    ballOf: (x) => x,
    vectorOf: (x) => x,
    apart: (make) => make(),
  });
}

function arithmeticOf(kernel: FixedLandscape, field: BallLandscape): Arithmetic<number, number> {
  return {
    field: kernel,
    scalar: ({ mid, rad }) => kernel.scalar(mid, rad),
    vector: (x) => kernel.vector(x),
    ballOf(x) {
      const { mid, rad } = kernel.unitsOf(x);
      return field.balls.ofUnits(mid, rad);
    },
    vectorOf(x) {
      const { mids, rad } = kernel.vectorUnitsOf(x);
      return field.vectorOfUnits(mids, rad);
    },
    apart: (work) => kernel.apart(work),
  };
}

function landscapeFor(
  { balls }: BallLandscape,
  { d, neurons, neuronNormsSquared, targets, targetNormsSquared }: Point<Ball, BallVector>,
): FixedLandscape | null {
  if (balls.bits !== FIXED_BITS || d > MAX_LENGTH || neurons.length + targets.length > MAX_VECTORS)
    return null;
  const scalars = [...neuronNormsSquared, ...targetNormsSquared];
  const foreign = scalars.find(({ bits }) => bits !== FIXED_BITS);
  if (foreign !== undefined)
    throw new RangeError(`a ball of ${foreign.bits} bits in a field of ${FIXED_BITS} bits`);
  return FixedLandscape.of(balls);
}
