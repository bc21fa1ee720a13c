import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkRunProof } from '../../src/checker/trajectory/run.ts';
import { proofOfRun, type RunProof } from '../../src/search/prove-runs.ts';
import { spuriousHere, spuriousInThreads } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'spurious-prove-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => join(folder, ...names);

const files = (name: string): Map<string, string> =>
  new Map(
    readdirSync(at(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(at(name).length + 1), readFileSync(path, 'utf8')]),
  );

/** Run 0 is spurious, run 1 is not. */
const SEED = 59;
const RUNS = 2;
let whole: Map<string, string>;
let lines: RunProof[];
beforeAll(async () => {
  expect(
    (
      await spuriousHere(
        'search',
        '-k',
        '7',
        '--runs',
        `${RUNS}`,
        '--seed',
        `${SEED}`,
        '--out',
        at('whole'),
        '--jobs',
        '1',
      )
    ).code,
  ).toBe(0);
  cpSync(at('whole'), at('searched'), { recursive: true });
  const answer = await spuriousHere('prove-runs', at('whole'), '--jobs', '1');
  expect(answer).toEqual({
    code: 0,
    err: '',
    out: '7-7: of 2 runs 1 proved to end in a spurious minimum, 1 in the global one, 0 undecided\n',
  });
  whole = files('whole');
  lines = whole
    .get('7-7.proofs.jsonl')!
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunProof);
});

