/** The independent checker: from the text of a certificate to accepted or rejected. */
import {
  type Certificate,
  canonicalForm,
  certificateOf,
  claimId,
  type DataCertificate,
  type DecisionCertificate,
  decisionShape,
  excessOf,
  type LoadedProblem,
  outputsOf,
  parseDocument,
  rowsOfFile,
  statementOf,
} from '../certificate/index.ts';
import { confirmAffordable, needOf } from './budget.ts';
import { checkComplete } from './complete/complete.ts';
import { checkData } from './data/data.ts';
import { checkDecision } from './data/decision.ts';
import { checkElimination } from './elimination/elimination.ts';
import { checkSplit } from './elimination/split.ts';
import { decimalIntervals } from './numbers/decimal.ts';
import { intervals, type Precisions } from './numbers/interval.ts';
import { checkPoint } from './point/subject.ts';
import { confirm, Rejection } from './rejection.ts';
import { type CheckProgress, type Part, Share } from './share.ts';
import { checkUniformSplit } from './uniform/splits.ts';
import { checkUniform } from './uniform/uniform.ts';

export { CertificateError } from '../certificate/index.ts';

export type CheckResult =
  | { readonly accepted: true; readonly id: string }
  | { readonly accepted: false; readonly reason: string };

export type { CheckProgress, Part } from './share.ts';

/** Throws a Rejection unless every number of the claim is confirmed. */
function checkClaim(
  certificate: Certificate,
  share: Share,
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
      checkUniform(certificate, share);
      break;
    case 'split':
      checkSplit(certificate, progress, precisions);
      break;
    case 'uniform-split':
      checkUniformSplit(certificate, share);
      break;
    case 'data':
      if ('added' in certificate) checkDecision(loaded(certificate, beside), precisions);
      else checkData(loaded(certificate, beside), precisions);
      break;
    case 'complete':
      checkComplete(certificate, share, precisions);
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
  options: CheckOptions = {},
): CheckResult {
  return checkPart(text, { index: 0, of: 1 }, progress, options).answer;
}

/** The answer about a part of a proof: about the steps of it whose number is `index` modulo `of`, and what joins them. */
export interface PartResult {
  readonly part: Part;
  readonly answer: CheckResult;
  /** How many steps lie before the one that was rejected. */
  readonly step: number;
  /** Of the certificate; null where the text has not the form of one. An id is a part of it, and two certificates may share that. */
  readonly sha256: string | null;
}

/**
 * Checks a part of a certificate, as checkCertificate does all of it. Nothing is accepted before `joined` has the answers
 * of all parts.
 *
 * @example
 * const half = checkPart(readFileSync('bad-1-from-6.certificate.json', 'utf8'), { index: 0, of: 2 });
 */
