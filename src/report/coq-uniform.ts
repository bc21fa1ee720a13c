import type { UniformCertificate, UniformInterval } from '../certificate/index.ts';
import { type CoqFile, list, type NotCovered, parenthesised, units } from './coq-numbers.ts';

/** Fractional bits of every number: slab_bits of formal/TypeTwoCheck.v. */
const SCALE = 32;
const UNIT = 2 ** SCALE;
/**
 * Up to the last of these k each is checked by itself, from there on intervals of s = k^(−1/2), the last of which begins at 0. The
 * radius of the box and the lower bound of the derivative of the equations there: for few k the standard form needs a small
 * box; for more, the enclosures of the arc functions near 0 in Coq are off by up to 4·10^−6, which the radius has to cover.
 */
const ALONE: readonly { readonly upTo: number; readonly radius: number; readonly derivative: number }[] = [
  { upTo: 17, radius: 2 ** -14, derivative: 0.05 },
  { upTo: 540, radius: 0.0025, derivative: 0.06 },
];
const LAST_ALONE = ALONE[ALONE.length - 1]!.upTo;
/**
 * The same, and the width, of a step of s, where the centre stays and the zero moves: 5|G|² ≤ (derivative · radius)² needs a width of at most
 * about derivative · radius/17, and the enclosure of the derivative on the box loses about 9 times the radius.
 */
const STEP = { radius: 0.0105, derivative: 0.07, width: 4e-5 };
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

/** Steps of s from 0 to kFrom^(−1/2), from each interval as many as it takes to pass its end. */
function steps(intervals: readonly UniformInterval[], kFrom: number): readonly Part[] {
  const parts: Part[] = [];
  const width = Math.floor(STEP.width * UNIT);
  // One unit more than the root: the comparison in Coq is exact.
  const end = Math.ceil(kFrom ** -0.5 * UNIT) + 1;
  for (let start = 0; start < end; ) {
    const at = intervalOf(intervals, start / UNIT);
    const stop = at === intervals.length - 1 ? end : Math.min(end, Number(intervals[at]!.to) * UNIT);
    const count = Math.max(1, Math.ceil((stop - start) / width));
    parts.push({
      at,
      cover: `steps ${start} ${width} ${count}`,
      radius: STEP.radius,
      derivative: STEP.derivative,
    });
    start += width * count;
  }
  return parts;
}

/** The number of the first interval that ends beyond s. */
function intervalOf(intervals: readonly UniformInterval[], s: number): number {
  const at = intervals.findIndex(({ to }) => s < Number(to));
  return at < 0 ? intervals.length - 1 : at;
}
