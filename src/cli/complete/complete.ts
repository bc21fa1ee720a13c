import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../arithmetic/counted.ts';
import {
  CHARTS,
  COMPLETE_LIMITS,
  type CompleteCertificate,
  type CompletePoint,
  type Symmetry,
  serialise,
} from '../../certificate/index.ts';
import type { ChartResult } from '../../complete/subdivision.ts';
import { writeFileAtomic } from '../../files/index.ts';
import { type CompleteResult, completeSymmetric, listFromCharts } from '../../verify/complete.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import { milliseconds as now } from '../shared/clock.ts';
import { sizesOfOption } from '../shared/numbers.ts';
import { mapTasks } from '../shared/pool.ts';
import { recheckedResults } from '../shared/recheck.ts';
import type { CompleteTask } from './complete-task.ts';
import { departureLine, departureText } from './complete-threshold.ts';

interface CompleteArguments {
  readonly k: string | undefined;
  readonly symmetry: Symmetry;
  readonly out: string | undefined;
  readonly recheck: boolean;
  readonly threshold: boolean;
  readonly json: boolean;
}

/** One line of `complete --json`. */
export interface CompleteLine {
  readonly symmetry: Symmetry;
  readonly kFrom: number;
  /** null: every k from kFrom on. */
  readonly kTo: number | null;
  /** Whether the list is proved to be complete. */
  readonly complete: boolean;
  /** Why not, or null. */
  readonly reason: string | null;
  /** Critical points that are isolated among those of the symmetry; empty for every k at once, or where nothing is proved. */
  readonly points: readonly PointLine[];
  /** Boxes of directions that were looked at; of every k, parts of circles. */
  readonly boxes: number;
  /** Boxes about which nothing is proved: the chart, from 0, and two ends of each of three coordinates. */
  readonly undecided: readonly (readonly number[])[];
  readonly certificate: string | null;
  readonly milliseconds: number;
  /** Under --recheck: does the independent checker accept the certificate? null where there is none. */
  readonly rechecked?: boolean | null;
}

interface PointLine {
  /** identity, type A, type I, type II, or null: read off the entries, no theorem. */
  readonly name: string | null;
  /** merged: the good neurons are equal, and it is no local minimum. */
  readonly verdict: string;
  readonly index: number | null;
  readonly objective: { readonly lower: string; readonly upper: string } | null;
  readonly lambdaMin: string | null;
  /** a, b, c, d, e; of Sk a and b. Doubles near the point. */
  readonly entries: readonly number[];
}

/** Most k of one command. */
const MOST = 1000;

export const completeCommand: Command<CompleteArguments> = {
  name: 'complete',
  describe: 'Prove that a list of critical points with a given symmetry is complete (n = k)',
  options: {
    k: {
      type: 'string',
      value: 'K',
      describe: 'Targets: 6, 6..20, 6,100; with Sk none means every k from 3 on',
    },
    symmetry: {
      type: 'string',
      choices: ['Sk-1', 'Sk'],
      default: 'Sk-1',
      describe: 'Sk: all neurons alike; Sk-1: all but one, some 10^6 boxes for each k',
    },
    out: {
      type: 'string',
      value: 'DIR',
      describe: 'Folder for certificates, and for what is done of a list meanwhile',
    },
    recheck: { type: 'boolean', describe: 'Run the independent checker as well' },
    threshold: {
      type: 'boolean',
      describe: 'Enclose the real k, between 15 and 16, at which a point leaves the list of Sk-1',
    },
    json: { type: 'boolean', describe: 'Machine-readable output' },
  },
  examples: [
    ['complete --symmetry Sk', 'all neurons alike: four critical points, for every k ≥ 3'],
    ['complete --k 6 --out lists', 'all but one alike: every critical point at k = 6'],
    ['complete --threshold', 'the real k at which a point leaves the list'],
  ],
  exits: {
    holds: 'every list is proved to be complete, and the threshold is enclosed',
    doesNotHold: 'one is not, or the checker rejects it',
  },
  run: runComplete,
};