describe('spurious prove-runs', () => {
  it('leaves the lines and proofs.json, nothing else', () => {
    expect([...whole.keys()]).toEqual([
      '7-7.jsonl',
      '7-7.proofs.jsonl',
      'certificates/7-7-1.certificate.json',
      'manifest.json',
      'plan.json',
      'proofs.json',
    ]);
    expect(lines.map(({ run }) => run)).toEqual([0, 1]);
    expect(JSON.parse(whole.get('proofs.json')!).rows).toMatchObject([
      { k: 7, n: 7, runs: 2, spurious: 1, global: 1, undecided: 0 },
    ]);
  });

  it('agrees with the search run by run', () => {
    const results = whole
      .get('7-7.jsonl')!
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const line of lines) {
      const { outcome, point } = results[line.run];
      expect(line.outcome, `run ${line.run}`).toBe(outcome === 'dropped' ? 'global' : 'spurious');
      if (line.outcome === 'spurious') expect(line.point).toBe(point);
    }
  });

  it('the bytes depend neither on jobs and shards nor on what was killed; what drops with n > k is undecided', async () => {
    const plan = ['-k', '2,3', '-n', 'k,k+1', '--runs', '40', '--seed', '3'];
    expect((await spuriousHere('search', ...plan, '--out', at('tiny'))).code).toBe(0);
    cpSync(at('tiny'), at('shards'), { recursive: true });
    const answer = await spuriousHere('prove-runs', at('tiny'), '--jobs', '1');
    expect(answer).toMatchObject({ code: 1, err: '' });
    expect(answer.out).toMatch(
      /^2-2: of 40 runs 0 .* \d+ undecided\n.*2-3: of 40 runs 0 .*, 0 in the global one, 40 undecided\n/s,
    );
    const undecided = readFileSync(at('tiny', '2-3.proofs.jsonl'), 'utf8');
    expect(undecided).toContain('F fell below the bound, and for n > k global minima are not isolated');

    expect(await spuriousHere('prove-runs', at('shards'), '--shard', '2/3')).toEqual({
      code: 0,
      err: '',
      out: '',
    });
    // A writer killed in the middle of a line, and one before its first.
    const scratch = at('shards', 'proofs');
    const units = readdirSync(scratch).filter((name) => name.endsWith('.jsonl'));
    expect(units).toHaveLength(4);
    const text = readFileSync(join(scratch, units[0]!), 'utf8');
    writeFileSync(join(scratch, units[0]!), text.slice(0, text.length / 2));
    writeFileSync(join(scratch, units[1]!), '');
    expect((await spuriousInThreads('prove-runs', at('shards'), '--jobs', '2')).code).toBe(1);
    expect(files('shards')).toEqual(files('tiny'));
    // So is a search that is asked for the proofs at once.
    expect((await spuriousHere('search', ...plan, '--out', at('once'), '--prove-runs')).code).toBe(1);
    expect(files('once')).toEqual(files('tiny'));
    const divided = await spuriousHere(
      'search',
      ...plan,
      '--out',
      at('none'),
      '--prove-runs',
      '--shard',
      '1/2',
    );
    expect(divided).toMatchObject({ code: 2, out: '' });
    // Asked again it answers from the folder.
    expect((await spuriousHere('prove-runs', at('shards'))).out).toBe(answer.out);
  });

  it('refuses an unfinished search, another plan, changed lines, and a plan written afterwards', async () => {
    const spoiled = async (name: string, spoil: (place: string) => void) => {
      cpSync(at(name === 'proved' ? 'whole' : 'searched'), at('spoiled'), { recursive: true });
      spoil(at('spoiled'));
      const answer = await spuriousHere('prove-runs', at('spoiled'));
      rmSync(at('spoiled'), { recursive: true });
      expect(answer.out).toBe('');
      expect(answer.code).toBe(3);
      return answer.err;
    };
    const change = (path: string, from: string, to: string) => (place: string) => {
      const text = readFileSync(join(place, path), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(place, path), text.replace(from, to));
    };
    expect(await spoiled('', (place) => rmSync(join(place, 'manifest.json')))).toMatch(
      /the search in it is not finished/,
    );
    expect(await spoiled('', change('plan.json', `"seed": ${SEED}`, '"seed": 8'))).toMatch(
      /not the plan of manifest.json/,
    );
    expect(await spoiled('', (place) => rmSync(join(place, 'plan.json')))).toMatch(
      /not the plan of manifest.json/,
    );
    expect(await spoiled('', change('7-7.jsonl', '"iterations":', '"iterations":1'))).toMatch(
      /7-7.jsonl: is not the file/,
    );
    expect(await spoiled('proved', change('7-7.proofs.jsonl', 'global', 'undecided'))).toMatch(
      /is not the file that proofs.json describes/,
    );
    expect(await spoiled('proved', change('proofs.json', '"global": 1', '"global": 2'))).toMatch(
      /the counts are not those of 2 runs/,
    );
    expect(await spoiled('proved', change('proofs.json', '"plan": "', '"plan": "0'))).toMatch(
      /proofs for another plan/,
    );
    expect(
      await spoiled('', (place) => {
        mkdirSync(join(place, 'proofs'));
        writeFileSync(join(place, 'proofs', 'plan.json'), '{}');
      }),
    ).toMatch(/not the plan of this search/);
  });

  it('undecided runs are tried again on demand: decided lines stay, what was interrupted goes on, the bytes are those of a new proof', async () => {
    const retry = (...more: string[]) =>
      spuriousHere('prove-runs', at('older'), '--retry-undecided', '--jobs', '1', ...more);
    cpSync(at('searched'), at('older'), { recursive: true });
    expect(await retry()).toMatchObject({ code: 2, out: '' });
    expect((await retry()).err).toMatch(/older holds no proofs/);

    // As an earlier version might have left it: run 0 undecided.
    const text = `${JSON.stringify({ run: 0, outcome: 'undecided', reason: 'some' })}\n${JSON.stringify(lines[1])}\n`;
    writeFileSync(at('older', '7-7.proofs.jsonl'), text);
    const manifest = JSON.parse(whole.get('proofs.json')!);
    const sha256 = createHash('sha256').update(text).digest('hex');
    Object.assign(manifest.rows[0], { spurious: 0, undecided: 1, sha256 });
    writeFileSync(at('older', 'proofs.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const before = files('older');
    expect((await spuriousHere('prove-runs', at('older'))).code).toBe(1);
    expect(files('older')).toEqual(before);

    // Begun and left: what is decided was taken over, and a call without the option leaves it alone.
    expect((await retry('--shard', '2/2')).code).toBe(0);
    const scratch = at('older', 'proofs');
    expect(readFileSync(join(scratch, 'plan.json'), 'utf8')).toMatch(/undecided runs again\n$/);
    expect((await spuriousHere('prove-runs', at('older'))).code).toBe(1);
    expect(readdirSync(scratch)).toContain('plan.json');
    // As if the merge had been interrupted after the lines, before proofs.json.
    writeFileSync(at('older', '7-7.proofs.jsonl'), whole.get('7-7.proofs.jsonl')!);
    expect(await retry()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('0 undecided') });
    expect(files('older')).toEqual(whole);
    // Nothing is left to try.
    expect((await retry()).code).toBe(0);
    expect(files('older')).toEqual(whole);
    expect((await retry('--slack', '1e-12')).code).toBe(2);
  });

  it('as a job array: a task for each shard that is not done, and none when all are', async () => {
    // One unit of runs of (2, 2), which are proved at once.
    await spuriousHere('search', '-k', '2', '--runs', '2', '--seed', '3', '--out', at('array'));
    const searched = [...files('array').keys()];
    const slurm = ['prove-runs', at('array'), '--engine', 'slurm', '--jobs', '3', '--slack', '1e-12'];
    // In place of sbatch: a program that prints a number, and its arguments to a file.
    mkdirSync(at('bin'));
    const called = at('bin', 'called');
    writeFileSync(at('bin', 'sbatch'), `#!/bin/sh\necho "$@" > '${called}'\necho 17\n`, { mode: 0o755 });
    const path = `${at('bin')}:${process.env['PATH']}`;
    vi.stubEnv('PATH', path);
    const submitted = await spuriousHere(...slurm);
    expect(submitted).toMatchObject({ code: 0, out: '17\n' });
    expect(submitted.err).toMatch(
      /^spurious: job array 17, shards 1 of 3; when it has ended: spurious prove-runs .*array --slack 1e-12\n$/,
    );
    expect(readFileSync(called, 'utf8')).toContain('--parsable --array=1 --output=');
    const script = readFileSync(at('array', 'proofs', 'slurm', 'array.sh'), 'utf8');
    expect(script).toMatch(/ prove-runs .*array --slack 1e-12 --shard "\$SLURM_ARRAY_TASK_ID\/3"/);
    vi.stubEnv('PATH', '/nowhere');
    expect(await spuriousHere(...slurm)).toMatchObject({ code: 2 });
    vi.stubEnv('PATH', path);
    // What the one task does.
    expect((await spuriousHere('prove-runs', at('array'), '--shard', '1/3', '--slack', '1e-12')).code).toBe(
      0,
    );
    expect((await spuriousHere(...slurm)).out).toMatch(/^all 3 shards are done; now: spurious prove-runs /);
    vi.unstubAllEnvs();
    expect((await spuriousHere('prove-runs', at('array'), '--slack', '1e-12')).code).toBe(0);
    expect([...files('array').keys()]).toEqual([...searched, '2-2.proofs.jsonl', 'proofs.json'].sort());
    expect(await spuriousHere(...slurm, '--shard', '1/3')).toMatchObject({ code: 2 });
  });

  it('a search with other targets or starts is refused', async () => {
    await spuriousHere(
      'search',
      '-k',
      '2',
      '--runs',
      '1',
      '--seed',
      '3',
      '--init',
      '0.1',
      '--out',
      at('init'),
    );
    const { code, err } = await spuriousHere('prove-runs', at('init'));
    expect(code).toBe(2);
    expect(err).toContain('holds a search with starts of another variance than 1/k');
  });

  it('table has the counts, and bounds on the probability to the safe side', async () => {
    const { out } = await spuriousHere('table', at('tiny'), '--format', 'json');
    const { rows } = JSON.parse(out);
    expect(rows[1]).toMatchObject({
      n: 3,
      provedSpurious: 0,
      provedGlobal: 0,
      undecided: 40,
      probabilityLower: 0,
    });
    expect(rows[1]).toMatchObject({ probabilityUpper: 1, confidence: 99.9 });
    const global = rows[0].provedGlobal;
    expect(global).toBeGreaterThan(30);
    expect(rows[0].undecided).toBe(40 - global);
    // Four rows share what may be missed; a table without proofs has no such columns.
    const asked = await spuriousHere(
      'table',
      at('tiny'),
      '--format',
      'json',
      '--confidence',
      '99',
      '--joint',
    );
    expect(asked.err).toMatch(
      /^spurious: bounds on p with 99 % confidence, asked for after the runs; .*99\.9 %\n$/,
    );
    const joint = JSON.parse(asked.out);
    expect(joint.rows[0].confidence).toBeCloseTo(99.75, 12);
    expect((await spuriousHere('table', at('tiny'))).out).toMatch(/ {2}p ≥ +p ≤\n/);
    expect((await spuriousHere('table', at('searched'))).out).not.toContain('p ≥');
    expect(await spuriousHere('table', at('tiny'), '--confidence', '100')).toMatchObject({
      code: 2,
      out: '',
    });
  });

  it('figure --proved draws the intervals, with the shares of the paper, and writes what it draws', async () => {
    const out = at('probability.svg');
    expect(
      await spuriousHere('figure', at('whole'), at('tiny'), '--proved', '--confidence', '95', '--out', out),
    ).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('with 95 % confidence, asked for after'),
    });
    const { rows } = JSON.parse(
      (await spuriousHere('table', at('whole'), at('tiny'), '--format', 'json', '--confidence', '95')).out,
    );
    const [head, ...cells] = readFileSync(out.replace('svg', 'csv'), 'utf8').trimEnd().split('\n');
    expect(head).toBe('k,n,spurious,global,undecided,lower,upper,printed');
    expect(cells).toHaveLength(rows.length);
    for (const [i, line] of cells.entries()) {
      const [k, n, spurious, global, undecided, lower, upper, printed] = line.split(',').map(Number);
      const { provedSpurious, provedGlobal, probabilityLower, probabilityUpper } = rows[i];
      expect([k, n]).toEqual([rows[i].k, rows[i].n]);
      expect([spurious, global, undecided]).toEqual([provedSpurious, provedGlobal, rows[i].undecided]);
      expect(lower).toBeLessThanOrEqual(probabilityLower);
      expect(lower).toBeGreaterThan(probabilityLower - 2e-6);
      expect(upper).toBeGreaterThanOrEqual(probabilityUpper);
      expect(upper).toBeLessThan(probabilityUpper + 2e-6);
      expect(printed).toBe(k === 7 && n === 7 ? 0.055 : 0);
    }
    const svg = readFileSync(out, 'utf8');
    expect(svg).toMatch(/aria-label="[^"]*each with 95 % confidence/);
    for (const panel of ['n = k', 'n = k + 1']) expect(svg).toContain(`>${panel}<`);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(await spuriousHere('figure', at('searched'), '--proved')).toMatchObject({ code: 3, out: '' });
    expect(await spuriousHere('figure', at('whole'), '--confidence', '95')).toMatchObject({ code: 2 });
    expect(await spuriousHere('figure', at('whole'), '--proved', '--confidence', '5')).toMatchObject({
      code: 2,
    });
  });

  it('with a slack it is about every descent whose steps are off by so much; the folder says so', async () => {
    await spuriousHere('search', '-k', '3', '--runs', '4', '--seed', '5', '--out', at('exact'));
    cpSync(at('exact'), at('slack'), { recursive: true });
    expect((await spuriousHere('prove-runs', at('exact'))).code).toBe(0);
    expect((await spuriousHere('prove-runs', at('slack'), '--slack', '1e-9')).code).toBe(0);
    const [exact, slack] = ['exact', 'slack'].map((name) => files(name));
    expect(JSON.parse(exact!.get('proofs.json')!)).not.toHaveProperty('slack');
    expect(JSON.parse(slack!.get('proofs.json')!)).toMatchObject({ slack: 1e-9 });
    const errors = [exact, slack].map((folder) =>
      folder!
        .get('3-3.proofs.jsonl')!
        .trimEnd()
        .split('\n')
        .map((line) => Number(JSON.parse(line).error)),
    );
    errors[1]!.forEach((error, run) => {
      expect(error, `run ${run}`).toBeGreaterThan(100 * errors[0]![run]!);
    });
    expect((await spuriousHere('check', at('slack'), '--runs', '1')).code).toBe(0);
    // The slack is part of the claim: lines of exact descent do not do for it.
    const path = at('exact', 'proofs.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"rows"', '"slack": 1e-9,\n  "rows"'));
    const { code, out } = await spuriousHere('check', at('exact'), '--runs', '1');
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('error: ‖W_T − X_T‖ ≤ it') });
    // Beyond what the ball keeps all is undecided.
    await spuriousHere('search', '-k', '3', '--runs', '1', '--seed', '5', '--out', at('much'));
    expect((await spuriousHere('prove-runs', at('much'), '--slack', '0.01')).code).toBe(1);
    expect(files('much').get('3-3.proofs.jsonl')).toContain(
      'the step 0.1 or the slack 0.01 is too large at the targets',
    );
    expect(await spuriousHere('prove-runs', at('slack'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds proofs with --slack 1e-9: for others copy the search'),
    });
    expect(await spuriousHere('prove-runs', at('slack'), '--slack', '-1')).toMatchObject({ code: 2 });
  });

  it('a run of which the search proposes nothing is undecided, with the reason', () => {
    const plan = JSON.parse(whole.get('plan.json')!);
    const found = whole
      .get('7-7.jsonl')!
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const reason = (changed: object, row = { k: 7, n: 7 }): string => {
      const answer = proofOfRun(plan, row, { ...found[0], ...changed }, new Map());
      return answer.outcome === 'undecided' ? answer.reason : answer.outcome;
    };
    expect(found[0].verdict).toBe('spurious-local-minimum');
    expect(reason({})).toBe('no critical point was certified at its end');
    expect(reason({ iterations: 3 })).toBe('the search ended elsewhere than its line says');
    expect(reason({ outcome: 'dropped' })).toBe('the search ended elsewhere than its line says');
  });
});

