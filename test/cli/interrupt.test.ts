import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPath, pythonWith } from '../python.ts';
import { spuriousHere } from './run.ts';

interface Interrupted {
  readonly code: number | null;
  readonly signal: string | null;
  readonly pressed: boolean;
  readonly seconds: number;
  readonly sane: boolean;
  readonly screen: string;
}

const python = pythonWith(['pty', 'termios'], 'Ctrl-C in a pseudo-terminal is left out');

const scratch = mkdtempSync(join(tmpdir(), 'spurious-interrupt-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (...parts: string[]): string => join(scratch, ...parts);

/** A permutation of the targets: a proof with a Hessian of this size. */
function writePermutation(path: string, k: number): void {
  const weights = Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (_, a) => (a === (i + 1) % k ? 1 : 0)),
  );
  writeFileSync(path, JSON.stringify({ format: 'spurious-candidate', version: 1, k, n: k, d: k, weights }));
}

/** Terminals for one command line after the other, in one process of Python. */
class Terminals {
  private readonly python: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string>;

  constructor() {
    // It needs no more than Python's own modules: -S leaves the search for others out.
    const stdio = ['pipe', 'pipe', 'inherit'] as const;
    this.python = spawn(pythonPath(), ['-S', 'test/cli/terminal.py'], {
      stdio: [...stdio],
    }) as typeof this.python;
    this.answers = createInterface({ input: this.python.stdout })[Symbol.asyncIterator]();
  }

  async run(cases: readonly object[]): Promise<readonly Interrupted[]> {
    this.python.stdin.write(`${JSON.stringify(cases)}\n`);
    const { value, done } = await this.answers.next();
    if (done === true) throw new Error(`test/cli/terminal.py has ended: ${JSON.stringify(cases)}`);
    return JSON.parse(value) as Interrupted[];
  }

  async end(): Promise<void> {
    this.python.stdin.end();
    await once(this.python, 'exit');
  }
}

/** Command lines, and whether they last long enough for every moment. */
const LINES: Readonly<Record<string, { readonly line: string; readonly long: boolean }>> = {
  verify: { line: `verify ${at('large.json')} --out ${at('verify')}`, long: true },
  'verify, quick': { line: 'verify candidates/20-20.json', long: false },
  check: {
    line: 'check certificates/uniform/bad-7-extra-3-extra-1_2_4_5_6_7-from-40.certificate.json',
    long: true,
  },
  'check, many': { line: 'check certificates/families/*.json certificates/*.json', long: true },
  'standard input': { line: 'check -', long: false },
  prove: { line: `prove --bad 8 --from 100 --out ${at('prove')}`, long: true },
  'family --threshold': { line: 'family --type I --threshold', long: false },
  'family --k': { line: `family --k 6..2000 --out ${at('family')}`, long: true },
  search: { line: `search --k 12..20 --runs 2000 --seed 7 --out ${at('search')}`, long: true },
  'eliminate certificates': {
    line: `eliminate certificates/[12]*.json --out ${at('eliminate')}`,
    long: true,
  },
  'eliminate --example': { line: 'eliminate --example all', long: false },
  audit: { line: 'audit candidates', long: true },
  table: { line: 'table certificates/*.json', long: false },
  figure: { line: `figure ${at('done')}`, long: false },
  export: { line: 'export --coq certificates/20-20.certificate.json', long: false },
};

