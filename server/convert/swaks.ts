import { base64Lines } from './base64Lines.ts';
import { clientLosses } from './clientLosses.ts';
import { stuffed } from './messageOctets.ts';
import { messageTextOf, withLastLineEnd } from './messageText.ts';
import type { Script, ScriptedMessage } from './script.ts';
import { scriptOf } from './scriptOf.ts';
import { shellWord } from './shell.ts';
import { commandText, shellScript } from './shellScript.ts';
import type { ShellInput } from './shellScript.ts';
import { nothingToConvert } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';

/** swaks, one command a message. */
export const swaksTarget: Target = {
  id: 'swaks',
  label: 'swaks command line',
  extension: 'sh',
  languageId: 'shellscript',
  scope: 'session',
  notes: 'One command a message; parameters of MAIL and RCPT and other commands cannot be said.',
  render,
};

function render(input: ConvertInput): Converted {
  const script = scriptOf(input);
  if (script === undefined) return nothingToConvert();
  const { messages } = script;
  const losses = [...clientLosses(script, 'swaks'), ...ownLosses(script)];
  const commands =
    messages.length === 0
      ? [commandText([...connection(script), `--quit-after=${script.stopsAfter}`], undefined)]
      : messages.map(message => messageCommand(script, message));
  const text = shellScript(script, 'The session as swaks would send it.', { losses, commands });
  return { files: [script.chunk.scanner.encode(text)], losses };
}

function ownLosses({ messages }: Script): readonly string[] {
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const recipients = messages.flatMap(message => message.recipients);
  return [
    ...when(
      recipients.some(({ to }) => to.includes(',')),
      'swaks takes a comma in a recipient for the end of one.',
    ),
    ...when(
      messages.some(({ content }) => content?.length === 0),
      'An empty message is sent with one empty line.',
    ),
  ];
}

/** The words for everything before MAIL. */
function connection(script: Script): string[] {
  const { protocol, helo, tls, auth, pipelining } = script;
  return [
    'swaks',
    '--server="$SMTP_SERVER"',
    '--port="$SMTP_PORT"',
    ...(protocol === 'ESMTP' ? [] : [`--protocol=${protocol}`]),
    ...(helo === '' ? [] : [`--ehlo=${shellWord(helo)}`]),
    ...(tls === 'none' ? [] : [tls === 'implicit' ? '--tls-on-connect' : '--tls']),
    ...(auth === undefined
      ? []
      : [
          `--auth=${auth.mechanism}`,
          `--auth-user=${auth.user === '' ? '"$SMTP_USER"' : shellWord(auth.user)}`,
          '--auth-password="$SMTP_PASSWORD"',
        ]),
    ...(pipelining ? ['--pipeline'] : []),
  ];
}

function messageCommand(script: Script, message: ScriptedMessage): string {
  const { from, recipients, reached } = message;
  const to = recipients.map(recipient => recipient.to).join(',');
  const words = [
    ...connection(script),
    `--from=${shellWord(from === '' ? '<>' : from)}`,
    ...(recipients.length === 0 ? [] : [`--to=${shellWord(to)}`]),
  ];
  if (reached === 'mail' || reached === 'rcpt') {
    return commandText([...words, `--quit-after=${reached}`], undefined);
  }
  const { input, fixed } = dataOf(script, message);
  return commandText([...words, ...(fixed ? ['--no-data-fixup'] : []), '--data=-'], input);
}

/**
 * Text that swaks would not change is given as it is, with a line "." at its end, which swaks takes
 * away again; anything else as the very octets, dots stuffed, which swaks is told to leave alone.
 */
function dataOf(
  { chunk }: Script,
  message: ScriptedMessage,
): { readonly input: ShellInput; readonly fixed: boolean } {
  const text = messageTextOf(chunk.scanner, message);
  if (text.kind === 'lines' && isLeftAlone(text.lines)) {
    return { input: { lines: [...text.lines, '.'], encoded: false }, fixed: false };
  }
  const octets =
    text.kind === 'octets' ? text.octets : chunk.scanner.encode(`${text.lines.join('\r\n')}\r\n`);
  const body = stuffed(withLastLineEnd(octets));
  const whole = new Uint8Array(body.length + 1);
  whole.set(body);
  whole[body.length] = 46;
  return { input: { lines: base64Lines(whole), encoded: true }, fixed: true };
}

/** swaks rewrites `\n`, its own `%WORDS%`, a first line `From …`, and lacks a header it can read. */
function isLeftAlone(lines: readonly string[]): boolean {
  const [first = ''] = lines;
  if (first === '' || first.startsWith('.') || first.startsWith('From ')) return false;
  return lines.includes('') && !lines.some(line => /\\n|%[A-Z_]+%/.test(line));
}
