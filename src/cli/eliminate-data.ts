import type { Context } from './context.ts';
import { UsageError } from './context.ts';
import type { EliminateArguments } from './eliminate.ts';

/** `spurious eliminate --model M.json --data D …`: finite data. The number is the exit code. */
export async function runEliminateData(_args: EliminateArguments, _context: Context): Promise<number> {
  throw new UsageError('--model is not available in this build');
}
