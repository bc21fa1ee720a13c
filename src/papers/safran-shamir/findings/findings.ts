import type { Finding, Severity } from '../types.ts';
import {
  collinearGap,
  eigenvalueErrorTerm,
  frobeniusUlp,
  hessianBoundSlack,
  lemma2Misprint,
  lemma2Precedence,
  normMargin,
  objectiveVariation,
  storedRadius,
  textClaims,
} from './argument.ts';
import {
  claimMismatches,
  inconclusiveFamilies,
  refutedClaims,
  undecidedClaims,
  unreadableFiles,
} from './errors.ts';
import type { Evidence } from './evidence.ts';
import { duplicates, openFamilies, tableCells, undecidedPairs } from './tables.ts';

/**
 * All findings, errors first. Every one states figures that were computed from the data at hand; what the data at hand do
 * not show is not found.
 */
export function findingsOf(evidence: Evidence): Finding[] {
  const groups: Finding[][] = [
    unreadableFiles(evidence),
    inconclusiveFamilies(evidence),
    claimMismatches(evidence),
    refutedClaims(evidence),
    undecidedClaims(evidence),
    tableCells(evidence),
    lemma2Precedence(evidence),
    lemma2Misprint(evidence),
    frobeniusUlp(evidence),
    openFamilies(evidence),
    duplicates(evidence),
    undecidedPairs(evidence),
    hessianBoundSlack(evidence),
    collinearGap(evidence),
    normMargin(evidence),
    eigenvalueErrorTerm(evidence),
    objectiveVariation(evidence),
    storedRadius(evidence),
    textClaims(evidence),
  ];
  const order: Severity[] = ['error', 'warning', 'info'];
  return groups.flat().sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
