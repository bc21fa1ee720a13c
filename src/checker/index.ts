/** The independent checker: from the text of a certificate to accepted or rejected. */
import {
  type Certificate,
  certificateOf,
  claimId,
  type DataCertificate,
  type DecisionCertificate,
  decisionShape,
  excessOf,
  hashOf,
  type LoadedProblem,
  outputsOf,
  parseDocument,
  rowsOfFile,
  serialise,
  statementOf,
} from '../certificate/index.ts';
import { confirmAffordable } from './budget.ts';
import { checkComplete } from './complete/complete.ts';
import { checkData } from './data/data.ts';
import { checkDecision } from './data/decision.ts';
import { checkElimination } from './elimination/elimination.ts';
import { checkSplit } from './elimination/split.ts';
import { decimalIntervals } from './numbers/decimal.ts';
import { intervals, type Precisions } from './numbers/interval.ts';
import { checkPoint } from './point/subject.ts';
import { confirm, Rejection } from './rejection.ts';
import { checkUniformSplit } from './uniform/splits.ts';
import { checkUniform } from './uniform/uniform.ts';

export { CertificateError } from '../certificate/index.ts';

export type CheckResult =
  | { readonly accepted: true; readonly id: string }
  | { readonly accepted: false; readonly reason: string };

/** Hears of the parts of a long proof that are confirmed. */
export type CheckProgress = (done: number, of: number) => void;

/** Throws a Rejection unless every number of the claim is confirmed. */
function checkClaim(
  certificate: Certificate,
  progress: CheckProgress,
  precisions: Precisions,
  beside: Beside | undefined,
): void {
  switch (certificate.kind) {
    case 'dense':
    case 'block':
    case 'wide':
      checkPoint(certificate, precisions);
      break;
    case 'elimination':
      checkElimination(certificate, precisions);
      break;
    case 'uniform':
      checkUniform(certificate, progress);
      break;
    case 'split':
      checkSplit(certificate, progress, precisions);
      break;
    case 'uniform-split':
      checkUniformSplit(certificate, progress);
      break;
    case 'data':
      if ('added' in certificate) checkDecision(loaded(certificate, beside), precisions);
      else checkData(loaded(certificate, beside), precisions);
      break;
    case 'complete':
      checkComplete(certificate, progress, precisions);
      break;
  }
}

/** The arithmetic of the ends of intervals: BigInt, or decimal.js. */
export type CheckArithmetic = 'binary' | 'decimal';

export interface CheckOptions {
  /** Times the usual budget of time and memory that a check may need (src/checker/budget.ts); 1 by default. */
  readonly budget?: number;
  /** What the ends of intervals are computed with: BigInt, or decimal.js as a second opinion. */
  readonly arithmetic?: CheckArithmetic;
  /** The text of the file of this name beside the certificate, for data that are not in it. What it throws is passed on. */
  readonly beside?: Beside;
}

export type Beside = (file: string) => string;

const ARITHMETICS: Readonly<Record<CheckArithmetic, Precisions>> = {
  binary: intervals,
  decimal: decimalIntervals,
};

/**
 * Checks a certificate from its text alone. Throws a CertificateError if the text is no JSON object, and a RangeError for
 * a budget that is no number above 0; whatever else is wrong is a reason to reject, and so is a failure of the checker
 * itself. A certificate whose check would need more than the budget is rejected before any arithmetic.
 *
 * @example
 * const result = checkCertificate(readFileSync('6-6.certificate.json', 'utf8'));
 * console.log(result.accepted ? result.id : result.reason);
 */
export function checkCertificate(
  text: string,
  progress: CheckProgress = () => {},
  { budget = 1, arithmetic = 'binary', beside }: CheckOptions = {},
): CheckResult {
  if (typeof text !== 'string') throw new RangeError('text: expected the text of a certificate');
  if (typeof progress !== 'function') throw new RangeError('progress: expected a function');
  if (!(budget > 0 && budget < Infinity))
    throw new RangeError(`budget: ${budget}; expected a number above 0`);
  if (!Object.hasOwn(ARITHMETICS, arithmetic))
    throw new RangeError(`arithmetic: ${arithmetic}; expected ${Object.keys(ARITHMETICS).join(' or ')}`);
  if (beside !== undefined && typeof beside !== 'function')
    throw new RangeError('beside: expected a function from names of files to their texts');
  const refusal = refusalOf(text);
  if (refusal !== null) return { accepted: false, reason: refusal };
  const document = parseDocument(text);
  try {
    const certificate = certificateOf(document);
    confirmAffordable(certificate, budget);
    checkForm(text, certificate);
    checkClaim(certificate, progress, ARITHMETICS[arithmetic], beside);
    return { accepted: true, id: claimId(certificate.sha256) };
  } catch (error) {
    if (error instanceof Unread) throw error.cause;
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What `beside` threw. */
class Unread extends Error {}

/** The certificate with its data, which may be in a file beside it: certainly in the one that it names by its sha256. */
function loaded<C extends DataCertificate | DecisionCertificate>(
  certificate: C,
  beside: Beside | undefined,
): C & { readonly problem: LoadedProblem } {
  const { problem } = certificate;
  const { data } = problem;
  if (!('file' in data)) return certificate as C & { readonly problem: LoadedProblem };
  if (beside === undefined)
    throw new Rejection(`the data are in the file ${data.file} beside the certificate, which is not at hand`);
  let text: string;
  try {
    text = beside(data.file);
  } catch (error) {
    throw new Unread('', { cause: error });
  }
  const outputs = 'added' in certificate ? decisionShape(certificate).outputs : outputsOf(problem);
  const rows = rowsOfFile(data, text, problem.inputs, outputs);
  return { ...certificate, problem: { ...problem, data: rows } };
}

/** Why a text that may be a JSON object is not even parsed, or null. */
function refusalOf(text: string): string | null {
  const excess = excessOf(text);
  return excess !== null && /^[ \t\r\n]*\{/.test(text) ? `not looked at: expected ${excess}` : null;
}

/** Canonical bytes, hash, and a statement that says what is claimed. */
function checkForm(text: string, certificate: Certificate): void {
  const canonical = serialise(certificate);
  if (text !== canonical && withLineFeeds(text) === withLineFeeds(canonical))
    throw new Rejection(
      'the file consists of the canonical bytes: only its line ends were changed (git with core.autocrlf and some ' +
        'editors do that); expected a line feed after each line, the last one included, and nothing after it',
    );
  confirm(text === canonical, 'the file consists of the canonical bytes');
  confirm(certificate.sha256 === hashOf(certificate), 'sha256 is that of the canonical bytes');
  confirm(certificate.statement === statementOf(certificate), 'the statement says what is claimed');
}

/** The lines of a text joined by line feeds, without the line ends after the last one. */
function withLineFeeds(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '\n') end--;
  return lines.slice(0, end);
}
