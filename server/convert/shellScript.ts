import { headComment } from './headComment.ts';
import { hereDocument, shellCommand } from './shell.ts';
import type { Script } from './script.ts';

/** What a command of a shell script reads. */
export interface ShellInput {
  readonly lines: readonly string[];
  /** The lines are base64 of it. */
  readonly encoded: boolean;
}

/** A command with its input on a here-document. */
export function commandText(words: readonly string[], input: ShellInput | undefined): string {
  const command = shellCommand(words);
  if (input === undefined) return `${command}\n`;
  const { open, body } = hereDocument(input.lines);
  return input.encoded ? `base64 -d ${open} |\n${body}${command}\n` : `${command} ${open}\n${body}`;
}

/** A shell script: what it is, what is missing, where to connect, and the commands. */
export function shellScript(
  script: Script,
  title: string,
  parts: { readonly losses: readonly string[]; readonly commands: readonly string[] },
): string {
  const { tls, protocol, auth, target } = script;
  const port = tls === 'implicit' ? 465 : protocol === 'LMTP' ? 24 : 25;
  const hint = target === undefined ? '' : `# The transcript suggests ${target}.\n`;
  const user = auth?.user === '' ? ': "${SMTP_USER:?set it to the user}"\n' : '';
  const password = auth === undefined ? '' : ': "${SMTP_PASSWORD:?set it to the password}"\n';
  return [
    '#!/bin/sh\n',
    headComment('#', title, parts.losses),
    hint,
    `: "\${SMTP_SERVER:=localhost}" "\${SMTP_PORT:=${String(port)}}"\n`,
    user,
    password,
    ...parts.commands.map(command => `\n${command}`),
  ].join('');
}
