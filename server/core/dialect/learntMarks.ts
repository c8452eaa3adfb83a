/** What stands before the lines of one side. */
export interface Mark {
  /** As it stands in the text, digits made `#`, trailing blanks left out. */
  readonly text: string;
  /** Where the payload begins, -1 where the line does not have the mark. */
  at(line: string): number;
}

/** The marks of both sides. */
export interface Marks {
  readonly client: Mark;
  readonly server: Mark;
}

/** Before a reply; before a command that only a client gives. */
const GREETING = /^([^\n]{1,60}?)(?:220|554|421)[ -]/;
const REPLY = /^([^\n]{1,60}?)(?:2[0-5]\d|3[35]4|4\d\d|5\d\d)[ -]/;
const HELLO = /^([^\n]{1,60}?)(?:EHLO|HELO|LHLO)(?: |$)/i;
const COMMAND = /^([^\n]{1,60}?)(?:MAIL FROM:|RCPT TO:|(?:DATA|QUIT|RSET|NOOP)$)/i;

/** Words that name a side without more: in "S 220 hello". */
const NAMES = /^[ \t]*(?:s|c|r|in|out|rx|tx|recv|sent|send|server|client|mta|mua)[ \t]+$/i;

/** Learns the marks of both sides; undefined where there are none, or both have the same. */
export function marksOf(lines: readonly string[]): Marks | undefined {
  const client = shapeIn(lines, HELLO) ?? shapeIn(lines, COMMAND);
  if (client === undefined) return undefined;
  const server = shapeIn(lines, GREETING) ?? shapeIn(lines, REPLY);
  if (server === undefined || server === client) return undefined;
  const marks = { client: markOf(client), server: markOf(server) };
  // A mark that is the beginning of the other one would take its lines.
  return overlaps(marks, lines) ? undefined : marks;
}

function overlaps({ client, server }: Marks, lines: readonly string[]): boolean {
  return lines.some(line => client.at(line) >= 0 && server.at(line) >= 0);
}

/** What stands before the first match, digits made `#`; undefined where it reads as no mark. */
function shapeIn(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const prefix = pattern.exec(line)?.[1];
    if (prefix !== undefined && isMark(prefix)) return prefix.replaceAll(/\d+/g, '#');
  }
  return undefined;
}

/** Ends with a sign or names a side, and is no piece of a program, a quotation or a list. */
function isMark(prefix: string): boolean {
  if (prefix.trim() === '' || /["'`(){};\\]/.test(prefix)) return false;
  return NAMES.test(prefix) || /[^\w\s][ \t]{0,8}$/.test(prefix);
}

/** The digits of a mark are those of a clock or of a process, and differ from line to line. */
function markOf(shape: string): Mark {
  const text = shape.trimEnd();
  const blanks = shape.length - text.length;
  const source = text.replaceAll(/[.*+?^$|[\]\\/-]/g, String.raw`\$&`).replaceAll('#', '\\d{1,20}');
  const pattern = new RegExp(`^${source}`);
  return {
    text,
    at(line) {
      const mark = pattern.exec(line)?.[0].length;
      if (mark === undefined) return -1;
      let at = mark;
      while (at < mark + blanks && (line[at] === ' ' || line[at] === '\t')) at++;
      return at === mark + blanks || at >= line.length ? at : -1;
    },
  };
}