async function runComplete(args: CompleteArguments, context: Context): Promise<number> {
  const { symmetry, k, threshold } = args;
  if (threshold && symmetry === 'Sk')
    throw new UsageError('--threshold goes with --symmetry Sk-1: no point leaves the list of Sk');
  if (k === undefined && symmetry !== 'Sk' && !threshold)
    throw new UsageError(
      'complete needs --k, for example --k 6, or --symmetry Sk for every k at once, or --threshold',
    );
  if (threshold && k === undefined && (args.out !== undefined || args.recheck))
    throw new UsageError(
      `${args.recheck ? '--recheck' : '--out'} goes with --k: --threshold has no certificate`,
    );
  const ks =
    k === undefined
      ? symmetry === 'Sk'
        ? [null]
        : []
      : sizesOfOption(k, {
          least: 3,
          why: 'lists begin at k = LEAST',
          most: COMPLETE_LIMITS.k,
          count: MOST,
          counted: 'lists',
        });
  let code: number = EXIT.holds;
  const lines: CompleteLine[] = [];
  for (const size of ks) {
    const start = now();
    const { result, boxes } = await proveOne(symmetry, size, args, context);
    const text = result.proved ? serialise(result.certificate) : null;
    const found = { of: nameOf(symmetry, size), text, result: lineOf(symmetry, size, result, boxes) };
    const path =
      text === null || args.out === undefined ? null : join(args.out, `${found.of}.certificate.json`);
    if (path !== null && text !== null) {
      writeFileAtomic(path, text);
      rmSync(keptFolder(args, symmetry, size)!, { recursive: true, force: true });
    }
    const milliseconds = now() - start;
    const [answer] = await recheckedResults([found], args.recheck, context);
    const line = { ...answer!, certificate: path, milliseconds };
    if (!line.complete || line.rechecked === false) code = EXIT.doesNotHold;
    if (args.json) lines.push(line);
    else context.out(described(line, result.proved ? result.certificate : null));
  }
  const departure = threshold ? await departureLine(context) : null;
  if (threshold && departure === null) code = EXIT.doesNotHold;
  if (args.json) {
    const answer = threshold ? { results: lines, threshold: departure } : { results: lines };
    context.out(`${JSON.stringify(answer, null, 2)}\n`);
  } else if (departure !== null) context.out(departureText(departure));
  return code;
}

