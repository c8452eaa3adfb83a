import { replaced, withText } from '../edits.ts';
import { inCommand, insertion, mutator, retexted } from '../mutator.ts';
import type { Mutator, SideEffects } from '../mutator.ts';
import { isIdle, isPlain, ofVerb } from '../pick.ts';
import { isAccepted } from '../session.ts';
import type { Exchange, Session } from '../session.ts';
import { offered } from './offer.ts';

const ehlo = ({ before }: Exchange): boolean => before.hello === 'EHLO' || before.hello === 'LHLO';
const has = (exchange: Exchange, param: string): boolean => {
  return new RegExp(` ${param}\\b`, 'i').test(exchange.argument);
};
const well = ({ argument }: Exchange): boolean => /^\w+:<[^ ]*>/.test(argument);

/** Adds a parameter to MAIL or RCPT where `applies`. */
function param(
  rule: string,
  what: string,
  verb: 'MAIL' | 'RCPT',
  forms: readonly string[],
  applies: (exchange: Exchange, session: Session) => boolean,
  also: SideEffects = {},
): Mutator {
  return inCommand(
    rule,
    what,
    (exchange, session) => exchange.verb === verb && well(exchange) && applies(exchange, session),
    ({ command }, random) => `${command.text} ${random.pick(forms) ?? ''}`,
    also,
  );
}

const offers =
  (keyword: string, name: string) =>
  (exchange: Exchange): boolean => {
    return ehlo(exchange) && exchange.before.offers.has(keyword) && !has(exchange, name);
  };
const lacks =
  (...keywords: readonly string[]) =>
  (exchange: Exchange): boolean => {
    // After TLS the earlier offer counts for another rule.
    return (
      ehlo(exchange) &&
      !exchange.before.tls &&
      keywords.every(keyword => !exchange.before.offers.has(keyword))
    );
  };

