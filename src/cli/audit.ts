import { join } from 'node:path';
import type { Argv } from 'yargs';
import {
  auditOf,
  type Claim,
  claimFor,
  type Family,
  type FamilyOutcome,
  type FamilyTask,
  jsonOf,
  markdownOf,
  textOf,
} from '../audit/index.ts';
import { serialise } from '../certificate/index.ts';
import { FileError, writeFileAtomic } from '../files/index.ts';
import type { Candidate } from '../model/candidate.ts';
import { countsOf, exactPoint } from '../symmetry/point/shape.ts';
import { type AuditInput, readAuditInput, readClaims } from './audit-input.ts';
import { certificateName } from './certificate-name.ts';
import { type Command, type Context, EXIT } from './context.ts';
import { mapTasks } from './pool.ts';
import { producer } from './producer.ts';

export interface AuditArguments {
  readonly files: string[];
  readonly claims: string | undefined;
  readonly format: 'text' | 'markdown' | 'json';
  readonly out: string | undefined;
}

/** The sharp Lipschitz constant, for comparison, costs n(n + k)² angles: first families of small architectures only. */
const SHARP_UP_TO = 12;

export const auditCommand: Command<AuditArguments> = {
  command: 'audit <files..>',
  describe: 'Examine published archives: every family proved anew, every published figure against enclosures',
  builder: (yargs: Argv): Argv =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        describe: 'Archives, candidates, or folders of them',
      })
      .option('claims', {
        type: 'string',
        requiresArg: true,
        describe: 'The published constants; else a file of claims in the folder',
      })
      .option('format', {
        choices: ['text', 'markdown', 'json'] as const,
        requiresArg: true,
        default: 'text',
        describe: 'How the report is written',
      })
      .option('out', { type: 'string', requiresArg: true, describe: 'Folder for certificates' }),
  run: runAudit,
};

async function runAudit(args: AuditArguments, context: Context): Promise<number> {
  const note = (text: string): void => context.err(`spurious: ${text}\n`);
  const input = readAuditInput(args.files, note);
  const claims = claimsOf(args, input, note);
  for (const { message } of input.unreadable) note(message);
  const claimed = input.families.map((family) => {
    const { k, n, d } = widthsOf(family.candidate);
    return { ...family, k, n, d, claim: claims === null ? null : claimFor(claims, { ...family, k, n }) };
  });
  const tasks: FamilyTask[] = claimed.map(({ candidate, claim, family }) => ({
    candidate,
    claim,
    sharp: family === 0 && candidate.form === 'dense' && candidate.n <= SHARP_UP_TO,
    producer,
  }));
  const outcomes = await mapTasks<FamilyTask, FamilyOutcome>(
    tasks,
    new URL('./audit-task.mjs', import.meta.url),
    context,
    'audit',
  );
  const families = claimed.map((family, i): Family => {
    const outcome = outcomes[i]!;
    if (outcome instanceof Error) throw outcome;
    return { ...family, outcome };
  });
  if (args.out !== undefined) writeCertificates(args.out, families);
  const audit = auditOf(families, input.architectures, input.unreadable, claims);
  if (args.format === 'json') context.out(`${JSON.stringify(jsonOf(audit), null, 2)}\n`);
  else context.out(args.format === 'markdown' ? markdownOf(audit) : textOf(audit, context.colour));
  if (families.length === 0 && input.unreadable.length > 0) return EXIT.unreadable;
  return audit.findings.some(({ severity }) => severity === 'error') ? EXIT.doesNotHold : EXIT.holds;
}

/** k, n and d of a candidate of either form. */
function widthsOf(candidate: Candidate): { readonly k: number; readonly n: number; readonly d: number } {
  if (candidate.form === 'dense') return candidate;
  const { k, n } = countsOf(exactPoint(candidate));
  return { k, n, d: k };
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

function writeCertificates(folder: string, families: readonly Family[]): void {
  const names = new Set<string>();
  for (const family of families) {
    const { certificate } = family.outcome;
    if (certificate === null) continue;
    writeFileAtomic(join(folder, certificateName(family, names)), serialise(certificate));
  }
}