describe('spurious check of a folder of proofs', () => {
  it('proves runs again', async () => {
    const answer = await spuriousHere('check', at('whole'), '--runs', '0');
    expect(answer.err.replaceAll(/^spurious: check runs: .*\n/gm, '')).toBe('');
    expect(answer).toMatchObject({
      code: 0,
      out: `accepted ${at('whole', '7-7.proofs.jsonl')} run 0\n`,
    });
    const { results } = JSON.parse((await spuriousHere('check', at('tiny'), '--runs', '5', '--json')).out);
    expect(results).toHaveLength(4);
    for (const { certificate, ...result } of results) {
      const { outcome } = JSON.parse(readFileSync(certificate, 'utf8').split('\n')[5]!);
      expect(result).toMatchObject({ run: 5, outcome, accepted: true, id: null, reason: null });
    }
    const { out } = await spuriousHere('check', at('tiny'), '--runs', '5');
    expect(out).toContain(`${at('tiny', '2-3.proofs.jsonl')} run 5, undecided: nothing is claimed\n`);
  }, 300_000);

  it('a certificate that is changed is not one, and its runs are rejected', async () => {
    cpSync(at('whole'), at('false'), { recursive: true });
    const path = at('false', 'certificates', '7-7-1.certificate.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"n": 7', '"n": 8'));
    const { code, out } = await spuriousHere('check', at('false'), '--runs', '0');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^rejected .*7-7-1.certificate.json: .*\nrejected .*run 0: not confirmed: the point has a certificate\n$/,
    );
  });

  it('a plan with other starts, and lines that are missing: nothing is accepted, and no table printed', async () => {
    const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
    const rewritten = (name: string, change: (text: string) => string): string => {
      const text = change(readFileSync(at(name), 'utf8'));
      writeFileSync(at(name), text);
      return hashOf(text);
    };
    const refused = async (name: string, reason: string): Promise<void> => {
      for (const command of ['check', 'table']) {
        const { code, out, err } = await spuriousHere(command, at(name));
        expect({ code, out }, command).toEqual({ code: 3, out: '' });
        expect(err).toContain(reason);
      }
    };
    // Hashes agree: the lines are proofs of runs from N(0, 1/k), and plan and manifest have starts from N(0, 100).
    cpSync(at('whole'), at('wide'), { recursive: true });
    const plan = rewritten('wide/plan.json', (text) =>
      text.replace('  "rows"', '  "variance": 100,\n  "rows"'),
    );
    rewritten('wide/manifest.json', (text) => {
      const manifest = JSON.parse(text);
      const { rows, ...rest } = manifest.plan;
      return JSON.stringify({ ...manifest, plan: { ...rest, variance: 100, rows } });
    });
    rewritten('wide/proofs.json', (text) => JSON.stringify({ ...JSON.parse(text), plan }));
    await refused('wide', 'proofs for a plan with starts of another variance than 1/k');

    cpSync(at('whole'), at('short'), { recursive: true });
    const sha256 = rewritten('short/7-7.proofs.jsonl', (text) => text.split('\n', 1).concat('').join('\n'));
    rewritten('short/proofs.json', (text) => {
      const manifest = JSON.parse(text);
      return JSON.stringify({ ...manifest, rows: [{ ...manifest.rows[0], sha256 }] });
    });
    await refused('short', 'has not a line for each run');
  });

  it('refuses runs that are not there, and options without a folder of proofs', async () => {
    expect(await spuriousHere('check', at('whole'), '--runs', '2')).toMatchObject({ code: 2 });
    expect(await spuriousHere('check', at('whole'), '--runs', 'x')).toMatchObject({ code: 2 });
    expect(await spuriousHere('check', at('whole'), '--sample', '0')).toMatchObject({ code: 2 });
    expect((await spuriousHere('check', 'certificates/6-6.certificate.json', '--runs', '1')).err).toMatch(
      /are for a folder with proofs.json/,
    );
  });

  // (2, 2) is quick; the end of a spurious run is above.
  it('a falsified line is rejected, field by field', async () => {
    await spuriousHere('search', '-k', '2', '--runs', '3', '--seed', '3', '--out', at('small'));
    expect((await spuriousHere('prove-runs', at('small'))).code).toBe(0);
    const [line, other] = readFileSync(at('small', '2-2.proofs.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(line.outcome).toBe('global');
    const answer = (changed: object, claim: object = {}): string => {
      const result = checkRunProof({
        seed: 3,
        k: 2,
        n: 2,
        run: 0,
        step: '0.1',
        slack: '0',
        line: { ...line, ...changed },
        certificateOf: () => readFileSync('certificates/6-6.certificate.json', 'utf8'),
        ...claim,
      });
      return result.accepted ? 'accepted' : result.reason.replace('not confirmed: ', '');
    };
    const { blocks, permutation, steps, error } = line as {
      blocks: number[];
      permutation: number[];
      steps: number;
      error: string;
    };
    expect(answer({})).toBe('accepted');
    // The end, the verdict.
    expect(answer({ permutation: permutation.toReversed() })).toMatch(/is in the ball of the end/);
    expect(answer({ permutation: [0, 0] })).toMatch(/permutation is one/);
    expect(answer({ outcome: 'spurious' })).toMatch(/the fields are/);
    const { permutation: _, ...rest } = line;
    const spurious = { ...rest, outcome: 'spurious', point: 1, rows: [0, 1], columns: [0, 1] };
    expect(answer({}, { line: spurious })).toMatch(/the point is one of \(n, k\) = \(2, 2\)/);
    expect(answer({}, { line: spurious, certificateOf: () => null })).toMatch(/the point has a certificate/);
    expect(answer({ outcome: 'unknown' })).toMatch(/the outcome is/);
    // No stream has such a number; words would be taken all the same.
    for (const claim of [{ seed: -1 }, { seed: 0.5 }, { seed: 2 ** 53 }])
      expect(answer({}, claim)).toMatch(/seed and run are whole numbers/);
    expect(answer({ run: -1 }, { run: -1 })).toMatch(/seed and run are whole numbers/);
    // The error bound, both ways.
    expect(answer({ error: '1e-25' })).toMatch(/error: ‖W_T − X_T‖ ≤ it/);
    expect(answer({ error: '0.5' })).toMatch(/error is small enough/);
    expect(answer({ error: '-1' })).toMatch(/error is a decimal/);
    expect(Number(error)).toBeLessThan(1e-6);
    // The number of steps, and the schedule.
    expect(answer({ steps: steps + 1 })).toMatch(/the steps are those of the blocks/);
    expect(answer({ steps: steps - blocks.at(-2)!, blocks: blocks.slice(0, -2) })).toMatch(
      /in the ball of the end/,
    );
    expect(answer({ blocks: blocks.map((x, i) => (i === 1 ? x + 200_000 : x)) })).toMatch(
      /block 0: λ ≤ λ_min/,
    );
    expect(answer({ blocks: blocks.map((x, i) => (i === blocks.length - 1 ? x + 200_000 : x)) })).toMatch(
      /λ ≤ λ_min/,
    );
    const joined = [steps, Math.min(...blocks.filter((_, i) => i % 2 === 1))];
    expect(answer({ blocks: joined })).toMatch(/error: ‖W_T − X_T‖ ≤ it|‖X − Y‖ \+ e ≤ R|> 0/);
    expect(answer({ blocks: [0, 0] })).toMatch(/a block has 1 to/);
    expect(answer({ blocks: [1.5, 0] })).toMatch(/pairs of integers/);
    // The run, and what it is a run of.
    expect(answer({ run: 1 })).toMatch(/the line is that of its run/);
    expect(answer({ ...other, run: 0 })).not.toBe('accepted');
    expect(answer({}, { seed: 4 })).not.toBe('accepted');
    expect(answer({}, { step: '0.2' })).not.toBe('accepted');
    expect(answer({}, { step: '0' })).toMatch(/0 < η ≤ 1/);
    expect(answer({}, { slack: '0.01' })).toMatch(/the ball is kept by steps that are off by slack/);
    expect(answer({}, { slack: '-1' })).toMatch(/0 ≤ slack/);
    expect(answer({ extra: 1 })).toMatch(/the fields are/);
    expect(answer({}, { line: null })).toMatch(/the line is an object/);
  });
});
