import { counted } from '../../../arithmetic/counted.ts';
import { isMinimum } from '../tables.ts';
import type { Finding, PointFigures } from '../types.ts';
import type { Evidence } from './evidence.ts';
import { finding } from './select.ts';
import { atLeast, atMost, nameOf, namesOf } from './words.ts';

/** What the printed tables and the list of families do not say. */

const COLUMNS = { percent: 'percentage', lambdaMin: 'eigenvalue', objective: 'objective' } as const;

export function tableCells({ cells }: Evidence): Finding[] {
  const differing = cells.filter(({ agrees }) => agrees !== 'confirmed');
  if (differing.length === 0) return [];
  const text = differing
    .map(
      ({ k, n, column, printed, recomputed, certified }) =>
        `${COLUMNS[column]} at (${k},${n}): printed ${printed}, recomputed ${atLeast(recomputed, 5)}${certified.agrees === 'confirmed' ? ` (from certified values ${atLeast(certified.lower, 5)}, which rounds as printed)` : ''}`,
    )
    .join('; ');
  const others = cells.filter(
    ({ agrees, certified }) => agrees === 'confirmed' && certified.agrees === 'refuted',
  );
  const certified =
    others.length === 0
      ? ''
      : ` The stored eigenvalues are bounds, lowered for the other runs of a family; averages of certified ones round differently in ${counted(others.length, 'more cell', 'more cells')}: ${others.map((cell) => `${COLUMNS[cell.column]} at (${cell.k},${cell.n}): ${atLeast(cell.certified.lower, 4)}`).join('; ')}.`;
  const percentages = cells.filter(({ column }) => column === 'percent');
  const same = percentages.filter(({ agrees }) => agrees === 'confirmed').length;
  return [
    finding(
      'table-cells',
      'warning',
      [...new Set(differing.map(({ k, n }) => `(${k},${n})`))].join(', '),
      `${differing.length} of ${cells.length} cells of Tables 1 and 2 differ from print: ${text}. ${same} of ${percentages.length} percentages agree exactly. Averages are weighted by runs, of the constants that the authors stored.${certified} No conclusion rests on these digits.`,
    ),
  ];
}

export function openFamilies({ families }: Evidence): Finding[] {
  const open = families.filter(({ claim }) => claim !== null && claim.lambdaMin < 0);
  const resolved = open.filter(({ outcome }) => (outcome.located ?? outcome.symmetric) !== null);
  if (resolved.length === 0) return [];
  const runs = resolved.reduce((sum, family) => sum + (family.runs ?? 0), 0);
  const minima = resolved.filter(isMinimum);
  const saddles = resolved.filter(({ outcome }) => outcome.verification.verdict === 'saddle');
  const parts = [
    `${counted(resolved.length, 'family', 'families')} (${counted(runs, 'run', 'runs')}) that the authors left unverified ${resolved.length === 1 ? 'is' : 'are'} decided.`,
  ];
  for (const family of saddles) {
    const { index, lambdaMin, objective } = family.outcome.verification;
    parts.push(
      `${nameOf(family)} is a saddle of index ${index}: λ_min ≤ ${atMost(lambdaMin!, 8)}, F ≥ ${atLeast(objective!.lower, 9)}; the published code ${family.claim!.lambdaMin} (Hessian not verified positive definite) is right.`,
    );
  }
  if (minima.length > 0) {
    const pairs = minima.flatMap(({ outcome }) => (outcome.point === null ? [] : [outcome.point]));
    const ratio = pairs.flatMap((point) =>
      point.test.B === null ? [] : [Number(point.gradientNorm.lower) / limit(point)],
    );
    const first = pairs[0]!;
    const plain = pairs.flatMap(({ gradientNorm, lambdaMin, lipschitz }) =>
      lipschitz === null || lambdaMin.lower === null
        ? []
        : [Number(lambdaMin.lower) ** 2 / (2 * Number(lipschitz) * Number(gradientNorm.upper))],
    );
    parts.push(
      `${namesOf(minima)}: ${minima.length === 1 ? 'a strict spurious minimum' : 'strict spurious minima'}, λ_min ≥ ${atLeast(minima[0]!.outcome.verification.lambdaMin!, 8)}, F ≥ ${atLeast(minima[0]!.outcome.verification.objective!.lower, 12)}. The published test fails (9λ² < 25Bε) because B is large and the points have few digits: at the first of them ε ≥ ${atLeast(first.gradientNorm.lower, 3)} where λ²/2B ≤ ${atMost(limit(first), 3)}, and ε is ${atLeast(Math.min(...ratio), 3)} to ${atMost(Math.max(...ratio), 3)} times λ²/2B over all of them (the test needs 0.72 of it or less).${plain.length > 0 ? ` With the Lipschitz constant L of the Hessian in place of B the same points, as they are, have λ²/2L at least ${atLeast(Math.min(...plain), 3)} times ε.` : ''} After Newton steps in more digits everything passes.`,
    );
  }
  return [finding('open-families', 'info', namesOf(resolved), parts.join(' '))];
}

export function duplicates({ families, comparison }: Evidence): Finding[] {
  const groups = new Map<number, number[]>();
  for (const { family, of } of comparison.duplicates) groups.set(of, [...(groups.get(of) ?? [of]), family]);
  if (groups.size === 0) return [];
  const text = [...groups.values()].map((members) => {
    const list = members.map((i) => families[i]!);
    const runs = list.reduce((sum, { runs: own }) => sum + (own ?? 0), 0);
    return `${namesOf(list)}${runs > 0 ? ` (${counted(runs, 'run', 'runs')})` : ''}`;
  });
  const { length } = comparison.duplicates;
  return [
    finding(
      'duplicates',
      'info',
      namesOf(comparison.duplicates.map(({ family }) => families[family]!)),
      `${counted(length, 'family is', 'families are')} the same critical point as an earlier one, up to a permutation of neurons and coordinates that carries the one into the ball of uniqueness of the other: ${text.join('; ')}. ${counted(comparison.distinct, 'distinct critical point remains', 'distinct critical points remain')}. Percentages count runs and do not change.`,
    ),
  ];
}

export function undecidedPairs({ families, comparison }: Evidence): Finding[] {
  return comparison.undecided.map(([a, b]) =>
    finding(
      'duplicates-undecided',
      'warning',
      `${nameOf(families[a]!)}; ${nameOf(families[b]!)}`,
      '1 pair was neither identified nor proved different up to permutation',
    ),
  );
}

/** λ²/2B from above. */
function limit({ lambdaMin, test }: PointFigures): number {
  return test.B === null
    ? Number.POSITIVE_INFINITY
    : Number(lambdaMin.upper) ** 2 / (2 * Number(test.B.lower));
}
