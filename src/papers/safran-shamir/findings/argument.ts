import { counted } from '../../../arithmetic/counted.ts';
import { countedByAuthors } from '../tables.ts';
import type { Finding, StoredFigures } from '../types.ts';
import type { Evidence } from './evidence.ts';
import { extremes, finding, inAll, sound, withPoint, withStored } from './select.ts';
import { atLeast, atMost, nameOf, namesOf } from './words.ts';

/** What the published argument and its code get wrong, and where that does not matter. */

/**
 * `n*k*vmax/2*pi*wmin` is ½nk vmax·π·wmin; the bound needs nk vmax/(2π wmin). It is too small where π²wmin² < 1, wmin =
 * min‖w_i‖ − r. That the code computed this shows in the stored deviations.
 */
export function lemma2Precedence({ families }: Evidence): Finding[] {
  const points = withPoint(sound(families)).filter(({ figures }) => figures.test.lemma2 !== null);
  const small = points.filter(
    ({ figures: { test } }) => Number(test.lemma2!.coded.upper) < Number(test.lemma2!.derived.lower),
  );
  const stored = withStored(sound(families));
  const match = extremes(stored, ({ outcome }) => Number(outcome.check!.stored!.codedError));
  const matching = stored.filter(matchesCode);
  if (small.length === 0 && matching.length === 0) return [];
  const tooSmall = stored.filter((family) => family.stored.tooSmall);
  const least = extremes(
    small,
    ({ outcome }) =>
      Number(outcome.point!.test.lemma2!.coded.upper) / Number(outcome.point!.test.lemma2!.derived.lower),
  );
  const held = points.filter(({ figures }) => figures.test.holds!.derived).length;
  const parts = [
    'The last quotient of Lemma 2 is coded as `n*k*vmax/2*pi*wmin`, which multiplies by π·wmin where the bound divides by 2π·wmin, and is too small where wmin = min‖w_i‖ − r < 1/π = 0.3183.',
  ];
  if (match !== null && matching.length > 0)
    parts.push(
      `The code is not part of the data, but its formula is: ${matching.length} of ${stored.length} stored deviations equal it at r + maxFroDiff to ${atMost(Math.max(...matching.map((x) => Number(x.stored.codedError))), 2)} of their size.`,
    );
  if (small.length > 0)
    parts.push(
      `The coded bound at r₁ is certainly below the derived one in ${counted(small.length, 'family', 'families')} (min‖w_i‖ = ${small
        .map((family) => `${atMost(family.figures.smallestNorm.upper)} at (${family.k},${family.n})`)
        .join(
          ', ',
        )}), at worst by the factor ${atLeast(least!.least.value, 3)}; ${counted(tooSmall.length, 'stored deviation is', 'stored deviations are')} too small for it.`,
    );
  parts.push(
    `With the derived constant Lemma 2 holds in ${held} of the ${points.length} families that pass Lemma 1${held === points.length ? ': no conclusion changes' : ''}.`,
  );
  return [
    finding(
      'lemma2-precedence',
      'warning',
      small.length > 0 ? namesOf(small) : namesOf(matching),
      parts.join(' '),
    ),
  ];
}

