/** Theorem 2 of docs/trajectories.md: products of I − ηH along the orbit, in doubles with a bound on all roundings (10.3). */
import { FRACTION, normsOf, type Pair, type Point } from './fixed.ts';

/** u */
const ROUNDOFF = 2 ** -53;
const UNITS = 2 ** -Number(FRACTION);
/** Bounds on errors lose less than this to their own roundings: sums of fewer than 2^12 numbers ≥ 0, of few factors each. */
const MARGIN = 1 + 2 ** -40;
/** Sines below: a pair counts as parallel. */
const LEAST_SINE = 2 ** -20;
/** Steps of a segment, or a few more. */
const SEGMENT = 500;

/** A number of units as a double, from above. */
export const above = (x: bigint): number => Number(x) * UNITS * (1 + 2 ** -50);
/** A bound in doubles as units, from above. */
const unitsOf = (x: number): bigint => BigInt(Math.ceil((x / UNITS) * MARGIN));

/** M ≈ ηH(X), row-major, with ‖ηH(X) − M‖ ≤ error. */
export interface ScaledHessian {
  readonly entries: Float64Array;
  readonly error: number;
}

/**
 * With unit vectors w̄, v̄, c = cos θ, s = sin θ, p = v̄ − c w̄, p' = w̄ − c v̄ (mathematics.md 1.4):
 *   2πh1(w, v) = (‖v‖/‖w‖)( s(I − w̄w̄ᵀ) + ppᵀ/s ),   2πh2(w, v) = (π − θ)I + s w̄v̄ᵀ + pp'ᵀ/s,   2πH_ii = πI + Σ ±2πh1.
 * Nothing cancels: ‖p‖ = ‖p'‖ = s. The count of roundings is in docs/trajectories.md 10.3.
 */
export function scaledHessian(point: Point, pairs: readonly Pair[], eta: number): ScaledHessian {
  const n = point.length;
  const k = point[0]!.length;
  const size = n * k;
  const lengths = normsOf(point)!.map((x) => Number(x) * UNITS);
  const unit = [
    ...point.map((row, i) => Float64Array.from(row, (x) => (Number(x) * UNITS) / lengths[i]!)),
    ...Array.from({ length: k }, (_, j) => Float64Array.from({ length: k }, (_, a) => (a === j ? 1 : 0))),
  ];
  const entries = new Float64Array(size * size);
  const errors = new Float64Array(n);
  const scale = eta / (2 * Math.PI);
  const steps = 2 * (n + k) + 8;
  for (let i = 0; i < n; i++) {
    errors[i]! += Math.PI * steps * ROUNDOFF;
    for (let a = 0; a < k; a++) entries[(i * k + a) * (size + 1)] = scale * Math.PI;
  }
  /** h1 of neuron i and a vector of this length at a pair. */
  const own = (i: number, q: number, length: number, sign: 1 | -1, { cosine, sine }: Angle): void => {
    const ratio = length / lengths[i]!;
    if (sine < LEAST_SINE) {
      errors[i]! += (3 * sine + ROUNDOFF) * ratio;
      return;
    }
    errors[i]! += (80 + 3 * steps) * ROUNDOFF * ratio;
    const [w, v] = [unit[i]!, unit[q]!];
    const p = v.map((x, a) => x - cosine * w[a]!);
    const factor = sign * scale * ratio;
    for (let a = 0; a < k; a++) {
      const at = (i * k + a) * size + i * k;
      const [x, y] = [(factor / sine) * p[a]!, factor * sine * w[a]!];
      for (let b = 0; b < k; b++) entries[at + b]! += x * p[b]! - y * w[b]!;
      entries[at + a]! += factor * sine;
    }
  };
  for (const { i, j, area, inner, lengths: product, supplement } of pairs) {
    const angle = { cosine: Number(inner) / Number(product), sine: Number(area) / Number(product) };
    if (j >= n) {
      own(i, j, 1, -1, angle);
      continue;
    }
    own(i, j, lengths[j]!, 1, angle);
    own(j, i, lengths[i]!, 1, angle);
    const { cosine, sine } = angle;
    const [w, v] = [unit[i]!, unit[j]!];
    const diagonal = scale * Number(supplement) * UNITS;
    const parallel = sine < LEAST_SINE;
    const off = parallel ? 2 * sine + 120 * ROUNDOFF : 120 * ROUNDOFF;
    errors[i]! += off;
    errors[j]! += off;
    for (let a = 0; a < k; a++) {
      const x = parallel ? 0 : (scale / sine) * (v[a]! - cosine * w[a]!);
      const y = parallel ? 0 : scale * sine * w[a]!;
      for (let b = 0; b < k; b++) {
        const entry = x * (w[b]! - cosine * v[b]!) + y * v[b]! + (a === b ? diagonal : 0);
        entries[(i * k + a) * size + j * k + b] = entry;
        entries[(j * k + b) * size + i * k + a] = entry;
      }
    }
  }
  const worst = errors.reduce((a, b) => Math.max(a, b), 0);
  return { entries, error: 1.1 * scale * worst };
}

