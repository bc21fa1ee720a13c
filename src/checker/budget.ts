/**
 * What a check will need, from the sizes in a certificate alone and before any arithmetic: a file of a few kilobytes can
 * ask for hours and gigabytes. The weights were measured on one machine (docs/trust.md), those of points with BigInt:
 * decimal.js takes about four times as long. They decide which certificates are looked at, never what is accepted.
 */
import type { BlockCertificate } from '../certificate/block.ts';
import type { CompleteCertificate } from '../certificate/complete.ts';
import { type DataCertificate, dataSize, outputsOf, parameterCount } from '../certificate/data.ts';
import { type DecisionCertificate, decisionShape } from '../certificate/decision.ts';
import { decodeDoubles } from '../certificate/doubles.ts';
import type { Certificate } from '../certificate/kinds.ts';
import type { SplitSubject } from '../certificate/split.ts';
import type { PointCertificate } from '../certificate/subject.ts';
import type { DenseCertificate, WideCertificate, WideRow } from '../certificate/types.ts';
import { type UniformCertificate, unknownsOf } from '../certificate/uniform.ts';
import { digitsFor } from './point/pair-sums.ts';

/** Seconds of one core, and megabytes beyond those of a program that does nothing. */
export interface Amount {
  readonly seconds: number;
  readonly megabytes: number;
}

export interface Need extends Amount {
  /** What the time and the memory are for, in words. */
  readonly what: string;
}

/** What a check may need at a factor of 1: at least four times what any certificate of this project does. */
export const BUDGET: { readonly [K in Certificate['kind']]: Amount } = {
  dense: { seconds: 10, megabytes: 600 },
  block: { seconds: 10, megabytes: 600 },
  elimination: { seconds: 10, megabytes: 600 },
  split: { seconds: 60, megabytes: 600 },
  wide: { seconds: 180, megabytes: 2000 },
  uniform: { seconds: 120, megabytes: 1000 },
  'uniform-split': { seconds: 120, megabytes: 1000 },
  data: { seconds: 300, megabytes: 1000 },
  complete: { seconds: 600, megabytes: 1500 },
};

/** A certificate that is not looked at, since the check would need more than it may. */
export class OverBudget extends Error {}

/** Throws OverBudget if the check would need more than `factor` times the budget of the kind. */
export function confirmAffordable(certificate: Certificate, factor: number): void {
  const need = needOf(certificate);
  const { seconds, megabytes } = BUDGET[certificate.kind];
  const share = Math.max(need.seconds / seconds, need.megabytes / megabytes);
  if (share <= factor) return;
  const allowed = { seconds: seconds * factor, megabytes: megabytes * factor };
  throw new OverBudget(
    `not looked at: ${need.what} would take about ${words(need)}, and the budget is ${words(allowed)}; ` +
      `a budget of ${Math.ceil(share)} times that allows it (--budget ${Math.ceil(share)})`,
  );
}

function words({ seconds, megabytes }: Amount): string {
  return `${Math.ceil(seconds)} s and ${(megabytes / 1000).toFixed(1)} GB`;
}

/** What the check of a certificate will need. */
export function needOf(certificate: Certificate): Need {
  switch (certificate.kind) {
    case 'dense':
      return denseNeed(certificate);
    case 'block':
      return blockNeed(certificate);
    case 'wide':
      return wideNeed(certificate);
    case 'uniform':
      return uniformNeed(certificate);
    case 'uniform-split': {
      // The splits take sums over the single neurons, where the theorem takes their derivatives as well.
      const need = uniformNeed(certificate.subject);
      return { ...need, seconds: 1.1 * need.seconds, what: `the splits beside ${need.what}` };
    }
    case 'data':
      return 'added' in certificate ? decisionNeed(certificate) : dataNeed(certificate);
    case 'split': {
      const { subject, claim } = certificate;
      const need = subjectNeed(subject);
      const seconds = need.seconds + claim.splits.length * splitSeconds(subject);
      return { ...need, seconds, what: `${claim.splits.length} splits beside ${need.what}` };
    }
    case 'elimination': {
      const { subject } = certificate;
      const need = subjectNeed(subject);
      const vectors = subject.kind === 'block' ? typesOf(subject) : subject.problem.n + subject.problem.k;
      return { ...need, seconds: need.seconds + 0.007 * vectors };
    }
    case 'complete':
      return completeNeed(certificate);
  }
}