export function lemma2Misprint({ families }: Evidence): Finding[] {
  const points = withPoint(sound(families)).filter(({ figures }) => figures.test.lemma2 !== null);
  const lower = points.filter(
    ({ figures: { test } }) => Number(test.lemma2!.printed.upper) < Number(test.lemma2!.derived.lower),
  );
  if (lower.length === 0) return [];
  const gap = extremes(lower, ({ outcome }) => {
    const { derived, printed } = outcome.point!.test.lemma2!;
    return Number(derived.lower) / Number(printed.upper) - 1;
  })!;
  const margin = extremes(
    points,
    ({ outcome }) =>
      Number(outcome.point!.objective.lower) / Number(outcome.point!.test.lemma2!.derived.upper),
  )!;
  const all = points.filter(
    ({ figures }) => figures.test.holds!.printed && figures.test.holds!.derived,
  ).length;
  const matching = withStored(sound(families)).filter(matchesCode).length;
  return [
    finding(
      'eq5-misprint',
      'warning',
      'Eq. (5)',
      `Eq. (5) prints rε inside the factor of r²; the derivation gives r²(…) + rε${matching > 0 ? `, and ${counted(matching, 'stored deviation has', 'stored deviations have')} it so` : ''}. The printed bound is below the derived one in ${lower.length} of ${counted(points.length, 'family', 'families')}, by up to ${atMost(100 * gap.greatest.value, 2)} % at ${nameOf(gap.greatest.family)}. Both versions hold in ${all} of them; F is at least ${atLeast(margin.least.value, 2)} times the derived bound${all === points.length ? ': no conclusion changes' : ''}.`,
    ),
  ];
}

export function frobeniusUlp({ families }: Evidence): Finding[] {
  const points = withPoint(sound(families));
  const shrinking = points.filter(({ figures }) => figures.ulpChange < 0);
  if (shrinking.length === 0) return [];
  const change = Math.max(...shrinking.map(({ figures }) => -figures.ulpChange));
  return [
    finding(
      'frobenius-ulp',
      'warning',
      'froNorm.m',
      `froNorm.m adds a unit in the last place to every entry before squaring, which makes negative entries smaller. The code is not part of the data; recomputed on the gradients at the published points (rounded to doubles, in exact integers), the sum of squares so obtained is below the true one in ${shrinking.length} of ${counted(points.length, 'family', 'families')}, by up to ${atMost(change, 2)} of its size. The published constants are confirmed with enclosed norms ${inAll(points.length)}: no conclusion changes.`,
    ),
  ];
}

export function hessianBoundSlack({ families }: Evidence): Finding[] {
  const points = sound(families).filter(({ outcome }) => outcome.point?.test.B && outcome.point.lipschitz);
  const plain = extremes(
    points,
    ({ outcome }) => Number(outcome.point!.test.B!.lower) / Number(outcome.point!.lipschitz),
  );
  if (plain === null) return [];
  const sharp = extremes(points, ({ outcome: { point } }) =>
    point!.sharpLipschitz === null ? null : Number(point!.test.B!.lower) / Number(point!.sharpLipschitz),
  );
  const B = extremes(points, ({ outcome }) => Number(outcome.point!.test.B!.lower))!;
  return [
    finding(
      'hessian-bound-slack',
      'info',
      '(A.2)',
      `B, ${atLeast(B.least.value)} at ${nameOf(B.least.family)} to ${atMost(B.greatest.value)} at ${nameOf(B.greatest.family)}, is ${atLeast(plain.least.value, 3)} to ${atMost(plain.greatest.value, 3)} times a proved bound on the same third derivatives on the same ball (the plain Lipschitz constant of the Hessian)${sharp === null ? '' : `, and ${atLeast(sharp.least.value, 3)} to ${atMost(sharp.greatest.value, 3)} times the sharp one where that was computed`}.${plain.least.value > 1 ? ` Its per-target constant 1/π = 0.3183 is below the true 3√3/4π = 0.4135, which the factor n outweighs: B is a valid bound ${inAll(points.length)}.` : ''} The slack makes the published radii larger than needed; no conclusion changes.`,
    ),
  ];
}

