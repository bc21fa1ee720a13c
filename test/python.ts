import { spawnSync } from 'node:child_process';

const known = new Map<string, boolean>();
let path: string | null = null;

/** Whether python3 is there with these modules, which are found but not loaded; if not, `what` is said on stderr. */
export function pythonWith(modules: readonly string[], what: string): boolean {
  const key = modules.join();
  if (!known.has(key)) {
    const code = `import sys, importlib.util as u\nprint(sys.executable)\nsys.exit(not all(u.find_spec(m) for m in sys.argv[1:]))`;
    const done = spawnSync(path ?? 'python3', ['-c', code, ...modules], { encoding: 'utf8' });
    path ??= done.stdout?.trim() || null;
    known.set(key, done.status === 0);
  }
  if (!known.get(key)) process.stderr.write(`${what}: no python3 with ${modules.join(' and ')} here\n`);
  return known.get(key)!;
}

/**
 * The interpreter itself: `python3` may be a script that looks for it first, which takes longer than what it is started for.
 * Asked for after pythonWith.
 */
export function pythonPath(): string {
  return path ?? 'python3';
}
