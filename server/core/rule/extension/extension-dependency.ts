import { extensionOf } from '../../smtp/extensions.ts';
import { OFFER_VERBS } from '../../smtp/helloVerbs.ts';
import { CLOSING } from '../exampleParts.ts';
import { newKeywords, newListOf } from './offeredKeywords.ts';
import { defineRule } from '../rule.ts';

/** An extension that is offered without another one that it needs. */
export const extensionDependency = defineRule({
  id: 'extension-dependency',
  category: 'extension',
  severity: 'warning',
  message: '{kw} is offered without {dep}.',
  why: 'SMTPUTF8 servers have to announce 8BITMIME as well; BINARYMIME can only be used with CHUNKING; MTRK relies on ENVID and ORCPT of DSN. Alone the extension is of no use.',
  advice: 'Offer both, or neither.',
  refs: ['RFC 6531 §3.1', 'RFC 3030 §3', 'RFC 3885 §2'],
  offWhen: 'The server is not yours and its clients do not use the extension.',
  on: 'exchange',
  verbs: OFFER_VERBS,
  clues: ['odd-keyword'],
  check(exchange, context) {
    const list = newListOf(exchange);
    // What is missing may be in the part of the list that is not there.
    if (list === undefined || exchange.replies.at(-1)?.terminated === false) return;
    for (const { keyword, at } of newKeywords(exchange, context)) {
      const missing = extensionOf(keyword)?.requires?.filter(needed => !list.has(needed)) ?? [];
      if (missing.length === 0) continue;
      context.report({ at, values: { kw: keyword, dep: missing.join(' and ') } });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SMTPUTF8
#~     ^^^^^^^^ extension-dependency
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 BINARYMIME
#~     ^^^^^^^^^^ extension-dependency
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
${CLOSING}`,
      // A list that is not whole.
      `# @excerpt end
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SMTPUTF8
`,
      // BURL needs no CHUNKING.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 BURL imap
${CLOSING}`,
    ],
  },
});