export function collinearGap({ families }: Evidence): Finding[] {
  const points = sound(families).filter(({ outcome }) => outcome.point !== null);
  const distance = extremes(points, ({ outcome }) => Number(outcome.point!.collinearDistance));
  const sine = extremes(points, ({ outcome }) => Number(outcome.point!.leastSine));
  if (distance === null || sine === null) return [];
  const reach = extremes(points, ({ claim }) => (claim!.lambdaMin > 0 ? claim!.r + claim!.maxFroDiff : null));
  const clear = points.filter(
    ({ claim, outcome }) =>
      claim!.lambdaMin < 0 || Number(outcome.point!.collinearDistance) > claim!.r + claim!.maxFroDiff,
  ).length;
  return [
    finding(
      'collinear-gap',
      'info',
      'minimum.m',
      `Three derivatives of F need that no two vectors, neurons or targets, are collinear (parallel or opposite); the published check excludes coinciding neurons only. Recomputed: no two vectors become collinear within ${atLeast(distance.least.value, 3)} of any point (least at ${nameOf(distance.least.family)}), while the published balls reach ${reach === null ? 'nowhere' : atMost(reach.greatest.value, 3)}; every pair has sin θ ≥ ${atLeast(sine.least.value, 3)}. The gap is closed in ${clear} of ${counted(points.length, 'family', 'families')}, and a Lipschitz Hessian, which needs w_i ≠ 0 only, suffices for the theorem: no conclusion changes.`,
    ),
  ];
}

export function normMargin({ families }: Evidence): Finding[] {
  const points = sound(families).filter(({ outcome }) => outcome.point !== null);
  const margin = extremes(points, ({ outcome }) => Number(outcome.point!.normMargin));
  if (margin === null) return [];
  return [
    finding(
      'norm-margin-unchecked',
      'info',
      'maxthirdderivative.m',
      `B supposes min‖w_i‖ − 10⁻³ max‖w_i‖ > 0, which the published test does not check. Recomputed: the difference is at least ${atLeast(margin.least.value)} (at ${nameOf(margin.least.family)}) ${inAll(points.length)}${margin.least.value > 0 ? ': no conclusion changes' : ''}.`,
    ),
  ];
}

export function eigenvalueErrorTerm({ families }: Evidence): Finding[] {
  const claimed = sound(families).filter(
    ({ claim, outcome }) => claim!.lambdaMin > 0 && outcome.point !== null,
  );
  const margin = extremes(
    claimed,
    ({ claim, outcome }) => Number(outcome.point!.lambdaMin.upper) - claim!.lambdaMin,
  );
  if (margin === null) return [];
  const close = claimed.filter(
    ({ claim, outcome }) => Number(outcome.point!.lambdaMin.lower ?? 0) < claim!.lambdaMin,
  );
  const below = claimed.filter(
    ({ claim, outcome }) =>
      outcome.lambdaMinUpper !== null && Number(outcome.lambdaMinUpper) < claim!.lambdaMin,
  );
  const drop = extremes(
    below,
    ({ claim, outcome }) => claim!.lambdaMin - Number(outcome.verification.lambdaMin),
  );
  const parts = [
    `The third error term of isMatrixPD.m takes the smallest eigenvalue where the norm belongs; by Ostrowski’s theorem the result is still a bound. The code is not part of the data; recomputed: the true smallest eigenvalue at the published point is not below the stored λ_min ${inAll(claimed.length)}; it exceeds it by at most ${atMost(margin.least.value, 2)} where it is closest (${nameOf(margin.least.family)}), by at most ${atMost(margin.greatest.value, 3)} anywhere (${nameOf(margin.greatest.family)}).`,
  ];
  if (close.length > 0)
    parts.push(
      `${counted(close.length, 'stored value lies', 'stored values lie')} so close that the comparison took ${close[0]!.outcome.verification.digits} digits on the lowest eigenspace: the published arithmetic was accurate.`,
    );
  if (drop !== null)
    parts.push(
      `At the minimum itself, up to r away, λ_min is certainly below the stored value in ${counted(below.length, 'family', 'families')}, by at most ${atMost(drop.greatest.value, 3)}: the stored bound is one at the published point${drop.greatest.value < 5.7e-4 ? ', and footnote 3 of the paper allows a variation of 5.7·10⁻⁴' : ''}.`,
    );
  parts.push('No conclusion changes.');
  return [finding('eigenvalue-error-term', 'info', 'isMatrixPD.m', parts.join(' '))];
}