export function checkPart(
  text: string,
  part: Part,
  progress: CheckProgress = () => {},
  { budget = 1, arithmetic = 'binary', beside }: CheckOptions = {},
): PartResult {
  if (typeof text !== 'string') throw new RangeError('text: expected the text of a certificate');
  if (typeof progress !== 'function') throw new RangeError('progress: expected a function');
  if (
    !(
      Number.isInteger(part?.index) &&
      Number.isSafeInteger(part.of) &&
      0 <= part.index &&
      part.index < part.of
    )
  )
    throw new RangeError('part: expected whole numbers with 0 ≤ index < of');
  if (!(budget > 0 && budget < Infinity))
    throw new RangeError(`budget: ${budget}; expected a number above 0`);
  if (!Object.hasOwn(ARITHMETICS, arithmetic))
    throw new RangeError(`arithmetic: ${arithmetic}; expected ${Object.keys(ARITHMETICS).join(' or ')}`);
  if (beside !== undefined && typeof beside !== 'function')
    throw new RangeError('beside: expected a function from names of files to their texts');
  const share = new Share(part, progress);
  let sha256: string | null = null;
  const rejected = (reason: string): PartResult => ({
    ...{ part, step: share.step, sha256 },
    answer: { accepted: false, reason },
  });
  const excess = excessOf(text);
  const refusal = refusalOf(text, excess);
  if (refusal !== null) return rejected(refusal);
  const document = parseDocument(text, excess);
  try {
    const certificate = certificateOf(document);
    ({ sha256 } = certificate);
    confirmAffordable(certificate, budget);
    checkForm(text, certificate);
    checkClaim(certificate, share, progress, ARITHMETICS[arithmetic], beside);
    return { part, step: share.step, sha256, answer: { accepted: true, id: claimId(sha256) } };
  } catch (error) {
    if (error instanceof Unread) throw error.cause;
    return rejected(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The answer about a certificate, from those about all its parts: the one that checkCertificate gives, which is the
 * rejection of the first step that is rejected. Throws a RangeError unless there is an answer about each part, of one certificate.
 *
 * @example
 * const result = joined([0, 1].map((index) => checkPart(text, { index, of: 2 })));
 */
export function joined(results: readonly PartResult[]): CheckResult {
  if (!Array.isArray(results) || !results.every(isPartResult))
    throw new RangeError('results: expected a list of what checkPart answered');
  const of = results.length;
  const complete = results.every(({ part }) => part.of === of);
  if (of === 0 || !complete || new Set(results.map(({ part }) => part.index)).size !== of)
    throw new RangeError('results: expected the answer about each part of a certificate');
  if (new Set(results.map(({ sha256 }) => sha256)).size !== 1)
    throw new RangeError('results: expected answers about one certificate');
  const first = results
    .filter(({ answer }) => !answer.accepted)
    .reduce<PartResult | null>((least, one) => (least === null || one.step < least.step ? one : least), null);
  return (first ?? results[0]!).answer;
}

function isPartResult(result: PartResult | null | undefined): boolean {
  const { part, answer, step, sha256 } = result ?? {};
  const words = answer?.accepted === true ? answer.id : answer?.accepted === false ? answer.reason : null;
  return (
    [part?.index, part?.of, step].every((number) => Number.isSafeInteger(number) && number! >= 0) &&
    part!.index < part!.of &&
    (sha256 === null || typeof sha256 === 'string') &&
    (answer?.accepted !== true || (sha256 !== null && answer.id === claimId(sha256!))) &&
    typeof words === 'string' &&
    words !== ''
  );
}

/** Kinds whose proofs have independent steps. */
const STEPPED = /"kind": "(uniform|uniform-split|complete)"/;

/**
 * How many independent steps the check of a text has, and the seconds that it is reckoned to take; 1 and 0 if that is not
 * known.
 *
 * @example
 * const parts = Math.min(stepsOf(text).steps, 8);
 */
export function stepsOf(text: string): { readonly steps: number; readonly seconds: number } {
  if (typeof text !== 'string') throw new RangeError('text: expected the text of a certificate');
  const unknown = { steps: 1, seconds: 0 };
  if (!STEPPED.test(text.slice(0, 200))) return unknown;
  try {
    const certificate = certificateOf(parseDocument(text));
    const { seconds } = needOf(certificate);
    switch (certificate.kind) {
      case 'uniform':
        return { seconds, steps: certificate.witness.intervals.length };
      case 'uniform-split':
        return { seconds, steps: certificate.subject.witness.intervals.length };
      case 'complete': {
        const { claim, witness } = certificate;
        return { seconds, steps: claim.points.length + witness.charts.length + witness.slabs.length };
      }
      default:
        return unknown;
    }
  } catch {
    return unknown;
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
function refusalOf(text: string, excess: string | null): string | null {
  return excess !== null && /^[ \t\r\n]*\{/.test(text) ? `not looked at: expected ${excess}` : null;
}

/** Canonical bytes, hash, and a statement that says what is claimed. */
function checkForm(text: string, certificate: Certificate): void {
  const { text: canonical, hash } = canonicalForm(certificate);
  if (text !== canonical && withLineFeeds(text) === withLineFeeds(canonical))
    throw new Rejection(
      'the file consists of the canonical bytes: only its line ends were changed (git with core.autocrlf and some ' +
        'editors do that); expected a line feed after each line, the last one included, and nothing after it',
    );
  confirm(text === canonical, 'the file consists of the canonical bytes');
  confirm(certificate.sha256 === hash(), 'sha256 is that of the canonical bytes');
  confirm(certificate.statement === statementOf(certificate), 'the statement says what is claimed');
}

/** The lines of a text joined by line feeds, without the line ends after the last one. */
function withLineFeeds(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '\n') end--;
  return lines.slice(0, end);
}
