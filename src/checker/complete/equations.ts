/**
 * The critical equations on boxes of directions (docs/complete.md 3.1, 3.2), in the checker's own words: each pair of vectors is a term
 * 2πE[w·x]₊[v·x]₊ = R + z(π − θ) with inner product z, area R and lengths ‖w‖‖v‖. Its gradient is (π − θ)∇z + sin θ ∇(‖w‖‖v‖), its second
 * derivative (π − θ)∇²z + sin θ ∇²(‖w‖‖v‖) + R ∇θ⊗∇θ, where R ∂ᵢθ = −(∂ᵢz − cos θ ∂ᵢ(‖w‖‖v‖)) and |∂ᵢθ| ≤ 1/(length of the vector that moves).
 */
import {
  clamped,
  common,
  exactly,
  inverted,
  minus,
  multiple,
  opposite,
  over,
  PI,
  plus,
  rooted,
  type Span,
  sineOf,
  size,
  span,
  squared,
  supplements,
  times,
  UNITY,
  ZERO,
} from './doubles.ts';

/** Numbers of k. */
export interface Sizes {
  /** m = k − 1 good neurons, and one fewer. */
  readonly m: number;
  readonly others: number;
  readonly rootOthers: Span;
  readonly inverseRootOthers: Span;
  readonly inverseRootM: Span;
  /** (k−3)/(k−2), (k−2)/(k−1) */
  readonly shareOthers: Span;
  readonly shareM: Span;
}

export function sizesOf(k: number): Sizes {
  const m = k - 1;
  const others = k - 2;
  const rootOthers = rooted(exactly(others));
  return {
    m,
    others,
    rootOthers,
    inverseRootOthers: inverted(rootOthers),
    inverseRootM: inverted(rooted(exactly(m))),
    shareOthers: over(exactly(others - 1), exactly(others)),
    shareM: over(exactly(others), exactly(m)),
  };
}

/** Of directions q = (A, B): sums of terms, their gradients, and second derivatives by the free directions in columns. */
export interface Terms {
  /** ‖A‖, ‖B‖, and their squares. */
  readonly lengthA: Span;
  readonly lengthB: Span;
  readonly squareA: Span;
  readonly squareB: Span;
  /** P: (π/2)‖A‖² + ½(m−1)·(a pair of good neurons). */
  readonly own: Sum;
  /** A good neuron and the bad one. */
  readonly cross: Sum;
  /** The targets of a good neuron, and of the bad one. */
  readonly goodTargets: Sum;
  readonly badTargets: Sum;
  /** All angles between neurons are below π/2, and their sines at most `sine`. */
  readonly acute: boolean;
  readonly sine: number;
}

export interface Sum {
  value: Span;
  /** By a, β, c, δ, e. */
  readonly gradient: Span[];
  /** Rows as `gradient`, a column for each free direction; empty where none are wanted. */
  readonly second: Span[][];
}

interface Geometry {
  readonly free: readonly number[];
  /** ‖A‖, ‖B‖, and their inverses. */
  readonly lengthA: Span;
  readonly lengthB: Span;
  readonly inverseA: Span;
  readonly inverseB: Span;
  /** Unit vectors. */
  readonly unit: readonly Span[];
  /** Second derivatives of ‖A‖, ‖B‖ by their own entries: (I − unit unitᵀ)/length. */
  readonly curvature: readonly (readonly Span[])[];
}

const GOOD = [0, 1, 2];
const BAD = [3, 4];
const ALL = [0, 1, 2, 3, 4];

function emptySum(columns: number): Sum {
  return {
    value: ZERO,
    gradient: [ZERO, ZERO, ZERO, ZERO, ZERO],
    second: columns === 0 ? [] : ALL.map(() => new Array<Span>(columns).fill(ZERO)),
  };
}

