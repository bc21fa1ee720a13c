import { join } from 'node:path';
import type { Argv } from 'yargs';
import { serialise } from '../certificate/index.ts';
import { writeFileAtomic } from '../files/index.ts';
import { inconclusive } from '../proof/figures.ts';
import { DEFAULT_DIGITS } from '../proof/verify.ts';
import {
  type Family,
  familyName,
  memberCandidate,
  neuronCount,
  shapeOf,
} from '../symmetry/families/family.ts';
import { unknownCount } from '../symmetry/families/member.ts';
import { checkDigits } from './candidate-options.ts';
import { type Command, type Context, EXIT, UsageError } from './context.ts';
import { type FamilyCommandArguments, familyOfOptions, membersOf } from './family-options.ts';
import { searchFamilies } from './family-search.ts';
import type { FamilyTask, MemberOutcome } from './family-task.ts';
import { encloseThreshold, type ThresholdResult, thresholdText } from './family-threshold.ts';
import { mapTasks } from './pool.ts';
import { producer } from './producer.ts';
import { recheck } from './recheck.ts';
import { describe, type VerifyResult } from './verify-text.ts';

/** One line of `family --json`: that of `verify --json` with the sizes of the blocks. */
export interface MemberResult extends VerifyResult {
  readonly blocks: readonly number[];
}

/** Members a task follows one after the other. */
const CHUNK = 25;

export const familyCommand: Command<FamilyCommandArguments> = {
  command: 'family',
  describe: 'Find and certify members of a family of symmetric points, for given k',
  builder: (yargs: Argv): Argv =>
    yargs
      .option('k', { type: 'string', requiresArg: true, describe: 'Targets: 6, 6..20, 100..1000:100, 6,100' })
      .option('type', {
        choices: ['II', 'A', 'I'],
        default: 'II',
        describe: 'II: --bad neurons near −e_β; A: all near −e_i; I: all but one',
      })
      .option('bad', {
        type: 'number',
        requiresArg: true,
        describe: 'Bad coordinates, default 1; with --search the most, default 7',
      })
      .option('extra', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'One more neuron, shared by these bad coordinates, as 1,2; may be repeated',
      })
      .option('threshold', {
        type: 'boolean',
        default: false,
        describe: 'Enclose the real k at which the family turns, between the ends of --k',
      })
      .option('search', {
        type: 'boolean',
        default: false,
        describe: 'Look for families by their limit energy, in floating point',
      })
      .option('max-extras', {
        type: 'number',
        requiresArg: true,
        describe: 'With --search: most extras, default 4',
      })
      .option('digits', {
        type: 'number',
        requiresArg: true,
        default: DEFAULT_DIGITS,
        describe: 'Decimal digits to begin with; more are taken where they help',
      })
      .option('out', { type: 'string', requiresArg: true, describe: 'Folder for certificates' })
      .option('recheck', { type: 'boolean', default: false, describe: 'Run the independent checker as well' })
      .option('json', { type: 'boolean', default: false, describe: 'Machine-readable output' }),
  run: runFamily,
};

async function runFamily(args: FamilyCommandArguments, context: Context): Promise<number> {
  if (args.search) return searchFamilies(args, context);
  if (args.maxExtras !== undefined) throw new UsageError('--max-extras goes with --search');
  const family = familyOfOptions(args.type, args.bad, args.extra);
  if (args.k === undefined && !args.threshold)
    throw new UsageError('family needs --k, for example --k 6..20, or --threshold, or --search');
  checkDigits(args.digits);
  const ks = args.k === undefined ? [] : membersOf(args.k, family);
  if (args.threshold && ks.length > 0 && Math.min(...ks) === Math.max(...ks))
    throw new UsageError(`--threshold needs two different k in --k, not ${args.k}`);
  let code: number = EXIT.holds;
  const found = await certifyMembers(family, ks, args, context);
  for (const { result } of found) {
    if (result.verdict === 'inconclusive') code = EXIT.doesNotHold;
    if (!args.json) context.out(describe(result, 'all', context.colour));
  }
  if (args.recheck) {
    const written = found.flatMap(({ result, text }) => (text === null ? [] : { of: result.source, text }));
    if (!(await recheck(written, context))) code = EXIT.doesNotHold;
  }
  let threshold: ThresholdResult | null = null;
  if (args.threshold) {
    const range = ks.length === 0 ? null : ([Math.min(...ks), Math.max(...ks)] as const);
    threshold = await encloseThreshold(family, range, context);
    if (threshold === null) code = EXIT.doesNotHold;
    else if (!args.json) context.out(thresholdText(family, threshold));
  }
  if (args.json) {
    const results = found.map(({ result }) => result);
    context.out(`${JSON.stringify(args.threshold ? { results, threshold } : { results }, null, 2)}\n`);
  }
  return code;
}

/** Finds and verifies the members, writes their certificates. */
async function certifyMembers(
  family: Family,
  ks: readonly number[],
  args: FamilyCommandArguments,
  context: Context,
): Promise<{ readonly result: MemberResult; readonly text: string | null }[]> {
  const wanted = args.out !== undefined || args.recheck;
  const options = {
    digits: args.digits,
    exact: false,
    sharp: false,
    dimension: 'all' as const,
    polish: true,
    producer,
  };
  const tasks: FamilyTask[] = [];
  for (let i = 0; i < ks.length; i += CHUNK)
    tasks.push({ family, ks: ks.slice(i, i + CHUNK), options, certificate: wanted });
  const outcomes = await mapTasks<FamilyTask, MemberOutcome[]>(
    tasks,
    new URL('./family-task.mjs', import.meta.url),
    context,
    'family',
    { weight: (task) => task.ks.length, counted: 'members' },
  );
  const members = outcomes.flatMap((outcome) => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  return members.map((member) => memberResult(family, member, args));
}

/** What is printed of a member, and the text of its certificate where there is one. */
function memberResult(
  family: Family,
  { k, verification, reason, milliseconds }: MemberOutcome,
  { out, digits }: FamilyCommandArguments,
): { readonly result: MemberResult; readonly text: string | null } {
  const shape = shapeOf(family);
  const { blocks } = memberCandidate(family, k, new Array(unknownCount(shape)).fill(0));
  const place = {
    source: `${familyName(family)}, k = ${k}`,
    family: null,
    k,
    n: neuronCount(family, k),
    d: k,
  };
  if (verification === null) {
    const result = {
      ...place,
      ...inconclusive(reason ?? '', digits),
      milliseconds,
      certificate: null,
      blocks,
    };
    return { result, text: null };
  }
  const { certificate, ...figures } = verification;
  const text = certificate === null ? null : serialise(certificate);
  const path =
    text === null || out === undefined ? null : join(out, `${fileStem(family)}-k-${k}.certificate.json`);
  if (text !== null && path !== null) writeFileAtomic(path, text);
  const result = { ...place, ...figures, milliseconds, certificate: path, blocks };
  return { result, text };
}

/** type-A, bad-1, bad-2-extra-1-extra-1_2 */
function fileStem({ type, bad, extras }: Family): string {
  if (type !== 'II') return `type-${type}`;
  return `bad-${bad}${extras.map((set) => `-extra-${set.join('_')}`).join('')}`;
}
