import type { Trial } from '../../elimination/descent/descent.ts';
import { type TrialSetting, trialsFrom, type Way } from '../../elimination/descent/trials.ts';
import { generatorOf } from '../../search/generator.ts';

/** One start of a comparison: what is common to all, and which one it is. */
export interface DescentTask {
  readonly setting: TrialSetting;
  readonly seed: number;
  readonly trial: number;
}

/** Runs the three ways from one start; the streams depend on (seed, trial) alone. */
export default function runDescentTask({ setting, seed, trial }: DescentTask): Record<Way, Trial> {
  return trialsFrom(setting, trial === 0, (stream) => generatorOf({ seed, run: trial, k: 1 + stream, n: 1 }));
}
