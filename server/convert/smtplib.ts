import { headComment } from './headComment.ts';
import { argumentOf, mayHoldSecret, verbTextOf } from './commandText.ts';
import { chunkOctets, unstuffed, wireContent } from './messageOctets.ts';
import { pythonBytes, pythonString } from './pythonText.ts';
import type { Chunk, Content, Exchange } from '../core/transcript/model.ts';
import type { Script } from './script.ts';
import { scriptOf } from './scriptOf.ts';
import { nothingToConvert } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';

/** A Python program that says each command of the session with smtplib. */
export const smtplibTarget: Target = {
  id: 'smtplib',
  label: 'Python script (smtplib)',
  extension: 'py',
  languageId: 'python',
  scope: 'session',
  notes: 'Says the commands of the session one by one; waits for each reply.',
  render,
};

function render(input: ConvertInput): Converted {
  const script = scriptOf(input);
  if (script === undefined) return nothingToConvert();
  const losses = [...script.losses.filter(isHereToo), ...ownLosses(script)];
  const steps = script.session.exchanges.flatMap((exchange, at) =>
    statementsOf(script, exchange, at).map(line => `    ${line}\n`),
  );
  const text = [
    '#!/usr/bin/env python3\n',
    headComment('#', 'The session as Python would send it.', losses),
    script.target === undefined ? '' : `# The transcript suggests ${script.target}.\n`,
    prelude(script),
    ...(steps.length === 0 ? ['    pass\n'] : steps),
  ].join('');
  return { files: [script.chunk.scanner.encode(text)], losses };
}

/** Any command can be said here, so what other clients leave out is not lost. */
function isHereToo(loss: string): boolean {
  return !loss.startsWith('Left out:') && !loss.startsWith('Some commands');
}

function ownLosses({ pipelining, session, chunk, auth }: Script): readonly string[] {
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const raw = session.exchanges.some(({ command }) => command.raw);
  const odd = session.exchanges.some(
    ({ command: { span } }) => !chunk.scanner.isUtf8(chunk.octets, span.start, span.end),
  );
  return [
    ...when(pipelining, 'smtplib waits for each reply; the transcript pipelines.'),
    ...when(
      auth !== undefined && !/^(?:PLAIN|LOGIN|CRAM-MD5)$/.test(auth.mechanism),
      'smtplib knows the mechanisms PLAIN, LOGIN and CRAM-MD5 only.',
    ),
    ...when(raw || odd, 'Octets of commands that are no text are replaced.'),
  ];
}

function prelude({ tls, protocol, auth, helo, session }: Script): string {
  const usual = tls === 'implicit' ? 'SMTP_SSL' : protocol === 'LMTP' ? 'LMTP' : 'SMTP';
  const port = tls === 'implicit' ? 465 : protocol === 'LMTP' ? 24 : 25;
  const secret = session.exchanges.some(({ command }) => command.verb === 'AUTH');
  const user =
    auth === undefined || auth.user === '' ? "os.environ['SMTP_USER']" : pythonString(auth.user);
  const name = helo === '' ? '' : `, local_hostname=${pythonString(helo)}`;
  const context = tls === 'implicit' ? ', context=ssl.create_default_context()' : '';
  return [
    ...(secret ? ['import getpass'] : []),
    'import os',
    'import smtplib',
    ...(tls === 'none' ? [] : ['import ssl']),
    '',
    "HOST = os.environ.get('SMTP_SERVER', 'localhost')",
    `PORT = int(os.environ.get('SMTP_PORT', '${String(port)}'))`,
    ...(secret
      ? [
          `USER = ${user}`,
          "PASSWORD = os.environ.get('SMTP_PASSWORD') or getpass.getpass('Password: ')",
        ]
      : []),
    '',
    '',
    'def show(reply):',
    "    print(reply[0], reply[1].decode('utf-8', 'backslashreplace'))",
    '',
    '',
    `with smtplib.${usual}(HOST, PORT${name}${context}) as smtp:`,
    "    smtp.command_encoding = 'utf-8'",
    '',
  ].join('\n');
}

function statementsOf(script: Script, exchange: Exchange, at: number): readonly string[] {
  const { chunk, session } = script;
  const { command, replies, content } = exchange;
  const accepted = (replies[0]?.code ?? 250) < 400;
  if (mayHoldSecret(session, exchange)) return ['# A line is left out: it may hold a secret.'];
  switch (command.verb) {
    case 'STARTTLS':
      return accepted
        ? ['show(smtp.starttls(context=ssl.create_default_context()))']
        : ["show(smtp.docmd('STARTTLS'))"];
    case 'EHLO':
    case 'LHLO':
    case 'HELO': {
      const method = command.verb === 'HELO' ? 'helo' : 'ehlo';
      return [`show(smtp.${method}(${pythonString(argumentOf(chunk, exchange))}))`];
    }
    case 'AUTH':
      return ['show(smtp.login(USER, PASSWORD))'];
    case 'QUIT':
      return at === session.exchanges.length - 1
        ? ['show(smtp.quit())']
        : ["show(smtp.docmd('QUIT'))"];
    case 'DATA':
      return content === undefined ? [docmd(chunk, exchange)] : dataStatements(chunk, content);
    case 'BDAT':
      return content === undefined
        ? [docmd(chunk, exchange)]
        : chunkStatements(chunk, exchange, content);
    default:
      return [docmd(chunk, exchange)];
  }
}

function docmd(chunk: Chunk, exchange: Exchange): string {
  return `show(smtp.docmd(${wordsOf(chunk, exchange)}))`;
}

function wordsOf(chunk: Chunk, exchange: Exchange): string {
  const argument = argumentOf(chunk, exchange);
  const verb = pythonString(verbTextOf(chunk, exchange));
  return argument === '' ? verb : `${verb}, ${pythonString(argument)}`;
}

const STAND_IN = "b'Subject: not the message of the transcript\\r\\n\\r\\nIt is not shown.\\r\\n'";

/** smtplib stuffs the dots itself. */
function dataStatements(chunk: Chunk, content: Content): readonly string[] {
  const more = content.replies.slice(1).map(() => 'show(smtp.getreply())');
  if (!content.shown) {
    return [`show(smtp.data(${STAND_IN}))`, ...more];
  }
  const octets = unstuffed(wireContent(chunk, content));
  return ['show(smtp.data(', ...bytesLines(octets), '))', ...more];
}

function chunkStatements(chunk: Chunk, exchange: Exchange, content: Content): readonly string[] {
  if (!content.shown) return ['# A chunk is left out: the transcript does not show it.'];
  const octets = chunkOctets(chunk, exchange, content);
  const sent = octets.length === 0 ? [] : ['smtp.send(', ...bytesLines(octets), ')'];
  return [`smtp.putcmd(${wordsOf(chunk, exchange)})`, ...sent, 'show(smtp.getreply())'];
}

/** One literal a line of the message. */
function bytesLines(octets: Uint8Array): readonly string[] {
  if (octets.length === 0) return ["    b''"];
  const lines: string[] = [];
  for (let at = 0; at < octets.length;) {
    const feed = octets.indexOf(10, at);
    const next = feed < 0 ? octets.length : feed + 1;
    lines.push(`    ${pythonBytes(octets.subarray(at, next))}`);
    at = next;
  }
  return lines;
}
