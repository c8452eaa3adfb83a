import { EXTENSIONS } from '../../smtp/extensions.ts';
import { isOfferVerb } from '../../smtp/helloVerbs.ts';
import { LIMITS } from '../../smtp/limits.ts';
import { OCTET } from '../../smtp/octet.ts';
import type { Command, Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { offerIn } from './offeredLines.ts';
import { codeSpan } from './replyParts.ts';

/** Upper-case verb to the keywords that offer it. */
const KEYWORDS: ReadonlyMap<string, readonly string[]> = keywordsOfVerbs();

const CRLF = 2;

/** A command that the server offers and does not know. */
export const advertisedButRefused = defineRule({
  id: 'advertised-but-refused',
  category: 'reply',
  severity: 'warning',
  message: '{verb} is advertised yet answered {code}.',
  why: 'A server must not list in its EHLO reply what it answers 500 or 502; clients that rely on the list fail for no reason they can know.',
  advice: 'Take the keyword out of the EHLO reply, or answer with the code of the real reason.',
  refs: ['RFC 5321 §4.2.4'],
  offWhen: 'A filter between client and server rewrites commands that it does not know.',
  silences: { line: ['required-command-refused'] },
  on: 'session',
  clues: ['refusal'],
  check({ exchanges }, context) {
    let hello: Exchange | undefined;
    for (const exchange of exchanges) {
      const { command, replies } = exchange;
      const [reply] = replies;
      const line = reply?.lines[0];
      if (reply === undefined || line === undefined) continue;
      if (reply.code === 250 && isOfferVerb(command.verb)) hello = exchange;
      const keyword = refusedKeyword(exchange, context);
      if (keyword === undefined) continue;
      const at = hello && offerIn(hello, keyword, context);
      context.report({
        at: codeSpan(line),
        values: { verb: command.verb, code: line.code },
        related: at === undefined ? [] : [{ at, message: 'Offered here.' }],
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 ETRN
C: ETRN example.org
S: 502 Not implemented
#~ ^^^ advertised-but-refused
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 VRFY
C: VRFY smith
S: 502 Not implemented
#~ ^^^ advertised-but-refused
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 ETRN
C: ETRN example.org
S: 250 OK, queuing for node example.org started
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL =
S: 504 Not that one
${CLOSING}`,
    ],
  },
});

/** 500 is also the answer to a syntax error, such as a line too long or nothing behind the verb. */
function isFaulty(command: Command, context: RuleContext): boolean {
  const { start, end } = command.argument;
  const wire = context.wireOctets(command);
  const long = wire.length + CRLF > LIMITS.commandLine.value;
  const odd = wire.some(octet => octet < OCTET.space || octet >= OCTET.del);
  return long || odd || (end === start && !WITHOUT_ARGUMENT.has(command.verb));
}

const WITHOUT_ARGUMENT: ReadonlySet<string> = new Set(['STARTTLS', 'X-ANONYMOUSTLS', 'HELP']);

/** What offered the command that was answered 500 or 502; undefined where all is well. */
function refusedKeyword(exchange: Exchange, context: RuleContext): string | undefined {
  const { command, before, replies } = exchange;
  const code = replies[0]?.code;
  // A list that the transcript does not show has no entries.
  if ((code !== 500 && code !== 502) || before.capabilities.size === 0) return undefined;
  const keyword = KEYWORDS.get(command.verb)?.find(each => before.capabilities.has(each));
  return code === 500 && isFaulty(command, context) ? undefined : keyword;
}

function keywordsOfVerbs(): Map<string, string[]> {
  const keywords = new Map<string, string[]>();
  for (const { keyword, verbs } of EXTENSIONS) {
    for (const verb of verbs) keywords.set(verb, [...(keywords.get(verb) ?? []), keyword]);
  }
  return keywords;
}
