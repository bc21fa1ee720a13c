import type { Claim, PublishedFamily } from './types.ts';

const NUMBERS = ['lambdaMin', 'objective', 'r', 'deviation', 'maxFroDiff'] as const;
/** What the constants are called in the authors' archives. */
const STORED = {
  lambdaMin: 'lambdaMin',
  objective: 'objVals',
  r: 'r',
  deviation: 'deviations',
  maxFroDiff: 'maxFroDiff',
} as const;
type StoredName = (typeof STORED)[keyof typeof STORED];
const COUNTS = ['k', 'n', 'index', 'runs'] as const;

/** The fields are not those of a claims file; the message says which. */
export class ClaimsError extends Error {}

/** Does a JSON value look like a file of claims: an object with a list of families that carry an index? */
export function looksLikeClaims(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { families, format } = value as Record<string, unknown>;
  return format === undefined && Array.isArray(families);
}

/** The claims of a JSON value: { "families": [ { k, n, index, runs, lambdaMin, objective, r, deviation, maxFroDiff } ] }. */
export function claimsOf(value: unknown): Claim[] {
  if (!looksLikeClaims(value)) throw new ClaimsError('no object with a list "families"');
  const { families } = value as { families: unknown[] };
  const seen = new Set<string>();
  return families.map((item, i) => {
    const place = `families[${i}]`;
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new ClaimsError(`${place}: no object`);
    const fields = item as Record<string, unknown>;
    for (const name of COUNTS)
      if (!Number.isSafeInteger(fields[name]) || (fields[name] as number) < 0)
        throw new ClaimsError(`${place}.${name}: no whole number ≥ 0`);
    for (const name of NUMBERS)
      if (typeof fields[name] !== 'number' || !Number.isFinite(fields[name]))
        throw new ClaimsError(`${place}.${name}: no number`);
    if ((fields['maxFroDiff'] as number) < 0)
      throw new ClaimsError(`${place}.maxFroDiff: a negative distance`);
    const claim = Object.fromEntries([...COUNTS, ...NUMBERS].map((name) => [name, fields[name]])) as Record<
      keyof Claim,
      number
    >;
    const key = `(${claim.k},${claim.n}) family ${claim.index}`;
    if (seen.has(key)) throw new ClaimsError(`${place}: ${key} appears twice`);
    seen.add(key);
    return claim;
  });
}

/** A claim that is about the families of one file only. */
export interface SourcedClaim extends Claim {
  readonly source?: string;
}

/** An archive whose constants are taken for claims. */
export interface ClaimedArchive {
  readonly source: string;
  readonly k: number;
  readonly n: number;
  readonly runs: readonly number[];
}

/** What was read of one architecture of an archive, to be matched with claims. */
export type Claimed = Pick<PublishedFamily, 'source' | 'k' | 'n' | 'family' | 'runs'>;

/** The claim about a family: by its file where the claim says which, by architecture, and by position in the file. */
export function claimFor(claims: readonly SourcedClaim[], { source, k, n, family }: Claimed): Claim | null {
  const found = claims.find((claim) => isAbout(claim, source, k, n) && claim.index === (family ?? 0));
  if (found === undefined) return null;
  const { source: _source, ...claim } = found;
  return claim;
}

function isAbout(claim: SourcedClaim, source: string, k: number, n: number): boolean {
  return claim.k === k && claim.n === n && (claim.source === undefined || claim.source === source);
}

/**
 * The claims of an archive from the constants that it stores, a list of each kind. Throws ClaimsError where there are not as
 * many as families.
 */
export function claimsOfConstants(
  { source, k, n, runs }: ClaimedArchive,
  constants: Readonly<Record<StoredName, readonly number[]>>,
): SourcedClaim[] {
  for (const name of Object.values(STORED))
    if (constants[name].length !== runs.length)
      throw new ClaimsError(`${constants[name].length} numbers in ${name} for ${runs.length} families`);
  return runs.map((count, index) => {
    const numbers = Object.entries(STORED).map(([field, name]) => [field, constants[name][index]!]);
    const claim = { source, k, n, index, runs: count, ...Object.fromEntries(numbers) } as SourcedClaim;
    if (claim.maxFroDiff < 0) throw new ClaimsError(`maxFroDiff(${index + 1}): a negative distance`);
    return claim;
  });
}

/**
 * Where archive and claims do not fit: families without a claim, claims without a family, other numbers of runs. Claims
 * about architectures of which nothing was read are none of these.
 */
export function mismatches(
  claims: readonly SourcedClaim[],
  families: readonly Claimed[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const say = (source: string, text: string): void => {
    found.set(source, [...(found.get(source) ?? []), text]);
  };
  for (const family of families) {
    const { source, k, n, runs } = family;
    const claim = claimFor(claims, family);
    const name = `(${k},${n}) family ${family.family ?? 0}`;
    // Claims that come from other files say nothing about this one.
    const foreign = claims.length > 0 && claims.every((c) => c.source !== undefined && c.source !== source);
    if (claim === null && foreign) continue;
    if (claim === null) say(source, `no claim about ${name}`);
    else if (runs !== null && claim.runs !== runs)
      say(source, `${name} counts ${runs} as its runs, its claim ${claim.runs}`);
  }
  const groups = new Map(families.map((family) => [`${family.source}|${family.k}|${family.n}`, family]));
  for (const { source, k, n } of groups.values()) {
    const own = families.filter((family) => family.source === source && family.k === k && family.n === n);
    const missing = claims.filter(
      (claim) => isAbout(claim, source, k, n) && !own.some(({ family }) => (family ?? 0) === claim.index),
    );
    for (const { index } of missing)
      say(source, `a claim about (${k},${n}) family ${index}, which the file does not hold`);
  }
  return found;
}
