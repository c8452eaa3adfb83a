import type { Chunk, Content, Exchange } from '../../transcript/model.ts';
import { cluesFrom, wideCluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';
import { isUsual } from './contentClues.ts';
import type { RareOctets } from './contentClues.ts';
import { ANY_HEADER, HEADER_LOOK, lookAtHeader } from './plainHeader.ts';

/** What the header of a message shows. */
export interface HeaderClues {
  /** For the exchange that sends it. */
  readonly own: Clues;
  /** For the session as a whole. */
  readonly wide: Clues;
}

const NOTHING: HeaderClues = { own: 0, wide: 0 };
const NOWHERE = { start: 0, end: 0 };

/** What each look tells, made once. */
const BY_LOOK: readonly HeaderClues[] = Array.from({ length: ANY_HEADER + 1 }, (_, look) => {
  const wide =
    ((look & HEADER_LOOK.mime) === 0 ? 0 : wideCluesFrom('mime')) |
    ((look & HEADER_LOOK.oddField) === 0 ? 0 : wideCluesFrom('odd-field')) |
    ((look & HEADER_LOOK.oddTrace) === 0 ? 0 : wideCluesFrom('trace-field')) |
    ((look & HEADER_LOOK.otherEnvelope) === 0 ? 0 : wideCluesFrom('other-envelope'));
  return { own: (look & HEADER_LOOK.odd) === 0 ? 0 : cluesFrom('odd-header'), wide };
});
const HIDDEN: HeaderClues = { own: cluesFrom('odd-header'), wide: 0 };

/** Message content, the exchange it belongs to, and the newest RCPT before it. */
export interface Message {
  readonly exchange: Exchange;
  readonly content: Content;
  readonly rcpt: Exchange | undefined;
}

/** Looks at the header of a message. */
export function headerClues(
  chunk: Chunk,
  { exchange, content, rcpt }: Message,
  { ascii, raw }: RareOctets,
): HeaderClues {
  if (!content.shown) return HIDDEN;
  if (!isUsual(content) || raw) return BY_LOOK[ANY_HEADER] ?? HIDDEN;
  if (content.blocks.length === 0) return NOTHING;
  const mail = (exchange.before.transaction ?? exchange.known.transaction)?.mail;
  if (mail !== undefined && !beginsWithFrom(chunk, mail)) return BY_LOOK[ANY_HEADER] ?? HIDDEN;
  const paths = {
    mail: mail?.command.argument ?? NOWHERE,
    rcpt: isAcceptedFor(mail, rcpt) ? rcpt.command.argument : NOWHERE,
    ascii,
  };
  return BY_LOOK[lookAtHeader(chunk, content, paths)] ?? HIDDEN;
}

/** Behind anything else an address may be found that a look at the plainest form does not see. */
function beginsWithFrom({ octets }: Chunk, { command }: Exchange): boolean {
  const { start } = command.argument;
  return FROM.every((octet, at) => ((octets[start + at] ?? 0) | 0x20) === octet);
}

/** `from:`; the bit that makes letters small is set in the colon anyway. */
const FROM = [0x66, 0x72, 0x6f, 0x6d, 0x3a];

/** The server took this recipient for the transaction that this MAIL opened. */
function isAcceptedFor(mail: Exchange | undefined, rcpt: Exchange | undefined): rcpt is Exchange {
  const code = rcpt?.replies[0]?.code ?? 0;
  return code >= 200 && code < 300 && rcpt?.before.transaction?.mail === mail;
}
