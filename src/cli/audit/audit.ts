import { join } from 'node:path';
import { FileError, type StoredConstants, writingMany } from '../../files/index.ts';
import { sizesOf } from '../../model/sizes.ts';
import {
  auditOf,
  type Claim,
  ClaimsError,
  claimFor,
  claimsOfConstants,
  jsonOf,
  markdownOf,
  type PublishedFamily,
  type SourcedClaim,
  textOf,
} from '../../papers/safran-shamir/index.ts';
import { type Command, type Context, EXIT } from '../context.ts';
import { producer } from '../producer.ts';
import { certificateName } from '../shared/certificate-name.ts';
import { compute, computeEach } from '../shared/compute.ts';
import { mapTasks, startWorkers } from '../shared/pool.ts';
import type { Workers } from '../shared/workers.ts';
import { type AuditInput, auditFiles, auditReader, readClaims } from './audit-input.ts';
import type { AuditOutcome, AuditTask } from './audit-task.ts';

export interface AuditArguments {
  readonly files: string[];
  readonly claims: string | undefined;
  readonly format: 'text' | 'markdown' | 'json';
  readonly out: string | undefined;
}

const FAMILY_TASK = new URL('./audit-task.js', import.meta.url);

/** The sharp Lipschitz constant, for comparison, costs n(n + k)² angles: first families of small architectures only. */
const SHARP_UP_TO = 12;

export const auditCommand: Command<AuditArguments> = {
  name: 'audit',
  describe: 'Examine published archives: every family proved anew, every published figure against enclosures',
  operands: {
    name: 'files',
    value: 'FILE|DIR',
    count: 'some',
    reads: true,
    describe: 'Archives, candidates, or folders of them',
  },
  options: {
    claims: {
      type: 'string',
      value: 'FILE',
      reads: true,
      describe: 'The published constants; else a file of claims in the folder, else those in the archives',
    },
    format: {
      type: 'string',
      choices: ['text', 'markdown', 'json'],
      default: 'text',
      describe: 'How the report is written',
    },
    out: { type: 'string', value: 'DIR', describe: 'Folder for certificates' },
  },
  examples: [['audit archives --claims claims.json --format markdown', 'a report on a folder']],
  exits: {
    holds: 'no finding is an error',
    doesNotHold: 'one is: a family without a verdict, a claim refuted, a file unreadable',
  },
  run: runAudit,
};

async function runAudit(args: AuditArguments, context: Context): Promise<number> {
  const note = (text: string): void => context.err(`spurious: ${text}\n`);
  const files = auditFiles(args.files);
  // They start while the files are read; one holds a family, or more.
  const workers = await startWorkers(files.length, FAMILY_TASK, context);
  try {
    const { input, read } = auditReader(note);
    await computeEach(context, 'audit', files, read);
    const claims = claimsOf(args, input, note) ?? (await storedClaims(args, input, note, context, workers));
    for (const { message } of input.unreadable) note(message);
    const families = await auditedFamilies(input, claims, args, context, workers);
    const audit = await compute(context, 'audit', () =>
      auditOf(families, input.architectures, input.unreadable, claims),
    );
    if (args.format === 'json') context.out(`${JSON.stringify(jsonOf(audit), null, 2)}\n`);
    else context.out(args.format === 'markdown' ? markdownOf(audit) : textOf(audit, context.colour));
    if (families.length === 0 && input.unreadable.length > 0) return EXIT.unreadable;
    return audit.findings.some(({ severity }) => severity === 'error') ? EXIT.doesNotHold : EXIT.holds;
  } finally {
    await workers?.end();
  }
}

/** Every family proved and compared with its claim; with --out, its certificate is written. */
async function auditedFamilies(
  input: AuditInput,
  claims: readonly Claim[] | null,
  { out }: AuditArguments,
  context: Context,
  workers: Workers | null,
): Promise<PublishedFamily[]> {
  const claimed = input.families.map((family) => {
    const { k, n, d } = sizesOf(family.candidate);
    return { ...family, k, n, d, claim: claims === null ? null : claimFor(claims, { ...family, k, n }) };
  });
  const tasks: AuditTask[] = claimed.map(({ candidate, claim, family }) => ({
    candidate,
    claim,
    sharp: family === 0 && candidate.form === 'dense' && candidate.n <= SHARP_UP_TO,
    producer,
    text: out !== undefined,
  }));
  const names = new Set<string>();
  const families: PublishedFamily[] = [];
  await writingMany((write) =>
    mapTasks<AuditTask, AuditOutcome>(tasks, FAMILY_TASK, context, 'audit', {
      workers,
      cost: ({ candidate }) => (candidate.form === 'dense' ? candidate.n * candidate.d : 0),
      each(answer, i) {
        if (answer instanceof Error) throw answer;
        const { outcome, text } = answer;
        const family = { ...claimed[i]!, outcome };
        families.push(family);
        if (out !== undefined && text !== null) write(join(out, certificateName(family, names)), text);
      },
    }),
  );
  return families;
}

/** The claims asked for; else those of the only file of claims among the candidates; null for none. */
function claimsOf(args: AuditArguments, input: AuditInput, note: (text: string) => void): Claim[] | null {
  if (args.claims !== undefined) {
    try {
      return readClaims(args.claims);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      input.unreadable.push({ source: args.claims, message: error.message });
      return null;
    }
  }
  const [found, second] = input.claims;
  if (found === undefined) return null;
  if (second !== undefined) {
    note(`${found.path} and ${second.path} both hold claims: none is used, choose one with --claims`);
    return null;
  }
  note(`${found.path} is taken for the claims`);
  return found.claims;
}

/** Claims from the constants that the archives hold themselves; null where nobody asked for others, and there are none. */
async function storedClaims(
  args: AuditArguments,
  input: AuditInput,
  note: (text: string) => void,
  context: Context,
  workers: Workers | null,
): Promise<SourcedClaim[] | null> {
  if (args.claims !== undefined || input.claims.length > 0) return null;
  const module = new URL('./audit-constants-task.js', import.meta.url);
  const paths = input.archives.map(({ path }) => path);
  const found = await mapTasks<string, StoredConstants | null>(paths, module, context, 'constants', {
    workers,
  });
  const claims: SourcedClaim[] = [];
  let sources = 0;
  for (const [i, archive] of input.archives.entries()) {
    const constants = found[i]!;
    if (constants === null) continue;
    try {
      if (constants instanceof Error) throw constants;
      claims.push(...claimsOfConstants(archive, constants));
      sources += 1;
    } catch (error) {
      if (!(error instanceof FileError || error instanceof ClaimsError)) throw error;
      const message = error instanceof FileError ? error.message : `${archive.path}: ${error.message}`;
      input.unreadable.push({ source: archive.source, message });
    }
  }
  if (sources === 0) return null;
  note(
    `the constants stored in ${sources === 1 ? 'the archive' : `${sources} archives`} are taken for the claims`,
  );
  return claims;
}
