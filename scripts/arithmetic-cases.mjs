// One test case of the arithmetic as a line of text, and its check against an engine.
//
//   OP BITS ARGUMENT… | R REFERENCE…     the result, a ball of BITS bits, must contain every reference
//   OP ARGUMENT… = TEXT                  the result must be the text, up to the way a decimal is written
//
// Integers are hexadecimal with an optional sign; a ball is MID:RAD in units of 2^-BITS; a reference is a value of the
// function at a point of the arguments in units of 2^-R, off by at most one. scripts/arithmetic-vectors.py writes them.

const integer = (text) => (text[0] === '-' ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`));
const rational = (numerator, denominator) => ({
  numerator: integer(numerator),
  denominator: integer(denominator),
});

function doubleOf(text) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${text}`));
  return view.getFloat64(0);
}

/** mantissa and exponent of a decimal, without trailing zeros; read by nothing that the engine uses. */
function decimalParts(text) {
  const [significand, exponent = '0'] = text.toLowerCase().split('e');
  const [whole, fraction = ''] = significand.split('.');
  let mantissa = BigInt(whole.replace('-', '') + fraction);
  let power = Number(exponent) - fraction.length;
  if (mantissa === 0n) return '0 0';
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    power++;
  }
  return `${whole.startsWith('-') ? '-' : ''}${mantissa} ${power}`;
}

/** Operations with a ball as their result, by name: (field, arguments as text) → ball. */
function operations(engine) {
  const ball = (field, text) => {
    const colon = text.indexOf(':');
    return field.ofUnits(integer(text.slice(0, colon)), integer(text.slice(colon + 1)));
  };
  const unary = (f) => (field, a) => f(field, ball(field, a));
  const binary = (f) => (field, a, b) => f(field, ball(field, a), ball(field, b));
  const ternary = (f) => (field, a, b, c) => f(field, ball(field, a), ball(field, b), ball(field, c));
  const method =
    (name) =>
    (field, ...balls) =>
      field[name](...balls);
  return {
    pi: (field) => field.pi,
    rational: (field, p, q) => field.rational(rational(p, q)),
    decimal: (field, text) => field.exact(text),
    double: (field, text) => field.exact(doubleOf(text)),
    dyadic: (field, mantissa, exponent) => field.dyadic(integer(mantissa), Number(integer(exponent))),
    from: (field, bits, a) => field.from(ball(fieldOf(engine, Number(integer(bits))), a)),
    ...Object.fromEntries(
      ['neg', 'abs', 'square', 'sqrt', 'atan', 'acos', 'asin'].map((name) => [name, unary(method(name))]),
    ),
    ...Object.fromEntries(
      ['add', 'sub', 'mul', 'div', 'min', 'max', 'hull', 'angle'].map((name) => [name, binary(method(name))]),
    ),
    crossNorm: ternary(method('crossNorm')),
    scale: (field, a, n) => field.scale(ball(field, a), integer(n)),
    divideByInteger: (field, a, n) => field.divideByInteger(ball(field, a), integer(n)),
    shiftBy: (field, a, n) => field.shiftBy(ball(field, a), Number(integer(n))),
    exp: unary(engine.exp),
    log: unary(engine.log),
    normalDensity: unary(engine.normalDensity),
    normalCdf: unary(engine.normalCdf),
  };
}

const fields = new Map();

function fieldOf(engine, bits) {
  if (!fields.has(bits)) fields.set(bits, new engine.BallField(bits));
  return fields.get(bits);
}

/**
 * A function that checks a line: it throws an Error that says what is wrong, or returns { op, exact, radius,
 * halfWidth }: are the arguments single numbers, the radius of the result and half the distance of the extreme
 * references, both in units (null where there are none).
 */
export function checker(engine) {
  const table = operations(engine);
  return (line) => {
    const equals = line.indexOf(' = ');
    if (equals >= 0) {
      const [op, ...args] = line.slice(0, equals).split(' ');
      const expected = line.slice(equals + 3);
      const text =
        op === 'decimalOf'
          ? engine.decimalOf(rational(args[0], args[1]), args[2], Number(integer(args[3])))
          : engine.decimalOfDyadic(integer(args[0]), Number(integer(args[1])));
      if (decimalParts(text) !== expected) throw new Error(`${line}: got ${text}`);
      return { op, exact: true, radius: null, halfWidth: null };
    }
    const [left, right] = line.split(' | ');
    const [op, bitsText, ...args] = left.split(' ');
    const [scaleText, ...references] = right.split(' ');
    const bits = Number(bitsText);
    const result = table[op](fieldOf(engine, bits), ...args);
    const shift = BigInt(Number(scaleText) - bits);
    const low = ((result.mid - result.rad) << shift) - 1n;
    const high = ((result.mid + result.rad) << shift) + 1n;
    let least = null;
    let greatest = null;
    for (const text of references) {
      const value = integer(text);
      if (value < low || value > high)
        throw new Error(`${line}: ${text} is not in ${result.mid.toString(16)}:${result.rad.toString(16)}`);
      if (least === null || value < least) least = value;
      if (greatest === null || value > greatest) greatest = value;
    }
    if (result.bits !== bits) throw new Error(`${line}: the result has ${result.bits} bits`);
    return {
      op,
      exact: op !== 'hull' && args.every((a) => !a.includes(':') || a.endsWith(':0')),
      radius: result.rad,
      halfWidth: least === null ? null : (greatest - least) >> (shift + 1n),
    };
  };
}
