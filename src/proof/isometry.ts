import { type Ball, BallField } from '../arithmetic/ball.ts';
import type { ExactGram } from '../landscape/exact-gram.ts';
import { type Bound, upperBound } from './bounds.ts';
import type { Failure } from './existence.ts';

/** Rows of integers in units of 2^−bits. */
type Rows = readonly (readonly bigint[])[];

/** Coordinates S of the targets times 2^e, untrusted. */
export interface Coordinates {
  /** S, lower triangular with a diagonal above 0, in units of 2^−bits. */
  readonly factor: Rows;
  readonly bits: number;
}

/** The largest ‖S⁻¹BBᵀS⁻ᵀ − I‖ with which a proof is tried: far below what any proof can lose. */
const LARGEST_DEFECT = 2 ** -40;

/**
 * The lemma of the certified isometry (mathematics.md 7.5). For V in R^{k x D}, S in R^{k x k}, nonsingular, and
 * e ≥ ‖S⁻¹VVᵀS⁻ᵀ − I‖, e < 1, there is Q in R^{D x k} with QᵀQ = I and V = (S + Δ)Qᵀ, ‖cΔ‖ ≤ e‖cS‖ for every row c: with
 * S⁻¹VVᵀS⁻ᵀ = I + E, S⁻¹V = (I + E)^{1/2}Qᵀ is its polar decomposition, Δ = S((I + E)^{1/2} − I), and |√(1 + x) − 1| ≤ |x|.
 */
export class Isometry {
  readonly balls: BallField;
  readonly gram: ExactGram;
  readonly exponent: number;
  readonly coordinates: Coordinates;
  /** e */
  readonly defect: Bound;
  /** S⁻¹, not exactly, in units of 2^−bits. */
  private readonly inverse: Rows;

  private constructor(
    balls: BallField,
    gram: ExactGram,
    exponent: number,
    coordinates: Coordinates,
    inverse: Rows,
    defect: Bound,
  ) {
    this.balls = balls;
    this.gram = gram;
    this.exponent = exponent;
    this.coordinates = coordinates;
    this.inverse = inverse;
    this.defect = defect;
  }

  /** Proves e for the coordinates, or says why it is not small. */
  static certify(gram: ExactGram, exponent: number, coordinates: Coordinates): Isometry | Failure {
    const { factor, bits } = coordinates;
    const { n } = gram;
    const balls = new BallField(2 * bits + 64);
    if (factor.some((row, a) => row[a]! <= 0n))
      return { reason: 'the coordinates of the targets are not independent', precision: true };
    const inverse = triangularInverse(factor, bits);
    // ‖S⁻¹‖ ≤ ‖T‖/(1 − ‖I − TS‖) for any T, and ‖E‖ ≤ ‖S⁻¹‖²‖VVᵀ − SSᵀ‖; Frobenius norms bound spectral ones.
    const unit = 1n << BigInt(2 * bits);
    const defectOfInverse = frobenius(balls, bits, product(inverse, factor), (a, c) => (a === c ? unit : 0n));
    let rounded = false;
    const squares = frobenius(balls, bits, product(factor, transposed(factor)), (a, c) => {
      const { units, exact } = gram.floor(n + a, n + c, exponent, bits);
      rounded ||= !exact;
      return units;
    });
    // An entry that was rounded is off by less than a unit, 4^−bits.
    const residual = rounded ? balls.add(squares, balls.dyadic(BigInt(factor.length), -2 * bits)) : squares;
    const room = balls.sub(balls.one, defectOfInverse);
    if (balls.positive(room) !== 'yes') return dependent();
    const norm = balls.div(normOf(balls, inverse.flat(), bits), room);
    const defect = upperBound(balls, balls.mul(balls.square(norm), residual));
    if (balls.less(defect.value, balls.exact(LARGEST_DEFECT)) !== 'yes') return dependent();
    return new Isometry(balls, gram, exponent, coordinates, inverse, defect);
  }

  /** Σ‖Δ_j‖ ≤ e Σ‖s_j‖ */
  movedTargets(): Bound {
    const { balls, coordinates, defect } = this;
    const { factor, bits } = coordinates;
    const norms = factor.map((row) => normOf(balls, row, bits));
    const total = norms.reduce((sum, x) => balls.add(sum, x), balls.zero);
    return upperBound(balls, balls.mul(defect.value, total));
  }

