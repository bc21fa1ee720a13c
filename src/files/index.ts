export type { NamedArrays, NumericArray } from './array.ts';
export type { CandidateEntry } from './candidate.ts';
export { namesIn, sizeOf, systemReason } from './disk.ts';
export { FileError, oneLine, STANDARD_INPUT } from './errors.ts';
export type { ExampleOptions, LabelKind } from './examples.ts';
export { readExamples, readOutputs } from './examples.ts';
export type { Matrix } from './fields.ts';
export type { Formulas } from './formulas.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { parseJson } from './json.ts';
export { readMatVariables } from './mat.ts';
export type { StoredConstants } from './mat-objects.ts';
export { anyModelFromJson, holdsExpressions, modelFromJson, readModel } from './model.ts';
export type { CandidateFile, ParseOptions, ReadCandidateOptions } from './parse.ts';
export { parseCandidates, parseTargets, readCandidate } from './parse.ts';
export type { ReadOptions } from './read.ts';
export {
  formulasOf,
  looksLikeJson,
  readCandidates,
  readExactText,
  readJsonFile,
  readStoredConstants,
  readTargets,
  readTextFile,
} from './read.ts';
export { appendToFile, makeFolder, removeUnfinished, writeFileAtomic, writingMany } from './write.ts';
