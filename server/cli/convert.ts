import { sessionNameOf } from '../core/feature/sessionTitle.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { sessionsOf } from '../convert/target.ts';
import type { Converted, Part, Target } from '../convert/target.ts';
import { TARGETS, targetOf } from '../convert/targets.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { visibleOf } from '../core/octets/visible.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { Inputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { writeConverted } from './writeConverted.ts';

const WIDTH = Math.max(...TARGETS.map(({ id }) => id.length));

/** `convert`: a transcript as `.smtp`, as a script for a mail client, as a diagram, as messages. */
export const convertCommand: Command = {
  name: 'convert',
  usage: 'convert --to TARGET [--session N|NAME] [--output PATH [--force]] FILE|-',
  summary: 'turn a transcript into .smtp, a script, a diagram or messages',
  help: [
    '--to TARGET          what to make of it:',
    ...TARGETS.map(({ id, label }) => `                       ${id.padEnd(WIDTH)}  ${label}`),
    '--session N|NAME     only this session, by number or name; may be repeated',
    '--output PATH        write to this file, or into this folder (default: standard output)',
    '--force              overwrite files',
    '--dialect ID         how the tool prints sessions (default: detected)',
    '',
    'Passwords are never part of a script: it takes them from SMTP_PASSWORD. What a target cannot',
    'say is told at the head of a script, and on standard error.',
  ],
  options: {
    to: { type: 'string' },
    session: { type: 'string', multiple: true },
    output: { type: 'string' },
    force: { type: 'boolean' },
    dialect: { type: 'string' },
  },
  async run(invocation, terminal) {
    const target = namedTarget(invocation.value('to'));
    const input = await onlyInput(invocation, terminal);
    if (input === undefined) return EXIT.usage;
    const wanted = invocation.values('session');
    const parts = chosenParts(partsOf(input), wanted);
    oneSession(target, parts);
    const converted = target.render({ parts, whole: wanted.length === 0 });
    const told = target.scope === 'transcript' ? converted.losses : [];
    if (converted.files.length === 0) {
      throw new UsageError(
        `${input.file}: ${converted.losses[0] ?? 'there is nothing to convert'}`,
      );
    }
    for (const loss of told) terminal.note(`${visibleOf(input.file)}: ${loss}\n`);
    if (sessionsOf({ parts, whole: true }).length === 0) {
      terminal.note(`${visibleOf(input.file)}: no SMTP session was found in it\n`);
    }
    await deliver(converted, { input, target, invocation });
    return EXIT.fine;
  },
};

function namedTarget(id: string | undefined): Target {
  const known = TARGETS.map(target => target.id).join(', ');
  if (id === undefined) throw new UsageError(`--to is missing; it takes ${known}`);
  const target = targetOf(id);
  if (target === undefined) throw new UsageError(`--to takes ${known}, not "${id}"`);
  return target;
}

/** The one transcript; undefined where it cannot be read, which has been told. */
async function onlyInput(invocation: Invocation, terminal: Terminal): Promise<Input | undefined> {
  const inputs: Input[] = [];
  const reader = new Inputs(invocation, terminal);
  for await (const input of reader.read()) {
    inputs.push(input);
    if (inputs.length > 1) throw new UsageError('convert takes one file at a time');
  }
  return reader.unread.length > 0 ? undefined : inputs[0];
}

function partsOf({ octets, dialect }: Input): readonly Part[] {
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect })];
  return chunks.map(chunk => ({ chunk, sessions: chunk.sessions }));
}

/** Sessions by number or name; each one that is asked for has to be there. */
function chosenParts(parts: readonly Part[], wanted: readonly string[]): readonly Part[] {
  if (wanted.length === 0) return parts;
  const found = new Set<string>();
  let number = 0;
  const chosen = parts.map(({ chunk, sessions }) => ({
    chunk,
    sessions: sessions.filter(session => {
      number++;
      const names = [String(number), sessionNameOf(session, number)];
      const asked = wanted.filter(want => names.includes(want));
      for (const want of asked) found.add(want);
      return asked.length > 0;
    }),
  }));
  const missing = wanted.filter(want => !found.has(want));
  if (missing.length === 0) return chosen;
  throw new UsageError(`there is no session "${missing.join('" or "')}"; ${listed(parts)}`);
}

function oneSession(target: Target, parts: readonly Part[]): void {
  const { length } = sessionsOf({ parts, whole: false });
  if (target.scope === 'transcript' || length <= 1) return;
  throw new UsageError(
    `${target.id} holds one session; choose it with --session: ${listed(parts)}`,
  );
}

const MOST_LISTED = 20;

function listed(parts: readonly Part[]): string {
  const sessions = sessionsOf({ parts, whole: false });
  if (sessions.length === 0) return 'there is none';
  const names = sessions
    .slice(0, MOST_LISTED)
    .map(({ session }, at) => `${String(at + 1)} "${sessionNameOf(session, at + 1)}"`);
  const more = sessions.length - names.length;
  const verb = names.length > 1 ? 'are' : 'is only';
  return `there ${verb} ${names.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

async function deliver(
  { files }: Converted,
  to: { readonly input: Input; readonly target: Target; readonly invocation: Invocation },
): Promise<void> {
  const { input, target, invocation } = to;
  const output = invocation.value('output');
  const [first] = files;
  if (output !== undefined) {
    await writeConverted(files, {
      output,
      source: input.file,
      extension: target.extension,
      overwrite: invocation.flag('force'),
    });
  } else if (files.length > 1) {
    throw new UsageError(
      `there are ${String(files.length)} messages; name a folder for them with --output`,
    );
  } else if (first !== undefined) process.stdout.write(first);
}
