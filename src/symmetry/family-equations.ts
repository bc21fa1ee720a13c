import { operations, type Scalars, total } from './scalars.ts';

/**
 * Points with one large symmetric block at a REAL number k of targets: a block of m = k − r coordinates with one neuron
 * D_i each (entry a at its own coordinate, b on the others of the block, c_β on the bad ones) and r "bad" coordinates by
 * themselves; single neurons t have d on the block and e_β on the bad coordinates. Unknowns in the order
 * a, b, c_1…c_r, then d, e_1…e_r for each single neuron. For integer m ≥ 2 these are points of the landscape; the
 * formulas are those of uniform.md 1 (no cancellation between F and the targets' energy) in natural coordinates.
 */
export interface FamilyShape {
  readonly bad: number;
  readonly singles: number;
}

export function unknownCount({ bad, singles }: FamilyShape): number {
  return 2 + bad + singles * (1 + bad);
}

/** Entry of the unknowns where single neuron t begins. */
export function singleOffset({ bad }: FamilyShape, t: number): number {
  return 2 + bad + t * (1 + bad);
}

/** What all formulas need of a pair of vectors p, q: R = |p||q| sin θ, β = π/2 − θ, κ = 1 − sin θ. */
interface Pair<S> {
  readonly z: S;
  readonly r: S;
  readonly beta: S;
  readonly kappa: S;
}

/** A point of a family with all pairs of its vectors. */
export interface FamilyPoint<S> {
  readonly shape: FamilyShape;
  readonly m: S;
  readonly own: { readonly a: S; readonly b: S; readonly c: readonly S[] };
  readonly singles: readonly { readonly d: S; readonly e: readonly S[]; readonly norm: S }[];
  /** |D_i|² and |D_i| */
  readonly square: S;
  readonly norm: S;
  readonly pairs: {
    readonly twins: Pair<S>;
    readonly ownTarget: Pair<S>;
    readonly target: Pair<S>;
    readonly bad: readonly Pair<S>[];
    readonly single: readonly Pair<S>[];
    readonly singleTarget: readonly Pair<S>[];
    readonly singleBad: readonly (readonly Pair<S>[])[];
    readonly singles: readonly (readonly Pair<S>[])[];
  };
  /** C_w = π/2 − 1 + λ_w/|w| of D_i and of the single neurons */
  readonly curvature: S;
  readonly curvatures: readonly S[];
}

/** The point with the given unknowns at k = m + r targets. */
export function familyPoint<S>(
  field: Scalars<S>,
  shape: FamilyShape,
  k: S,
  unknowns: readonly S[],
): FamilyPoint<S> {
  const { add, sub, mul, div } = operations(field);
  const one = field.integer(1);
  const halfPi = div(field.pi, field.integer(2));
  const square = (x: S): S => mul(x, x);
  const m = sub(k, field.integer(shape.bad));
  const m1 = sub(m, one);
  const [a, b] = [unknowns[0]!, unknowns[1]!];
  const c = unknowns.slice(2, 2 + shape.bad);
  const pair = (z: S, r: S, size: S): Pair<S> => ({
    z,
    r,
    beta: sub(halfPi, field.angle(z, r)),
    kappa: sub(one, div(r, size)),
  });
  const crossed = (x: S, y: S, nx: S, ny: S, z: S): Pair<S> => pair(z, field.crossNorm(x, y, z), mul(nx, ny));
  const inner = (x: readonly S[], y: readonly S[]): S =>
    total(
      field,
      x.map((value, i) => mul(value, y[i]!)),
    );

  const cc = inner(c, c);
  const aside = add(mul(m1, square(b)), cc);
  const xx = add(square(a), aside);
  const norm = field.sqrt(xx);
  const singles = Array.from({ length: shape.singles }, (_, t) => {
    const offset = singleOffset(shape, t);
    const d = unknowns[offset]!;
    const e = unknowns.slice(offset + 1, offset + 1 + shape.bad);
    const yy = add(mul(m, square(d)), inner(e, e));
    return { d, e, yy, norm: field.sqrt(yy) };
  });
  const reach = add(a, mul(m1, b));
  const twin = add(mul(add(a, a), b), add(mul(sub(m, field.integer(2)), square(b)), cc));
  const pairs = {
    twins: crossed(xx, xx, norm, norm, twin),
    // |D_i|²·1 − a² is a sum of squares: the distance of nearly parallel vectors without cancellation.
    ownTarget: pair(a, field.sqrt(aside), norm),
    target: crossed(xx, one, norm, one, b),
    bad: c.map((x) => crossed(xx, one, norm, one, x)),
    single: singles.map(({ d, e, yy, norm: size }) =>
      crossed(xx, yy, norm, size, add(mul(d, reach), inner(c, e))),
    ),
    singleTarget: singles.map(({ d, yy, norm: size }) => crossed(yy, one, size, one, d)),
    singleBad: singles.map(({ d, e, norm: size }) =>
      e.map((x, beta) => {
        const rest = e.filter((_, gamma) => gamma !== beta);
        return pair(x, field.sqrt(add(mul(m, square(d)), inner(rest, rest))), size);
      }),
    ),
    singles: singles.map((p, t) =>
      singles
        .slice(0, t)
        .map((q) => crossed(p.yy, q.yy, p.norm, q.norm, add(mul(m, mul(p.d, q.d)), inner(p.e, q.e)))),
    ),
  };

  // λ_w = L − Σ_{q≠w} ε_q|q|κ_wq, L = Σ|w| − Σ|v|
  const excess = add(
    mul(m, sub(norm, one)),
    sub(
      total(
        field,
        singles.map((p) => p.norm),
      ),
      field.integer(shape.bad),
    ),
  );
  const kappas = (list: readonly Pair<S>[]): S =>
    total(
      field,
      list.map((p) => p.kappa),
    );
  const lambda = sub(
    add(excess, add(pairs.ownTarget.kappa, add(mul(m1, pairs.target.kappa), kappas(pairs.bad)))),
    add(
      mul(m1, mul(norm, pairs.twins.kappa)),
      total(
        field,
        singles.map((p, t) => mul(p.norm, pairs.single[t]!.kappa)),
      ),
    ),
  );
  const curvatures = singles.map((p, t) => {
    const others = singles.map((q, u) =>
      u === t ? field.zero : mul(q.norm, pairs.singles[Math.max(t, u)]![Math.min(t, u)]!.kappa),
    );
    const own = sub(
      add(excess, add(mul(m, pairs.singleTarget[t]!.kappa), kappas(pairs.singleBad[t]!))),
      add(mul(m, mul(norm, pairs.single[t]!.kappa)), total(field, others)),
    );
    return add(sub(halfPi, one), div(own, p.norm));
  });
  return {
    shape,
    m,
    own: { a, b, c },
    singles,
    square: xx,
    norm,
    pairs,
    curvature: add(sub(halfPi, one), div(lambda, norm)),
    curvatures,
  };
}

