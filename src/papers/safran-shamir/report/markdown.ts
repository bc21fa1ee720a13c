import { atLeast, atMost, nameOf, namesOf } from '../findings/words.ts';
import type { Audit, Isotropy, PublishedFamily } from '../types.ts';
import { claimText, countsOf, filesOf, isotropyText, summaryOf } from './text.ts';

/** The audit as a report in Markdown. It depends on the data alone. */
export function markdownOf(audit: Audit): string {
  const sections = [
    `${summaryOf(audit)}.`,
    fileTable(audit),
    printedTable(audit),
    rowTable(audit),
    findingList(audit),
    openTable(audit),
    duplicateList(audit),
    isotropyTable(audit),
    familyTable(audit),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** At most two places after the point. */
function percent(x: number): string {
  return String(Number(x.toFixed(2)));
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function fileTable(audit: Audit): string {
  const rows = filesOf(audit).map(({ source, families, distinct }) => {
    const runs = families.reduce((sum, family) => sum + (family.runs ?? 0), 0);
    return [source, families.length, runs === 0 ? '' : runs, countsOf(families), distinct];
  });
  return `## Files\n\n${table(['file', 'families', 'runs', 'verdicts', 'distinct'], rows)}`;
}

const COLUMNS = ['percent', 'lambdaMin', 'objective'] as const;

function printedTable({ rows, cells }: Audit): string {
  if (cells.length === 0) return '';
  const lines = rows
    .filter(({ architecture: { k, n } }) => cells.some((cell) => cell.k === k && cell.n === n))
    .map(({ architecture: { k, n }, all }) => {
      const own = COLUMNS.map((column) =>
        cells.find((cell) => cell.k === k && cell.n === n && cell.column === column),
      );
      return [
        k,
        n,
        ...own.flatMap((cell) => {
          if (cell === undefined) return ['', ''];
          const value = cell.column === 'percent' ? percent(cell.recomputed) : atLeast(cell.recomputed, 4);
          return [cell.printed, cell.agrees === 'confirmed' ? value : `**${value}**`];
        }),
        percent(all.percent),
      ];
    });
  const head = [
    'k',
    'n',
    '% printed',
    '% recomputed',
    'λ_min printed',
    'λ_min recomputed',
    'F printed',
    'F recomputed',
    '% with every certified minimum',
  ];
  return `## Tables 1 and 2 against print\n\nAverages are over the families that the authors verified, weighted by runs, of the constants that they stored, rounded down; cells in bold differ from print when rounded to two digits.\n\n${table(head, lines)}`;
}

function rowTable({ rows }: Audit): string {
  if (rows.length === 0) return '';
  const lines = rows.map(({ all }) => [
    all.k,
    all.n,
    all.runs,
    all.spurious,
    percent(all.percent),
    `${all.percentLow.toFixed(2)}–${all.percentHigh.toFixed(2)}`,
    all.meanLambdaMin === null ? '' : atLeast(all.meanLambdaMin, 4),
    all.meanObjective === null ? '' : atLeast(all.meanObjective, 5),
    all.families,
    all.unresolved,
  ]);
  const head = ['k', 'n', 'runs', 'spurious', '%', '95 %', 'mean λ_min', 'mean F', 'points', 'unresolved'];
  return `## Every certified minimum counted\n\nAverages are of certified values, rounded down; the interval is that of Clopper and Pearson.\n\n${table(head, lines)}`;
}

function findingList({ findings }: Audit): string {
  if (findings.length === 0) return '## Findings\n\nNone.';
  const items = findings.map(
    ({ id, severity, where, text }) => `### ${id}\n\n*${severity}*, ${where}\n\n${text}`,
  );
  return `## Findings\n\n${items.join('\n\n')}`;
}

/** Why the families that the authors left open failed there. */
function openTable({ families }: Audit): string {
  const open = families.filter(
    ({ claim, outcome }) => claim !== null && claim.lambdaMin < 0 && outcome.point !== null,
  );
  if (open.length === 0) return '';
  const lines = open.map((family) => {
    const { gradientNorm, lambdaMin, test } = family.outcome.point!;
    const limit =
      test.B === null || Number(lambdaMin.upper) <= 0
        ? ''
        : atMost(Number(lambdaMin.upper) ** 2 / (2 * Number(test.B.lower)), 4);
    return [
      nameOf(family),
      family.claim!.lambdaMin,
      test.code ?? 'undecided',
      atLeast(gradientNorm.lower, 4),
      atMost(lambdaMin.upper, 6),
      test.B === null ? '' : atLeast(test.B.lower, 5),
      limit,
      family.outcome.verification.verdict,
    ];
  });
  const head = [
    'family',
    'stored code',
    'code with enclosures',
    'ε ≥',
    'λ_min ≤',
    'B ≥',
    'λ²/2B ≤',
    'verdict',
  ];
  return `## Families that the authors left open\n\nLemma 1 needs 25Bε ≤ 9λ², that is ε at most 0.72 of λ²/2B.\n\n${table(head, lines)}`;
}

function duplicateList({ families, comparison }: Audit): string {
  if (comparison.duplicates.length === 0) return '';
  const items = comparison.duplicates.map(({ family, of, permutation }) =>
    permutation.neurons.length === 0
      ? `- ${nameOf(families[family]!)} is ${nameOf(families[of]!)}`
      : `- ${nameOf(families[family]!)} is ${nameOf(families[of]!)}: entry (i, a) of the latter is entry (σ(i), π(a)) of the former, σ = ${permutation.neurons.join(' ')}, π = ${permutation.coordinates.join(' ')}`,
  );
  return `## Duplicates\n\nCounted from 0, up to the radii of the two certificates.\n\n${items.join('\n')}`;
}

function isotropyTable({ families }: Audit): string {
  const groups = new Map<string, PublishedFamily[]>();
  for (const family of families) {
    const { isotropy } = family.outcome;
    if (isotropy === null) continue;
    const key = `${isotropyText(isotropy.name, isotropy.complete)}|${orbitText(isotropy)}`;
    groups.set(key, [...(groups.get(key) ?? []), family]);
  }
  if (groups.size === 0) return '';
  const lines = [...groups].map(([key, members]) => [...key.split('|'), namesOf(members)]);
  return `## Isotropy\n\nThe permutations of coordinates that, with permutations of neurons, fix the certified point, proved by uniqueness: S_m × … permutes the coordinates of each class at will. No other permutation fixes it unless “at least” is written.\n\n${table(['group', 'orbits of neurons', 'families'], lines)}`;
}

function orbitText({ neurons }: Isotropy): string {
  return neurons.map(({ length }) => length).join(' + ');
}

function familyTable({ families }: Audit): string {
  const lines = families.map((family) => {
    const { verification, isotropy, check } = family.outcome;
    const { lambdaMin, objective, radius, gradientNorm } = verification;
    const saddle = verification.verdict === 'saddle';
    return [
      nameOf(family),
      family.runs ?? '',
      saddle ? `saddle, index ${verification.index}` : verification.verdict,
      gradientNorm === null ? '' : atMost(gradientNorm, 4),
      lambdaMin === null ? '' : saddle ? `≤ ${atMost(lambdaMin, 6)}` : `≥ ${atLeast(lambdaMin, 6)}`,
      objective === null ? '' : atLeast(objective.lower, 8),
      radius === null ? '' : atMost(radius, 4),
      isotropy === null ? '' : isotropyText(isotropy.name, isotropy.complete),
      check === null ? '' : claimText(check),
    ];
  });
  const head = ['family', 'runs', 'verdict', 'ε ≤', 'λ_min', 'F ≥', 'radius ≤', 'isotropy', 'claims'];
  return `## Families\n\nε at the published point, λ_min and F at the critical point, which is within the radius of the published one.\n\n${table(head, lines)}`;
}
