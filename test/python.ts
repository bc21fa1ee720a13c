import { spawnSync } from 'node:child_process';

const known = new Map<string, boolean>();

/** Whether python3 is there with these modules, which are found but not loaded; if not, `what` is said on stderr. */
export function pythonWith(modules: readonly string[], what: string): boolean {
  const key = modules.join();
  if (!known.has(key)) {
    const code = `import sys, importlib.util as u\nsys.exit(not all(u.find_spec(m) for m in sys.argv[1:]))`;
    known.set(key, spawnSync('python3', ['-c', code, ...modules], { stdio: 'ignore' }).status === 0);
  }
  if (!known.get(key)) process.stderr.write(`${what}: no python3 with ${modules.join(' and ')} here\n`);
  return known.get(key)!;
}
