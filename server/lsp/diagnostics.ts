import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver/node';
import { ruleUrlOf } from '../core/feature/ruleUrl.ts';
import { lineAt, lineEndAt } from '../core/octets/lineIndex.ts';
import type { Span } from '../core/octets/span.ts';
import { sourceLineOf } from '../core/transcript/sourcePlace.ts';
import type { Finding } from '../core/rule/finding.ts';
import { SEVERITIES, messageOf } from '../core/rule/finding.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import type { RuleTag, Severity } from '../core/rule/rule.ts';
import type { DiagnosticSupport } from './diagnosticSupport.ts';
import type { LspRange, TranscriptDocument } from './document.ts';
import type { Counts, DocumentLint } from './documentLint.ts';
import type { ReadPiece } from './piece.ts';

/** VS Code keeps 1 000 diagnostics a file; one of them says how many more there are. */
export const DIAGNOSTIC_LIMIT = 999;

/** What a client can show, and how many of its places are taken. */
export interface DiagnosticRoom extends DiagnosticSupport {
  readonly taken?: number;
}

/** Severities as LSP numbers them. */
export const LSP_SEVERITY: Readonly<Record<Severity, 1 | 2 | 3 | 4>> = {
  error: 1,
  warning: 2,
  information: 3,
  hint: 4,
};

/** Tags as LSP numbers them. */
const LSP_TAG: Readonly<Record<RuleTag, 1 | 2>> = { unnecessary: 1, deprecated: 2 };

/** The document's findings for the client: the most severe ones, in the order of the text. */
export function diagnosticsOf(
  document: TranscriptDocument,
  lint: DocumentLint,
  support: DiagnosticRoom,
): Diagnostic[] {
  const left = quotas(lint.totals, DIAGNOSTIC_LIMIT - (support.taken ?? 0));
  const diagnostics: Diagnostic[] = [];
  const pieces = document.pieces();
  for (const [index, piece] of pieces.entries()) {
    const findings = lint.findingsOf(piece);
    if (findings.length === 0) continue;
    const known = madeFor({ document, index, piece, support }, findings);
    for (const [at, finding] of findings.entries()) {
      if (left[finding.severity] <= 0) continue;
      left[finding.severity]--;
      diagnostics.push((known[at] ??= diagnosticOf({ document, index, piece, support }, finding)));
    }
  }
  if (!pieces.some(piece => piece.chunk.sessions.length > 0) && isWritten(pieces)) {
    diagnostics.push(NO_SESSION);
  }
  const omitted = SEVERITIES.reduce((sum, name) => sum + lint.totals[name], -diagnostics.length);
  if (omitted > 0) diagnostics.push(omission(omitted));
  return diagnostics;
}

/** Whoever opens prose, or a log nobody can read, is told so instead of seeing nothing. */
const NO_SESSION: Diagnostic = {
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  severity: LSP_SEVERITY.information,
  source: 'smtp',
  message:
    'No SMTP session was found here.\nFix: Begin the lines of the server with "S: " and those of the client with "C: ", or paste the dialogue as a terminal shows it.',
};

/** Something other than blanks, notes and directives stands in the document. */
function isWritten(pieces: readonly ReadPiece[]): boolean {
  return pieces.some(({ chunk }) => chunk.loose.some(line => line.kind === 'unknown'));
}

interface Made {
  readonly line: number;
  readonly list: (Diagnostic | undefined)[];
}

/** What was sent before, by the list of findings: it holds as long as its lines did not move. */
const made = new WeakMap<readonly Finding[], Made>();

function madeFor(showing: Showing, findings: readonly Finding[]): Made['list'] {
  const line = showing.document.lineBase(showing.index);
  const known = made.get(findings);
  if (known?.line === line) return known.list;
  const fresh: Made = { line, list: [] };
  made.set(findings, fresh);
  return fresh.list;
}

/** Where a finding is to be shown. */
export interface Showing {
  readonly document: TranscriptDocument;
  readonly index: number;
  readonly piece: ReadPiece;
  readonly support: DiagnosticSupport;
}

/** One finding: what, why, and what to do. */
export function diagnosticOf(showing: Showing, finding: Finding): Diagnostic {
  const { document, index, piece, support } = showing;
  const base = document.lineBase(index);
  const what = messageOf(finding, offset => base + sourceLineOf(piece.chunk, offset) + 1);
  return {
    range: onOneLine(showing, finding.at),
    ...wordingOf(finding, what, support),
    ...(support.related && finding.related.length > 0
      ? { relatedInformation: relatedOf(showing, finding) }
      : {}),
  };
}

/** All of a diagnostic that does not depend on where it is; `what` is its first line. */
export function wordingOf(
  { rule: id, severity }: Pick<Finding, 'rule' | 'severity'>,
  what: string,
  support: DiagnosticSupport,
): Omit<Diagnostic, 'range'> {
  const rule = ruleOf(id);
  const tags = rule?.tags?.map(tag => LSP_TAG[tag]).filter(tag => support.tags.has(tag)) ?? [];
  return {
    severity: LSP_SEVERITY[severity],
    code: id,
    ...(support.codeDescription ? { codeDescription: { href: ruleUrlOf(id) } } : {}),
    source: 'smtp',
    ...(tags.length > 0 ? { tags } : {}),
    message: rule === undefined ? what : `${what}\nWhy: ${rule.why}\nFix: ${rule.advice}`,
  };
}

function relatedOf(showing: Showing, finding: Finding): DiagnosticRelatedInformation[] {
  return finding.related.map(({ at, message }) => ({
    location: { uri: showing.document.uri, range: onOneLine(showing, at) },
    message,
  }));
}

/** A finding ends where its first line ends: marking half a file says nothing. */
function onOneLine({ document, index, piece }: Showing, span: Span): LspRange {
  const { lines, octets } = piece.chunk;
  const lineEnd = lineEndAt(octets, lines, lineAt(lines, span.start));
  const start = Math.min(span.start, lineEnd);
  const end = Math.max(start, Math.min(span.end, lineEnd));
  return document.rangeOfFirstLine(index, { start, end });
}

/** How many of each severity are shown, most severe first. */
function quotas(totals: Counts, most: number): Counts {
  const left = { ...totals };
  let room = most;
  for (const severity of SEVERITIES) {
    left[severity] = Math.min(totals[severity], room);
    room -= left[severity];
  }
  return left;
}

function omission(omitted: number): Diagnostic {
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: LSP_SEVERITY.information,
    source: 'smtp',
    message: `${String(omitted)} less severe findings of this file are not shown; the command line's lint counts them all.`,
  };
}
