import { join } from 'node:path';
import { serialise, sha256 } from '../../certificate/index.ts';
import { writeFileAtomic } from '../../files/index.ts';
import { isSameRow, type Plan, type Row, type Shard, unitsOfShard } from '../../search/plan.ts';
import {
  certificateName,
  findingsOf,
  type RowSummary,
  resultsText,
  summaryOf,
} from '../../search/results.ts';
import type { RunEnd } from '../../search/run.ts';
import { producer } from '../producer.ts';
import { certificatesFolder, readSummary, readUnit, resultsPath, summaryPath } from './search-files.ts';

/** One row of a plan whose runs have all ended, and the shards that hold them. */
export interface RowTask {
  readonly folder: string;
  readonly plan: Plan;
  readonly row: Row;
  readonly shards: readonly Shard[];
}

/** Certifies the ends of a row; writes its certificates and K-N.jsonl. */
export default function rowTask({ folder, plan, row, shards }: RowTask): RowSummary {
  const earlier = readSummary(folder, row);
  if (earlier !== null) return earlier;
  const ends = endsOfRow(folder, plan, row, shards);
  const findings = findingsOf(plan, row, ends, producer, ({ id, certificate }) => {
    writeFileAtomic(join(certificatesFolder(folder), certificateName(row, id)), serialise(certificate));
  });
  const text = resultsText(findings.results);
  writeFileAtomic(resultsPath(folder, row), text);
  const hash = sha256(new TextEncoder().encode(text));
  const summary = summaryOf(row, findings, hash);
  writeFileAtomic(summaryPath(folder, row), JSON.stringify(summary));
  return summary;
}

function* endsOfRow(folder: string, plan: Plan, row: Row, shards: readonly Shard[]): Generator<RunEnd> {
  const units = shards
    .flatMap((shard) => unitsOfShard(plan, shard).map((unit) => ({ shard, unit })))
    .filter(({ unit }) => isSameRow(unit, row))
    .sort((a, b) => a.unit.block - b.unit.block);
  for (const { shard, unit } of units) {
    const ends = readUnit(folder, shard, unit);
    for (let run = unit.first; run < unit.end; run++) yield ends.get(run)!;
  }
}