interface Angle {
  readonly cosine: number;
  readonly sine: number;
}

/** a b, or start − a b: entries are sums of products in the order of the index. */
function multiply(a: Float64Array, b: Float64Array, size: number, start: Float64Array | null): Float64Array {
  const out = start === null ? new Float64Array(size * size) : start.slice();
  const sign = start === null ? 1 : -1;
  for (let i = 0; i < size; i++) {
    const row = out.subarray(i * size, i * size + size);
    for (let c = 0; c < size; c++) {
      const factor = sign * a[i * size + c]!;
      const from = c * size;
      for (let j = 0; j < size; j++) row[j]! += factor * b[from + j]!;
    }
  }
  return out;
}

/** ‖·‖_F from above. */
function frobenius(matrix: Float64Array): number {
  let squares = 0;
  for (const x of matrix) squares += x * x;
  return Math.sqrt(squares) * (1 + 2 * matrix.length * ROUNDOFF) * MARGIN + 1e-150;
}

/** γ_m, from above, for m < 2^20. */
const gamma = (m: number): number => 1.001 * m * ROUNDOFF;

/** What a step is known of: q_t, e_t, ½ηL, and what it is off. */
export interface StepBounds {
  readonly factor: number;
  readonly error: number;
  readonly halfLipschitz: number;
  readonly residual: number;
}

/** The chain of segments of (3) in docs/trajectories.md 2.3. */
export class Chain {
  private readonly size: number;
  private readonly start: number;
  private product: Float64Array;
  private injected = 0;
  private entryError: number;
  private steps = 0;
  private readonly segments: { readonly product: Float64Array; readonly injected: number }[] = [];

  /** For points of so many entries and an error of `start` at the beginning. */
  constructor(size: number, start: bigint) {
    this.size = size;
    this.start = above(start);
    this.entryError = this.start;
    this.product = identity(size);
  }

  take(
    { entries, error: spread }: ScaledHessian,
    { factor, error, halfLipschitz, residual }: StepBounds,
  ): void {
    const before = frobenius(this.product);
    const rounding = gamma(this.size + 2) * (1 + frobenius(entries)) * before;
    this.product = multiply(entries, this.product, this.size, this.product);
    const own = residual + halfLipschitz * error * error + spread * error + rounding * this.entryError;
    this.injected = ((factor + spread) * this.injected + own) * MARGIN;
    this.steps++;
  }

  /** After the last step of a block: a bound on the error there, if a segment ends. */
  close(scalar: bigint, last: boolean): bigint {
    if (this.steps < SEGMENT && !last) return scalar;
    this.segments.push({ product: this.product, injected: this.injected });
    const bound = this.bound();
    const error = bound < above(scalar) ? unitsOf(bound) : scalar;
    this.product = identity(this.size);
    this.injected = 0;
    this.entryError = above(error);
    this.steps = 0;
    return error;
  }

  /** ‖P_J ⋯ P_1‖ e_0 + Σ_j ‖P_J ⋯ P_{j+1}‖ ι_j; `off` bounds the error of the product as computed. */
  private bound(): number {
    let product: Float64Array | null = null;
    let norm = 1;
    let off = 0;
    let total = 0;
    for (const { product: next, injected } of this.segments.toReversed()) {
      total += (norm + off) * injected;
      const [left, right] = [norm, frobenius(next)];
      off = product === null ? 0 : (off * right + gamma(this.size) * left * right) * MARGIN;
      product = product === null ? next : multiply(product, next, this.size, null);
      norm = frobenius(product);
    }
    return (total + (norm + off) * this.start) * MARGIN;
  }
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * (size + 1)] = 1;
  return matrix;
}