  /**
   * ‖W − YQᵀ‖ for n rows Y of k numbers in units of 2^−bits. For every row c, cV = c(S + Δ)Qᵀ, so that
   * ‖w − yQᵀ‖ ≤ ‖w − cV‖ + ‖cS − y‖ + e‖cS‖, the first from inner products, exactly up to the root; c ≈ yS⁻¹.
   */
  distanceTo(neurons: Rows, bits: number): Ball {
    const { balls, coordinates, defect } = this;
    let sum = balls.zero;
    neurons.forEach((given, i) => {
      // y in units of 2^−(own bits): exactly, since only more bits are ever taken.
      const y = given.map((x) => x << BigInt(Math.max(0, coordinates.bits - bits)));
      const yBits = Math.max(bits, coordinates.bits);
      const c = product([y], this.inverse)[0]!;
      const cBits = yBits + coordinates.bits;
      const cS = product([c], coordinates.factor)[0]!;
      const sBits = cBits + coordinates.bits;
      const rest = cS.map((x, a) => x - (y[a]! << BigInt(sBits - yBits)));
      const parts = [
        this.combinationDistance(i, c, cBits),
        normOf(balls, rest, sBits),
        balls.mul(defect.value, normOf(balls, cS, sBits)),
      ];
      const distance = parts.reduce((total, x) => balls.add(total, x));
      sum = balls.add(sum, balls.square(distance));
    });
    return balls.sqrt(sum);
  }

  /** 2^e‖w_i − cV‖, from ‖w_i‖² − 2Σ c_a w_i·v_a + ΣΣ c_a c_b v_a·v_b. */
  private combinationDistance(i: number, c: readonly bigint[], bits: number): Ball {
    const { balls, gram, exponent } = this;
    const { n } = gram;
    const unit = BigInt(bits);
    let square = gram.product(i, i) << (2n * unit);
    c.forEach((x, a) => {
      if (x === 0n) return;
      let part = -(gram.product(i, n + a) << (unit + 1n));
      c.forEach((y, b) => {
        part += y * gram.product(n + a, n + b);
      });
      square += x * part;
    });
    const shift = 2 * (bits - exponent);
    const denominator = gram.unit * gram.unit;
    return balls.sqrt(
      balls.rational(
        shift >= 0
          ? { numerator: square, denominator: denominator << BigInt(shift) }
          : { numerator: square << BigInt(-shift), denominator },
      ),
    );
  }
}

function dependent(): Failure {
  return {
    reason:
      'the targets have not full rank as far as can be seen: the inverse of their coordinates is too large (more --digits see more)',
    precision: false,
  };
}

/** ‖x‖ of integers in units of 2^−bits. */
function normOf(balls: BallField, x: readonly bigint[], bits: number): Ball {
  const square = x.reduce((sum, entry) => sum + entry * entry, 0n);
  return balls.sqrt(balls.dyadic(square, -2 * bits));
}

/** ‖A − C‖_F for integers in units of 4^−bits. */
function frobenius(balls: BallField, bits: number, A: Rows, C: (a: number, c: number) => bigint): Ball {
  return normOf(
    balls,
    A.flatMap((row, a) => row.map((x, c) => x - C(a, c))),
    2 * bits,
  );
}

function product(A: Rows, B: Rows): bigint[][] {
  return A.map((row) =>
    B[0]!.map((_, c) => row.reduce((sum, x, a) => (x === 0n ? sum : sum + x * B[a]![c]!), 0n)),
  );
}

function transposed(A: Rows): bigint[][] {
  return A[0]!.map((_, c) => A.map((row) => row[c]!));
}

/** About S⁻¹ in units of 2^−bits, by substitution: (S⁻¹)_ac = (δ_ac − Σ_{b<a} S_ab(S⁻¹)_bc)/S_aa. */
function triangularInverse(S: Rows, bits: number): bigint[][] {
  const inverse: bigint[][] = [];
  S.forEach((row, a) => {
    inverse.push(
      row.map((_, c) => {
        if (c > a) return 0n;
        let sum = a === c ? 1n << BigInt(2 * bits) : 0n;
        for (let b = c; b < a; b++) sum -= row[b]! * inverse[b]![c]!;
        return sum / row[a]!;
      }),
    );
  });
  return inverse;
}
