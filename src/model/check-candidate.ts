import {
  checkExact,
  checkList,
  checkObject,
  checkOneOf,
  checkRows,
  checkThat,
  checkWhole,
  refuse,
} from '../arithmetic/argument.ts';
import type { BlockCandidate, Candidate, DenseCandidate } from './candidate.ts';

/** Throws a RangeError unless the argument is a candidate of either form. */
export function checkCandidate(candidate: Candidate, name = 'candidate'): void {
  checkObject(name, candidate);
  checkOneOf(`${name}.form`, candidate.form, ['dense', 'block']);
  if (candidate.form === 'dense') checkDense(candidate, name);
  else checkBlock(candidate, name);
}

/** Throws a RangeError unless the argument is a dense candidate whose sizes are those of its rows. */
export function checkDense(candidate: DenseCandidate, name = 'candidate'): void {
  checkObject(name, candidate);
  const { form, k, n, d, targets, weights } = candidate;
  checkOneOf(`${name}.form`, form, ['dense']);
  checkWhole(`${name}.k`, k, 1);
  checkWhole(`${name}.n`, n, 1);
  checkWhole(`${name}.d`, d, 1);
  checkRows(`${name}.weights`, weights, n, d);
  if (targets !== null) checkRows(`${name}.targets`, targets, k, d);
  else checkThat(k <= d, `${name}.k`, k, `at most d = ${d}, since the targets are standard basis vectors`);
}

/** Throws a RangeError unless the argument is a symmetric candidate: every type has an entry for each block. */
export function checkBlock(candidate: BlockCandidate, name = 'candidate'): void {
  checkObject(name, candidate);
  const { form, blocks, neurons } = candidate;
  checkOneOf(`${name}.form`, form, ['block']);
  checkList(`${name}.blocks`, blocks, null, (place, size) => checkWhole(place, size, 1));
  checkThat(blocks.length > 0, `${name}.blocks`, blocks, 'at least one block');
  const k = blocks.reduce((sum, size) => sum + size, 0);
  checkThat(Number.isSafeInteger(k), `${name}.blocks`, k, 'a sum below 2^53');
  checkList(`${name}.neurons`, neurons, null, (place, type) => {
    checkObject(place, type);
    const { attached, diagonal, values } = type as BlockCandidate['neurons'][number];
    if (attached !== null) checkWhole(`${place}.attached`, attached, 0, blocks.length - 1);
    if (attached !== null) checkExact(`${place}.diagonal`, diagonal);
    else if (diagonal !== null) refuse(`${place}.diagonal`, diagonal, 'null, since the type is not attached');
    checkList(`${place}.values`, values, blocks.length, checkExact);
  });
  checkThat(neurons.length > 0, `${name}.neurons`, neurons, 'at least one type');
}
