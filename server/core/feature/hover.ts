import type { Chunk } from '../transcript/model.ts';
import { directiveEntryOf } from '../transcript/directives.ts';
import { generalMessage } from '../rule/generalMessage.ts';
import { ruleOf } from '../rule/ruleOf.ts';
import { suppressionOf } from '../rule/suppress.ts';
import type { Explanation } from './explanation.ts';
import { explainAuthResponse, explainCommand } from './hoverCommand.ts';
import { explainReply } from './hoverReply.ts';
import { holds, placeAt } from './placeAt.ts';
import type { Place } from './placeAt.ts';
import { ruleUrlOf } from './ruleUrl.ts';
import { explainVariable, variableAt } from './variableAt.ts';

/** What there is to say about the word at an offset: what it means, what to do, and where it is written. */
export function hoverAt(chunk: Chunk, offset: number): Explanation | undefined {
  const variable = variableAt(chunk, offset);
  if (variable !== undefined) return explainVariable(chunk, variable);
  const place = placeAt(chunk, offset);
  if (place === undefined) return undefined;
  switch (place.kind) {
    case 'command':
      return explainCommand(chunk, place.exchange, offset);
    case 'response':
      return explainAuthResponse(chunk, place.exchange, place.line, place.index);
    case 'reply':
      return explainReply(chunk, place, offset);
    case 'content':
      return explainTerminator(place, offset);
    case 'directive':
      return explainNamedRule(chunk, place, offset) ?? explainDirective(place);
  }
}

function explainTerminator(
  { content }: Extract<Place, { kind: 'content' }>,
  offset: number,
): Explanation | undefined {
  const { terminator } = content;
  if (terminator === undefined || !holds(terminator.line, offset)) return undefined;
  return {
    at: terminator.span,
    title: ['End of the content'],
    paragraphs: [
      ['A line that is only a dot ends the message; the server then takes or refuses it.'],
      ['A line of the message that begins with a dot is sent with one more dot in front.'],
      ['RFC 5321 §4.1.1.4, 4.5.2'],
    ],
  };
}

/** The rule that a comment names at the offset. */
function explainNamedRule(
  chunk: Chunk,
  { directive }: Extract<Place, { kind: 'directive' }>,
  offset: number,
): Explanation | undefined {
  const named = suppressionOf(directive, chunk)?.named.find(({ at }) => holds(at, offset));
  const rule = named && ruleOf(named.id);
  if (named === undefined || rule === undefined) return undefined;
  return {
    at: named.at,
    title: ['Rule ', { code: rule.id }],
    paragraphs: [
      [generalMessage(rule.message)],
      [rule.why],
      [`What to do: ${rule.advice}`],
      [{ link: ruleUrlOf(rule.id) }],
    ],
  };
}

function explainDirective({
  directive,
}: Extract<Place, { kind: 'directive' }>): Explanation | undefined {
  const entry = directiveEntryOf(directive.name);
  if (entry === undefined) return undefined;
  return {
    at: directive.nameSpan,
    title: [{ code: `# @${entry.name}` }],
    paragraphs: [[entry.description], ['Value: ', { code: entry.value }]],
  };
}
