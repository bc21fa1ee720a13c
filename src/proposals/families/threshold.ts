import { type Ball, BallField, DomainError } from '../../arithmetic/ball.ts';
import { DualScalars } from '../../arithmetic/dual.ts';
import { BallLandscape } from '../../landscape/ball-field.ts';
import { eigenpairs, type FloatMatrix, invert } from '../../numerics/matrix.ts';
import { type Family, shapeOf } from '../../symmetry/families/family.ts';
import { memberGradient, memberPoint } from '../../symmetry/families/member.ts';
import {
  allBlocks,
  type BlockName,
  inBasis,
  pivotsOf,
  type ThresholdProposal,
} from '../../symmetry/families/threshold.ts';
import type { Branch } from './branch.ts';

/**
 * Untrusted: where a family turns from saddle to minimum. The inertia of its blocks is followed along the branch, a change
 * is bisected, and the last pivot of the block that turns is brought to 0 with many digits.
 */

const DIGITS = 20;
/** Steps of the scan between given ends and between the others, equal in k^(−1/2). */
const SCAN = { given: 16, all: 48 } as const;
/** Where to look when no ends are given: k from the largest of these down. */
const FAR = 100;

/** Halvings of an interval of the scan down to 10^−7 of k, at most, and steps of the secant rule. */
const HALVINGS = 24;
const SECANT = 20;
/** Pieces of work in a proposal, at most. */
export const MOST_TICKS: number = SCAN.all + 1 + HALVINGS + SECANT;

const LOST = 'the branch is lost where it turns';

interface Sample {
  readonly k: number;
  /** The blocks that are not positive definite, or null where the branch is not found. */
  readonly negative: readonly BlockName[] | null;
}

/** The point of the branch at k, in a field of its own. */
function pointAt(branch: Branch, field: BallLandscape, k: Ball, digits: number): Ball[] | null {
  return branch.unknowns(field, k, digits);
}

function floatBlocks(field: BallLandscape, family: Family, k: Ball, unknowns: readonly Ball[]) {
  const blocks = allBlocks<Ball>(field, shapeOf(family), k, unknowns);
  const toDouble = (x: Ball): number => Number(x.mid) * field.doubleScale;
  return Object.entries(blocks).map(
    ([name, rows]) => [name as BlockName, rows.map((row) => row.map(toDouble))] as const,
  );
}

/** 1/√ of the sizes of the diagonal: variables of very different weight shall not hide a sign. */
function scalesOf(rows: FloatMatrix): number[] {
  return rows.map((row, i) => Math.abs(row[i]!) ** -0.5);
}

function balanced(rows: FloatMatrix): number[][] {
  const scales = scalesOf(rows);
  return rows.map((row, i) => row.map((x, j) => x * scales[i]! * scales[j]!));
}

/** Eigenvectors of the balanced block in its own variables, that of the smallest eigenvalue last. */
function basisOf(rows: FloatMatrix): number[][] {
  const scales = scalesOf(rows);
  return eigenpairs(balanced(rows))
    .vectors.reverse()
    .map((vector) => vector.map((x, i) => x * scales[i]!));
}

function sampleAt(branch: Branch, k: number): Sample {
  const field = new BallLandscape(BallField.ofDigits(DIGITS + 30));
  const exact = field.balls.exact(k);
  const unknowns = pointAt(branch, field, exact, DIGITS);
  if (unknowns === null) return { k, negative: null };
  const negative = floatBlocks(field, branch.family, exact, unknowns)
    .filter(([, rows]) => !(eigenpairs(balanced(rows)).values[0]! > 0))
    .map(([name]) => name);
  return { k, negative };
}

/** The first interval, from large k down, in which a block turns, or why none is seen. */
function bracket(
  branch: Branch,
  [from, to]: readonly [number, number],
  steps: number,
  tick: () => void,
): readonly [Sample, Sample] | string {
  let last: Sample | null = null;
  for (let i = 0; i <= steps; i++) {
    const s = to ** -0.5 + ((from ** -0.5 - to ** -0.5) * i) / steps;
    tick();
    const sample = sampleAt(branch, i === 0 ? to : i === steps ? from : s ** -2);
    if (sample.negative === null) {
      if (last === null) continue;
      return `no block is seen to turn down to k = ${last.k.toFixed(2)}, below which the branch is not found`;
    }
    if (last !== null && (last.negative!.length === 0) !== (sample.negative.length === 0))
      return [sample, last];
    last = sample;
  }
  return last === null ? 'the branch is not found' : 'no block is seen to turn';
}

