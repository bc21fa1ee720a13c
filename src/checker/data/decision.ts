/** The independent check of a certificate about added neurons on finite data (mathematics.md 13). */
import type { LoadedProblem } from '../../certificate/data.ts';
import { type DecisionCertificate, decisionShape } from '../../certificate/decision.ts';
import { exponential } from '../numbers/exponential.ts';
import { divided, type Fraction, fractionOf, isZero, plus, times, ZERO } from '../numbers/fraction.ts';
import {
  confirmAtLeast,
  confirmAtMost,
  type Interval,
  type Intervals,
  isPositive,
  type Precisions,
} from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { confirmDefined } from './convex.ts';
import { canonical, Examples } from './examples.ts';
import { wholePower } from './functions.ts';
import { formOf, infimumOf, type LossForm, signOfLabel } from './infimum.ts';
import { Loss } from './loss.ts';
import { Objective } from './objective.ts';

const DIGITS = 70;
/** Monomials whose moments are computed. */
const MOST_MONOMIALS = 5000;

/** Throws a Rejection unless every number of the claim is confirmed. */
export function checkDecision(
  certificate: DecisionCertificate & { readonly problem: LoadedProblem },
  precisions: Precisions,
): void {
  new DecisionCheck(certificate, precisions).check();
}

/** Changes of (a, b, W), or these themselves. */
type AddedPoint = Pick<DecisionCertificate['point'], 'a' | 'b' | 'w'>;
interface Numbers {
  readonly a: readonly Interval[];
  readonly b: readonly Interval[];
  readonly w: readonly (readonly Interval[])[];
}
interface Seen {
  readonly outputs: readonly Interval[];
  /** What the added neurons see. */
  readonly features: readonly Interval[];
}

class DecisionCheck {
  private readonly certificate: DecisionCertificate & { readonly problem: LoadedProblem };
  private readonly I: Intervals;
  private readonly objective: Objective;
  private readonly loss: Loss;
  private readonly form: LossForm;
  private readonly examples: Examples;
  private readonly positiveLambda: boolean;
  private readonly vanishing: boolean;
  private seen: readonly Seen[] | null = null;

  constructor(
    certificate: DecisionCertificate & { readonly problem: LoadedProblem },
    precisions: Precisions,
  ) {
    const { problem, added, point } = certificate;
    this.certificate = certificate;
    this.I = precisions(DIGITS);
    this.objective = new Objective(problem, precisions);
    const { outputs } = decisionShape(certificate);
    this.loss = new Loss(problem.loss, outputs);
    this.form = formOf(problem.loss, outputs);
    this.examples = new Examples(this.objective, this.loss);
    this.positiveLambda = !isZero(fractionOf(added.lambda));
    this.vanishing = point.a.every((x) => isZero(fractionOf(x)));
    for (const [name, [over]] of [
      ['scale', added.neuron.scale],
      ['rate', added.neuron.rate],
    ] as const)
      confirm(!isZero(fractionOf(over)), `the ${name} of the added neuron is not 0`);
  }

  check(): void {
    const { claim } = this.certificate;
    this.examples.confirmDifferent();
    this.checkMoment();
    this.checkGradient();
    this.checkVerdict();
    if (claim.critical === 'yes') this.confirmCritical();
    if (claim.critical === 'no') this.confirmNotCritical();
    this.checkLoss();
    this.checkStep();
    this.checkInfimum();
    if (claim.hasLocalMinimum === 'yes')
      confirm(claim.by === 'residuals', 'hasLocalMinimum: this point is one');
    if (claim.hasLocalMinimum === 'no') this.confirmNone();
    for (const theorem of claim.theorems) this.checkTheorem(theorem);
  }

  private checkVerdict(): void {
    const { claim, added } = this.certificate;
    switch (claim.by) {
      case 'residuals':
        confirm(this.vanishing, 'a = 0');
        this.examples.confirmVanishing(this.I, this.certificate.point.theta);
        break;
      case 'moments':
        confirm(this.vanishing, 'a = 0');
        this.examples.confirmConvex();
        this.confirmMoments(added.neuron.power ?? 0);
        break;
      case 'outgoing-weight':
        confirm(!this.vanishing, 'a is not 0');
        confirm(this.positiveLambda, 'lambda > 0');
        break;
      case 'moment':
        confirm(this.vanishing, 'a = 0');
        break;
      case 'residual':
        confirm(this.vanishing, 'a = 0');
        this.checkResidual();
        break;
      case 'gradient':
        break;
    }
  }