/** β of single neurons t ≠ u. */
export function betaOf<S>(point: FamilyPoint<S>, t: number, u: number): S {
  return point.pairs.singles[Math.max(t, u)]![Math.min(t, u)]!.beta;
}

/**
 * 2π∇F at the point: the entries of the gradient that are not equal by symmetry, one for each unknown and in their order
 * (2π∇_w F = (π/2)S + C_w w + Σ ε β q, uniform.md 1). The point is critical if and only if all are 0.
 */
export function familyEquations<S>(field: Scalars<S>, point: FamilyPoint<S>): S[] {
  const { add, sub, mul, div } = operations(field);
  const { m, own, singles, pairs } = point;
  const one = field.integer(1);
  const m1 = sub(m, one);
  const halfPi = div(field.pi, field.integer(2));
  const sum = (values: readonly S[]): S => total(field, values);
  const reach = add(own.a, mul(m1, own.b));
  const good = mul(halfPi, sub(add(reach, sum(singles.map((p) => p.d))), one));
  const bad = own.c.map((c, beta) =>
    mul(halfPi, sub(add(mul(m, c), sum(singles.map((p) => p.e[beta]!))), one)),
  );
  const fromSingles = sum(singles.map((p, t) => mul(pairs.single[t]!.beta, p.d)));
  const twin = pairs.twins.beta;
  const equations = [
    sub(
      add(add(good, mul(point.curvature, own.a)), add(mul(mul(m1, twin), own.b), fromSingles)),
      pairs.ownTarget.beta,
    ),
    sub(
      add(
        add(good, mul(point.curvature, own.b)),
        add(mul(twin, add(own.a, mul(sub(m, field.integer(2)), own.b))), fromSingles),
      ),
      pairs.target.beta,
    ),
    ...own.c.map((c, beta) =>
      sub(
        add(
          add(bad[beta]!, mul(add(point.curvature, mul(m1, twin)), c)),
          sum(singles.map((p, t) => mul(pairs.single[t]!.beta, p.e[beta]!))),
        ),
        pairs.bad[beta]!.beta,
      ),
    ),
  ];
  for (const [t, p] of singles.entries()) {
    const mixed = (entry: (q: (typeof singles)[number]) => S): S =>
      sum(singles.map((q, u) => (u === t ? field.zero : mul(betaOf(point, t, u), entry(q)))));
    const near = pairs.single[t]!.beta;
    equations.push(
      sub(
        add(
          add(good, mul(point.curvatures[t]!, p.d)),
          add(
            mul(near, reach),
            mixed((q) => q.d),
          ),
        ),
        pairs.singleTarget[t]!.beta,
      ),
    );
    for (const [beta, e] of p.e.entries())
      equations.push(
        sub(
          add(
            add(bad[beta]!, mul(point.curvatures[t]!, e)),
            add(
              mul(mul(m, near), own.c[beta]!),
              mixed((q) => q.e[beta]!),
            ),
          ),
          pairs.singleBad[t]![beta]!.beta,
        ),
      );
  }
  return equations;
}

/** Number of entries of W that are equal to each unknown: the Jacobian of the equations, each row times its weight, is symmetric. */
export function unknownWeights<S>(field: Scalars<S>, shape: FamilyShape, k: S): S[] {
  const one = field.integer(1);
  const m = field.sub(k, field.integer(shape.bad));
  const bad = (weight: S): S[] => Array.from({ length: shape.bad }, () => weight);
  return [
    m,
    field.mul(m, field.sub(m, one)),
    ...bad(m),
    ...Array.from({ length: shape.singles }, () => [m, ...bad(one)]).flat(),
  ];
}
