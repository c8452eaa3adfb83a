import type { TextEdit } from 'vscode-languageserver/node';
import { bufferScanner } from '../../host/bufferScanner.ts';
import type { ChunkFinding } from '../../report/findingsIn.ts';
import { fixRounds } from '../../report/fixRounds.ts';
import type { FixOrder } from '../../report/fixRounds.ts';
import type { OpenDocument } from '../documentStore.ts';
import { fixesIn } from './fixable.ts';

/** A longer document is fixed by what is known of it already: reading it anew would take seconds. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** An editor would be busy for long with more; who asks again gets the next ones. */
const MOST_FINDINGS = 20_000;

/** The edits that fix all findings of a kind at once, and what that makes room for. */
export function fixAllEdits(open: OpenDocument, order: FixOrder): TextEdit[] {
  const { document, lint } = open;
  const { dialect } = document.dialect;
  if (dialect.id !== 'smtp') return [];
  const octets = document.octets();
  const found = knownFindings(open);
  const rounds = octets.length > MOST_OCTETS || found.length >= MOST_FINDINGS ? 1 : undefined;
  const { changes } = fixRounds({ octets, scanner: bufferScanner, dialect }, lint.options, {
    ...order,
    found,
    ...(rounds && { rounds }),
  });
  return changes.map(change => ({
    range: document.rangeOfOctets(change),
    newText: bufferScanner.utf8(change.octets, 0, change.octets.length),
  }));
}

function knownFindings({ document, lint }: OpenDocument): readonly ChunkFinding[] {
  const found: ChunkFinding[] = [];
  let base = 0;
  for (const piece of document.pieces()) {
    for (const finding of fixesIn(piece, lint.findingsOf(piece))) found.push({ finding, base });
    if (found.length >= MOST_FINDINGS) break;
    base += piece.octets.length;
  }
  return found;
}
