import type { Rational } from '../arithmetic/exact.ts';
import type { Algebra } from '../expression/algebra.ts';

/** What is wrong with a stream; the caller says of which file. */
export class MupadError extends Error {}

/**
 * A node of a stream. Numbers and formulas are kept, and of the rest what a value is recognised by; procedures, tables and
 * environments of the symbolic engine are read over.
 */
type Node =
  | NumberNode
  | { readonly kind: 'name' | 'text'; readonly text: string }
  | Compound
  | { readonly kind: 'polynomial'; readonly coefficient: Node }
  | { readonly kind: 'domain'; readonly key: Node }
  | { readonly kind: 'other' };

interface NumberNode {
  readonly kind: 'number';
  readonly value: Rational;
  repeated: boolean;
}

interface Compound {
  readonly kind: 'call' | 'list' | 'element';
  readonly parts: readonly Node[];
  /** Longest chain of calls in it, through references, too: what is followed by recursion. */
  readonly height: number;
  /** Whether a reference names it, so that it occurs more than once. */
  repeated: boolean;
  /** Of a call that is a formula: what is done with its operands. Null until that has been looked at. */
  operation: Operation | null;
}

type Operation = 'sum' | 'product' | 'root' | 'arccos' | number;

/** The numbers that a formula is evaluated over. */
export type Numbers<S> = Pick<Algebra<S>, 'pi' | 'add' | 'mul' | 'integerPower' | 'apply'> & {
  rational(x: Rational): S;
  arccos(x: S): S;
};

/** A file has the number of the last two streams' format in front; each stream has this head (version 3.1.5). */
const PREFIX = [3, 0, 0, 0];
const STREAM_HEAD = [2, 0, 0, 0x80, 0x96, 0, 0, 0, 4, 3, 1, 5, 0];
const NODE_HEAD = 12;
/** Deepest nesting; the published files need 50. */
const MAX_DEPTH = 400;
/** Most numbered nodes; the longest published stream has 83 307. */
const MAX_NODES = 500_000;
/** Most words of an integer; the published ones have up to 16 with both parts of a fraction. */
const MAX_WORDS = 64;
/** Parts of a list for which there is room before they are read. */
const SHORT_LIST = 64;
/** Largest size of a whole exponent. */
const MAX_EXPONENT = 8;

const OTHER: Node = { kind: 'other' };

/**
 * The numbers in a serialised value of MuPAD, the engine of MATLAB's symbolic toolbox: one for a scalar, as many as there are
 * columns for a matrix of one row. Throws MupadError for anything else.
 *
 * A stream is a tree in prefix order, big endian. A node begins with its type (0x40tt), a zero and a count of operands;
 * what follows depends on the type. Nodes are numbered in postfix order, but for procedures, which have no number, and
 * for domains, function environments and procedure environments, whose number is given out before what they hold; the
 * latter two take another number at their end. A reference (c9) is such a number.
 */
export function mupadNumbers(bytes: Uint8Array): MupadNumber[] {
  if (!PREFIX.every((byte, i) => bytes[i] === byte)) throw new MupadError('no value of the symbolic engine');
  let at = PREFIX.length;
  let value: Node = OTHER;
  // The first stream only sets names of the engine up.
  for (let stream = 0; stream < 2; stream++) {
    const reader = new StreamReader(bytes, at);
    value = reader.readStream();
    at = reader.at;
  }
  if (at !== bytes.length) throw new MupadError(`${bytes.length - at} bytes after the value`);
  return numbersOf(assignedOf(value));
}

/** V of sysassign(symobjDummyIdentifier, hold(V)). */
function assignedOf(node: Node): Node {
  const [target, held, ...others] = operandsOf(node, 'sysassign') ?? [];
  const [value, ...more] = operandsOf(held ?? OTHER, 'hold') ?? [];
  const isTarget = target?.kind === 'name' && target.text === 'symobjDummyIdentifier';
  if (isTarget && value !== undefined && others.length + more.length === 0) return value;
  throw new MupadError('no assignment of a value');
}

