import { contentOctets } from '../core/transcript/contentLines.ts';
import type { Chunk, Content, Exchange, Reply, Session } from '../core/transcript/model.ts';
import { argumentOf, mayHoldSecret, singleLine, verbTextOf } from './commandText.ts';
import { nothingToConvert, sessionsOf } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';
import { wireItemsOf } from './wireItems.ts';
import type { WireItem } from './wireItems.ts';

/** A Mermaid sequence diagram. */
export const mermaidTarget: Target = {
  id: 'mermaid',
  label: 'Sequence diagram (Mermaid)',
  extension: 'mmd',
  languageId: 'mermaid',
  scope: 'session',
  notes: 'For reading: content is shown by its size, long lines and long sessions are cut.',
  render,
};

const MOST_ARROWS = 300;
const MOST_REPLY_LINES = 6;
const MOST_CHARACTERS = 100;

function render(input: ConvertInput): Converted {
  const [first] = sessionsOf(input);
  if (first === undefined) return nothingToConvert();
  const { chunk, session } = first;
  const items = wireItemsOf(session);
  const more = items.length - MOST_ARROWS;
  const lines = [
    'sequenceDiagram',
    '  participant C as Client',
    '  participant S as Server',
    ...items.slice(0, MOST_ARROWS).flatMap(item => arrows(chunk, session, item)),
    ...(more > 0 ? [`  Note over C,S: … ${String(more)} more`] : []),
  ];
  return {
    files: [chunk.scanner.encode(`${lines.join('\n')}\n`)],
    losses: more > 0 ? [`${String(more)} more steps of the session are left out.`] : [],
  };
}

function arrows(chunk: Chunk, session: Session, item: WireItem): readonly string[] {
  switch (item.kind) {
    case 'command':
      return [`  C->>S: ${mermaidText(commandText(chunk, session, item.exchange))}`];
    case 'response':
      return ['  C->>S: (response)'];
    case 'content':
      return [`  Note over C,S: ${mermaidText(contentText(chunk, item.content))}`];
    case 'reply':
      return replyArrow(chunk, item.reply);
    case 'event':
      return [`  Note over C,S: ${EVENTS[item.event]}`];
  }
}

const EVENTS = {
  connect: 'connected',
  tls: 'TLS established',
  close: 'connection closed',
  lost: 'connection lost',
  timeout: 'timeout',
} as const;

function commandText(chunk: Chunk, session: Session, exchange: Exchange): string {
  const { verb } = exchange.command;
  if (mayHoldSecret(session, exchange)) return '…';
  const argument = argumentOf(chunk, exchange);
  if (verb === 'AUTH') return `AUTH ${argument.split(/\s/)[0] ?? ''}`;
  const text = `${verbTextOf(chunk, exchange)} ${argument}`.trim();
  return text === '' ? '(empty line)' : text;
}

function contentText(chunk: Chunk, content: Content): string {
  const octets = contentOctets(chunk, content);
  const what = content.how === 'data' ? 'message' : 'chunk';
  return octets === null ? `${what}, not shown` : `${what}, ${String(octets)} octets`;
}

/** A refusal ends in a cross, on a ground of its own. */
function replyArrow(chunk: Chunk, { lines, code }: Reply): readonly string[] {
  const texts = lines
    .slice(0, MOST_REPLY_LINES)
    .map(({ span }) =>
      mermaidText(singleLine(chunk.scanner.utf8(chunk.octets, span.start, span.end))),
    );
  const more = lines.length - texts.length;
  const text = [...texts, ...(more > 0 ? [`… ${String(more)} more`] : [])].join('<br/>');
  if (code < 400) return [`  S-->>C: ${text}`];
  return ['  rect rgb(255, 228, 225)', `  S-xC: ${text}`, '  end'];
}

/** Text that Mermaid takes for nothing else: letters, digits and a few signs; the rest by number. */
function mermaidText(text: string): string {
  // One more than is shown, in surrogate pairs at most: the rest of a long line is not looked at.
  const characters = Array.from(text.slice(0, (MOST_CHARACTERS + 1) * 2));
  const shown = characters.slice(0, MOST_CHARACTERS);
  const parts = shown.map(character =>
    /^[\p{L}\p{N} .,@=+()'!?*…-]$/u.test(character)
      ? character
      : `#${String(character.codePointAt(0) ?? 0)};`,
  );
  // The word "end" closes a block wherever it stands.
  const escaped = parts
    .join('')
    .replace(/\bend\b/gi, word => `#${String(word.charCodeAt(0))};${word.slice(1)}`);
  return characters.length > shown.length ? `${escaped}…` : escaped || ' ';
}