/** `free`: the columns of second derivatives; none are computed for an empty list. */
export function termsAt(sizes: Sizes, q: readonly Span[], free: readonly number[]): Terms {
  const { m, others, rootOthers, inverseRootOthers, inverseRootM, shareOthers, shareM } = sizes;
  const [a, beta, c, delta, e] = q as [Span, Span, Span, Span, Span];
  const squares = q.map(squared);
  const [a2, beta2, c2, delta2, e2] = squares as [Span, Span, Span, Span, Span];
  const squareA = plus(plus(a2, beta2), c2);
  const squareB = plus(delta2, e2);
  const lengthA = rooted(squareA);
  const lengthB = rooted(squareB);
  const inverseA = inverted(lengthA);
  const inverseB = inverted(lengthB);
  const geometry: Geometry = {
    free,
    lengthA,
    lengthB,
    inverseA,
    inverseB,
    unit: q.map((x, i) => clamped(times(x, i < 3 ? inverseA : inverseB), 1)),
    curvature: free.length === 0 ? [] : curvatures(q, squares, inverseA, inverseB),
  };
  const b = times(beta, inverseRootOthers);
  const d = times(delta, inverseRootM);
  const difference = minus(a, b);

  // A good neuron and the bad one; the area by Lagrange's identity.
  const row = plus(a, times(rootOthers, beta));
  const z = plus(times(d, row), times(c, e));
  const cd = times(c, d);
  const area = common(
    rooted(
      plus(
        plus(multiple(others, squared(times(difference, d))), squared(minus(times(a, e), cd))),
        squared(minus(times(beta, e), times(rootOthers, cd))),
      ),
    ),
    span(0, times(lengthA, lengthB).hi),
  );
  const cross = emptySum(free.length);
  const crossSine = addTerm(cross, geometry, ALL, UNITY, z, area, [
    d,
    times(rootOthers, d),
    e,
    times(row, inverseRootM),
    c,
  ]);
  if (free.length > 0) {
    const angle = supplements(area, z);
    addMixed(cross, free, 0, 3, times(angle, inverseRootM));
    addMixed(cross, free, 1, 3, times(angle, times(rootOthers, inverseRootM)));
    addMixed(cross, free, 2, 4, angle);
  }

  const goodTargets = emptySum(free.length);
  const rest = rooted(plus(plus(a2, times(beta2, shareOthers)), c2));
  addTerm(goodTargets, geometry, GOOD, UNITY, a, rooted(plus(beta2, c2)), [UNITY, ZERO, ZERO]);
  addTerm(goodTargets, geometry, GOOD, exactly(others), b, rest, [ZERO, inverseRootOthers, ZERO]);
  addTerm(goodTargets, geometry, GOOD, UNITY, c, rooted(plus(a2, beta2)), [ZERO, ZERO, UNITY]);
  const badTargets = emptySum(free.length);
  const badRest = rooted(plus(times(delta2, shareM), e2));
  addTerm(badTargets, geometry, BAD, exactly(m), d, badRest, [inverseRootM, ZERO]);
  addTerm(badTargets, geometry, BAD, UNITY, e, size(delta), [ZERO, UNITY]);

  const own = emptySum(free.length);
  const ownPair = addOwn(own, sizes, geometry, q, squareA, squares, b, difference, shareOthers);
  return {
    lengthA,
    lengthB,
    squareA,
    squareB,
    own,
    cross,
    goodTargets,
    badTargets,
    acute: ownPair.acute && z.lo > 0,
    sine: Math.max(ownPair.sine, crossSine.hi),
  };
}

/** (I − unit unitᵀ)/length for A, then for B; the diagonal as a sum of squares. */
function curvatures(
  q: readonly Span[],
  squares: readonly Span[],
  inverseA: Span,
  inverseB: Span,
): readonly (readonly Span[])[] {
  const cubeA = times(times(inverseA, inverseA), inverseA);
  const cubeB = times(times(inverseB, inverseB), inverseB);
  const [a2, beta2, c2, delta2, e2] = squares as [Span, Span, Span, Span, Span];
  const rest = [plus(beta2, c2), plus(a2, c2), plus(a2, beta2), e2, delta2];
  const rows: Span[][] = ALL.map(() => []);
  for (const group of [GOOD, BAD]) {
    const cube = group === GOOD ? cubeA : cubeB;
    for (const i of group)
      for (const j of group)
        rows[i]![j] = i === j ? times(rest[i]!, cube) : opposite(times(times(q[i]!, q[j]!), cube));
  }
  return rows;
}

/**
 * Adds weight·(R + z(π − θ)) of a pair of which the directions `moving` move: those of A, of B, or all. Returns the sine. The second
 * derivatives of z are not added.
 */
