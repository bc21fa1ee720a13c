import { writeFileAtomic } from '../files/index.ts';
import { polishSymmetric } from '../proposals/symmetric/newton.ts';
import { coqFile } from '../report/coq.ts';
import { type Command, type Context, EXIT, UsageError } from './context.ts';
import { readAnyCertificateFile } from './search/search-results.ts';
import { compute } from './shared/compute.ts';

interface ExportArguments {
  readonly certificate: string;
  readonly coq: boolean;
  readonly out: string | undefined;
}

export const exportCommand: Command<ExportArguments> = {
  name: 'export',
  describe: 'Write a certificate as a Coq file, a theorem for Coq’s kernel (scripts/formal checks it)',
  operands: {
    name: 'certificate',
    value: 'CERTIFICATE',
    count: 'one',
    reads: true,
    describe: 'Certificate file',
  },
  options: {
    coq: { type: 'boolean', describe: 'The format: Coq, docs/formal.md' },
    out: { type: 'string', value: 'FILE', describe: 'The file to write; without it the text goes to stdout' },
  },
  examples: [['export certificates/6-6.certificate.json --coq --out 6-6.v', 'a theorem for Coq']],
  exits: {
    holds: 'the theorem is written',
    doesNotHold: 'the formal development does not cover the certificate',
  },
  run: runExport,
};

async function runExport({ certificate, coq, out }: ExportArguments, context: Context): Promise<number> {
  if (!coq) throw new UsageError('export needs a format: --coq');
  const exported = await compute(context, 'export', () =>
    coqFile(readAnyCertificateFile(certificate), polishSymmetric),
  );
  if ('reason' in exported) {
    context.err(`spurious: ${certificate} is not exported: ${exported.reason}\n`);
    return EXIT.doesNotHold;
  }
  if (out === undefined) context.out(exported.text);
  else writeFileAtomic(out, exported.text);
  return EXIT.holds;
}
