import { describe, expect, it } from 'vitest';
import { formatTable, type RowData, tableRow } from '../../src/report/table.ts';

const DATA: RowData[] = [
  {
    k: 9,
    n: 9,
    runs: 1000,
    minima: [
      { runs: 300, lambdaMin: 0.02, objective: 0.03 },
      { runs: 100, lambdaMin: 0.04, objective: 0.01 },
    ],
    unresolved: 2,
  },
  { k: 8, n: 9, runs: 1000, minima: [], unresolved: 0 },
];
const ROWS = DATA.map(tableRow);

describe('a row', () => {
  it('weighs means by runs and counts inequivalent minima', () => {
    // Interval: scipy.stats.beta.ppf(.025, 400, 601), beta.ppf(.975, 401, 600).
    expect(ROWS[0]).toMatchObject({
      k: 9,
      n: 9,
      runs: 1000,
      spurious: 400,
      percent: 40,
      families: 2,
      unresolved: 2,
    });
    expect(ROWS[0]!.meanLambdaMin).toBeCloseTo(0.025, 15);
    expect(ROWS[0]!.meanObjective).toBeCloseTo(0.025, 15);
    expect(ROWS[0]!.percentLow).toBeCloseTo(36.94689875, 7);
    expect(ROWS[0]!.percentHigh).toBeCloseTo(43.1121554, 7);
  });

  it('has no means where nothing was found, but an upper bound', () => {
    expect(ROWS[1]).toMatchObject({
      spurious: 0,
      percent: 0,
      percentLow: 0,
      meanLambdaMin: null,
      meanObjective: null,
    });
    expect(ROWS[1]!.percentHigh).toBeCloseTo(0.368208389686567, 9);
  });
});

describe('a row of random targets', () => {
  const random = tableRow({
    k: 10,
    n: 10,
    d: 30,
    samples: { total: 6, spurious: 3 },
    runs: 60,
    minima: [
      { runs: 2, lambdaMin: 0.02, objective: 0.03 },
      { runs: 1, lambdaMin: 0.0104, objective: 0.01 },
    ],
    unresolved: 0,
  });

  it('has the share of the samples, too, with its interval', () => {
    expect(random).toMatchObject({ d: 30, samples: 6, samplesSpurious: 3, samplesPercent: 50, percent: 5 });
    expect(random.leastLambdaMin).toBe(0.0104);
    // scipy.stats.beta.ppf(.025, 3, 4), beta.ppf(.975, 4, 3).
    expect(random.samplesPercentLow).toBeCloseTo(11.8117249, 6);
    expect(random.samplesPercentHigh).toBeCloseTo(88.1882751, 6);
  });

  it('brings its columns into tables that have one, and nulls into the others of JSON', () => {
    const standard = ROWS[0]!;
    expect(standard).toMatchObject({ d: null, samples: null, samplesSpurious: null, samplesPercent: null });
    expect(standard.leastLambdaMin).toBe(0.02);
    expect(formatTable([random, standard], 'markdown').split('\n')).toEqual([
      '| k | n | D | samples | with a minimum | % of samples | 95 % interval | runs | spurious | % | 95 % interval | mean λ_min | least λ_min | mean F | minima | unresolved |',
      `|${'---:|'.repeat(16)}`,
      '| 10 | 10 | 30 | 6 | 3 | 50.0 | 11.81–88.19 | 60 | 3 | 5.0 | 1.04–13.92 | 0.01680 | 0.0104 | 0.02333 | 2 | 0 |',
      '| 9 | 9 |  |  |  |  |  | 1000 | 400 | 40.0 | 36.95–43.11 | 0.02500 | 0.0200 | 0.02500 | 2 | 2 |',
      '',
    ]);
    expect(formatTable([random], 'csv').split('\n')[0]).toMatch(
      /,unresolved,d,samples,samplesSpurious,samplesPercent,samplesPercentLow,samplesPercentHigh,leastLambdaMin$/,
    );
    expect(formatTable([random], 'latex')).toContain('$k$ & $n$ & $D$ & samples & with a minimum & \\% of');
  });
});

describe('formats', () => {
  it('text: columns in line', () => {
    expect(formatTable(ROWS, 'text')).toBe(
      [
        'k  n  runs  spurious     %  95 % interval  mean λ_min   mean F  minima  unresolved\n',
        '9  9  1000       400  40.0    36.95–43.11     0.02500  0.02500       2           2\n',
        '8  9  1000         0   0.0      0.00–0.37                            0           0\n',
      ].join(''),
    );
  });

  it('csv: every digit, nothing where there is no mean', () => {
    const [head, first, second, end] = formatTable(ROWS, 'csv').split('\n');
    expect(head).toBe(
      'k,n,runs,spurious,percent,percentLow,percentHigh,meanLambdaMin,meanObjective,families,unresolved',
    );
    const fields = head!.split(',') as (keyof (typeof ROWS)[0])[];
    expect(first!.split(',').map(Number)).toEqual(fields.map((field) => ROWS[0]![field]));
    expect(second).toBe(`8,9,1000,0,0,0,${ROWS[1]!.percentHigh},,,0,0`);
    expect(end).toBe('');
  });

  it('markdown', () => {
    expect(formatTable(ROWS, 'markdown').split('\n')).toEqual([
      '| k | n | runs | spurious | % | 95 % interval | mean λ_min | mean F | minima | unresolved |',
      '|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
      '| 9 | 9 | 1000 | 400 | 40.0 | 36.95–43.11 | 0.02500 | 0.02500 | 2 | 2 |',
      '| 8 | 9 | 1000 | 0 | 0.0 | 0.00–0.37 |  |  | 0 | 0 |',
      '',
    ]);
  });

  it('latex for booktabs, nothing in it that LaTeX would read otherwise', () => {
    const text = formatTable(ROWS, 'latex');
    const lines = text.split('\n');
    expect(lines[0]).toBe('\\begin{tabular}{rrrrrrrrrr}');
    expect([lines[1], lines[3], lines[6]]).toEqual(['\\toprule', '\\midrule', '\\bottomrule']);
    expect(lines[4]).toBe('9 & 9 & 1000 & 400 & 40.0 & 36.95--43.11 & 0.02500 & 0.02500 & 2 & 2 \\\\');
    expect(lines[7]).toBe('\\end{tabular}');
    for (const line of [lines[2], lines[4], lines[5]]) expect(line!.split(/(?<!\\)&/)).toHaveLength(10);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).not.toMatch(/(?<!\\)%/);
  });

  it('json: the fields of the design, in order', () => {
    const { rows } = JSON.parse(formatTable(ROWS, 'json'));
    expect(Object.keys(rows[0])).toEqual([
      'k',
      'n',
      'runs',
      'spurious',
      'percent',
      'percentLow',
      'percentHigh',
      'meanLambdaMin',
      'meanObjective',
      'families',
      'unresolved',
      'd',
      'samples',
      'samplesSpurious',
      'samplesPercent',
      'samplesPercentLow',
      'samplesPercentHigh',
      'leastLambdaMin',
      'provedSpurious',
      'provedGlobal',
      'undecided',
      'probabilityLower',
      'probabilityUpper',
      'confidence',
    ]);
    expect(rows).toEqual(ROWS);
  });
});
