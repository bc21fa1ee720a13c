import { unanswered } from './check-limits.ts';
import type { CheckOutcome, CheckTask } from './check-task.ts';
import type { Context } from './context.ts';
import { mapTasks } from './pool.ts';

/** The text of a certificate, and what it is about. */
export interface Written {
  readonly of: string;
  readonly text: string;
}

/** Times the usual budget: certificates of one's own may be as large as they are. */
const OWN = 1e6;

/** Does the independent checker accept all of them? Those that it rejects are named. */
export async function recheck(certificates: readonly Written[], context: Context): Promise<boolean> {
  const outcomes = await mapTasks<CheckTask, CheckOutcome>(
    certificates.map(({ text }) => ({ text, budget: OWN })),
    new URL('./check-task.mjs', import.meta.url),
    context,
    'check',
  );
  let accepted = true;
  for (const [i, outcome] of outcomes.entries()) {
    const reason = outcome instanceof Error ? unanswered(outcome) : reasonOf(outcome);
    if (reason === null) continue;
    context.err(`spurious: the checker rejects the certificate of ${certificates[i]!.of}: ${reason}\n`);
    accepted = false;
  }
  return accepted;
}

/** Why it is not accepted, or null. */
function reasonOf(outcome: CheckOutcome): string | null {
  if ('invalid' in outcome) return outcome.invalid;
  return outcome.answer.accepted ? null : outcome.answer.reason;
}