function addTerm(
  sum: Sum,
  { free, lengthA, lengthB, inverseA, inverseB, unit, curvature }: Geometry,
  moving: readonly number[],
  weight: Span,
  z: Span,
  area: Span,
  dz: readonly Span[],
): Span {
  const both = moving.length === 5;
  const count = moving.length;
  const inverse = both ? times(inverseA, inverseB) : moving[0] === 0 ? inverseA : inverseB;
  const sine = sineOf(times(area, inverse));
  const angle = supplements(area, z);
  sum.value = plus(sum.value, weighted(weight, plus(area, times(z, angle))));
  // ∂(lengths)
  const dn: Span[] = [];
  for (let l = 0; l < count; l++) {
    const i = moving[l]!;
    const own = both ? times(unit[i]!, i < 3 ? lengthB : lengthA) : unit[i]!;
    dn.push(own);
    const x = plus(times(angle, dz[l]!), times(sine, own));
    sum.gradient[i] = plus(sum.gradient[i]!, weighted(weight, x));
  }
  if (free.length === 0) return sine;
  const cosine = clamped(times(z, inverse), 1);
  const inverseArea = inverted(area);
  // −R ∂θ, at most R/length in size
  const reach: number[] = [];
  const turn: Span[] = [];
  for (let l = 0; l < count; l++) {
    const own = times(exactly(area.hi), exactly((moving[l]! < 3 ? inverseA : inverseB).hi)).hi;
    reach.push(own);
    turn.push(clamped(minus(dz[l]!, times(cosine, dn[l]!)), own));
  }
  for (let column = 0; column < free.length; column++) {
    const j = free[column]!;
    const lj = moving.indexOf(j);
    if (lj < 0) continue;
    const length = exactly((j < 3 ? inverseA : inverseB).hi);
    for (let li = 0; li < count; li++) {
      const i = moving[li]!;
      const bound = times(exactly(reach[li]!), length).hi;
      let turned = span(i === j ? 0 : -bound, bound);
      if (area.lo > 0) {
        const product = i === j ? squared(turn[li]!) : times(turn[li]!, turn[lj]!);
        turned = common(turned, times(product, inverseArea));
      }
      let bent: Span;
      if (!both) bent = curvature[i]![j]!;
      else if (i < 3 !== j < 3) bent = times(unit[i]!, unit[j]!);
      else bent = times(curvature[i]![j]!, i < 3 ? lengthB : lengthA);
      const x = plus(times(sine, bent), turned);
      sum.second[i]![column] = plus(sum.second[i]![column]!, weighted(weight, x));
    }
  }
  return sine;
}

function weighted(weight: Span, x: Span): Span {
  return weight === UNITY ? x : times(weight, x);
}

/** A second derivative of an inner product by two different directions. */
function addMixed({ second }: Sum, free: readonly number[], i: number, j: number, x: Span): void {
  for (const [column, l] of free.entries()) {
    if (l === j) second[i]![column] = plus(second[i]![column]!, x);
    if (l === i) second[j]![column] = plus(second[j]![column]!, x);
  }
}

/**
 * P: two good neurons have ‖w‖² − z = (a−b)² and ‖w‖² + z = Q², so R = |a−b|Q and R ∇θ⊗∇θ = 4|a−b|/Q·E⊗E with E = (a−b)A/‖A‖² − ∇(a−b); both
 * move, so that |∂ᵢθ| ≤ 2/‖A‖.
 */
function addOwn(
  sum: Sum,
  { others, inverseRootOthers }: Sizes,
  { free }: Geometry,
  q: readonly Span[],
  squareA: Span,
  squares: readonly Span[],
  b: Span,
  difference: Span,
  shareOthers: Span,
): { readonly acute: boolean; readonly sine: number } {
  const [a, beta, c] = q as [Span, Span, Span];
  const apart = size(difference);
  const apart2 = squared(difference);
  const sumOfSquares = plus(
    plus(squared(plus(a, b)), multiple(2 * (others - 1), squared(b))),
    multiple(2, squares[2]!),
  );
  const Q = rooted(common(minus(multiple(2, squareA), apart2), sumOfSquares));
  const area = times(apart, Q);
  const z = common(
    minus(squareA, apart2),
    plus(
      plus(multiple(2, times(times(a, beta), inverseRootOthers)), times(shareOthers, squares[1]!)),
      squares[2]!,
    ),
  );
  const angle = supplements(area, z);
  const inverseSquare = inverted(squareA);
  const sine = sineOf(times(area, inverseSquare));
  const half = others / 2;
  const halfPi = multiple(0.5, PI);
  sum.value = plus(times(halfPi, squareA), multiple(half, plus(area, times(z, angle))));
  const dz = [
    multiple(2, b),
    multiple(2, plus(times(a, inverseRootOthers), times(shareOthers, beta))),
    multiple(2, c),
  ];
  for (const i of GOOD) {
    const x = plus(times(angle, dz[i]!), multiple(2, times(sine, q[i]!)));
    sum.gradient[i] = plus(times(PI, q[i]!), multiple(half, x));
  }
  if (free.length > 0) {
    const gradient = [UNITY, opposite(inverseRootOthers), ZERO];
    const E = GOOD.map((i) => minus(times(times(difference, q[i]!), inverseSquare), gradient[i]!));
    const factor = multiple(4, times(apart, inverted(Q)));
    const bound = times(multiple(4, exactly(area.hi)), inverseSquare).hi;
    const mixed = multiple(2, times(angle, inverseRootOthers));
    const straight = [ZERO, multiple(2, times(angle, shareOthers)), multiple(2, angle)];
    for (const [column, j] of free.entries()) {
      if (j > 2) continue;
      for (const i of GOOD) {
        let x = span(i === j ? 0 : -bound, bound);
        if (Q.lo > 0) x = common(x, times(factor, i === j ? squared(E[i]!) : times(E[i]!, E[j]!)));
        if (i === j) x = plus(plus(x, multiple(2, sine)), straight[i]!);
        else if (i + j === 1) x = plus(x, mixed);
        x = multiple(half, x);
        sum.second[i]![column] = i === j ? plus(x, PI) : x;
      }
    }
  }
  return { acute: z.lo > 0, sine: sine.hi };
}

