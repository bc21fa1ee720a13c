/** A report: one page with certificates, tables and figures that checks its certificates itself. */
import type { Certificate } from '../../certificate/index.ts';
import { type FigureRow, figureMarkup } from '../figure.ts';
import { intervalsSvg } from '../pictures/intervals.ts';
import { drawnPart } from '../portrait/drawn-part.ts';
import type { Portrait } from '../portrait/portrait.ts';
import { columnsOf, type TableRow } from '../table.ts';
import { dataBlock, drawn, html, type Markup } from './markup.ts';
import { grouped } from './numbers.ts';
import { actions, certificateMarkup, figure, portraitMarkup, summaryLine } from './sections.ts';
import { theoremOf } from './theorem.ts';

/** A certificate with what the checker said of it when the report was written. */
export interface CertificatePart {
  readonly name: string;
  readonly text: string;
  readonly certificate: Certificate;
  readonly portrait: Portrait | null;
  /** Null: accepted. */
  readonly rejected: string | null;
}

/** What a search found. */
export interface SearchPart {
  readonly name: string;
  readonly table: readonly TableRow[];
  readonly figure: readonly FigureRow[];
}

/** What an audit found, as far as it is shown. */
export interface AuditPart {
  readonly name: string;
  readonly counts: Readonly<Record<'families' | 'minima' | 'saddles' | 'inconclusive' | 'distinct', number>>;
  readonly table: readonly TableRow[];
  readonly findings: readonly Readonly<Record<'id' | 'severity' | 'where' | 'text', string>>[];
}

export interface Report {
  readonly searches: readonly SearchPart[];
  readonly audits: readonly AuditPart[];
  readonly certificates: readonly CertificatePart[];
}

/** The title and the body of a report, to be put into its shell. */
export function reportBody({ searches, audits, certificates }: Report): {
  readonly title: string;
  readonly body: string;
} {
  const title =
    certificates.length === 1 && searches.length + audits.length === 0
      ? certificates[0]!.name
      : `${[
          counted(searches.length, 'search', 'searches'),
          counted(audits.length, 'audit', 'audits'),
          counted(certificates.length, 'certificate', 'certificates'),
        ]
          .filter((part) => part !== null)
          .join(', ')}`;
  const named = certificates.map((part, i) => ({ ...part, id: `certificate-${i + 1}` }));
  const body = html`<header><h1>spurious: a report</h1><p>Theorems about local minima of two-layer ReLU networks. Each certificate is in this page; “Check it here” reads it again and confirms every number in it, with nothing but this page.</p></header>
<main>
${
  named.length > 1 &&
  html`<details open><summary>Contents</summary><ul class="contents">${named.map(
    ({ id, name, certificate, rejected }) =>
      html`<li><a href="#${id}-article">${name}</a> ${rejected === null ? `${theoremOf(certificate).verdict.toLowerCase()}; ${summaryLine(certificate)}` : 'rejected'}</li>`,
  )}</ul></details>`
}
${searches.map(searchMarkup)}
${audits.map(auditMarkup)}
${named.map(certificateArticle)}
</main>
<footer><p>Proved in exact arithmetic, with bounds rounded to their safe side. Pictures and means are floating point. Statements in full, and what must be believed, stand with each certificate.</p></footer>
${named.map(({ id, text }) => dataBlock(id, text))}`;
  return { title: html`${title} · spurious`.text, body: body.text };
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}

function certificateArticle({
  id,
  name,
  certificate,
  portrait,
  rejected,
}: CertificatePart & { readonly id: string }): Markup {
  const file = name.replace(/^.*[/\\]/, '');
  const above = html`<p class="source">${name}</p>`;
  if (rejected !== null)
    return html`<article id="${id}-article">${above}<h2 class="verdict minimum">Rejected by the checker</h2><p class="lead">${rejected}</p><p>Nothing is claimed here.</p>${actions(id, file)}</article>`;
  const point = drawnPart(certificate);
  const pictures = portrait === null || point === null ? null : portraitMarkup(portrait, point);
  return html`<article id="${id}-article">${above}${certificateMarkup(certificate, id, file, pictures, 2)}</article>`;
}