/** Each formula four times at every datum, and products of gradients, packed. */
function dataNeed({ problem, point }: DataCertificate): Need {
  const { layers, formulas, loss } = problem;
  const { rows } = dataSize(problem);
  const parameters = parameterCount(problem);
  const texts = formulas?.outputs.join('').length ?? 0;
  const neurons = (layers ?? []).reduce((sum, { width, activation }) => sum + width * activation.length, 0);
  const length = texts + neurons + loss.length;
  const free = parameters - point.held.length;
  const products = free ** 2 * (outputsOf(problem) + length / 20);
  const seconds = rows * (6e-6 * parameters + 2e-5 * length + 1e-8 * products) + 1e-8 * free ** 3;
  return {
    seconds,
    megabytes: 50 + (free ** 2 * 400 + rows * problem.inputs * 200) / 1e6,
    what: `${rows} data and ${parameters} parameters`,
  };
}

/** f, the loss and its derivatives at every datum, an exponential for every added neuron, for a step three times. */
function decisionNeed(certificate: DecisionCertificate): Need {
  const { problem, point, claim } = certificate;
  const { layers, formulas, loss } = problem;
  const { rows } = dataSize(problem);
  const { outputs, neurons, features } = decisionShape(certificate);
  const texts = formulas?.outputs.join('').length ?? 0;
  const sums = (layers ?? []).reduce((sum, { width, activation }) => sum + width * activation.length, 0);
  const entries = point.theta.length + problem.inputs + neurons * features;
  // Shares of logsumexp take an exponential for each pair of outputs.
  const pairs = loss.includes('logsumexp') ? outputs ** 2 : 0;
  const own = 4e-6 * entries + 4e-5 * (texts + sums + loss.length) + 1e-3 * (neurons + pairs);
  // A residual at one input needs the outputs there, and of the rest the texts.
  const all = claim.by !== 'residual' || claim.lossAtTheta !== null || formulas !== null;
  const whole = all ? own * (claim.step === null ? 1 : 3) : 0;
  const kept = all ? entries * 200 + 4000 : problem.inputs * 45 + 500;
  return {
    seconds: rows * (whole + 1e-6 * problem.inputs),
    megabytes: 50 + (rows * kept) / 1e6,
    what: `${rows} data and ${point.theta.length} parameters`,
  };
}

function subjectNeed(subject: PointCertificate): Need {
  switch (subject.kind) {
    case 'dense':
      return denseNeed(subject);
    case 'block':
      return blockNeed(subject);
    case 'wide':
      return wideNeed(subject);
  }
}

/** Places after the point of a double: its last bit may be 2^−1074. */
const MOST_PLACES = 1074;

