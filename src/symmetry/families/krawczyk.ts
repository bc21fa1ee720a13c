import type { Ball, BallField } from '../../arithmetic/ball.ts';

/** A box X = x ± r that contains exactly one zero of the equations, for each of the parameters they stand for. */
export interface EnclosedZero {
  readonly box: readonly Ball[];
  /** C, and an enclosure of I − C J on the box. */
  readonly inverse: readonly (readonly Ball[])[];
  readonly defect: readonly (readonly Ball[])[];
}

const MOST_ENLARGEMENTS = 8;

/** C·v */
export function applied(field: BallField, c: readonly (readonly Ball[])[], v: readonly Ball[]): Ball[] {
  return c.map((row) => row.reduce((s, x, j) => field.add(s, field.mul(x, v[j]!)), field.zero));
}

/** The numbers within the absolute value of a ball of a midpoint. */
export function around(field: BallField, middle: Ball, radius: Ball): Ball {
  const size = field.upper(field.abs(radius));
  return field.ofUnits(middle.mid, middle.rad + size.mid);
}

/**
 * Krawczyk's test (mathematics.md 10.3). `shift` encloses C G(x) and `jacobian` the partial derivatives of the equations G on a box, for every value
 * of whatever parameters they hold; x is an exact point, C any matrix. With g = |C G(x)| and D = |I − C J(X)|, X = x ± r: if g + D r < r in every
 * entry, then D r < r, so that C and every matrix of C J(X) are nonsingular, and z ↦ z − C G(z) maps X into itself and
 * contracts in the maximum norm weighted by r (mean value theorem, row by row, X convex). So each of the systems has
 * exactly one zero in X, within g + D r of x, and it is nondegenerate. Null where no r is found.
 */
export function encloseZero(
  field: BallField,
  centre: readonly Ball[],
  inverse: readonly (readonly Ball[])[],
  shift: readonly Ball[],
  jacobian: (box: readonly Ball[]) => readonly (readonly Ball[])[],
): EnclosedZero | null {
  const correction = shift.map((x) => field.upper(field.abs(x)));
  const unit = field.ofUnits(1n, 0n);
  let radius = correction.map((g) => field.add(field.scale(g, 2), unit));
  for (let attempt = 0; attempt < MOST_ENLARGEMENTS; attempt++) {
    const box = centre.map((x, i) => around(field, x, radius[i]!));
    const slopes = jacobian(box);
    const defect = inverse.map((row, i) =>
      centre.map((_, j) => {
        const product = row.reduce((s, c, l) => field.add(s, field.mul(c, slopes[l]![j]!)), field.zero);
        return field.sub(i === j ? field.one : field.zero, product);
      }),
    );
    const sizes = defect.map((row) => row.map((x) => field.upper(field.abs(x))));
    const reach = applied(field, sizes, radius).map((x, i) => field.upper(field.add(x, correction[i]!)));
    if (reach.every((x, i) => field.less(x, radius[i]!) === 'yes'))
      return { box: centre.map((x, i) => around(field, x, reach[i]!)), inverse, defect };
    radius = reach.map((x) => field.add(field.scale(x, 2), unit));
  }
  return null;
}

/**
 * The solution v of J v = −b for every J on the box: v = v0 + (I − C J)v with v0 = −C b. If ω > 0 has |v0| + |I − C J|ω < ω in every entry, then |v| ≤ ω and
 * |v − v0| ≤ |I − C J|ω (mathematics.md 10.3). Null where no ω is found.
 */
export function encloseSolution(
  field: BallField,
  { inverse, defect }: EnclosedZero,
  right: readonly Ball[],
): Ball[] | null {
  const first = applied(
    field,
    inverse,
    right.map((x) => field.neg(x)),
  );
  const sizes = first.map((x) => field.upper(field.abs(x)));
  const bounds = defect.map((row) => row.map((x) => field.upper(field.abs(x))));
  const unit = field.ofUnits(1n, 0n);
  let bound = sizes.map((x) => field.add(field.scale(x, 2), unit));
  for (let attempt = 0; attempt < MOST_ENLARGEMENTS; attempt++) {
    const reach = applied(field, bounds, bound).map((x) => field.upper(x));
    const enlarged = reach.map((x, i) => field.add(x, sizes[i]!));
    if (enlarged.every((x, i) => field.less(x, bound[i]!) === 'yes'))
      return first.map((x, i) => around(field, x, reach[i]!));
    bound = enlarged.map((x) => field.add(field.divideByInteger(field.scale(x, 5), 4), unit));
  }
  return null;
}
