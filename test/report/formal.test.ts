import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/**
 * A coqc that compiles everything: what is tested is the script's judgement of files that compile. Bash calls it as a function, without a
 * process for every file of the library; what measures its time looks for a file.
 */
const COQC = { 'BASH_FUNC_coqc%%': '() { return 0; }' };
const folder = mkdtempSync(join(tmpdir(), 'spurious-formal-'));
writeFileSync(join(folder, 'coqc'), '#!/bin/sh\nexit 0\n');
chmodSync(join(folder, 'coqc'), 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

function formal(...args: string[]): { status: number | null; stdout: string } {
  const env = { ...process.env, ...COQC, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  return spawnSync('bash', ['scripts/formal', ...args], { encoding: 'utf8', env });
}

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('scripts/formal', () => {
  const proving = written(
    'proves.v',
    'Theorem spurious : spurious_minimum c.\nProof. exact (check_correct c accepted). Qed.\n',
  );

  it('a file that states the theorem is proved once it compiles', () => {
    const { status, stdout } = formal(proving);
    expect(stdout).toContain(`proved ${proving}`);
    expect(status).toBe(0);
  });

  it.each([
    ['nothing', ''],
    ['a lemma of another name', 'Lemma spurious_not : True. Proof. exact I. Qed.\n'],
    ['only a definition', 'Definition spurious := 1.\n'],
    ['no theorem, as the rejected examples', readFileSync('formal/examples/Rejected.v', 'utf8')],
  ])('%s: exit code 1, and a line that says why', (_, text) => {
    const file = written('other.v', text);
    const { status, stdout } = formal(file, proving);
    expect(stdout).toMatch(new RegExp(`^no theorem ${file}: `, 'm'));
    expect(stdout).toContain(`proved ${proving}`);
    expect(status).toBe(1);
  });

  it('a theorem for every k says so', () => {
    const file = written(
      'every-k.v',
      'Definition c : uniform_certificate := x.\nTheorem spurious : spurious_uniform_minimum c.\n',
    );
    expect(formal(file).stdout).toContain(
      `proved ${file}: every k from the second number on, n = k + the first: `,
    );
  });

  it('its own rejected examples are compiled, no more', () => {
    const { status, stdout } = formal();
    expect(stdout).toMatch(/^compiled .*Rejected\.v/m);
    expect(stdout).toMatch(/^proved .*Spurious_6_6\.v/m);
    expect(status).toBe(0);
  });
});