/** Inner products of all rows, and what a dense certificate in the coordinates of the proof takes. */
function wideNeed({ problem, point, reduction, claim, witness }: WideCertificate): Need {
  const { n, k, d, targets } = problem;
  const vectors = n + k;
  const rows = [...point.candidate, ...(targets === 'standard-basis' ? [] : targets)];
  const decimals = rows.flatMap((row) => (typeof row === 'string' ? [] : [...row]));
  const bits = Math.max(
    rows.some((row) => typeof row === 'string') ? bitsOfDoubles(rows, d) : 0,
    decimals.length === 0 ? 0 : 3.33 * integerDigits([decimals]).digits,
  );
  const words = 1 + bits / 64;
  const entries = d * vectors;
  const what = `${(vectors * (vectors + 1)) / 2} inner products of ${d} coordinates`;
  const seconds = (entries * (vectors + 1) * (3e-8 + 4e-9 * words ** 2)) / 2 + entries * 5e-7 * words;
  // The text three times, its rows as doubles, and a block of columns as integers.
  const megabytes = (entries * 130 + 1024 * vectors * (40 + bits / 8)) / 1e6;
  const pairs = vectors * (vectors - 1);
  if (reduction === null)
    return { seconds: seconds + 4e-4 * pairs, megabytes: megabytes + 0.01 * pairs, what };
  const { coordinates } = reduction;
  const own = coordinates.map((row) => row.concat(new Array(k - row.length).fill('0')));
  const centre = point.centre ?? own;
  const reduced = denseNeed({
    problem: { ...problem, d: k, targets: own },
    point: { candidate: centre, centre },
    claim,
    witness,
  });
  const digits = decimalsOf(coordinates.flat());
  const inverse = 3 * (n + k) * k ** 2 * (1e-7 + 1e-10 * digits);
  return {
    seconds: seconds + reduced.seconds + inverse,
    megabytes: megabytes + reduced.megabytes,
    what: `${what} and ${reduced.what}`,
  };
}

/** Bits of the longest integer that doubles become, all in one unit. */
function bitsOfDoubles(rows: readonly WideRow[], d: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const row of rows) {
    if (typeof row !== 'string') continue;
    for (const x of decodeDoubles(row, d) ?? []) {
      const size = Math.abs(x);
      if (size > 0 && size < low) low = size;
      if (size > high) high = size;
    }
  }
  return high === 0 ? 0 : Math.min(MOST_PLACES, 54 - Math.log2(low)) + Math.max(0, Math.log2(high));
}

/** Three angles a vector, the form of B on d moves or on every part, and its inertia, twice. */
function splitSeconds(subject: SplitSubject): number {
  const dense = subject.kind === 'dense';
  const rows = dense ? subject.problem.d : subject.problem.blocks.length + 1;
  const vectors = dense ? subject.problem.n + subject.problem.k : 4 * typesOf(subject);
  const parts = dense ? 0 : subject.problem.blocks.length;
  return 3e-3 * vectors + 1e-5 * (vectors * (rows ** 2 / 2 + 6 * parts) + rows ** 3 / 3);
}

/** Cost of an operation at this many digits against that at 40, at most; measured from 40 to 160. */
function precision(digits: number): number {
  return (digits / 40) ** 1.5;
}

/**
 * Digits of the longest integer that the entries of some rows become, all of them in one unit, and how many entries there are: an entry
 * of w digits before the point is brought to about 1 by a power of two, which takes 3w more after it.
 */
function integerDigits(...lists: readonly (readonly (readonly string[])[])[]): {
  readonly digits: number;
  readonly entries: number;
} {
  let [whole, scale, entries] = [1, 0, 0];
  for (const rows of lists)
    for (const row of rows) {
      entries += row.length;
      for (const entry of row) {
        const { point, places, power } = partsOf(entry);
        if (point + power > whole) whole = point + power;
        if (places - power > scale) scale = places - power;
      }
    }
  return { digits: scale + 4 * whole, entries };
}

/** Where the point of a decimal is, or its digits end, how many come after it, and the power of ten. Not a number is made. */
function partsOf(decimal: string): {
  readonly point: number;
  readonly places: number;
  readonly power: number;
} {
  const e = Math.max(decimal.indexOf('e'), decimal.indexOf('E'));
  const end = e < 0 ? decimal.length : e;
  const point = decimal.indexOf('.');
  const power = e < 0 ? 0 : Number(decimal.slice(e + 1));
  return point < 0 ? { point: end, places: 0, power } : { point, places: end - point - 1, power };
}

/** Digits after the point that write every number of these exactly. */
function decimalsOf(decimals: readonly string[]): number {
  let most = 0;
  for (const decimal of decimals) {
    const { places, power } = partsOf(decimal);
    if (places - power > most) most = places - power;
  }
  return most;
}

