/**
 * The independent check of a wide certificate: inner products of rows of any length, exactly; coordinates of the targets, with
 * a bound of their defect; then the claim, for the targets as they are given.
 */
import { decodeDoubles } from '../../certificate/doubles.ts';
import type {
  Claim,
  PermutationWitness,
  ReflectionWitness,
  WideCertificate,
  WideRow,
} from '../../certificate/types.ts';
import { decimalsOf, dot, floorTimes, integerRows } from '../numbers/exact.ts';
import {
  confirmAtLeast,
  confirmLess,
  type Interval,
  type Intervals,
  isPositive,
  type Precisions,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type ClaimCase, confirmClaim } from './claims.ts';
import { confirmInertia } from './dense.ts';
import { checkEigenvalue, intervalsFor, powerOfSquares } from './dense-case.ts';
import { GramLandscape } from './gram.ts';
import { MovedLandscape } from './moved.ts';
import { digitsFor } from './pair-sums.ts';

type Rows = readonly (readonly bigint[])[];

/** Digits of the numbers derived from claimed ones, and at least those of an approximate inverse. */
const DIGITS = 60;

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkWide(certificate: WideCertificate, precisions: Precisions): void {
  const { problem, point, reduction } = certificate;
  const { n, k } = problem;
  const exact = innerProducts(certificate);
  const unit = { twos: exact.scale, fives: exact.scale };
  const squares = exact.products.map((row, p) => row[p]!);
  const { claim } = certificate;
  const I = intervalsFor(claim, precisions);
  const power = powerOfSquares(squares.slice(n), unit) ?? powerOfSquares(squares, unit) ?? 0;
  for (let i = 0; i < n; i++) confirm(squares[i] !== 0n, `neuron ${i} of the candidate is not 0`);
  const targets = Array.from({ length: k }, (_, j) => n + j).filter((p) => squares[p] !== 0n);
  const neurons = Array.from({ length: n }, (_, i) => i);
  const atCandidate = landscapeOf(precisions(digitsFor(claim.gradientNorm, power)), exact, neurons, targets);
  const largestNorm = neurons
    .map((i) => I.sqrt(I.exact(squares[i]!, 2 * exact.scale)))
    .reduce((x, y) => I.max(x, y));
  const common = {
    problem: { ...problem, d: reduction === null ? problem.d : k, targets: [] },
    inSpan: true,
    confirmCopies: () => confirm(n >= k, 'n ≥ k, so that the infimum of F is 0'),
    atCandidate,
    I,
    searchRadius: I.multiply(I.of('1e-3'), largestNorm),
  };
  if (reduction === null) {
    confirmClaim({ ...common, ...WITHOUT_COORDINATES, atCentre: atCandidate, distance: I.zero }, claim);
    return;
  }
  const centreRows = point.centre ?? [];
  const scale = decimalsOf([...reduction.coordinates.flat(), ...centreRows.flat()]);
  const span = new Span(
    I,
    exact,
    n,
    integerRows(reduction.coordinates, scale).map((row) => padded(row, k)),
    scale,
    power,
  );
  const defect = I.of(reduction.defect);
  confirmAtLeast(defect, span.defect(), 'reduction.defect ≥ ‖S⁻¹VVᵀS⁻ᵀ − I‖');
  confirmLess(defect, I.of('0.5'), 'reduction.defect < ½');
  const moved = I.of(reduction.moved);
  const own = I.multiply(defect, I.sum(span.norms()));
  confirmAtLeast(moved, own, 'reduction.moved ≥ defect·Σ‖s_j‖');
  const located = { certificate, claim, exact, span, moved, targets };
  confirmClaim(
    claim.verdict === 'not-spurious'
      ? { ...common, ...atPermutedTargets(located) }
      : { ...common, ...atCentreOf(located, integerRows(centreRows, scale), defect) },
    claim,
  );
}

/** A certificate with its coordinates. */
interface Located {
  readonly certificate: WideCertificate;
  readonly claim: Claim;
  readonly exact: Exact;
  readonly span: Span;
  readonly moved: Interval;
  /** Rows of the targets that are not 0. */
  readonly targets: readonly number[];
}

type Own = Pick<
  ClaimCase,
  | 'atCentre'
  | 'distance'
  | 'centreIsCandidate'
  | 'hessianChange'
  | 'confirmSharp'
  | 'confirmPermutation'
  | 'confirmLeast'
  | 'confirmInertia'
>;

function never(): never {
  throw new Error('the form of the certificate was not read');
}

/** What a claim from inner products alone does not ask for. */
const WITHOUT_COORDINATES: Omit<Own, 'atCentre' | 'distance'> = {
  centreIsCandidate: true,
  confirmSharp: never,
  confirmPermutation: never,
  confirmLeast: never,
  confirmInertia: never,
};

