/** Forms of formulas on which theorems rest: convexity of a loss in its outputs, and σ(cz) = cσ(z). */
import { confirm, Rejection } from '../rejection.ts';
import { type Formula, wholeNumber } from './formula.ts';

/** Known of a formula for all values of its outputs and for one label. Affine: convex and concave. */
interface Shape {
  readonly convex: boolean;
  readonly concave: boolean;
  /** Certainly ≥ 0, or ≤ 0. */
  readonly nonnegative: boolean;
  readonly nonpositive: boolean;
  /** Without outputs. */
  readonly constant: boolean;
}

const NOTHING: Shape = {
  convex: false,
  concave: false,
  nonnegative: false,
  nonpositive: false,
  constant: false,
};

/** Confirms that a loss is convex in the outputs q for the given labels, by rules of composition on all numbers. */
export function confirmConvex(loss: Formula, labels: ReadonlyMap<string, string>): void {
  confirm(shapeOf(loss, labels).convex, 'the loss is convex in the outputs, by the rules of composition');
}

/** Confirms that a loss has its minimum wherever its derivatives by the outputs are 0: it is convex, or an increasing function of such. */
export function confirmCriticalAreMinima(loss: Formula, labels: ReadonlyMap<string, string>): void {
  confirm(
    criticalAreMinima(loss, labels),
    'the loss has its minimum where its derivatives by the outputs are 0, by the rules of composition',
  );
}

/** Functions with a derivative above 0 everywhere. */
const INCREASING = ['exp', 'log', 'tanh', 'atan', 'erf', 'sigmoid', 'softplus'];

function criticalAreMinima(formula: Formula, labels: ReadonlyMap<string, string>): boolean {
  if (shapeOf(formula, labels).convex) return true;
  const constant = (part: Formula): boolean => shapeOf(part, labels).constant;
  switch (formula.op) {
    case 'call':
      return INCREASING.includes(formula.text) && criticalAreMinima(formula.of[0]!, labels);
    case '+': {
      const [a, b] = formula.of;
      return (constant(a) && criticalAreMinima(b, labels)) || (constant(b) && criticalAreMinima(a, labels));
    }
    case '-': {
      const [a, b] = formula.of;
      return (
        (constant(b) && criticalAreMinima(a, labels)) || (constant(a) && criticalAreMinima(turned(b), labels))
      );
    }
    case 'minus': {
      // −e^(−s) rises with s.
      const [of] = formula.of;
      return of.op === 'call' && of.text === 'exp' && criticalAreMinima(turned(of.of[0]!), labels);
    }
    default:
      return false;
  }
}

function turned(formula: Formula): Formula {
  return formula.op === 'minus' ? formula.of[0] : { op: 'minus', of: [formula] };
}

function shapeOf(formula: Formula, labels: ReadonlyMap<string, string>): Shape {
  const of = (part: Formula): Shape => shapeOf(part, labels);
  switch (formula.op) {
    case 'number':
      return numberShape(formula.text);
    case 'name': {
      const label = formula.text === 'pi' ? '3' : labels.get(formula.text);
      return label === undefined ? { ...NOTHING, convex: true, concave: true } : numberShape(label);
    }
    case 'minus':
      return negated(of(formula.of[0]));
    case '+':
      return sumOf(of(formula.of[0]), of(formula.of[1]));
    case '-':
      return sumOf(of(formula.of[0]), negated(of(formula.of[1])));
    case '*': {
      const [a, b] = formula.of.map(of) as [Shape, Shape];
      if (a.constant) return scaled(a, b);
      return b.constant ? scaled(b, a) : NOTHING;
    }
    case '/': {
      const [a, b] = formula.of.map(of) as [Shape, Shape];
      // A divisor that is 0 has no value, which the enclosures find.
      return b.constant ? scaled(b, a) : NOTHING;
    }
    case '^': {
      const [base, exponent] = formula.of.map(of) as [Shape, Shape];
      const n = wholeNumber(formula.of[1]);
      if (n !== null && n >= 0) return powerShape(base, n);
      return base.constant && exponent.constant ? constantOf(NOTHING) : NOTHING;
    }
    case 'call': {
      const shape = callShape(formula.text, formula.of.map(of));
      return formula.text === 'sqrt' && isSquareOfNorm(formula.of[0]!, of)
        ? { ...shape, convex: true }
        : shape;
    }
  }
}

