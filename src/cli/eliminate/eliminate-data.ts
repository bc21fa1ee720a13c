import { basename, join } from 'node:path';
import { DomainError } from '../../arithmetic/ball.ts';
import { serialise } from '../../certificate/index.ts';
import type { NeuronCondition } from '../../elimination/data/added-neuron.ts';
import type { Augmented } from '../../elimination/data/augmented.ts';
import { certifiedDecision } from '../../elimination/data/certificate.ts';
import { type Decision, decide } from '../../elimination/data/decide.ts';
import { type DecisionJson, decisionJson } from '../../elimination/data/decision-json.ts';
import { loadParser } from '../../expression/parse.ts';
import { FileError, writeFileAtomic } from '../../files/index.ts';
import { guesses } from '../../proposals/elimination/data.ts';
import { type Context, EXIT } from '../context.ts';
import { producer } from '../producer.ts';
import { compute } from '../shared/compute.ts';
import { DataPlacement } from '../shared/data-placement.ts';
import { recheckedResults } from '../shared/recheck.ts';
import { decisionText } from './eliminate-data-text.ts';
import type { EliminateArguments } from './eliminate-options.ts';
import { prepare, requestOf } from './eliminate-request.ts';

/** `spurious eliminate --model M.json --data D …`: finite data. The number is the exit code. */
export async function runEliminateData(args: EliminateArguments, context: Context): Promise<number> {
  const prepared = await compute(context, 'eliminate', () => prepare(args));
  const parser = prepared.expressions ? await loadParser() : null;
  const request = await compute(context, 'eliminate', () => requestOf(args, prepared, parser));
  if (args.descent !== undefined) {
    const { runEliminateDescent } = await import('./eliminate-descent.ts');
    return runEliminateDescent(args, request, context);
  }
  const { augmented, model, data, neuron } = request;
  const placement = new DataPlacement(args.beside);
  const wanted = args.out !== undefined || args.recheck;
  const { decision, text, uncertified } = await compute(context, 'eliminate', () => {
    const found = decided(augmented, model, neuron);
    const made = wanted
      ? certifiedDecision(
          augmented,
          found,
          { ...producer, digits: Math.max(1, found.digits) },
          placement.place,
        )
      : { certificate: null, uncertified: [] };
    return {
      decision: found,
      text: made.certificate && serialise(made.certificate),
      uncertified: made.uncertified,
    };
  });
  const stem = basename(model).replace(/\.(?:json|csv|tsv|txt|npy|npz)(?:\.gz)?$/, '');
  const path =
    text === null || args.out === undefined ? null : join(args.out, `${stem}.elimination.certificate.json`);
  if (text !== null && path !== null) {
    placement.write(args.out!);
    writeFileAtomic(path, text);
  }
  const about = {
    source: model,
    data,
    ...decisionJson(augmented, decision, neuron),
    certificate: path,
    uncertified,
  };
  const [result] = await recheckedResults(
    [{ of: model, text, beside: placement.text, result: about }],
    args.recheck,
    context,
  );
  const json = `${JSON.stringify({ results: [result] }, null, 2)}\n`;
  if (args.out !== undefined) writeFileAtomic(join(args.out, `${stem}.elimination.json`), json);
  context.out(args.json ? json : decisionText(result!));
  return result!.rechecked === false ? EXIT.doesNotHold : exitOf(result!);
}

/** 0 for a local minimum confirmed or refuted, 1 where it is undecided or no theorem applies. */
function exitOf({ claims }: DecisionJson): number {
  return claims !== null && claims.localMinimum !== 'undecided' ? EXIT.holds : EXIT.doesNotHold;
}

/** Of a neuron that does not satisfy the condition nothing is claimed. */
function decided(augmented: Augmented, model: string, neuron: NeuronCondition | null): Decision {
  if (neuron !== null && neuron.holds !== 'yes')
    return { digits: 0, theorems: [], applies: neuron.holds, claims: null };
  try {
    return decide(augmented, guesses);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const expected = 'a model, a loss and added neurons that have values on the data, exponents below 65536';
    throw new FileError(model, '', error.message, expected);
  }
}