/** As a shell does it: the files of a pattern, in their order. */
function expanded(word: string): string[] {
  if (!word.includes('*')) return [word];
  const pattern = new RegExp(`^${basename(word).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const files = readdirSync(dirname(word)).filter((name) => pattern.test(name));
  if (files.length === 0) throw new Error(`no file is ${word}`);
  return files.sort().map((name) => join(dirname(word), name));
}

// All of this file at the same time, as most of it is waiting: these signals, and Ctrl-C at three moments of two command lines.
describe.concurrent('signals', () => {
  it('a search says how it is resumed, and resumes', async () => {
    const folder = at('resumed search');
    const args = ['search', '--k', '6', '--runs', '3000', '--seed', '3', '--jobs', '1', '--out', folder];
    const child = spawn(process.execPath, ['dist/cli/spurious.js', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text;
    });
    while (
      !readdirSync(scratch, { recursive: true, encoding: 'utf8' }).some((name) =>
        /resumed.*jsonl$/.test(name),
      )
    )
      await setTimeout(20);
    child.kill('SIGINT');
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([code, signal]).toEqual([130, null]);
    expect(err.split('\n').at(-2)).toBe(
      `spurious: interrupted; nothing is lost, resume with: spurious search --out '${folder}'`,
    );
  }, 60_000);

  /**
   * Milliseconds. Progress in plain lines comes two seconds after a proof has begun, and what it computes until then is of no use to
   * anybody: it is halted when it should have begun, goes on when the line is due, and where none comes, for a moment now and then.
   */
  const BEGUN = 300;
  const HALTED = 2000;
  const ONWARD = 100;
  const AGAIN = 500;

  it.each([
    ['SIGINT', 130, null],
    ['SIGTERM', null, 'SIGTERM'],
    ['SIGHUP', null, 'SIGHUP'],
  ] as const)(
    '%s ends a proof on the main thread',
    async (signal, code, by) => {
      // Between two looks at the clock it computes for a few milliseconds.
      const args = ['prove', '--bad', '8', '--from', '100'];
      const child = spawn(process.execPath, ['dist/cli/spurious.js', ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let err = '';
      const closed = once(child, 'close');
      let sent = false;
      child.stderr.on('data', (text: Buffer) => {
        err += text;
        if (sent || !text.includes('prove:')) return;
        sent = child.kill(signal);
      });
      await setTimeout(BEGUN);
      for (let halted = HALTED; !sent && child.exitCode === null; halted = AGAIN) {
        child.kill('SIGSTOP');
        await setTimeout(halted);
        child.kill('SIGCONT');
        await setTimeout(ONWARD);
      }
      expect(await closed).toEqual([code, by]);
      // Progress in plain lines, which is what the signal waited for.
      expect(err).toMatch(/^(spurious: prove: \d+\/100 % of the range of k\^\(-1\/2\), \d+ s.*\n)+$/);
    },
    60_000,
  );
});

describe.runIf(python).concurrent('Ctrl-C', () => {
  /**
   * Seconds. On an idle core it takes less than one; here six processes with their workers and the other tests share what cores there are.
   * One that does not hear the signal ends later, or with another code.
   */
  const LIMIT = 5;

  const terminals: Terminals[] = [];
  beforeAll(async () => {
    writePermutation(at('large.json'), 60);
    const search = ['--k', '9', '--runs', '10', '--seed', '1', '--jobs', '1'];
    expect((await spuriousHere('search', ...search, '--out', at('done'))).code).toBe(0);
    terminals.push(new Terminals(), new Terminals());
  }, 60_000);
  afterAll(async () => {
    for (const each of terminals) await each.end();
  });

  it.each(Object.entries(LINES).map(([name, of], i) => [name, of, i] as const))(
    'ends %s at three moments',
    { timeout: 60_000 },
    async (_, { line, long }, i) => {
      const words = [process.execPath, 'dist/cli/spurious.js', ...line.split(' ').flatMap(expanded)];
      const press = (after: number, shown: string | null = null): object => ({ words, after, shown });
      // While it is loaded, when it has begun, and while a bar is on the screen, or before a quick one ends.
      const cases = [press(0.05), press(0.25), long ? press(0, ' s') : press(0.35)];
      const results = await terminals[i % terminals.length]!.run(cases);
      expect(results).toHaveLength(cases.length);
      for (const [moment, ended] of results.entries()) {
        const told = `moment ${moment}: ${JSON.stringify({ ...ended, screen: ended.screen.slice(-500) })}`;
        if (!ended.pressed || (!long && ended.code === 0)) continue;
        // Node itself is ended by the signal until it has begun to run the program; a shell says 130 of both.
        expect(ended.code ?? ended.signal, told).toBe(
          (moment < 2 || !long) && ended.signal !== null ? 'SIGINT' : 130,
        );
        expect(ended.seconds, told).toBeLessThan(LIMIT);
        expect(ended.sane, told).toBe(true);
        // Neither line wrapping nor the cursor is ever switched off.
        expect(ended.screen, told).not.toContain('\x1b[?');
        // The prompt stands on a line of its own.
        if (ended.code !== null) expect(ended.screen, told).toMatch(/\n$/);
      }
    },
  );
});

it.runIf(python)('Ctrl-C leaves nothing half-written', () => {
  const files = readdirSync(scratch, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  for (const name of files.filter((each) => each.endsWith('.json')))
    expect(() => JSON.parse(readFileSync(at(name), 'utf8')), name).not.toThrow();
});
