import { inserted, replaced, withText, without } from '../edits.ts';
import type { Line } from '../line.ts';
import { inLine, insertion, mutator, newLine } from '../mutator.ts';
import type { Mutator, Quiet } from '../mutator.ts';
import { isBasic, isIdle, isPlain, linesOf, neighbour, ofVerb } from '../pick.ts';
import { isAccepted, lastLineOf } from '../session.ts';
import type { Exchange, Session } from '../session.ts';
import { note } from './manifold.ts';
import { offered } from './offer.ts';

const SECRET = Buffer.from('\0alice\0secret').toString('base64');

/** AUTH that works, by a mechanism that sends the password. */
function passwords(session: Session): Exchange[] {
  return ofVerb(session, 'AUTH').filter(exchange => {
    return isAccepted(exchange) && /^(?:PLAIN|LOGIN)\b/.test(exchange.argument);
  });
}

/** The STARTTLS that works, and the note that TLS stands. */
function handshakes(session: Session): { readonly starttls: Exchange; readonly note: Line }[] {
  return ofVerb(session, 'STARTTLS').flatMap(starttls => {
    const next = session.lines[session.lines.indexOf(lastLineOf(starttls)) + 1];
    return isAccepted(starttls) && next?.kind === 'note' ? [{ starttls, note: next }] : [];
  });
}

const plainIdle = ({ next }: Quiet): boolean =>
  isIdle(next.before) && !next.before.tls && !next.before.authenticated;

