import { decomposeDecimal, type ExactNumber } from '../arithmetic/exact.ts';
import { bitLength } from '../arithmetic/integer.ts';
import type { DenseCandidate } from '../model/candidate.ts';

/** Columns that are turned into integers at once, so that memory does not grow with the width. */
const COLUMNS = 512;

/**
 * The inner products of the rows of [W; V], exactly: neurons 0 … n−1, then targets. F, its gradient's norm and every distance are
 * functions of them alone, whatever the width.
 */
export class ExactGram {
  readonly n: number;
  readonly k: number;
  /** Entry (p, q) is products[p][q]/unit², for q ≤ p. */
  private readonly products: readonly (readonly bigint[])[];
  readonly unit: bigint;

  constructor(n: number, k: number, products: readonly (readonly bigint[])[], unit: bigint) {
    this.n = n;
    this.k = k;
    this.products = products;
    this.unit = unit;
  }

  /** a_p·a_q in units of 1/unit². */
  product(p: number, q: number): bigint {
    return p >= q ? this.products[p]![q]! : this.products[q]![p]!;
  }

  /** ⌊4^e·a_p·a_q·4^bits⌋, and whether that is no rounding. */
  floor(p: number, q: number, e: number, bits: number): { readonly units: bigint; readonly exact: boolean } {
    const shift = 2 * (e + bits);
    const product = this.product(p, q);
    const numerator = shift >= 0 ? product << BigInt(shift) : product;
    const square = this.unit * this.unit;
    const denominator = shift >= 0 ? square : square << BigInt(-shift);
    const rest = ((numerator % denominator) + denominator) % denominator;
    return { units: (numerator - rest) / denominator, exact: rest === 0n };
  }

  isZero(p: number): boolean {
    return this.product(p, p) === 0n;
  }

  /** The indices of the targets that are not 0, as rows of this matrix. */
  presentTargets(): number[] {
    return Array.from({ length: this.k }, (_, j) => this.n + j).filter((p) => !this.isZero(p));
  }

  /** max ‖a_p‖² of neurons or of targets, in units of 1/unit². */
  largest(rows: 'neurons' | 'targets'): bigint {
    const [from, to] = rows === 'neurons' ? [0, this.n] : [this.n, this.n + this.k];
    let most = 0n;
    for (let p = from; p < to; p++) if (this.product(p, p) > most) most = this.product(p, p);
    return most;
  }
}

/** The exact Gram matrix of a candidate of any width. */
export function exactGram({ n, k, targets, weights }: DenseCandidate): ExactGram {
  const rows = targets === null ? weights : [...weights, ...targets];
  const units = unitsOf(rows);
  const products = rows.map((_, p) => new Array<bigint>(p + 1).fill(0n));
  const width = rows[0]!.length;
  for (let from = 0; from < width; from += COLUMNS) {
    const to = Math.min(from + COLUMNS, width);
    addProducts(
      products,
      rows.map((row) => units.integers(row, from, to)),
    );
  }
  if (targets === null) {
    const { unit } = units;
    for (let j = 0; j < k; j++) {
      const column = weights.map((row) => units.integers(row, j, j + 1)[0]! * unit);
      products.push([...column, ...Array.from({ length: j + 1 }, (_, i) => (i === j ? unit * unit : 0n))]);
    }
  }
  return new ExactGram(n, k, products, units.unit);
}

/** Rows multiplied at once. */
const PACKED = 16;

/**
 * Adds all inner products of rows of integers, exactly. Sixteen rows are packed into one integer for each column, Σ_s x_(q+s)·2^(ws),
 * so that one multiplication makes sixteen products. Sums of products stay below 2^(w−1), so that they can be read off the
 * packed sum as signed w-bit numbers.
 */
function addProducts(products: readonly bigint[][], rows: readonly (readonly bigint[])[]): void {
  const columns = rows[0]!.length;
  let largest = 0n;
  for (const row of rows) for (const x of row) largest = x > largest ? x : -x > largest ? -x : largest;
  const slot = 64 * Math.ceil((2 * bitLength(largest) + bitLength(BigInt(columns)) + 1) / 64);
  const width = BigInt(slot);
  for (let first = 0; first < rows.length; first += PACKED) {
    const end = Math.min(first + PACKED, rows.length);
    const packed = Array.from({ length: columns }, (_, a) => {
      let column = 0n;
      for (let q = end - 1; q >= first; q--) column = (column << width) + rows[q]![a]!;
      return column;
    });
    for (let p = first; p < rows.length; p++) {
      const row = rows[p]!;
      let rest = 0n;
      for (let a = 0; a < columns; a++) rest += row[a]! * packed[a]!;
      for (let q = first; q < end; q++) {
        const sum = BigInt.asIntN(slot, rest);
        rest = (rest - sum) >> width;
        if (q <= p) products[p]![q]! += sum;
      }
    }
  }
}

/** How the entries of all rows become integers: entry = integer/unit. */
interface Units {
  readonly unit: bigint;
  integers(row: readonly ExactNumber[], from: number, to: number): bigint[];
}

function unitsOf(rows: readonly (readonly ExactNumber[])[]): Units {
  return rows.every((row) => row.every((x) => typeof x === 'number'))
    ? dyadicUnits(rows as readonly (readonly number[])[])
    : decimalUnits(rows);
}

/** Doubles: x = m·2^p with the integer m = x·2^−p, |m| < 2^53, and the least p of all entries. */
function dyadicUnits(rows: readonly (readonly number[])[]): Units {
  let least = 0;
  for (const row of rows) for (const x of row) if (x !== 0) least = Math.min(least, exponentOf(x));
  const integer = (x: number): bigint => {
    if (x === 0) return 0n;
    const p = exponentOf(x);
    // Two steps: 2^1074 is no double, and both products are exact.
    const half = Math.trunc(-p / 2);
    return BigInt(x * 2 ** half * 2 ** (-p - half)) << BigInt(p - least);
  };
  return {
    unit: 1n << BigInt(-least),
    integers: (row, from, to) => {
      const entries: bigint[] = [];
      for (let a = from; a < to; a++) entries.push(integer(row[a] as number));
      return entries;
    },
  };
}

const view: DataView = new DataView(new ArrayBuffer(8));

/** p with x·2^−p an integer below 2^53, for a double other than 0; at most 0. */
function exponentOf(x: number): number {
  view.setFloat64(0, x);
  const biased = (view.getUint16(0) >> 4) & 0x7ff;
  return Math.min(0, (biased || 1) - 1075);
}

function decimalUnits(rows: readonly (readonly ExactNumber[])[]): Units {
  let digits = 0;
  for (const row of rows) for (const x of row) digits = Math.max(digits, -decomposeDecimal(x).exponent);
  return {
    unit: 10n ** BigInt(digits),
    integers: (row, from, to) =>
      row.slice(from, to).map((x) => {
        const { mantissa, exponent } = decomposeDecimal(x);
        return mantissa === 0n ? 0n : mantissa * 10n ** BigInt(exponent + digits);
      }),
  };
}