function numbersOf(value: Node): MupadNumber[] {
  if (value.kind !== 'element') return [new MupadNumber(value)];
  // An element of Dom::Matrix: domain, rows, columns, the columns, and a flag.
  const [domain, rows, columns, list] = value.parts;
  const size = (node: Node | undefined): bigint | null =>
    node?.kind === 'number' && node.value.denominator === 1n ? node.value.numerator : null;
  const isRow =
    isMatrixDomain(domain) && size(rows) === 1n && list?.kind === 'list' && value.parts.length === 5;
  if (!isRow || size(columns) !== BigInt(list.parts.length))
    throw new MupadError('neither a number nor a row of numbers');
  return list.parts.map((column) => {
    if (column.kind === 'polynomial') return new MupadNumber(column.coefficient);
    throw new MupadError('a column of a matrix that is no polynomial');
  });
}

/** A domain made by Dom::Matrix(…), whose key is such a call. */
function isMatrixDomain(node: Node | undefined): boolean {
  if (node?.kind !== 'domain' || node.key.kind !== 'call') return false;
  const [library, name] = operandsOf(node.key.parts[0] ?? OTHER, 'slot') ?? [];
  return (
    library?.kind === 'name' && library.text === 'Dom' && name?.kind === 'text' && name.text === 'Matrix'
  );
}

/** The operands of a call of the function of that name; null for anything else. */
function operandsOf(node: Node, name: string): readonly Node[] | null {
  if (node.kind !== 'call') return null;
  const [head, ...operands] = node.parts;
  return head?.kind === 'name' && head.text === name ? operands : null;
}

/** A formula as it stands in a stream. */
export class MupadNumber {
  /** Its parts, without those that another number has, too, which was examined before. */
  readonly size: number;
  private readonly root: Node;

  /** Throws MupadError where a node of it is no part of a number. */
  constructor(root: Node) {
    this.size = examine(root);
    this.root = root;
  }

  /** Its value; what occurs more than once is evaluated once. */
  over<S>(numbers: Numbers<S>): S {
    return new Evaluation(numbers).value(this.root);
  }
}

/** Finds the operations of a formula, and counts its parts. Parts are shared by references: each is looked at once. */
function examine(node: Node): number {
  if (node.kind === 'number' || (node.kind === 'name' && node.text === 'PI')) return 1;
  if (node.kind !== 'call') throw new MupadError(`a ${node.kind} where a number is expected`);
  if (node.height > MAX_DEPTH) throw new MupadError(`a formula nested deeper than ${MAX_DEPTH}`);
  if (node.operation !== null) return 0;
  const { parts } = node;
  node.operation = operationOf(parts);
  // An exponent belongs to its operation.
  const end = node.operation === 'sum' || node.operation === 'product' ? parts.length : 2;
  let size = 1;
  for (let i = 1; i < end; i++) size += examine(parts[i]!);
  return size;
}

/** What a call does; its parts are the name of the function and the operands. */
function operationOf(parts: readonly Node[]): Operation {
  const head = parts[0];
  if (head?.kind !== 'name') throw new MupadError('a call of something that has no name');
  switch (head.text) {
    case '_plus':
      return 'sum';
    case '_mult':
      return 'product';
    case '_power':
      return powerOf(parts);
    case 'arccos':
      if (parts.length !== 2) throw new MupadError(`${head.text} of ${parts.length - 1} numbers`);
      return 'arccos';
    default:
      throw new MupadError(`the function ${JSON.stringify(head.text.slice(0, 40))}`);
  }
}

/** A root, or a whole exponent. */
function powerOf(parts: readonly Node[]): Operation {
  const exponent = parts[2];
  if (parts.length !== 3 || exponent?.kind !== 'number')
    throw new MupadError('a power without a number as its exponent');
  const { numerator, denominator } = exponent.value;
  if (numerator === 1n && denominator === 2n) return 'root';
  const whole = Number(numerator);
  if (denominator !== 1n || Math.abs(whole) > MAX_EXPONENT)
    throw new MupadError(`the exponent ${numerator}/${denominator}`);
  return whole;
}

/** Values of formulas over some numbers, straight from the nodes: the published streams hold three million of them. */
class Evaluation<S> {
  private readonly numbers: Numbers<S>;
  private readonly known: Map<Node, S> = new Map();

  constructor(numbers: Numbers<S>) {
    this.numbers = numbers;
  }

  value(node: Node): S {
    if (node.kind === 'name') return this.numbers.pi;
    if (!('repeated' in node)) throw new MupadError('no number');
    if (!node.repeated) return this.computed(node);
    let value = this.known.get(node);
    if (value === undefined) {
      value = this.computed(node);
      this.known.set(node, value);
    }
    return value;
  }

