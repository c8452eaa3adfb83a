import { verbOf } from '../../smtp/verbs.ts';
import { WHOLE } from '../exampleParts.ts';
import { safeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** A verb with small letters. */
export const verbLetterCase = defineRule({
  id: 'verb-letter-case',
  category: 'syntax',
  severity: 'hint',
  strictOnly: true,
  message: '"{text}" is not in upper case.',
  why: 'Verbs mean the same in any letter case, but a few servers wrongly know only the upper case ones.',
  advice: 'Write the verb in upper case; leave local-parts as they are.',
  refs: ['RFC 5321 §2.4'],
  offWhen: 'You type commands by hand; every conformant server takes small letters.',
  on: 'exchange',
  check(exchange, context) {
    const { verb, verbSpan, raw } = exchange.command;
    if (verbOf(verb) === undefined) return;
    const text = context.text(verbSpan);
    if (text === verb || text.toUpperCase() !== verb) return;
    const fix = raw ? undefined : safeFix(`Write ${verb}`, verbSpan, verb);
    context.report({ at: verbSpan, values: { text }, fix });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: ehlo client.example
#~ ^^^^ verb-letter-case
S: 250 mx.example
C: Mail FROM:<a@client.example>
#~ ^^^^ verb-letter-case
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      WHOLE,
      // The letter case of a local-part is its own.
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL from:<alice@Client.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
