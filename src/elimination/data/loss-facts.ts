/** What is decided about a loss, for the labels that occur: the hypotheses of the papers on ℓ. */
import { type Ball, BallField, DomainError } from '../../arithmetic/ball.ts';
import { type ExactNumber, exactDecimal } from '../../arithmetic/exact.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { all } from '../../arithmetic/ternary.ts';
import { BallAlgebra } from '../../expression/balls.ts';
import { derivativeOf, polynomialOf, rootBound } from '../../expression/polynomial.ts';
import { criticalPointsAreMinima } from '../../expression/pseudoconvex.ts';
import { type Shape, shapeOf } from '../../expression/shape.ts';
import {
  binary,
  call,
  negative,
  number,
  sameTree,
  substituted,
  type Tree,
  variable,
} from '../../expression/tree.ts';
import { Univariate } from '../../expression/univariate.ts';
import type { Empirical } from './empirical.ts';
import { rowsEqual } from './empirical.ts';
import { type Loss, lossAt, type OutputRange } from './loss.ts';

/** A property of the loss, and on what it rests; empty words for the rules of composition, on all of ℝ. */
export interface Fact {
  readonly holds: Ternary;
  readonly how: string;
}

/** L Assumption 1, for a loss that is a function of −y·f, y = ±1. */
export interface SignedFacts {
  /** Is ℓ(q, −1) = ℓ(−q, 1)? */
  readonly form: Fact;
  readonly nondecreasing: Fact;
  readonly twice: Fact;
  /** Critical points are global minima, and those have y·f > 0. */
  readonly critical: Fact;
}

export interface LossFacts {
  readonly differentiable: Fact;
  readonly convex: Fact;
  /** Is every critical point of ℓ(·, y) a global minimum of it? */
  readonly criticalAreMinima: Fact;
  /** Null where the labels are not all −1 or 1. */
  readonly signed: SignedFacts | null;
}

const YES: Fact = { holds: 'yes', how: '' };
const DIGITS = 30;
/** Outputs between which a property is refuted where no range is stated. */
const NEAR = 8n;
/** Pieces of those that are looked at. */
const FEW_PIECES = 128;
/** Distinct labels that are looked at one by one. */
const MOST_LABELS = 500;
/** Enclosures on a range are made for this many distinct labels. */
const MOST_ENCLOSED = 20;

/** The facts about a loss; of the built-in ones they are known. */
export function lossFacts({
  loss,
  network,
  groups,
}: Pick<Empirical, 'loss' | 'network' | 'groups'>): LossFacts {
  if (loss.kind !== 'expression') {
    const twice: Fact =
      loss.kind !== 'hinge' || loss.power >= 3 ? YES : { holds: 'no', how: 'the hinge for p = 2' };
    const isSigned = loss.kind === 'logistic' || loss.kind === 'hinge';
    const signed = isSigned ? { form: YES, nondecreasing: YES, twice, critical: YES } : null;
    return { differentiable: YES, convex: YES, criticalAreMinima: YES, signed };
  }
  const decider = new Decider(loss);
  const labels = distinctLabels(groups);
  if (labels === null) {
    const how = `there are more than ${MOST_LABELS} distinct labels`;
    const open: Fact = { holds: 'undecided', how };
    return { differentiable: open, convex: open, criticalAreMinima: open, signed: null };
  }
  const enclosed = network.outputs === 1 && labels.length <= MOST_ENCLOSED;
  const each = labels.map((label) => decider.about(lossAt(loss, label), enclosed));
  const signs = network.outputs === 1 && labels.every(([y]) => isSign(y!));
  return {
    differentiable: together(each.map(({ differentiable }) => differentiable)),
    convex: together(each.map(({ convex }) => convex)),
    criticalAreMinima: together(each.map(({ criticalAreMinima }) => criticalAreMinima)),
    signed: signs ? decider.signed() : null,
  };
}

/** Exactly 1 or −1, as whose losses L's assumptions are decided. */
function isSign(y: ExactNumber): boolean {
  return Math.abs(Number(y)) === 1 && rowsEqual([y], [Math.sign(Number(y))]);
}

function distinctLabels(
  groups: Empirical['groups'],
): Empirical['groups'][number]['labels'][number]['label'][] | null {
  const found: Empirical['groups'][number]['labels'][number]['label'][] = [];
  const seen = new Set<string>();
  for (const { labels } of groups)
    for (const { label } of labels) {
      const key = label.join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      if (found.some((known) => rowsEqual(known, label))) continue;
      found.push(label);
      if (found.length > MOST_LABELS) return null;
    }
  return found;
}

