import type { UniformCertificate, UniformInterval } from '../certificate/index.ts';
import { type CoqFile, list, type NotCovered, parenthesised, units } from './coq-numbers.ts';

/** Fractional bits of every number: slab_bits of formal/SlabCheck.v. */
const SCALE = 32;
const UNIT = 2 ** SCALE;

/** How boxes are chosen: up to a k or an s, the radius of the box and the lower bound of the derivative of the equations there. */
interface Box {
  readonly upTo: number;
  readonly radius: number;
  readonly derivative: number;
}

/** A family that formal/ covers, and the choices with which its checks pass. */
interface Family {
  /** Its name in formal/EveryK.v. */
  readonly name: string;
  readonly bad: number;
  readonly extras: readonly (readonly number[])[];
  /** Up to the last of these k each is checked by itself. */
  readonly alone: readonly Box[];
  /**
   * From there on intervals of s = k^(−1/2), the last of which begins at 0, of these widths. The centre moves with s; the residual grows
   * with the square of the width, and the larger the box, the less is left of the derivative.
   */
  readonly steps: readonly (Box & { readonly width: number })[];
  /** The largest λ that is claimed; 2πλ is at most every derivative. */
  readonly largestLambda: number;
}

const FAMILIES: readonly Family[] = [
  {
    name: 'type_two',
    bad: 1,
    extras: [],
    alone: [
      { upTo: 15, radius: 2 ** -16, derivative: 0.1 },
      { upTo: 49, radius: 0.0025, derivative: 0.12 },
    ],
    steps: [
      { upTo: 0.03, radius: 0.05, derivative: 0.12, width: 7.5e-3 },
      { upTo: 0.06, radius: 0.03, derivative: 0.12, width: 5.5e-3 },
      { upTo: 0.09, radius: 0.035, derivative: 0.12, width: 3e-3 },
      { upTo: 1, radius: 0.01, derivative: 0.12, width: 1.8e-3 },
    ],
    largestLambda: 0.0075,
  },
  {
    name: 'one_extra',
    bad: 1,
    extras: [[1]],
    alone: [
      { upTo: 7, radius: 1e-5, derivative: 0.028 },
      { upTo: 277, radius: 5e-5, derivative: 0.0162 },
    ],
    steps: [
      { upTo: 0.03, radius: 2.3e-4, derivative: 0.0162, width: 1.26e-4 },
      { upTo: 1, radius: 2.1e-4, derivative: 0.0162, width: 1.1e-4 },
    ],
    largestLambda: 0.00255,
  },
];
/** The part of λ that is claimed, and a number above 2π. */
const CLAIMED_PART = 0.98;
const ABOVE_TWO_PI = 6.2831854;

/**
 * The Coq file of the theorem about every k of a family (formal/EveryK.v): the polynomials of the certificate as centres, parts
 * that cover every k, and a smaller λ. Boxes and steps are chosen here; Coq proves everything on them anew.
 */
export function coqUniformFile(certificate: UniformCertificate): CoqFile | NotCovered {
  const { problem, claim, witness } = certificate;
  const family = FAMILIES.find(
    ({ bad, extras }) => bad === problem.bad && JSON.stringify(extras) === JSON.stringify(problem.extras),
  );
  if (!family)
    return {
      reason: `the family has r = ${problem.bad} and ${problem.extras.length} extra neurons: of the theorems for every k formal/ covers type II (r = 1 without extras) and {1} (r = 1 and the extra {1})`,
    };
  if (claim.kTo !== null)
    return { reason: `the claim ends at k = ${claim.kTo}: formal/ covers every k from some k on` };
  const lambda = Math.min(family.largestLambda, CLAIMED_PART * Number(claim.lambdaMin));
  if (!(lambda > 0)) return { reason: `its λ, ${claim.lambdaMin}, is not positive` };
  const { intervals } = witness;
  const parts = [...alone(family, intervals, claim.kFrom), ...steps(family, intervals, claim.kFrom)];
  const number = (x: number): string => `${Math.floor(x * UNIT)}`;
  const u_lambda = Math.floor(lambda * UNIT);
  return {
    text: `From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition c : uniform_certificate := {|
  u_family := ${family.name}; u_first := ${claim.kFrom}; u_lambda := ${u_lambda};
  u_intervals := [
${intervals.map(interval).join(';\n')}];
  u_parts := [
${parts
  .map(
    ({ at, cover, radius, derivative }) =>
      `    {| p_interval := ${at}%nat; p_cover := ${cover}; p_rho := ${number(radius)}; p_nu := ${Math.ceil(ABOVE_TWO_PI * u_lambda)}; p_mu := ${number(derivative)} |}`,
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
function alone(family: Family, intervals: readonly UniformInterval[], kFrom: number): readonly Part[] {
  const parts: Part[] = [];
  let first = kFrom;
  for (const { upTo, radius, derivative } of family.alone) {
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

/** Steps of s from 0 to the first k that is not checked by itself, of each kind and from each interval as many as it takes to pass its end. */
function steps(family: Family, intervals: readonly UniformInterval[], kFrom: number): readonly Part[] {
  const parts: Part[] = [];
  const first = Math.max(kFrom, ...family.alone.map(({ upTo }) => upTo + 1));
  // One unit more than the root: the comparison in Coq is exact.
  const end = Math.ceil(first ** -0.5 * UNIT) + 1;
  for (let start = 0; start < end; ) {
    const at = intervalOf(intervals, start / UNIT);
    const { upTo, radius, derivative, width } = family.steps.find((step) => start < step.upTo * UNIT)!;
    const last = at === intervals.length - 1 ? 1 : Number(intervals[at]!.to);
    const length = Math.min(end, last * UNIT, upTo * UNIT) - start;
    const count = Math.ceil(length / Math.floor(width * UNIT));
    const step = Math.ceil(length / count);
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