function denseNeed({
  problem,
  point,
  claim,
  witness,
}: Pick<DenseCertificate, 'problem' | 'point' | 'claim' | 'witness'>): Need {
  const { n, k, d, targets } = problem;
  const vectors = n + k;
  const given = targets === 'standard-basis' ? [] : targets;
  const { digits, entries } = integerDigits(point.candidate, point.centre, given);
  const words = 1 + digits / 19;
  // Both points are taken to differ.
  const pairs = vectors * (vectors - 1);
  const working = [claim.gradientNorm, 'centreGradientNorm' in claim ? claim.centreGradientNorm : '1'].map(
    digitsFor,
  );
  const decimal = precision(Math.max(...working));
  // Norms, three products of d integers, an angle, and its parts in F, ∇F, ‖∇²F‖.
  const pair = 5e-5 * decimal + 1e-9 * d * words ** 2 + 2e-11 * digits ** 2;
  // n(n + k)² angles of few digits.
  const sharp = claim.lipschitzConstant === 'sharp' ? 1e-5 * n * vectors ** 2 : 0;
  // Of a pair five intervals, exact products and its places in lists; texts and integers of the entries; garbage, until V8's young generation is full.
  const memory =
    5e6 +
    Math.min(5e7, 2e4 * pairs) +
    pairs * (1500 + 6 * Math.max(...working) + 2 * digits) +
    entries * (100 + 4 * digits);
  const what = `${pairs} pairs of vectors`;
  if (claim.verdict === 'no-critical-point')
    return { seconds: pairs * pair + sharp, megabytes: memory / 1e6, what };
  const rows = n * d;
  const entry = 2.5e-7 + 1e-11 * digits ** 2;
  let matrix = (rows ** 2 / 2) * entry + 2e-10 * rows ** 3;
  // The lower triangles of the matrix and of its factor in doubles, and the directions of vectors across neurons.
  let kept = 8 * rows ** 2 + 400 * rows + n * vectors * (8 * d + 200);
  if (witness !== null && 'reflection' in witness) {
    const columns = claim.verdict === 'saddle' ? claim.index + (claim.transverseIndex ?? 0) : 0;
    const length = 1 + decimalsOf(witness.reflection.flat()) / 19;
    matrix += 1.5e-7 * (1 + length / 8) * columns * rows ** 2 + 3e-8 * length ** 2 * columns ** 2 * rows;
    // The matrix three times in integers, once whole.
    kept += 120 * rows ** 2 + 10 * (8 + length) * columns * rows;
  }
  return {
    seconds: pairs * pair + sharp + matrix,
    megabytes: (memory + kept) / 1e6,
    what: `${what} and a matrix of ${rows} rows`,
  };
}

function typesOf({ problem, point }: BlockCertificate): number {
  return point.candidate.length + problem.blocks.length;
}

/**
 * The forms of src/checker/point/representatives.ts: one for the trivial component with all entries of all types, for each
 * block the standard one and two of matrices, one for each pair of blocks. `rows` is the size of a form, `classes` the
 * number of classes of neurons that move, `vectors` that of all.
 */
function formsOf({ problem: { blocks }, point }: BlockCertificate): readonly {
  readonly rows: number;
  readonly classes: number;
  readonly moves: number;
  readonly vectors: number;
}[] {
  const types = point.candidate.length;
  const on = blocks.map((_, r) => point.candidate.filter(({ attached }) => attached === r).length);
  const attached = on.reduce((sum, count) => sum + count, 0);
  const all = types + blocks.length;
  const trivial = { rows: types * blocks.length + attached, classes: types, vectors: all };
  const forms = [{ ...trivial, moves: trivial.rows }];
  on.forEach((own, r) => {
    if (blocks[r]! >= 2) {
      const width = blocks.length + 2;
      const rows = types - own + own * width;
      forms.push({
        rows,
        classes: types + 2 * own,
        moves: types - own + 2 * own * width,
        vectors: all + 2 * own + 2,
      });
    }
    for (const distinguished of [3, 4])
      if (blocks[r]! >= distinguished) {
        const classes = distinguished * own;
        forms.push({ rows: own, classes, moves: classes, vectors: all + classes + distinguished });
      }
    on.slice(r + 1).forEach((other, t) => {
      if (blocks[r]! < 2 || blocks[r + 1 + t]! < 2) return;
      const both = own + other;
      forms.push({ rows: both, classes: 2 * both, moves: 2 * both, vectors: all + 2 * both + 4 });
    });
  });
  return forms;
}