  private fraction([over, under]: readonly [string, string]): Interval {
    const { I } = this;
    return under === '1' ? I.of(over) : I.divide(I.of(over), I.of(under));
  }

  private evaluated(rows: readonly number[]): Seen[] {
    const { I, objective } = this;
    const { point, problem, added } = this.certificate;
    const found = objective.outputsAt(I, point.theta, rows);
    return found.map(({ outputs, hidden }, p) => ({
      outputs,
      features: added.where === 'layer' ? hidden : problem.data.inputs[rows[p]!]!.map((x) => I.of(x)),
    }));
  }

  private all(): readonly Seen[] {
    this.seen ??= this.evaluated(this.examples.rows);
    return this.seen;
  }

  private numbers({ a, b, w }: AddedPoint): Numbers {
    const of = (x: string): Interval => this.I.of(x);
    return { a: a.map(of), b: b.map(of), w: w.map((row) => row.map(of)) };
  }

  private dot(x: readonly Interval[], y: readonly Interval[]): Interval {
    const { I } = this;
    let sum = I.zero;
    for (let c = 0; c < x.length; c++) {
      const own = x[c]!;
      if (own.lo !== 0n || own.hi !== 0n) sum = I.add(sum, I.multiply(own, y[c]!));
    }
    return sum;
  }

  /** The argument of σ, its value and its slope. */
  private sigma(z: Interval): { readonly value: Interval; readonly slope: () => Interval } {
    const { I } = this;
    const { power, scale, rate, offset } = this.certificate.added.neuron;
    const [c, gamma, delta] = [scale, rate, offset].map((x) => this.fraction(x)) as [
      Interval,
      Interval,
      Interval,
    ];
    const inner = I.add(I.multiply(gamma, z), delta);
    if (power === null) {
      const value = I.multiply(c, exponential(I, inner));
      return { value, slope: () => I.multiply(gamma, value) };
    }
    return {
      value: I.multiply(c, wholePower(I, inner, power)),
      slope: () =>
        I.multiply(I.multiply(c, gamma), I.multiply(I.integer(power), wholePower(I, inner, power - 1))),
    };
  }

  private argument(k: number, { b, w }: Numbers, { features }: Seen): Interval {
    return this.I.add(this.dot(w[k]!, features), b[k]!);
  }

  /** f + g at one row. */
  private outputsWith(numbers: Numbers, seen: Seen): Interval[] {
    const { I } = this;
    return seen.outputs.map((f, k) => {
      const a = numbers.a[k];
      if (a === undefined || (a.lo === 0n && a.hi === 0n)) return f;
      return I.add(f, I.multiply(a, this.sigma(this.argument(k, numbers, seen)).value));
    });
  }

  private get divisor(): Interval {
    const { added } = this.certificate;
    return added.where === 'output' ? this.I.integer(this.objective.examples) : this.I.one;
  }

  /** κ */
  private get penalty(): Interval {
    const { I } = this;
    const { added } = this.certificate;
    const lambda = I.of(added.lambda);
    return added.where === 'output' ? lambda : I.multiply(I.of('0.5'), lambda);
  }

  private times(i: number): Interval {
    return this.I.integer(this.certificate.problem.data.counts[i]!);
  }

  private label(i: number): readonly string[] {
    return this.certificate.problem.data.labels[i]!;
  }

  /** count_i ∇ℓ at outputs. */
  private residual(i: number, q: readonly Interval[]): Interval[] {
    const times = this.times(i);
    return this.loss.gradient(this.I, q, this.label(i)).map((x) => this.I.multiply(times, x));
  }

