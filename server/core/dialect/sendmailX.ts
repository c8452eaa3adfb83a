import { verbOf } from '../smtp/verbs.ts';
import type { Dialect, LineContext } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, JudgedLine, Judged } from './lineDialect.ts';

const LINE = /^(\d{1,10}) (>>>|<<<|===) ?/;
const REPLY = /^[2-5]\d\d(?:[ -]|$)/;
const END = '[EOF]';

/** sendmail -X: every octet that a process read and wrote, message content too. */
export const sendmailX: Dialect = lineDialect({
  id: 'sendmail-X',
  label: 'sendmail -X',
  description: 'The traffic log of sendmail -X: process id, "<<<" read, ">>>" written.',
  hides: ['tls'],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (/^\d{1,10} (?:>>>|<<<) [2-5]\d\d(?:[ -]|\r?$)/m.test(sample)) {
      return { certainty: 1, why: 'a process id and >>> or <<< before a reply' };
    }
    if (/^\d{1,10} (?:=== CONNECT |(?:>>>|<<<) (?:EHLO|HELO|MAIL|RCPT) )/im.test(sample)) {
      return { certainty: 0.9, why: 'a process id and >>> or <<< before a command' };
    }
    return { certainty: 0, why: '' };
  },
  judge,
});

/** What a process does at the time. */
type Part = 'server' | 'client' | 'unknown' | 'gone';

interface Process {
  part: Part;
  /** It runs a mailer, or hands a message to something that is no SMTP server. */
  aside: boolean;
}

function judge(): Judge {
  const processes = new Map<string, Process>();
  return (line, context): Judged | undefined => {
    const match = LINE.exec(line.head);
    if (match === null) return undefined;
    const [mark, pid = '', arrow = ''] = match;
    const known = processes.get(pid);
    const process = known ?? { part: 'unknown', aside: false };
    if (known === undefined) processes.set(pid, process);
    const said = { at: mark.length, text: line.head.slice(mark.length), pid };
    if (arrow === '===') return eventOf(process, said);
    return lineOf(
      process,
      { ...said, isRead: arrow === '<<<', first: known === undefined },
      {
        line,
        context: context.of(pid),
      },
    );
  };
}

interface Said {
  readonly at: number;
  readonly text: string;
  readonly pid: string;
}

interface SaidLine extends Said {
  readonly isRead: boolean;
  readonly first: boolean;
}

function eventOf(process: Process, { at, text, pid }: Said): Judged | undefined {
  if (text.startsWith('CONNECT ')) {
    process.part = 'client';
    process.aside = false;
    return { kind: 'connect', at, connection: pid };
  }
  if (text.startsWith('EXEC ')) process.aside = true;
  return undefined;
}

function lineOf(
  process: Process,
  said: SaidLine,
  { line, context }: { readonly line: JudgedLine; readonly context: LineContext },
): Judged | undefined {
  const { at, isRead, pid } = said;
  // A server that greets again under this id is another process, or the next connection.
  if (!isRead && said.text.startsWith('220') && process.part !== 'client') process.part = 'server';
  if (process.part === 'unknown') process.part = partOf(said);
  if (process.part === 'unknown' || process.part === 'gone') return undefined;
  if (isRead && endsWithEnd(line)) {
    process.part = 'gone';
    return { kind: 'lost', at, connection: pid };
  }
  const isClient = isRead === (process.part === 'server');
  if (isRead) process.aside = false;
  if (process.aside) return undefined;
  const judged: Judged = { kind: isClient ? 'client' : 'server', at, connection: pid };
  const asked = isRead || isClientTalk(said.text, context);
  return isClient ? (asked ? judged : undefined) : REPLY.test(said.text) ? judged : undefined;
}

/** Before anything was said: what a process reads first may be the message that it is to send. */
function partOf({ isRead, text, first }: SaidLine): Part {
  if (!isRead) return REPLY.test(text) ? 'server' : isCommand(text) ? 'client' : 'unknown';
  if (!first) return 'unknown';
  if (/^220[ -]/.test(text)) return 'client';
  return isCommand(text) ? 'server' : 'unknown';
}

function isCommand(text: string): boolean {
  if (/^(?:MAIL FROM|RCPT TO): ?</i.test(text) || /^(?:EHLO|HELO|LHLO) \S+$/i.test(text))
    return true;
  return /^(?:DATA|RSET|QUIT|STARTTLS)$/i.test(text);
}

/** A client's process writes to mailers and files as well, and logs that in the same way. */
function isClientTalk(text: string, context: LineContext): boolean {
  if (context.inContent || context.inAuth) return true;
  const verb = /^[A-Za-z]{4,8}(?= |$)/.exec(text)?.[0].toUpperCase();
  if (verb === undefined || verbOf(verb) === undefined) return false;
  if (verb === 'MAIL' || verb === 'RCPT') return isCommand(text);
  return verb !== 'DATA' && verb !== 'RSET' && verb !== 'QUIT' ? true : text.length === 4;
}

/** `<<< [EOF]`, `<<< half a line[EOF]`: the other side is gone. */
function endsWithEnd({ head, from, to }: JudgedLine): boolean {
  return to - from <= head.length && head.endsWith(END);
}
