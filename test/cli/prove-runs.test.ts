import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRunProof } from '../../src/checker/trajectory/run.ts';
import { proofOfRun, type RunProof } from '../../src/search/prove-runs.ts';
import { spuriousHere } from './run.ts';

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
    expect((await spuriousHere('prove-runs', at('shards'), '--jobs', '2')).code).toBe(1);
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
    const joint = JSON.parse(
      (await spuriousHere('table', at('tiny'), '--format', 'json', '--confidence', '99', '--joint')).out,
    );
    expect(joint.rows[0].confidence).toBeCloseTo(99.75, 12);
    expect((await spuriousHere('table', at('tiny'))).out).toMatch(/ {2}p ≥ +p ≤\n/);
    expect((await spuriousHere('table', at('searched'))).out).not.toContain('p ≥');
    expect(await spuriousHere('table', at('tiny'), '--confidence', '100')).toMatchObject({
      code: 2,
      out: '',
    });
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
    const { results } = JSON.parse((await spuriousHere('check', at('tiny'), '--sample', '1', '--json')).out);
    expect(results).toHaveLength(4);
    expect(results.slice(0, 1)).toMatchObject([
      { certificate: at('tiny', '2-2.proofs.jsonl'), accepted: true, id: null, reason: null },
    ]);
  });

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
    expect(answer({ extra: 1 })).toMatch(/the fields are/);
    expect(answer({}, { line: null })).toMatch(/the line is an object/);
  });
});
