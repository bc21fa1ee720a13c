/** c(u) of population.ts at a symmetric point, for u that are constant on its blocks: sums over types with multiplicities. */
import type { BlockNeurons } from '../../certificate/index.ts';
import type { TranscendentalScalars } from './transcendental.ts';

/** Neurons of one type, or the targets of one block: μ = Σ_r coefficients[r]·u_r and ‖w‖; targets count below 0. */
export interface TypeMoment<S> {
  readonly times: S;
  readonly coefficients: readonly S[];
  readonly norm: S;
}

export interface BlockMoments<S> {
  /** Sizes of the blocks. */
  readonly sizes: readonly S[];
  readonly moments: readonly TypeMoment<S>[];
}

/**
 * A type attached to block r has its diagonal x at one coordinate of the block and values v_r at the m_r − 1 others:
 * ‖w‖² = x² − v_r² + Σ_q m_q v_q² and w·u = (x − v_r)u_r + Σ_q m_q v_q u_q; a single neuron lacks the first terms
 * (mathematics.md 12.3).
 */
export function blockMoments<S>(
  field: TranscendentalScalars<S>,
  enter: (x: string) => S,
  blocks: readonly number[],
  neurons: readonly BlockNeurons[],
): BlockMoments<S> {
  const sizes = blocks.map((m) => field.integer(m));
  const types = neurons.map(({ attached, diagonal, values }) => {
    const v = values.map(enter);
    const coefficients = v.map((x, q) => field.mul(sizes[q]!, x));
    let square = sum(
      field,
      v.map((x, q) => field.mul(coefficients[q]!, x)),
    );
    if (attached === null || diagonal === null)
      return { times: field.integer(1), coefficients, norm: field.sqrt(square) };
    const x = enter(diagonal);
    const own = v[attached]!;
    coefficients[attached] = field.add(coefficients[attached]!, field.sub(x, own));
    square = field.add(square, field.sub(field.mul(x, x), field.mul(own, own)));
    return { times: sizes[attached]!, coefficients, norm: field.sqrt(square) };
  });
  const targets = blocks.map((_, r) => ({
    times: field.neg(sizes[r]!),
    coefficients: blocks.map((_size, q) => (q === r ? field.integer(1) : field.zero)),
    norm: field.integer(1),
  }));
  return { sizes, moments: [...types, ...targets] };
}

/** ‖u‖² = Σ m_r u_r² */
export function blockSquare<S>(
  field: TranscendentalScalars<S>,
  { sizes }: BlockMoments<S>,
  u: readonly S[],
): S {
  return sum(
    field,
    u.map((x, r) => field.mul(sizes[r]!, field.mul(x, x))),
  );
}

/** S(u) = Σ ± Mills(w·u, ‖w‖) */
export function blockShiftedMean<S>(
  field: TranscendentalScalars<S>,
  { moments }: BlockMoments<S>,
  u: readonly S[],
): S {
  return sum(
    field,
    moments.map(({ times, coefficients, norm }) => {
      const mean = sum(
        field,
        coefficients.map((c, r) => field.mul(c, u[r]!)),
      );
      const ratio = field.div(mean, norm);
      const mills = field.add(
        field.mul(mean, field.normalCdf(ratio)),
        field.mul(norm, field.normalDensity(ratio)),
      );
      return field.mul(times, mills);
    }),
  );
}

/** c(0) = (Σ‖w_i‖ − k)/√(2π) */
export function blockCorrelationAtZero<S>(field: TranscendentalScalars<S>, { moments }: BlockMoments<S>): S {
  const balance = sum(
    field,
    moments.map(({ times, norm }) => field.mul(times, norm)),
  );
  return field.div(balance, field.sqrt(field.mul(field.integer(2), field.pi)));
}

function sum<S>(field: TranscendentalScalars<S>, terms: readonly S[]): S {
  return terms.reduce((total, term) => field.add(total, term), field.zero);
}
