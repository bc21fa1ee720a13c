import type { Field } from '../landscape/field.ts';

/** The operations on numbers that the equations of symmetric points need: balls, doubles, or dual numbers over them. */
export type Scalars<S> = Pick<
  Field<S, never>,
  'zero' | 'pi' | 'integer' | 'add' | 'sub' | 'neg' | 'mul' | 'div' | 'sqrt' | 'crossNorm' | 'angle'
>;

/** Σ of a list. */
export function total<S>(field: Scalars<S>, values: readonly S[]): S {
  return values.reduce((a, b) => field.add(a, b), field.zero);
}

/** The operations as functions of their own, for formulas. */
export function operations<S>(field: Scalars<S>): {
  readonly add: (a: S, b: S) => S;
  readonly sub: (a: S, b: S) => S;
  readonly mul: (a: S, b: S) => S;
  readonly div: (a: S, b: S) => S;
  readonly neg: (a: S) => S;
} {
  return {
    add: (a, b) => field.add(a, b),
    sub: (a, b) => field.sub(a, b),
    mul: (a, b) => field.mul(a, b),
    div: (a, b) => field.div(a, b),
    neg: (a) => field.neg(a),
  };
}
