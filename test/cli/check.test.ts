import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.ts';
import { hostile } from '../checker/hostile.ts';
import { shared } from '../shared.ts';
import { built, runBin, spuriousHere } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = 'certificates/6-6.certificate.json';
const ID = /"sha256": "([0-9a-f]{16})/.exec(readFileSync(GOOD, 'utf8'))![1]!;

function made(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

/** Writes the parts of a text in ASCII one after the other: fifty megabytes are not held at once. */
function writeParts(path: string, parts: readonly string[]): void {
  const file = openSync(path, 'w');
  let bytes = Buffer.alloc(0);
  parts.forEach((part, i) => {
    if (part !== parts[i - 1]) bytes = Buffer.from(part, 'latin1');
    writeSync(file, bytes);
  });
  closeSync(file);
}

describe('spurious check', () => {
  it('names the file on every line, and the claim in JSON', async () => {
    const text = readFileSync(GOOD, 'utf8');
    const spoiled = made('spoiled.json', text.replace('"n": 6', '"n": 7'));
    const { code, out, err } = await spuriousHere('check', GOOD, spoiled);
    expect(out.split('\n')).toEqual([
      `accepted ${ID} ${GOOD}`,
      expect.stringMatching(new RegExp(`^rejected ${spoiled}: .*candidate`)),
      '',
    ]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const json = await spuriousHere('check', '--json', GOOD, spoiled);
    const { results } = JSON.parse(json.out) as { results: Record<string, unknown>[] };
    expect(results.map(({ certificate, accepted, id }) => ({ certificate, accepted, id }))).toEqual([
      { certificate: GOOD, accepted: true, id: ID },
      { certificate: spoiled, accepted: false, id: null },
    ]);
    expect(results.map(({ reason }) => reason)).toEqual([null, expect.any(String)]);
  });

  it('keeps a line a line, whatever stands in the file', async () => {
    const paths = [
      made('key.json', JSON.stringify({ kind: 'dense', 'a\nb\u001b[31m': 1 })),
      made('end.json', '{"a": "\n\u001b[2J"}'),
    ];
    const { out, err } = await spuriousHere('check', ...paths);
    expect(`${out}${err}`).not.toContain('\u001b');
    expect(`${out}${err}`.trim().split('\n')).toHaveLength(2);
  });

  it('takes a folder: its certificate files by name', async () => {
    const from = join(folder, 'three');
    mkdirSync(from);
    for (const name of ['b.json', 'a.certificate.json', 'c.cert', 'notes.txt'])
      copyFileSync(GOOD, join(from, name));
    const { code, out } = await spuriousHere('check', from);
    expect(out).toBe(
      ['a.certificate.json', 'b.json', 'c.cert']
        .map((name) => `accepted ${ID} ${join(from, name)}\n`)
        .join(''),
    );
    expect(code).toBe(0);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const none = await spuriousHere('check', empty, GOOD);
    expect(none.err).toMatch(/a folder without certificates; expected files that end in \.json or \.cert\n$/);
    expect(none.out).toBe(`accepted ${ID} ${GOOD}\n`);
    expect(none.code).toBe(3);
  });

  it('refuses a byte order mark and says when only line ends were changed', async () => {
    const text = readFileSync(GOOD, 'utf8');
    const ends = /line ends were changed/;
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['crlf', text.replaceAll('\n', '\r\n'), ends],
      ['cr', text.replaceAll('\n', '\r'), ends],
      ['more', `${text}\n`, ends],
      ['less', text.slice(0, -1), ends],
      ['space', `${text} `, /^not confirmed: the file consists of the canonical bytes$/],
      ['both', text.replaceAll('\n', '\r\n').replace('"n": 6', '"n":  6'), /^not confirmed: [^:]*bytes$/],
    ];
    const paths = cases.map(([name, contents]) => made(`${name}.json`, contents));
    const { code, out } = await spuriousHere('check', '--json', ...paths);
    const { results } = JSON.parse(out) as { results: { reason: string }[] };
    for (const [i, [name, , reason]] of cases.entries()) expect(results[i]!.reason, name).toMatch(reason);
    expect(code).toBe(1);
    const marked = await spuriousHere('check', made('mark.json', `\ufeff${text}`));
    expect(marked.err).toMatch(/mark\.json: certificate: expected no byte order mark at the beginning/);
    expect({ code: marked.code, out: marked.out }).toEqual({ code: 3, out: '' });
  });

  const cases = shared('cases');
  it.skipIf(cases === null)('says so of the shared cases', async () => {
    const [good, crlf, nl] = ['good', 'crlf', 'nl'].map((name) => join(cases!, `${name}.cert`));
    const { code, out } = await spuriousHere('check', good!, crlf!, nl!);
    const lines = out.trim().split('\n');
    expect(lines[0]).toMatch(/^accepted [0-9a-f]{16} .*good\.cert$/);
    expect(lines[1]).toMatch(/^rejected .*crlf\.cert: .*line ends were changed/);
    expect(lines[2]).toMatch(/^rejected .*nl\.cert: .*line ends were changed/);
    expect(code).toBe(1);
  });

  it('refuses a budget that is none', async () => {
    for (const budget of ['0', '-1', 'much', '1e9'])
      expect((await spuriousHere('check', GOOD, `--budget=${budget}`)).code, budget).toBe(2);
    expect((await spuriousHere('check', GOOD, '--budget', '2')).code).toBe(0);
  });

  it('40 certificates with hostile ones between them: 40 accepted, the others refused in a line each', () => {
    const from = join(folder, 'fifty');
    mkdirSync(from);
    const real = readdirSync('certificates').filter((name) => /^[6-9]-.*\.json$/.test(name));
    for (let i = 0; i < 40; i++)
      copyFileSync(join('certificates', real[i % real.length]!), join(from, `1${i % 10}-${i}.json`));
    expect(readdirSync(from)).toHaveLength(40);
    const bad = hostile();
    expect(bad.length).toBeGreaterThanOrEqual(10);
    // Names that come between the others.
    bad.forEach(({ name, parts }, i) => {
      writeParts(join(from, `1${i}-hostile-${name}.json`), parts());
    });
    const hook = `process.on('exit', () => {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      process.stderr.write(\`used \${maxRSS} \${userCPUTime + systemCPUTime}\\n\`);
    })`;
    const { code, out, err } = runBin('spurious', ['check', from], {
      NODE_OPTIONS: `--import ${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)}`,
    });
    // Workers may end with a line of the same kind.
    const used = [...err.matchAll(/^used (\d+) (\d+)$/gm)];
    expect(err.replace(/^used .*\n/gm, '')).toBe('');
    // A gigabyte, and twenty seconds by the clock of an idle machine of two cores.
    expect(Math.max(...used.map((match) => Number(match[1])))).toBeLessThan(1_000_000);
    expect(Math.max(...used.map((match) => Number(match[2])))).toBeLessThan(40_000_000);
    const lines = out.trim().split('\n');
    expect(lines).toHaveLength(40 + bad.length);
    expect(lines.filter((line) => line.startsWith('accepted '))).toHaveLength(40);
    for (const { name, answer } of bad)
      expect(lines.filter((line) => line.startsWith('rejected ') && line.includes(name))[0], name).toMatch(
        answer,
      );
    expect(code).toBe(1);
  });
});

describe('a worker that dies', () => {
  it('costs its own file only', async () => {
    const task = made(
      'dying-task.js',
      `module.exports = function run(input) {
         const held = [];
         if (input === 'memory') for (;;) held.push(new Array(1e4).fill(input.length + held.length));
         if (input === 'stack') return run(input) + 1;
         if (input === 'throw') throw new Error('as it says');
         return input;
       }`,
    );
    const { mapTasks } = built('program') as typeof import('../../src/cli/program.ts');
    const context: Context = { out: () => {}, err: () => {}, interactive: false, colour: false };
    const inputs = ['a', 'memory', 'b', 'memory', 'stack', 'memory', 'memory', 'throw', 'c'];
    const results = await mapTasks<string, string>(inputs, pathToFileURL(task), context, 'test', {
      heap: 16,
      guarded: true,
    });
    expect(results.map((result) => (result instanceof Error ? result.name : result))).toEqual([
      'a',
      'Error',
      'b',
      'Error',
      'RangeError',
      'Error',
      'Error',
      'Error',
      'c',
    ]);
    const codes = results.map((result) =>
      result instanceof Error ? (result as { code?: string }).code : null,
    );
    expect(codes.filter((code) => code === 'ERR_WORKER_OUT_OF_MEMORY')).toHaveLength(4);
  });

  it('tells of the results in their order, whatever goes first, and of none after one that ends the work', async () => {
    const task = join(folder, 'order-task.js');
    writeFileSync(task, 'module.exports = (input) => 2 * input;');
    const { mapTasks, startWorkers } = built('program') as typeof import('../../src/cli/program.ts');
    const context: Context = { out: () => {}, err: () => {}, interactive: false, colour: false };
    const module = pathToFileURL(task);
    const many = await startWorkers(300, module);
    for (const count of [3, 10, 300]) {
      const inputs = Array.from({ length: count }, (_, i) => (17 * i) % count);
      const workers = count === 3 ? await startWorkers(count, module) : many;
      const told: unknown[] = [];
      const results = await mapTasks<number, number>(inputs, module, context, 'test', {
        workers,
        cost: (input) => input,
        each: (result, i) => void told.push([i, result]),
      });
      expect(results).toEqual(inputs.map((x) => 2 * x));
      expect(told).toEqual(results.map((result, i) => [i, result]));
      let last = -1;
      const each = (_: unknown, i: number): void => {
        last = i;
        if (i === 2) throw new RangeError('enough');
      };
      // The workers that are given, and its own.
      const options = { each, workers: count === 300 ? workers : null };
      await expect(mapTasks<number, number>(inputs, module, context, 'test', options)).rejects.toThrow(
        'enough',
      );
      expect(last).toBe(2);
    }
    await many?.end();
  });
});

describe('.gitattributes', () => {
  const git = spawnSync('git', ['--version']).status === 0;
  it.skipIf(!git)('a clone with core.autocrlf=true keeps the bytes of certificates', () => {
    const [source, clone] = [join(folder, 'source'), join(folder, 'clone')];
    const names = ['6-6.certificate.json', 'uniform/bad-1-from-6.certificate.json'];
    mkdirSync(join(source, 'certificates', 'uniform'), { recursive: true });
    copyFileSync('.gitattributes', join(source, '.gitattributes'));
    for (const name of names) copyFileSync(join('certificates', name), join(source, 'certificates', name));
    const inSource = (...args: readonly string[]): void => {
      execFileSync(
        'git',
        ['-c', 'core.autocrlf=true', '-c', 'user.name=a', '-c', 'user.email=a@b', ...args],
        {
          cwd: source,
          stdio: 'pipe',
        },
      );
    };
    inSource('init');
    inSource('add', '.');
    inSource('commit', '-m', 'certificates');
    execFileSync('git', ['clone', '-c', 'core.autocrlf=true', source, clone], { stdio: 'pipe' });
    for (const name of names)
      expect(
        readFileSync(join(clone, 'certificates', name)).equals(readFileSync(join('certificates', name))),
      ).toBe(true);
  });
});
