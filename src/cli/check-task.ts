import { CertificateError } from '../certificate/index.ts';
import { type CheckProgress, type CheckResult, checkCertificate } from '../checker/index.ts';
import { readTextFile } from '../files/index.ts';
import { milliseconds as now } from './clock.ts';

/** A certificate to be confirmed, in a file or as its text. */
export type CheckTask = { readonly path: string } | { readonly text: string };

/** The checker's answer, or why the file is no certificate at all. */
export type CheckOutcome =
  | { readonly answer: CheckResult; readonly milliseconds: number }
  | { readonly invalid: string };

/** Checks one certificate. `progress` hears how many of the intervals of a theorem are confirmed. Throws FileError. */
export default function checkTask(task: CheckTask, progress?: CheckProgress): CheckOutcome {
  const text = 'text' in task ? task.text : readTextFile(task.path);
  const start = now();
  try {
    return { answer: checkCertificate(text, progress), milliseconds: now() - start };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return { invalid: error.message };
  }
}