/** A fact about every label: it holds if each does, and fails if one does. */
function together(facts: readonly Fact[]): Fact {
  const holds = all(...facts.map((fact) => fact.holds));
  return facts.find((fact) => fact.holds === holds && fact.how !== '') ?? { holds, how: '' };
}

type Facts = Pick<LossFacts, 'differentiable' | 'convex' | 'criticalAreMinima'>;

/** Where enclosures are made: a range of outputs, and what that leaves open. */
interface Range {
  readonly low: Ball;
  readonly high: Ball;
  /** Words for a fact that holds on it; null where it would say nothing about other outputs. */
  readonly how: string | null;
}

class Decider {
  private readonly field: BallField = BallField.ofDigits(DIGITS);
  private readonly algebra: BallAlgebra = new BallAlgebra(this.field);
  private readonly loss: Extract<Loss, { kind: 'expression' }>;

  constructor(loss: Extract<Loss, { kind: 'expression' }>) {
    this.loss = loss;
  }

  /** ℓ(·, y) for one label; by enclosures only where that is asked for. */
  about(tree: Tree, enclosed: boolean): Facts {
    const shape = shapeOf(this.algebra, tree);
    const differentiable = this.differentiable(tree, shape, enclosed);
    const convex: Fact = shape.defined && shape.convex ? YES : this.enclosed(tree, enclosed, 2, 'convex');
    const rules = (shape.convex && shape.defined) || criticalPointsAreMinima(this.algebra, tree);
    const criticalAreMinima = rules ? YES : this.criticalPoints(tree, enclosed);
    return { differentiable, convex, criticalAreMinima };
  }

  signed(): SignedFacts {
    const positive = lossAt(this.loss, [1]);
    const mirrored = substituted(positive, { q: negative(variable('q')) });
    const shape = shapeOf(this.algebra, positive);
    const falling: Fact =
      shape.defined && shape.falling ? YES : this.enclosed(negative(positive), true, 1, 'monotone');
    const { criticalAreMinima } = this.about(positive, true);
    return {
      form: this.sameFunction(mirrored, lossAt(this.loss, [-1])),
      nondecreasing: falling,
      twice:
        shape.defined && shape.smooth >= 2
          ? YES
          : { holds: 'undecided', how: 'it may have kinks, or no value somewhere' },
      critical: this.minimaAreRight(positive, shape, criticalAreMinima),
    };
  }

  /** Critical points are minima, and no minimum is at q ≤ 0, y = 1: for convex ℓ(·, 1) it is enough that its slope at 0 is < 0. */
  private minimaAreRight(positive: Tree, shape: Shape, minima: Fact): Fact {
    if (minima.holds !== 'yes') return minima;
    const slope = orNull(() => new Univariate(this.algebra, positive, 'q').at(this.field.zero).first);
    if (slope === null) return { holds: 'undecided', how: 'no slope at 0' };
    if (this.field.isZero(slope) && shape.convex) return { holds: 'no', how: 'a minimum at y·f = 0' };
    if (this.field.positive(this.field.neg(slope)) !== 'yes')
      return { holds: 'undecided', how: 'the slope at y·f = 0 is not seen to be negative' };
    return shape.convex ? minima : { holds: 'undecided', how: 'not known to be convex' };
  }

  private sameFunction(a: Tree, b: Tree): Fact {
    if (sameTree(plain(a), plain(b))) return YES;
    const difference = polynomialOf(binary('sub', a, b), 'q');
    if (difference !== null)
      return { holds: difference.every(({ numerator }) => numerator === 0n) ? 'yes' : 'no', how: '' };
    const apart = orNull(() => {
      const function_ = new Univariate(this.algebra, binary('sub', a, b), 'q');
      return [1, -2, 3].some((x) => {
        const { value } = function_.at(this.field.integer(x));
        return this.field.positive(this.field.abs(value)) === 'yes';
      });
    });
    return { holds: apart === true ? 'no' : 'undecided', how: '' };
  }

