import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCER } from '../src/proof/producer.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  version: string;
  files: string[];
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
};
const SIX = 'candidates/6-6.json';

describe('the package as it is packed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spurious-package-'));
  // The compiler is over before its collector of garbage is of any use.
  const env = { ...process.env, GOGC: 'off' };
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
  let tarball = '';

  beforeAll(() => {
    // Built by the setup of the tests; npm's own scripts would only look whether it is.
    const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
    const packed = execFileSync('npm', ['pack', ...options], { encoding: 'utf8' });
    tarball = join(folder, (JSON.parse(packed) as { filename: string }[])[0]!.filename);
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    execFileSync('tar', ['-xzf', tarball, '-C', modules]);
    renameSync(join(modules, 'package'), join(modules, manifest.name));
    for (const name of [...Object.keys(manifest.dependencies), '@types/node', 'undici-types']) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(resolve('node_modules', name), join(modules, name), 'dir');
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const name of ['verify.mjs', 'verify.ts']) copyFileSync(join('examples', name), join(folder, name));
    copyFileSync(SIX, join(folder, '6-6.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is under 2 MB', () => expect(statSync(tarball).size).toBeLessThan(2_000_000));

  it('the example in JavaScript proves, writes and checks; it is the one of the documents', () => {
    expect(run('verify.mjs', '6-6.json', 'certificate.json')).toMatch(
      /^spurious-local-minimum 0\.0047.*accepted: true/s,
    );
    const certificate = JSON.parse(readFileSync(join(folder, 'certificate.json'), 'utf8')) as object;
    // That of the command, to the byte.
    const command = run(
      join(folder, 'node_modules/spurious/dist/cli/spurious.js'),
      'verify',
      '6-6.json',
      '--out',
      'made',
    );
    expect(command).toContain('spurious-local-minimum');
    expect(readFileSync(join(folder, 'made/6-6.certificate.json'), 'utf8')).toBe(
      readFileSync(join(folder, 'certificate.json'), 'utf8'),
    );
    expect(certificate).toMatchObject({ producer: PRODUCER });
    const code = readFileSync('examples/verify.mjs', 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('//'));
    for (const page of ['README.md', 'docs/library.md'])
      expect(readFileSync(page, 'utf8').replaceAll(/^ {4}/gm, '')).toContain(code.join('\n').trim());
  });

  it('every entry is there, with its types, and is loaded; the example in TypeScript has the right types, and runs', () => {
    const names = Object.keys(manifest.exports).filter((name) => typeof manifest.exports[name] !== 'string');
    for (const name of names) {
      const { types } = manifest.exports[name] as { types: string };
      expect(statSync(join(folder, 'node_modules/spurious', types)).size, types).toBeGreaterThan(0);
    }
    const paths = names.map((name) => name.replace(/^\./, 'spurious'));
    const text = `for (const name of ${JSON.stringify(paths)}) console.log(name, Object.keys(await import(name)).length > 0)`;
    writeFileSync(join(folder, 'entries.mjs'), text);
    const strict = [
      '--singleThreaded',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
    ];
    const modules = ['--target', 'es2023', '--module', 'nodenext', '--types', 'node', '--outDir', 'js'];
    run(resolve('node_modules/typescript/bin/tsc'), ...strict, ...modules, 'verify.ts');
    // Its process loads the entries before.
    const [example, ...loaded] = run('--import', './entries.mjs', 'js/verify.js', '6-6.json')
      .split(/(?<=\n)/)
      .reverse();
    expect(loaded.reverse()).toEqual(paths.map((name) => `${name} true\n`));
    expect(example).toMatch(/^6-6\.json: spurious-local-minimum, accepted /);
  });

  it('certificates name the version of the package as their producer', () => {
    expect(PRODUCER).toEqual({ name: manifest.name, version: manifest.version });
  });
});
