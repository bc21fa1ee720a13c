/** The jobs as the worker does them; nothing here needs a document. */
import { type PointCertificate, readCertificate, serialise } from '../certificate/index.ts';
import { parseCandidates, parseTargets } from '../files/parse.ts';
import { sizesOf } from '../model/sizes.ts';
import { DEFAULT_DIGITS, settingsOf } from '../proof/options.ts';
import { PRODUCER } from '../proof/producer.ts';
import { drawnPart } from '../report/portrait/drawn-part.ts';
import { lossOf } from '../report/portrait/point.ts';
import { LARGEST_DRAWN, portraitOf } from '../report/portrait/portrait.ts';
import { descend, evaluate } from '../search/descent.ts';
import { orderedPlan, PLAN_DEFAULTS, type Plan, planFault, rowsFault } from '../search/plan.ts';
import { PointBook } from '../search/points.ts';
import { problemOf, startOf } from '../search/problem.ts';
import { performRun } from '../search/run.ts';
import { type ExactRows, reducedTargets, unitExponent } from '../search/targets.ts';
import type { Family } from '../symmetry/families/family.ts';
import { eliminate } from '../verify/eliminate.ts';
import { familyMembers } from '../verify/family.ts';
import { hintOf } from '../verify/hint.ts';
import { split } from '../verify/split.ts';
import { encloseTurn } from '../verify/threshold.ts';
import { verify } from '../verify/verify.ts';
import {
  type DescendRequest,
  type GivenTargets,
  type Jobs,
  type Member,
  MOST_TARGETS,
  type MoreNeuron,
} from './jobs.ts';
import { CHECK, type Work } from './serve.ts';

export const WORK: Work<keyof Jobs> = {
  ...CHECK,
  verify({ bytes, source, targets, dimension, digits = DEFAULT_DIGITS, sharp, exact, ...options }, part) {
    const rows = targets === undefined ? undefined : parseTargets(targets.bytes, targets.source);
    const { candidates, notes } = parseCandidates(bytes, source, { ...options, targets: rows });
    if (notes.length > 0) part({ notes });
    for (const { candidate, family, kAssumed = false } of candidates) {
      const sizes = sizesOf(candidate);
      const settings = settingsOf({ digits, sharp, exact, dimension, producer: PRODUCER }, sizes.d);
      const start = performance.now();
      const { certify, ...figures } = verify(candidate, settings);
      const certificate = certify();
      part({
        source,
        family,
        of: candidates.length,
        ...sizes,
        figures,
        hint: hintOf(figures, { candidate, ...sizes, kAssumed, everyDimension: dimension === undefined }),
        certificate: certificate === null ? null : serialise(certificate),
        milliseconds: performance.now() - start,
      });
    }
    return candidates.length;
  },

  portrait(text) {
    const certificate = drawnPart(readCertificate(text));
    return certificate === null ? null : portraitOf(certificate);
  },

  targets(given) {
    const targets = readTargets(given);
    return {
      k: targets.length,
      d: targets[0]!.length,
      drop: PLAN_DEFAULTS.drop * 4 ** unitExponent(targets),
    };
  },

  descend(request, part) {
    const plan = planOf(request);
    const row = plan.rows[0]!;
    const problem = problemOf(plan, row, 0);
    const book = new PointBook(row, PRODUCER, problem);
    let known = 0;
    for (let run = 0; run < plan.runs; run++) {
      const { objective } = evaluate(startOf(plan, row, run), row.n, row.k, problem.targets);
      const curve: [number, number][] = [[1, objective * problem.unit ** 2]];
      // Finer than the observer hears: descent is fast at first.
      for (const m of [1, 2, 4, 8, 16, 32])
        curve.push([m + 1, performRun({ ...plan, maxIterations: m }, row, run, problem).objective]);
      const observe = (iterations: number, loss: number): void => {
        curve.push([iterations, loss]);
      };
      const end = performRun(plan, row, run, problem, observe);
      const found = end.weights === null ? null : book.identify(end.weights);
      const fresh = book.points.length > known ? book.points[known]! : null;
      known = book.points.length;
      part({
        run,
        outcome: end.outcome,
        iterations: end.iterations,
        objective: end.objective,
        point: found?.point ?? null,
        curve,
        fresh: fresh === null ? null : { id: fresh.id, certificate: serialise(fresh.certificate) },
      });
    }
    return book.unseparatedPairs;
  },

  member: ({ family, k }) => memberAt(familyMembers(family), k),

  curve({ family, ks }, part) {
    const find = familyMembers(family);
    for (const k of ks) part(memberAt(find, k));
    return ks.length;
  },

  turn: (family: Family) => encloseTurn(family, null),

  split({ certificate: text, neuron }) {
    const subject = aboutOnePoint(text);
    const result = split(subject, { neurons: [neuron] });
    if ('reason' in result) throw new RangeError(result.reason);
    if (result.certificate === null) throw new RangeError(result.failures[0]?.reason ?? 'nothing is proved');
    return splitPictures(subject, result.certificate);
  },

  eliminate(text) {
    const result = eliminate(aboutOnePoint(text));
    if ('reason' in result) throw new RangeError(result.reason);
    const { subject, claim } = result.certificate;
    const loss = 'objective' in subject.claim ? Number(subject.claim.objective.upper) : 0;
    const [c, curvature, lambda] = [claim.correlation.lower, claim.curvature, claim.step.lambda].map(Number);
    // F̃(W*, a, b, u) = F + a e^b c + a² e^(2b)·curvature + λa²
    const value = (a: number, b: number): number =>
      loss + a * Math.exp(b) * c! + a * a * (Math.exp(2 * b) * curvature! + lambda!);
    const best = -c! / (2 * (curvature! + lambda!));
    const along = Array.from({ length: 81 }, (_, i) => best * (i / 20 - 1)).map(
      (a) => [a, value(a, 0)] as const,
    );
    let [a, b] = [0, 0];
    const descent: [number, number][] = [[1, loss]];
    const step = 0.5 / (curvature! + lambda!);
    for (let i = 2; i <= 20_000; i++) {
      const [e, f] = [Math.exp(b), Math.exp(2 * b)];
      const slopeA = e * c! + 2 * a * (f * curvature! + lambda!);
      const slopeB = a * e * c! + 2 * a * a * f * curvature!;
      a -= (step * slopeA) / f;
      b -= step * slopeB;
      if (i < 64 || i % 64 === 0) descent.push([i, value(a, b)]);
    }
    return { certificate: serialise(result.certificate), along, descent, start: loss };
  },
};

