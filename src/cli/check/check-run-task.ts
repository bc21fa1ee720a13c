import { checkRunProof, type RunCheckResult } from '../../checker/trajectory/run.ts';
import { milliseconds as now } from '../shared/clock.ts';

/** A line of K-N.proofs.jsonl, and of its search what the claim is about. */
export interface CheckRunTask {
  readonly seed: number;
  readonly k: number;
  readonly n: number;
  readonly run: number;
  readonly step: string;
  readonly slack: string;
  readonly line: unknown;
  /** The accepted certificate of the point that the line names, or null. */
  readonly certificate: string | null;
}

export interface CheckRunOutcome {
  readonly answer: RunCheckResult;
  readonly milliseconds: number;
}

export default function checkRunTask({ certificate, ...claim }: CheckRunTask): CheckRunOutcome {
  const start = now();
  const answer = checkRunProof({ ...claim, certificateOf: () => certificate });
  return { answer, milliseconds: now() - start };
}
