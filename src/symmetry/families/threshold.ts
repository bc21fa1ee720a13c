import { type Ball, DomainError } from '../../arithmetic/ball.ts';
import { type Dual, DualScalars } from '../../arithmetic/dual.ts';
import { type Scalars, total } from '../../arithmetic/scalars.ts';
import type { BallLandscape } from '../../landscape/ball-field.ts';
import type { IsotypicBlock } from '../point/component.ts';
import { isotypicBlocks } from '../point/isotypic.ts';
import { transverseBlocks } from '../point/transverse.ts';
import {
  type BranchProposal,
  type EquationsAtK,
  encloseBranch,
  encloseSignChange,
  type SignChange,
  WindowField,
} from './branch.ts';
import { type FamilyShape, memberGradient, memberPoint } from './member.ts';

/** The blocks of the Hessian (and of M, for further dimensions) whose definiteness decides about a member. */
export type BlockName =
  | 'trivial'
  | 'standard'
  | 'symmetric'
  | 'alternating'
  | 'transverse trivial'
  | 'transverse standard';

export type Blocks<S> = Readonly<Record<BlockName, readonly (readonly S[])[]>>;

/**
 * All blocks at a point, in variables that are not orthonormal: what counts is their inertia (Sylvester). Vectors that may
 * be parallel are no member to decide about: their pair would be left out of the blocks, so DomainError.
 */
export function allBlocks<S>(field: Scalars<S>, shape: FamilyShape, k: S, unknowns: readonly S[]): Blocks<S> {
  const point = memberPoint(field, shape, k, unknowns);
  if (point.pairs.some(({ inverseArea }) => inverseArea === null))
    throw new DomainError('vectors of the member may be parallel');
  const inside = isotypicBlocks(point);
  const across = transverseBlocks(point);
  const of = (blocks: readonly IsotypicBlock<S>[], kind: IsotypicBlock<S>['component']['kind']) =>
    blocks.find(({ component }) => component.kind === kind)!.entries;
  return {
    trivial: of(inside, 'trivial'),
    standard: of(inside, 'standard'),
    symmetric: of(inside, 'symmetric'),
    alternating: of(inside, 'alternating'),
    'transverse trivial': of(across, 'trivial'),
    'transverse standard': of(across, 'standard'),
  };
}

/** The block V B Vᵀ in the variables of the rows of V. */
export function inBasis<S>(
  field: Scalars<S>,
  block: readonly (readonly S[])[],
  basis: readonly (readonly S[])[],
): S[][] {
  const times = (x: readonly (readonly S[])[], y: readonly (readonly S[])[]): S[][] =>
    x.map((row) =>
      y.map((other) =>
        total(
          field,
          row.map((value, i) => field.mul(value, other[i]!)),
        ),
      ),
    );
  // (B Vᵀ)ᵀ = V B for the symmetric B.
  return times(times(basis, block), basis);
}

/**
 * Pivots of LDLᵀ, up to the first one that is not certainly positive. Where all come out, the block has as many negative
 * eigenvalues as pivots (Sylvester).
 */
export function pivotsOf<S>(
  field: Scalars<S>,
  block: readonly (readonly S[])[],
  certainlyPositive: (x: S) => boolean,
): S[] {
  const rows = block.map((row) => [...row]);
  const pivots: S[] = [];
  for (const [c, row] of rows.entries()) {
    const pivot = row[c]!;
    pivots.push(pivot);
    if (!certainlyPositive(pivot)) break;
    for (const [i, other] of rows.entries()) {
      if (i <= c) continue;
      const factor = field.div(other[c]!, pivot);
      for (const [j, x] of other.entries()) if (j > c) other[j] = field.sub(x, field.mul(factor, row[j]!));
    }
  }
  return pivots;
}

/** What a proof of a threshold begins with; none of it is trusted. k is k* in doubles or better. */
export interface ThresholdProposal extends BranchProposal {
  readonly block: BlockName;
  /**
   * New variables for each block, a row each, in which it is nearly diagonal: approximate eigenvectors. That of the
   * direction that turns is the last of its block.
   */
  readonly bases: Readonly<Record<BlockName, readonly (readonly number[])[]>>;
}

