import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spuriousHere } from './run.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-export-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MINIMUM = 'certificates/6-6-1.certificate.json';

describe('spurious export', () => {
  it('writes the Coq file to stdout or to a file', async () => {
    const shown = await spuriousHere('export', MINIMUM, '--coq');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('Theorem spurious : spurious_minimum c.');
    const path = join(folder, 'minimum.v');
    expect(await spuriousHere('export', MINIMUM, '--coq', '--out', path)).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(readFileSync(path, 'utf8')).toBe(shown.out);
  });

  it('exit 2 without a format or a certificate', async () => {
    const formless = await spuriousHere('export', MINIMUM);
    expect(formless).toMatchObject({ code: 2, out: '' });
    expect(formless.err).toContain('--coq');
    expect((await spuriousHere('export', '--coq')).code).toBe(2);
  });

  it('exit 3, one line and no file for what is no certificate', async () => {
    const altered = join(folder, 'altered.json');
    writeFileSync(altered, readFileSync(MINIMUM, 'utf8').replace('"radius": "', '"radius": "1'));
    for (const path of [join(folder, 'none.json'), 'candidates/6-6.json', altered]) {
      const out = join(folder, 'not-written.v');
      const answer = await spuriousHere('export', path, '--coq', '--out', out);
      expect(answer, path).toMatchObject({ code: 3, out: '' });
      expect(answer.err.trimEnd().split('\n'), path).toHaveLength(1);
      expect(existsSync(out)).toBe(false);
    }
  });

  it('exit 1 with the reason for a kind that Coq has no theorem about', async () => {
    const out = join(folder, 'not-written.v');
    for (const [path, reason] of [
      ['certificates/elimination/6-6.elimination.certificate.json', 'kind "elimination"'],
      ['certificates/saddles/17-18-9.certificate.json', 'the verdict is saddle'],
    ] as const) {
      const answer = await spuriousHere('export', path, '--coq', '--out', out);
      expect(answer, path).toMatchObject({ code: 1, out: '' });
      expect(answer.err).toContain(reason);
      expect(existsSync(out)).toBe(false);
    }
  });
});
