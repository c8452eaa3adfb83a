import { base64Lines } from './base64Lines.ts';
import { clientLosses } from './clientLosses.ts';
import { messageTextOf } from './messageText.ts';
import type { Script, ScriptedMessage } from './script.ts';
import { scriptOf } from './scriptOf.ts';
import { shellWord } from './shell.ts';
import { commandText, shellScript } from './shellScript.ts';
import type { ShellInput } from './shellScript.ts';
import { nothingToConvert } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';

/** curl, one command a message. */
export const curlTarget: Target = {
  id: 'curl',
  label: 'curl command line',
  extension: 'sh',
  languageId: 'shellscript',
  scope: 'session',
  notes: 'One command a message; curl chooses the parameters itself and always ends with QUIT.',
  render,
};

function render(input: ConvertInput): Converted {
  const script = scriptOf(input);
  if (script === undefined) return nothingToConvert();
  const { messages } = script;
  const losses = [...clientLosses(script, 'curl'), ...ownLosses(script)];
  const commands =
    messages.length === 0
      ? [commandText([...connection(script), '--request NOOP'], undefined)]
      : messages.map(message => messageCommand(script, message));
  const text = shellScript(script, 'The session as curl would send it.', { losses, commands });
  return { files: [script.chunk.scanner.encode(text)], losses };
}

function ownLosses({ messages, protocol, pipelining, auth }: Script): readonly string[] {
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const stops = messages.some(({ reached }) => reached === 'mail' || reached === 'rcpt');
  return [
    ...when(messages.length === 0, 'No message was sent; curl sends NOOP instead.'),
    ...when(stops, 'curl cannot stop before DATA; a short message stands in for the missing one.'),
    ...when(protocol === 'LMTP', 'curl speaks SMTP where the transcript has LMTP.'),
    ...when(pipelining, 'curl waits for each reply; the transcript pipelines.'),
    ...when(
      messages.some(({ recipients }) => recipients.length === 0),
      'curl needs a recipient; postmaster stands in for it.',
    ),
    ...when(auth?.user.includes(':') === true, 'curl takes the user up to the first colon only.'),
  ];
}

function connection(script: Script): string[] {
  const { helo, tls, auth } = script;
  const scheme = tls === 'implicit' ? 'smtps' : 'smtp';
  const user = auth && (auth.user === '' ? '"$SMTP_USER"' : shellWord(auth.user));
  return [
    'curl',
    '--globoff',
    `--url ${scheme}://"$SMTP_SERVER":"$SMTP_PORT"/${shellWord(encodeURIComponent(helo))}`,
    ...(tls === 'starttls' ? ['--ssl-reqd'] : []),
    ...(auth && user !== undefined
      ? [`--login-options AUTH=${auth.mechanism}`, `--user ${user}:"$SMTP_PASSWORD"`]
      : []),
  ];
}

function messageCommand(script: Script, message: ScriptedMessage): string {
  const { from, recipients } = message;
  const some = recipients.some(({ accepted }) => accepted);
  const allowFails = some && recipients.some(({ accepted }) => !accepted);
  const to = recipients.length === 0 ? ['postmaster'] : recipients.map(recipient => recipient.to);
  const { input, crlf } = uploadOf(script, message);
  const words = [
    ...connection(script),
    `--mail-from ${shellWord(from === '' ? '<>' : from)}`,
    ...to.map(address => `--mail-rcpt ${shellWord(address)}`),
    ...(allowFails ? ['--mail-rcpt-allowfails'] : []),
    ...(crlf ? ['--crlf'] : []),
    '--upload-file -',
  ];
  return commandText(words, input);
}

/** curl stuffs the dots itself. */
function uploadOf(
  { chunk }: Script,
  message: ScriptedMessage,
): { readonly input: ShellInput; readonly crlf: boolean } {
  const text = messageTextOf(chunk.scanner, message);
  return text.kind === 'lines'
    ? { input: { lines: text.lines, encoded: false }, crlf: true }
    : { input: { lines: base64Lines(text.octets), encoded: true }, crlf: false };
}
