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