/** The centre is W_pQᵀ, the targets are those of the coordinates up to `moved`. */
function atCentreOf({ certificate, claim, span, moved }: Located, centre: Rows, defect: Interval): Own {
  const { I, scale, power } = span;
  centre.forEach((row, i) => {
    confirm(
      row.some((entry) => entry !== 0n),
      `neuron ${i} of the centre is not 0`,
    );
  });
  const digits = 'centreGradientNorm' in claim ? digitsFor(claim.centreGradientNorm, power) : 40;
  const atCentre = new MovedLandscape(I.at(digits), centre, span.coordinates, scale, moved);
  return {
    atCentre,
    distance: span.distance(centre, defect),
    centreIsCandidate: false,
    hessianChange: atCentre.hessianChange(),
    confirmSharp: never,
    confirmPermutation: never,
    confirmLeast: (matrix, claimed, inequality) => checkEigenvalue(atCentre[matrix](), claimed, inequality),
    confirmInertia: (saddle) =>
      confirmInertia({ I, atCentre }, saddle, certificate.witness as ReflectionWitness),
  };
}

/**
 * The centre is PV, in order of the witness P. In coordinates PV is P(S + Δ), within Σ‖Δ_j‖ ≤ moved of PS: the Hessian there is
 * that at PS for the moved targets up to L·moved.
 */
function atPermutedTargets({ certificate, exact, span, moved, targets }: Located): Own {
  const { problem, witness } = certificate;
  const { permutation } = witness as PermutationWitness;
  const { n, k } = problem;
  const { I, scale } = span;
  confirm(
    permutation.length === n && new Set(permutation).size === n && permutation.every((j) => j < k),
    'permutation is one',
  );
  const rows = permutation.map((j) => n + j);
  const { coordinates } = span;
  const copies = permutation.map((j) => coordinates[j]!);
  const arithmetic = I.at(40);
  const at = (unsure: Interval) => new MovedLandscape(arithmetic, copies, coordinates, scale, moved, unsure);
  const lipschitz = at(arithmetic.zero).lipschitz(moved);
  const near = at(arithmetic.multiply(lipschitz, moved));
  const squares = rows.reduce((sum, p, i) => {
    const { products } = exact;
    return sum + products[i]![i]! - 2n * products[i]![p]! + products[p]![p]!;
  }, 0n);
  return {
    atCentre: landscapeOf(arithmetic, exact, rows, targets),
    distance: I.sqrt(I.exact(squares, 2 * exact.scale)),
    centreIsCandidate: false,
    confirmSharp: never,
    confirmPermutation: () => {},
    confirmLeast: (matrix, claimed, inequality) => checkEigenvalue(near[matrix](), claimed, inequality),
    confirmInertia: never,
  };
}

// ---------------------------------------------------------------- inner products

/** Inner products of the rows of [W; V], in units of 10^(−2 scale). */
interface Exact {
  readonly scale: number;
  readonly products: Rows;
}

/** Some rows of [W; V] as neurons and others as targets. */
function landscapeOf(
  I: Intervals,
  { products, scale }: Exact,
  neurons: readonly number[],
  targets: readonly number[],
): GramLandscape {
  const all = [...neurons, ...targets];
  const chosen = all.map((p) => all.map((q) => products[p]![q]!));
  return new GramLandscape(I, neurons.length, chosen, scale);
}

/** A row as integers: those of entries from … to − 1, which times 10^−scale·factor are the entries. */
interface IntegerRow {
  readonly factor: bigint;
  entries(from: number, to: number): readonly bigint[];
}

/** Entries that are integers at a time, so that a long row takes no more memory than a short one. */
const COLUMNS = 1024;

function innerProducts({ problem, point }: WideCertificate): Exact {
  const { d, k } = problem;
  const basis = problem.targets === 'standard-basis';
  const written = problem.targets === 'standard-basis' ? [] : problem.targets;
  const { rows, scale } = integersOf([...point.candidate, ...written], d);
  const sums = rows.map(() => rows.map(() => 0n));
  for (let from = 0; from < d; from += COLUMNS) {
    const part = rows.map((row) => row.entries(from, Math.min(from + COLUMNS, d)));
    addProducts(sums, part);
  }
  const products = rows.map((x, p) =>
    rows.map((y, q) => (q <= p ? sums[p]![q]! : sums[q]![p]!) * x.factor * y.factor),
  );
  if (!basis) return { scale, products };
  const unit = 10n ** BigInt(scale);
  const first = rows.map((x) => x.entries(0, k).map((entry) => entry * x.factor * unit));
  const unitRow = (j: number): bigint[] => Array.from({ length: k }, (_, i) => (i === j ? unit * unit : 0n));
  return {
    scale,
    products: [
      ...products.map((row, p) => [...row, ...first[p]!]),
      ...Array.from({ length: k }, (_, j) => [...first.map((row) => row[j]!), ...unitRow(j)]),
    ],
  };
}

