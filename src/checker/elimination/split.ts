/**
 * The independent check of a split certificate: its subject first, then for every neuron w of the centre, with q the other
 * neurons (sign 1) and the targets (sign −1), z_q = ‖w‖‖q‖ sin θ(w, q) and U_q = q − (w·q/‖w‖²)w,
 *   B = Σ_q ± ( (z_q/2π‖w‖²)(I − wwᵀ/‖w‖²) + U_q U_qᵀ/(2πz_q) ).
 */
import type { BlockCertificate } from '../../certificate/block.ts';
import {
  hasFurtherCoordinates,
  type NeuronSplit,
  type SplitCertificate,
  type SplitWitness,
} from '../../certificate/split.ts';
import type { DenseCertificate } from '../../certificate/types.ts';
import { negativePivots } from '../numbers/inertia.ts';
import {
  confirmAtLeast,
  confirmAtMost,
  confirmLess,
  type Interval,
  type Intervals,
  isLess,
  isPositive,
  type Precisions,
} from '../numbers/interval.ts';
import { checkSubject } from '../point/subject.ts';
import { confirm } from '../rejection.ts';

/** Working digits: claims have 15, and sums over 10⁹ neurons cost 18. */
const DIGITS = { dense: 40, block: 60 } as const;

/** Vectors that meet the neuron and the moves alike; targets count below 0. */
interface Other {
  readonly times: Interval;
  /** w·q and ‖q‖² */
  readonly product: Interval;
  readonly square: Interval;
  /** q·e for the moves e of the part. */
  readonly along: readonly Interval[];
}

/** B on an invariant subspace of R^d that orthogonal moves e span. */
interface Part {
  /** Moves that are 1 at one coordinate of this block and −1 at another; null for the others. */
  readonly block: number | null;
  /** How often the eigenvalues occur. */
  readonly multiplicity: number;
  /** ‖e‖² and w·e */
  readonly lengths: readonly Interval[];
  readonly own: readonly Interval[];
  readonly others: readonly Other[];
}

interface Neuron {
  /** ‖w‖² */
  readonly square: Interval;
  readonly parts: readonly Part[];
}

/** A part with the form of B on it. */
interface Formed extends Part, Form {}

/** Throws a Rejection unless the subject and every number of the claim are confirmed. `progress` hears of each split. */
export function checkSplit(
  { subject, claim, witness }: SplitCertificate,
  progress: (done: number, of: number) => void,
  precisions: Precisions,
): void {
  const minimum = checkSubject(subject, precisions);
  const I = precisions(DIGITS[subject.kind]);
  // ‖B(W*) − B(W_p)‖ ≤ ‖∇²F(W*) − ∇²F(W_p)‖ ≤ L r, and F(W_p) ≤ F(W*) + ε r, since F is convex between the two.
  const moved = I.multiply(I.of(minimum.lipschitz), I.of(minimum.centreRadius));
  const above = I.multiply(I.of(minimum.centreGradientNorm), I.of(minimum.centreRadius));
  const further = hasFurtherCoordinates(subject.problem);
  claim.splits.forEach((split, s) => {
    const neuron =
      subject.kind === 'dense' ? dense(I, subject, split.neuron) : block(I, subject, split.neuron);
    const dimension = neuron.parts.reduce((sum, { multiplicity, own }) => sum + multiplicity * own.length, 0);
    confirm(dimension === subject.problem.d, 'Σ multiplicity × size of the parts is d');
    checkNeuron(I, neuron, split, witness.splits[s]!, { moved, above, further });
    progress(s + 1, claim.splits.length);
  });
}

interface Known {
  readonly moved: Interval;
  readonly above: Interval;
  readonly further: boolean;
}

