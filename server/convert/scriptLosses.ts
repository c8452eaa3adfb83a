import { unescape } from '../core/octets/escapes.ts';
import { envelopeOf, pathTextOf } from '../core/transcript/envelope.ts';
import type { Chunk, Exchange, Session } from '../core/transcript/model.ts';
import type { ScriptedMessage } from './script.ts';
import { argumentOf, singleLine } from './commandText.ts';

const EXPRESSED: ReadonlySet<string> = new Set([
  'EHLO',
  'HELO',
  'LHLO',
  'STARTTLS',
  'AUTH',
  'MAIL',
  'RCPT',
  'DATA',
  'BDAT',
  'RSET',
  'QUIT',
]);
const MOST_NAMED = 8;

/** What no mail client can be told to do, in whole sentences for the head of a script. */
export function lossesOf(
  chunk: Chunk,
  session: Session,
  known: { readonly messages: readonly ScriptedMessage[]; readonly leaves: boolean },
): readonly string[] {
  const { exchanges, hidden } = session;
  const contents = exchanges.flatMap(({ content }) => content ?? []);
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const others = [...new Set(exchanges.map(({ command }) => command.verb))].filter(
    verb => !EXPRESSED.has(verb),
  );
  return [
    ...when(hidden.clientLines, 'The transcript shows only the server.'),
    ...when(hidden.start || hidden.end, 'The transcript shows only a part of the session.'),
    ...when(others.length > 0, `Left out: ${namesOf(others)}.`),
    ...when(
      exchanges.some(exchange => isUnusual(chunk, exchange)),
      'Some commands were not written in the usual form; here they are.',
    ),
    ...when(
      known.messages.some(({ reached }) => reached === 'hidden'),
      'The transcript does not show every message; a short one stands in for it.',
    ),
    ...when(
      contents.some(({ misplaced }) => misplaced !== 'none'),
      'Content was sent where the server did not ask for it; here it follows DATA.',
    ),
    ...when(
      contents.some(({ how, terminator, shown }) => how === 'data' && shown && !terminator),
      'A message lacked its final dot; here it has one.',
    ),
    ...when(known.leaves, 'The connection ended without QUIT; here it ends with QUIT.'),
  ];
}

function namesOf(verbs: readonly string[]): string {
  const names = verbs
    .slice(0, MOST_NAMED)
    .map(verb => singleLine(verb).slice(0, 40) || '(empty line)');
  const more = verbs.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${String(more)} more` : names.join(', ');
}

/** Not what a client writes that is told the address and the parameters. */
function isUnusual(chunk: Chunk, exchange: Exchange): boolean {
  const { command } = exchange;
  const { start, end } = command.span;
  const { octets, scanner } = chunk;
  if (command.raw) {
    const text = unescape(octets, start, end).octets;
    const line = text.length - 2;
    const whole = text[line] === 13 && text[line + 1] === 10;
    if (!whole || !scanner.isUtf8(text, 0, line) || hasControls(text.subarray(0, line)))
      return true;
  } else if (!scanner.isUtf8(octets, start, end) || hasControls(octets.subarray(start, end))) {
    return true;
  }
  if (command.verb !== 'MAIL' && command.verb !== 'RCPT') return false;
  return argumentOf(chunk, exchange) !== usualArgument(chunk, exchange);
}

function usualArgument(chunk: Chunk, exchange: Exchange): string {
  const { octets, scanner } = chunk;
  const { params, keyword } = envelopeOf(chunk, exchange);
  const word = keyword && scanner.latin1(octets, keyword.start, keyword.end);
  const usual = exchange.command.verb === 'MAIL' ? 'FROM' : 'TO';
  const written = word?.toUpperCase() === usual ? word : usual;
  const texts = params.params.map(({ span }) => scanner.utf8(octets, span.start, span.end));
  return [`${written}:<${pathTextOf(chunk, exchange)}>`, ...texts].join(' ');
}

function hasControls(octets: Uint8Array): boolean {
  return octets.some(octet => octet < 32 || octet === 127);
}
