/** Pictures as files of their own, for papers: one of them, or all on one sheet. */
import type { PointCertificate } from '../../certificate/index.ts';
import type { Portrait } from '../portrait/portrait.ts';
import { heatMapSvg } from './heat-map.ts';
import { planeSvg, segmentSvg, spectrumSvg } from './landscape.ts';
import type { PictureName } from './names.ts';
import { standaloneSvg, WIDTH } from './svg.ts';

/** What draws the pictures of a point that there are; those of critical points need its certificate. */
export function picturesOf(
  { heat, spectrum, segments, planes }: Portrait,
  claim: PointCertificate['claim'] | null,
): ReadonlyMap<PictureName, () => string> {
  const found = new Map<PictureName, () => string>([['matrix', () => heatMapSvg(heat)]]);
  if (spectrum !== null && !spectrum.some(({ value }) => Number.isNaN(value))) {
    const bound =
      claim !== null && 'lambdaMin' in claim && claim.lambdaMin !== null
        ? ({ value: Number(claim.lambdaMin), side: claim.verdict === 'saddle' ? 'most' : 'least' } as const)
        : null;
    found.set('spectrum', () => spectrumSvg(spectrum, bound));
  }
  if (claim === null || claim.verdict === 'no-critical-point') return found;
  for (const segment of segments) found.set(segment.kind, () => segmentSvg(segment));
  const radius = Number(claim.uniquenessRadius);
  for (const plane of planes)
    found.set(plane.kind === 'targets' ? 'plane' : 'split-plane', () => planeSvg(plane, radius));
  return found;
}

const GAP = 24;

/** One picture as a file. */
export const pictureFile = (svg: string): string => standaloneSvg(onPaper(svg));

/** Pictures in two columns as one file. */
export function sheetFile(pictures: readonly string[]): string {
  const heights = [0, 0];
  const placed = pictures.map((svg) => {
    const column = heights[1]! < heights[0]! ? 1 : 0;
    const y = heights[column]!;
    heights[column]! += heightOf(svg) + GAP;
    return svg.replace('<svg ', `<svg x="${column * (WIDTH + GAP)}" y="${y}" `);
  });
  const [width, height] = [pictures.length > 1 ? 2 * WIDTH + GAP : WIDTH, Math.max(...heights) - GAP];
  return standaloneSvg(
    onPaper(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${placed.join('')}</svg>`,
    ),
  );
}

const heightOf = (svg: string): number => Number(/^<svg [^>]*?\bheight="([\d.]+)"/.exec(svg)![1]);

/** White paper behind it: a viewer may have a dark one. */
function onPaper(svg: string): string {
  return svg.replace(/^<svg [^>]*>/, (tag) => `${tag}<rect width="100%" height="100%" fill="#ffffff"/>`);
}
