import type { Decimal } from '../../certificate/types.ts';
import type { Candidate } from '../../model/candidate.ts';
import type { Figures, PointCertificate } from '../../proof/figures.ts';
import type { TableRow } from '../../report/table.ts';

/** lower ≤ the quantity ≤ upper, proved. */
export interface Range {
  readonly lower: Decimal;
  readonly upper: Decimal;
}

/** What enclosures say about a published statement. 'not decidable': they allow both. */
export type Answer = 'confirmed' | 'refuted' | 'not decidable';

/** The constants published with one family. Numbers mean exactly the doubles that they are. */
export interface Claim {
  readonly k: number;
  readonly n: number;
  /** Position in its file, from 0. */
  readonly index: number;
  readonly runs: number;
  /** A lower bound on λ_min(∇²F) at the published point; negative: the authors' failure code. */
  readonly lambdaMin: number;
  readonly objective: number;
  /** A minimum lies within r of the published point. */
  readonly r: number;
  /** F varies by at most this between the published point, the other runs of the family and the minimum. */
  readonly deviation: number;
  /** The largest distance of another run of the family from the published point (up to permutation). */
  readonly maxFroDiff: number;
}

/** −1: λ = λ_min − B(maxFroDiff)·maxFroDiff is not positive; −2: 9λ² − 25Bε is negative; 0: neither. null: not decided. */
export type FailureCode = 0 | -1 | -2;

/** Lemma 2 at a radius: the bound on the variation of F in three versions. */
export interface Lemma2Figures {
  readonly radius: Range;
  /** r²(½ + (n²−n)(…) + nk max‖v‖/(2π(min‖w‖−r))) + rε: what the derivation gives. */
  readonly derived: Range;
  /** The last quotient coded as `n*k*vmax/2*pi*wmin`, that is ½nk max‖v‖·π(min‖w‖−r). */
  readonly coded: Range;
  /** Eq. (5): rε inside the factor of r². */
  readonly printed: Range;
}

/** The authors' own test at the point as given, every quantity enclosed. */
export interface AuthorsTest {
  /** (A.2); null if min‖w_i‖ ≤ r0 cannot be excluded, which the published test does not check. */
  readonly B: Range | null;
  /** 9λ² − 25Bε, λ = λ_min − B(maxFroDiff)·maxFroDiff; null unless λ > 0 is certain. */
  readonly discriminant: Range | null;
  readonly code: FailureCode | null;
  /** At r₁ of Lemma 1; null unless Lemma 1 holds. */
  readonly lemma2: Lemma2Figures | null;
  /** F(W) above the bound of Lemma 2: derived, as coded, as printed; null where there is none. */
  readonly holds: { readonly derived: boolean; readonly coded: boolean; readonly printed: boolean } | null;
}

/** Figures at the point as given. */
export interface PointFigures {
  readonly gradientNorm: Range;
  /** max_i ‖2π∇_i F‖, which the published descent stopped on at 1e-9 */
  readonly stoppingNorm: Range;
  /** λ_min(∇²F(W)) in R^{nd}; lower is null where no bound was proved. */
  readonly lambdaMin: { readonly lower: Decimal | null; readonly upper: Decimal };
  readonly objective: Range;
  readonly smallestNorm: Range;
  /** min‖w_i‖ − r0 ≥ */
  readonly normMargin: Decimal;
  /** No two of the vectors w_1…w_n, v_1…v_k are collinear at any point within less than this of W. */
  readonly collinearDistance: Decimal;
  /** sin of the angle of every pair of vectors ≥ */
  readonly leastSine: Decimal;
  /** Lipschitz constant of ∇²F on B(W, r0) ≤; null where a neuron may vanish there. */
  readonly lipschitz: Decimal | null;
  /** The same with the sharp constant; null where it was not asked for. */
  readonly sharpLipschitz: Decimal | null;
  /** Relative change of Σx² over the entries of the gradient, rounded to doubles, when an ulp is added to each; exact sign. */
  readonly ulpChange: number;
  readonly test: AuthorsTest;
}

/** The published constants of a family against ours. */
export interface ClaimCheck {
  readonly claim: Claim;
  /** Is λ_min(∇²F(W)) ≥ the claimed bound? null for a family with a failure code, as the next two. */
  readonly lambdaMin: Answer | null;
  /** Is a local minimum within the claimed r of W? */
  readonly r: Answer | null;
  /** Is F, at W and at the minimum, within the claimed deviation of the claimed value? */
  readonly objective: Answer | null;
  /** Is the failure code what the test with enclosures gives? null for a family without one. */
  readonly failure: Answer | null;
  /** Does max_i ‖2π∇_i F‖ ≤ 1e-9 hold at W, up to the rounding of the published descent? */
  readonly stopping: Answer;
  /** Why a statement is refuted or not decidable, both sides. */
  readonly reasons: readonly string[];
  /** How far the stored figures are from those of the published formulas; null for a family with a failure code. */
  readonly stored: StoredFigures | null;
}

export interface StoredFigures {
  /** |r₁/r − 1| ≤, r₁ from the stored λ_min, B and ε */
  readonly radiusError: Decimal;
  /** The bound of Lemma 2 at r + maxFroDiff, in its three versions. */
  readonly lemma2: Lemma2Figures;
  /** |coded/deviation − 1| ≤ */
  readonly codedError: Decimal;
  /** The stored deviation is certainly below what the derivation gives. */
  readonly tooSmall: boolean;
  /** |F(W*) − F(W)| ≤ this; null without a located critical point */
  readonly variation: Decimal | null;
}

