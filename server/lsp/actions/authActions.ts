import type { ClientCapabilities, CodeAction, CodeActionParams } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import { placeAt } from '../../core/feature/placeAt.ts';
import type { Span } from '../../core/octets/span.ts';
import { lineEndOf } from '../../core/rule/fixes.ts';
import type { Edit } from '../../core/rule/rule.ts';
import { anchoredDirectives } from '../../core/transcript/directiveAnchors.ts';
import type { Chunk, Exchange, Session, WireLine } from '../../core/transcript/model.ts';
import { isMasked } from '../../replay/plan/secrets.ts';
import { suggestedAuth } from '../../replay/plan/suggestedAuth.ts';
import type { OpenDocument } from '../documentStore.ts';
import { pieceEditsFor } from './workspaceEdit.ts';

const KIND = CodeActionKind.RefactorRewrite;

/** What was sent in an AUTH exchange: masked, or a secret that whoever has the file can read. */
interface Response {
  readonly at: Span;
  readonly isMasked: boolean;
}

/**
 * What can be done about the AUTH exchange at a place so that a replay has a secret and the file has
 * none: `# @auth` above it, and marks or `{{name}}` in place of recorded responses.
 */
export function authActions(
  { document }: OpenDocument,
  range: CodeActionParams['range'],
  client: ClientCapabilities,
): CodeAction[] {
  const { index, piece, offset } = document.locate(range.start);
  const { chunk } = piece;
  if (chunk.dialect !== 'smtp' || chunk.origin !== undefined) return [];
  const place = placeAt(chunk, offset);
  if (place === undefined || place.kind === 'directive' || place.exchange === undefined) return [];
  const { exchange, session } = place;
  if (exchange.command.verb !== 'AUTH' || isComputed(session, exchange)) return [];
  const editOf = pieceEditsFor(client);
  return rewritesOf(chunk, exchange).map(({ title, edits }) => {
    return { title, kind: KIND, edit: editOf({ document, index }, edits) };
  });
}

interface Rewrite {
  readonly title: string;
  readonly edits: readonly Edit[];
}

function rewritesOf(chunk: Chunk, exchange: Exchange): readonly Rewrite[] {
  const { line } = suggestedAuth(chunk, exchange);
  const all = responsesOf(chunk, exchange);
  if (all.length === 0) return [];
  const shown = all.filter(response => !response.isMasked);
  const { start } = exchange.command.line;
  const directive: Edit = { at: { start, end: start }, text: `${line}${lineEndOf({ chunk })}` };
  if (shown.length === 0) {
    return [{ title: `Compute this AUTH from a secret (${line})`, edits: [directive] }];
  }
  const redacted = shown.map(({ at }) => ({ at, text: '<redacted>' }));
  const secret = secretsAmong(chunk, exchange, shown);
  return [
    {
      title: `Take the secret out and compute this AUTH (${line})`,
      edits: [directive, ...redacted],
    },
    ...(secret.length === 0 ? [] : [namedRewrite(secret)]),
  ];
}

function namedRewrite(secret: readonly Response[]): Rewrite {
  const edits = secret.map(({ at }, index) => {
    return { at, text: `{{auth-response${index === 0 ? '' : `-${String(index + 1)}`}}}` };
  });
  return { title: 'Replace the recorded secret by {{auth-response}}', edits };
}

/** All but the user name of LOGIN, which comes first. */
function secretsAmong(
  { octets, scanner }: Chunk,
  { command, responses }: Exchange,
  shown: readonly Response[],
): readonly Response[] {
  const { start, end } = command.argument;
  const argument = scanner.latin1(octets, start, end);
  if (!/^login\b/i.test(argument)) return shown;
  const user = /\s/.test(argument) ? command.span : responses[0]?.span;
  return shown.filter(({ at }) => user === undefined || at.start < user.start || at.end > user.end);
}

/** Those of one line each; none for an empty one, and for `*`, which gives the exchange up. */
function responsesOf(chunk: Chunk, { command, responses }: Exchange): readonly Response[] {
  const { octets, scanner } = chunk;
  const { start, end } = command.argument;
  const before = /^\S+\s+/.exec(scanner.latin1(octets, start, end))?.[0].length;
  const initial =
    before === undefined ? [] : [{ line: command, at: { start: start + before, end } }];
  const later = responses.map(line => ({ line, at: line.span }));
  return [...initial, ...later].flatMap(({ line, at }) => responseOf(chunk, line, at));
}

function responseOf({ octets, scanner }: Chunk, { masked }: WireLine, at: Span): Response[] {
  const text = scanner.utf8(octets, at.start, at.end).trim();
  if (text === '' || text === '=' || text === '*' || text.includes('{{')) return [];
  return [{ at, isMasked: masked || isMasked(text) }];
}

function isComputed(session: Session, { command }: Exchange): boolean {
  const above = anchoredDirectives(session).of.get(command) ?? [];
  return above.some(({ name }) => name === 'auth');
}