  private checkMoment(): void {
    const { I } = this;
    const { claim, added, point } = this.certificate;
    const { moment } = claim;
    if (moment === null) return;
    confirm(this.vanishing, 'a moment is claimed at a = 0');
    const { power } = added.neuron;
    const { order, output: k } = moment;
    confirm(
      power === null || order === 0 || order === power,
      'the order of a moment of a power is 0 or that power',
    );
    const numbers = this.numbers(point);
    const direction = moment.direction.map((x) => I.of(x));
    const offset = I.of(moment.offset);
    const terms = this.all().map((seen, i) => {
      const r = this.residual(i, seen.outputs)[k]!;
      if (r.lo === 0n && r.hi === 0n) return r;
      if (order > 0 && power !== null)
        return I.multiply(r, wholePower(I, I.add(this.dot(direction, seen.features), offset), power));
      const weighted = I.multiply(r, this.sigma(this.argument(k, numbers, seen)).value);
      if (order === 0) return weighted;
      return I.multiply(weighted, wholePower(I, this.dot(direction, seen.features), order));
    });
    this.confirmNotZero(moment.value, I.sum(terms), 'moment');
  }

  /** lower ≤ value ≤ upper, and 0 is not between them. */
  private confirmNotZero(claimed: { lower: string; upper: string }, value: Interval, name: string): void {
    this.confirmEnclosed(claimed, value, name);
    const { I } = this;
    confirm(isPositive(I.of(claimed.lower)) || isPositive(I.negate(I.of(claimed.upper))), `${name} is not 0`);
  }

  private confirmEnclosed(claimed: { lower: string; upper: string }, value: Interval, name: string): void {
    confirmAtMost(this.I.of(claimed.lower), value, `${name}.lower`);
    confirmAtLeast(this.I.of(claimed.upper), value, `${name}.upper`);
  }

  private checkGradient(): void {
    const { I } = this;
    const { claim, point } = this.certificate;
    if (claim.gradient === null) return;
    const { by, neuron: k, column, value } = claim.gradient;
    const numbers = this.numbers(point);
    const a = numbers.a[k]!;
    const terms = this.all().map((seen, i) => {
      const r = this.residual(i, this.outputsWith(numbers, seen))[k]!;
      const sigma = this.sigma(this.argument(k, numbers, seen));
      if (by === 'a') return I.multiply(r, sigma.value);
      const slope = I.multiply(I.multiply(r, a), sigma.slope());
      return by === 'b' ? slope : I.multiply(slope, seen.features[column]!);
    });
    const mean = I.divide(I.sum(terms), this.divisor);
    const own = by === 'a' ? I.add(mean, I.multiply(I.multiply(I.integer(2), this.penalty), a)) : mean;
    this.confirmNotZero(value, own, 'gradient');
  }

  /** Σ r_k x^α = 0 for |α| ≤ p and every output k. */
  private confirmMoments(power: number): void {
    const { problem, added } = this.certificate;
    confirm(added.where !== 'layer', 'moments of the input');
    const residuals = this.examples.exactResiduals(this.I, this.certificate.point.theta);
    const inputs = problem.data.inputs.map((row) => row.map(fractionOf));
    let monomials: { factors: number[]; values: readonly Fraction[] }[] = [
      ...residuals[0]!.map((_, k) => ({ factors: [], values: residuals.map((r) => r[k]!) })),
    ];
    let count = 0;
    for (let degree = 0; degree <= power; degree++) {
      for (const { values } of monomials)
        confirm(isZero(values.reduce(plus, ZERO)), `the moments of degree ${degree} are 0`);
      count += monomials.length;
      confirm(count <= MOST_MONOMIALS, `at most ${MOST_MONOMIALS} monomials`);
      if (degree < power)
        monomials = monomials.flatMap(({ factors, values }) =>
          Array.from({ length: problem.inputs - (factors.at(-1) ?? 0) }, (_, t) => {
            const c = (factors.at(-1) ?? 0) + t;
            return { factors: [...factors, c], values: values.map((v, i) => times(v, inputs[i]![c]!)) };
          }),
        );
    }
  }

