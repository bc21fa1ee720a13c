import type {
  BlockCertificate,
  Certificate,
  DenseCertificate,
  MinimumClaim,
  SplitCertificate,
} from '../certificate/index.ts';
import { coqBlockFile, type PolishSymmetric } from './coq-block.ts';
import { type CoqFile, list, type NotCovered, parenthesised, roomBelow, units } from './coq-numbers.ts';
import { coqUniformFile } from './coq-uniform.ts';

/** Fractional bits of every number of an exported file; a polished centre has 80. */
const SCALE = 100;
/** Working precision at the centre, fractional bits; the checker in Coq loses about 14 of them. */
const POINT_BITS = 90;
/** The ball on which Coq bounds the Hessian has radius 2^−36, or less where λ is small. */
const LARGEST_BOX = 36;
/** Entries of the Hessian vary by at most about 600 times the radius of the ball on points as published; twice that. Nearly parallel vectors: more. */
const HESSIAN_VARIATION = 1200;
/** The part of λ that is claimed; what the factorisation and the ball cost stays below the rest. */
const CLAIMED_PART = 0.86;

/**
 * The Coq file of a certificate (docs/formal.md has the format): its numbers as multiples of 2^−100 and a theorem that
 * Coq proves from them. Nothing here is trusted: the centre is what the integers say, and Coq bounds gradient, Hessian
 * and objective there anew. The parameters that are no claims are chosen from the certificate's constants. polish finds the centre of
 * a symmetric point to the digits that a huge k needs.
 */
export function coqFile(certificate: Certificate, polish: PolishSymmetric): CoqFile | NotCovered {
  if (certificate.kind === 'uniform') return coqUniformFile(certificate);
  if (certificate.kind === 'split') return coqSplitFile(certificate);
  const reason = whyNotCovered(certificate);
  if (reason !== null) return { reason };
  return certificate.kind === 'block'
    ? coqBlockFile(certificate as BlockCertificate & { readonly claim: MinimumClaim }, polish)
    : coqDenseFile(certificate as DenseCertificate & { readonly claim: MinimumClaim });
}

function coqDenseFile(
  certificate: DenseCertificate & { readonly claim: MinimumClaim },
): CoqFile | NotCovered {
  const record = denseRecord(certificate);
  if (typeof record !== 'string') return record;
  return { text: theorem('certificate', record, 'check', 'spurious_minimum') };
}

/** A minimum and vectors z_i for splits of its neurons, to 24 binary digits: any vectors with zᵀB_i z < 0 do. */
function coqSplitFile({ subject, claim, witness }: SplitCertificate): CoqFile | NotCovered {
  if (subject.kind !== 'dense')
    return {
      reason: `the minimum is of kind "${subject.kind}": formal/ covers splits of dense certificates`,
    };
  const reason = whyNotCovered(subject);
  if (reason !== null) return { reason };
  const record = denseRecord(subject as DenseCertificate & { readonly claim: MinimumClaim });
  if (typeof record !== 'string') return record;
  const vectors = claim.splits.map(({ neuron }, i) => {
    const entries = witness.splits[i]!.direction.map((x) => parenthesised(units(x, 24, 'nearest')));
    return `    (${neuron}%nat, ${list(entries)})`;
  });
  const both = `{|\n  minimum := ${record};\n  splits := [\n${vectors.join(';\n')}] |}`;
  return { text: theorem('split_certificate', both, 'check_split', 'spurious_split_minimum') };
}

function theorem(type: string, record: string, check: string, claim: string): string {
  return `From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition c : ${type} := ${record}.
Lemma accepted : ${check} c = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Theorem spurious : ${claim} c.
Proof. exact (${check}_correct c accepted). Qed.
`;
}

