import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/fixtures.ts';
import { type Finished, spurious, spuriousHere } from './run.ts';

const folder = temporaryDirectory();
const model = join(folder, 'm.json');
const data = join(folder, 'd.csv');
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
file('m.json', '{"format":"spurious-model","version":1,"layers":[{"weights":[[0]],"activation":"linear"}]}');
file('d.csv', 'x,y\n1,1\n-1,-1\n');

const eliminate = (...args: string[]): Promise<Finished> => spuriousHere('eliminate', ...args);

describe('spurious eliminate --model', () => {
  test('data beside the certificate, by sha256: found, missing, changed', async () => {
    const out = join(folder, 'beside');
    const common = ['--model', model, '--data', data, '--loss', 'squared', '--out', out];
    const done = await eliminate(...common, '--beside', '--recheck', '--json');
    expect(done.code).toBe(0);
    const [result] = (JSON.parse(done.out) as { results: Record<string, unknown>[] }).results;
    expect(result).toMatchObject({
      rechecked: true,
      certificate: join(out, 'm.elimination.certificate.json'),
    });
    const name = readdirSync(out).find((file_) => /^data-[0-9a-f]{16}\.csv$/.test(file_))!;
    expect(readFileSync(join(out, name), 'utf8')).toBe('1,1,1\n1,-1,-1\n');
    const certificate = join(out, 'm.elimination.certificate.json');
    const check = (...args: string[]): Promise<Finished> => spuriousHere('check', certificate, ...args);
    expect(await check()).toMatchObject({ code: 0 });
    const elsewhere = file('elsewhere.csv', readFileSync(join(out, name), 'utf8'));
    unlinkSync(join(out, name));
    const missing = await check();
    expect(missing.code).toBe(3);
    expect(missing.err).toMatch(/^spurious: [^\n]*data-[0-9a-f]{16}\.csv[^\n]*--data FILE\n$/);
    expect(await check('--data', elsewhere)).toMatchObject({ code: 0 });
    const changed = await check('--data', file('changed.csv', '1,1,1\n1,-1,1\n'));
    expect(changed.code).toBe(1);
    expect(changed.out).toMatch(/^rejected [^\n]*this one was changed\n$/);
  });

  test('a point that is no local minimum: certified, exit 0, written where asked', async () => {
    const out = join(folder, 'out');
    const done = await eliminate(
      '--model',
      model,
      '--data',
      data,
      '--loss',
      'squared',
      '--json',
      '--out',
      out,
    );
    expect(done.err).toBe('');
    expect(done.code).toBe(0);
    const [result] = (JSON.parse(done.out) as { results: { claims: Record<string, unknown> }[] }).results;
    expect(result).toMatchObject({
      loss: 'squared',
      augmentation: 'output',
      examples: 2,
      theoremApplies: 'yes',
      claims: {
        localMinimum: 'no',
        criticalInAddedParameters: 'yes',
        moment: { order: 1 },
        hasLocalMinimum: { answer: 'yes' },
        gradientBasis: { consistent: 'no' },
      },
    });
    const { before, after, decreaseLower } = result!.claims['descentStep'] as {
      before: { lower: string };
      after: { upper: string };
      decreaseLower: string;
    };
    expect(Number(after.upper)).toBeLessThan(Number(before.lower));
    expect(Number(decreaseLower)).toBeGreaterThan(0);
    expect(readdirSync(out)).toEqual(['m.elimination.certificate.json', 'm.elimination.json']);
    expect(readFileSync(join(out, 'm.elimination.json'), 'utf8')).toBe(done.out);
  });

  test('--figure: the panels of Figure 1 for a model that is a formula', async () => {
    const formula = file(
      'formula.json',
      '{"format":"spurious-model","version":1,"kind":"expression","inputs":1,"outputs":["tanh(theta*x)"],"parameters":{"theta":1}}',
    );
    const out = join(folder, 'figure.svg');
    const options = ['--data', data, '--loss', 'squared', '--lambda', '0.5'];
    const drawn = await eliminate('--figure', 'theta=-2..2', '--model', formula, ...options, '--out', out);
    expect({ code: drawn.code, out: drawn.out }).toEqual({ code: 0, out: '' });
    const svg = readFileSync(out, 'utf8');
    expect(svg.match(/<svg/g)).toHaveLength(4);
    expect(svg).toContain('L over theta, the modified objective');
    expect(svg).not.toMatch(/NaN|undefined/);
    const refused = async (code: number, words: string, ...args: string[]): Promise<void> => {
      const done = await eliminate(...args, ...options);
      expect(done.code, done.err).toBe(code);
      expect(done.err).toContain(words);
      expect(done.err.trim()).not.toContain('\n');
    };
    await refused(3, 'no phi', '--figure', 'phi', '--model', formula);
    await refused(3, 'of kind "expression"', '--figure', 'theta', '--model', model);
    await refused(2, 'A < B', '--figure', 'theta=2..1', '--model', formula);
    await refused(2, 'not monomial:2', '--figure', 'theta', '--model', formula, '--augment', 'monomial:2');
    const alone = await eliminate('--figure', 'theta');
    expect(alone.code).toBe(2);
    expect(alone.err).toContain('1 or 4, or with --model');
  });

  test('--witness: a model of the same architecture, or a line why not', async () => {
    const witness = (name: string, value: unknown): string => {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify({ format: 'spurious-model', version: 1, ...(value as object) }));
      return path;
    };
    const options = ['--model', model, '--data', data, '--loss', 'hinge:3', '--augment', 'single'];
    const right = witness('right.json', { layers: [{ weights: [[2]], activation: 'linear' }] });
    const done = await eliminate(...options, '--witness', right);
    expect(done.code).toBe(0);
    expect(done.out).toContain('L Theorem 1: applies');
    expect(done.out).toContain('the witness is one');
    const other = witness('other.json', { layers: [{ weights: [[2]], activation: 'tanh' }] });
    const refused = await eliminate(...options, '--witness', other);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('another architecture');
    const alone = await eliminate('--outputs', data, '--data', data, '--loss', 'squared', '--witness', right);
    expect(alone.code).toBe(2);
    expect(alone.err).toContain('--witness goes with --model');
  });

  test('no theorem about the augmentation applies: said so, exit 1, no claim', async () => {
    const done = await eliminate(
      '--model',
      model,
      '--data',
      data,
      '--loss',
      'squared',
      '--augment',
      'monomial:1',
    );
    expect(done.code).toBe(1);
    expect(done.out).toContain('nothing is claimed');
    expect(done.out).not.toContain('Local minimum');
  });

  test('descent writes its files; the same seed gives the same bytes, here and in a process of its own', async () => {
    const run = async (name: string, start: typeof spurious | typeof spuriousHere): Promise<string> => {
      const out = join(folder, name);
      const args = ['--model', model, '--data', data, '--loss', 'hinge:3', '--descent', 'gd'];
      const done = await start(
        'eliminate',
        ...args,
        '--trials',
        '2',
        '--max-iterations',
        '50',
        '--seed',
        '5',
        '--out',
        out,
      );
      expect(done.err).toBe('');
      expect(done.code).toBe(0);
      expect(done.out).toContain('monitored');
      expect(readdirSync(out).sort()).toEqual([
        'histogram.csv',
        'histogram.svg',
        'trajectories.csv',
        'trials.csv',
      ]);
      return readFileSync(join(out, 'trajectories.csv'), 'utf8');
    };
    expect(await run('first', spurious)).toBe(await run('second', spuriousHere));
  });

  const bad = (name: string, text: string): string[] => ['--model', model, '--data', file(name, text)];
  const good = ['--model', model, '--data', data];
  const badModel = (name: string, text: string): string[] => ['--model', file(name, text), '--data', data];
  test.each<[string, string[], number]>([
    ['NaN in the data', [...bad('nan.csv', '1,nan\n'), '--loss', 'squared'], 3],
    ['a ragged row', [...bad('ragged.csv', '1,1\n2\n'), '--loss', 'squared'], 3],
    ['no data', [...bad('empty.csv', ''), '--loss', 'squared'], 3],
    ['a label out of range', [...good, '--loss', 'logistic', '--labels', file('l.csv', '2\n1\n')], 3],
    ['two outputs asked of one', [...good, '--loss', 'cross-entropy'], 3],
    [
      'an unknown activation',
      [
        ...badModel(
          'a.json',
          '{"format":"spurious-model","version":1,"layers":[{"weights":[[1]],"activation":"x"}]}',
        ),
        '--loss',
        'squared',
      ],
      3,
    ],
    ['λ below 0', [...good, '--loss', 'squared', '--lambda=-1'], 2],
    ['p = 1', [...good, '--loss', 'hinge:1'], 2],
    ['an unknown loss', [...good, '--loss', 'absolute'], 2],
    ['an unknown augmentation', [...good, '--loss', 'squared', '--augment', 'two'], 2],
    ['no trials', [...good, '--loss', 'squared', '--descent', 'gd', '--trials', '0'], 2],
  ])('%s: one line, nothing written', async (_name, args, code) => {
    const out = join(folder, 'nothing');
    const done = await eliminate(...args, '--out', out);
    expect(done.code).toBe(code);
    expect(done.out).toBe('');
    expect(done.err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });
});