/** A critical point W* within `radius` of a centre, the only one in the open ball of radius `uniqueness`. */
export interface LocatedPoint {
  readonly n: number;
  readonly d: number;
  /** Entry [i·d + a] of the centre is units[i·d + a]·2^−bits, to one unit where `exact` is false. */
  readonly bits: number;
  readonly units: readonly bigint[];
  readonly exact: boolean;
  readonly radius: Decimal;
  readonly uniqueness: Decimal;
}

/** Entry [i][a] of the image is entry [neurons[i]][coordinates[a]] of the point. */
export interface Permutation {
  readonly neurons: readonly number[];
  readonly coordinates: readonly number[];
}

/** Permutations of neurons and coordinates that fix the critical point. */
export interface Isotropy {
  /** Classes of interchangeable coordinates, largest first: all permutations within a class, with neurons, fix W*. */
  readonly coordinates: readonly (readonly number[])[];
  /** Orbits of neurons under these. */
  readonly neurons: readonly (readonly number[])[];
  /** Classes of more than one neuron that are equal at W*. */
  readonly equalNeurons: readonly (readonly number[])[];
  /** Certified transpositions of coordinates, each with its permutation of neurons, that generate the group. */
  readonly generators: readonly Permutation[];
  /** S_14 × S_3 × … */
  readonly name: string;
  /** Nothing else fixes W*: columns of different classes and the remaining neurons were proved different. */
  readonly complete: boolean;
}

/** A symmetric critical point W* within `radius` of a centre, the only one in the open ball of radius `uniqueness`. */
export interface SymmetricLocation {
  /** Blocks, and which the types of neurons are attached to. */
  readonly structure: string;
  readonly bits: number;
  /** Entries of the centre within one unit of unit·2^−bits, and how often they occur. */
  readonly entries: readonly { readonly unit: bigint; readonly count: bigint }[];
  readonly radius: Decimal;
  readonly uniqueness: Decimal;
}

/** All that is found out about one family alone. */
export interface FamilyOutcome {
  readonly verification: Figures;
  readonly certificate: PointCertificate | null;
  readonly point: PointFigures | null;
  /** The critical point of a candidate given by all its coordinates. */
  readonly located: LocatedPoint | null;
  /** The critical point of a candidate in block form. */
  readonly symmetric: SymmetricLocation | null;
  readonly isotropy: Isotropy | null;
  /** λ_min(∇²F(W*)) ≤, null without a located critical point */
  readonly lambdaMinUpper: Decimal | null;
  readonly check: ClaimCheck | null;
}

/** One family of the audit with where it comes from. */
export interface PublishedFamily {
  /** Name of the file. */
  readonly source: string;
  /** Position in the archive from 0; null for a single point of no archive. */
  readonly family: number | null;
  readonly k: number;
  readonly n: number;
  readonly d: number;
  readonly candidate: Candidate;
  /** Runs that ended here; null when the file does not say. */
  readonly runs: number | null;
  readonly claim: Claim | null;
  readonly outcome: FamilyOutcome;
}

/** 'error': exit code 1. 'warning': published figure or argument that does not stand as it is. 'info': the rest. */
export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly where: string;
  readonly text: string;
}

/** An architecture whose runs are known, so that a row of a table can be made. */
export interface Architecture {
  /** Its families are those of this file. */
  readonly source: string;
  readonly k: number;
  readonly n: number;
  readonly runs: number;
  /** Runs about whose end nothing was found out when they were made. */
  readonly unresolved: number;
  /** From an archive in the published form, whose rows the authors' tables print; else from a search. */
  readonly published: boolean;
}

/** Two versions of a row: the families that the authors verified, and every certified spurious minimum. */
export interface RowPair {
  readonly architecture: Architecture;
  readonly asPublished: TableRow;
  readonly all: TableRow;
}

/** A printed cell against the recomputed one. */
export interface Cell {
  readonly k: number;
  readonly n: number;
  readonly column: 'percent' | 'lambdaMin' | 'objective';
  readonly printed: string;
  /** From the constants that the authors stored, over the families that they counted. */
  readonly recomputed: number;
  readonly agrees: Answer;
  /** The same from certified values. */
  readonly certified: { readonly lower: number; readonly upper: number; readonly agrees: Answer };
}

/** A family that is the same critical point as an earlier one, with the permutation that carries it there. */
export interface Duplicate {
  /** Positions in the list of families. */
  readonly family: number;
  readonly of: number;
  readonly permutation: Permutation;
}

export interface Comparison {
  readonly duplicates: readonly Duplicate[];
  /** Pairs that were neither identified nor told apart. */
  readonly undecided: readonly (readonly [number, number])[];
  /** Located critical points up to permutation, undecided pairs counted as different. */
  readonly distinct: number;
}

/** A file that could not be used, and why. */
export interface Unreadable {
  readonly source: string;
  readonly message: string;
}

export interface Audit {
  readonly families: readonly PublishedFamily[];
  readonly unreadable: readonly Unreadable[];
  readonly comparison: Comparison;
  readonly rows: readonly RowPair[];
  readonly cells: readonly Cell[];
  readonly findings: readonly Finding[];
}