function checkNeuron(
  I: Intervals,
  neuron: Neuron,
  split: NeuronSplit,
  { block: wanted, direction }: SplitWitness,
  { moved, above, further }: Known,
): void {
  const name = (inequality: string): string => `neuron ${split.neuron}: ${inequality}`;
  const formed = neuron.parts.map((each): Formed => ({ ...each, ...formOf(I, neuron, each) }));
  const part = formed.find(({ block: own }) => own === wanted);
  if (part === undefined) throw new Error(`no part for block ${wanted}`);
  const z = direction.map((x) => I.of(x));
  const norm = I.sum(z.map((x, e) => I.multiply(I.square(x), part.lengths[e]!)));
  confirm(isPositive(norm), name('z is not 0'));
  const { entries, slack } = part;
  const value = I.sum(
    entries.flatMap((row, i) =>
      row.map((x, j) => I.multiply(I.multiply(I.integer(i === j ? 1 : 2), x), I.multiply(z[i]!, z[j]!))),
    ),
  );
  const upper = I.of(split.eigenvalueUpper);
  const own = I.add(I.divide(value, norm), I.add(slack, moved));
  confirmAtLeast(upper, own, name('eigenvalueUpper ≥ zᵀB(W_p)z/‖z‖² + L r'));
  confirmLess(upper, I.zero, name('eigenvalueUpper < 0'));
  if (split.gap !== null) checkIndex(I, formed, split, { moved, further, name });

  const alpha = I.of(split.step.alpha);
  confirmLess(I.zero, alpha, name('step.alpha > 0'));
  confirmLess(alpha, I.one, name('step.alpha < 1'));
  const decrease = I.of(split.step.decrease);
  confirm(isPositive(decrease), name('step.decrease > 0'));
  const gained = I.negate(I.add(change(I, neuron, part, z, norm, alpha), above));
  confirmAtMost(decrease, gained, name("step.decrease ≤ F(W_p) − F'(lower point) − ε r"));
}

/**
 * B(W_p) has the same number m of eigenvalues below −τ as B(W*) has below −gap, τ = gap + L r, and one more below τ; the
 * one between is that of w*, 0.
 */
function checkIndex(
  I: Intervals,
  parts: readonly Formed[],
  split: NeuronSplit,
  { moved, further, name }: Pick<Known, 'moved' | 'further'> & { name: (inequality: string) => string },
): void {
  const gap = I.of(split.gap!);
  confirm(isPositive(gap), name('gap > 0'));
  const [below, notAbove] = [I.negate(gap), gap].map((level) =>
    parts.reduce((sum, { entries, slack, lengths, multiplicity }) => {
      const tau = I.add(gap, I.add(moved, slack));
      const shift = isPositive(level) ? tau : I.negate(tau);
      const shifted = entries.map((row, i) =>
        row.map((x, j) => (i === j ? I.subtract(x, I.multiply(shift, lengths[i]!)) : x)),
      );
      return sum + multiplicity * (negativePivots(I, shifted) ?? Number.NaN);
    }, 0),
  );
  confirm(below === split.negativeDirections, name('negativeDirections eigenvalues of B(W*) are below −gap'));
  confirm(
    notAbove === split.negativeDirections + 1,
    name('all other eigenvalues of B(W*) but one are above gap'),
  );
  if (!further) return;
  const { coefficient, slack } = parts[0]!;
  const tau = I.add(gap, I.add(moved, slack));
  const negative = split.transverseNegativeDirections === 1;
  confirmLess(
    tau,
    negative ? I.negate(coefficient) : coefficient,
    name('the eigenvalue of B(W*) in further coordinates has this sign and is not within gap of 0'),
  );
}

interface Form {
  /** ⟨e_i, B e_j⟩, lower triangle. */
  readonly entries: readonly (readonly Interval[])[];
  /** Σ ± z_q/2π‖w‖²: what B is in further coordinates. */
  readonly coefficient: Interval;
  /** Vectors nearly parallel to w are left out: 0 ⪯ h1(w, q) ⪯ z_q/(π‖w‖²) I. */
  readonly slack: Interval;
}

