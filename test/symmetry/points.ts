import type { BlockCandidate } from '../../src/model/candidate.ts';

/** A symmetric candidate from [attached, diagonal, values] a type. */
export function blockCandidate(
  blocks: readonly number[],
  ...types: readonly (readonly [number | null, number | null, readonly number[]])[]
): BlockCandidate {
  return {
    form: 'block',
    blocks,
    neurons: types.map(([attached, diagonal, values]) => ({ attached, diagonal, values })),
  };
}

/** Critical points of n = k and of (7, 8), to a few digits. */
export const POINTS = {
  'type II, k = 6': blockCandidate(
    [5, 1],
    [0, 0.986703818889, [-0.0504134032168, 0.308010991479]],
    [null, null, [0.224515807599, -0.601511923561]],
  ),
  'type II, k = 10^6': blockCandidate(
    [999999, 1],
    [0, 1 + 2.54345e-12, [-1.2742704908e-12, 1.99999545592e-6]],
    [null, null, [1.27426552656e-6, -0.999994644686]],
  ),
  'type A, k = 6': blockCandidate([6], [0, -0.66339736832, [0.33070978329]]),
  'type I, k = 6': blockCandidate(
    [5, 1],
    [0, -0.58773020174, [0.39115386541, -0.01379889472]],
    [null, null, [0.01677031371, 1.06842395642]],
  ),
  'type I, k = 7': blockCandidate(
    [6, 1],
    [0, -0.65796488934, [0.32622952559, -0.01202812065]],
    [null, null, [0.01818315076, 1.06942458148]],
  ),
  'two bad, k = 7': blockCandidate(
    [5, 2],
    [0, 0.95392468096, [-0.092944145501, 0.28149995384]],
    [1, -0.67584478151, [0.21455514648, 0.22447649586]],
  ),
  'identity, k = 7': blockCandidate([7], [0, 1, [1e-5]]),
  'a swap': blockCandidate([2, 1], [0, 0, [1, 0]], [null, null, [0, 1]]),
  'far from critical': blockCandidate([3, 2], [0, 2, [0.5, 0.3]], [1, 1.7, [0.4, -0.6]]),
} satisfies Record<string, BlockCandidate>;