/** Ways to be careless. */
export const SECURITY: readonly Mutator[] = [
  inLine(
    'credentials-in-transcript',
    'shows the secret of PLAIN',
    session =>
      passwords(session)
        .filter(({ argument }) => /^PLAIN \*+$/.test(argument))
        .map(({ command }) => command),
    ({ text }) => text.replace('***', SECRET),
  ),
  inLine(
    'credentials-in-transcript',
    'shows the secret of a response',
    session =>
      passwords(session)
        .flatMap(({ responses }) => responses.slice(-1))
        .filter(({ text }) => /^\*+$/.test(text)),
    (_, random) => random.pick([SECRET, Buffer.from('\0bob\0pass').toString('base64')]),
  ),
  mutator(
    'plaintext-auth-without-tls',
    'drops STARTTLS and the EHLO before it',
    session =>
      passwords(session)
        .slice(0, ofVerb(session, 'AUTH').length === 1 ? 1 : 0)
        .flatMap(auth => {
          const starttls = ofVerb(session, 'STARTTLS')[0];
          const hello = starttls && neighbour(session, starttls, -1);
          const note = handshakes(session)[0]?.note;
          return starttls && note && hello?.verb === 'EHLO'
            ? [{ auth, gone: [...linesOf(hello), ...linesOf(starttls), note] }]
            : [];
        }),
    ({ auth, gone }, session) => ({ lines: without(session.lines, gone), at: auth.command }),
  ),
  mutator(
    'plaintext-auth-without-tls',
    'offers AUTH and uses it without TLS',
    session =>
      ofVerb(session, 'EHLO').filter(
        hello =>
          isPlain(hello) &&
          !hello.before.tls &&
          !hello.after.offers.has('AUTH') &&
          !hello.after.offers.has('AUTH=LOGIN') &&
          neighbour(session, hello, 1)?.alone === true &&
          !hello.after.offers.has('STARTTLS') &&
          !hello.after.offers.has('ENHANCEDSTATUSCODES'),
      ),
    (hello, session, random) => {
      const mechanism = random.pick(['PLAIN', 'PLAIN LOGIN']) ?? '';
      const more = offered(session, hello.replies[0] ?? [], `AUTH ${mechanism}`);
      const next = neighbour(session, hello, 1);
      if (more === undefined || next === undefined) return undefined;
      const at = newLine(session, 'C', 'AUTH PLAIN ***');
      const no = newLine(session, 'S', '535 Authentication credentials invalid');
      return { lines: replaced(more.lines, next.command, at, no, next.command), at };
    },
  ),
  mutator(
    'weak-auth-mechanism',
    'uses an outdated mechanism',
    session =>
      ofVerb(session, 'AUTH').filter(
        auth =>
          auth.before.tls &&
          isIdle(auth.before) &&
          !auth.before.authenticated &&
          !/CRAM-MD5|DIGEST-MD5|NTLM/.test(auth.before.offers.get('AUTH') ?? 'NTLM'),
      ),
    (auth, session, random) => {
      const mechanism = random.pick(['CRAM-MD5', 'DIGEST-MD5', 'NTLM']) ?? '';
      const hello = session.exchanges.find(
        ({ after, verb }) => verb === 'EHLO' && after.offers === auth.before.offers,
      );
      const offer = hello?.replies.at(-1)?.find(({ text }) => /^250[ -]AUTH /.test(text));
      if (offer === undefined) return undefined;
      const at = newLine(session, 'C', `AUTH ${mechanism}`);
      const talk = [
        at,
        newLine(session, 'S', '334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGU+'),
        newLine(session, 'C', '*'),
        newLine(session, 'S', '501 5.7.0 Cancelled'),
      ];
      const lines = replaced(session.lines, offer, withText(offer, `${offer.text} ${mechanism}`));
      return { lines: replaced(lines, auth.command, ...talk, auth.command), at };
    },
    { 'auth-mechanism-switched': 'the exchange was cancelled' },
  ),
  mutator(
    'starttls-pipelined',
    'sends the next command before the handshake',
    handshakes,
    ({ starttls }, session) => {
      const next = neighbour(session, starttls, 1);
      return (
        next && {
          lines: inserted(without(session.lines, [next.command]), starttls.command, next.command),
          at: next.command,
        }
      );
    },
  ),
  mutator(
    'plaintext-after-starttls',
    'lets the server talk before the handshake',
    handshakes,
    ({ starttls }, session, random) => {
      const at = newLine(
        session,
        'S',
        random.pick(['250 injected', '250 mx.example', '250 AUTH PLAIN']) ?? '',
      );
      return { lines: inserted(session.lines, lastLineOf(starttls), at), at };
    },
  ),
  mutator(
    'tls-refused-then-cleartext',
    'refuses STARTTLS, the client goes on',
    session =>
      handshakes(session).filter(({ starttls }) => {
        const rest = session.exchanges.slice(session.exchanges.indexOf(starttls) + 1);
        return rest[0]?.verb === 'EHLO' && rest.slice(1).every(isBasic);
      }),
    ({ starttls, note }, session, random) => {
      const hello = neighbour(session, starttls, 1);
      const next = hello && neighbour(session, hello, 1);
      const reply = starttls.replies[0]?.[0];
      if (hello === undefined || next === undefined || reply === undefined) return undefined;
      const no = withText(
        reply,
        random.pick(['454 TLS not available', '454 4.7.0 TLS not available']) ?? '',
      );
      return {
        lines: replaced(without(session.lines, [...linesOf(hello), note]), reply, no),
        at: next.command,
      };
    },
  ),
  mutator(
    'starttls-unused',
    'offers STARTTLS, which nobody uses',
    session =>
      ofVerb(session, 'EHLO').filter(
        hello =>
          isPlain(hello) &&
          !hello.before.tls &&
          !hello.after.offers.has('STARTTLS') &&
          ofVerb(session, 'MAIL').some(isAccepted) &&
          ofVerb(session, 'EHLO').length === 1,
      ),
    ({ replies }, session) => offered(session, replies[0] ?? [], 'STARTTLS'),
  ),
  mutator(
    'injection-in-argument',
    'puts a command into an argument',
    session =>
      ofVerb(session, 'MAIL').filter(({ alone, argument }) => {
        return session.dialect === 'smtp' && alone && /^FROM:<[a-z]+@[a-z.]+>$/.test(argument);
      }),
    ({ command }, session, random) => {
      const more = random.pick(['RCPT TO:<x@evil.example>', 'DATA', 'RSET']) ?? '';
      const at: Line = { ...command, mark: 'C\\: ', text: `${command.text}\\r\\n${more}\\r\\n` };
      return { lines: replaced(session.lines, command, at), at };
    },
  ),
  inLine(
    'banner-discloses-version',
    'names a version in the greeting',
    ({ greeting }) => (greeting.length === 1 ? greeting : []),
    ({ text }, random) => {
      const [, name = ''] = /^220 (\S+\.\S+)/.exec(text) ?? [];
      return name === ''
        ? undefined
        : `220 ${name} ESMTP ${random.pick(['Postfix 3.7.2', 'Exim 4.97', 'Sendmail 8.17.1/8.17.1', 'OpenSMTPD 7.4']) ?? ''}`;
    },
  ),
  mutator(
    'vrfy-expn-disclosure',
    'lets VRFY tell who exists',
    session =>
      ofVerb(session, 'VRFY').filter(({ alone, replies }) => alone && replies[0]?.length === 1),
    ({ replies, command }, session, random) => {
      const line = replies[0]?.[0];
      if (line === undefined) return undefined;
      const said = withText(
        line,
        random.pick(['250 Bob <bob@mx.example>', '250 2.1.5 <bob@mx.example>']) ?? '',
      );
      return { lines: replaced(session.lines, line, said), at: command };
    },
  ),
  insertion('vrfy-expn-disclosure', 'asks who exists and is told', plainIdle, (_, random) => [
    ['C', random.pick(['VRFY bob', 'VRFY carol']) ?? ''],
    ['S', '250 2.1.5 Bob <bob@mx.example>'],
  ]),
  mutator(
    'auth-mechanism-switched',
    'falls back to another mechanism after a cancelled one',
    session =>
      passwords(session).filter(({ argument, before }) => before.tls && /^PLAIN/.test(argument)),
    (auth, session, random) => {
      const mechanism = random.pick(['SCRAM-SHA-256', 'SCRAM-SHA-1']) ?? '';
      const offer = offerOf(session, auth);
      if (offer === undefined) return undefined;
      const talk = [
        newLine(session, 'C', `AUTH ${mechanism}`),
        newLine(session, 'S', '334 '),
        newLine(session, 'C', '*'),
        newLine(session, 'S', '501 5.7.0 Cancelled'),
      ];
      const lines = replaced(session.lines, offer, withText(offer, `${offer.text} ${mechanism}`));
      return { lines: replaced(lines, auth.command, ...talk, auth.command), at: auth.command };
    },
  ),
  mutator(
    'plaintext-auth-offered',
    'offers PLAIN without TLS',
    session => plainHellos(session),
    ({ replies }, session, random) =>
      offered(
        session,
        replies[0] ?? [],
        random.pick(['AUTH PLAIN', 'AUTH LOGIN', 'AUTH SCRAM-SHA-256 PLAIN']) ?? '',
      ),
  ),
  mutator(
    'plaintext-on-tls-port',
    'offers STARTTLS on port 465',
    session =>
      plainHellos(session).filter(
        ({ after }) => !after.offers.has('STARTTLS') && session.dialect === 'smtp',
      ),
    ({ replies }, session) => {
      const mutant = offered(session, replies[0] ?? [], 'STARTTLS');
      return (
        mutant && { lines: [note('# @target mx.example:465'), ...mutant.lines], at: mutant.at }
      );
    },
  ),
  mutator(
    'starttls-offered-under-tls',
    'offers STARTTLS under TLS',
    session =>
      ofVerb(session, 'EHLO').filter(
        hello => isPlain(hello) && hello.before.tls && !hello.after.offers.has('STARTTLS'),
      ),
    ({ replies }, session) => offered(session, replies[0] ?? [], 'STARTTLS'),
  ),
  mutator(
    'starttls-stripped',
    'crosses an offer out',
    session => plainHellos(session).filter(({ after }) => !after.offers.has('STARTTLS')),
    ({ replies }, session, random) =>
      offered(session, replies[0] ?? [], random.pick(['XXXXXXXA', 'XXXXXXXX', 'XXXXXXXB']) ?? ''),
  ),
  mutator(
    'open-relay-suspected',
    'takes a message from anywhere for anywhere',
    session =>
      ofVerb(session, 'RCPT').filter(
        rcpt =>
          isPlain(rcpt) &&
          session.exchanges.some(
            ({ before, dot }) => dot !== undefined && before.mail === rcpt.before.mail,
          ) &&
          !rcpt.before.authenticated &&
          /FROM:<[a-z]+@client\.example>/.test(rcpt.before.mail?.argument ?? '') &&
          /^TO:<[a-z]+@mx\.example>$/.test(rcpt.argument),
      ),
    ({ command }, session, random) => {
      const at = withText(
        command,
        `RCPT TO:<${random.pick(['bob', 'carol']) ?? ''}@${random.pick(['other.test', 'elsewhere.invalid']) ?? ''}>`,
      );
      return { lines: replaced(session.lines, command, at), at };
    },
  ),
];

function plainHellos(session: Session): Exchange[] {
  return ofVerb(session, 'EHLO').filter(hello => {
    return isPlain(hello) && !hello.before.tls && !hello.after.offers.has('AUTH');
  });
}

/** The AUTH line of the list that was in force. */
function offerOf(session: Session, { before }: Exchange): Line | undefined {
  const hello = session.exchanges.find(
    ({ after, verb }) => verb === 'EHLO' && after.offers === before.offers,
  );
  return hello?.replies.at(-1)?.find(({ text }) => /^250[ -]AUTH /.test(text));
}