function formOf(I: Intervals, { square }: Neuron, { lengths, own, others }: Part): Form {
  let coefficient = I.zero;
  let slack = I.zero;
  const entries = own.map((_, i) => own.slice(0, i + 1).map(() => I.zero));
  const scale = I.divide(I.one, I.multiply(I.twoPi, square));
  const least = I.of(`1e-${Math.floor(I.digits / 3)}`);
  for (const { times, product, square: other, along } of others) {
    const cross = I.sqrt(I.subtract(I.multiply(square, other), I.square(product)));
    const share = I.multiply(times, I.multiply(scale, cross));
    if (!isLess(I.multiply(I.sqrt(I.multiply(square, other)), least), cross)) {
      const size = I.absolute(share);
      slack = I.add(slack, I.add(size, size));
      continue;
    }
    coefficient = I.add(coefficient, share);
    const weight = I.divide(times, I.multiply(I.twoPi, cross));
    const ratio = I.divide(product, square);
    const U = along.map((x, e) => I.subtract(x, I.multiply(ratio, own[e]!)));
    U.forEach((x, i) => {
      const scaled = I.multiply(weight, x);
      for (let j = 0; j <= i; j++) entries[i]![j] = I.add(entries[i]![j]!, I.multiply(scaled, U[j]!));
    });
  }
  const radial = I.divide(coefficient, square);
  own.forEach((x, i) => {
    for (let j = 0; j <= i; j++)
      entries[i]![j] = I.subtract(entries[i]![j]!, I.multiply(radial, I.multiply(x, own[j]!)));
    entries[i]![i] = I.add(entries[i]![i]!, I.multiply(coefficient, lengths[i]!));
  });
  return { entries, coefficient, slack };
}

/** F' − F(W_p) with u = αw + z and v = (1 − α)w − z for w: ¼(‖u‖² + ‖v‖² − ‖w‖²) + f(u, v) + Σ_q ±(f(u, q) + f(v, q) − f(w, q)). */
function change(
  I: Intervals,
  { square }: Neuron,
  { own, others }: Part,
  z: readonly Interval[],
  norm: Interval,
  alpha: Interval,
): Interval {
  const beta = I.subtract(I.one, alpha);
  const along = (e: readonly Interval[]): Interval => I.sum(z.map((x, i) => I.multiply(x, e[i]!)));
  const P = along(own);
  const twice = I.add(P, P);
  const part = (a: Interval, linear: Interval): Interval =>
    I.add(I.multiply(I.square(a), square), I.add(I.multiply(a, linear), norm));
  const uu = part(alpha, twice);
  const vv = part(beta, I.negate(twice));
  const uv = I.subtract(
    I.add(I.multiply(I.multiply(alpha, beta), square), I.multiply(I.subtract(beta, alpha), P)),
    norm,
  );
  const squares = I.divide(I.subtract(I.add(uu, vv), square), I.integer(4));
  const terms = others.map(({ times, product, square: other, along: moves }) => {
    const S = along(moves);
    const [uq, vq] = [I.add(I.multiply(alpha, product), S), I.subtract(I.multiply(beta, product), S)];
    const sum = I.add(pairing(I, uu, other, uq), pairing(I, vv, other, vq));
    return I.multiply(times, I.subtract(sum, pairing(I, square, other, product)));
  });
  return I.sum([squares, pairing(I, uu, vv, uv), ...terms]);
}

/** f(a, b) = (‖a‖‖b‖ sin θ + (π − θ) a·b)/2π from ‖a‖², ‖b‖² and a·b. */
function pairing(I: Intervals, aa: Interval, bb: Interval, ab: Interval): Interval {
  const squared = I.multiply(aa, bb);
  const cross = I.sqrt(I.subtract(squared, I.square(ab)));
  const rest = I.subtract(I.pi, I.angle(cross, ab, I.sqrt(squared)));
  return I.divide(I.add(cross, I.multiply(rest, ab)), I.twoPi);
}

function dense(I: Intervals, { problem, point }: DenseCertificate, i: number): Neuron {
  const { d, k, targets } = problem;
  const units = (count: number): Interval[][] =>
    Array.from({ length: count }, (_, j) => Array.from({ length: d }, (_x, a) => (a === j ? I.one : I.zero)));
  const rows = (given: readonly (readonly string[])[]): Interval[][] =>
    given.map((row) => row.map((x) => I.of(x)));
  const neurons = rows(point.centre);
  const vectors = targets === 'standard-basis' ? units(k) : rows(targets);
  const w = neurons[i]!;
  const dot = (x: readonly Interval[], y: readonly Interval[]): Interval =>
    I.sum(x.map((entry, a) => I.multiply(entry, y[a]!)));
  const seen = (times: Interval) => (q: readonly Interval[]) => ({
    times,
    product: dot(w, q),
    square: dot(q, q),
    along: q,
  });
  const others = [
    ...neurons.filter((_, j) => j !== i).map(seen(I.one)),
    ...vectors.map(seen(I.integer(-1))).filter(({ square }) => square.hi !== 0n),
  ];
  const lengths = w.map(() => I.one);
  return { square: dot(w, w), parts: [{ block: null, multiplicity: 1, lengths, own: w, others }] };
}

