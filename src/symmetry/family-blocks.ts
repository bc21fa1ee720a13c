import { betaOf, type FamilyPoint } from './family-equations.ts';
import { operations, type Scalars } from './scalars.ts';

/** The isotypic blocks of 2π∇²F other than the trivial one, and those of 2πM (landscape.md 6), m ≥ 4. */
export interface FamilyBlocks<S> {
  /** Standard representation; variables y1, y2, y3, g_β, δ_t. */
  readonly standard: readonly (readonly S[])[];
  readonly symmetric: S;
  readonly alternating: S;
  readonly transverseTrivial: readonly (readonly S[])[];
  readonly transverseStandard: S;
}

/**
 * The blocks. Standard (u on the block, Σu = 0, |u| = 1): D_i moves by y1 u_i e_i + y2 u_i(1 − e_i) + y3(u − u_i e_i) and
 * g_β u_i on the bad coordinates, a single neuron by δ_t u; the sums over i of the second derivative of uniform.md 1 use
 * Σ_{i≠j} u_i u_j = −1. Symmetric and alternating: the rows of a matrix with zero diagonal and zero row sums. A block is
 * positive definite if and only if the Hessian is on its isotypic component (Schur).
 */
export function familyBlocks<S>(field: Scalars<S>, point: FamilyPoint<S>): FamilyBlocks<S> {
  const { add, sub, mul, div, neg } = operations(field);
  const { m, own, singles, pairs, square } = point;
  const one = field.integer(1);
  const two = field.integer(2);
  const m1 = sub(m, one);
  const m2 = sub(m, two);
  const halfPi = div(field.pi, two);
  const r = own.c.length;
  const size = 3 + r + singles.length;
  type Form = readonly S[];
  const unit = (place: number): Form =>
    Array.from({ length: size }, (_, i) => (i === place ? one : field.zero));
  const combine = (...terms: readonly (readonly [S, Form])[]): Form =>
    terms.reduce<Form>(
      (form, [factor, other]) => form.map((x, i) => add(x, mul(factor, other[i]!))),
      Array.from({ length: size }, () => field.zero),
    );
  const standard = Array.from({ length: size }, () => new Array<S>(size).fill(field.zero));
  const addProduct = (factor: S, left: Form, right: Form = left): void => {
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const product =
          left === right
            ? mul(left[i]!, left[j]!)
            : div(add(mul(left[i]!, right[j]!), mul(left[j]!, right[i]!)), two);
        standard[i]![j] = add(standard[i]![j]!, mul(factor, product));
      }
  };
  const [y1, y2, y3] = [unit(0), unit(1), unit(2)];
  const g = own.c.map((_, beta) => unit(3 + beta));
  const delta = singles.map((_, t) => unit(3 + r + t));
  const column = combine([one, y1], [neg(one), y2], [m1, y3]);
  const radial = combine(
    [own.a, y1],
    [mul(m1, own.b), y2],
    [neg(own.b), y3],
    ...own.c.map((c, beta) => [c, g[beta]!] as const),
  );
  const p = sub(own.a, own.b);
  const overSquare = div(one, square);
  const without = (form: Form, z: S): Form => combine([one, form], [neg(mul(z, overSquare)), radial]);
  const bad = own.c.map((c, beta) => [c, g[beta]!] as const);

  addProduct(halfPi, combine([one, column], ...delta.map((form) => [one, form] as const)));
  const spread = sub(point.curvature, pairs.twins.beta);
  addProduct(spread, y1);
  addProduct(mul(spread, m1), y2);
  addProduct(mul(spread, m1), y3);
  addProduct(neg(mul(two, spread)), y2, y3);
  for (const form of g) addProduct(spread, form);
  addProduct(pairs.twins.beta, column);
  // λ/|w| = C − π/2 + 1
  const lambda = add(sub(point.curvature, halfPi), one);
  addProduct(mul(sub(pairs.twins.kappa, lambda), overSquare), radial);
  const towardsTwin = without(
    combine([own.b, y1], [add(own.a, mul(m2, own.b)), y2], [neg(own.b), y3], ...bad),
    pairs.twins.z,
  );
  addProduct(div(m2, pairs.twins.r), combine([one, towardsTwin], [p, y3]));
  addProduct(neg(div(one, pairs.ownTarget.r)), without(y1, own.a));
  const towardsTarget = without(y2, own.b);
  const overTarget = div(one, pairs.target.r);
  addProduct(neg(mul(m1, overTarget)), towardsTarget);
  addProduct(neg(mul(m1, overTarget)), y3);
  addProduct(mul(two, overTarget), towardsTarget, y3);
  for (const [beta, form] of g.entries())
    addProduct(neg(div(one, pairs.bad[beta]!.r)), without(form, own.c[beta]!));
  for (const [t, single] of singles.entries()) {
    const pair = pairs.single[t]!;
    const towards = without(
      combine(
        [single.d, y1],
        [mul(m1, single.d), y2],
        [neg(single.d), y3],
        ...single.e.map((e, beta) => [e, g[beta]!] as const),
      ),
      pair.z,
    );
    const overR = div(one, pair.r);
    addProduct(overR, towards);
    addProduct(mul(two, pair.beta), column, delta[t]!);
    addProduct(mul(two, mul(p, overR)), towards, delta[t]!);
    addProduct(
      add(point.curvatures[t]!, sub(mul(mul(p, p), overR), div(one, pairs.singleTarget[t]!.r))),
      delta[t]!,
    );
    for (let u = 0; u < t; u++) addProduct(mul(two, betaOf(point, t, u)), delta[t]!, delta[u]!);
  }

  const alternating = sub(spread, overTarget);
  const transverseTrivial = Array.from({ length: 1 + singles.length }, (_, i) =>
    Array.from({ length: 1 + singles.length }, (_, j) => {
      if (i === 0 && j === 0)
        return mul(m, add(mul(halfPi, m), add(point.curvature, mul(m1, pairs.twins.beta))));
      if (i === 0 || j === 0) return mul(m, add(halfPi, pairs.single[Math.max(i, j) - 1]!.beta));
      if (i === j) return add(halfPi, point.curvatures[i - 1]!);
      return add(halfPi, betaOf(point, i - 1, j - 1));
    }),
  );
  return {
    standard,
    symmetric: add(alternating, div(mul(two, mul(p, p)), pairs.twins.r)),
    alternating,
    transverseTrivial,
    transverseStandard: spread,
  };
}
