import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatorOf } from '../../src/search/generator.ts';
import { type Plan, unitsOf } from '../../src/search/plan.ts';
import { performRun } from '../../src/search/run.ts';
import { lineOfEnd } from '../../src/search/run-lines.ts';
import { PLAN, searchFolder } from './search-folder.ts';

const { at, contents, search, whole } = searchFolder();

describe('shards', () => {
  it('in any order make the same bytes; --collect refuses missing, unfinished and duplicated ones', async () => {
    const parts = (name: string): string => at('shards', 'shards', name);
    for (const shard of ['3/3', '1/3'])
      expect(await search('shards', ...PLAN, '--shard', shard)).toEqual({ code: 0, out: '', err: '' });
    const err = 'spurious: cannot collect: of 3 shards 2 is missing or unfinished\n';
    const refused = { code: 1, out: '', err };
    expect(await search('shards', '--collect')).toEqual(refused);
    expect(existsSync(at('shards', 'manifest.json'))).toBe(false);

    // The files of another shard under the name of the missing one are no substitute.
    cpSync(parts('1-of-3'), parts('2-of-3'), { recursive: true });
    expect(await search('shards', '--collect')).toEqual(refused);
    rmSync(parts('2-of-3'), { recursive: true });

    expect((await search('shards', ...PLAN, '--shard', '2/3', '--jobs', '2')).code).toBe(0);
    const unit = join(parts('2-of-3'), readdirSync(parts('2-of-3'))[0]!);
    const complete = readFileSync(unit, 'utf8');
    truncateSync(unit, complete.length - 1);
    expect(await search('shards', '--collect')).toEqual(refused);
    writeFileSync(unit, complete);

    cpSync(parts('1-of-3'), parts('1-of-2'), { recursive: true });
    const duplicated = await search('shards', '--collect');
    expect(duplicated).toMatchObject({ code: 2, out: '' });
    expect(duplicated.err).toMatch(/^spurious: [^\n]*duplicate of runs in a division[^\n]*\n$/);
    rmSync(parts('1-of-2'), { recursive: true });

    const foreign = await search('other-seed', ...PLAN.with(-1, '6'), '--shard', '1/3', '--jobs', '2');
    expect(foreign.code).toBe(0);
    const plan = join(parts('1-of-3'), 'plan.json');
    for (const [change, words] of [
      [() => cpSync(at('other-seed', 'shards', '1-of-3', 'plan.json'), plan), /not the plan of this search/],
      [() => rmSync(plan), /is missing/],
    ] as const) {
      change();
      const { code, out, err } = await search('shards', '--collect');
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toMatch(/^spurious: [^\n]*1-of-3[^\n]*\n$/);
      expect(err).toMatch(words);
    }
    writeFileSync(plan, readFileSync(at('shards', 'plan.json')));

    const undivided = await search('shards');
    expect(undivided.code).toBe(2);
    expect(undivided.err).toMatch(/^spurious: [^\n]*holds shards[^\n]*\n$/);
    expect((await search('shards', '--collect', '--jobs', '2')).code).toBe(0);
    expect(contents('shards')).toEqual(whole);
  });
});

describe('interruption', () => {
  it('SIGKILL at random moments, twenty times: the bytes are those of an uninterrupted search', {
    timeout: 600_000,
  }, async () => {
    const seed = 71;
    const { uniform } = generatorOf({ seed, k: 1, n: 1, run: 0 });
    const start = (out: string): ReturnType<typeof spawn> => {
      const args = ['dist/cli/spurious.js', 'search', '--out', at(out), ...PLAN, '--jobs', '1'];
      return spawn(process.execPath, args, { stdio: 'ignore' });
    };
    const ended = (child: ReturnType<typeof spawn>): Promise<unknown> =>
      new Promise((done) => child.on('exit', (_, signal) => done(signal)));
    let begin = performance.now();
    await ended(start('timed'));
    expect(contents('timed')).toEqual(whole);
    let span = performance.now() - begin;
    const story: string[] = [];
    let halfway = 0;
    let folders = 0;
    let name = 'killed-0';
    for (let killed = 0; killed < 20; ) {
      // A cold start takes the first part; what is done by then is lost by nobody.
      const delay = span * (0.3 + 0.7 * uniform());
      begin = performance.now();
      const child = start(name);
      const timer = setTimeout(() => child.kill('SIGKILL'), delay);
      const signal = await ended(child);
      clearTimeout(timer);
      story.push(`${name}: ${signal === null ? 'ended' : `killed after ${delay.toFixed(0)} ms`}`);
      if (signal === 'SIGKILL') killed += 1;
      // On a busy machine the first search may have taken longer than those that follow.
      else span = Math.min(span, performance.now() - begin);
      if (existsSync(at(name, 'shards'))) halfway += 1;
      if (signal !== null && killed < 20) continue;
      const printed = `seed ${seed}; ${story.join(', ')}`;
      expect((await search(name, ...PLAN, '--jobs', '1')).code, printed).toBe(0);
      expect(contents(name), printed).toEqual(whole);
      // A finished search is over: the next kills meet a new one.
      folders += 1;
      name = `killed-${folders}`;
    }
    // Some died in the midst of their runs, or the test would show nothing.
    expect(halfway, story.join(', ')).toBeGreaterThan(0);
  });

  it('files of runs that are cut anywhere, spoiled, empty or away are mended', async () => {
    const seed = 72;
    const { uniform } = generatorOf({ seed, k: 1, n: 1, run: 0 });
    const plan = JSON.parse(whole.get('plan.json')!) as Plan;
    const place = at('cut', 'shards', '1-of-1');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'plan.json'), whole.get('plan.json')!);
    const story = unitsOf(plan).map((unit, i) => {
      const path = join(place, `${unit.k}-${unit.n}.${unit.block}.jsonl`);
      const runs = Array.from({ length: unit.end - unit.first }, (_, j) => unit.first + j);
      const text = runs.map((run) => lineOfEnd(performRun(plan, unit, run))).join('');
      const cut = i === 0 ? 0 : Math.floor(text.length * uniform());
      writeFileSync(path, text.slice(0, cut));
      if (i === 1) rmSync(path);
      if (i === 2) appendFileSync(path, '\0\0\0');
      if (i === 3) appendFileSync(path, '{"run":1}\nnull\n');
      return `${path} cut at ${cut} of ${text.length}`;
    });
    expect(story).toHaveLength(6);
    expect((await search('cut', ...PLAN, '--jobs', '2')).code, story.join(', ')).toBe(0);
    expect(contents('cut'), `seed ${seed}: ${story.join(', ')}`).toEqual(whole);
  });
});
