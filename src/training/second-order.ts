import { type EnclosedMatrix, enclosedMatrix } from '../arithmetic/enclosed.ts';
import { MARGIN, outward, ROUNDOFF, TINY } from '../arithmetic/rounding.ts';
import type { Local, Program } from '../expression/program.ts';

/** A number in doubles: |x − mid| ≤ rad. */
export interface Rounded {
  readonly mid: number;
  readonly rad: number;
}

/** A rounded result and a rounded sum: with TINY also for what underflows. */
const UNIT = ROUNDOFF * MARGIN;

/**
 * Second derivatives of a slot of a program by some of its inputs, summed over many evaluations. For a slot v = φ(a, b, …) of
 * the program and its adjoint v̄ (the derivative of the end by v), the chain rule gives
 *     ∇²end = Σ_v v̄ Σ_pq φ_pq ∇a_p ∇a_qᵀ,
 * so that only steps that are not linear add to it. φ_p, φ_pq and v̄ come as balls, or as doubles; gradients and sums are
 * doubles with a bound on what they are off: an operation adds half an ulp of its result, and TINY for underflow; what the
 * bounds themselves lose, 2^−53 of them at each of fewer than 2^30 operations, MARGIN² and `errorUpper` make up for.
 */
export class SecondOrder {
  readonly size: number;
  private readonly program: Program;
  private readonly depends: readonly boolean[];
  /** The positions among the free inputs on which a slot depends, ascending; where those of each operand are among them. */
  private readonly support: readonly Int32Array[];
  private readonly places: readonly (readonly Int32Array[])[];
  private readonly mid: readonly Float64Array[];
  private readonly rad: readonly Float64Array[];
  private readonly sum: Float64Array;
  private readonly spread: Float64Array;

  /** Are bounds on errors wanted? Proposals need none. */
  private readonly bounded: boolean;

  constructor(program: Program, free: readonly number[], bounded = true) {
    this.bounded = bounded;
    const marked: boolean[] = new Array<boolean>(program.inputs).fill(false);
    for (const i of free) marked[i] = true;
    this.program = program;
    this.size = free.length;
    this.depends = program.dependents(marked);
    const support: Int32Array[] = [];
    const places: Int32Array[][] = [];
    for (let slot = 0; slot < program.size; slot++) {
      const operands = program.operands(slot);
      const own =
        slot < program.inputs
          ? free.indexOf(slot) < 0
            ? []
            : [free.indexOf(slot)]
          : [...new Set(operands.flatMap((i) => [...support[i]!]))].sort((a, b) => a - b);
      support.push(Int32Array.from(own));
      const at = new Map(own.map((position, k) => [position, k]));
      places.push(operands.map((i) => support[i]!.map((position) => at.get(position)!)));
    }
    this.support = support;
    this.places = places;
    this.mid = support.map(({ length }) => new Float64Array(length));
    this.rad = support.map(({ length }) => new Float64Array(length));
    for (const i of free) this.mid[i]![0] = 1;
    this.sum = new Float64Array(this.size ** 2);
    this.spread = new Float64Array(this.size ** 2);
  }

  /** Which slots depend on a free input. */
  get dependent(): readonly boolean[] {
    return this.depends;
  }

  /** The gradients of all slots. */
  forward<S>(locals: (slot: number) => Local<S>, rounded: (x: S) => Rounded): void {
    for (let slot = this.program.inputs; slot < this.program.size; slot++) {
      if (!this.depends[slot]) continue;
      const [mid, rad] = [this.mid[slot]!.fill(0), this.rad[slot]!.fill(0)];
      const { operands, first } = locals(slot);
      for (let p = 0; p < operands.length; p++) {
        const i = operands[p]!;
        if (!this.depends[i]) continue;
        const { mid: f, rad: e } = rounded(first[p]!);
        const size = Math.abs(f);
        const place = this.places[slot]![p]!;
        const [m, r] = [this.mid[i]!, this.rad[i]!];
        for (let t = 0; t < m.length; t++) {
          const k = place[t]!;
          const x = f * m[t]!;
          const sum = mid[k]! + x;
          mid[k] = sum;
          rad[k]! +=
            size * r[t]! + e * (Math.abs(m[t]!) + r[t]!) + UNIT * (Math.abs(x) + Math.abs(sum)) + TINY;
        }
      }
    }
  }

