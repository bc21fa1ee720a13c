import { join } from 'node:path';
import { type Enclosure, parseDocument, serialise } from '../../certificate/index.ts';
import { FileError, readTextFile, writeFileAtomic } from '../../files/index.ts';
import { DEFAULT_DIGITS } from '../../proof/options.ts';
import { type Context, EXIT } from '../context.ts';
import { producer } from '../producer.ts';
import {
  candidatesOf,
  checkCandidateOptions,
  checkDigits,
  type OwnTargets,
  targetsOf,
} from '../shared/candidate-options.ts';
import { certificateName } from '../shared/certificate-name.ts';
import { mapTasks } from '../shared/pool.ts';
import { type EliminateArguments, lambdaOf } from './eliminate-options.ts';
import type { EliminateOutcome, EliminateTask } from './eliminate-task.ts';

/** One line of `eliminate --json` for a minimum; bounds are decimal strings on their safe side. */
export interface EliminateResult {
  readonly source: string;
  readonly family: number | null;
  readonly eliminated: boolean;
  /** Why nothing is claimed; null where the minimum is eliminated. */
  readonly reason: string | null;
  readonly objective: Enclosure | null;
  readonly correlationAtZero: Enclosure | null;
  readonly direction: readonly string[] | null;
  readonly correlation: Enclosure | null;
  readonly largestDecreaseLower: string | null;
  readonly infimum: Enclosure | null;
  readonly step: { readonly lambda: string; readonly a: string; readonly decrease: string } | null;
  readonly certificate: string | null;
  /** Under --recheck: does the independent checker accept the certificate? null where there is none. */
  readonly rechecked?: boolean | null;
}

interface Input {
  readonly source: string;
  readonly family: number | null;
  readonly task: EliminateTask;
}

/** Spurious local minima of the population loss: certificates, or candidates that are verified first. */
export async function runEliminateMinima(args: EliminateArguments, context: Context): Promise<number> {
  checkDigits(args.digits);
  checkCandidateOptions(args);
  const options: EliminateTask['options'] = {
    digits: args.digits,
    exact: false,
    sharp: false,
    dimension: 'all',
    polish: true,
    producer,
  };
  const common = { options, lambda: lambdaOf(args), recheck: args.recheck };
  const targets = await targetsOf(args.targets, context);
  let code: number = EXIT.holds;
  const complain = (message: string, least: number): void => {
    context.err(`spurious: ${message}\n`);
    code = Math.max(code, least);
  };
  const inputs: Input[] = [];
  for (const source of args.files)
    try {
      for (const { family, subject } of await subjectsOf(source, args, targets, context))
        inputs.push({ source, family, task: { ...common, subject } });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      complain(error.message, EXIT.unreadable);
    }
  const outcomes = await mapTasks<EliminateTask, EliminateOutcome>(
    inputs.map(({ task }) => task),
    new URL('./eliminate-task.js', import.meta.url),
    context,
    'eliminate',
  );
  const names = new Set<string>();
  const results: EliminateResult[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome instanceof Error) throw outcome;
    const input = inputs[i]!;
    const { source, family } = input;
    if ('invalid' in outcome) {
      complain(`${source}: the checker rejects this certificate: ${outcome.invalid}`, EXIT.unreadable);
      continue;
    }
    if ('reason' in outcome) {
      code = Math.max(code, EXIT.doesNotHold);
      results.push({
        source,
        family,
        ...nothing,
        reason: outcome.reason,
        ...(args.recheck ? { rechecked: null } : {}),
      });
      continue;
    }
    const { certificate, rejected } = outcome;
    let path: string | null = null;
    if (args.out !== undefined) {
      path = join(args.out, certificateName(input, names, 'elimination'));
      writeFileAtomic(path, serialise(certificate));
    }
    if (rejected !== null)
      complain(`the checker rejects the elimination certificate of ${source}: ${rejected}`, EXIT.doesNotHold);
    const { claim, subject, witness } = certificate;
    results.push({
      source,
      family,
      eliminated: true,
      reason: null,
      objective: 'objective' in subject.claim ? subject.claim.objective : null,
      correlationAtZero: claim.correlationAtZero,
      direction: witness.direction,
      correlation: claim.correlation,
      largestDecreaseLower: claim.largestDecrease.lower,
      infimum: claim.infimum,
      step: claim.step,
      certificate: path,
      ...(args.recheck ? { rechecked: rejected === null } : {}),
    });
  }
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  else for (const result of results) context.out(describe(result));
  return code;
}

const nothing: Omit<EliminateResult, 'source' | 'family' | 'reason'> = {
  eliminated: false,
  objective: null,
  correlationAtZero: null,
  direction: null,
  correlation: null,
  largestDecreaseLower: null,
  infimum: null,
  step: null,
  certificate: null,
};

/** What a file holds: the text of one certificate, or candidates. */
async function subjectsOf(
  file: string,
  args: EliminateArguments,
  targets: OwnTargets | undefined,
  context: Context,
): Promise<{ family: number | null; subject: EliminateTask['subject'] }[]> {
  const text = certificateText(file);
  if (text !== null) {
    const idle = [
      args.family === undefined ? '' : '--family',
      args.targets === undefined ? '' : '--targets',
      args.variable === undefined ? '' : '--variable',
      args.k === undefined ? '' : '--k',
      args.transpose ? '--transpose' : '',
      args.digits === DEFAULT_DIGITS ? '' : '--digits',
    ].filter((name) => name !== '');
    if (idle.length > 0) context.err(`spurious: ${file}: a certificate: ${idle.join(', ')} not used\n`);
    return [{ family: null, subject: text }];
  }
  const candidates = await candidatesOf(file, args, targets, context);
  return candidates.map(({ family, candidate }) => ({ family, subject: candidate }));
}

/** The text of a file that calls itself a certificate; null for any other file, which readCandidates judges. */
function certificateText(file: string): string | null {
  try {
    const text = readTextFile(file);
    return parseDocument(text)['format'] === 'spurious-certificate' ? text : null;
  } catch {
    return null;
  }
}

/** What was proved about one minimum, for people. */
function describe(result: EliminateResult): string {
  const { source, family, correlation, correlationAtZero, direction, infimum, objective, step } = result;
  const name = family === null ? source : `${source} family ${family}`;
  if (!result.eliminated)
    return `${name}: not eliminated, nothing is claimed\n  because        ${result.reason}\n`;
  const range = (x: Enclosure | null): string => (x === null ? '' : `in [${x.lower}, ${x.upper}]`);
  const lines = [
    `${name}: eliminated, for every λ > 0 (no (W*, a, b, u) is a local minimum, since F(W*) > 0)`,
    `  F(W*)          ${range(objective)}`,
    `  c(0)           ${range(correlationAtZero)}`,
    `  u              (${direction?.join(', ')})`,
    `  c(u)           ${range(correlation)}`,
    `  lower point    a = ${step?.a}, b = 0, λ = ${step?.lambda}: F̃ ≤ F(W*) − ${step?.decrease}`,
    `  infimum in a,b ${range(infimum)}, lower by at least ${result.largestDecreaseLower}; not attained (b → ∞, a → 0)`,
  ];
  if (result.certificate !== null) lines.push(`  certificate    ${result.certificate}`);
  if (typeof result.rechecked === 'boolean')
    lines.push(`  checker        ${result.rechecked ? 'accepts' : 'rejects'} the certificate`);
  return `${lines.join('\n')}\n`;
}