/** Vectors with values[s] on block s that stand alone or at a coordinate of a block, where they have the excess more. */
interface Type {
  readonly sign: Interval;
  readonly attached: number | null;
  readonly values: readonly Interval[];
  readonly excess: Interval;
}

/**
 * The moves fall into those constant on the blocks, the own coordinate of w apart, and, block by block, those of sum 0 on
 * the other coordinates of it, on which B is a number: it commutes with the permutations that fix w (Schur).
 */
function block(I: Intervals, { problem: { blocks }, point }: BlockCertificate, i: number): Neuron {
  const neurons = point.centre.map(({ attached, diagonal, values }): Type => {
    const entries = values.map((x) => I.of(x));
    const excess = attached === null ? I.zero : I.subtract(I.of(diagonal!), entries[attached]!);
    return { sign: I.one, attached, values: entries, excess };
  });
  const targets = blocks.map(
    (_, s): Type => ({
      sign: I.integer(-1),
      attached: s,
      values: blocks.map(() => I.zero),
      excess: I.one,
    }),
  );
  const w = neurons[i]!;
  const home = w.attached;
  /** How many coordinates a block has besides the own one of w. */
  const sizes = blocks.map((m, s) => m - (s === home ? 1 : 0));
  const lengths = [...sizes.map((m) => I.integer(m)), ...(home === null ? [] : [I.one])];
  /** Σ of the entries on each of these sets: for a vector at no other coordinate than that of w. */
  const sums = ({ values, excess }: Type, here: boolean): Interval[] => [
    ...values.map((x, s) => I.multiply(lengths[s]!, x)),
    ...(home === null ? [] : [here ? I.add(values[home]!, excess) : values[home]!]),
  ];
  const own = sums(w, true);
  const onSets = own.map((sum, s) => I.divide(sum, lengths[s]!));
  const dot = (x: readonly Interval[], y: readonly Interval[]): Interval =>
    I.sum(x.map((entry, s) => I.multiply(entry, y[s]!)));
  /** Vectors of a type: how many, at which block (null: at none, or at the coordinate of w). */
  const groups = [...neurons, ...targets].flatMap((type) => {
    const { attached } = type;
    const alone = type === w ? [] : [{ type, count: 1, at: null }];
    if (attached === null) return alone;
    const apart = sizes[attached]! > 0 ? [{ type, count: sizes[attached]!, at: attached }] : [];
    return attached === home ? [...alone, ...apart] : apart;
  });
  const others = groups.map(({ type, count, at }) => {
    const { excess, values } = type;
    const base = sums(type, at === null);
    const entries = base.map((sum, s) => I.divide(sum, lengths[s]!));
    const along = base.map((sum, s) => (s === at ? I.add(sum, excess) : sum));
    // ‖q‖² of the entries without the excess, then (v + x)² − v² = x(2v + x) more where it is.
    const flat = dot(base, entries);
    const square =
      at === null ? flat : I.add(flat, I.multiply(excess, I.add(I.add(values[at]!, values[at]!), excess)));
    return { type, count, at, product: dot(along, onSets), square, along };
  });
  const constant: Part = {
    block: null,
    multiplicity: 1,
    lengths,
    own,
    others: others.map(({ type, count, product, square, along }) => ({
      times: I.multiply(type.sign, I.integer(count)),
      product,
      square,
      along,
    })),
  };
  const differences = sizes.flatMap((m, s): Part[] => {
    if (m < 2) return [];
    const split = others.flatMap(({ type, count, at, product, square }) => {
      const some = (number: number, x: Interval): Other[] =>
        number === 0
          ? []
          : [{ times: I.multiply(type.sign, I.integer(number)), product, square, along: [x] }];
      if (at !== s) return some(count, I.zero);
      return [...some(1, type.excess), ...some(1, I.negate(type.excess)), ...some(count - 2, I.zero)];
    });
    return [{ block: s, multiplicity: m - 1, lengths: [I.integer(2)], own: [I.zero], others: split }];
  });
  return { square: dot(own, onSets), parts: [constant, ...differences] };
}
