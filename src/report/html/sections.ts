/** Parts of pages that are made of theorems and pictures. */
import type { Certificate, PointCertificate } from '../../certificate/index.ts';
import { heatMapSvg } from '../pictures/heat-map.ts';
import { planeSvg, segmentSvg, spectrumSvg } from '../pictures/landscape.ts';
import type { Segment } from '../portrait/cuts.ts';
import { drawnPart } from '../portrait/drawn-part.ts';
import type { NeuronClass, Portrait } from '../portrait/portrait.ts';
import { type Content, drawn, html, type Markup } from './markup.ts';
import { grouped, shortBound } from './numbers.ts';
import { theoremMarkup } from './theorem.ts';

export function figure(title: Content, explanation: Content, svg: string): Markup {
  return html`<figure><figcaption><b>${title}</b> ${explanation}</figcaption>${drawn(svg)}</figure>`;
}

const SEGMENTS: Readonly<Record<Segment['kind'], readonly [string, string]>> = {
  targets: [
    'Between W* and the targets.',
    'F on the straight line to the nearest arrangement of the targets. The hill between is why descent stays.',
  ],
  weakest: [
    'The weakest direction.',
    'F along the eigenvector of the least eigenvalue: it rises on both sides, if slowly.',
  ],
  split: [
    'The same point, one neuron split.',
    'F as the halves of one neuron move apart: with one neuron more there is a way down.',
  ],
};

/** What the coordinates of a heat map are, where they are something. */
function coordinateWords({ kind, problem, point }: PointCertificate): string {
  if (kind === 'wide' && point.centre !== null) return ' in an orthonormal basis of the span of the targets';
  return problem.targets === 'standard-basis' ? ', the direction of a target' : '';
}

/** Every picture of a point. */
export function portraitMarkup(portrait: Portrait, certificate: PointCertificate): Markup {
  const { heat, neurons, spectrum, segments, planes } = portrait;
  const { claim } = certificate;
  const radius = 'uniquenessRadius' in claim ? Number(claim.uniquenessRadius) : 0;
  const critical = claim.verdict !== 'no-critical-point';
  const least = 'lambdaMin' in claim && claim.lambdaMin !== null ? Number(claim.lambdaMin) : null;
  const side = claim.verdict === 'saddle' ? 'most' : 'least';
  const compact = heat.counts !== null;
  return html`<div class="pictures">
${figure(
  'The point W.',
  html`A row is a neuron, a column a coordinate${coordinateWords(certificate)}. Blue is positive, red negative. Neurons and coordinates that look alike stand together${compact ? '; a few stand for many' : ''}.`,
  heatMapSvg(heat),
)}
<figure><figcaption><b>Norms and angles.</b> How long the neurons are, and their angles with the targets.</figcaption>${neuronTable(neurons)}</figure>
${
  spectrum === null || spectrum.some(({ value }) => Number.isNaN(value))
    ? null
    : figure(
        'The spectrum of the Hessian.',
        'Eigenvalues in floating point (dots), and the bound that is proved (dashed line).',
        spectrumSvg(spectrum, least === null ? null : { value: least, side }),
      )
}
${segments
  .filter(({ kind }) => critical && (claim.verdict !== 'not-spurious' || kind === 'weakest'))
  .map((segment) => figure(...titleOf(segment.kind, claim.verdict), segmentSvg(segment)))}
${
  claim.verdict === 'spurious-local-minimum' || claim.verdict === 'saddle'
    ? planes.map((plane) =>
        figure(
          plane.kind === 'targets' ? 'The landscape towards the targets.' : 'The landscape after the split.',
          plane.kind === 'targets'
            ? 'Level lines of F in the plane of the two directions; the stronger the colour, the higher F. The red circle is the ball that the theorem is about, to scale, and magnified in the corner where it is too small to see.'
            : 'Level lines of F with one neuron more. Across the split W* is a hill, along the weakest eigenvector a valley: a saddle.',
          planeSvg(plane, radius),
        ),
      )
    : null
}</div>`;
}

function titleOf(kind: Segment['kind'], verdict: string): readonly [string, string] {
  const [title, text] = SEGMENTS[kind];
  if (verdict === 'spurious-local-minimum') return [title, text];
  if (kind === 'weakest')
    return ['The lowest direction.', 'F along the eigenvector of the least eigenvalue.'];
  return [title, text.replace(/\. .*$|: .*$/, '.')];
}

function neuronTable(neurons: readonly NeuronClass[]): Markup {
  const degrees = (x: number): string => `${x.toFixed(1)}°`;
  return html`<table><thead><tr><th scope="col">neurons</th><th scope="col">norm</th><th scope="col">angle to the nearest target</th><th scope="col">to the farthest</th></tr></thead><tbody>${neurons
    .slice(0, 24)
    .map(
      ({ count, first, norm, nearest, farthest }) =>
        html`<tr><th scope="row">${count === 1 ? (first === null ? '1' : `neuron ${first}`) : `${grouped(count)} alike`}</th><td>${norm.toFixed(4)}</td><td>${degrees(nearest)}</td><td>${degrees(farthest)}</td></tr>`,
    )}</tbody></table>${neurons.length > 24 ? html`<p class="fine">and ${neurons.length - 24} more</p>` : null}`;
}

/** What a certificate has beside it: a check, and its file. */
export function actions(id: string, name: string): Markup {
  return html`<p class="actions"><button type="button" data-check="${id}">Check it here</button> <button type="button" data-save="${id}" data-name="${name}">Save the certificate</button> <output data-answer="${id}" aria-live="polite"></output></p>`;
}

/** One certificate with everything about it. */
export function certificateMarkup(
  certificate: Certificate,
  id: string,
  name: string,
  pictures: Content,
  heading: 2 | 3 = 3,
): Markup {
  return html`${theoremMarkup(certificate, heading)}${actions(id, name)}${pictures}`;
}

/** The short line of a certificate in a list of contents. */
export function summaryLine(certificate: Certificate): string {
  const point = drawnPart(certificate);
  if (point === null) return '';
  const { k, n } = point.problem;
  const loss = 'objective' in point.claim ? `, F = ${shortBound(point.claim.objective.lower, 'down')}` : '';
  return `k = ${grouped(k)}, n = ${grouped(n)}${loss}`;
}
