import { counted } from '../arithmetic/counted.ts';
import type { BlockCandidate, Candidate, DenseCandidate, NeuronType } from '../model/candidate.ts';
import { FileError } from './errors.ts';
import {
  asExactNumber,
  asInteger,
  asList,
  asMatrix,
  asNumbers,
  asObject,
  inside,
  type Matrix,
  refuseUnknown,
  transposed,
} from './fields.ts';
import type { JsonObject } from './json.ts';
import { MAX_BLOCK_SIZE, MAX_BLOCKS, MAX_NEURON_TYPES, MAX_POINT_ENTRIES } from './limits.ts';
import { kindOf } from './number.ts';

/** How a matrix of a file is to be taken. */
export interface PointOptions {
  /** Exchange rows and columns of the weights. */
  readonly transpose?: boolean | undefined;
  /** Targets to use instead of those of the file: k rows of d. */
  readonly targets?: Matrix | undefined;
  /** Number of targets; has to agree with what the file says. */
  readonly k?: number | undefined;
}

/** One candidate of a file; `family` is its position in a list, null when the file holds a single point. */
export interface CandidateEntry {
  readonly family: number | null;
  readonly candidate: Candidate;
  readonly origin?: unknown;
  /** True where nobody said how many targets there are, and k = d was taken. */
  readonly kAssumed?: boolean;
}

/** Said where targets are given for a file that has some. */
export const REPLACED = 'the targets of the file are replaced by the ones given';

const FORMAT = 'spurious-candidate';
const DENSE_FIELDS = ['format', 'version', 'k', 'n', 'd', 'targets', 'weights', 'origin'];
const BLOCK_FIELDS = ['format', 'version', 'blocks', 'neurons', 'origin'];
const NEURON_FIELDS = ['attached', 'diagonal', 'values'];
const REMEDY_TARGETS = 'give "targets", --targets FILE or a smaller --k';

/**
 * Reads a candidate of format "spurious-candidate", version 1, in its dense or its block form.
 * `notes` receives a line for every option that has no meaning for this file. Throws FileError.
 */
export function candidateFromJson(
  value: unknown,
  file: string,
  options: PointOptions,
  notes: string[],
): CandidateEntry {
  const fields = asObject(value, file, '', `an object with "format": "${FORMAT}"`);
  checkVersion(fields, file);
  const candidate = Object.hasOwn(fields, 'blocks')
    ? blockForm(fields, file, options, notes)
    : denseForm(fields, file, options, notes);
  if (!Object.hasOwn(fields, 'origin')) return { family: null, candidate };
  return { family: null, candidate, origin: asObject(fields['origin'], file, 'origin', 'an object') };
}

/** The `targets` of a dense candidate file, or null when it has none. Throws FileError when the file is no candidate. */
export function targetsOfCandidate(value: unknown, file: string): Matrix | null {
  const { candidate } = candidateFromJson(value, file, {}, []);
  return candidate.form === 'dense' ? candidate.targets : null;
}

/**
 * Puts a dense candidate together from matrices of the right shape: weights n x d, targets k x d or null for the
 * first k standard basis vectors. Throws FileError when k > d without targets or the targets live in another space.
 */
export function denseCandidate(
  weights: Matrix,
  targets: Matrix | null,
  k: number,
  file: string,
): DenseCandidate {
  const n = weights.length;
  const d = weights[0]!.length;
  if (targets === null && k > d) {
    throw new FileError(file, 'targets', `none, but k = ${k} exceeds d = ${d}`, 'k <= d', REMEDY_TARGETS);
  }
  const width = targets === null ? d : targets[0]!.length;
  if (width !== d) {
    const remedy = 'targets and weights must live in the same space (try --transpose)';
    throw new FileError(
      file,
      'targets',
      `rows of ${counted(width, 'number')}`,
      `${d}, as in the weights`,
      remedy,
    );
  }
  return { form: 'dense', k, n, d, targets, weights };
}

/** The block sizes of a symmetric point: integers from 1 to 10^9, k = their sum at most 10^9. */
export function asBlocks(value: unknown, file: string, place: string): readonly number[] {
  const sizes = asList(value, file, place, MAX_BLOCKS).map((size, i) =>
    asInteger(size, file, `${place}[${i}]`, 1, MAX_BLOCK_SIZE),
  );
  const k = sizes.reduce((sum, size) => sum + size, 0);
  if (k > MAX_BLOCK_SIZE)
    throw new FileError(file, place, `k = ${k}`, `at most ${MAX_BLOCK_SIZE} coordinates`);
  return sizes;
}

/**
 * Reads one neuron type from fields that carry the given names. An attached neuron must have a diagonal, a single
 * one must not. The own entry of a block of size one stands for no coordinate: it is replaced by 0, so that nothing
 * behind this reader can use it.
 */
