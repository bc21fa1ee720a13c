import { clopperPearson } from '../../report/binomial.ts';
import { NO_PROOFS, NO_SAMPLES, type TableRow } from '../../report/table.ts';
import { MEAN_DIGITS, PRINTED_TABLES } from './printed-tables.ts';
import type { Answer, Architecture, Cell, Comparison, PublishedFamily, RowPair } from './types.ts';

/** A certified strict, spurious local minimum. */
export function isMinimum({ outcome }: PublishedFamily): boolean {
  return outcome.verification.verdict === 'spurious-local-minimum';
}

/**
 * Did the authors verify the family? By the constants that they stored; where there are none, by their test with
 * enclosures.
 */
export function countedByAuthors({ claim, outcome }: PublishedFamily): boolean {
  if (claim !== null) return claim.lambdaMin > 0;
  const test = outcome.point?.test;
  return test?.code === 0 && test.holds?.coded === true;
}

/** Rows of the tables: averages are weighted by runs, the percentage is of all runs of the architecture. */
export function rowPairs(
  architectures: readonly Architecture[],
  families: readonly PublishedFamily[],
  comparison: Comparison,
): RowPair[] {
  const duplicate = new Set(comparison.duplicates.map(({ family }) => family));
  return architectures.map((architecture) => {
    const { source, k, n } = architecture;
    const own = families
      .map((family, i) => ({ family, first: !duplicate.has(i) }))
      .filter(
        ({ family }) => family.source === source && family.k === k && family.n === n && family.runs !== null,
      );
    const row = (counts: (family: PublishedFamily) => boolean, values: Values): TableRow => {
      const members = own.filter(({ family }) => counts(family));
      const counted = members.map(({ family }) => family);
      const spurious = runsOf(counted);
      const { low, high } = clopperPearson(spurious, architecture.runs);
      const lost = own
        .map(({ family }) => family)
        .filter((family) => (family.outcome.located ?? family.outcome.symmetric) === null);
      return {
        k,
        n,
        runs: architecture.runs,
        spurious,
        percent: (100 * spurious) / architecture.runs,
        percentLow: 100 * low,
        percentHigh: 100 * high,
        meanLambdaMin: weightedMean(counted, values.lambdaMin),
        meanObjective: weightedMean(counted, values.objective),
        families: members.filter(({ first }) => first).length,
        unresolved: architecture.unresolved + runsOf(lost),
        d: null,
        ...NO_SAMPLES,
        leastLambdaMin: counted.length === 0 ? null : Math.min(...counted.map(values.lambdaMin)),
        ...NO_PROOFS,
      };
    };
    return {
      architecture,
      asPublished: row((family) => isMinimum(family) && countedByAuthors(family), STORED),
      all: row(isMinimum, LOWER),
    };
  });
}

function runsOf(families: readonly PublishedFamily[]): number {
  return families.reduce((sum, { runs }) => sum + (runs ?? 0), 0);
}

/** The figures of a family that are averaged. */
interface Values {
  readonly lambdaMin: (family: PublishedFamily) => number;
  readonly objective: (family: PublishedFamily) => number;
}

const LOWER: Values = {
  lambdaMin: ({ outcome }) => Number(outcome.verification.lambdaMin),
  objective: ({ outcome }) => Number(outcome.verification.objective!.lower),
};
const UPPER: Values = {
  lambdaMin: ({ outcome }) => Number(outcome.lambdaMinUpper),
  objective: ({ outcome }) => Number(outcome.verification.objective!.upper),
};
/** What the authors averaged: the constants that they stored; where there are none, ours. */
const STORED: Values = {
  lambdaMin: (family) => family.claim?.lambdaMin ?? LOWER.lambdaMin(family),
  objective: (family) => family.claim?.objective ?? LOWER.objective(family),
};

function weightedMean(
  families: readonly PublishedFamily[],
  value: (family: PublishedFamily) => number,
): number | null {
  const runs = runsOf(families);
  if (runs === 0) return null;
  return families.reduce((sum, family) => sum + (family.runs ?? 0) * value(family), 0) / runs;
}

/**
 * The printed cells of the architectures at hand against the recomputed ones, and against the same means of certified
 * values: both ends of the enclosure of a mean, moved out by more than what summing in doubles can lose, are rounded as
 * the tables are.
 */
export function printedCells(pairs: readonly RowPair[], families: readonly PublishedFamily[]): Cell[] {
  return pairs.flatMap(({ architecture: { source, k, n, published }, asPublished }) => {
    const printed = PRINTED_TABLES.find((row) => row.k === k && row.n === n);
    if (printed === undefined || !published) return [];
    const counted = families.filter(
      (family) =>
        family.source === source &&
        family.k === k &&
        family.n === n &&
        family.runs !== null &&
        isMinimum(family) &&
        countedByAuthors(family),
    );
    const same: Answer = asPublished.percent === Number(printed.percent) ? 'confirmed' : 'refuted';
    const percent: Cell = {
      k,
      n,
      column: 'percent',
      printed: printed.percent,
      recomputed: asPublished.percent,
      agrees: same,
      certified: { lower: asPublished.percent, upper: asPublished.percent, agrees: same },
    };
    const mean = (column: 'lambdaMin' | 'objective'): Cell[] => {
      const [recomputed, low, high] = [STORED, LOWER, UPPER].map((values) =>
        weightedMean(counted, values[column]),
      );
      if (recomputed == null || low == null || high == null) return [];
      const around = (lower: number, upper: number): { lower: number; upper: number } => ({
        lower: lower * (1 - 1e-12),
        upper: upper * (1 + 1e-12),
      });
      const ends = around(low, high);
      return [
        {
          k,
          n,
          column,
          printed: printed[column],
          recomputed,
          agrees: rounding(around(recomputed, recomputed), printed[column]),
          certified: { ...ends, agrees: rounding(ends, printed[column]) },
        },
      ];
    };
    return [percent, ...mean('lambdaMin'), ...mean('objective')];
  });
}

function rounding({ lower, upper }: { lower: number; upper: number }, printed: string): Answer {
  const low = Number(lower.toPrecision(MEAN_DIGITS)) === Number(printed);
  const high = Number(upper.toPrecision(MEAN_DIGITS)) === Number(printed);
  if (low && high) return 'confirmed';
  return low || high ? 'not decidable' : 'refuted';
}