export function objectiveVariation({ families }: Evidence): Finding[] {
  const stored = withStored(sound(families)).filter(({ stored: { variation } }) => variation !== null);
  const ratio = extremes(
    stored,
    ({ outcome: { check } }) => Number(check!.stored!.variation) / check!.claim.deviation,
  );
  if (ratio === null) return [];
  return [
    finding(
      'objective-variation',
      'info',
      'Lemma 2',
      `The Lipschitz term of Lemma 2 for the neurons takes half of the norm of its matrix and over-counts elsewhere. Recomputed: F at the minimum differs from F at the published point by at most ${atMost(ratio.greatest.value, 2)} times the stored deviation ${inAll(stored.length)} (${nameOf(ratio.greatest.family)}); every published objective is confirmed. No conclusion changes.`,
    ),
  ];
}

export function storedRadius({ families }: Evidence): Finding[] {
  const stored = withStored(sound(families));
  const error = extremes(stored, ({ outcome }) => Number(outcome.check!.stored!.radiusError));
  const share = extremes(stored, ({ claim }) => claim!.maxFroDiff / claim!.r);
  if (error === null || share === null) return [];
  const others = stored.filter(({ claim }) => claim!.maxFroDiff > 0).length;
  return [
    finding(
      'stored-radius',
      'info',
      'r, lambdaMin, maxFroDiff',
      `The stored r is r₁ of Lemma 1 with the stored λ_min (from which B(maxFroDiff)·maxFroDiff is subtracted), B and ε: to ${atMost(error.greatest.value, 2)} of its size ${inAll(stored.length)}. It does not include maxFroDiff: for other runs of a family, as ${counted(others, 'family has', 'families have')} them, the distance to the minimum is bounded by r + maxFroDiff, up to ${atMost(1 + share.greatest.value, 3)} times r (${nameOf(share.greatest.family)}). The other runs are not part of the data. No conclusion changes.`,
    ),
  ];
}

/** Bounds that the text of the paper states over all families: Section 3 and its footnote 3. */
export function textClaims({ families }: Evidence): Finding[] {
  const stored = withStored(sound(families)).filter((family) => countedByAuthors(family));
  const reach = extremes(stored, ({ claim }) => claim!.r + claim!.maxFroDiff);
  const deviation = extremes(stored, ({ claim }) => claim!.deviation);
  const objective = extremes(stored, ({ outcome }) =>
    Number(outcome.verification.objective?.lower ?? Number.NaN),
  );
  if (reach === null || deviation === null || objective === null) return [];
  const radius = extremes(stored, ({ outcome }) => Number(outcome.verification.radius))!;
  const holds =
    reach.greatest.value < 2e-6 && deviation.greatest.value < 1.1e-9 && objective.least.value > 1e-2;
  return [
    finding(
      'text-claims',
      holds ? 'info' : 'warning',
      'Section 3',
      `“Less than 2·10⁻⁶” for the distance: r + maxFroDiff is at most ${atMost(reach.greatest.value, 3)} (${nameOf(reach.greatest.family)}), our radius about the published point at most ${atMost(radius.greatest.value, 3)}. “Less than 1.1·10⁻⁹” for the objective: the stored deviation is at most ${atMost(deviation.greatest.value, 4)} (${nameOf(deviation.greatest.family)}). “No points between 10⁻³ and 10⁻²”: the least certified objective is ${atLeast(objective.least.value)} (${nameOf(objective.least.family)}). ${holds ? 'All three hold' : 'Not all three hold'} on ${counted(stored.length, 'family', 'families')}.`,
    ),
  ];
}

/** The stored deviation is that of the coded formula, to nine digits and more. */
function matchesCode({ stored: { codedError } }: { readonly stored: StoredFigures }): boolean {
  return Number(codedError) < 1e-9;
}