/** A constant of at least 0 and squares of affine forms, added: the square of a norm, which is convex. */
function isSquareOfNorm(formula: Formula, of: (part: Formula) => Shape): boolean {
  if (formula.op === '+') return formula.of.every((part) => isSquareOfNorm(part, of));
  if (formula.op !== '^' || wholeNumber(formula.of[1]) !== 2) {
    const { constant, nonnegative } = of(formula);
    return constant && nonnegative;
  }
  const { convex, concave } = of(formula.of[0]);
  return convex && concave;
}

function numberShape(text: string): Shape {
  const negative = text.startsWith('-');
  const zero = /^-?0(?:\.0+)?(?:e.*)?$/i.test(text);
  return {
    convex: true,
    concave: true,
    nonnegative: !negative || zero,
    nonpositive: negative || zero,
    constant: true,
  };
}

function negated({ convex, concave, nonnegative, nonpositive, constant }: Shape): Shape {
  return { convex: concave, concave: convex, nonnegative: nonpositive, nonpositive: nonnegative, constant };
}

function sumOf(a: Shape, b: Shape): Shape {
  return {
    convex: a.convex && b.convex,
    concave: a.concave && b.concave,
    nonnegative: a.nonnegative && b.nonnegative,
    nonpositive: a.nonpositive && b.nonpositive,
    constant: a.constant && b.constant,
  };
}

/** A constant factor times a shape; of a factor of unknown sign only affine forms are known. */
function scaled(factor: Shape, a: Shape): Shape {
  if (factor.nonnegative) return a;
  if (factor.nonpositive) return negated(a);
  return { ...NOTHING, convex: a.convex && a.concave, concave: a.convex && a.concave, constant: a.constant };
}

/** aⁿ, n ≥ 0. */
function powerShape(a: Shape, n: number): Shape {
  if (n === 0) return { ...numberShape('1'), constant: a.constant };
  if (n === 1) return a;
  const even = n % 2 === 0;
  const affine = a.convex && a.concave;
  return {
    convex: (even && affine) || (a.nonnegative && a.convex) || (even && a.nonpositive && a.concave),
    concave: a.constant,
    nonnegative: even || a.nonnegative,
    nonpositive: !even && a.nonpositive,
    constant: a.constant,
  };
}

function constantOf(shape: Shape): Shape {
  return { ...shape, convex: true, concave: true, constant: true };
}

function callShape(name: string, args: readonly Shape[]): Shape {
  const constant = args.every((a) => a.constant);
  const convex = args.every((a) => a.convex);
  const [a] = args as readonly [Shape];
  const own = ((): Shape => {
    switch (name) {
      case 'exp':
      case 'softplus':
        return { ...NOTHING, convex, nonnegative: true };
      case 'logsumexp':
        return { ...NOTHING, convex };
      case 'max':
        return {
          ...NOTHING,
          convex,
          nonnegative: args.some((x) => x.nonnegative),
          nonpositive: args.every((x) => x.nonpositive),
        };
      case 'abs':
        return { ...NOTHING, convex: a.convex && (a.concave || a.nonnegative), nonnegative: true };
      case 'sqrt':
      case 'sigmoid':
        return { ...NOTHING, nonnegative: true };
      default:
        return NOTHING;
    }
  })();
  return constant ? constantOf(own) : own;
}

/** Confirms ℓ ≥ 0 at all outputs, for the given labels, by rules. */
export function isNonnegative(loss: Formula, labels: ReadonlyMap<string, string>): boolean {
  return shapeOf(loss, labels).nonnegative;
}

/** Confirms that a loss has a value and `order` continuous derivatives at all outputs, for the given labels, by rules. */
export function confirmSmooth(loss: Formula, labels: ReadonlyMap<string, string>, order: 1 | 2): void {
  const words = order === 1 ? 'differentiable' : 'twice continuously differentiable';
  confirm(
    derivativesOf(loss, labels) >= order,
    `the loss is ${words} at all outputs, by the rules of composition`,
  );
}