  /** r ≠ 0 at one input refutes where some moment is then not 0 (mathematics.md 13.3). */
  private checkResidual(): void {
    const { I } = this;
    const { claim, added, problem } = this.certificate;
    const { row, output, value } = claim.residual!;
    confirm(added.where !== 'layer', 'a residual refutes neurons that see the input');
    const { power } = added.neuron;
    if (power !== null)
      confirm(
        power >= this.examples.groups().size - 1,
        'the power is at least the number of distinct inputs less one',
      );
    // Elsewhere f and ℓ have values, and ℓ a derivative.
    this.examples.confirmSmooth(1);
    for (const activation of this.objective.activations) confirmDefined(activation);
    if (problem.formulas !== null) this.all();
    const written = problem.data.inputs[row]!;
    const key = written.map(canonical);
    const rows = this.examples.rows.filter((i) =>
      problem.data.inputs[i]!.every((x, c) => x === written[c] || canonical(x) === key[c]),
    );
    const seen = this.evaluated(rows);
    const sum = I.sum(rows.map((i, p) => this.residual(i, seen[p]!.outputs)[output]!));
    this.confirmNotZero(value, sum, 'residual');
  }

  /** ∂L̃/∂a_k = 0 at a = 0, exactly; the derivatives by b and W are 0 there. */
  private confirmCritical(): void {
    const { claim, added, point, problem } = this.certificate;
    confirm(this.vanishing, 'a critical point is claimed at a = 0');
    if (claim.by === 'residuals') return;
    confirm(added.where !== 'layer', 'exact sums are for neurons that see the input');
    const residuals = this.examples.exactResiduals(this.I, this.certificate.point.theta);
    const { power, rate, offset } = added.neuron;
    const quotient = ([over, under]: readonly [string, string]): Fraction =>
      divided(fractionOf(over), fractionOf(under));
    for (const k of point.a.keys()) {
      const w = point.w[k]!.map(fractionOf);
      const sums = new Map<string, Fraction>();
      for (const [i, input] of problem.data.inputs.entries()) {
        let z = fractionOf(point.b[k]!);
        for (const [c, x] of w.entries()) if (!isZero(x)) z = plus(z, times(x, fractionOf(input[c]!)));
        const r = residuals[i]![k]!;
        if (power === null) {
          // The exponentials of different numbers are not compared.
          const key = `${z.over}/${z.under}`;
          sums.set(key, plus(sums.get(key) ?? ZERO, r));
          continue;
        }
        let term = r;
        const inner = plus(times(quotient(rate), z), quotient(offset));
        for (let n = 0; n < power; n++) term = times(term, inner);
        sums.set('', plus(sums.get('') ?? ZERO, term));
      }
      for (const sum of sums.values()) confirm(isZero(sum), 'the derivatives of L~ by a are 0');
    }
  }

  private confirmNotCritical(): void {
    const { claim } = this.certificate;
    if (claim.moment?.order === 0 || claim.by === 'gradient') return;
    confirm(claim.by === 'outgoing-weight', 'critical: the gradient is not 0');
    // a ∂_a − ∂_b = 2κa², wherever ℓ has derivatives.
    this.examples.confirmSmooth(1);
  }

  private checkLoss(): void {
    const { I } = this;
    const { lossAtTheta } = this.certificate.claim;
    if (lossAtTheta === null) return;
    const terms = this.all().map(({ outputs }, i) =>
      I.multiply(this.times(i), this.loss.value(I, outputs, this.label(i))),
    );
    const mean = I.divide(I.sum(terms), I.integer(this.objective.examples));
    this.confirmEnclosed(lossAtTheta, mean, 'lossAtTheta');
  }

  private value(numbers: Numbers): Interval {
    const { I } = this;
    const terms = this.all().map((seen, i) =>
      I.multiply(this.times(i), this.loss.value(I, this.outputsWith(numbers, seen), this.label(i))),
    );
    const square = I.sum(numbers.a.map((a) => I.square(a)));
    return I.add(I.divide(I.sum(terms), this.divisor), I.multiply(this.penalty, square));
  }

