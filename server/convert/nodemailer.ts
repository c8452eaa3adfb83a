import { base64Lines } from './base64Lines.ts';
import { clientLosses } from './clientLosses.ts';
import { headComment } from './headComment.ts';
import { javascriptString } from './javascriptText.ts';
import { messageTextOf } from './messageText.ts';
import type { Script, ScriptedMessage } from './script.ts';
import { scriptOf } from './scriptOf.ts';
import { nothingToConvert } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';

/** A Node.js program that sends the messages with nodemailer. */
export const nodemailerTarget: Target = {
  id: 'nodemailer',
  label: 'Node.js script (nodemailer)',
  extension: 'mjs',
  languageId: 'javascript',
  scope: 'session',
  notes: 'Sends the messages with their envelopes; nodemailer chooses commands and parameters.',
  render,
};

function render(input: ConvertInput): Converted {
  const script = scriptOf(input);
  if (script === undefined) return nothingToConvert();
  const { messages, target } = script;
  const losses = [...clientLosses(script, 'nodemailer'), ...ownLosses(script)];
  const text = [
    headComment('//', 'The session as nodemailer would send it.', losses),
    target === undefined ? '' : `// The transcript suggests ${target}.\n`,
    "import { createTransport } from 'nodemailer';\n\n",
    transportText(script),
    ...messages.map(message => `\n${messageText(script, message)}`),
    messages.length === 0 ? '\nconsole.log(await transport.verify());\n' : '',
  ].join('');
  return { files: [script.chunk.scanner.encode(text)], losses };
}

function ownLosses({ messages, pipelining }: Script): readonly string[] {
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const stops = messages.some(({ reached }) => reached === 'mail' || reached === 'rcpt');
  return [
    ...when(messages.length === 0, 'No message was sent; the connection is verified instead.'),
    ...when(stops, 'nodemailer cannot stop before DATA; a short message stands in.'),
    ...when(pipelining, 'nodemailer waits for each reply; the transcript pipelines.'),
  ];
}

function transportText({ protocol, tls, auth, helo }: Script): string {
  const port = tls === 'implicit' ? 465 : protocol === 'LMTP' ? 24 : 25;
  const user = auth?.user === '' ? 'process.env.SMTP_USER' : javascriptString(auth?.user ?? '');
  const lines = [
    "  host: process.env.SMTP_SERVER ?? 'localhost',",
    `  port: Number(process.env.SMTP_PORT ?? ${String(port)}),`,
    `  secure: ${String(tls === 'implicit')},`,
    ...(tls === 'starttls' ? ['  requireTLS: true,'] : []),
    ...(tls === 'none' ? ['  ignoreTLS: true,'] : []),
    ...(protocol === 'LMTP' ? ['  lmtp: true,'] : []),
    ...(helo === '' ? [] : [`  name: ${javascriptString(helo)},`]),
    ...(auth === undefined
      ? []
      : [
          `  authMethod: ${javascriptString(auth.mechanism)},`,
          `  auth: { user: ${user}, pass: process.env.SMTP_PASSWORD },`,
        ]),
  ];
  return `const transport = createTransport({\n${lines.join('\n')}\n});\n`;
}

function messageText({ chunk }: Script, message: ScriptedMessage): string {
  const to = message.recipients.map(recipient => `      ${javascriptString(recipient.to)},\n`);
  const text = messageTextOf(chunk.scanner, message);
  const raw =
    text.kind === 'lines'
      ? `[\n${literals([...text.lines, ''])}    ].join('\\r\\n')`
      : `Buffer.from(\n    [\n${literals(base64Lines(text.octets))}    ].join(''),\n    'base64',\n  )`;
  return [
    'console.log(\n  await transport.sendMail({\n',
    `    envelope: {\n      from: ${javascriptString(message.from)},\n`,
    `      to: [\n${to.map(line => `  ${line}`).join('')}      ],\n    },\n`,
    `    raw: ${raw},\n  }),\n);\n`,
  ].join('');
}

function literals(lines: readonly string[]): string {
  return lines.map(line => `      ${javascriptString(line)},\n`).join('');
}
