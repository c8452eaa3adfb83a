import type { LineKind } from './dialect.ts';

/** What telnet, nc and ncat print when a connection opens, and what says how it ended. */
const EVENTS: readonly (readonly [RegExp, LineKind])[] = [
  [/^Connected to \S{1,256}\.?$/, 'connect'],
  [/^Connection to \S{1,256} \d{1,5} port \[\S{1,40}\] succeeded!$/, 'connect'],
  [/^\S{1,256}(?: \[[\d.:a-f]{2,45}\])? \d{1,5} port \[\S{1,40}\] (?:succeeded|open)/, 'connect'],
  [/^\S{0,256} ?(?:\(\S{1,256}\)|\[[\d.:a-f]{2,45}\]) \d{1,5} \(\S{1,40}\) open$/, 'connect'],
  [/^Ncat: Connected to \S{1,256}\.$/, 'connect'],
  [/^Connection (?:to \S{1,256} )?closed\b/, 'close'],
  [/^Ncat: \d+ bytes sent, \d+ bytes received/, 'close'],
  [/^Connection to (?:\S{1,256} )?lost\b/, 'lost'],
  [/^(?:Ncat|nc|read\(net\)|telnet): .{0,80}(?:reset by peer|Broken pipe)/, 'lost'],
  [/^(?:Ncat|nc|telnet): /, 'note'],
  [/^(?:Trying |Escape character is |telnet> |spawn |Script (?:started|done) on )/, 'note'],
  [/^(?:\^\]|\^C|\^D)/, 'note'],
  [/^```|^~~~/, 'note'],
  // What a server that runs on the same terminal logs, and the shell's prompt.
  [/^\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/, 'note'],
  [
    /^[\w.@:~/[\] -]{0,80}[$#%>] {1,3}(?:telnet|nc|ncat|netcat|openssl|script|expect|exit|logout)\b/,
    'note',
  ],
  [/^(?:exit|logout)$/, 'note'],
];

/** What a program on a terminal says of the connection; undefined where the line is not its own. */
export function terminalTalk(head: string): LineKind | undefined {
  return EVENTS.find(([pattern]) => pattern.test(head))?.[1];
}

/** Its last words, which may cut message content short. */
export function terminalFarewell(head: string): LineKind | undefined {
  if (/^Connection (?:closed by foreign host|to (?:\S{1,256} )?(?:lost|closed))/.test(head)) {
    return 'lost';
  }
  return /^Script done on /.test(head) ? 'note' : undefined;
}