  /** Adds the second derivatives of one evaluation, after `forward`. */
  add<S>(
    locals: (slot: number) => Local<S>,
    adjoints: readonly (S | null)[],
    multiply: (a: S, b: S) => S,
    rounded: (x: S) => Rounded,
  ): void {
    for (let slot = this.program.inputs; slot < this.program.size; slot++) {
      const adjoint = adjoints[slot];
      if (adjoint === null || adjoint === undefined || !this.depends[slot]) continue;
      const { operands, second } = locals(slot);
      for (const { p, q, value } of second) {
        const i = operands[p]!;
        const j = operands[q]!;
        if (!this.depends[i] || !this.depends[j]) continue;
        this.addProduct(rounded(multiply(adjoint, value)), i, j, p === q);
      }
    }
  }

  /** Adds weight·∇a ∇aᵀ for a slot a, after `forward`. */
  addSquare(weight: Rounded, slot: number): void {
    this.addProduct(weight, slot, slot, true);
  }

  /** w ∇a ∇aᵀ, or w (∇a ∇bᵀ + ∇b ∇aᵀ), into the lower triangle. */
  private addProduct({ mid: w, rad: e }: Rounded, a: number, b: number, square: boolean): void {
    const { size } = this;
    const [rows, columns] = [this.support[a]!, this.support[b]!];
    const [am, ar, bm, br] = [this.mid[a]!, this.rad[a]!, this.mid[b]!, this.rad[b]!];
    for (let s = 0; s < rows.length; s++) {
      const row = rows[s]!;
      const factor = w * am[s]!;
      const error = Math.abs(w) * ar[s]! + e * (Math.abs(am[s]!) + ar[s]!) + UNIT * Math.abs(factor) + TINY;
      if (square) this.addRow(row * size, columns, s + 1, factor, error, bm, br);
      else this.addCross(row, columns, factor, error, bm, br);
    }
  }

  /** Adds to the first entries of a row of ∇a ∇aᵀ: its columns are not beyond it. */
  private addRow(
    base: number,
    columns: Int32Array,
    count: number,
    factor: number,
    error: number,
    bm: Float64Array,
    br: Float64Array,
  ): void {
    const { sum, spread } = this;
    if (!this.bounded) {
      for (let t = 0; t < count; t++) sum[base + columns[t]!]! += factor * bm[t]!;
      return;
    }
    const magnitude = Math.abs(factor);
    for (let t = 0; t < count; t++) {
      const at = base + columns[t]!;
      const x = factor * bm[t]!;
      const total = sum[at]! + x;
      sum[at] = total;
      spread[at]! +=
        magnitude * br[t]! +
        error * (Math.abs(bm[t]!) + br[t]!) +
        UNIT * (Math.abs(x) + Math.abs(total)) +
        TINY;
    }
  }

  private addCross(
    row: number,
    columns: Int32Array,
    factor: number,
    error: number,
    bm: Float64Array,
    br: Float64Array,
  ): void {
    const { size, sum, spread } = this;
    const magnitude = Math.abs(factor);
    for (let t = 0; t < columns.length; t++) {
      const column = columns[t]!;
      // The entry of the diagonal is met once, and belongs to both products.
      const times = row === column ? 2 : 1;
      const at = row >= column ? row * size + column : column * size + row;
      const x = times * factor * bm[t]!;
      const total = sum[at]! + x;
      sum[at] = total;
      if (!this.bounded) continue;
      const off = times * (magnitude * br[t]! + error * (Math.abs(bm[t]!) + br[t]!));
      spread[at]! += off + UNIT * (Math.abs(x) + Math.abs(total)) + TINY;
    }
  }

  /** Adds x to the entries of the diagonal. */
  addDiagonal({ mid, rad }: Rounded): void {
    for (let i = 0; i < this.size; i++) {
      const at = i * (this.size + 1);
      this.sum[at]! += mid;
      this.spread[at]! += rad + UNIT * Math.abs(this.sum[at]!) + TINY;
    }
  }

  /** The sums: their midpoints, and a bound on the norm of the rest, the largest row sum of its bounds. */
  matrix(): EnclosedMatrix {
    const { size } = this;
    const mid = new Float64Array(size * size);
    const rows = new Float64Array(size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) {
        const at = i * size + j;
        mid[at] = this.sum[at]!;
        mid[j * size + i] = this.sum[at]!;
        rows[i]! += this.spread[at]!;
        if (i !== j) rows[j]! += this.spread[at]!;
      }
    // Fewer than 2^30 roundings of 2^−53: less than a factor 1 + 2^−22.
    return enclosedMatrix(size, mid, outward(Math.max(0, ...rows) * (1 + 2 ** -20)));
  }
}
