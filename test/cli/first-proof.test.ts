import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/fixtures.ts';
import { pythonPath, pythonWith } from '../python.ts';

const python = pythonWith(['numpy'], 'docs/first-proof.md is not followed');

const PAGE = readFileSync('docs/first-proof.md', 'utf8');
const BIN = resolve('dist/cli/spurious.js');

/** The commands of the page, in its order, but for those that install. */
const commands = [...PAGE.matchAll(/^ {4}(python3 .*|npx spurious .*|sed .*)$/gm)]
  .map((match) => match[1]!)
  .filter((line) => !line.includes('--version'));
/** What the page says that they print: the blocks marked as text. */
const printed = [...PAGE.matchAll(/```text\n([\s\S]*?)```/g)].map((match) => match[1]!);

/** Without what differs between machines: digits of numbers and the claim id. */
const shape = (text: string): string =>
  text
    .replaceAll(/accepted [0-9a-f]{16}/g, 'accepted ID')
    .replaceAll(/\d+(\.\d+)?(e-?\d+)?/g, '#')
    .trim();

describe('docs/first-proof.md', () => {
  test('names its commands and what they print', () => {
    expect(commands).toHaveLength(7);
    expect(printed).toHaveLength(4);
  });

  test.skipIf(!python)('prints what it says, followed by a new user', () => {
    const folder = temporaryDirectory();
    const program = /```python\n([\s\S]*?)```/.exec(PAGE)![1]!;
    const done = spawnSync(pythonPath(), ['-'], { cwd: folder, input: program, encoding: 'utf8' });
    expect(done.status, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/steps, norm of the gradient [\d.]+e-09\n/);
    const outputs: { readonly code: number | null; readonly text: string }[] = [];
    for (const line of commands.filter((command) => command !== 'python3 descend.py')) {
      const command = line
        .replace(/^npx spurious/, `'${process.execPath}' '${BIN}'`)
        .replace(/^python3/, `'${pythonPath()}'`);
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
      // On a busy machine a progress line may stand there.
      expect(stderr.replaceAll(/^spurious: \w+: .*\d s\n/gm, ''), line).toBe('');
      if (line.startsWith('npx')) outputs.push({ code: status, text: stdout });
    }
    expect(outputs.map(({ code }) => code)).toEqual([0, 1, 0, 1]);
    expect(outputs.map(({ text }) => shape(text))).toEqual(printed.map(shape));
    // The first digits of F do not depend on the machine.
    expect(outputs[0]!.text).toMatch(/objective +in \[0\.0187021945/);
    const certificate = JSON.parse(readFileSync(join(folder, 'proofs/w.certificate.json'), 'utf8'));
    expect(certificate.claim.verdict).toBe('spurious-local-minimum');
    const parts = [...PAGE.slice(PAGE.indexOf('## 7.')).matchAll(/^\| `(\w+)` \|/gm)].map(
      (match) => match[1],
    );
    expect(['format', 'version', 'kind', ...parts]).toEqual(Object.keys(certificate));
  });
});
