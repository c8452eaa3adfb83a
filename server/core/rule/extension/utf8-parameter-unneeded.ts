import type { Exchange, Transaction } from '../../transcript/model.ts';
import { AFTER_CONTENT, DATA, HEADER } from '../exampleParts.ts';
import type { RuleContext } from '../context.ts';
import { firstEightBit } from '../data/eightBit.ts';
import { deleteParams } from './deleteParam.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

const UNTIL_RCPT = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example> SMTPUTF8
`;

/** SMTPUTF8 for a message that is ASCII from end to end. */
export const utf8ParameterUnneeded = defineRule({
  id: 'utf8-parameter-unneeded',
  category: 'extension',
  severity: 'hint',
  message: 'SMTPUTF8 is requested for a message that is all ASCII.',
  why: 'A message with SMTPUTF8 can only go to servers that know the extension; one whose addresses and header are ASCII should not be restricted so.',
  advice: 'Leave SMTPUTF8 out unless an address or the header needs it.',
  refs: ['RFC 6531 §3.4'],
  offWhen: 'Your program asks for SMTPUTF8 wherever it is offered, and all its servers know it.',
  tags: ['unnecessary'],
  on: 'transaction',
  clues: ['odd-params'],
  check(transaction, context) {
    const { mail } = transaction;
    const param = paramsOf(mail, context).find(({ keyword }) => keyword === 'SMTPUTF8');
    if (param === undefined || !isAllAscii(transaction, context)) return;
    context.report({ at: param.span, fix: deleteParams(mail, 'Delete SMTPUTF8', param) });
  },
  examples: {
    bad: [
      `${UNTIL_RCPT}#~                              ^^^^^^^^ utf8-parameter-unneeded
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
    good: [
      `${UNTIL_RCPT}S: 250 OK
C: RCPT TO:<bücher@mx.example>
S: 250 OK
${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

/** The whole message and its envelope are shown, and nothing in them is above 127. */
function isAllAscii(transaction: Transaction, context: RuleContext): boolean {
  const { mail, recipients, chunks, final } = transaction;
  if (final === undefined || context.session.hidden.content) return false;
  const asciiEnvelope = [mail, ...recipients].every(({ command }) =>
    context.wireOctets(command).every(octet => octet < 0x80),
  );
  return asciiEnvelope && [...new Set([...chunks, final])].every(part => isAscii(part, context));
}

/** A part of the message from elsewhere (BURL) may hold anything. */
function isAscii({ content, command }: Exchange, { chunk }: RuleContext): boolean {
  if (content === undefined) return false;
  if (!content.shown || (command.verb === 'DATA' && content.terminator === undefined)) return false;
  return firstEightBit(chunk, content, content.span.start) === undefined;
}
