/** One hidden layer of homogeneous neurons, one output: within a region of signs L is convex (mathematics.md 17.5). */
import type { Ball } from '../arithmetic/ball.ts';
import { type ExactNumber, type Rational, rationalOf } from '../arithmetic/exact.ts';
import { activationOf } from '../elimination/data/activation.ts';
import { layersOf } from '../model/network.ts';
import type { BallObjective } from './objective.ts';
import type { TrainingProblem } from './problem.ts';
import { isHomogeneous, type Slice } from './slice.ts';

/** Products of exact integers that are made for a rank, at most. */
const MOST_WORK = 3_000_000;

/** One hidden homogeneous layer and one linear output: with the outgoing weights held the output is linear in what is free. */
export function isLinearInSlice({ empirical }: TrainingProblem): boolean {
  const layers = layersOf(empirical.network);
  return (
    layers?.length === 2 &&
    layers[1]!.activation === 'linear' &&
    layers[1]!.weights.length === 1 &&
    ['relu', 'leaky-relu', 'linear'].includes(layers[0]!.activation) &&
    isHomogeneous(activationOf(layers[0]!))
  );
}

/**
 * Within the region of the centre f_i = Σ_j a_j s_ij (w_j·x̄_i) + b, s_ij the slope at neuron j and datum i: linear in the
 * incoming weights and b, with a design matrix D of rational entries, a_j ≠ 0 a factor of its columns. Are all columns of D
 * combinations of the free ones, exactly? Then ∂L by a held entry is the same combination of the derivatives by the free ones,
 * so that a critical point in the slice is critical in all incoming weights. Null, or why not.
 */
export function sameRank(
  objective: BallObjective,
  slice: Slice,
  centre: readonly ExactNumber[],
  radius: Ball,
): string | null {
  const { problem, field } = objective;
  const layers = layersOf(problem.empirical.network)!;
  const slope = rationalOf(layers[0]!.activation === 'linear' ? 1 : layers[0]!.slope);
  const [hidden = []] = problem.neurons;
  const live = hidden.filter((neuron) => !slice.dead.includes(neuron));
  for (const { outgoing } of live)
    if (slice.free.includes(outgoing[0]!) || rationalOf(centre[outgoing[0]!]!).numerator === 0n)
      return 'an outgoing weight is not held';
  const zero: Rational = { numerator: 0n, denominator: 1n };
  const one: Rational = { numerator: 1n, denominator: 1n };
  const rows: Rational[][] = [];
  const output = problem.neurons[1]![0]!;
  const bias = layers[1]!.unbiased ? [] : [output.incoming.at(-1)!];
  const columns = [...live.flatMap(({ incoming }) => incoming), ...bias];
  objective.hessian(centre, radius, slice.free, (values, { input }) => {
    const features = [...Array.from(input, (x) => rationalOf(x)), ...(layers[0]!.unbiased ? [] : [one])];
    rows.push([
      ...live.flatMap(({ sum }) => {
        const factor = field.positive(values[sum]!) === 'yes' ? one : slope;
        return features.map((x) => (factor.numerator === 0n ? zero : times(factor, x)));
      }),
      ...bias.map(() => one),
    ]);
  });
  const work = rows.length * columns.length * slice.free.length;
  if (work > MOST_WORK) return `the rank of ${rows.length} x ${columns.length} numbers is too much work`;
  // The free columns first: are the others combinations of them?
  const order = [...columns.keys()].sort(
    (p, q) => Number(!slice.free.includes(columns[p]!)) - Number(!slice.free.includes(columns[q]!)),
  );
  const rank = rankOf(rows.map((row) => integers(order.map((k) => row[k]!))));
  return rank <= slice.free.length ? null : 'some held weight changes the outputs as no free one does';
}

function times(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** A row times its common denominator. */
function integers(row: readonly Rational[]): bigint[] {
  const common = row.reduce((product, { denominator }) => lcm(product, denominator), 1n);
  return row.map(({ numerator, denominator }) => numerator * (common / denominator));
}

function lcm(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** The rank of a matrix of integers, by elimination without fractions (Bareiss). */
export function rankOf(matrix: readonly (readonly bigint[])[]): number {
  const rows = matrix.map((row) => [...row]);
  const width = rows[0]?.length ?? 0;
  let rank = 0;
  let previous = 1n;
  for (let c = 0; c < width && rank < rows.length; c++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[c] !== 0n);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    const top = rows[rank]!;
    const head = top[c]!;
    for (let i = rank + 1; i < rows.length; i++) {
      const row = rows[i]!;
      const own = row[c]!;
      for (let j = c + 1; j < width; j++) row[j] = (head * row[j]! - own * top[j]!) / previous;
      row[c] = 0n;
    }
    previous = head;
    rank += 1;
  }
  return rank;
}