function blockNeed(certificate: BlockCertificate): Need {
  const { problem, point, claim } = certificate;
  const entries = [point.candidate, point.centre]
    .flat()
    .flatMap(({ diagonal, values }) => (diagonal === null ? values : [diagonal, ...values]));
  const { digits } = integerDigits([entries]);
  const sizes = 20 * Math.ceil((2 * Math.log10(problem.k)) / 20);
  const epsilon = 'centreGradientNorm' in claim ? claim.centreGradientNorm : '1e-30';
  const working = Math.max(digitsFor(claim.gradientNorm), digitsFor(epsilon)) + sizes;
  const decimal = precision(working);
  const types = typesOf(certificate);
  const blocks = problem.blocks.length;
  // Two relations, at two points; ∇F takes a sum over all types for every type and block.
  const pairs = 2 * types ** 2;
  const exact = 1e-6 * decimal + 4e-12 * digits ** 2;
  let seconds = pairs * (7e-5 * decimal + 2e-11 * digits ** 2) + 2 * pairs * blocks * 3 * exact;
  const forms = claim.verdict === 'no-critical-point' ? [] : formsOf(certificate);
  // A saddle: at −λ, at λ, and for lambdaMin.
  const times = claim.verdict === 'saddle' ? 3 : 1;
  let rows = 0;
  let entriesOfForms = 0;
  for (const form of forms) {
    const mean = form.classes === 0 ? 0 : form.moves / form.classes;
    const products = 3 * (form.moves * form.vectors + form.moves * form.classes);
    const sums = form.moves * mean * form.vectors + 6 * form.moves ** 2;
    const dot = exact + 3e-8 * blocks;
    seconds += products * dot + sums * 5e-7 * decimal + times * form.rows ** 3 * 3e-7 * decimal;
    rows += form.rows;
    entriesOfForms += form.rows ** 2;
  }
  return {
    seconds,
    megabytes: (pairs * (2000 + 40 * working) + entriesOfForms * (400 + 4 * working)) / 1e6,
    what: `${pairs} pairs of types of vectors and ${forms.length} forms with ${rows} rows in all`,
  };
}

/** A box takes some tenths of a millisecond at most, a part of a circle as well. */
function completeNeed({ claim, witness }: CompleteCertificate): Need {
  const points = claim.points.flatMap(({ certificate }) =>
    certificate === null ? [] : [blockNeed(certificate)],
  );
  const letters = witness.charts.reduce((sum, { trace }) => sum + trace.length, 0);
  const parts = witness.slabs.reduce((sum, { right, left }) => sum + right.length + left.length, 0);
  return {
    seconds: points.reduce((sum, { seconds }) => sum + seconds, 0) + 1e-4 * (letters + parts),
    megabytes: Math.max(100, ...points.map(({ megabytes }) => megabytes)) + 1e-5 * letters,
    what: `${letters} boxes of directions, ${parts} parts of circles and ${points.length} points`,
  };
}

function uniformNeed({ problem, witness }: UniformCertificate): Need {
  const unknowns = unknownsOf(problem);
  const count = witness.intervals.length;
  // Products of polynomials, whose order the checker raises by 8.
  const product = ((witness.order + 9) / 19) ** 2;
  return {
    seconds: count * (0.024 + 2.6e-4 * unknowns ** 2) * product,
    megabytes: 100 + 5e-4 * unknowns ** 2 * (witness.order + 9),
    what: `${count} intervals with ${unknowns} unknowns of order ${witness.order}`,
  };
}
