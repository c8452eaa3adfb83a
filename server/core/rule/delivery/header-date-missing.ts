import { AFTER_CONTENT, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { checkRequired } from './missingField.ts';

/** A message without a date. */
export const headerDateMissing = defineRule({
  id: 'header-date-missing',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'No Date field.',
  why: 'A message has exactly one Date field; without it many receivers distrust the message or put their own.',
  advice: 'Add a Date field with the time the message was finished.',
  refs: ['RFC 5322 §3.6', 'RFC 5321 §6.4'],
  offWhen: 'The server is a submission server, which may add the field (RFC 5321 §6.4).',
  on: 'content',
  clues: ['odd-header'],
  check(node, context) {
    // A submission server may add it.
    const severity = node.exchange.before.authenticated ? 'information' : undefined;
    checkRequired(node, context, { name: 'Date', value: context.date, severity });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}C: From: a@client.example
#~ ^^^^ header-date-missing
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [WHOLE],
  },
});