  private computed(node: NumberNode | Compound): S {
    const { numbers } = this;
    if (node.kind === 'number') return numbers.rational(node.value);
    const { parts, operation } = node;
    switch (operation) {
      case 'sum':
      case 'product': {
        const neutral = operation === 'sum' ? 0n : 1n;
        if (parts.length < 2) return numbers.rational({ numerator: neutral, denominator: 1n });
        return this.balanced(operation === 'sum' ? 'add' : 'mul', parts, 1, parts.length);
      }
      case 'root':
        return numbers.apply('sqrt', [this.value(parts[1]!)]);
      case 'arccos':
        return numbers.arccos(this.value(parts[1]!));
      case null:
        throw new MupadError('a formula that was not examined');
      default:
        return numbers.integerPower(this.value(parts[1]!), operation);
    }
  }

  /** A sum or product of the parts from one place to before another, of a depth that recursion can follow. */
  private balanced(kind: 'add' | 'mul', parts: readonly Node[], from: number, to: number): S {
    if (to - from === 1) return this.value(parts[from]!);
    const half = from + ((to - from) >> 1);
    return this.numbers[kind](this.balanced(kind, parts, from, half), this.balanced(kind, parts, half, to));
  }
}

/** Reads one stream of nodes; every count is bounded by the bytes that are left. */
class StreamReader {
  private readonly view: DataView;
  private readonly numbered: (Node | undefined)[] = [];
  private count = 0;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  readStream(): Node {
    for (const byte of STREAM_HEAD) {
      if (this.at >= this.view.byteLength || this.view.getUint8(this.at) !== byte)
        throw new MupadError('another version of the symbolic engine, or a cut stream');
      this.at += 1;
    }
    return this.node(0);
  }

  private word(): number {
    if (this.at + 4 > this.view.byteLength) throw new MupadError('a cut stream');
    this.at += 4;
    return this.view.getUint32(this.at - 4);
  }

  private expect(...words: number[]): void {
    for (const word of words) if (this.word() !== word) throw this.fault('an unknown layout');
  }

  private fault(what: string): MupadError {
    return new MupadError(`${what} at byte ${this.at} of a symbolic value`);
  }

  private number(node: Node): number {
    this.count += 1;
    if (this.count > MAX_NODES) throw new MupadError(`more than ${MAX_NODES} parts`);
    this.numbered[this.count] = node;
    return this.count;
  }

  private node(depth: number): Node {
    if (depth > MAX_DEPTH) throw new MupadError(`parts nested deeper than ${MAX_DEPTH}`);
    const word = this.word();
    if (word >>> 8 !== 0x40 || this.word() !== 0) throw this.fault('no node');
    const operands = this.word();
    if (operands > (this.view.byteLength - this.at) / NODE_HEAD + 4) throw this.fault('too many operands');
    const type = word & 0xff;
    switch (type) {
      case 0xca:
        return OTHER;
      case 0xc9: {
        const node = this.numbered[this.word()];
        if (node === undefined) throw this.fault('a reference to nothing');
        if ('repeated' in node) node.repeated = true;
        return node;
      }
      case 0x21:
        return this.procedure(operands, depth);
      case 0x23:
        return this.domain(operands, depth);
      case 0x1b:
        return this.environment(() => {
          this.expect(0);
          this.nodes(operands, depth);
        });
      case 0x1d:
        return this.environment(() => this.closure(depth));
      default: {
        const node = this.plain(type, operands, depth);
        this.number(node);
        return node;
      }
    }
  }

  /** Nodes that are numbered after what they hold. */
  private plain(type: number, operands: number, depth: number): Node {
    switch (type) {
      case 0x03:
        return this.rational(this.words(), 0);
      case 0x04: {
        const words = this.words();
        return this.rational(words, this.words());
      }
      case 0x0a:
        return { kind: 'text', text: this.text() };
      case 0x14:
        return { kind: 'name', text: this.text() };
      case 0x17:
        return this.compound('list', operands, depth);
      case 0x1a:
        return this.compound('call', operands, depth);
      case 0x24:
        return this.compound('element', operands, depth);
      case 0x22:
        return this.polynomial(depth);
      case 0x19:
        return this.table(depth);
      case 0x1f:
        // A function of the kernel, by its number.
        this.expect(1);
        this.word();
        this.nodes(operands - 1, depth);
        return OTHER;
      case 0x1c:
        // A variable of a procedure, by its place.
        this.word();
        this.word();
        return OTHER;
      case 0x02:
        // A floating-point zero, which occurs in procedures only.
        this.expect(0, 0x3b, 0, 0);
        return OTHER;
      case 0x0d:
      case 0x0e:
      case 0x25:
        return OTHER;
      default:
        throw this.fault(`a node of type ${type.toString(16)}`);
    }
  }