  private differentiable(tree: Tree, shape: Shape, enclosed: boolean): Fact {
    if (shape.defined && shape.smooth >= 1) return YES;
    const [range] = enclosed ? this.stated() : [];
    if (range !== undefined) {
      const function_ = new Univariate(this.algebra, tree, 'q');
      if (function_.smoothOn(range.low, range.high, 1)) return { holds: 'yes', how: range.how! };
    }
    const why = shape.defined ? 'max, min or abs may have a kink' : 'it may have no value somewhere';
    return { holds: 'undecided', how: why };
  }

  /** Is ℓ^(order) ≥ 0, by enclosures? */
  private enclosed(tree: Tree, enclosed: boolean, order: 1 | 2, what: string): Fact {
    const function_ = new Univariate(this.algebra, tree, 'q');
    if (enclosed)
      for (const { low, high, how } of [...this.whole(tree, order), ...this.stated(), this.near()]) {
        const answer = function_.nonnegative(order, low, high, how === null ? FEW_PIECES : undefined);
        if (answer === 'no') return { holds: 'no', how: 'an enclosure of a derivative has the wrong sign' };
        if (answer === 'yes' && how !== null) return { holds: 'yes', how };
      }
    return this.open(`not seen to be ${what} by the rules of composition`);
  }

  private criticalPoints(tree: Tree, enclosed: boolean): Fact {
    const function_ = new Univariate(this.algebra, tree, 'q');
    if (enclosed)
      for (const { low, high, how } of [...this.whole(tree, 1), ...this.stated(), this.near()]) {
        const found = function_.criticalPoints(low, high);
        if (found === null) continue;
        // A strict local maximum is no global minimum.
        if (found.some((q) => this.field.positive(this.field.neg(function_.at(q).second)) === 'yes'))
          return { holds: 'no', how: 'there is a local maximum' };
        // All are strict minima, and between two of those there is a maximum: there is one, or none.
        const minima = found.every((q) => this.field.positive(function_.at(q).second) === 'yes');
        if (minima && how !== null) return { holds: 'yes', how };
      }
    return this.open('the critical points were not told apart');
  }

  private open(why: string): Fact {
    const remedy = this.loss.range === null ? '; state the outputs that matter with --range A..B' : '';
    return { holds: 'undecided', how: why + remedy };
  }

  /** For a polynomial an interval outside of which the derivative has no zero: its sign there is that at the ends. */
  private whole(tree: Tree, order: 1 | 2): Range[] {
    let derivative = polynomialOf(tree, 'q');
    for (let i = 0; i < order && derivative !== null; i++) derivative = derivativeOf(derivative);
    if (derivative === null || derivative.length < 2) return [];
    const bound = this.field.integer(rootBound(derivative));
    return [{ low: this.field.neg(bound), high: bound, how: 'a polynomial, by enclosures' }];
  }

  private stated(): Range[] {
    const { range } = this.loss;
    if (range === null) return [];
    return [{ low: this.field.exact(range.low), high: this.field.exact(range.high), how: rangeWords(range) }];
  }

  private near(): Range {
    return { low: this.field.integer(-NEAR), high: this.field.integer(NEAR), how: null };
  }
}

/** What a fact that is decided on a range rests on. */
export function rangeWords({ low, high }: OutputRange): string {
  return `for outputs from ${exactDecimal(low)} to ${exactDecimal(high)}, by enclosures; beyond them it is your assumption`;
}

function orNull<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** The tree without factors 1 and −1 and with signs drawn to the front. */
function plain(tree: Tree): Tree {
  switch (tree.kind) {
    case 'neg': {
      const of = plain(tree.of);
      return of.kind === 'neg' ? of.of : negative(of);
    }
    case 'call':
      return call(tree.name, ...tree.args.map(plain));
    case 'add':
    case 'sub': {
      const [left, right] = [plain(tree.left), plain(tree.right)];
      if (right.kind !== 'neg') return binary(tree.kind, left, right);
      return binary(tree.kind === 'add' ? 'sub' : 'add', left, right.of);
    }
    case 'mul': {
      const [left, right] = [plain(tree.left), plain(tree.right)];
      if (left.kind === 'neg') return plain(negative(binary('mul', left.of, right)));
      if (right.kind === 'neg') return plain(negative(binary('mul', left, right.of)));
      if (sameTree(left, number(1))) return right;
      return sameTree(right, number(1)) ? left : binary('mul', left, right);
    }
    case 'div':
    case 'power':
      return binary(tree.kind, plain(tree.left), plain(tree.right));
    default:
      return tree;
  }
}