/** τ and t; `null` where no τ, t ≥ 0 satisfy both linear equations 2Pτ + (cross)t = targets of A, m(cross)τ + π‖B‖²t = targets of B. */
export function normsAt({ m }: Sizes, terms: Terms): readonly [Span, Span] | null {
  const positive = span(0, Number.POSITIVE_INFINITY);
  const hA = common(terms.goodTargets.value, positive);
  const hB = common(terms.badTargets.value, positive);
  const v = common(terms.cross.value, positive);
  const first = multiple(2, terms.own.value);
  const second = times(PI, terms.squareB);
  const inverseFirst = inverted(first);
  const inverseSecond = inverted(second);
  let tau = span(0, times(hA, inverseFirst).hi);
  let t = span(0, times(hB, inverseSecond).hi);
  for (let round = 0; round < 3; round++) {
    tau = common(tau, times(minus(hA, times(t, v)), inverseFirst));
    t = common(t, times(minus(hB, multiple(m, times(tau, v))), inverseSecond));
    if (isNone(tau) || isNone(t)) return null;
  }
  const determinant = minus(times(first, second), multiple(m, squared(v)));
  if (determinant.lo > 0) {
    const inverse = inverted(determinant);
    tau = common(tau, times(minus(times(hA, second), times(v, hB)), inverse));
    t = common(t, times(minus(times(first, hB), multiple(m, times(v, hA))), inverse));
    if (isNone(tau) || isNone(t)) return null;
  }
  return [tau, t];
}

function isNone(x: Span): boolean {
  return x.hi < x.lo;
}

/** The five equations: ∇_A F over mτ and ∇_B F over t, times 2π. */
export function equationsAt(
  { m }: Sizes,
  q: readonly Span[],
  [tau, t]: readonly [Span, Span],
  { own, cross, goodTargets, badTargets }: Terms,
): Span[] {
  return ALL.map((i) => {
    if (i < 3)
      return minus(
        plus(times(tau, own.gradient[i]!), times(t, cross.gradient[i]!)),
        goodTargets.gradient[i]!,
      );
    const self = times(t, times(PI, q[i]!));
    return minus(plus(self, multiple(m, times(tau, cross.gradient[i]!))), badTargets.gradient[i]!);
  });
}

/** Their derivatives by the free directions, τ and t. */
export function jacobianAt(
  { m }: Sizes,
  free: readonly number[],
  q: readonly Span[],
  [tau, t]: readonly [Span, Span],
  { own, cross, goodTargets, badTargets }: Terms,
): Span[][] {
  return ALL.map((i) => {
    const row = free.map((j, column) => {
      if (i < 3) {
        const x = times(t, cross.second[i]![column]!);
        return j < 3
          ? plus(x, minus(times(tau, own.second[i]![column]!), goodTargets.second[i]![column]!))
          : x;
      }
      const x = multiple(m, times(tau, cross.second[i]![column]!));
      if (j < 3) return x;
      const y = minus(x, badTargets.second[i]![column]!);
      return i === j ? plus(y, times(t, PI)) : y;
    });
    return i < 3
      ? [...row, own.gradient[i]!, cross.gradient[i]!]
      : [...row, multiple(m, cross.gradient[i]!), times(PI, q[i]!)];
  });
}
