import type { CheckOutcome } from '../check/check-task.ts';
import type { Context } from '../context.ts';

/** The text of a certificate, and what it is about. */
interface Written {
  readonly of: string;
  readonly text: string;
  /** The file of data that it names. */
  readonly beside: string | null;
}

/** Times the usual budget: certificates of one's own may be as large as they are. */
const OWN = 1e6;

/** The results, with what the checker said if it is asked. */
export async function recheckedResults<R extends object>(
  found: readonly {
    readonly of: string;
    readonly text: string | null;
    readonly beside?: string | null;
    readonly result: R;
  }[],
  asked: boolean,
  context: Context,
): Promise<(R & { readonly rechecked?: boolean | null })[]> {
  if (!asked) return found.map(({ result }) => result);
  const written = found.flatMap(({ of, text, beside = null }) =>
    text === null ? [] : [{ of, text, beside }],
  );
  const answers = (await recheck(written, context)).values();
  return found.map(({ text, result }) => ({
    ...result,
    rechecked: text === null ? null : (answers.next().value ?? null),
  }));
}

/** Whether the independent checker accepts each of them. Those that it rejects are named. */
async function recheck(certificates: readonly Written[], context: Context): Promise<boolean[]> {
  // The checker is a good part of a cold start, and rarely asked.
  const [{ checkAll }, { unanswered }] = await Promise.all([
    import('../check/check-all.ts'),
    import('../check/check-limits.ts'),
  ]);
  const outcomes = await checkAll(
    certificates.map(({ text, beside }) => ({ text, budget: OWN, ...(beside === null ? {} : { beside }) })),
    context,
    {},
  );
  return outcomes.map((outcome, i) => {
    const reason = outcome instanceof Error ? unanswered(outcome) : reasonOf(outcome);
    if (reason !== null)
      context.err(`spurious: the checker rejects the certificate of ${certificates[i]!.of}: ${reason}\n`);
    return reason === null;
  });
}

/** Why it is not accepted, or null. */
function reasonOf(outcome: CheckOutcome): string | null {
  if ('invalid' in outcome) return outcome.invalid;
  return outcome.answer.accepted ? null : outcome.answer.reason;
}
