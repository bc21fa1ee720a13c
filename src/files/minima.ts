import type { BlockCandidate } from '../model/candidate.ts';
import { asBlocks, asNeuron, type CandidateEntry } from './candidate.ts';
import { FileError } from './errors.ts';
import { asInteger, asList, asNumbers, asObject, inside } from './fields.ts';
import type { JsonObject } from './json.ts';
import { MAX_NEURON_TYPES } from './limits.ts';
import { kindOf } from './number.ts';

/** A minimum of an archive with the number of runs that ended there, null when the archive does not say. */
export interface ArchivedMinimum {
  readonly entry: CandidateEntry;
  readonly runs: number | null;
}

/**
 * Reads one entry of a JSON list of block minima, in either of its two forms; `family` is its position in the list.
 *
 * Form one (Safran, Yehudai & Shamir 2021): `k`, `blocks` (m_1..m_r), `vals`. The k x k matrix has neurons as columns:
 * vals[i][j], i ≠ j, fills rows of block i and columns of block j, vals[i][i] is the diagonal and vals[i][r] the
 * rest of the square of block i. So block j of neurons has the values vals[i][j] on the other blocks i.
 * Form two: `k`, `n`, `blocks`, `types`, each with `att`, `diag` and `q` as in the block form of a candidate file.
 * Fields that are not needed are kept as `origin`. Throws FileError.
 */
export function archivedMinimum(value: unknown, file: string, family: number): ArchivedMinimum {
  const place = `[${family}]`;
  const fields = asObject(value, file, place, 'a block minimum with "blocks" and "vals" or "types"');
  const hasTypes = Object.hasOwn(fields, 'types');
  if (!hasTypes && !Object.hasOwn(fields, 'vals')) {
    throw new FileError(file, place, 'neither "vals" nor "types"', 'a block minimum with one of the two');
  }
  const candidate = hasTypes ? fromTypes(fields, file, place) : fromValues(fields, file, place);
  checkCounts(candidate, fields, file, place);
  const { blocks: _blocks, vals: _values, types: _types, ...origin } = fields;
  return { entry: { family, candidate, origin }, runs: runsOf(fields, file, place) };
}

function fromValues(fields: JsonObject, file: string, place: string): BlockCandidate {
  const blocks = asBlocks(fields['blocks'], file, `${place}.blocks`);
  const count = blocks.length;
  const where = `${place}.vals`;
  const { vals } = fields;
  if (!Array.isArray(vals) || vals.length !== count) {
    throw new FileError(file, where, `found ${kindOf(vals)}`, `${count} rows, one per block`);
  }
  const words = 'one per block and the value inside the block';
  const rows = vals.map((row, i) => asNumbers(row, file, `${where}[${i}]`, count + 1, words));
  const neurons = blocks.map((size, j) => ({
    attached: j,
    diagonal: rows[j]![j]!,
    values: rows.map((row, i) => {
      if (i !== j) return row[j]!;
      return size === 1 ? 0 : row[count]!;
    }),
  }));
  return { form: 'block', blocks, neurons };
}

function fromTypes(fields: JsonObject, file: string, place: string): BlockCandidate {
  const blocks = asBlocks(fields['blocks'], file, `${place}.blocks`);
  const where = `${place}.types`;
  const neurons = asList(fields['types'], file, where, MAX_NEURON_TYPES).map((item, i) => {
    const type = asObject(item, file, `${where}[${i}]`, 'an object with "att", "diag", "q"');
    return asNeuron(type, ['att', 'diag', 'q'], blocks, file, `${where}[${i}]`);
  });
  return { form: 'block', blocks, neurons };
}

/** k and n are implied by the blocks and types: what the entry says must agree, or it has been read wrongly. */
function checkCounts(candidate: BlockCandidate, fields: JsonObject, file: string, place: string): void {
  const k = candidate.blocks.reduce((sum, size) => sum + size, 0);
  const n = candidate.neurons.reduce(
    (sum, { attached }) => sum + (attached === null ? 1 : candidate.blocks[attached]!),
    0,
  );
  const stated: [string, number][] = [['k', k]];
  if (fields['n'] !== undefined) stated.push(['n', n]);
  for (const [name, implied] of stated) {
    if (fields[name] === implied) continue;
    const where = inside(place, name);
    throw new FileError(file, where, `found ${kindOf(fields[name])}`, `${implied}, as the blocks imply`);
  }
}

function runsOf(fields: JsonObject, file: string, place: string): number | null {
  const { multiplicity } = fields;
  if (multiplicity === undefined) return null;
  return asInteger(multiplicity, file, `${place}.multiplicity`, 0, Number.MAX_SAFE_INTEGER);
}