export function asNeuron(
  fields: JsonObject,
  names: readonly [attached: string, diagonal: string, values: string],
  blocks: readonly number[],
  file: string,
  place: string,
): NeuronType {
  const [attachedName, diagonalName, valuesName] = names.map((name) => inside(place, name)) as [
    string,
    string,
    string,
  ];
  const given = fields[names[0]];
  const values = asNumbers(fields[names[2]], file, valuesName, blocks.length, 'one per block');
  const diagonal = fields[names[1]] ?? null;
  if (given === null) {
    if (diagonal === null) return { attached: null, diagonal: null, values };
    throw new FileError(
      file,
      diagonalName,
      `found ${kindOf(diagonal)}`,
      'null, for a neuron that is not attached',
    );
  }
  if (given === undefined) {
    throw new FileError(file, attachedName, 'missing', 'the number of a block, or null for a single neuron');
  }
  const attached = asInteger(given, file, attachedName, 0, blocks.length - 1);
  if (diagonal === null) {
    throw new FileError(file, diagonalName, 'missing', `a number, the entry at the neuron's own coordinate`);
  }
  return {
    attached,
    diagonal: asExactNumber(diagonal, file, diagonalName),
    values: blocks[attached] === 1 ? values.map((x, q) => (q === attached ? 0 : x)) : values,
  };
}

function checkVersion(fields: JsonObject, file: string): void {
  const { format, version } = fields;
  if (format !== FORMAT) throw new FileError(file, 'format', `found ${kindOf(format)}`, `"${FORMAT}"`);
  if (version !== 1) throw new FileError(file, 'version', `found ${kindOf(version)}`, '1');
}

function denseForm(fields: JsonObject, file: string, options: PointOptions, notes: string[]): DenseCandidate {
  refuseUnknown(fields, file, '', DENSE_FIELDS);
  const k = asInteger(fields['k'], file, 'k', 1, MAX_POINT_ENTRIES);
  const n = asInteger(fields['n'], file, 'n', 1, MAX_POINT_ENTRIES);
  const d = fields['d'] === undefined ? null : asInteger(fields['d'], file, 'd', 1, MAX_POINT_ENTRIES);
  const weights = denseWeights(fields['weights'], file, n, d, options.transpose === true);
  const width = weights[0]!.length;
  const shape = { rows: k, columns: width, words: `k = ${k} rows of d = ${width}` };
  const own = fields['targets'] === undefined ? null : asMatrix(fields['targets'], file, 'targets', shape);
  const { targets = own } = options;
  if (own !== null && targets !== own) notes.push(REPLACED);
  const count = targets?.length ?? k;
  checkStated('k', count, options.k ?? null, '--k', file);
  return denseCandidate(weights, targets, count, file);
}

/** Throws where a size that is stated is not the one that is there. */
export function checkStated(
  name: string,
  there: number,
  stated: number | null,
  by: string,
  file: string,
): void {
  if (stated !== null && stated !== there)
    throw new FileError(file, name, `${there} by the arrays`, `${stated}, as ${by} says`);
}

function denseWeights(value: unknown, file: string, n: number, d: number | null, transpose: boolean): Matrix {
  const width = d === null ? 'd' : `d = ${d}`;
  if (!transpose)
    return asMatrix(value, file, 'weights', { rows: n, columns: d, words: `n = ${n} rows of ${width}` });
  const words = `transposed: ${width} rows of n = ${n}`;
  return transposed(asMatrix(value, file, 'weights', { rows: d, columns: n, words }));
}

function blockForm(fields: JsonObject, file: string, options: PointOptions, notes: string[]): BlockCandidate {
  refuseUnknown(fields, file, '', BLOCK_FIELDS);
  noteBlockOptions(options, notes);
  const blocks = asBlocks(fields['blocks'], file, 'blocks');
  const neurons = asList(fields['neurons'], file, 'neurons', MAX_NEURON_TYPES).map((item, i) => {
    const place = `neurons[${i}]`;
    const neuron = asObject(item, file, place, 'an object with "attached", "diagonal", "values"');
    refuseUnknown(neuron, file, place, NEURON_FIELDS);
    return asNeuron(neuron, ['attached', 'diagonal', 'values'], blocks, file, place);
  });
  const candidate: BlockCandidate = { form: 'block', blocks, neurons };
  checkBlockOptions(candidate, file, options);
  return candidate;
}

/** The block form has the standard basis as targets, and k is the sum of the blocks. Throws FileError. */
export function checkBlockOptions(candidate: Candidate, file: string, { targets, k }: PointOptions): void {
  if (candidate.form !== 'block') return;
  if (targets !== undefined) {
    const remedy = 'write the point in the dense form to give it other targets';
    const expected = 'none (the standard basis)';
    throw new FileError(file, 'targets', 'given for a point in block form', expected, remedy);
  }
  const sum = candidate.blocks.reduce((total, size) => total + size, 0);
  checkStated('k', sum, k ?? null, '--k', file);
}

/** The block form has no matrix that could be transposed. */
export function noteBlockOptions({ transpose }: PointOptions, notes: string[]): void {
  if (transpose === true) notes.push('a point in block form has no matrix: --transpose is not used');
}
