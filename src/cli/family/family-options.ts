import { UNIFORM_LIMITS } from '../../certificate/index.ts';
import { type Family, LARGEST_K, smallestK } from '../../symmetry/families/family.ts';
import { UsageError } from '../context.ts';
import { sizesOfOption, wholeNumber } from '../shared/numbers.ts';

export interface FamilyCommandArguments {
  readonly k: string | undefined;
  readonly type: Family['type'];
  readonly bad: number | undefined;
  readonly extra: string[] | undefined;
  readonly threshold: boolean;
  readonly search: boolean;
  readonly maxExtras: number | undefined;
  readonly digits: number;
  readonly out: string | undefined;
  readonly recheck: boolean;
  readonly json: boolean;
}

/** The family that --type, --bad and --extra name. */
export function familyOfOptions(
  type: Family['type'],
  bad: number | undefined,
  extra: readonly string[] | undefined,
): Family {
  if (type !== 'II') {
    if (bad !== undefined) throw new UsageError(`--bad goes with --type II, not with --type ${type}`);
    if (extra !== undefined) throw new UsageError(`--extra goes with --type II, not with --type ${type}`);
    return { type, bad: type === 'A' ? 0 : 1, extras: [] };
  }
  const count = wholeNumber('--bad', bad ?? 1, 1, UNIFORM_LIMITS.bad);
  const lists = extra ?? [];
  if (lists.length > UNIFORM_LIMITS.extras)
    throw new UsageError(`--extra is given ${lists.length} times: at most ${UNIFORM_LIMITS.extras}`);
  return { type, bad: count, extras: lists.map((list) => coordinatesOf(list, count)) };
}

function coordinatesOf(list: string, bad: number): number[] {
  const coordinates = list.split(',').map((part) => {
    const coordinate = /^\d{1,4}$/.test(part) ? Number(part) : 0;
    if (coordinate < 1)
      throw new UsageError(
        `--extra ${list}: ${JSON.stringify(part)} is no bad coordinate; these are whole numbers from 1, separated by commas`,
      );
    if (coordinate > bad)
      throw new UsageError(
        `--extra ${list}: coordinate ${coordinate} is not bad; with --bad ${bad} ${bad === 1 ? 'only 1 is' : `1 to ${bad} are`}`,
      );
    return coordinate;
  });
  if (new Set(coordinates).size < coordinates.length)
    throw new UsageError(`--extra ${list}: a coordinate is named twice`);
  return coordinates.sort((a, b) => a - b);
}

/** Most members that one command looks at. */
const MOST_MEMBERS = 100_000;

/** The k that --k names, in the order given. */
export function membersOf(text: string, family: Family): number[] {
  return sizesOfOption(text, {
    least: smallestK(family),
    why: 'this family begins at k = LEAST (two coordinates that are not bad)',
    most: LARGEST_K,
    count: MOST_MEMBERS,
    counted: 'members',
  });
}
