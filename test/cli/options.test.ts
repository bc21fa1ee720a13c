import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { argumentsOf, recommended } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { UsageError } from '../../src/cli/context.ts';
import { printable } from '../../src/cli/shared/printable.ts';
import { anyText } from '../text.ts';
import { type Finished, runBin, runHere, spuriousHere } from './run.ts';

const CANDIDATE = 'candidates/6-6.json';
const CERTIFICATE = 'certificates/6-6.certificate.json';
const NAMES = Object.keys(COMMANDS);
const folder = mkdtempSync(join(tmpdir(), 'spurious-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A run of the bin with something on its standard input. */
function withInput(input: Buffer | string, args: readonly string[], cwd = '.'): Finished {
  const done = spawnSync(process.execPath, [resolve('dist/cli/spurious.js'), ...args], { cwd, input });
  return { code: done.status, out: String(done.stdout), err: String(done.stderr) };
}

describe('a command line that makes no sense: 2, one line, the option, what is expected and what was given', () => {
  it.each<[string, RegExp]>([
    ['', /name a command: spurious verify FILE/],
    ['prove-everything', /no command "prove-everything"; one of verify, check, .*completion/],
    ['verfy x', /no command "verfy"; did you mean verify\?/],
    ['candidates/6-6.json', /did you mean spurious verify candidates\/6-6\.json\?/],
    ['-', /no command "-"/],
    ['--json verify x', /--json stands before the command; .*spurious verify … --json/],
    ['-x', /-x stands before the command/],
    ['--version x', /--version stands alone, not with "x"/],
    ['--help verfy', /did you mean verify/],
    ['verify', /verify needs at least one FILE/],
    ['check', /check needs at least one CERTIFICATE/],
    ['check --', /check needs at least one CERTIFICATE/],
    ['audit', /audit needs at least one/],
    ['table', /table needs at least one/],
    ['figure', /figure needs at least one/],
    ['export --coq', /export needs one CERTIFICATE/],
    ['export a b --coq', /export takes one CERTIFICATE, not 2/],
    ['prove x', /prove takes options only/],
    ['search', /Missing required argument: out/],
    ['verify x --digits abc', /--digits takes a number, not "abc"/],
    ['verify x --digits 0x20', /--digits takes a number, not "0x20"/],
    ['verify x --digits 1e9', /--digits takes a whole number from 16 to \d+, not 1000000000/],
    ['verify x --digits 1e999', /--digits takes a number, not "1e999"/],
    ['verify x --digits -32', /--digits takes a whole number from 16 to \d+, not -32/],
    ['verify x --digits=32.5', /--digits takes a whole number .* not 32\.5/],
    ['verify x --digits', /--digits needs a value/],
    ['verify x --digits --json', /--digits needs a value/],
    ['verify x --out=', /--out needs a value, not an empty one: --out DIR/],
    ['verify x --family -1', /--family takes a whole number from 0 on, not -1/],
    ['verify x --dimension some', /--dimension takes "all" or a positive whole number, not "some"/],
    ['verify x --digts 32', /verify has no option --digts; did you mean --digits\?/],
    ['verify x --dig 32', /did you mean --digits\?/],
    ['verify x --JSON', /did you mean --json\?/],
    ['verify x --no-digits', /verify has no option --no-digits/],
    ['verify x --no-pollish', /did you mean --no-polish\?/],
    ['search --maxIterations 5', /did you mean --max-iterations\?/],
    ['verify x --unheard-of', /verify has no option --unheard-of; see spurious verify --help/],
    ['verify x --constructor', /verify has no option --constructor/],
    ['verify x --$0=y', /verify has no option --\$0/],
    ['verify x --no-_', /verify has no option --no-_/],
    ['verify x -json\nx', /verify has no option/],
    ['verify -7', /verify has no option -7; .*a file of this name: \.\/-7/],
    ['verify x --json=false', /--json takes no value/],
    ['verify x --digits 32 --digits 32', /--digits is given twice/],
    ['verify x --out a --out b', /--out is given twice/],
    ['verify x --json --json', /--json is given twice/],
    ['verify x --polish --no-polish', /--polish is given twice/],
    ['search -k 6 --k 7 --out x', /--k is given twice/],
    ['table x --format pdf', /--format cannot be "pdf", it takes one of "text", "csv", /],
    ['verify - -', /- is given twice: standard input can be read once/],
    ['verify - --targets -', /- is given twice/],
    ['figure -', /- is standard input, which figure does not read as DIR/],
    ['prove -', /- is standard input, which prove does not read/],
    ['verify x --out -', /--out - : a lone dash is standard input, which --out does not read/],
    ['verify x --variable -', /--variable - : a lone dash/],
    ['prove --list --bad 2', /--bad does not go with --list/],
    ['prove --list --out x', /--out does not go with --list/],
    ['prove --bad 1.5', /--bad takes a whole number from 1 to \d+, not 1\.5/],
    ['family --threshold --out x', /--out goes with --k/],
    ['family --threshold --digits 40', /--digits goes with --k/],
    ['family --search --extra 1', /--extra does not go with --search/],
    ['family --search --type II', /--type does not go with --search/],
    ['search --out x --n 6', /--n goes with --k/],
    ['eliminate', /eliminate takes one of FILE…, --example, --figure, --model or --outputs/],
    ['eliminate x --figure 1', /not FILE… and --figure together/],
    [
      'eliminate --example 1 --lambda 2',
      /--lambda goes with FILE, --figure, --model, --outputs or --descent/,
    ],
    ['eliminate --example 1 --digits 40', /--digits goes with FILE/],
    ['eliminate --figure 1 --json', /--json does not go with --figure/],
    ['eliminate --model x --seed 1', /--seed goes with --descent/],
    ['eliminate --example 1 --descent sgd', /--descent cannot be "sgd", it takes one of "gd", "adagrad"/],
    ['eliminate --example 1 --descent gd --seed 1.5', /--seed takes a whole number from 0 on, not 1\.5/],
    ['completion bash', /completion takes options only/],
  ])('spurious %s', async (line, words) => {
    const { code, out, err } = await spuriousHere(...line.split(' ').filter((word) => word !== ''));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^spurious: [^\n]+\n$/);
    expect(err).toMatch(words);
  });

  it('empty words', async () => {
    for (const args of [
      ['verify', ''],
      ['verify', CANDIDATE, '--out', ''],
      ['check', CERTIFICATE, ''],
    ]) {
      const { code, err } = await spuriousHere(...args);
      expect(code, args.join(' ')).toBe(2);
      expect(err).toMatch(/^spurious: [^\n]*empty[^\n]*\n$/);
    }
  });

  it('whatever is typed is understood or refused, never an error of the program', async () => {
    const words = fc.oneof(
      fc.constantFrom(
        '-',
        '--',
        '',
        '-h',
        '--json',
        '--no-json',
        '--digits',
        '--k',
        '-k',
        '-k6',
        '6',
        '-1',
        '--out=x',
      ),
      fc.string(),
      fc.constantFrom('_', '$0', 'constructor', '__proto__', 'toString').map((text) => `--${text}`),
      fc.string().map((text) => `--${text}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMES), fc.array(words, { maxLength: 6 }), async (name, line) => {
        const command = await COMMANDS[name]!();
        try {
          argumentsOf(command, line);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lists, short names and --name=value are read', async () => {
    const prove = argumentsOf(await COMMANDS['prove']!(), ['--extra', '1', '--extra=1,2', '--bad=2']);
    expect(prove).toMatchObject({ extra: ['1', '1,2'], bad: 2, list: false, from: undefined });
    const search = argumentsOf(await COMMANDS['search']!(), [
      '-k6..8',
      '-n',
      'k+1',
      '--out',
      'x',
      '--step',
      '.5',
    ]);
    expect(search).toMatchObject({ k: '6..8', n: 'k+1', step: 0.5, maxIterations: undefined });
    const verify = argumentsOf(await COMMANDS['verify']!(), [
      'a',
      '--no-json',
      '--no-polish',
      '-k=6',
      '--variable="a"',
      '--',
      '--json',
      '-k6',
    ]);
    expect(verify).toMatchObject({
      k: 6,
      variable: '"a"',
      files: ['a', '--json', '-k6'],
      json: false,
      polish: false,
      digits: 32,
    });
  });
});

it('an option that means nothing for a file is said to be unused', async () => {
  const { code, err } = await spuriousHere('eliminate', CERTIFICATE, '--digits', '40', '--transpose');
  expect(code).toBe(0);
  expect(err).toBe(`spurious: ${CERTIFICATE}: a certificate: --transpose, --digits not used\n`);
  const twice = await spuriousHere('table', CERTIFICATE, CERTIFICATE);
  expect(twice.err).toContain(`${CERTIFICATE}: a certificate that is named already, it counts once\n`);
  const block = join(folder, 'block.json');
  const neurons = [{ attached: 0, diagonal: 1, values: [0] }];
  writeFileSync(block, JSON.stringify({ format: 'spurious-candidate', version: 1, blocks: [1000], neurons }));
  const { err: unused } = await spuriousHere('verify', block, '--sharp', '--exact');
  expect(unused).toContain(`${block}: --exact and --sharp not used`);
});

describe('help', () => {
  it.each(NAMES)('spurious %s --help fits, has an example and the exit codes', async (name) => {
    for (const columns of [50, 80, undefined, 200]) {
      const { code, out, err } = await runHere([name, '--help'], { columns: () => columns });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out.split('\n').filter((line) => line.length >= (columns ?? 80))).toEqual([]);
      expect(out).toMatch(/^spurious .*\n/);
      expect(out).toMatch(/^Examples:\n {2}# [\s\S]*\n {2}spurious /m);
      expect(out).toMatch(/^Exit codes:\n {2}0 [\s\S]*\n {2}2 [\s\S]*\n {2}130 /m);
    }
    const { out } = await spuriousHere(name, '--help');
    for (const args of [
      [name, '-h'],
      ['--help', name],
      [name, '--nonsense', '-h'],
    ])
      expect((await spuriousHere(...args)).out).toBe(out);
    const { options } = await COMMANDS[name]!();
    for (const option of Object.keys(options))
      expect(out).toMatch(new RegExp(`^ {6}--(no-)?${option}\\b`, 'm'));
  });

  it.each(NAMES)('the examples of %s can be typed', async (name) => {
    const command = await COMMANDS[name]!();
    expect(command.examples.length).toBeGreaterThan(0);
    for (const [line] of command.examples) {
      const [first, ...words] = line.replace(/ (?:<|>>?) .*$/, '').split(' ');
      expect(first).toBe(name);
      argumentsOf(command, words);
    }
  });

  it('names all commands, and shows which options of eliminate belong together', async () => {
    const { out } = await spuriousHere('--help');
    for (const name of NAMES) expect(out).toMatch(new RegExp(`^ {2}spurious ${name} `, 'm'));
    const eliminate = (await spuriousHere('eliminate', '-h')).out;
    expect(eliminate).toMatch(/^With --descent:\n {6}--trials N [\s\S]*--batch N/m);
    expect(eliminate).toMatch(/^With --model or --outputs:\n {6}--data FILE/m);
  });
});

describe('standard input', () => {
  const certificate = readFileSync(CERTIFICATE);
  const candidate = readFileSync(CANDIDATE);
  const targets = JSON.stringify(
    Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => +(i === j))),
  );

  /** Command lines in one process, of which each finds the same on standard input: who asks again is given what was read. */
  function allWithInput(input: Buffer, lines: readonly string[]): Map<string, Finished> {
    const script = `const { load } = require('./dist/cli/launch.js');
      const { COMMANDS, main } = load(require('node:path').resolve('dist/cli/program.js'));
      (async () => {
        const all = [];
        for (const line of ${JSON.stringify(lines)}) {
          const done = { out: '', err: '' };
          const context = {
            out: (text) => { done.out += text; },
            err: (text) => { done.err += text; },
            interactive: false,
            colour: false,
          };
          all.push([line, { code: await main(line.split(' '), context, COMMANDS), ...done }]);
        }
        process.stdout.write(JSON.stringify(all));
      })();`;
    const done = spawnSync(process.execPath, ['-e', script], { input, encoding: 'utf8' });
    expect({ code: done.status, err: done.stderr }).toEqual({ code: 0, err: '' });
    return new Map(JSON.parse(done.stdout));
  }
  const out = join(folder, 'out');
  let together: Map<string, Finished>;
  beforeAll(() => {
    together = new Map([
      ...allWithInput(certificate, ['check -', 'export - --coq', 'table -']),
      ...allWithInput(candidate, ['audit -', 'eliminate -', `verify - --out ${out}`]),
    ]);
  });

  it.each<[string, Buffer | string | null, number, RegExp]>([
    ['check -', null, 0, /^accepted [0-9a-f]{16}/],
    ['check -', 'garbage', 3, /^spurious: .*JSON/],
    [`verify ${CANDIDATE} --targets -`, targets, 0, /spurious-local-minimum/],
    ['audit -', null, 0, /^1 family: 1 spurious local minimum/],
    ['export - --coq', null, 0, /^From Spurious/],
    ['table -', null, 0, /\n6 {2}6 +1 +1 /],
    ['eliminate -', null, 0, /^-: eliminated/],
  ])('spurious %s', (line, input, code, words) => {
    const done = input === null ? together.get(line)! : withInput(input, line.split(' '));
    expect(done.code, done.err).toBe(code);
    expect(code === 0 ? done.out : done.err).toMatch(words);
  });

  it('gives its name to a certificate; -- and ./ reach files that begin with a dash', () => {
    const done = together.get(`verify - --out ${out}`)!;
    expect({ code: done.code, err: done.err }).toEqual({ code: 0, err: '' });
    expect(done.out).toMatch(/^-: spurious-local-minimum \(k = 6/);
    expect(readdirSync(out)).toEqual(['standard-input.certificate.json']);
    copyFileSync(CERTIFICATE, join(folder, '--json'));
    copyFileSync(CERTIFICATE, join(folder, '-'));
    expect(withInput('garbage', ['check', './-', '--', '--json'], folder)).toMatchObject({
      code: 0,
      err: '',
    });
  });
});

describe('what the checker said', () => {
  it('is said by --recheck in text and JSON, and not without it', async () => {
    expect((await spuriousHere('verify', CANDIDATE, '--recheck')).out).toMatch(
      /independent checker +accepts/,
    );
    const json = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await spuriousHere(...args, '--json')).out).results[0].rechecked;
    expect(await json('verify', CANDIDATE, '--recheck')).toBe(true);
    expect(await json('verify', CANDIDATE)).toBeUndefined();
    const far = join(folder, 'far.json');
    writeFileSync(far, '{"format":"spurious-candidate","version":1,"k":1,"n":2,"weights":[[0.5],[0.5]]}');
    expect(await json('verify', far, '--no-polish', '--recheck')).not.toBe(false);
    expect(await json('family', '--k', '6', '--recheck')).toBe(true);
    expect(await json('eliminate', CERTIFICATE, '--recheck')).toBe(true);
  });
});

describe('what reaches the terminal', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  it('is free of control characters, whatever files are called; JSON keeps the names', async () => {
    const name = join(folder, 'a\u001b[31mred\u0007\u009b\u202e.json');
    copyFileSync(CANDIDATE, name);
    for (const args of [
      ['verify', name],
      ['verify', name, '--json'],
      ['verify', name, '--variable', 'x'],
      ['verify', `${name}x`],
      ['check', name],
      ['audit', name],
      ['export', name, '--coq'],
      ['table', name],
      ['figure', name],
      ['verify', name, `--${name}`],
      [name],
    ]) {
      const { out, err } = await runHere(args, { colour: false });
      expect(out, args.join(' ')).not.toMatch(raw);
      expect(err, args.join(' ')).not.toMatch(raw);
    }
    const { out } = await spuriousHere('verify', name, '--json');
    expect(JSON.parse(out).results[0].source).toBe(name);
  });

  it('any text: nothing raw passes, bold alone with colours, and JSON means the same', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text).replaceAll('\t', '')).not.toMatch(raw);
        expect(JSON.parse(printable(JSON.stringify(text)))).toBe(text);
      }),
    );
    expect(printable('\u001b[1mx\u001b[0m\u001b[2J', true)).toBe('\u001b[1mx\u001b[0m\\u001b[2J');
    expect(printable('\u001b[1mx', false)).toBe('\\u001b[1mx');
  });

  it('an audit of nothing counts nothing', async () => {
    const { code, out } = await spuriousHere('audit', 'nowhere.mat');
    expect(code).toBe(3);
    expect(out).toMatch(/^0 families\n\n1 finding\n/);
  });
});

describe('a Node that is too old', () => {
  const NEEDED = /^spurious: Node 20\.19 or later is needed, this is (\S+); see https:\/\/nodejs\.org\n$/;
  const isEnough = (version: string): { answer: unknown; err: string; exitCode: unknown } => {
    const module = { exports: null as unknown };
    let err = '';
    const process = { version, exitCode: 0, stderr: { write: (text: string) => (err += text) } };
    const source = readFileSync('dist/cli/node-version.cjs', 'utf8');
    new Function('module', 'process', source)(module, process);
    return { answer: module.exports, err, exitCode: process.exitCode };
  };

  it.each(['v0.12.18', 'v12.22.12', 'v18.20.4', 'v20.18.3'])('%s: one line, 2', (version) => {
    const { answer, err, exitCode } = isEnough(version);
    expect({ answer, exitCode }).toEqual({ answer: false, exitCode: 2 });
    expect(NEEDED.exec(err)?.[1]).toBe(version);
  });

  it.each(['v20.19.0', 'v20.20.1', 'v22.0.0', 'v101.1.0-pre'])('%s is new enough', (version) => {
    expect(isEnough(version)).toEqual({ answer: true, err: '', exitCode: 0 });
  });

  it('is that of package.json, and stops both bins before they load anything newer', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8')).engines.node).toBe('>=20.19');
    for (const bin of ['spurious', 'verify-bin']) {
      const path = resolve(`dist/cli/${bin}.js`);
      const old = `Object.defineProperty(process, 'version', { value: 'v12.22.0' }); require(${JSON.stringify(path)})`;
      const done = spawnSync(process.execPath, ['-e', old], { encoding: 'utf8' });
      expect({ code: done.status, out: done.stdout }).toEqual({ code: 2, out: '' });
      expect(done.stderr).toMatch(NEEDED);
    }
  });

  it('is new enough here', () => {
    expect(runBin('verify-bin', ['--help']).code).toBe(0);
  });

  it('can read the bins: no syntax younger than 2009', () => {
    for (const file of ['spurious.js', 'verify-bin.js', 'node-version.cjs']) {
      const source = readFileSync(join('dist/cli', file), 'utf8').replaceAll(/\/\/.*$|'[^']*'/gm, '');
      expect(source).not.toMatch(/=>|`|\?\?|\?\.|\*\*|\.\.\.|\b(const|let|class|import|async|await|of)\b/);
    }
  });
});

describe('completion', () => {
  const complete = async (...words: string[]): Promise<string[]> => {
    const { code, out, err } = await spuriousHere('--get-yargs-completions', 'spurious', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out.split('\n').filter((line) => line !== '');
  };

  it('offers commands, options, values, and nothing, which is files, where none of them stand', async () => {
    vi.stubEnv('SHELL', '/bin/bash');
    expect(await complete('ve')).toEqual(NAMES);
    expect(await complete('verify', '--di')).toEqual(
      expect.arrayContaining(['--digits', '--no-polish', '--help']),
    );
    expect(await complete('table', '--format', 'm')).toEqual(['markdown']);
    for (const word of ['', 'cand']) expect(await complete('verify', word)).toEqual([]);
    vi.stubEnv('SHELL', '/bin/zsh');
    expect(await complete('verify', '--di')).toContainEqual(
      expect.stringMatching(/^--digits:Decimal digits/),
    );
    expect((await spuriousHere('completion')).out).toMatch(/_default[\s\S]*compdef .* spurious/);
    vi.unstubAllEnvs();
  });

  it.runIf(existsSync('/bin/bash'))('with a script that bash takes', async () => {
    vi.stubEnv('SHELL', '/bin/bash');
    const { out } = await spuriousHere('completion');
    vi.unstubAllEnvs();
    expect(out).toMatch(/^complete .*-o default .* spurious$/m);
    const script = join(folder, 'completion');
    const asked = `spurious() { '${process.execPath}' dist/cli/spurious.js "$@"; }`;
    const words = 'COMP_WORDS=(spurious verify --di); COMP_CWORD=2; _spurious_yargs_completions';
    writeFileSync(script, `${asked}\n${out}\n${words}; printf '%s\\n' "\${COMPREPLY[@]}"`);
    const done = spawnSync('/bin/bash', ['--norc', script], { encoding: 'utf8' });
    expect({ out: done.stdout, err: done.stderr }).toEqual({ out: '--digits\n--dimension\n', err: '' });
  });
});

it('the word that was meant', () => {
  expect(recommended('verfiy', NAMES)).toBe('verify');
  expect(recommended('chekc', NAMES)).toBe('check');
  expect(recommended('exprot', NAMES)).toBe('export');
  expect(recommended('Verify', NAMES)).toBe('verify');
  expect(recommended('elim', NAMES)).toBe('eliminate');
  expect(recommended('zzz', NAMES)).toBeNull();
  expect(recommended('out', ['foo', 'k'])).toBeNull();
  expect(recommended('e', NAMES)).toBeNull();
  expect(recommended('7', ['k'])).toBeNull();
  expect(recommended('', NAMES)).toBeNull();
});
