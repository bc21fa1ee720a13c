import { compareFamilies } from './compare.ts';
import { findingsOf } from './findings/findings.ts';
import { printedCells, rowPairs } from './tables.ts';
import type { Architecture, Audit, Claim, PublishedFamily, Unreadable } from './types.ts';

/** Puts together what was found out about the single families. */
export function auditOf(
  families: readonly PublishedFamily[],
  architectures: readonly Architecture[],
  unreadable: readonly Unreadable[],
  claims: readonly Claim[] | null,
): Audit {
  const comparison = compareFamilies(families);
  const rows = rowPairs(architectures, families, comparison);
  const cells = printedCells(rows, families);
  const evidence = { families, unreadable, comparison, rows, cells, claims };
  return { families, unreadable, comparison, rows, cells, findings: findingsOf(evidence) };
}
