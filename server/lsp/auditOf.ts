import { Buffer } from 'node:buffer';
import type { Diagnostic } from 'vscode-languageserver/node';
import { FileChecker } from '../core/rule/fileChecker.ts';
import { messageOf } from '../core/rule/finding.ts';
import type { Finding } from '../core/rule/finding.ts';
import { mixesLineEnds } from '../core/transcript/fileLineEnds.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { sourceLineOf, sourceSpanOf } from '../core/transcript/sourcePlace.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import { LSP_SEVERITY, wordingOf } from './diagnostics.ts';
import type { DiagnosticSupport } from './diagnosticSupport.ts';
import type { OpenDocument } from './documentStore.ts';
import { FilePositions } from './filePositions.ts';
import type { FileText } from './fileText.ts';
import { fileTextOf } from './fileText.ts';

/** More are not shown: they would push aside what the buffer shows. */
const MOST = 200;

/**
 * What the octets of a file on disk show and the buffer that was made of them does not: line ends
 * that are unlike the others, octets that the editor replaced. Empty where the buffer is not the
 * text of the file. Yields often, so that requests need not wait for the end of a long file.
 */
export function* auditOf(
  open: OpenDocument,
  file: Uint8Array,
  support: DiagnosticSupport,
): Generator<undefined, readonly Diagnostic[]> {
  const { document } = open;
  const buffer = document.octets();
  const text = fileTextOf(file, buffer);
  if (text === undefined) return [];
  if (text.same && !mixesLineEnds({ octets: text.octets, scanner: bufferScanner })) return [];
  const positions = new FilePositions(text, buffer, document.encoding);
  const found = yield* findingsIn(open, text, { positions, support });
  const replaced = replacedIn(text);
  return [...(replaced < 0 ? [] : [replacedOctets(positions, replaced)]), ...found];
}

interface Placing {
  readonly positions: FilePositions;
  readonly support: DiagnosticSupport;
}

/** Findings of the rules that need the file, as far as the buffer does not have them as well. */
function* findingsIn(
  open: OpenDocument,
  text: FileText,
  placing: Placing,
): Generator<undefined, readonly Diagnostic[]> {
  const { positions } = placing;
  const checker = new FileChecker({ ...open.lint.options, fileOctets: true });
  const { dialect } = open.document.dialect;
  const diagnostics: Diagnostic[] = [];
  let shown: ReadonlySet<string> | undefined;
  let base = 0;
  for (const chunk of readTranscript(text.octets, { scanner: bufferScanner, dialect })) {
    for (const finding of checker.check(chunk, { first: base === 0 })) {
      if (ruleOf(finding.rule)?.needs !== 'file') continue;
      shown ??= shownIn(open);
      const line = positions.lineOf(base + sourceSpanOf(chunk, finding.at).start);
      if (shown.has(keyOf(finding, line))) continue;
      if (diagnostics.length >= MOST) return diagnostics;
      diagnostics.push(diagnosticIn({ chunk, base, ...placing }, finding));
    }
    base += chunk.source.length;
    yield;
  }
  return diagnostics;
}

function shownIn({ document, lint }: OpenDocument): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [index, piece] of document.pieces().entries()) {
    const base = document.lineBase(index);
    for (const finding of lint.findingsOf(piece)) {
      keys.add(keyOf(finding, base + sourceLineOf(piece.chunk, finding.at.start)));
    }
  }
  return keys;
}

function keyOf({ rule }: Finding, line: number): string {
  return `${rule} ${String(line)}`;
}

function diagnosticIn(
  place: Placing & { readonly chunk: Chunk; readonly base: number },
  finding: Finding,
): Diagnostic {
  const { chunk, base, positions, support } = place;
  const offsetOf = (offset: number): number =>
    base + sourceSpanOf(chunk, { start: offset, end: offset }).start;
  const { start, end } = sourceSpanOf(chunk, finding.at);
  const what = messageOf(finding, offset => positions.lineOf(offsetOf(offset)) + 1);
  return {
    range: positions.rangeOf({ start: base + start, end: base + end }),
    ...wordingOf(
      finding,
      `${what} This is in the file on disk; the editor does not show it.`,
      support,
    ),
  };
}

const REPLACEMENT = '\ufffd';

/** Offset of the first octets that the editor had to replace, -1 where there are none. */
function replacedIn({ octets, decoding }: FileText): number {
  const { length } = octets;
  if (decoding !== 'utf-8' || bufferScanner.isUtf8(octets, 0, length)) return -1;
  const text = bufferScanner.utf8(octets, 0, length);
  let from = 0;
  let at = 0;
  for (;;) {
    const index = text.indexOf(REPLACEMENT, from);
    if (index < 0) return -1;
    at += Buffer.byteLength(text.slice(from, index));
    const isWritten = SPELLED.every((octet, place) => octets[at + place] === octet);
    if (!isWritten) return at;
    at += SPELLED.length;
    from = index + 1;
  }
}

/** U+FFFD in UTF-8: somebody wrote it. */
const SPELLED = [0xef, 0xbf, 0xbd];

/** Whoever saves the file loses them. */
function replacedOctets(positions: FilePositions, at: number): Diagnostic {
  return {
    range: positions.rangeOf({ start: at, end: at + 1 }),
    severity: LSP_SEVERITY.information,
    source: 'smtp',
    message:
      'The file on disk holds octets that are not UTF-8; the editor shows U+FFFD instead, and saving would write that.\nFix: Reopen the file with its encoding, such as Windows 1252, before you change it. A replay of the saved file sends the octets as they are.',
  };
}
