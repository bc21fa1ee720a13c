import { join } from 'node:path';
import { writingMany } from '../../files/index.ts';
import { inconclusive } from '../../proof/figures.ts';
import { DEFAULT_DIGITS } from '../../proof/options.ts';
import {
  type Family,
  familyName,
  memberCandidate,
  neuronCount,
  shapeOf,
} from '../../symmetry/families/family.ts';
import { unknownCount } from '../../symmetry/families/member.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import { checkDigits } from '../shared/candidate-options.ts';
import { mapTasks } from '../shared/pool.ts';
import { recheckedResults } from '../shared/recheck.ts';
import { describe, type VerifyResult } from '../verify/verify-text.ts';
import { type FamilyCommandArguments, familyOfOptions, membersOf } from './family-options.ts';
import { searchFamilies } from './family-search.ts';
import type { FamilyTask, MemberOutcome } from './family-task.ts';
import { encloseThreshold, type ThresholdResult, thresholdText } from './family-threshold.ts';

/** One line of `family --json`: that of `verify --json` with the sizes of the blocks. */
export interface MemberResult extends VerifyResult {
  readonly blocks: readonly number[];
}

/** What is printed of a member, and the text of its certificate where there is one. */
interface Member {
  readonly of: string;
  readonly result: MemberResult;
  readonly text: string | null;
}

/** Members a task follows one after the other. */
const CHUNK = 25;

export const familyCommand: Command<FamilyCommandArguments> = {
  name: 'family',
  describe: 'Find and certify members of a family of symmetric points, for given k',
  options: {
    k: { type: 'string', value: 'K', notWith: 'search', describe: 'Targets: 6, 6..20, 100..1000:100, 6,100' },
    type: {
      type: 'string',
      choices: ['II', 'A', 'I'],
      default: 'II',
      notWith: 'search',
      describe: 'II: --bad neurons near −e_β; A: all near −e_i; I: all but one',
    },
    bad: {
      type: 'number',
      value: 'N',
      describe: 'Bad coordinates, default 1; with --search the most, default 7',
    },
    extra: {
      type: 'list',
      value: 'I,J,…',
      notWith: 'search',
      describe: 'One more neuron, shared by these bad coordinates, as 1,2',
    },
    threshold: {
      type: 'boolean',
      notWith: 'search',
      describe: 'Enclose the real k at which the family turns, between the ends of --k',
    },
    search: { type: 'boolean', describe: 'Look for families by their limit energy, in floating point' },
    json: { type: 'boolean', describe: 'Machine-readable output' },
    digits: {
      type: 'number',
      value: 'N',
      default: DEFAULT_DIGITS,
      goesWith: ['k'],
      describe: 'Decimal digits to begin with; more are taken where they help',
    },
    out: { type: 'string', value: 'DIR', goesWith: ['k'], describe: 'Folder for certificates' },
    recheck: { type: 'boolean', goesWith: ['k'], describe: 'Run the independent checker as well' },
    'max-extras': { type: 'number', value: 'N', goesWith: ['search'], describe: 'Most extras, default 4' },
  },
  examples: [
    ['family --k 6..20 --out proofs', 'one bad coordinate, 15 members'],
    ['family --k 6..8 --bad 2 --threshold', 'members, and where the family turns'],
  ],
  exits: {
    holds: 'every member has a proven verdict, and the threshold is enclosed',
    doesNotHold: 'one was not found or not decided, or the checker rejects its certificate',
  },
  run: runFamily,
};

async function runFamily(args: FamilyCommandArguments, context: Context): Promise<number> {
  if (args.search) return searchFamilies(args, context);
  const family = familyOfOptions(args.type, args.bad, args.extra);
  if (args.k === undefined && !args.threshold)
    throw new UsageError('family needs --k, for example --k 6..20, or --threshold, or --search');
  checkDigits(args.digits);
  const ks = args.k === undefined ? [] : membersOf(args.k, family);
  if (args.threshold && ks.length > 0 && Math.min(...ks) === Math.max(...ks))
    throw new UsageError(`--threshold needs two different k in --k, not ${args.k}`);
  let code: number = EXIT.holds;
  const found = await certifyMembers(family, ks, args, context);
  const results = await recheckedResults(found, args.recheck, context);
  for (const result of results) {
    if (result.verdict === 'inconclusive' || result.rechecked === false) code = EXIT.doesNotHold;
    if (!args.json) context.out(describe(result, 'all', context.colour));
  }
  let threshold: ThresholdResult | null = null;
  if (args.threshold) {
    const range = ks.length === 0 ? null : ([Math.min(...ks), Math.max(...ks)] as const);
    threshold = await encloseThreshold(family, range, context);
    if (threshold === null) code = EXIT.doesNotHold;
    else if (!args.json) context.out(thresholdText(family, threshold));
  }
  if (args.json) {
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
): Promise<Member[]> {
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
  const members: Member[] = [];
  await writingMany((write) =>
    mapTasks<FamilyTask, MemberOutcome[]>(
      tasks,
      new URL('./family-task.js', import.meta.url),
      context,
      'family',
      {
        weight: (task) => task.ks.length,
        counted: 'members',
        each(outcome) {
          if (outcome instanceof Error) throw outcome;
          for (const member of outcome) members.push(memberResult(family, member, args, write));
        },
      },
    ),
  );
  return members;
}

function memberResult(
  family: Family,
  { k, figures, text, reason, milliseconds }: MemberOutcome,
  { out, digits }: FamilyCommandArguments,
  write: (path: string, text: string) => void,
): Member {
  const shape = shapeOf(family);
  const { blocks } = memberCandidate(family, k, new Array(unknownCount(shape)).fill(0));
  const place = {
    source: `${familyName(family)}, k = ${k}`,
    family: null,
    k,
    n: neuronCount(family, k),
    d: k,
    // The point is the program's own: its user has nothing to mend.
    hint: null,
  };
  if (figures === null) {
    const { certify: _none, ...unproved } = inconclusive(reason ?? '', digits);
    const result = {
      ...place,
      ...unproved,
      milliseconds,
      certificate: null,
      blocks,
    };
    return { of: place.source, result, text: null };
  }
  const path =
    text === null || out === undefined ? null : join(out, `${fileStem(family)}-k-${k}.certificate.json`);
  if (text !== null && path !== null) write(path, text);
  const result = { ...place, ...figures, milliseconds, certificate: path, blocks };
  return { of: place.source, result, text };
}

/** type-A, bad-1, bad-2-extra-1-extra-1_2 */
function fileStem({ type, bad, extras }: Family): string {
  if (type !== 'II') return `type-${type}`;
  return `bad-${bad}${extras.map((set) => `-extra-${set.join('_')}`).join('')}`;
}