/** Ways to use extensions wrongly. */
export const EXTENSION: readonly Mutator[] = [
  param(
    'param-not-advertised',
    'uses SIZE unoffered',
    'MAIL',
    ['SIZE=1000000', 'SIZE=5000000'],
    exchange => lacks('SIZE')(exchange) && !has(exchange, 'SIZE'),
  ),
  param(
    'param-not-advertised',
    'uses BODY or RET unoffered',
    'MAIL',
    ['BODY=8BITMIME', 'BODY=7BIT', 'RET=FULL', 'ENVID=abc'],
    exchange => lacks('8BITMIME', 'DSN', 'BINARYMIME')(exchange) && !has(exchange, 'BODY'),
  ),
  param(
    'param-not-advertised',
    'uses NOTIFY unoffered',
    'RCPT',
    ['NOTIFY=NEVER', 'NOTIFY=FAILURE', 'ORCPT=rfc822;bob@mx.example'],
    lacks('DSN'),
  ),
  param(
    'param-after-helo',
    'adds a parameter after HELO',
    'MAIL',
    ['SIZE=100000', 'BODY=8BITMIME', 'RET=FULL'],
    ({ before }) => before.hello === 'HELO',
  ),
  param(
    'param-malformed',
    'adds what is no parameter',
    'MAIL',
    ['=1', 'RET=', 'S!ZE=1', '=', 'FO_O=1'],
    ehlo,
  ),
  inCommand(
    'param-malformed',
    'puts blanks around =',
    exchange => exchange.verb === 'MAIL' && has(exchange, 'SIZE'),
    ({ command }) => command.text.replace(/(SIZE)=/i, '$1 = '),
  ),
  inCommand(
    'param-duplicate',
    'doubles a parameter',
    exchange =>
      /^(?:MAIL|RCPT)$/.test(exchange.verb) &&
      /> \S/.test(exchange.argument) &&
      isAccepted(exchange),
    ({ command, argument }) => `${command.text} ${argument.replace(/^.*> (\S+).*$/, '$1')}`,
  ),
  param(
    'param-wrong-command',
    'gives RCPT a parameter of MAIL',
    'RCPT',
    ['RET=FULL', 'ENVID=abc'],
    exchange => offers('DSN', 'RET')(exchange),
  ),
  param(
    'param-wrong-command',
    'gives MAIL a parameter of RCPT',
    'MAIL',
    ['NOTIFY=NEVER', 'NOTIFY=SUCCESS'],
    exchange => offers('DSN', 'NOTIFY')(exchange),
  ),
  param(
    'param-unknown',
    'adds a parameter that nobody knows',
    'MAIL',
    ['FOO=1', 'FROBNICATE', 'COLOUR=blue'],
    ehlo,
  ),
  param(
    'param-value',
    'gives SIZE no number',
    'MAIL',
    ['SIZE=big', 'SIZE=-1', 'SIZE=1.5', 'SIZE=1k'],
    offers('SIZE', 'SIZE'),
  ),
  param(
    'param-value',
    'gives BODY another value',
    'MAIL',
    ['BODY=9BIT', 'BODY=8BIT', 'BODY=7'],
    offers('8BITMIME', 'BODY'),
  ),
  param(
    'param-value',
    'gives RET another value',
    'MAIL',
    ['RET=ALL', 'RET=HEADERS'],
    offers('DSN', 'RET'),
  ),
  param(
    'dsn-notify',
    'combines or misspells NOTIFY',
    'RCPT',
    ['NOTIFY=NEVER,FAILURE', 'NOTIFY=ALWAYS', 'NOTIFY=SUCCESS,,DELAY', 'NOTIFY=SUCCESS;DELAY'],
    offers('DSN', 'NOTIFY'),
  ),
  param(
    'dsn-orcpt-envid',
    'drops the address type of ORCPT',
    'RCPT',
    ['ORCPT=bob@mx.example', 'ORCPT=rfc822', 'ORCPT=;bob@mx.example'],
    offers('DSN', 'ORCPT'),
  ),
  param(
    'dsn-orcpt-envid',
    'lengthens ENVID',
    'MAIL',
    [`ENVID=${'a'.repeat(120)}`],
    offers('DSN', 'ENVID'),
  ),
  param(
    'xtext-invalid',
    'breaks the xtext of ENVID',
    'MAIL',
    ['ENVID=a+3d', 'ENVID=a+b', 'ENVID=+', 'ENVID=a+0'],
    offers('DSN', 'ENVID'),
  ),
  param(
    'xtext-invalid',
    'breaks the xtext of AUTH',
    'MAIL',
    ['AUTH=e+3dmc2@client.example', 'AUTH=a+@client.example'],
    offers('AUTH', 'AUTH'),
  ),
  insertion(
    'verb-not-advertised',
    'says ETRN unoffered',
    ({ next }) =>
      isIdle(next.before) &&
      next.before.hello === 'EHLO' &&
      !next.before.offers.has('ETRN') &&
      !next.before.tls,
    (_, random) => [
      ['C', `ETRN ${random.pick(['client.example', '@client.example', '#queue']) ?? ''}`],
      ['S', '500 5.5.1 Unknown command'],
    ],
  ),
  insertion(
    'verb-not-advertised',
    'says STARTTLS unoffered',
    ({ next }) =>
      isIdle(next.before) &&
      next.before.hello === 'EHLO' &&
      !next.before.offers.has('STARTTLS') &&
      !next.before.tls,
    () => [
      ['C', 'STARTTLS'],
      ['S', '502 5.5.1 Not implemented'],
    ],
    { 'tls-refused-then-cleartext': 'the client goes on without TLS' },
  ),
  insertion(
    'verb-not-advertised',
    'says BDAT unoffered',
    ({ next }) =>
      next.before.accepted.length > 0 &&
      next.before.hello === 'EHLO' &&
      !next.before.offers.has('CHUNKING') &&
      !next.before.offers.has('BURL') &&
      !next.before.tls,
    () => [
      ['C', 'BDAT 4 LAST'],
      ['C', 'hi'],
      ['S', '500 5.5.1 Unknown command'],
    ],
  ),
  mutator(
    'stale-capability',
    'uses SIZE, offered before TLS only',
    session => {
      const early = ofVerb(session, 'STARTTLS').some(({ before }) => before.offers.has('SIZE'));
      return ofVerb(session, 'MAIL').filter(mail => {
        return (
          early && mail.before.tls && ehlo(mail) && !mail.before.offers.has('SIZE') && well(mail)
        );
      });
    },
    ({ command }, session, random) =>
      retexted(session, command, `${command.text} SIZE=${String(5000 + random.below(5000))}`),
  ),
  insertion(
    'auth-mechanism-not-advertised',
    'uses a mechanism that is not offered',
    ({ next }) =>
      isIdle(next.before) &&
      next.before.offers.has('AUTH') &&
      next.before.tls &&
      !next.before.authenticated,
    (_, random) => [
      [
        'C',
        random.pick([
          'AUTH GSSAPI',
          'AUTH SCRAM-SHA-256 ***',
          'AUTH OAUTHBEARER ***',
          'AUTH X-NEW',
        ]) ?? '',
      ],
      ['S', '504 5.5.4 Unknown mechanism'],
    ],
  ),
  mutator(
    'binarymime-with-data',
    'declares BINARYMIME and says DATA',
    session =>
      ofVerb(session, 'DATA').filter(
        ({ alone, before, dot }) =>
          alone &&
          dot !== undefined &&
          before.offers.has('CHUNKING') &&
          before.mail !== undefined &&
          !/BODY=|SMTPUTF8/.test(before.mail.argument),
      ),
    (data, session) => {
      const mail = data.before.mail;
      const hello = session.exchanges.find(
        ({ after, verb }) => verb === 'EHLO' && after.offers === data.before.offers,
      );
      const reply = hello?.replies.at(-1);
      if (mail === undefined || reply === undefined) return undefined;
      const lines = data.before.offers.has('BINARYMIME')
        ? session.lines
        : offered(session, reply, 'BINARYMIME')?.lines;
      const command = withText(mail.command, `${mail.command.text} BODY=BINARYMIME`);
      return lines && { lines: replaced(lines, mail.command, command), at: data.command };
    },
  ),
  mutator(
    'extension-dependency',
    'offers an extension without what it needs',
    session =>
      ofVerb(session, 'EHLO').filter(
        ({ after, alone }) =>
          alone &&
          !after.offers.has('8BITMIME') &&
          !after.offers.has('CHUNKING') &&
          !after.offers.has('SMTPUTF8') &&
          !after.offers.has('BINARYMIME'),
      ),
    ({ replies }, session, random) =>
      offered(session, replies.at(-1) ?? [], random.pick(['SMTPUTF8', 'BINARYMIME']) ?? ''),
  ),
  insertion(
    'limits-exceeded',
    'adds a recipient too many',
    ({ next }) => {
      const most = /RCPTMAX=(\d+)/.exec(next.before.offers.get('LIMITS') ?? '')?.[1];
      return next.before.tried > 0 && String(next.before.tried) === most;
    },
    (_, random) => [
      ['C', `RCPT TO:<more${String(random.below(1000))}@mx.example>`],
      ['S', '452 4.5.3 Too many recipients'],
    ],
  ),
  mutator(
    'requiretls-without-tls',
    'asks for REQUIRETLS without TLS',
    session =>
      ofVerb(session, 'MAIL').filter(
        mail =>
          mail.alone &&
          mail.before.hello === 'EHLO' &&
          !mail.before.tls &&
          !has(mail, 'REQUIRETLS'),
      ),
    (mail, session) => {
      const hello = session.exchanges.find(
        ({ after, verb }) => verb === 'EHLO' && after.offers === mail.before.offers,
      );
      const lines = mail.before.offers.has('REQUIRETLS')
        ? session.lines
        : offered(session, hello?.replies.at(-1) ?? [], 'REQUIRETLS')?.lines;
      const at = withText(mail.command, `${mail.command.text} REQUIRETLS`);
      return lines && { lines: replaced(lines, mail.command, at), at };
    },
  ),
  param(
    'utf8-parameter-unneeded',
    'asks for SMTPUTF8 needlessly',
    'MAIL',
    ['SMTPUTF8'],
    (exchange, session) =>
      isSent(exchange, session) &&
      offers('SMTPUTF8', 'SMTPUTF8')(exchange) &&
      !/BODY=/.test(exchange.argument),
  ),
  mutator(
    'extension-obsolete',
    'offers an obsolete extension',
    session => ofVerb(session, 'EHLO').filter(isPlain),
    ({ replies }, session, random) => {
      return offered(
        session,
        replies[0] ?? [],
        random.pick(['UTF8SMTP', 'SEND', 'SOML', 'SAML', 'TURN']) ?? '',
      );
    },
  ),
  mutator(
    'private-extension',
    'offers a private extension',
    session => ofVerb(session, 'EHLO').filter(isPlain),
    ({ replies }, session, random) => {
      return offered(
        session,
        replies[0] ?? [],
        random.pick(['XCLIENT NAME ADDR', 'XFORWARD NAME ADDR', 'X-EXPS GSSAPI', 'X-FOO']) ?? '',
      );
    },
  ),
];

function isSent(mail: Exchange, { exchanges }: Session): boolean {
  return exchanges.some(({ before, dot, content }) => {
    const ascii = content.every(({ text }) => /^[\t -~]*$/.test(text));
    return before.mail === mail && dot !== undefined && ascii;
  });
}