/** In the window the branch of critical points is proven, and k* is the only sign change of any block. */
export interface Threshold extends SignChange {
  readonly block: BlockName;
  /** Below k* the block has exactly one negative eigenvalue and above none (rising), or the other way round. */
  readonly rising: boolean;
}

/**
 * The real k* at which a family turns (mathematics.md 10.4). For every real k of a window K about the proposal:
 * (1) the equations have exactly one zero x(k) in a box, nondegenerate, so x is analytic in k (Krawczyk with interval k);
 * (2) x'(k) = −J⁻¹ ∂G/∂k is enclosed, hence values and k-derivatives of all blocks along the branch (dual numbers);
 * (3) all other blocks are positive definite on K (positive pivots of LDLᵀ), and so are all pivots of the turning block
 *     but the last, d(k), whose derivative has one sign on K;
 * (4) d is enclosed at k0 alone, whose zero lies in the same box, and N = k0 − d(k0)/d'(K) lies inside K.
 * By the mean value theorem d has a zero in K, all its zeros there lie in N, and by monotony there is just one. By Sylvester
 * the block has as many negative eigenvalues as pivots: one where d < 0, none where d > 0. (Bases that were no bases could
 * not give nonzero pivots.) Null where a step fails.
 */
export function proveThreshold(
  field: BallLandscape,
  shape: FamilyShape,
  proposal: ThresholdProposal,
  windowRadius: Ball,
): Threshold | null {
  try {
    return prove(new WindowField(field.balls), shape, proposal, windowRadius);
  } catch (error) {
    // An enclosure too wide for a quotient or a root: this window is not proven.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function prove(
  field: BallLandscape,
  shape: FamilyShape,
  { block, bases, k, unknowns, inverse }: ThresholdProposal,
  windowRadius: Ball,
): Threshold | null {
  const { balls } = field;
  const positive = (x: Ball): boolean => balls.positive(x) === 'yes';
  const equations: EquationsAtK = (numbers, size, x) =>
    memberGradient(shape, memberPoint(numbers, shape, size, x));
  const branch = encloseBranch(field, equations, { k, unknowns, inverse }, windowRadius);
  const velocity = branch?.velocity();
  if (!branch || !velocity) return null;
  const { wide, box, middle } = branch;
  const moving = new DualScalars<Ball>(field, 1);
  const along = (value: Ball, slope: Ball): Dual<Ball> => ({ value, gradient: [slope] });
  const blocks = allBlocks<Dual<Ball>>(
    moving,
    shape,
    along(wide, balls.one),
    box.map((x, i) => along(x, velocity[i]!)),
  );
  const positiveValue = (x: Dual<Ball>): boolean => positive(x.value);
  const basisOf = (name: BlockName): Ball[][] => bases[name].map((row) => row.map((x) => balls.exact(x)));
  const movingPivots = (name: BlockName): Dual<Ball>[] => {
    const basis = basisOf(name).map((row) => row.map((x) => moving.constant(x)));
    return pivotsOf(moving, inBasis(moving, blocks[name], basis), positiveValue);
  };
  for (const name of Object.keys(blocks) as BlockName[]) {
    if (name === block) continue;
    const pivots = movingPivots(name);
    if (pivots.length < blocks[name].length || !pivots.every(positiveValue)) return null;
  }
  // The last pivot may have any sign, but the others must be positive, or there would be fewer.
  const pivots = movingPivots(block);
  const last = pivots.at(-1)!;
  if (pivots.length < blocks[block].length) return null;
  const slope = moving.slopes(last)[0]!;
  const rising = positive(slope);
  if (!rising && !positive(balls.neg(slope))) return null;

  const there = allBlocks<Ball>(field, shape, k, middle);
  const values = pivotsOf<Ball>(field, inBasis<Ball>(field, there[block], basisOf(block)), positive);
  if (values.length < pivots.length) return null;
  const enclosure = encloseSignChange(balls, k, wide, values.at(-1)!, slope);
  return enclosure && { ...enclosure, block, rising };
}
