import { probeDialect } from '../core/dialect/probe.ts';
import type { Scanner } from '../core/octets/scanner.ts';
import { OctetWriter } from './octetWriter.ts';
import { writeAside, writeSession } from './smtpSession.ts';
import type { Converted, ConvertInput, Part, Target } from './target.ts';

/** `.smtp`: everything that was on the wire. */
export const smtpTarget: Target = {
  id: 'smtp',
  label: 'SMTP transcript (.smtp)',
  extension: 'smtp',
  languageId: 'smtp-transcript',
  scope: 'transcript',
  notes: 'Keeps all that was on the wire, times and events; lines of a log about other things go.',
  render,
};

function render({ parts, whole }: ConvertInput): Converted {
  const writer = new OctetWriter();
  const order = { first: true };
  for (const part of parts) writePart(writer, part, { whole, order });
  const scanner = parts[0]?.chunk.scanner;
  const octets = writer.written();
  return { files: [scanner === undefined ? octets : named(octets, scanner)], losses: [] };
}

const BOUNDARY = '\n# --- new session ---\n';

/** Sessions and what stands between them, in the order of the text. */
function writePart(
  writer: OctetWriter,
  { chunk, sessions }: Part,
  { whole, order }: { readonly whole: boolean; readonly order: { first: boolean } },
): void {
  for (const session of sessions) {
    if (!order.first) writer.ascii(BOUNDARY);
    order.first = false;
    writeSession(writer, chunk, session);
  }
  // Only what no session follows is loose; behind a session it would become its own.
  const loose = whole ? chunk.loose : [];
  if (loose.length > 0 && !order.first) writer.ascii(BOUNDARY);
  for (const step of loose) writeAside(writer, chunk, step);
}

/** Says what it is, where something in the text looks like another tool's. */
function named(octets: Uint8Array, scanner: Scanner): Uint8Array {
  if (probeDialect(octets, scanner).dialect.id === 'smtp') return octets;
  const head = scanner.encode('# @dialect smtp\n');
  const whole = new Uint8Array(head.length + octets.length);
  whole.set(head);
  whole.set(octets, head.length);
  return whole;
}
