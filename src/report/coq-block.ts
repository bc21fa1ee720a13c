import { BallField } from '../arithmetic/ball.ts';
import type { BlockCertificate, MinimumClaim } from '../certificate/index.ts';
import { SymmetricEvaluation } from '../symmetry/point/evaluation.ts';
import { exactPoint } from '../symmetry/point/shape.ts';
import { type CoqFile, list, type NotCovered, parenthesised, roomBelow, units } from './coq-numbers.ts';

/** A better centre of the same structure, or null; untrusted, Coq bounds the gradient there. */
export type PolishSymmetric = (point: SymmetricEvaluation) => SymmetricEvaluation | null;

/** The part of λ that is claimed: Coq's test loses next to nothing, the certificate's digits may be few. */
const CLAIMED_PART = 0.999;

/** A minimum of kind "block" in the numbers of formal/BlockChecker.v. */
interface OneBlock {
  readonly size: number;
  /** The neuron of the block: its own entry, the others of the block, the further coordinates. */
  readonly own: bigint;
  readonly others: bigint;
  readonly atFurther: readonly bigint[];
  /** The further neurons: their entry on the block, and those at the further coordinates. */
  readonly extraBlock: readonly bigint[];
  readonly extraFurther: readonly (readonly bigint[])[];
}

/**
 * The Coq file of a certificate of one huge symmetric minimum. All blocks but the largest are taken apart into single
 * coordinates and neurons. With m the size of the largest, sums over m² pairs lose 2 log₂ m bits and the smallest form of
 * the Hessian is 1/m of the entries: the box has to be about m⁻⁵, the centre and the working precision finer still. Both
 * are chosen here with room; Coq has the last word.
 */
export function coqBlockFile(
  certificate: BlockCertificate & { readonly claim: MinimumClaim },
  polish: PolishSymmetric,
): CoqFile | NotCovered {
  const { problem, point, claim } = certificate;
  const { blocks } = problem;
  const big = blocks.indexOf(Math.max(...blocks));
  const attached = point.centre.filter((type) => type.attached === big);
  if (blocks[big]! < 3)
    return { reason: `blocks of ${blocks.join(', ')} coordinates: formal/ wants one of at least 3` };
  if (attached.length !== 1)
    return {
      reason: `${attached.length} types of neurons on the largest block: formal/ covers points with one`,
    };
  const least = Math.min(Number(claim.centreLambdaMin), Number(claim.centreLambdaMinTransverse));
  if (!(least > 0)) return { reason: `its lower bound of the eigenvalues, ${least}, is not positive` };
  const size = Math.ceil(Math.log2(blocks[big]!));
  const strength = Math.ceil(-Math.log2(least));
  const box = 48 + 5 * size + 2 * strength;
  const bits = box + 64 + 4 * size;
  const bound = roomBelow(units(claim.objective.lower, bits, 'down'));
  if (bound <= 0n)
    return { reason: `its lower bound of the objective, ${claim.objective.lower}, is not positive` };
  const centre = polished(certificate, bits, polish);
  if (centre === null) return { reason: 'Newton’s iteration from its centre does not settle' };
  const { own, others, atFurther, extraBlock, extraFurther } = oneBlock(centre, blocks, big, bits);
  const numbers = (row: readonly bigint[]): string => list(row.map(parenthesised));
  const power = (exponent: number): bigint => 1n << BigInt(bits - exponent);
  return {
    text: `From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition c : block_certificate := {|
  block_size := ${blocks[big]}; further := ${atFurther.length}%nat; extra := ${extraBlock.length}%nat; b_scale := ${bits};
  own := ${parenthesised(own)}; others := ${parenthesised(others)};
  at_further := ${numbers(atFurther)};
  extra_block := ${numbers(extraBlock)};
  extra_further := ${list(extraFurther.map(numbers))};
  b_radius := ${power(box + 16)}; b_box := ${power(box)};
  b_lambda := ${units(String(least * CLAIMED_PART), bits, 'down')};
  b_objective_bound := ${bound};
  b_bits := ${bits} |}.
Lemma accepted : check_block c = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Theorem spurious : spurious_block_minimum c.
Proof. exact (check_block_correct c accepted). Qed.
`,
  };
}

function polished(
  { problem, point }: BlockCertificate,
  bits: number,
  polish: PolishSymmetric,
): SymmetricEvaluation | null {
  const balls = new BallField(bits + 64);
  const { shape, sizes, neurons } = exactPoint({
    form: 'block',
    blocks: problem.blocks,
    neurons: point.centre,
  });
  return polish(
    new SymmetricEvaluation(balls, {
      shape,
      sizes: sizes.map((m) => balls.integer(m)),
      blockSizes: sizes,
      neurons: neurons.map((entries) => entries.map((x) => balls.exact(x))),
    }),
  );
}

/** The entries as integers times 2^−bits, all blocks but one taken apart. */
function oneBlock(
  { balls, point }: SymmetricEvaluation,
  blocks: readonly number[],
  big: number,
  bits: number,
): OneBlock {
  const drop = BigInt(balls.bits - bits);
  const entries = point.neurons.map((row) => row.map(({ mid }) => mid >> drop));
  const last = blocks.length;
  const types = entries.map((row, a) => ({ row, attached: point.shape.attached[a]! }));
  const good = types.find(({ attached }) => attached === big)!.row;
  const coordinates = blocks.flatMap((m, s) =>
    s === big ? [] : Array.from({ length: m }, (_, i) => ({ s, i })),
  );
  const extra = types
    .filter(({ attached }) => attached !== big)
    .flatMap(({ row, attached }) =>
      Array.from({ length: attached === null ? 1 : blocks[attached]! }, (_, j) => ({
        block: row[big]!,
        further: coordinates.map(({ s, i }) => row[attached === s && i === j ? last : s]!),
      })),
    );
  return {
    size: blocks[big]!,
    own: good[last]!,
    others: good[big]!,
    atFurther: coordinates.map(({ s }) => good[s]!),
    extraBlock: extra.map(({ block }) => block),
    extraFurther: extra.map(({ further }) => further),
  };
}