/** Confirms that an activation has a value everywhere, by rules. */
export function confirmDefined(activation: Formula): void {
  confirm(derivativesOf(activation, new Map()) >= 0, 'the activations have values everywhere, by rules');
}

/** Functions with all derivatives everywhere. */
const ENTIRE = ['exp', 'tanh', 'sin', 'cos', 'atan', 'erf', 'softplus', 'sigmoid', 'logsumexp'];

/** How many continuous derivatives a formula certainly has everywhere; −1: perhaps no value somewhere. */
function derivativesOf(formula: Formula, labels: ReadonlyMap<string, string>): number {
  const of = (part: Formula): number => derivativesOf(part, labels);
  const least = (parts: readonly Formula[]): number => Math.min(...parts.map(of));
  switch (formula.op) {
    case 'number':
    case 'name':
      return Number.POSITIVE_INFINITY;
    case 'minus':
    case '+':
    case '-':
    case '*':
      return least(formula.of);
    case '/':
      return isAboveZero(formula.of[1], labels) ? least(formula.of) : -1;
    case '^': {
      const [base, exponent] = formula.of;
      const n = wholeNumber(exponent);
      if (n === null || n < 0) return isAboveZero(base, labels) ? least(formula.of) : -1;
      // max(0, s)^n and |s|^n have n − 1 derivatives.
      const kinked =
        base.op === 'call' &&
        (base.text === 'abs' ||
          (base.text === 'max' &&
            base.of.length === 2 &&
            base.of.some((part) => part.op === 'number' && part.text === '0')));
      if (kinked && n >= 1) return Math.min(n - 1, least(base.of));
      return of(base);
    }
    case 'call':
      if (ENTIRE.includes(formula.text)) return least(formula.of);
      if (formula.text === 'log' || formula.text === 'sqrt')
        return isAboveZero(formula.of[0]!, labels) ? of(formula.of[0]!) : -1;
      return Math.min(0, least(formula.of));
  }
}

/** Certainly > 0 at all outputs. */
function isAboveZero(formula: Formula, labels: ReadonlyMap<string, string>): boolean {
  const above = (part: Formula): boolean => isAboveZero(part, labels);
  const notNegative = (part: Formula): boolean => shapeOf(part, labels).nonnegative;
  switch (formula.op) {
    case 'number':
    case 'name': {
      const text = formula.op === 'number' ? formula.text : labels.get(formula.text);
      if (formula.op === 'name' && formula.text === 'pi') return true;
      // Zeros alone, whatever the exponent.
      return text !== undefined && !text.startsWith('-') && /^[0.]*[1-9]/.test(text);
    }
    case '+': {
      const [a, b] = formula.of;
      return (above(a) && notNegative(b)) || (notNegative(a) && above(b));
    }
    case '*':
    case '/':
      return formula.of.every(above);
    case 'call':
      return (
        ['exp', 'softplus', 'sigmoid'].includes(formula.text) ||
        (formula.text === 'max' && formula.of.some(above)) ||
        (formula.text === 'sqrt' && above(formula.of[0]!))
      );
    default:
      return false;
  }
}

/** Confirms σ(cz) = cσ(z) for all c > 0. */
export function confirmHomogeneous(activation: Formula): void {
  if (!isHomogeneous(activation)) throw new Rejection('an activation with σ(cz) = cσ(z)');
}

function isHomogeneous(formula: Formula): boolean {
  switch (formula.op) {
    case 'number':
      return formula.text === '0';
    case 'name':
      return formula.text === 'z';
    case 'minus':
      return isHomogeneous(formula.of[0]);
    case '+':
    case '-':
      return formula.of.every(isHomogeneous);
    case '*': {
      const [a, b] = formula.of;
      return (isNumber(a) && isHomogeneous(b)) || (isHomogeneous(a) && isNumber(b));
    }
    case '/':
      return isHomogeneous(formula.of[0]) && isNumber(formula.of[1]);
    case '^':
      return false;
    case 'call':
      return ['max', 'min', 'abs'].includes(formula.text) && formula.of.every(isHomogeneous);
  }
}

function isNumber(formula: Formula): boolean {
  if (formula.op === 'minus') return isNumber(formula.of[0]);
  return formula.op === 'number' || (formula.op === 'name' && formula.text === 'pi');
}
