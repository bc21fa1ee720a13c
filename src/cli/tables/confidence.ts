import { UsageError } from '../context.ts';

/** What --confidence takes: per cent. */
export function confirmConfidence(confidence: number): void {
  if (!(confidence >= 50 && confidence < 100))
    throw new UsageError(`--confidence takes per cent, from 50 to below 100, not ${confidence}`);
}
