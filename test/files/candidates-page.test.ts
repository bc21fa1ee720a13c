import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCandidates } from '../../src/files/index.ts';
import { spuriousHere } from '../cli/run.ts';
import { pythonPath, pythonWith } from '../python.ts';
import { temporaryDirectory } from './fixtures.ts';

const PAGE = readFileSync('docs/candidates.md', 'utf8');
const folder = temporaryDirectory();
const python = pythonWith(['numpy'], 'the lines of NumPy in docs/candidates.md are left out');

describe('docs/candidates.md', () => {
  const examples = [...PAGE.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1]!);

  test('its examples in JSON are candidates', async () => {
    expect(examples).toHaveLength(3);
    const read = examples.map((text, i) => {
      const path = join(folder, `${i}.json`);
      writeFileSync(path, text);
      const { candidates, notes } = readCandidates(path, {});
      expect(notes).toEqual([]);
      return candidates[0]!.candidate;
    });
    expect(read[0]).toMatchObject({ form: 'dense', k: 2, n: 2, d: 2 });
    expect(read[2]).toMatchObject({
      form: 'dense',
      k: 2,
      n: 2,
      d: 2,
      weights: [
        [1, 0],
        [0, 1],
      ],
    });
    const { code, out } = await spuriousHere('verify', join(folder, '1.json'));
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('spurious-local-minimum (k = 6, n = 6'),
    });
  });

  test.skipIf(!python)('its lines of NumPy write candidates with neurons in rows', () => {
    const lines = [...PAGE.matchAll(/^\| NumPy.*? \| `(np\..*?)` \| `npx spurious verify (\S+)` \|$/gm)];
    expect(lines).toHaveLength(3);
    const given = 'W = np.arange(6.0).reshape(2, 3) / 7\nV = np.eye(3)\n';
    const program = `import numpy as np\n${lines.map(([, line]) => `${given}${line}\n`).join('')}`;
    const done = spawnSync(pythonPath(), ['-'], { cwd: folder, input: program, encoding: 'utf8' });
    expect(done.status, done.stderr).toBe(0);
    for (const [, , name] of lines) {
      const [entry] = readCandidates(join(folder, name!), {}).candidates;
      const candidate = entry!.candidate;
      if (candidate.form !== 'dense') throw new Error('no dense form');
      expect(candidate).toMatchObject({ k: 3, n: 2, d: 3 });
      expect(candidate.weights.map((row) => row.map(Number))).toEqual([
        [0, 1 / 7, 2 / 7],
        [3 / 7, 4 / 7, 5 / 7],
      ]);
    }
  });
});
