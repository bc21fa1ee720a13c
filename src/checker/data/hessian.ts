/**
 * ∇² of a node of a circuit by some inputs, summed over data, as integers: Σ_v v̄ Σ_pq φ_pq ∇a_p ∇a_qᵀ over the nodes v = φ(a, …). A gradient is
 * a vector of integers in units of 2^−U with a bound on the norm of what it is off; so is the sum, a matrix with a bound on the
 * norm of what it is off. Products ∇a ∇bᵀ are made row by row with all entries of ∇b packed into one integer (mathematics.md 14.4).
 */

import { floorRoot, magnitude, UNIT } from '../numbers/exact.ts';
import type { IntegerMatrix } from '../numbers/integer-matrix.ts';
import { ceilOf, floorOf, type Interval, type Intervals } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { Circuit, Derivatives } from './circuit.ts';

const PLACES = 72;
const U = BigInt(PLACES);
/** Bits of an entry of the packed sums, in units of 2^−2U. */
const WIDTH = 2 * PLACES + 72;

/** |x − mid| ≤ rad for all x of an interval, in units of 2^−U. */
interface Units {
  readonly mid: bigint;
  readonly rad: bigint;
}

function unitsOf(x: Interval): Units {
  const low = floorOf(x, PLACES);
  const high = ceilOf(x, PLACES);
  const mid = (low + high) >> 1n;
  return { mid, rad: high - mid };
}

/** ⌈x/2^U⌉ for x ≥ 0. */
const up = (x: bigint): bigint => (x >> U) + 1n;

interface Gradient {
  /** Places among the free inputs, ascending, and the entries there. */
  readonly places: Int32Array;
  readonly entries: bigint[];
  /** ‖what the entries are off‖ ≤, and ‖the gradient‖ ≤ */
  off: bigint;
  norm: bigint;
}

export class HessianSum {
  readonly depends: readonly boolean[];
  private readonly circuit: Circuit;
  private readonly size: number;
  private readonly gradients: readonly (Gradient | null)[];
  /** For each node and operand, where the entries of the operand go. */
  private readonly targets: readonly (readonly Int32Array[])[];
  /** Row i: Σ_j entry_ij 2^(WIDTH j). The sum is ½(M + Mᵀ). */
  private readonly rows: bigint[];
  private error = 0n;
  /** Σ of bounds on the entries of the terms. */
  private greatest = 0n;

  constructor(circuit: Circuit, free: readonly number[]) {
    this.circuit = circuit;
    this.size = free.length;
    const place = new Map(free.map((input, i) => [input, i]));
    this.depends = circuit.dependents((input) => place.has(input));
    const gradients: (Gradient | null)[] = [];
    const targets: Int32Array[][] = [];
    for (const [i, { kind, of }] of circuit.nodes.entries()) {
      if (!this.depends[i]) {
        gradients.push(null);
        targets.push([]);
        continue;
      }
      const own =
        kind === 'input'
          ? [place.get(i)!]
          : [...new Set(of.flatMap((p) => [...(gradients[p]?.places ?? [])]))].sort((a, b) => a - b);
      const places = Int32Array.from(own);
      const where = new Map(own.map((x, k) => [x, k]));
      const unit = kind === 'input' ? 1n << U : 0n;
      gradients.push({ places, entries: own.map(() => unit), off: 0n, norm: unit });
      targets.push(of.map((p) => (gradients[p]?.places ?? new Int32Array(0)).map((x) => where.get(x)!)));
    }
    this.gradients = gradients;
    this.targets = targets;
    this.rows = free.map(() => 0n);
  }

  /** The gradients of all nodes at one datum: Σ φ_p ∇a_p, cut to units. */
  forward(derivatives: (node: number) => Derivatives): void {
    const { gradients } = this;
    const { nodes, inputs } = this.circuit;
    for (let i = inputs; i < nodes.length; i++) {
      const own = gradients[i];
      if (own == null) continue;
      const sums = own.entries.fill(0n);
      let off = 0n;
      const { first } = derivatives(i);
      for (const [p, j] of nodes[i]!.of.entries()) {
        const other = gradients[j];
        if (other == null) continue;
        const { mid, rad } = unitsOf(first[p]!);
        off += up(magnitude(mid) * other.off + rad * other.norm);
        if (mid === 0n) continue;
        const target = this.targets[i]![p]!;
        for (let t = 0; t < target.length; t++) sums[target[t]!]! += mid * other.entries[t]!;
      }
      let square = 0n;
      for (let t = 0; t < sums.length; t++) {
        const entry = sums[t]! >> U;
        sums[t] = entry;
        square += entry * entry;
      }
      // Each entry was cut by less than a unit.
      own.off = off + BigInt(sums.length);
      own.norm = floorRoot(square) + 1n + own.off;
    }
  }

