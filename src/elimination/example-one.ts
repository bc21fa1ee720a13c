import { binary, call, negative, number, type Tree, variable } from '../expression/tree.ts';

/** weight·exp(−rate·(θ − centre)²). */
function bump(weight: string, rate: number, centre: string): Tree {
  const square = binary('power', binary('sub', variable('theta'), number(centre)), number(2));
  return binary('mul', number(weight), call('exp', binary('mul', negative(number(rate)), square)));
}

/** f(θ) of K Example 1: 5(−0.3 e^(−16(θ−0.2)²) − 0.7 e^(−32(θ−0.8)²) + 0.5). */
export const EXAMPLE_ONE: Tree = binary(
  'mul',
  number(5),
  binary('add', binary('sub', negative(bump('0.3', 16, '0.2')), bump('0.7', 32, '0.8')), number('0.5')),
);
