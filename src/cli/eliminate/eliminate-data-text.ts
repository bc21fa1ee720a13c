import { counted } from '../../arithmetic/counted.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import type { Enclosure } from '../../certificate/index.ts';
import type { ClaimsJson, DecisionJson } from '../../elimination/data/decision-json.ts';
import { orderWords } from '../../elimination/data/hypotheses.ts';

/** A decision with where it comes from and what was written. */
export type DecisionShown = DecisionJson & {
  readonly source: string;
  readonly data: string;
  readonly certificate: string | null;
  /** What was decided and no certificate says. */
  readonly uncertified: readonly string[];
  readonly rechecked?: boolean | null;
};

/** A decision for people. */
export function decisionText(result: DecisionShown): string {
  const lines = [
    `${result.source} on ${result.data}: ${result.loss} loss, ${result.augmentation} (${counted(result.addedNeurons, 'added neuron')}), lambda ${result.lambda}`,
    `  ${counted(result.examples, 'example')}, ${counted(result.distinctInputs, 'distinct input')}, ${counted(result.outputs, 'output')}`,
    ...(result.neuron === null
      ? []
      : [`  added neuron ${result.neuron.expression}: ${neuronWords(result.neuron)}`]),
    '',
    'Theorems',
    ...result.theorems.flatMap(({ theorem, concerned, applies, hypotheses, remark }) => {
      if (!concerned) return [`  ${theorem}: about another augmentation`];
      const failing = hypotheses.filter(({ holds }) => holds !== 'yes');
      return [
        `  ${theorem}: ${applies === 'yes' ? 'applies' : applies === 'no' ? 'does not apply' : 'not known to apply'}`,
        ...failing.map(({ text, holds }) => `    ${holds === 'no' ? 'fails' : 'undecided'}: ${text}`),
        ...(remark === '' ? [] : [`    ${remark}`]),
      ];
    }),
    '',
    ...(result.claims === null
      ? ['No theorem about this augmentation applies to this model, loss and data: nothing is claimed.']
      : claimLines(result.claims)),
    ...certificateLines(result),
  ];
  return `${lines.join('\n')}\n`;
}

function certificateLines({ certificate, uncertified, rechecked }: DecisionShown): string[] {
  const lines: string[] = [];
  if (certificate !== null) lines.push(`Certificate             ${certificate}`);
  if (uncertified.length > 0)
    lines.push(
      `${certificate === null && rechecked == null ? 'No certificate         ' : '  not in it            '} ${uncertified.join('; ')}`,
    );
  if (typeof rechecked === 'boolean')
    lines.push(`  checker               ${rechecked ? 'accepts' : 'rejects'} the certificate`);
  return lines;
}

function claimLines(claims: ClaimsJson): string[] {
  const {
    moment,
    descentStep: step,
    gradientBasis: basis,
    linearBound: linear,
    hasLocalMinimum,
    nullSpace,
    misclassified: wrong,
  } = claims;
  const lines = [
    `Loss at theta           ${shown(claims.lossAtTheta)}`,
    `Infimum over functions  ${infimumWords(claims)}`,
    ...(wrong === null
      ? []
      : [
          `Misclassified           ${wrong.certainly === wrong.possibly ? wrong.certainly : `${wrong.certainly} to ${wrong.possibly}`}`,
        ]),
    `Critical in (a, b, W)   ${claims.criticalInAddedParameters}`,
    ...(claims.stationaryOrder === null
      ? []
      : [`Stationary of order     ${orderWords(claims.stationaryOrder)} in (a, b, W)`]),
    `Local minimum           ${claims.localMinimum}: ${claims.reason}`,
  ];
  if (moment !== null)
    lines.push(`  moment of order ${moment.order}, output ${moment.output}: ${shown(moment.value)}`);
  if (step !== null)
    lines.push(
      `  a step of length ${step.length.toPrecision(3)} decreases the objective from ${shown(step.before)} by at least ${step.decreaseLower}`,
    );
  lines.push(`Any local minimum       ${hasLocalMinimum.answer}: ${hasLocalMinimum.reason}`);
  if (basis !== null)
    lines.push(
      `Gradient basis          ${basis.consistent === 'no' ? 'refutes' : 'does not refute'}: left side ${shown(basis.left)}, bound ${basis.rightUpper} (${counted(basis.directions, 'direction')})`,
    );
  if (linear !== null)
    lines.push(
      `Theta, deep linear      ${linear.consistent === 'no' ? 'no local minimum of L' : 'not refuted'}: L = ${shown(linear.left)}, a linear map has ${linear.rightUpper}`,
    );
  lines.push(
    `Gradient by theta       ${zeroWords(nullSpace.stationary)} at the point${nullSpace.stationaryAfterStep === 'no' ? ', not 0 after the step' : ''}${nullSpace.kink ? ' (a sum at a kink: some derivatives may not exist)' : ''}`,
  );
  return lines;
}

function neuronWords({ holds, c1, c0, reason }: NonNullable<DecisionJson['neuron']>): string {
  if (holds === 'yes') return `σ = (c1 z + c0)σ' with c1 = ${c1}, c0 = ${c0} (${reason})`;
  return `${holds === 'no' ? 'not' : 'not known to be'} σ = (c1 z + c0)σ' (${reason})`;
}

function infimumWords({ infimumOverFunctions: infimum }: ClaimsJson): string {
  if (infimum === null) return 'not known, or there is none';
  return `${shown(infimum)}${infimum.attained ? '' : ', not attained'}`;
}

function zeroWords(stationary: Ternary): string {
  return stationary === 'yes' ? '0' : stationary === 'no' ? 'not 0' : 'undecided';
}

/** The digits that both ends share when these are many, else both ends. */
function shown({ lower, upper }: Enclosure): string {
  if (lower === upper) return lower;
  let shared = 0;
  while (shared < lower.length && lower[shared] === upper[shared]) shared += 1;
  return shared > 8 && !/e/i.test(lower) ? `${lower.slice(0, shared)}…` : `[${lower}, ${upper}]`;
}
