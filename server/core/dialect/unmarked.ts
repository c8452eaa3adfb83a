import { BareReader } from './bareReader.ts';
import type { Dialect, LineKind } from './dialect.ts';
import { NO_EVIDENCE, bareEvidence, linesOf } from './evidence.ts';

/** Both directions in one stream, as on the wire: go-smtp's Debug writer, ncat -o. */
export const unmarked: Dialect = {
  id: 'both-ways-unmarked',
  label: 'Both directions without marks (go-smtp, ncat -o)',
  description: 'Octets of both sides in one stream, with the CRLF of the wire and no marks.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (!bareEvidence(sample).replies || !isWire(sample)) return NO_EVIDENCE;
    return { certainty: 0.55, why: 'a dialogue without marks, all lines end with CRLF' };
  },
  open: (octets, scanner) =>
    new BareReader(octets, scanner, { farewell: cutContent, terminal: 'wire' }),
};

/** Every line ends with CRLF, the first is one of a dialogue, and nobody wrote notes into it. */
function isWire(sample: string): boolean {
  const lines = linesOf(sample, 50);
  const replies = lines.filter(line => /^\d{3}(?:[ -]|$)/.test(line)).length;
  if (replies === 0 || replies === lines.length) return false;
  if (!/^(?:\d{3}[ -]|[A-Za-z]{4}(?:[ :]|$))/.test(lines[0] ?? '')) return false;
  if (/^# ?[@<-]/m.test(sample)) return false;
  const feeds = sample.match(/\n/g)?.length ?? 0;
  const pairs = sample.match(/(?<!\r)\r\n/g)?.length ?? 0;
  return feeds >= 2 && pairs >= feeds * 0.95;
}

/** What go-smtp says when the client goes away in its message; glued to the last half line. */
function cutContent(head: string): LineKind | undefined {
  return /^.{0,400}554 5\.0\.0 Error: transaction failed.{0,60}: unexpected EOF$/.test(head)
    ? 'lost'
    : undefined;
}
