import type { Certificate, PointCertificate } from '../../certificate/index.ts';
import { LIMITS } from '../../certificate/index.ts';
import { FileError, looksLikeJson, readExactText, writeFileAtomic } from '../../files/index.ts';
import type { Candidate } from '../../model/candidate.ts';
import { expandBlocks } from '../../model/expand.ts';
import { PICTURES, type PictureName } from '../../report/pictures/names.ts';
import { drawnPart } from '../../report/portrait/drawn-part.ts';
import { densePortrait, floatRows, portraitOf } from '../../report/portrait/portrait.ts';
import { verify } from '../../verify/verify.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import { certificateOfText } from '../search/search-results.ts';
import {
  CANDIDATE_OPTIONS,
  type CandidateArguments,
  candidatesOf,
  checkCandidateOptions,
  targetsOf,
} from '../shared/candidate-options.ts';
import { compute } from '../shared/compute.ts';

interface PictureArguments extends CandidateArguments {
  readonly source: string;
  readonly show: 'all' | PictureName;
  readonly out: string | undefined;
}

export const pictureCommand: Command<PictureArguments> = {
  name: 'picture',
  describe: 'Draw a point: its matrix, its spectrum, the landscape around it; SVG',
  operands: {
    name: 'source',
    value: 'CERTIFICATE|CANDIDATE',
    count: 'one',
    reads: true,
    describe: 'A certificate about a point, or a candidate, which is verified first',
  },
  options: {
    show: {
      type: 'string',
      choices: ['all', ...PICTURES],
      default: 'all',
      describe: 'One picture; F along lines: targets, weakest, split; in planes: plane, split-plane',
    },
    out: {
      type: 'string',
      value: 'FILE.svg',
      describe: 'The file to write; without it the SVG goes to stdout',
    },
    ...CANDIDATE_OPTIONS,
  },
  examples: [
    ['picture certificates/6-6.certificate.json --out 6-6.svg', 'all pictures on a sheet'],
    ['picture candidates/20-20.json --show plane --out plane.svg', 'one for a paper'],
  ],
  exits: { holds: 'the picture is drawn', doesNotHold: 'there is no such picture of this point' },
  run: runPicture,
};

async function runPicture(args: PictureArguments, context: Context): Promise<number> {
  const { source, show, out } = args;
  if (out !== undefined && !out.endsWith('.svg'))
    throw new UsageError(`--out takes a name that ends in .svg, not ${out}`);
  checkCandidateOptions(args);
  const certificate = certificateIn(source);
  const subject = certificate === null ? await candidateIn(args, context) : pointOf(certificate, source);
  const only = show === 'all' ? null : show;
  const [{ pictureFile, picturesOf, sheetFile }, { portrait, claim }] = [
    await import('../../report/pictures/picture.ts'),
    await compute(context, 'picture', () => portraitOfSubject(subject, only)),
  ];
  const pictures = picturesOf(portrait, claim);
  const draw =
    only === null ? () => sheetFile([...pictures.values()].map((drawn) => drawn())) : pictures.get(only);
  if (draw === undefined) {
    const why = claim === null ? 'no critical point is proved there' : 'the point has none, or is too large';
    context.err(`spurious: ${source}: no picture "${show}": ${why}\n`);
    return EXIT.doesNotHold;
  }
  const drawn = await compute(context, 'picture', draw);
  const svg = only === null ? drawn : pictureFile(drawn);
  if (out === undefined) context.out(svg);
  else writeFileAtomic(out, svg);
  return EXIT.holds;
}

/** A file of JSON that calls itself a certificate; null for any other. */
function certificateIn(source: string): Certificate | null {
  if (!looksLikeJson(source)) return null;
  const text = readExactText(source, LIMITS.characters);
  return text.slice(0, 400).includes('"spurious-certificate"') ? certificateOfText(text, source) : null;
}

function pointOf(certificate: Certificate, source: string): PointCertificate {
  const point = drawnPart(certificate);
  if (point !== null) return point;
  throw new FileError(source, 'kind', `"${certificate.kind}"`, 'a certificate about one point');
}

async function candidateIn(args: PictureArguments, context: Context): Promise<Candidate> {
  const targets = await targetsOf(args.targets, context);
  const [first, ...others] = await candidatesOf(args.source, args, targets, context);
  if (others.length > 0)
    throw new UsageError(`${args.source} holds ${others.length + 1} families: choose one with --family`);
  return first!.candidate;
}

function portraitOfSubject(subject: PointCertificate | Candidate, only: PictureName | null) {
  if ('claim' in subject) return { portrait: portraitOf(subject, only), claim: subject.claim };
  const certificate = verify(subject, { producer }).certify();
  if (certificate !== null) return { portrait: portraitOf(certificate, only), claim: certificate.claim };
  const { weights, targets, d, k } = subject.form === 'dense' ? subject : expandBlocks(subject);
  const point = {
    k,
    d,
    weights: floatRows(weights),
    targets: targets === null ? null : floatRows(targets),
  };
  return { portrait: densePortrait(point, only), claim: null };
}
