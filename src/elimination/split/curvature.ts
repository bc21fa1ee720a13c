/** B = ∂²F/∂w² − ½I on a part, and how F changes when w is split, over an abstract arithmetic (docs/split.md). */
import { type Scalars, total } from '../../arithmetic/scalars.ts';
import type { NeuronParts, Part } from './neuron.ts';

export interface Curvature<S> {
  /** e_i·Be_j */
  readonly entries: readonly (readonly S[])[];
  /** What B is in further coordinates: M_ii − ½. */
  readonly transverse: S;
  /** What vectors that may be parallel to w can add to B and to that number, in norm; they are left out. */
  readonly slack: S;
}

/**
 * h1(w, q) = (z/2π‖w‖²)(I − w̄w̄ᵀ) + UUᵀ/(2πz) with z = ‖w‖‖q‖ sin θ and U = q − (w·q/‖w‖²)w, (S10); it lies between 0 and
 * z/(π‖w‖²) I.
 */
export function curvatureOn<S>(
  field: Scalars<S>,
  { square }: NeuronParts<S>,
  { lengths, own, others }: Part<S>,
): Curvature<S> {
  const twoPi = field.mul(field.integer(2), field.pi);
  const scale = field.mul(twoPi, square);
  const rows = own.map(() => own.map(() => field.zero));
  const add = (i: number, j: number, x: S): void => {
    rows[i]![j] = field.add(rows[i]![j]!, x);
  };
  let transverse = field.zero;
  let slack = field.zero;
  for (const { times, product, square: other, along } of others) {
    const z = field.crossNorm(square, other, product);
    const isotropic = field.div(field.mul(times, z), scale);
    // Relative to ‖w‖‖q‖: what is divided by is sin θ.
    if (!field.isSafelyPositive(field.div(z, field.sqrt(field.mul(square, other))))) {
      // The side is that of the sign of `times`; the square root of the square is its size.
      slack = field.add(slack, field.mul(field.integer(2), field.sqrt(field.mul(isotropic, isotropic))));
      continue;
    }
    transverse = field.add(transverse, isotropic);
    const weight = field.div(times, field.mul(twoPi, z));
    const ratio = field.div(product, square);
    const U = along.map((x, j) => field.sub(x, field.mul(ratio, own[j]!)));
    U.forEach((x, i) => {
      const scaled = field.mul(weight, x);
      for (let j = 0; j <= i; j++) add(i, j, field.mul(scaled, U[j]!));
    });
  }
  const radial = field.div(transverse, square);
  own.forEach((x, i) => {
    for (let j = 0; j <= i; j++) add(i, j, field.neg(field.mul(radial, field.mul(x, own[j]!))));
    add(i, i, field.mul(transverse, lengths[i]!));
  });
  const entries = rows.map((row, i) => row.map((x, j) => (j <= i ? x : rows[j]![i]!)));
  return { entries, transverse, slack };
}

/** zᵀAz for a symmetric matrix, or zᵀz with the lengths of a basis. */
export function quadratic<S>(field: Scalars<S>, entries: readonly (readonly S[])[], z: readonly S[]): S {
  const rows = entries.map((row, i) =>
    field.mul(
      z[i]!,
      total(
        field,
        row.map((x, j) => field.mul(x, z[j]!)),
      ),
    ),
  );
  return total(field, rows);
}

/** ‖z‖² */
export function squareOf<S>(field: Scalars<S>, { lengths }: Part<S>, z: readonly S[]): S {
  return total(
    field,
    z.map((x, i) => field.mul(field.mul(x, x), lengths[i]!)),
  );
}

/**
 * F_{n+1} − F_n where w is replaced by u = αw + z and v = (1 − α)w − z: of F = ½Σ ± f(p, q), f(p, p) = ½‖p‖², there remain
 * ¼(‖u‖² + ‖v‖² − ‖w‖²) + f(u, v) + Σ_q ± (f(u, q) + f(v, q) − f(w, q)) over all q but w.
 */
export function changeOfObjective<S>(
  field: Scalars<S>,
  { square }: NeuronParts<S>,
  part: Part<S>,
  z: readonly S[],
  alpha: S,
): S {
  const beta = field.sub(field.integer(1), alpha);
  const along = (e: readonly S[]): S =>
    total(
      field,
      z.map((x, j) => field.mul(x, e[j]!)),
    );
  const zz = squareOf(field, part, z);
  const wz = along(part.own);
  const twice = field.add(wz, wz);
  const lengthOf = (a: S, linear: S): S =>
    field.add(field.mul(field.mul(a, a), square), field.add(field.mul(a, linear), zz));
  const uu = lengthOf(alpha, twice);
  const vv = lengthOf(beta, field.neg(twice));
  const uv = field.sub(
    field.add(field.mul(field.mul(alpha, beta), square), field.mul(field.sub(beta, alpha), wz)),
    zz,
  );
  const own = field.div(field.sub(field.add(uu, vv), square), field.integer(4));
  const changes = part.others.map(({ times, product, square: other, along: moves }) => {
    const qz = along(moves);
    const first = pairing(field, uu, other, field.add(field.mul(alpha, product), qz));
    const second = pairing(field, vv, other, field.sub(field.mul(beta, product), qz));
    return field.mul(times, field.sub(field.add(first, second), pairing(field, square, other, product)));
  });
  return total(field, [own, pairing(field, uu, vv, uv), ...changes]);
}

/** f(p, q) = (‖p‖‖q‖ sin θ + (π − θ) p·q)/2π (S7) */
function pairing<S>(field: Scalars<S>, pp: S, qq: S, pq: S): S {
  const cross = field.crossNorm(pp, qq, pq);
  const rest = field.sub(field.pi, field.angle(pq, cross));
  return field.div(field.add(cross, field.mul(rest, pq)), field.mul(field.integer(2), field.pi));
}
