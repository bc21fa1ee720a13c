import type { Guesses } from '../../elimination/data/guesses.ts';
import { proposeBasis } from './basis.ts';
import { proposeFarkas } from './farkas.ts';
import { fit } from './fit.ts';
import { proposeDirections } from './moment-directions.ts';
import { proposeSeparation } from './separation.ts';

/** What decisions about finite data begin with. */
export const guesses: Guesses = {
  directions: proposeDirections,
  basis: proposeBasis,
  fit,
  separation: proposeSeparation,
  farkas: proposeFarkas,
};
