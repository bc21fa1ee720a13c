import { readFileSync } from 'node:fs';

/** What a thread reserves, and Node itself with a first one, in bytes of address space (docs/search.md). */
const THREAD = 2 ** 30;
const PROCESS = 1.25 * 2 ** 30;
/** Of the limit, what one memory of WebAssembly may take. */
const SHARE = 8;
const PAGE = 65536;
const LARGEST_MEMORY = 65536;
const WITHOUT_GUARDS = '--disable-wasm-trap-handler';

let known: number | null = null;

/** Bytes of address space that this process may take (ulimit -v); Infinity where nothing limits them. */
export function addressSpace(): number {
  known ??= readLimit();
  return known;
}

/** Linux says it in /proc; other systems have no such limit, or do not hold to it. */
function readLimit(): number {
  if (process.platform !== 'linux') return Number.POSITIVE_INFINITY;
  try {
    const soft = /^Max address space\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** How many threads find room beside the main one. */
export function roomForThreads(): number {
  return Math.max(0, Math.floor((addressSpace() - PROCESS) / THREAD));
}

/** What is asked for does not fit into the address space that is allowed. */
export class NoRoomError extends Error {}

/** Bytes that a dense proof takes for each entry of its Hessian. */
const HESSIAN_ENTRY = 32;

/**
 * Throws NoRoomError where a dense proof with so many unknowns would not fit. V8 itself ends a process without a word
 * of ours once its heap finds no more room.
 */
export function checkRoom(unknowns: number): void {
  if (HESSIAN_ENTRY * unknowns ** 2 > addressSpace() - PROCESS) throw new NoRoomError();
}

/**
 * V8 reserves ten gigabytes of address space for each memory of WebAssembly, so that accesses need no test of their
 * bounds. Where address space is limited, the command line is run by a process without them, a little slower; only
 * Node's command line can say so. Returns false where this process itself is to run it.
 */
export async function relaunched(): Promise<boolean> {
  const limit = addressSpace();
  if (limit === Number.POSITIVE_INFINITY) return false;
  const given = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  if (given.includes(WITHOUT_GUARDS)) {
    // Without guards V8 reserves as much as a memory may ever become.
    const { setFlagsFromString } = await import('node:v8');
    const pages = Math.min(LARGEST_MEMORY, Math.floor(limit / SHARE / PAGE));
    setFlagsFromString(`--wasm-max-mem-pages=${pages}`);
    return false;
  }
  if (!process.allowedNodeEnvironmentFlags.has(WITHOUT_GUARDS)) return false;
  // Loaded here: a cold start without a limit does not wait for it.
  const { spawn } = await import('node:child_process');
  const { constants } = await import('node:os');
  const child = spawn(process.execPath, [...process.execArgv, WITHOUT_GUARDS, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      child.kill(signal);
    });
  child.on('error', ({ message }) => {
    process.stderr.write(`spurious: no process could be started (${message})\n`);
    process.exit(70);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  return true;
}
