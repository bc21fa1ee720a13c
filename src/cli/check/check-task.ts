import { dirname, join } from 'node:path';
import { CertificateError, DATA_LIMITS, LIMITS } from '../../certificate/index.ts';
import {
  type CheckArithmetic,
  type CheckProgress,
  type CheckResult,
  checkPart,
  type Part,
  type PartResult,
} from '../../checker/index.ts';
import { FileError, readExactText, STANDARD_INPUT } from '../../files/index.ts';
import { milliseconds as now } from '../shared/clock.ts';

/** A certificate to be confirmed, in a file or as its text, and times what budget it may need. */
export type CheckTask = ({ readonly path: string } | { readonly text: string }) & {
  readonly budget?: number;
  /** The text of the data file that it names, or the path of that file; without both it is looked for beside the certificate. */
  readonly beside?: string;
  readonly data?: string;
  readonly arithmetic?: CheckArithmetic;
};

/** The checker's answer, or why the file is no certificate at all. */
export type CheckOutcome =
  | { readonly answer: CheckResult; readonly milliseconds: number }
  | { readonly invalid: string };

/** The data file of a certificate. Throws FileError. */
function dataBeside(task: CheckTask, file: string): string {
  const folder = 'path' in task && task.path !== STANDARD_INPUT ? dirname(task.path) : '.';
  const path = task.data ?? join(folder, file);
  try {
    return readExactText(path, DATA_LIMITS.file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const certificate = 'path' in task ? task.path : 'the certificate';
    const expected = 'the file that it names, beside it or as --data FILE';
    throw new FileError(path, '', `the data of ${certificate} cannot be read there`, expected);
  }
}

/** The same of a part of it. */
export type CheckPartTask = CheckTask & { readonly part: Part };
export type CheckPartOutcome =
  | { readonly result: PartResult; readonly milliseconds: number }
  | { readonly invalid: string };

/** Checks a part of one certificate. `progress` hears how many of the intervals of a theorem are done. Throws FileError. */
export default function checkTask(task: CheckPartTask, progress?: CheckProgress): CheckPartOutcome {
  // A certificate is ASCII: it has no more bytes than it may have characters.
  const text = 'text' in task ? task.text : readExactText(task.path, LIMITS.characters);
  const start = now();
  try {
    const result = checkPart(text, task.part, progress, {
      budget: task.budget ?? 1,
      arithmetic: task.arithmetic ?? 'binary',
      beside: (file) => task.beside ?? dataBeside(task, file),
    });
    return { result, milliseconds: now() - start };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return { invalid: error.message };
  }
}
