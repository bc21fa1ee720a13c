import { counted } from '../../../arithmetic/counted.ts';
import { answersOf } from '../findings/select.ts';
import { atLeast, atMost, nameOf } from '../findings/words.ts';
import type { Audit, ClaimCheck, PublishedFamily } from '../types.ts';

/** The audit for a terminal: a line a file, a line a family that is not simply confirmed, the findings. */
export function textOf(audit: Audit, colour: boolean): string {
  const { families, comparison, findings } = audit;
  const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text);
  const lines = [bold(summaryOf(audit)), ''];
  for (const file of filesOf(audit)) {
    lines.push(
      `${file.source}: ${counted(file.families.length, 'family', 'families')}, ${countsOf(file.families)}, ${file.distinct} distinct`,
    );
    for (const family of file.families) lines.push(`  ${lineOf(family)}`);
  }
  if (comparison.duplicates.length > 0) lines.push('');
  for (const { family, of, permutation } of comparison.duplicates) {
    const same = `${nameOf(families[family]!)} is ${nameOf(families[of]!)}`;
    const { neurons, coordinates } = permutation;
    // Points in block form of one structure are compared as they stand.
    lines.push(
      neurons.length === 0
        ? same
        : `${same} with neurons ${neurons.join(' ')}, coordinates ${coordinates.join(' ')}`,
    );
  }
  if (families.length > 0) lines.push('');
  lines.push(bold(counted(findings.length, 'finding')));
  for (const { id, severity, where, text } of findings) lines.push(`[${severity}] ${id} (${where}): ${text}`);
  return `${lines.join('\n')}\n`;
}

/** 124 families (5 000 runs): 123 spurious local minima, 1 saddle, 0 inconclusive; 116 distinct critical points. */
export function summaryOf({ families, comparison }: Audit): string {
  const runs = families.reduce((sum, family) => sum + (family.runs ?? 0), 0);
  const head = `${counted(families.length, 'family', 'families')}${runs > 0 ? ` (${counted(runs, 'run')})` : ''}`;
  if (families.length === 0) return head;
  return `${head}: ${countsOf(families)}; ${counted(comparison.distinct, 'distinct critical point')} up to permutation`;
}

const NAMES = {
  'spurious-local-minimum': ['spurious local minimum', 'spurious local minima'],
  saddle: ['saddle', 'saddles'],
  'not-spurious': ['global minimum', 'global minima'],
  'no-critical-point': ['without a critical point', 'without a critical point'],
  inconclusive: ['inconclusive', 'inconclusive'],
} as const;

/** 8 spurious local minima, 1 saddle */
export function countsOf(families: readonly PublishedFamily[]): string {
  return Object.entries(NAMES)
    .map(([verdict, [one, many]]) => {
      const count = families.filter(({ outcome }) => outcome.verification.verdict === verdict).length;
      return count === 0 ? '' : counted(count, one, many);
    })
    .filter((text) => text !== '')
    .join(', ');
}

/** The files of an audit in their order, with the number of distinct critical points in each. */
export function filesOf({
  families,
  comparison,
}: Audit): { source: string; families: PublishedFamily[]; distinct: number }[] {
  const duplicate = new Set(
    comparison.duplicates
      .filter(({ family, of }) => families[family]!.source === families[of]!.source)
      .map(({ family }) => families[family]!),
  );
  const groups = new Map<string, PublishedFamily[]>();
  for (const family of families) groups.set(family.source, [...(groups.get(family.source) ?? []), family]);
  return [...groups].map(([source, members]) => ({
    source,
    families: members,
    distinct: members.filter(
      (family) => (family.outcome.located ?? family.outcome.symmetric) !== null && !duplicate.has(family),
    ).length,
  }));
}

function lineOf({ family, k, n, runs, outcome }: PublishedFamily): string {
  const { verification, isotropy, check } = outcome;
  const parts = [
    `${family === null ? `(${k},${n})` : `family ${family}`}: ${verification.verdict}`,
    runs === null ? '' : `${runs} ${runs === 1 ? 'run' : 'runs'}`,
    verification.index === null || verification.index === 0 ? '' : `index ${verification.index}`,
    verification.lambdaMin === null
      ? ''
      : verification.verdict === 'saddle'
        ? `λ_min ≤ ${atMost(verification.lambdaMin, 5)}`
        : `λ_min ≥ ${atLeast(verification.lambdaMin, 5)}`,
    verification.objective === null ? '' : `F ≥ ${atLeast(verification.objective.lower, 6)}`,
    verification.radius === null ? '' : `within ${atMost(verification.radius, 3)}`,
    isotropy === null ? '' : isotropyText(isotropy.name, isotropy.complete),
    check === null ? '' : claimText(check),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The group, with “at least” where it was not proved to be all. */
export function isotropyText(name: string, complete: boolean): string {
  return complete ? name : `at least ${name}`;
}

/** The answers about the claims of a family, in a few words. */
export function claimText(check: ClaimCheck): string {
  const answers = answersOf(check);
  const all = answers.every((answer) => answer === 'confirmed');
  if (check.failure !== null)
    return all
      ? `left open by the authors (code ${check.claim.lambdaMin}, confirmed)`
      : `code ${check.claim.lambdaMin}: ${check.failure}`;
  if (all) return 'claims confirmed';
  const named = (['lambdaMin', 'r', 'objective', 'stopping'] as const).filter(
    (name) => check[name] !== 'confirmed',
  );
  return named.map((name) => `${name} ${check[name]}`).join(', ');
}
