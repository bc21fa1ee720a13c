import { CONFIDENCE } from '../../report/table.ts';
import { type Context, UsageError } from '../context.ts';

/** What --confidence takes: per cent. */
export function confirmConfidence(confidence: number): void {
  if (!(confidence >= 50 && confidence < 100))
    throw new UsageError(`--confidence takes per cent, from 50 to below 100, not ${confidence}`);
}

/** Says so where bounds are printed with another confidence than that which was fixed before any run. */
export function noteConfidence(confidence: number, context: Context): void {
  if (confidence !== CONFIDENCE)
    context.err(
      `spurious: bounds on p with ${confidence} % confidence, asked for after the runs; the one that was fixed before is ${CONFIDENCE} %\n`,
    );
}
