import { describe, expect, it } from 'vitest';
import { progressLine, type Shown } from '../../src/cli/shared/progress-line.ts';

const shown: Shown = {
  label: 'search',
  counted: 'runs',
  done: 0,
  total: 400,
  partsDone: 0,
  parts: 0,
  milliseconds: 2000,
};

describe('progress in a line', () => {
  it.each<[Partial<Shown>, string]>([
    [{}, 'search: 0/400 runs, 2 s'],
    [{ done: 100, milliseconds: 10_000 }, 'search: 100/400 runs, 10 s, 10/s, 30 s left'],
    [{ done: 4, milliseconds: 200_000 }, 'search: 4/400 runs, 3 min 20 s, 0.020/s, 5 h 30 min left'],
    [{ done: 400, milliseconds: 4000 }, 'search: 400/400 runs, 4 s, 100/s'],
    [{ total: 1, label: 'verify', counted: '' }, 'verify: 2 s'],
    [
      { total: 1, parts: 14, partsDone: 7, counted: 'intervals' },
      'search: 7/14 intervals, 2 s, 3.5/s, 2 s left',
    ],
  ])('%o', (change, line) => expect(progressLine({ ...shown, ...change }, null)).toBe(line));

  it('on a terminal: a bar, within its width', () => {
    expect(progressLine({ ...shown, done: 200 }, 80)).toBe(
      'search ██████████░░░░░░░░░░ 200/400 runs, 2 s, 100/s, 2 s left',
    );
    for (const columns of [1, 2, 20, 40]) {
      const line = progressLine({ ...shown, done: 200 }, columns);
      expect(line.length).toBe(Math.max(1, columns - 1));
    }
    expect(progressLine({ ...shown, total: 1, label: 'prove' }, 80)).toBe('prove: 2 s');
  });
});
