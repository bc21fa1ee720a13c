import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { spuriousHere } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'spurious-check-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('spurious check', () => {
  it('accepts the committed certificates', async () => {
    // A large one takes a second; all are checked by the command of docs/reproduce.md.
    const small = readdirSync('certificates').filter((name) => /^([6-9]|1\d)-/.test(name));
    expect(small.length).toBeGreaterThan(2);
    const done = await spuriousHere('check', ...small.slice(0, 12).map((name) => join('certificates', name)));
    expect(
      done.out
        .trim()
        .split('\n')
        .filter((line) => !/^accepted [0-9a-f]{16} .+\.json$/.test(line)),
    ).toEqual([]);
    expect(done.code).toBe(0);
  });

  it('answers a JSON object, whatever is wrong inside', async () => {
    const path = join(folder, 'object.json');
    writeFileSync(path, '{"format": 1}\n');
    const { code, out } = await spuriousHere('check', path);
    expect(code).toBe(1);
    expect(out).toMatch(/^rejected .+\n$/);
    writeFileSync(path, '{"format": 1');
    expect((await spuriousHere('check', path)).code).toBe(3);
  });

  it('several files, on every core: answers in their order, the largest of their codes', async () => {
    const good = ['6-6', '8-9', '10-10'].map((name) => `certificates/${name}.certificate.json`);
    const spoiled = join(folder, 'spoiled.json');
    const text = readFileSync(good[0]!, 'utf8');
    const altered = text.replace('"index": 0', '"index": 1');
    expect(altered).not.toBe(text);
    writeFileSync(spoiled, altered);
    const words = join(folder, 'words.json');
    writeFileSync(words, 'no JSON');
    const answers = [/^accepted [0-9a-f]{16} /, /^rejected /, /^accepted /, /^accepted /, /^$/];
    for (const [others, code] of [
      [[], 1],
      [[words, 'nowhere.json'], 3],
    ] as const) {
      const files = [good[0]!, spoiled, ...others, ...good.slice(1)];
      const done = await spuriousHere('check', ...files);
      expect(done.code).toBe(code);
      const lines = done.out.split('\n');
      expect(lines).toHaveLength(answers.length);
      for (const [i, line] of lines.entries()) expect(line).toMatch(answers[i]!);
      expect(done.err.split('\n').filter((line) => line !== '')).toHaveLength(others.length);
    }
  });
});
