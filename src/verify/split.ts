import { checkList, checkObject } from '../arithmetic/argument.ts';
import type { Producer } from '../certificate/index.ts';
import { proveSplits, type Splits } from '../elimination/split/split.ts';
import type { PointCertificate } from '../proof/figures.ts';
import { PRODUCER } from '../proof/producer.ts';
import { proposeSplit } from '../proposals/elimination/split-direction.ts';

/** Which neurons are split. What is left out is as in `spurious split`. */
export interface SplitOptions {
  /** From 0, ascending: neurons, or types of a symmetric subject; all of them. */
  readonly neurons?: readonly number[] | undefined;
  readonly producer?: Pick<Producer, 'name' | 'version'> | undefined;
}

/**
 * Proves that a spurious local minimum is a saddle once a neuron is split in two: that of a certificate, which the checker
 * should have accepted.
 *
 * @example
 * const result = split(readCertificate(text), { neurons: [0] });
 * if ('certificate' in result && result.certificate !== null) console.log(writeCertificate(result.certificate));
 */
export function split(
  subject: PointCertificate,
  options: SplitOptions = {},
): Splits | { readonly reason: string } {
  checkObject('options', options);
  const { neurons, producer = PRODUCER } = options;
  if (neurons !== undefined) checkList('options.neurons', neurons, null);
  return proveSplits(subject, { neurons: neurons ?? null, propose: proposeSplit, producer });
}
