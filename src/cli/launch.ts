import { join } from 'node:path';
import type { run } from './program.ts';
import { relaunched } from './shared/address-space.ts';
import { keepCompiled, load } from './shared/load.ts';

export { keepCompiled, load };

/** Runs one command line. */
export async function launch(argv: readonly string[]): Promise<void> {
  if (await relaunched()) return;
  // While the program is loaded; run.ts takes over.
  process.on('SIGINT', () => {
    if (process.stderr.isTTY) process.stderr.write('\n');
    process.exit(130);
  });
  const program = load(join(import.meta.dirname, 'program.js')) as { run: typeof run };
  await program.run(argv);
  // What a refused command line compiled is not worth keeping.
  if (Number(process.exitCode) <= 1) keepCompiled();
  // Where nothing is left to wait for: else Node takes itself apart first, a tenth of a cold start.
  if (process.getActiveResourcesInfo().length === 0) process.exit();
}
