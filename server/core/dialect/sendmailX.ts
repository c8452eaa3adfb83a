import { verbOf } from '../smtp/verbs.ts';
import type { Dialect, LineContext } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, JudgedLine, Judged } from './lineDialect.ts';

const LINE = /^(\d{1,10}) (>>>|<<<|===) ?/;
const REPLY = /^[2-5]\d\d(?:[ -]|$)/;
/** Nothing is logged of the end of a connection; a server ends it with this. */
const GOODBYE = /^(?:221|421)(?: |$)/;
const END = '[EOF]';
const TIMEOUT = '[TIMEOUT]';

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
  /** What it writes is logged without CR, so that a CR is one that it read. */
  showsCr: boolean;
}

function judge(): Judge {
  const processes = new Map<string, Process>();
  return (line, context): Judged | undefined => {
    const match = LINE.exec(line.head);
    if (match === null) return undefined;
    const [mark, pid = '', arrow = ''] = match;
    const known = processes.get(pid);
    const process = known ?? { part: 'unknown', aside: false, showsCr: false };
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
  const isWhole = line.next - line.to > 1;
  if (!isRead && !isWhole) process.showsCr = true;
  const end = isRead && !(process.showsCr && isWhole) ? endOf(line, said.text) : undefined;
  if (end !== undefined) {
    // The reply that it logs after this reaches nobody.
    process.part = 'gone';
    return { kind: 'close', before: end, at, connection: pid };
  }
  const isClient = isRead === (process.part === 'server');
  if (isRead) process.aside = false;
  if (process.aside) return undefined;
  const judged: Judged = { kind: isClient ? 'client' : 'server', at, connection: pid };
  const asked = isRead || isClientTalk(said.text, context);
  if (isClient) return asked ? judged : undefined;
  if (!REPLY.test(said.text)) return undefined;
  const isLast =
    process.part === 'server' ? GOODBYE.test(said.text) : /^221(?: |$)/.test(said.text);
  return isLast ? { ...judged, kind: 'close', before: 'server' } : judged;
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

/** `<<< [EOF]`, `<<< half a line[EOF]`, `<<< [TIMEOUT]`: the other side is gone, or silent. */
function endOf({ head, from, to }: JudgedLine, text: string): 'lost' | 'timeout' | undefined {
  if (text === TIMEOUT) return 'timeout';
  return to - from <= head.length && head.endsWith(END) ? 'lost' : undefined;
}
