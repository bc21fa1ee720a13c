import { outward } from '../../arithmetic/rounding.ts';
import { perronUpper } from './definite-model.ts';
import { deviations } from './deviation.ts';
import { equationsOf, slopesOf } from './formulas.ts';
import { inverseSeries } from './kernel-matrices.ts';
import type { ScaledFamily } from './scaled-family.ts';
import { TaylorArithmetic, type TaylorModel } from './taylor.ts';

/** A branch of zeros of the scaled equations over |t| ≤ 1. */
export interface Branch {
  /** |y_i − centre_i(t)| ≤ radius_i: there is exactly one zero in this box, */
  readonly radius: readonly number[];
  /** and it is within this smaller distance of the centre. */
  readonly distance: readonly number[];
  /** The Jacobian for all y of the box, N x N; symmetric up to the width of the enclosures. */
  readonly jacobian: readonly (readonly TaylorModel[])[];
}

/** Why there is no proof, with a number that says how far it is from one. */
export interface BranchFailure {
  readonly condition: string;
  /** What was found in the place of something positive; null where nothing could be evaluated. */
  readonly margin: number | null;
}

/** Radii below this help nobody: roundings are of this size. */
const LEAST_RADIUS = 1e-13;
const ENLARGEMENTS = 5;

/**
 * Krawczyk's test in the Banach algebra of power series (mathematics.md 11.6). With G the equations, y_c the centre
 * (models of radius about
 * 0), Y a polynomial matrix, g_i ≥ ‖(Y G(y_c))_i‖ and M_ij ≥ ‖(I − Y J(y))_ij‖ for every y = y_c + z with
 * ‖z_i‖ ≤ r_i: the map z ↦ z − Y G(y_c + z) = −Y G(y_c) + ∫_0^1 (I − Y J(y_c + τz))dτ z sends this box into
 * ‖z_i‖ ≤ K_i = g_i + Σ_j M_ij r_j and contracts in the norm max ‖z_i‖/r_i where K < r, since then Mr < r. Mr < r also
 * makes YJ and so Y invertible, hence its fixed point is a zero of G. For real t the same holds at each t alone, which
 * is the statement of the certificate.
 */
export function proveBranch(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  s: TaylorModel,
  centre: readonly TaylorModel[],
): Branch | BranchFailure {
  const n = family.unknowns;
  // The residual is small because its terms cancel up to degree p: twice that shows how small.
  const fine = new TaylorArithmetic(Math.min(64, 2 * arithmetic.order));
  const lifted = ({ c, radius: error }: TaylorModel): TaylorModel => fine.polynomial(c, error);
  const residual = equationsOf(family).models(fine, [lifted(s), ...centre.map(lifted)]);
  let radius = centre.map(() => 0);
  let jacobian = jacobianOn(arithmetic, family, s, centre, radius);
  // A proposal: any matrix will do.
  const preconditioner = inverseSeries(arithmetic, jacobian);
  const distance = preconditioner.map(
    (row) =>
      row.reduce((sum, entry, j) => fine.add(sum, fine.mul(lifted(entry), residual[j]!)), fine.zero)
        .magnitude,
  );
  radius = distance.map((g) => shortened(Math.max(1.5 * g, LEAST_RADIUS)));
  let worst = 0;
  for (let attempt = 0; attempt < ENLARGEMENTS; attempt++) {
    jacobian = jacobianOn(arithmetic, family, s, centre, radius.map(outward));
    const deviation = deviations(preconditioner, jacobian);
    const reached = deviation.map((row, i) =>
      outward(distance[i]! + row.reduce((sum, m, j) => sum + m * outward(radius[j]!), 0)),
    );
    worst = Math.max(...reached.map((k, i) => k / radius[i]!));
    if (reached.every((k, i) => outward(k) < radius[i]!)) return { radius, distance: reached, jacobian };
    if (!(perronUpper(deviation) < 1)) break;
    radius = reached.map((k, i) => shortened(1.2 * Math.max(k, 0.3 * radius[i]!)));
  }
  return { condition: `a zero of the ${n} equations in the box`, margin: 1 - worst };
}

/**
 * A number of three decimal digits near x. The proof is made with `outward` of it and needs less than it, so that it
 * holds for the decimal number that a certificate shows.
 */
function shortened(x: number): number {
  return Number(x.toPrecision(3));
}

/** Derivatives of the equations for all y within the radius of the centre. */
export function jacobianOn(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  s: TaylorModel,
  centre: readonly TaylorModel[],
  radius: readonly number[],
): TaylorModel[][] {
  const y = centre.map((x, i) => arithmetic.shifted(x, 0, radius[i]!));
  return slopesOf(family).models(arithmetic, [s, ...y]).jacobian;
}