  /** Adds the second derivatives at one datum, after `forward`. */
  add(
    I: Intervals,
    adjoints: readonly (Interval | null)[],
    derivatives: (node: number) => Derivatives,
  ): void {
    const { gradients } = this;
    const { nodes, inputs } = this.circuit;
    const packed: bigint[] = [];
    for (let i = inputs; i < nodes.length; i++) {
      const adjoint = adjoints[i];
      if (adjoint == null || !this.depends[i]) continue;
      for (const [p, q, value] of derivatives(i).second) {
        const [j, k] = [nodes[i]!.of[p]!, nodes[i]!.of[q]!];
        const [a, b] = [gradients[j], gradients[k]];
        if (a == null || b == null) continue;
        const weight = unitsOf(I.multiply(adjoint, value));
        const narrow = a.places.length <= b.places.length;
        const [row, column, node] = narrow ? [a, b, k] : [b, a, j];
        packed[node] ??= packedOf(column);
        this.addProduct(weight, row, column, packed[node]!, p === q);
      }
    }
  }

  /** Adds ∇a ∇aᵀ for a node, after `forward`. */
  addSquare(node: number): void {
    const own = this.gradients[node];
    if (own != null) this.addProduct({ mid: 1n << U, rad: 0n }, own, own, packedOf(own), true);
  }

  /**
   * w ∇a ∇aᵀ, or w(∇a ∇bᵀ + ∇b ∇aᵀ) as twice w ∇a ∇bᵀ. With m for what is known of ∇a and δ for its error:
   * ‖w ∇a ∇bᵀ − w' m m'ᵀ‖ ≤ |w'|(‖∇a‖δ' + δ‖∇b‖) + |w − w'| ‖∇a‖‖∇b‖; each factor w'm_i is cut by less than a unit.
   */
  private addProduct({ mid, rad }: Units, a: Gradient, b: Gradient, packed: bigint, square: boolean): void {
    const times = square ? 1n : 2n;
    const shift = square ? 0n : 1n;
    for (let s = 0; s < a.places.length; s++) {
      const factor = (mid * a.entries[s]!) >> U;
      if (factor !== 0n) this.rows[a.places[s]!]! += (factor << shift) * packed;
    }
    const size = up(a.norm * b.norm);
    this.error +=
      times *
      (up(up(magnitude(mid) * (a.norm * b.off + a.off * b.norm)) + rad * size) +
        up(BigInt(a.places.length) * b.norm));
    this.greatest += times * (up(magnitude(mid) * size) + b.norm + 1n);
  }

  /** The sum, with `diagonal` added to the entries of the diagonal. */
  matrix(diagonal: Interval): IntegerMatrix {
    const size = this.size;
    // In units of 2^−U, against entries of WIDTH bits in units of 2^−2U.
    confirm(this.greatest << U < 1n << BigInt(WIDTH - 2), 'the second derivatives are in range');
    const full = this.rows.map((row) => unpacked(row, size));
    const low = floorOf(diagonal, UNIT);
    const high = ceilOf(diagonal, UNIT);
    const cut = BigInt(2 * PLACES + 1 - UNIT);
    const entries = full.map((row, i) =>
      Array.from({ length: i + 1 }, (_, j) => {
        const entry = (row[j]! + full[j]![i]!) >> cut;
        return i === j ? entry + low : entry;
      }),
    );
    const error = (this.error << BigInt(UNIT - PLACES)) + BigInt(size) + (high - low);
    return { entries, error };
  }
}

/** Σ_t entry_t 2^(WIDTH place_t). */
function packedOf({ places, entries }: Gradient): bigint {
  let result = 0n;
  for (let t = places.length - 1; t >= 0; t--) {
    const gap = (places[t + 1] ?? places[t]!) - places[t]!;
    result = (result << BigInt(WIDTH * gap)) + entries[t]!;
  }
  return result << BigInt(WIDTH * (places[0] ?? 0));
}

/** The signed entries of a packed row. */
function unpacked(row: bigint, size: number): bigint[] {
  const entries: bigint[] = [];
  let rest = row;
  for (let j = 0; j < size; j++) {
    const entry = BigInt.asIntN(WIDTH, rest);
    entries.push(entry);
    rest = (rest - entry) >> BigInt(WIDTH);
  }
  return entries;
}
