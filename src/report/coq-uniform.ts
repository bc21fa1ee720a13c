import type { UniformCertificate, UniformInterval } from '../certificate/index.ts';
import { type CoqFile, list, type NotCovered, parenthesised, units } from './coq-numbers.ts';

/** Fractional bits of every number: slab_bits of formal/TypeTwoCheck.v. */
const SCALE = 32;
const UNIT = 2 ** SCALE;
/**
 * Up to the last of these k each is checked by itself, from there on intervals of s = k^(−1/2), the last of which begins at 0. The
 * radius of the box and the lower bound of the derivative of the equations there: for few k the standard form needs a small
 * box; for more, the enclosures of the arc functions near 0 in Coq are off by up to 2·10^−5, which the radius has to cover.
 */
const ALONE: readonly { readonly upTo: number; readonly radius: number; readonly derivative: number }[] = [
  { upTo: 15, radius: 2 ** -14, derivative: 0.05 },
  { upTo: 277, radius: 0.0025, derivative: 0.06 },
];
const LAST_ALONE = ALONE[ALONE.length - 1]!.upTo;
/**
 * The same, and the width, of steps of s, where the centre stays and the zero moves: 5|G|² ≤ (derivative · radius)² needs a width of
 * at most about derivative · radius/17, and the larger the box, the less is left of the derivative.
 */
const STEPS: readonly {
  readonly upTo: number;
  readonly radius: number;
  readonly derivative: number;
  readonly width: number;
}[] = [
  { upTo: 0.03, radius: 0.17, derivative: 0.12, width: 9e-4 },
  { upTo: 0.045, radius: 0.11, derivative: 0.12, width: 6e-4 },
  { upTo: 1, radius: 0.075, derivative: 0.12, width: 3.8e-4 },
];
/** The part of λ that is claimed, and its limit: Coq takes eigenvalues in other coordinates, and 8λ ≤ derivative. */
const CLAIMED_PART = 0.43;
const LARGEST_LAMBDA = 0.004;

/**
 * The Coq file of the theorem about every k of type II (formal/EveryK.v): the polynomials of the certificate as centres, parts
 * that cover every k, and a smaller λ. Boxes and steps are chosen here; Coq proves everything on them anew.
 */
export function coqUniformFile(certificate: UniformCertificate): CoqFile | NotCovered {
  const { problem, claim, witness } = certificate;
  if (problem.bad !== 1 || problem.extras.length > 0)
    return {
      reason: `the family has r = ${problem.bad} and ${problem.extras.length} extra neurons: of the theorems for every k formal/ covers type II, r = 1 without extras`,
    };
  if (claim.kTo !== null)
    return { reason: `the claim ends at k = ${claim.kTo}: formal/ covers every k from some k on` };
  const lambda = Math.min(LARGEST_LAMBDA, CLAIMED_PART * Number(claim.lambdaMin));
  if (!(lambda > 0)) return { reason: `its λ, ${claim.lambdaMin}, is not positive` };
  const { intervals } = witness;
  const parts = [
    ...alone(intervals, claim.kFrom),
    ...steps(intervals, Math.max(claim.kFrom, LAST_ALONE + 1)),
  ];
  const number = (x: number): string => `${Math.floor(x * UNIT)}`;
  const u_lambda = Math.floor(lambda * UNIT);
  return {
    text: `From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition c : uniform_certificate := {|
  u_first := ${claim.kFrom}; u_lambda := ${u_lambda};
  u_intervals := [
${intervals.map(interval).join(';\n')}];
  u_parts := [
${parts
  .map(
    ({ at, cover, radius, derivative }) =>
      `    {| p_interval := ${at}%nat; p_cover := ${cover}; p_rho := ${number(radius)}; p_nu := ${8 * u_lambda}; p_mu := ${number(derivative)} |}`,
  )
  .join(';\n')}] |}.
Lemma accepted : check_uniform c = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Theorem spurious : spurious_uniform_minimum c.
Proof. exact (check_uniform_correct c accepted). Qed.
`,
  };
}

interface Part {
  /** The number of the interval whose polynomials are the centre. */
  readonly at: number;
  readonly cover: string;
  readonly radius: number;
  readonly derivative: number;
}

function interval({ from, to, centre }: UniformInterval): string {
  const rows = centre.map(
    (row) => `      ${list(row.map((x) => parenthesised(units(x, SCALE, 'nearest'))))}`,
  );
  return `    {| i_from := ${units(from, SCALE, 'nearest')}; i_to := ${units(to, SCALE, 'nearest')}; i_centres := [\n${rows.join(';\n')}] |}`;
}

/** Ranges of k, of which each is checked by itself, with one interval and one box for each range. */
function alone(intervals: readonly UniformInterval[], kFrom: number): readonly Part[] {
  const parts: Part[] = [];
  let first = kFrom;
  for (const { upTo, radius, derivative } of ALONE) {
    while (first <= upTo) {
      const at = intervalOf(intervals, first ** -0.5);
      let last = first;
      while (last < upTo && intervalOf(intervals, (last + 1) ** -0.5) === at) last++;
      parts.push({ at, cover: `each_k ${first} ${last}`, radius, derivative });
      first = last + 1;
    }
  }
  return parts;
}

/** Steps of s from 0 to kFrom^(−1/2), of each kind and from each interval as many as it takes to pass its end. */
function steps(intervals: readonly UniformInterval[], kFrom: number): readonly Part[] {
  const parts: Part[] = [];
  // One unit more than the root: the comparison in Coq is exact.
  const end = Math.ceil(kFrom ** -0.5 * UNIT) + 1;
  for (let start = 0; start < end; ) {
    const at = intervalOf(intervals, start / UNIT);
    const { upTo, radius, derivative, width } = STEPS.find((step) => start < step.upTo * UNIT)!;
    const step = Math.floor(width * UNIT);
    const last = at === intervals.length - 1 ? 1 : Number(intervals[at]!.to);
    const count = Math.ceil((Math.min(end, last * UNIT, upTo * UNIT) - start) / step);
    parts.push({ at, cover: `steps ${start} ${step} ${count}`, radius, derivative });
    start += step * count;
  }
  return parts;
}

/** The number of the first interval that ends beyond s. */
function intervalOf(intervals: readonly UniformInterval[], s: number): number {
  const at = intervals.findIndex(({ to }) => s < Number(to));
  return at < 0 ? intervals.length - 1 : at;
}