/** The record `certificate` of formal/Checker.v. */
function denseRecord(certificate: DenseCertificate & { readonly claim: MinimumClaim }): string | NotCovered {
  const { problem, point, claim } = certificate;
  const { n, k } = problem;
  const size = n * k;
  // λ₀ = min(λ_min(H), λ_min(M)) and ε at the centre; doubles will do, Coq has the last word.
  const least = Math.min(Number(claim.centreLambdaMin), Number(claim.centreLambdaMinTransverse));
  const gradient = Number(claim.centreGradientNorm);
  const bound = roomBelow(units(claim.objective.lower, SCALE, 'down'));
  // The form of a certificate allows any decimals here; only `spurious check` confirms them.
  if (!(least > 0)) return { reason: `its lower bound of the eigenvalues, ${least}, is not positive` };
  if (bound <= 0n)
    return { reason: `its lower bound of the objective, ${claim.objective.lower}, is not positive` };
  // The elimination costs about 0.7·N·2^−f of λ: at most a tenth of it.
  const factorBits = Math.max(15, Math.ceil(Math.log2((7 * size) / least)));
  // The widened Hessian costs N times the variation of its entries: at most a fiftieth of λ. 1/2πR is off by 4δ/sin²θ of itself on a box of size δ.
  const variation = Math.max(HESSIAN_VARIATION, 2 / (Math.PI * leastSine(point.centre) ** 3));
  const box = Math.max(LARGEST_BOX, Math.ceil(Math.log2((50 * size * variation) / least)));
  const radius = Math.floor(-Math.log2((4 * (gradient + 2 ** (14 - POINT_BITS))) / least));
  if (radius <= box + 1)
    return { reason: `the gradient at the centre, ${claim.centreGradientNorm}, is too large beside λ_min` };
  const numbers = {
    radius: `${1n << BigInt(SCALE - radius)}`,
    box: `${1n << BigInt(SCALE - box)}`,
    lambda: `${units(String(least * CLAIMED_PART), SCALE, 'down')}`,
  };
  const rows = point.centre.map(
    (row) => `    ${list(row.map((x) => parenthesised(units(x, SCALE, 'nearest'))))}`,
  );
  return `{|
  neurons := ${n}%nat; targets := ${k}%nat; scale := ${SCALE};
  centre := [
${rows.join(';\n')}];
  radius := ${numbers.radius}; box := ${numbers.box};
  lambda := ${numbers.lambda};
  objective_bound := ${bound};
  point_bits := ${POINT_BITS}; hessian_bits := ${Math.max(45, 2 * factorBits + 2)}; factor_bits := ${factorBits} |}`;
}

/** The least sine of an angle that a neuron makes with another or with a target, in doubles; 0 and π apart. */
function leastSine(centre: readonly (readonly string[])[]): number {
  const neurons = centre.map((row) => row.map(Number));
  const vectors = [...neurons, ...neurons[0]!.map((_, j) => neurons[0]!.map((_, a) => (a === j ? 1 : 0)))];
  const inner = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, a) => sum + value * y[a]!, 0);
  const sines = neurons.flatMap((x, i) =>
    vectors.slice(i + 1).map((y) => {
      const cosine = inner(x, y) ** 2 / (inner(x, x) * inner(y, y));
      return Math.sqrt(Math.max(0, 1 - cosine));
    }),
  );
  return Math.min(1, ...sines.filter((sine) => sine > 0));
}

/** What formal/ has no theorem about, in words; null for a certificate that it covers. */
function whyNotCovered(certificate: Certificate): string | null {
  const covered =
    'formal/ covers certificates of kind "dense" and "block" of spurious local minima, "split" of dense ones, and "uniform" for type II';
  if (certificate.kind !== 'dense' && certificate.kind !== 'block')
    return `a certificate of kind "${certificate.kind}": ${covered}`;
  const { problem, claim } = certificate;
  if (claim.verdict !== 'spurious-local-minimum') return `the verdict is ${claim.verdict}: ${covered}`;
  if (problem.targets !== 'standard-basis')
    return 'general targets: formal/ covers the standard basis as targets';
  if (problem.n < problem.k)
    return `n = ${problem.n} neurons for k = ${problem.k} targets: formal/ covers n >= k`;
  if (problem.d !== problem.k)
    return `points of width d = ${problem.d} above k = ${problem.k}: formal/ covers points in the span of the targets`;
  if (claim.centreLambdaMinTransverse === null)
    return `a statement for dimension ${problem.dimension} alone: formal/ proves it for every dimension, which needs λ_min(M) (verify with --dimension all)`;
  return null;
}