/** Rows multiplied at once. */
const PACKED = 12;

/**
 * Adds the product of rows p and q to sums[p][q], q ≤ p. Twelve rows are one row of integers Σ_s 2^(ws)·row_s, w such that no
 * product of two rows reaches 2^(w−1) (Cauchy–Schwarz): signed digits in base 2^w of its product with row p are the products.
 */
function addProducts(sums: readonly bigint[][], rows: Rows): void {
  const squares = rows.map((row) => dot(row, row));
  const largest = squares.reduce((most, square) => (square > most ? square : most), 0n);
  const width = 64 * Math.ceil((largest.toString(2).length + 1) / 64);
  for (let first = 0; first < rows.length; first += PACKED) {
    const group = rows.slice(first, first + PACKED).reverse();
    const packed = rows[0]!.map((_, a) =>
      group.reduce((column, row) => (column << BigInt(width)) + row[a]!, 0n),
    );
    for (let p = first; p < rows.length; p++) {
      let digits = dot(rows[p]!, packed);
      for (let q = first; q < first + group.length; q++) {
        const product = BigInt.asIntN(width, digits);
        digits = (digits - product) >> BigInt(width);
        if (q <= p) sums[p]![q]! += product;
      }
    }
  }
}

/** Rows in units of 10^−scale. A double is an integer times 2^−q = 5^q·10^−q, with one q for all. */
function integersOf(rows: readonly WideRow[], d: number): { rows: readonly IntegerRow[]; scale: number } {
  const doubles = rows.map((row) => (typeof row === 'string' ? decoded(row, d) : null));
  const q = doubles.reduce((most, row) => Math.max(most, row === null ? 0 : placesOf(row)), 0);
  const decimals = rows.reduce(
    (most, row) => Math.max(most, typeof row === 'string' ? 0 : decimalsOf(row)),
    0,
  );
  const scale = Math.max(q, decimals);
  const dyadic = 5n ** BigInt(q) * 10n ** BigInt(scale - q);
  const unit = 10n ** BigInt(scale);
  return {
    scale,
    rows: rows.map((row, p): IntegerRow => {
      const numbers = doubles[p]!;
      if (typeof row !== 'string')
        return {
          factor: 1n,
          entries: (from, to) => row.slice(from, to).map((entry) => floorTimes(entry, unit)),
        };
      return { factor: dyadic, entries: (from, to) => integersOfDoubles(numbers!.subarray(from, to), q) };
    }),
  };
}

function decoded(row: string, d: number): Float64Array {
  return decodeDoubles(row, d) ?? never();
}

/** The binary places after the point that hold every number: 52 less the exponent of the smallest. */
function placesOf(numbers: Float64Array): number {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  let most = 0;
  for (let a = 0; a < numbers.length; a++)
    if (numbers[a] !== 0) most = Math.max(most, 1075 - exponentField(words[2 * a + HIGH]!));
  return most;
}

/** Which of the two words of a double has sign and exponent on this machine. */
const HIGH: 0 | 1 = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

/** The biased exponent, that of subnormal numbers 1. */
function exponentField(high: number): number {
  return (high >>> 20) & 0x7ff || 1;
}

/** Each number times 2^places, an integer: sign, 53 bits of mantissa and exponent are read off its two words. */
function integersOfDoubles(numbers: Float64Array, places: number): bigint[] {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  return Array.from(numbers, (x, a) => {
    if (x === 0) return 0n;
    const high = words[2 * a + HIGH]!;
    const leading = ((high >>> 20) & 0x7ff) === 0 ? high & 0xfffff : (high & 0xfffff) | 0x100000;
    const mantissa = BigInt(leading * 2 ** 32 + words[2 * a + 1 - HIGH]!);
    const size = mantissa << BigInt(exponentField(high) - 1075 + places);
    return x < 0 ? -size : size;
  });
}

// ---------------------------------------------------------------- coordinates of a span (mathematics.md 7.5)

function padded(row: readonly bigint[], width: number): bigint[] {
  return Array.from({ length: width }, (_, a) => row[a] ?? 0n);
}

/** Coordinates S of the targets: V = (S + Δ)Qᵀ with QᵀQ = I and ‖cΔ‖ ≤ e‖cS‖ for e ≥ ‖S⁻¹VVᵀS⁻ᵀ − I‖, e < 1. */
class Span {
  readonly I: Intervals;
  /** S in units of 10^−scale, k x k, lower triangular. */
  readonly coordinates: Rows;
  readonly scale: number;
  /** Targets have a length of about 10^power. */
  readonly power: number;
  private readonly exact: Exact;
  /** Rows of the targets. */
  private readonly targets: readonly number[];
  /** S⁻¹, not exactly, in units of 10^−places: more of them than any producer has. */
  private readonly inverse: Rows;
  private readonly places: number;