/** Targets that a search can take, and that are not too many for a page. */
function readTargets({ bytes, source }: GivenTargets): ExactRows {
  const rows: ExactRows = parseTargets(bytes, source);
  if (rows.length > MOST_TARGETS)
    throw new RangeError(
      `${source}: ${rows.length} targets; the page takes at most ${MOST_TARGETS}, spurious search --targets takes more`,
    );
  const fault = rowsFault(rows);
  if (fault !== null) throw new RangeError(`${source}: ${fault}`);
  return rows;
}

/** The plan of the same runs in `spurious search`. */
function planOf({ k, n, seed, runs, step, targets: given }: DescendRequest): Plan {
  const targets = given === undefined ? undefined : readTargets(given);
  const { drop, maxIterations } = PLAN_DEFAULTS;
  const plan = orderedPlan({
    ...{ seed, runs, step, drop, maxIterations },
    ...{ tolerance: undefined, variance: undefined, samples: undefined, from: undefined },
    targets: targets === undefined ? undefined : reducedTargets(targets),
    rows: [targets === undefined ? { k, n } : { k, n, d: targets[0]!.length }],
  });
  const fault = planFault(plan);
  if (fault !== null) throw new RangeError(fault);
  return plan;
}

function memberAt(find: ReturnType<typeof familyMembers>, k: number): Member {
  const start = performance.now();
  const member = find(k);
  if (!('form' in member))
    return {
      k,
      figures: null,
      certificate: null,
      reason: member.reason,
      milliseconds: performance.now() - start,
    };
  const begun = performance.now();
  const { certify, ...figures } = verify(member, { producer: PRODUCER });
  const certificate = certify();
  return {
    k,
    figures,
    certificate: certificate === null ? null : serialise(certificate),
    reason: figures.reason,
    milliseconds: performance.now() - begun,
  };
}

function aboutOnePoint(text: string): PointCertificate {
  const certificate = readCertificate(text);
  if (certificate === drawnPart(certificate)) return certificate;
  throw new RangeError(`a certificate of kind "${certificate.kind}" is not about one point`);
}

/** F along the direction of a split, and a descent that begins at its lower point. */
function splitPictures(
  subject: PointCertificate,
  certificate: Extract<ReturnType<typeof split>, { certificate: unknown }>['certificate'] & {},
): MoreNeuron {
  const text = serialise(certificate);
  const loss = 'objective' in subject.claim ? Number(subject.claim.objective.upper) : 0;
  const { problem, point, kind } = subject;
  const nothing = { certificate: text, along: [], descent: [], start: loss };
  if (kind !== 'dense' || problem.n * problem.d > LARGEST_DRAWN) return nothing;
  const { d, targets } = problem;
  const { neuron, step } = certificate.claim.splits[0]!;
  const z = certificate.witness.splits[0]!.direction.map(Number);
  const alpha = Number(step.alpha);
  const rows = point.centre.map((row) => Float64Array.from(row, Number));
  const targetRows =
    targets === 'standard-basis'
      ? Array.from({ length: problem.k }, (_, j) =>
          Float64Array.from({ length: d }, (_, a) => (a === j ? 1 : 0)),
        )
      : targets.map((row) => Float64Array.from(row, Number));
  const parted = (t: number): Float64Array[] => {
    const w = rows[neuron]!;
    return [
      ...rows.map((row, i) => (i === neuron ? w.map((x, a) => alpha * x + t * z[a]!) : row)),
      w.map((x, a) => (1 - alpha) * x - t * z[a]!),
    ];
  };
  const reference = { weights: rows, targets: targetRows, d };
  const along = Array.from({ length: 81 }, (_, i) => (i - 40) / 20).map(
    (t) => [t, lossOf(reference, parted(t))] as const,
  );
  if (targets !== 'standard-basis' || problem.k !== d) return { ...nothing, along };
  const descent: [number, number][] = [];
  const start = Float64Array.from(parted(0.05).flatMap((row) => [...row]));
  descent.push([1, evaluate(start, rows.length + 1, d).objective]);
  descend(start, rows.length + 1, d, {
    maxIterations: 400_000,
    observe: (iterations, objective) => descent.push([iterations, objective]),
  });
  return { certificate: text, along, descent, start: loss };
}
