import type { Capabilities } from '../../transcript/state.ts';
import { relatedOffer } from './helloBefore.ts';
import { defineRule } from '../rule.ts';

/** AUTH with a mechanism that the server did not offer. */
export const authMechanismNotAdvertised = defineRule({
  id: 'auth-mechanism-not-advertised',
  category: 'extension',
  severity: 'error',
  message: '{mech} is not in the AUTH list.',
  why: 'The server offers its mechanisms in the EHLO reply and answers 504 to any other.',
  advice: 'Choose one of the mechanisms that the server offers.',
  refs: ['RFC 4954 §4'],
  offWhen: 'Your server takes mechanisms that it does not list.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const { command, before, known } = exchange;
    const lists = [before, known].flatMap(state => mechanismsOf(state.capabilities) ?? []);
    const mech = /^[A-Za-z0-9_-]{1,20}(?=[ \t]|$)/.exec(context.text(command.argument))?.[0];
    if (mech === undefined || lists.length === 0) return;
    if (lists.some(list => list.has(mech.toUpperCase()))) return;
    const { start } = command.argument;
    const related = relatedOffer(context, exchange, 'AUTH');
    context.report({ at: { start, end: start + mech.length }, values: { mech }, related });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI
C: AUTH EXTERNAL =
#~      ^^^^^^^^ auth-mechanism-not-advertised
S: 504 5.5.4 Unknown
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI EXTERNAL
C: AUTH external =
S: 535 5.7.8 No
C: QUIT
S: 221 Bye
`,
    ],
  },
});

const parsed = new WeakMap<Capabilities, ReadonlySet<string>>();

/** The mechanisms of a reply to EHLO, upper case, read once; undefined where it has no AUTH. */
function mechanismsOf(capabilities: Capabilities): ReadonlySet<string> | undefined {
  const list = capabilities.get('AUTH');
  if (list === undefined) return undefined;
  const before = parsed.get(capabilities);
  if (before !== undefined) return before;
  const mechanisms = new Set(list.toUpperCase().split(/[ \t]+/));
  parsed.set(capabilities, mechanisms);
  return mechanisms;
}
