import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { relaunched } from './shared/address-space.ts';

/** A program of the command line. */
export interface Program {
  run(argv: readonly string[]): Promise<void>;
}

/** A program, and the script that it came from. */
export interface Loaded {
  readonly program: Program;
  readonly script: Script;
}

/**
 * Programs in one CommonJS file each (scripts/build.mjs), with the code that V8 compiled when they were built beside
 * them: loading modules and compiling them is a good part of a cold start. Every other command is a module among many.
 */
const COMPILED: Readonly<Record<string, string>> = { verify: 'verify-program.js' };

/** Runs one command line. */
export async function launch(argv: readonly string[]): Promise<void> {
  if (await relaunched()) return;
  // While programs are loaded; run.ts takes over.
  process.on('SIGINT', () => {
    if (process.stderr.isTTY) process.stderr.write('\n');
    process.exit(130);
  });
  const compiled = COMPILED[argv[0] ?? ''];
  if (compiled !== undefined)
    await load(join(dirname(fileURLToPath(import.meta.url)), compiled)).program.run(argv);
  else await (await import('./program.ts')).run(argv);
}

/** Where the compiled code of a program is kept. */
export function cachePath(file: string): string {
  return `${file}.cache`;
}

/** Loads a program. V8 refuses compiled code of another version or for a source of another length, and compiles anew. */
export function load(file: string): Loaded {
  // import() works in modules only: the build replaces it by this function in the program.
  const parameters = 'exports, require, module, __filename, __dirname, dynamicImport';
  const cachedData = compiledCode(file);
  const script = new Script(`(function (${parameters}) {${readFileSync(file, 'utf8')}\n})`, {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} as Program };
  const body = script.runInThisContext() as (...given: readonly unknown[]) => void;
  const dynamicImport = (specifier: string): Promise<unknown> => import(specifier);
  body(module.exports, createRequire(file), module, file, dirname(file), dynamicImport);
  return { program: module.exports, script };
}

/** The compiled code of a program, unless it is older than the program. */
function compiledCode(file: string): Buffer | null {
  try {
    const cache = cachePath(file);
    return statSync(cache).mtimeMs >= statSync(file).mtimeMs ? readFileSync(cache) : null;
  } catch {
    return null;
  }
}