  private nodes(count: number, depth: number): Node[] {
    // Short lists have their length from the start, and no room to grow; a count that may be wrong takes no memory.
    const parts = new Array<Node>(Math.min(Math.max(count, 0), SHORT_LIST));
    for (let i = 0; i < count; i++) parts[i] = this.node(depth + 1);
    return parts;
  }

  private compound(kind: 'list' | 'call' | 'element', operands: number, depth: number): Node {
    const parts = this.nodes(operands, depth);
    let below = 0;
    for (const part of parts) if ('height' in part && part.height > below) below = part.height;
    // A sum of m parts is a tree of its own, of height ⌈log2 m⌉.
    const height = below + 1 + (32 - Math.clz32(Math.max(0, parts.length - 2)));
    return { kind, parts, height, repeated: false, operation: null };
  }

  /** A count of words. */
  private words(): number {
    const count = this.word();
    if (count > MAX_WORDS) throw this.fault(`an integer of ${count} words`);
    return count;
  }

  /** Words from the highest down, each little endian. */
  private integer(words: number): bigint {
    let value = 0n;
    for (let i = 0; i < words; i++) {
      this.word();
      value = (value << 32n) | BigInt(this.view.getUint32(this.at - 4, true));
    }
    return value;
  }

  /** Numerator, denominator (1 where it has no words), and the sign. */
  private rational(numeratorWords: number, denominatorWords: number): Node {
    const size = this.integer(numeratorWords);
    const denominator = denominatorWords === 0 ? 1n : this.integer(denominatorWords);
    const sign = this.word() | 0;
    if (denominator === 0n || Math.abs(sign) > 1 || (sign === 0) !== (size === 0n))
      throw this.fault('a damaged number');
    return { kind: 'number', value: { numerator: BigInt(sign) * size, denominator }, repeated: false };
  }

  /** Characters, padded to whole words; their count stands there twice. */
  private text(): string {
    const length = this.word();
    this.expect(length);
    const padded = Math.ceil(length / 4) * 4;
    if (padded > this.view.byteLength - this.at) throw this.fault('a cut text');
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + this.at, length);
    this.at += padded;
    return new TextDecoder().decode(bytes);
  }

  /** A column of one row: no term or one, of exponent 1; without a term the coefficient is 0. */
  private polynomial(depth: number): Node {
    const terms = this.word();
    this.expect(1, 3, 0);
    if (terms > 1) throw this.fault(`a polynomial of ${terms} terms`);
    if (terms === 1) this.expect(1);
    const coefficient = this.node(depth + 1);
    this.node(depth + 1);
    const isZero = coefficient.kind === 'number' && coefficient.value.numerator === 0n;
    if (terms === 0 && !isZero) throw this.fault('a coefficient without a term');
    return { kind: 'polynomial', coefficient };
  }

  /** A place for nothing, a count, and so many pairs of a key and a value. */
  private table(depth: number): Node {
    this.node(depth + 1);
    const pairs = this.word();
    if (pairs > this.view.byteLength / NODE_HEAD) throw this.fault('too many entries');
    this.nodes(2 * pairs, depth);
    return OTHER;
  }

  /** Three words, then arguments, variables, body and what else belongs to it: one part less than the count. */
  private procedure(operands: number, depth: number): Node {
    this.word();
    this.word();
    this.word();
    this.nodes(operands - 1, depth);
    return OTHER;
  }

  /** A key, and how the domain is made or what it holds. It has its number before the latter. */
  private domain(operands: number, depth: number): Node {
    if (operands !== 1) throw this.fault('an unknown layout');
    this.word();
    const key = this.node(depth + 1);
    const node: Node = { kind: 'domain', key };
    this.number(node);
    this.node(depth + 1);
    return node;
  }

  private environment(inner: () => void): Node {
    this.number(OTHER);
    inner();
    this.number(OTHER);
    return OTHER;
  }

  /** The variables of a procedure: nine words, the third of which counts the parts. */
  private closure(depth: number): void {
    this.word();
    this.word();
    const parts = this.word();
    for (let i = 0; i < 6; i++) this.word();
    if (parts > this.view.byteLength / NODE_HEAD) throw this.fault('too many variables');
    this.nodes(parts, depth);
  }
}