  private checkStep(): void {
    const { I } = this;
    const { claim, point } = this.certificate;
    const { step } = claim;
    if (step === null) return;
    const [here, change] = [this.numbers(point), this.numbers(step)];
    const add = (x: readonly Interval[], y: readonly Interval[]): Interval[] =>
      x.map((own, k) => I.add(own, y[k]!));
    const there = {
      a: add(here.a, change.a),
      b: add(here.b, change.b),
      w: here.w.map((row, k) => add(row, change.w[k]!)),
    };
    const [before, after] = [this.value(here), this.value(there)];
    this.confirmEnclosed(step.before, before, 'step.before');
    this.confirmEnclosed(step.after, after, 'step.after');
    const decrease = I.of(step.decrease);
    confirm(isPositive(decrease), 'step.decrease > 0');
    confirmAtMost(decrease, I.subtract(before, after), 'step.decrease ≤ before − after');
  }

  private checkInfimum(): void {
    const { I } = this;
    const { infimum } = this.certificate.claim;
    if (infimum === null) return;
    let sum = I.zero;
    let attained = true;
    const known = new Map<string, ReturnType<typeof infimumOf>>();
    for (const rows of this.examples.groups().values()) {
      const labels = this.examples.labelsOf(rows);
      const key = labels.map(({ label, count }) => `${count}*${label.join(' ')}`).join(',');
      const own = known.get(key) ?? infimumOf(I, this.loss, this.form, labels);
      known.set(key, own);
      sum = I.add(sum, own.value);
      attained &&= own.attained;
    }
    this.confirmEnclosed(infimum, I.divide(sum, I.integer(this.objective.examples)), 'infimum');
    confirm((infimum.attained === 'yes') === attained, 'infimum.attained');
  }

  /** A minimum has a = 0 and r ≡ 0, so that by convexity f attains the infimum at every input (mathematics.md 13.5). */
  private confirmNone(): void {
    const { claim, added } = this.certificate;
    confirm(
      claim.infimum?.attained === 'no',
      'hasLocalMinimum: the infimum over all functions is not attained',
    );
    confirm(this.positiveLambda, 'lambda > 0');
    const { power } = added.neuron;
    confirm(
      added.where !== 'layer' && (power === null || power >= this.examples.groups().size - 1),
      'hasLocalMinimum: at a minimum the residuals vanish',
    );
    this.examples.confirmConvex();
    this.examples.confirmSmooth(1);
  }

  private checkTheorem(theorem: DecisionCertificate['claim']['theorems'][number]): void {
    const { added, point } = this.certificate;
    confirm(this.positiveLambda, `${theorem}: lambda > 0`);
    confirm(
      added.neuron.power === null && added.where !== 'layer',
      `${theorem}: exponential neurons at outputs`,
    );
    switch (theorem) {
      case 'K Theorem 1':
        this.examples.confirmConvex();
        this.examples.confirmSmooth(1);
        break;
      case 'K Theorem 2':
        this.examples.confirmMinimaWhereCritical();
        this.examples.confirmSmooth(1);
        this.examples.confirmConsistent();
        break;
      case 'L Theorem 1':
      case 'L Proposition 2':
        confirm(point.a.length === 1, `${theorem}: one output`);
        for (const label of this.examples.distinctLabels()) signOfLabel(label);
        // log(1 + e^(−yq)) has no critical point; those of max(0, 1 − yq)^p, C² for p ≥ 3, have yq ≥ 1.
        confirm(
          this.form.kind === 'logistic' || (this.form.kind === 'hinge' && this.form.power >= 3),
          `${theorem}: the loss is softplus(-(y*q)) or max(0, 1 - y*q)^p with p of at least 3`,
        );
        if (theorem === 'L Theorem 1') this.confirmRealizable();
        break;
    }
  }

  private confirmRealizable(): void {
    const { I, objective } = this;
    const { witness } = this.certificate;
    const outputs =
      witness.realizing === null
        ? this.all().map((seen) => seen.outputs[0]!)
        : objective.outputsAt(I, witness.realizing, this.examples.rows).map((seen) => seen.outputs[0]!);
    for (const [i, f] of outputs.entries())
      confirm(
        isPositive(signOfLabel(this.label(i)) > 0 ? f : I.negate(f)),
        'some parameters give every example the right sign',
      );
  }
}
