import type { TableRow } from '../../../report/table.ts';
import type { Audit, Isotropy, PublishedFamily } from '../types.ts';

/** What `audit --format json` prints. Bounds are decimal strings, figures of tables JSON numbers. */
export function jsonOf(audit: Audit): object {
  const { families, comparison, rows, cells, findings } = audit;
  const verdicts = (name: string): number =>
    families.filter(({ outcome }) => outcome.verification.verdict === name).length;
  const duplicate = new Map(comparison.duplicates.map((entry) => [entry.family, entry]));
  return {
    families: families.length,
    runs: families.reduce((sum, { runs }) => sum + (runs ?? 0), 0),
    minima: verdicts('spurious-local-minimum'),
    saddles: verdicts('saddle'),
    inconclusive: verdicts('inconclusive'),
    distinct: comparison.distinct,
    rows: rows.map(
      ({ architecture, asPublished, all }): TableRow => (architecture.published ? asPublished : all),
    ),
    findings,
    perFamily: families.map((family, i) => {
      const { k, n, runs, outcome } = family;
      const { verification, check } = outcome;
      const { verdict, index, lambdaMin, objective } = verification;
      const same = duplicate.get(i);
      return {
        k,
        n,
        family: family.family,
        runs,
        verdict,
        index,
        lambdaMin,
        objective,
        duplicateOf: same === undefined ? null : reference(families[same.of]!, family),
        claims:
          check === null
            ? null
            : {
                lambdaMin: check.lambdaMin,
                r: check.r,
                objective: check.objective,
                failure: check.failure,
                stopping: check.stopping,
              },
        details: {
          source: family.source,
          reason: verification.reason,
          gradientNorm: verification.gradientNorm,
          lambdaMinUpper: outcome.lambdaMinUpper,
          lambdaMinAllDimensions: verification.lambdaMinAllDimensions,
          radius: verification.radius,
          basinRadius: verification.basinRadius,
          isotropy: withoutGenerators(outcome.isotropy),
          permutation: same?.permutation ?? null,
          point: outcome.point,
          published: check,
        },
      };
    }),
    rowsOfAllMinima: rows.map(({ all }) => all),
    printed: cells,
  };
}

/** The classes say what the generators are: transpositions within them. */
function withoutGenerators(isotropy: Isotropy | null): Omit<Isotropy, 'generators'> | null {
  if (isotropy === null) return null;
  const { generators: _generators, ...rest } = isotropy;
  return rest;
}

/** The number of a family in the same file, else its file and number. */
function reference(first: PublishedFamily, family: PublishedFamily): number | string {
  if (first.source === family.source && first.family !== null) return first.family;
  return first.family === null ? first.source : `${first.source} family ${first.family}`;
}
