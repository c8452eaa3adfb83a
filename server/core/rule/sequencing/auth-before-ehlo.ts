import { defineRule } from '../rule.ts';
import { BYE, openedWith } from './exampleParts.ts';
import { before, clientName, serverName } from './repair.ts';

/** AUTH without the EHLO that would have offered it. */
export const authBeforeEhlo = defineRule({
  id: 'auth-before-ehlo',
  category: 'sequencing',
  severity: 'error',
  message: 'AUTH before EHLO.',
  why: 'Which mechanisms a server has is told by its reply to EHLO; after HELO, or nothing, a client cannot know that it may authenticate.',
  advice: 'Send EHLO and use a mechanism that its reply lists.',
  refs: ['RFC 4954 §3', 'RFC 5321 §2.2'],
  offWhen: 'A server of your own is known to take AUTH without a hello.',
  silences: { line: ['verb-not-advertised', 'auth-mechanism-not-advertised'] },
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const { command, before: state } = exchange;
    if (state.hello !== 'none' && state.hello !== 'HELO') return;
    if (context.session.hidden.start || !GREETED.has(state.name)) return;
    // Under TLS without a new EHLO: ehlo-missing-after-starttls.
    if (state.tls && state.staleCapabilities.size > 0) return;
    const [mechanism = ''] = context.text(command.argument).split(' ');
    const insertable = state.hello === 'none' && /^[A-Z0-9_-]{1,20}$/i.test(mechanism);
    context.report({
      at: command.verbSpan,
      fix: insertable
        ? before(context, exchange, 'Insert EHLO before this AUTH', [
            ['client', `EHLO ${clientName(context)}`],
            ['server', `250-${serverName(context)}`],
            ['server', `250 AUTH ${mechanism.toUpperCase()}`],
          ])
        : undefined,
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: AUTH EXTERNAL YQ==
#~ ^^^^ auth-before-ehlo
S: 503 EHLO first
${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250 mx.example
C: AUTH EXTERNAL YQ==
#~ ^^^^ auth-before-ehlo
S: 503 EHLO first
${BYE}`,
    ],
    good: [
      `${openedWith('AUTH EXTERNAL')}
C: AUTH EXTERNAL YQ==
S: 235 2.7.0 OK
${BYE}`,
    ],
  },
});

const GREETED: ReadonlySet<string> = new Set(['connect', 'greeted', 'ready', 'mail', 'rcpt']);
