import { spawnSync } from 'node:child_process';

/** What tests use; they are found at once, but not loaded. */
const MODULES = ['pty', 'termios', 'numpy', 'scipy', 'mpmath'] as const;
const PROBE = `
import sys, importlib.util as u
print(sys.executable, *filter(u.find_spec, sys.argv[1:]), sep='\\n')
`;

interface Python {
  /** The interpreter itself: `python3` may be a script that looks for it first, which takes longer than most of what is asked of it. */
  readonly path: string;
  readonly modules: readonly string[];
}

let known: Python | null = null;

function python(): Python {
  if (known === null) {
    const { status, stdout } = spawnSync('python3', ['-c', PROBE, ...MODULES], { encoding: 'utf8' });
    const [path = '', ...modules] = status === 0 ? stdout.trim().split(/\r?\n/) : [];
    known = { path: path || 'python3', modules };
  }
  return known;
}

/** Whether python3 is there with these modules; if not, `what` is said on stderr. */
export function pythonWith(modules: readonly (typeof MODULES)[number][], what: string): boolean {
  const there = modules.every((name) => python().modules.includes(name));
  if (!there) process.stderr.write(`${what}: no python3 with ${modules.join(' and ')} here\n`);
  return there;
}

/** What starts python3. */
export function pythonPath(): string {
  return python().path;
}
