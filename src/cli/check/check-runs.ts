import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../certificate/index.ts';
import { checkCertificate } from '../../checker/index.ts';
import { oneLine, readExactText } from '../../files/index.ts';
import { type Plan, planText } from '../../search/plan.ts';
import type { RunProof } from '../../search/prove-runs.ts';
import { certificateName } from '../../search/results.ts';
import { type Context, EXIT, UsageError } from '../context.ts';
import { proofsPath, readProofManifest, readProofs } from '../search/prove-runs-files.ts';
import { certificatesFolder, readManifest, readPlan, unreadablePlan } from '../search/search-files.ts';
import { mapTasks } from '../shared/pool.ts';
import type { CheckLine } from './check-line.ts';
import type { CheckRunOutcome, CheckRunTask } from './check-run-task.ts';
import type { RunChoice } from './run-choice.ts';

type ProvedRun = CheckRunTask & { readonly line: RunProof };

/** Proves runs of a folder again, and the certificates that they end at. Lines as of `check`, in the order of the runs. */
export async function checkRuns(
  folder: string,
  choice: RunChoice,
  json: boolean,
  context: Context,
): Promise<{ readonly lines: readonly CheckLine[]; readonly code: number }> {
  const { plan } = readManifest(folder);
  const planned = readPlan(folder);
  if (planned === null || planText(planned) !== planText(plan)) throw unreadablePlan(folder);
  const manifest = readProofManifest(folder, plan)!;
  const chosen = runsOf(plan, choice);
  const tasks: (ProvedRun & { readonly path: string })[] = [];
  const rejected: CheckLine[] = [];
  for (const row of manifest.rows) {
    const proofs = readProofs(folder, row);
    const path = proofsPath(folder, row);
    const count = (outcome: RunProof['outcome']): number =>
      proofs.filter((proof) => proof.outcome === outcome).length;
    if ((['spurious', 'global', 'undecided'] as const).some((outcome) => count(outcome) !== row[outcome]))
      rejected.push(
        lineOf(path, null, 'not confirmed: the counts of proofs.json are those of the lines', null),
      );
    const texts = certificatesOf(
      folder,
      row,
      chosen.map((run) => proofs[run]!),
      rejected,
    );
    for (const run of chosen) {
      const line = proofs[run]!;
      const certificate = line.outcome === 'spurious' ? (texts.get(line.point) ?? null) : null;
      const { seed, step } = plan;
      const slack = String(manifest.slack ?? 0);
      tasks.push({ path, seed, k: row.k, n: row.n, run, step: String(step), slack, line, certificate });
    }
  }
  const outcomes = await mapTasks<CheckRunTask, CheckRunOutcome>(
    tasks.map(({ path: _, ...task }) => task),
    new URL('./check-run-task.js', import.meta.url),
    context,
    'check runs',
    { counted: 'runs' },
  );
  const lines = outcomes.map((outcome, i) => {
    const { path, ...task } = tasks[i]!;
    if (outcome instanceof Error) return lineOf(path, task, outcome.message, null);
    const { answer, milliseconds } = outcome;
    return lineOf(path, task, answer.accepted ? null : answer.reason, milliseconds);
  });
  const all = [...rejected, ...lines];
  if (!json) for (const line of all) context.out(textOf(line));
  return { lines: all, code: all.some(({ accepted }) => !accepted) ? EXIT.doesNotHold : EXIT.holds };
}

function runsOf(plan: Plan, { runs, sample }: RunChoice): number[] {
  const beyond = runs?.find((run) => run >= plan.runs);
  if (beyond !== undefined)
    throw new UsageError(`--runs ${beyond}: the search has runs 0 to ${plan.runs - 1}`);
  if (runs !== null) return runs.toSorted((a, b) => a - b);
  const all = Array.from({ length: plan.runs }, (_, run) => run);
  if (sample === null || sample >= plan.runs) return all;
  // Not known to who wrote the folder.
  for (let i = 0; i < sample; i++) {
    const j = randomInt(i, all.length);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, sample).sort((a, b) => a - b);
}

/** The texts of the certificates that lines name, each accepted; one that is not leaves its runs without. */
function certificatesOf(
  folder: string,
  row: { readonly k: number; readonly n: number },
  lines: readonly RunProof[],
  rejected: CheckLine[],
): Map<number, string> {
  const texts = new Map<number, string>();
  const points = new Set(lines.flatMap((line) => (line.outcome === 'spurious' ? [line.point] : [])));
  for (const point of points) {
    const path = join(certificatesFolder(folder), certificateName(row, point));
    if (!existsSync(path)) continue;
    const text = readExactText(path, LIMITS.characters);
    const answer = checkCertificate(text);
    if (answer.accepted) texts.set(point, text);
    else rejected.push(lineOf(path, null, answer.reason, null));
  }
  return texts;
}

function lineOf(
  certificate: string,
  task: ProvedRun | null,
  reason: string | null,
  milliseconds: number | null,
): CheckLine {
  const checked = reason === null ? null : oneLine(reason);
  const { run, line } = task ?? { run: null, line: null };
  const outcome = line?.outcome ?? null;
  return { certificate, run, outcome, accepted: checked === null, id: null, reason: checked, milliseconds };
}

function textOf({ certificate, run, outcome, reason }: CheckLine): string {
  const place = `${oneLine(certificate)}${run === null ? '' : ` run ${run}`}`;
  if (reason !== null) return `rejected ${place}: ${reason}\n`;
  return `accepted ${place}${outcome === 'undecided' ? ', undecided: nothing is claimed' : ''}\n`;
}