async function proveOne(
  symmetry: Symmetry,
  k: number | null,
  args: CompleteArguments,
  context: Context,
): Promise<{ readonly result: CompleteResult; readonly boxes: number }> {
  if (symmetry === 'Sk') {
    const result = completeSymmetric(k ?? 3, k, { producer });
    const slabs = result.proved ? result.certificate.witness.slabs : [];
    return { result, boxes: slabs.reduce((sum, { right, left }) => sum + right.length + left.length, 0) };
  }
  const kept = keptFolder(args, symmetry, k);
  const outcomes = await mapTasks<CompleteTask, ChartResult>(
    Array.from({ length: CHARTS }, (_, chart) => ({
      k: k!,
      chart,
      kept: kept && join(kept, `chart-${String(chart).padStart(2, '0')}`),
    })),
    new URL('./complete-task.js', import.meta.url),
    context,
    `complete --k ${k}`,
    { counted: 'charts' },
  );
  const charts = outcomes.map((outcome) => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  const boxes = charts.reduce((sum, chart) => sum + chart.boxes, 0);
  return { result: listFromCharts(k!, charts, producer), boxes };
}

/** Where results of charts are kept until the list is complete. */
function keptFolder({ out }: CompleteArguments, symmetry: Symmetry, k: number | null): string | null {
  return out === undefined ? null : join(out, `${nameOf(symmetry, k)}.charts`);
}

function nameOf(symmetry: Symmetry, k: number | null): string {
  return `complete-${symmetry}-${k === null ? 'from-3' : k}`;
}

function lineOf(
  symmetry: Symmetry,
  k: number | null,
  result: CompleteResult,
  boxes: number,
): Omit<CompleteLine, 'certificate' | 'milliseconds' | 'rechecked'> {
  return {
    symmetry,
    kFrom: k ?? 3,
    kTo: k,
    complete: result.proved,
    reason: result.proved ? null : result.reason,
    points: result.proved ? result.certificate.claim.points.map(pointLine) : [],
    boxes,
    undecided: result.proved
      ? []
      : result.charts.flatMap(({ chart, undecided }) => undecided.map((box) => [chart, ...box.flat()])),
  };
}

function pointLine({ certificate, values }: CompletePoint): PointLine {
  if (certificate === null)
    return {
      ...{ name: null, verdict: 'merged', index: null, objective: null, lambdaMin: null },
      entries: values!.map(Number),
    };
  const { claim, point } = certificate;
  const entries = point.centre
    .flatMap(({ diagonal, values: own }) => (diagonal === null ? own : [diagonal, ...own]))
    .map(Number);
  const { verdict } = claim;
  if (verdict === 'no-critical-point') throw new Error('a point of a list is critical');
  return {
    name: typeOf(entries),
    verdict,
    index: claim.index,
    objective: verdict === 'not-spurious' ? null : claim.objective,
    lambdaMin: claim.lambdaMin,
    entries,
  };
}

/** By which name docs/related.md knows a point, by its rounded entries. */
function typeOf([a, b, c, d, e]: readonly number[]): string | null {
  const near = (x: number | undefined, y: number): boolean => Math.abs(x! - y) < 1e-9;
  if (near(a, 1) && near(b, 0) && near(c ?? 0, 0)) return 'identity';
  const alike = c === undefined || (near(c, b!) && near(d, b!) && near(e, a!));
  if (alike) return a! < 0 && b! > 0 ? 'type A' : null;
  if (a! > 0.9 && e! < -0.5) return 'type II';
  return a! < -0.5 && e! > 0.9 && Math.abs(c!) < 0.1 && Math.abs(d!) < 0.1 ? 'type I' : null;
}

function described(line: CompleteLine, certificate: CompleteCertificate | null): string {
  const { symmetry, kFrom, kTo, boxes, undecided, reason, milliseconds, rechecked } = line;
  const where = kTo === null ? `every k ≥ ${kFrom}` : `k = ${kFrom}`;
  const head = `${symmetry}, ${where}: ${line.complete ? 'the list is complete' : 'the list is NOT proved to be complete'}`;
  if (certificate === null)
    return [
      head,
      `  reason      ${reason}`,
      ...undecided
        .slice(0, SHOWN)
        .map(([chart, ...ends]) => `  undecided   chart ${chart}: ${ends.join(' ')}`),
      ...(undecided.length > SHOWN ? [`  and ${undecided.length - SHOWN} more (--json lists them all)`] : []),
      '',
    ].join('\n');
  const others =
    symmetry === 'Sk'
      ? kTo === null
        ? 'identity; one with a < 0 < b; all entries equal, above and below 0: four critical points, no others'
        : 'and two with all entries equal, above and below 0, no minima; no others'
      : 'and two segments of points whose neurons all have one direction, no minima; no others';
  return [
    head,
    ...line.points.map(pointText),
    `  ${others}`,
    `  proof       ${counted(boxes, 'box', 'boxes')}, ${(milliseconds / 1000).toFixed(1)} s`,
    ...(line.certificate === null ? [] : [`  certificate ${line.certificate}`]),
    ...(typeof rechecked === 'boolean'
      ? [`  checker     ${rechecked ? 'accepts' : 'rejects'} the certificate`]
      : []),
    '',
  ].join('\n');
}

/** Undecided boxes that people are shown. */
const SHOWN = 10;

function pointText({ name, verdict, index, objective, entries }: PointLine): string {
  const what = verdict === 'merged' ? 'no minimum, good neurons equal' : `${verdict}, index ${index}`;
  const F = objective === null ? '' : `, F = ${Number(objective.lower).toPrecision(8)}`;
  return `  (${entries.map((x) => x.toFixed(6)).join(', ')})  ${what}${F}${name === null ? '' : `  [${name}]`}`;
}