function searchMarkup({ name, table, figure: rows }: SearchPart): Markup {
  const runs = table.reduce((sum, row) => sum + row.runs, 0);
  return html`<article><p class="source">${name}</p><h2>Where descent ends</h2>
<p class="lead">${grouped(runs)} runs of gradient descent from random starts. Every end where the gradient vanishes is certified; the share of spurious ends stands with its 95 % interval (Clopper and Pearson).</p>
${tableMarkup(table)}
${provedRuns(name, table)}
<div class="pictures">${figure('The share of spurious ends.', 'A dot for each (k, n) and its 95 % interval; the pointer shows the counts.', intervalsSvg(table))}</div>
${
  rows.some(({ objectives }) => objectives.length > 0) &&
  html`<figure><figcaption><b>The distribution of the loss at the ends.</b> The share of runs that ended at or below a value of F (Figure 1 of Safran and Shamir); the pointer shows the counts.</figcaption><div class="scroll" tabindex="0" role="region" aria-label="Distribution of the loss">${drawn(figureMarkup(rows))}</div></figure>`
}</article>`;
}

function tableMarkup(rows: readonly TableRow[]): Markup {
  const columns = columnsOf(rows);
  const cells = (row: TableRow): readonly string[] =>
    columns.map(({ cell }) => {
      const text = cell(row, ' – ');
      return /^\d+$/.test(text) ? grouped(Number(text)) : text;
    });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of searches"><table><thead><tr>${columns.map(({ head }) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => {
      const [first, ...others] = cells(row);
      return html`<tr title="${row.spurious} of ${row.runs} runs ended at a spurious minimum"><th scope="row">${first!}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`;
    },
  )}</tbody></table></div>`;
}

/** What was proved of the runs themselves, where prove-runs was there. */
function provedRuns(name: string, table: readonly TableRow[]): Markup | null {
  const proved = table.filter(({ confidence }) => confidence !== null);
  if (proved.length === 0) return null;
  const sum = (field: 'runs' | 'provedSpurious' | 'provedGlobal' | 'undecided'): string =>
    grouped(proved.reduce((total, row) => total + (row[field] ?? 0), 0));
  return html`<p>Of ${sum('runs')} runs it was proved where exact gradient descent from the exactly Gaussian start ends: ${sum('provedSpurious')} in a certified spurious minimum, ${sum('provedGlobal')} in the global one; ${sum('undecided')} are undecided. p ≥ and p ≤ bound the probability that a run ends in a spurious minimum, each with ${proved[0]!.confidence!} % confidence for each row; undecided runs count against both. This page does not hold these proofs: <code>spurious check ${name}</code> makes them again.</p>`;
}

function auditMarkup({ name, counts, table, findings }: AuditPart): Markup {
  return html`<article><p class="source">${name}</p><h2>An audit of published minima</h2>
<p class="lead">${grouped(counts.families)} published points: ${grouped(counts.minima)} are proved to be spurious local minima, ${grouped(counts.saddles)} to be saddles, about ${grouped(counts.inconclusive)} nothing is proved; ${grouped(counts.distinct)} are inequivalent.</p>
${table.length > 0 && tableMarkup(table)}
<h3>Findings</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Findings"><table><thead><tr><th scope="col" class="words">finding</th><th scope="col" class="words">where</th><th scope="col" class="words">what</th></tr></thead><tbody>${findings.map(
    ({ id, severity, where, text }) =>
      html`<tr><th scope="row">${id}, ${severity}</th><td class="words">${where}</td><td class="words">${text}</td></tr>`,
  )}</tbody></table></div></article>`;
}