/**
 * What a proof needs for the threshold between two k (the one nearest to the upper end), to about the given digits, or why
 * there is none. `tick` is called after every piece of work, at most MOST_TICKS times.
 */
export function proposeThreshold(
  branch: Branch,
  range: readonly [number, number] | null,
  field: BallLandscape,
  digits: number,
  tick: () => void = () => {},
): ThresholdProposal | string {
  try {
    return propose(branch, range, field, digits, tick);
  } catch (error) {
    if (error instanceof DomainError) return LOST;
    throw error;
  }
}

function propose(
  branch: Branch,
  range: readonly [number, number] | null,
  field: BallLandscape,
  digits: number,
  tick: () => void,
): ThresholdProposal | string {
  const shape = shapeOf(branch.family);
  const all = [shape.bad + 2, FAR] as const;
  const found = bracket(branch, range ?? all, range === null ? SCAN.all : SCAN.given, tick);
  if (typeof found === 'string') return found;
  let [low, high] = found;
  for (let halving = 0; halving < HALVINGS && high.k - low.k > 1e-7 * high.k; halving++) {
    tick();
    const middle = sampleAt(branch, (low.k + high.k) / 2);
    if (middle.negative === null) return LOST;
    if ((middle.negative.length === 0) === (low.negative!.length === 0)) low = middle;
    else high = middle;
  }
  const turning = (low.negative!.length > 0 ? low : high).negative!;
  if (turning.length !== 1) return `blocks turn together near k = ${high.k}: ${turning.join(', ')}`;
  const block = turning[0]!;

  const { balls } = field;
  let k = balls.exact((low.k + high.k) / 2);
  let unknowns = pointAt(branch, field, k, digits);
  if (unknowns === null) return LOST;
  const bases = Object.fromEntries(
    floatBlocks(field, branch.family, k, unknowns).map(([name, rows]) => [name, basisOf(rows)]),
  ) as unknown as ThresholdProposal['bases'];
  const pivot = (at: Ball, x: readonly Ball[]): Ball =>
    pivotsOf<Ball>(
      field,
      inBasis<Ball>(
        field,
        allBlocks<Ball>(field, shape, at, x)[block],
        bases[block].map((row) => row.map((v) => balls.exact(v))),
      ),
      () => true,
    ).at(-1)!;

  // Secant steps on the last pivot.
  let before = { k: balls.exact(low.k), value: balls.zero };
  const lowUnknowns = pointAt(branch, field, before.k, digits);
  if (lowUnknowns === null) return LOST;
  before = { k: before.k, value: pivot(before.k, lowUnknowns) };
  const enough = 10 ** -digits * high.k;
  for (let round = 0; round < SECANT; round++) {
    tick();
    const value = pivot(k, unknowns);
    const slope = balls.sub(value, before.value);
    if (slope.mid === 0n) break;
    const exact = (x: Ball): Ball => balls.ofUnits(x.mid, 0n);
    const step = exact(balls.div(balls.mul(exact(value), exact(balls.sub(k, before.k))), exact(slope)));
    before = { k, value };
    k = exact(balls.sub(k, step));
    unknowns = pointAt(branch, field, k, digits);
    if (unknowns === null) return LOST;
    if (Math.abs(Number(step.mid) * field.doubleScale) < enough) break;
  }
  const dual = new DualScalars<Ball>(field, unknowns.length);
  const variables = unknowns.map((x, i) => dual.unknown(x, i));
  const jacobian = memberGradient(shape, memberPoint(dual, shape, dual.constant(k), variables)).map(
    (equation) => dual.slopes(equation).map((x) => Number(x.mid) * field.doubleScale),
  );
  const inverse = invert(jacobian);
  return inverse === null ? 'the equations are degenerate there' : { block, bases, k, unknowns, inverse };
}
