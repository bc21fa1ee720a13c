import { type SplitCertificate, serialise } from '../../certificate/index.ts';
import { checkCertificate } from '../../checker/index.ts';
import type { Splits } from '../../elimination/split/split.ts';
import { split } from '../../verify/split.ts';
import { checkedSubject } from './subject.ts';

/** The text of the certificate of a minimum, and what is asked of it. */
export interface SplitTask {
  readonly text: string;
  /** One neuron, or type of neurons, from 0; null for all. */
  readonly neuron: number | null;
  /** Whether the checker is to confirm the split certificate. */
  readonly recheck: boolean;
}

/** What became of it; `rejected` is the checker's reason against the certificate made, `invalid` against the one given. */
export type SplitOutcome =
  | (Splits & { readonly rejected: string | null })
  | { readonly reason: string }
  | { readonly invalid: string }
  /** There is no such neuron. */
  | { readonly absent: string };

/** Proves that the splits of neurons of a certified spurious minimum are saddles. */
export default function splitTask({ text, neuron, recheck }: SplitTask): SplitOutcome {
  const subject = checkedSubject(text);
  if ('reason' in subject || 'invalid' in subject) return subject;
  const count = subject.point.centre?.length ?? subject.problem.n;
  if (neuron !== null && neuron >= count)
    return { absent: `${count} ${subject.kind === 'block' ? 'types of neurons' : 'neurons'}` };
  const found = split(subject, neuron === null ? {} : { neurons: [neuron] });
  if ('reason' in found) return found;
  return { ...found, rejected: recheck ? rejectionOf(found.certificate) : null };
}

function rejectionOf(certificate: SplitCertificate | null): string | null {
  if (certificate === null) return null;
  const answer = checkCertificate(serialise(certificate), () => {}, { budget: 1e6 });
  return answer.accepted ? null : answer.reason;
}