  constructor(I: Intervals, exact: Exact, n: number, coordinates: Rows, scale: number, power: number) {
    this.I = I;
    this.exact = exact;
    this.targets = coordinates.map((_, j) => n + j);
    this.coordinates = coordinates;
    this.scale = scale;
    this.power = power;
    this.places = Math.max(DIGITS, scale + 20) + Math.max(power, 0);
    this.inverse = this.invert();
  }

  /** Forward substitution: (S⁻¹)_ac = (δ_ac − Σ_{b<a} S_ab(S⁻¹)_bc)/S_aa. */
  private invert(): Rows {
    const { coordinates: S, scale, places } = this;
    const one = 10n ** BigInt(places + scale);
    const inverse: bigint[][] = [];
    S.forEach((row, a) => {
      const pivot = row[a]!;
      confirm(pivot > 0n, 'the diagonal of reduction.coordinates is above 0');
      inverse.push(
        row.map((_, c) => {
          const own = inverse.reduce((sum, other, b) => sum - row[b]! * other[c]!, a === c ? one : 0n);
          return own / pivot;
        }),
      );
    });
    return inverse;
  }

  /** √Σx² of integers in units of 10^−places. */
  private norm(x: readonly bigint[], places: number): Interval {
    return this.I.sqrt(this.I.exact(dot(x, x), 2 * places));
  }

  norms(): Interval[] {
    return this.coordinates.map((row) => this.norm(row, this.scale));
  }

  /** ‖S⁻¹VVᵀS⁻ᵀ − I‖ ≤ ‖S⁻¹‖²‖VVᵀ − SSᵀ‖, ‖S⁻¹‖ ≤ ‖T‖/(1 − ‖TS − I‖) for T ≈ S⁻¹, in Frobenius norms. */
  defect(): Interval {
    const { I, exact, coordinates: S, scale } = this;
    const places = this.places;
    const T = this.inverse;
    const targets = this.targets;
    const unit = 10n ** BigInt(places + scale);
    const columns = S.map((_, c) => S.map((row) => row[c]!));
    const rest = T.flatMap((row, a) => columns.map((column, c) => dot(row, column) - (a === c ? unit : 0n)));
    const room = I.subtract(I.one, this.norm(rest, places + scale));
    confirm(isPositive(room), 'reduction.coordinates have an inverse');
    const common = Math.max(scale, exact.scale);
    const [own, given] = [10n ** BigInt(2 * (common - scale)), 10n ** BigInt(2 * (common - exact.scale))];
    const differences = targets.flatMap((p, a) =>
      targets.map((q, c) => exact.products[p]![q]! * given - dot(S[a]!, S[c]!) * own),
    );
    const inverseNorm = I.divide(this.norm(T.flat(), places), room);
    return I.multiply(I.square(inverseNorm), this.norm(differences, 2 * common));
  }

  /** ‖W − YQᵀ‖, from ‖w − yQᵀ‖ ≤ ‖w − cV‖ + ‖cS − y‖ + e‖cS‖ with c = yT. */
  distance(rows: Rows, defect: Interval): Interval {
    const { I, exact, targets, coordinates: S, scale, inverse: T, places } = this;
    const columnsOf = (matrix: Rows): Rows => matrix.map((_, c) => matrix.map((row) => row[c]!));
    const [ofT, ofS] = [columnsOf(T), columnsOf(S)];
    const unit = 10n ** BigInt(scale + places);
    const squares = rows.map((y, i) => {
      const c = ofT.map((column) => dot(y, column));
      const cS = ofS.map((column) => dot(c, column));
      const away = cS.map((x, a) => x - y[a]! * unit);
      // ‖w‖² − 2Σ c_a w·v_a + ΣΣ c_a c_b v_a·v_b
      const mixed = c.reduce((sum, x, a) => sum + x * exact.products[i]![targets[a]!]!, 0n);
      const applied = targets.map((p) =>
        c.reduce((sum, x, b) => sum + x * exact.products[p]![targets[b]!]!, 0n),
      );
      const square = exact.products[i]![i]! * unit * unit - 2n * mixed * unit + dot(c, applied);
      const parts = [
        I.sqrt(I.exact(square, 2 * (exact.scale + scale + places))),
        this.norm(away, 2 * scale + places),
        I.multiply(defect, this.norm(cS, 2 * scale + places)),
      ];
      return I.square(I.sum(parts));
    });
    return I.sqrt(I.sum(squares));
  }
}
