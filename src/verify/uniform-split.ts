import { checkObject, checkOneOf, checkProducer } from '../arithmetic/argument.ts';
import { decimalOf, rationalOf } from '../arithmetic/exact.ts';
import { outward } from '../arithmetic/rounding.ts';
import {
  type FamilySplit,
  makeCertificate,
  type Producer,
  type SplitMove,
  splitPower,
  type UniformCertificate,
  type UniformInterval,
  type UniformSplitCertificate,
} from '../certificate/index.ts';
import { checkCertificateForm } from '../proof/check-certificate-form.ts';
import { PRODUCER } from '../proof/producer.ts';
import { splitsOf } from '../symmetry/uniform/formulas.ts';
import { centreModel, parameterModel } from '../symmetry/uniform/interval.ts';
import { familyOf } from '../symmetry/uniform/scaled-family.ts';
import type { SplitNumbers } from '../symmetry/uniform/splits.ts';
import { TaylorArithmetic, TaylorError, type TaylorModel } from '../symmetry/uniform/taylor.ts';

export interface UniformSplits {
  /** About the kinds of neurons whose split is proved to be a saddle for every k; null where there is none. */
  readonly certificate: UniformSplitCertificate | null;
  /** Why nothing is claimed about the others. */
  readonly failures: readonly { readonly neuron: number; readonly reason: string }[];
}

export interface SplitForAllOptions {
  /** Named in the certificate. */
  readonly producer?: Pick<Producer, 'name' | 'version'> | undefined;
}

/** Of what was found, what is claimed: a checker with other roundings has to come to it. */
const SHARE = 1 - 1e-4;
const DIGITS = 4;

/** What is known of one neuron on the intervals so far: upper bounds, divided by the power of s. */
interface Known {
  readonly moves: Readonly<Partial<Record<SplitMove, number>>>;
  readonly transverse: number;
}

/**
 * Proves that the spurious local minima of a theorem for every k become saddles once a neuron is split in two, for each
 * kind of neuron and every k of the theorem (mathematics.md 11.11). The theorem is that of a certificate, which the checker
 * should have accepted: its boxes hold the critical point, and on them zᵀBz is bounded.
 *
 * @example
 * const proof = proveForAll({ bad: 1, extras: [[1]] }, 7, null);
 * if (proof.proved) console.log(splitForAll(proof.certificate).certificate?.statement);
 */
export function splitForAll(theorem: UniformCertificate, options: SplitForAllOptions = {}): UniformSplits {
  checkObject('theorem', theorem);
  checkOneOf('theorem.kind', theorem.kind, ['uniform']);
  checkCertificateForm('theorem', theorem);
  checkObject('options', options);
  const { producer = PRODUCER } = options;
  checkProducer('options.producer', producer);
  const { bad, extras } = theorem.problem;
  const neurons = Array.from({ length: 1 + bad + extras.length }, (_, i) => i);
  const known = boundsOf(theorem);
  if ('reason' in known)
    return { certificate: null, failures: neurons.map((neuron) => ({ neuron, reason: known.reason })) };
  const splits: FamilySplit[] = [];
  const failures: { neuron: number; reason: string }[] = [];
  for (const neuron of neurons) {
    const { moves, transverse } = known.neurons[neuron]!;
    const found = Object.entries(moves) as [SplitMove, number][];
    // Differences first: they are many directions at once.
    const proved = found.find(([, upper]) => upper < 0);
    if (proved === undefined) {
      const scale = ['', ' k^(-1/2)', '/k'][splitPower(bad, neuron)];
      const tried = found
        .map(([move, upper]) => `${move}: zᵀBz/‖z‖² ≤ ${upper.toPrecision(3)}${scale}`)
        .join(', ');
      failures.push({ neuron, reason: `no negative bound for every k with the moves tried (${tried})` });
      continue;
    }
    const [move, upper] = proved;
    const eigenvalueUpper = decimalOf(rationalOf(SHARE * upper), 'up', DIGITS);
    splits.push({ neuron, eigenvalueUpper, move, transverseNegative: transverse < 0 });
  }
  if (splits.length === 0) return { certificate: null, failures };
  const certificate = makeCertificate<UniformSplitCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'uniform-split',
    producer: { ...producer, digits: 15 },
    subject: theorem,
    claim: { verdict: 'split-saddles', alpha: { above: '0', below: '1' }, splits },
  });
  return { certificate, failures };
}

/** The greatest bounds over all intervals. */
function boundsOf({
  problem,
  witness,
}: UniformCertificate): { readonly neurons: readonly Known[] } | { readonly reason: string } {
  const arithmetic = new TaylorArithmetic(witness.order);
  const family = familyOf(problem.bad, problem.extras);
  const inverseTwoPi = arithmetic.reciprocal(arithmetic.scale(arithmetic.halfPi, 4));
  const bound = (x: TaylorModel): number => arithmetic.mul(x, inverseTwoPi).upper;
  const onInterval = (interval: UniformInterval): Known[] => {
    const s = parameterModel(arithmetic, interval);
    const y = interval.centre.map((row, i) =>
      arithmetic.shifted(centreModel(arithmetic, row), 0, outward(Number(interval.radius[i]!))),
    );
    return splitsOf(family)
      .models(arithmetic, [s, ...y])
      .map((numbers) => boundsAt(numbers, bound));
  };
  const all: Known[][] = [];
  for (const interval of witness.intervals) {
    try {
      all.push(onInterval(interval));
    } catch (error) {
      if (!(error instanceof TaylorError)) throw error;
      return { reason: `nothing is bounded for s in [${interval.from}, ${interval.to}]: ${error.message}` };
    }
  }
  return { neurons: all[0]!.map((_, i) => all.map((neurons) => neurons[i]!).reduce(worseOf)) };
}

function boundsAt(
  { moves, transverse }: SplitNumbers<TaylorModel>,
  bound: (x: TaylorModel) => number,
): Known {
  const entries = Object.entries(moves).map(([move, x]) => [move, bound(x)] as const);
  return { moves: Object.fromEntries(entries), transverse: bound(transverse) };
}

function worseOf(a: Known, b: Known): Known {
  const entries = (Object.entries(a.moves) as [SplitMove, number][]).map(
    ([move, x]) => [move, Math.max(x, b.moves[move]!)] as const,
  );
  return { moves: Object.fromEntries(entries), transverse: Math.max(a.transverse, b.transverse) };
}
