import { authWordsOf } from './directive/authWords.ts';
import { conditionWordsOf } from './directive/conditionWords.ts';
import { durationOf } from './directive/duration.ts';
import { proxyWordsOf } from './directive/proxyWords.ts';
import { replyWordsOf } from './directive/replyWords.ts';
import { retryWordsOf } from './directive/retryWords.ts';
import { speedOf } from './directive/speedWords.ts';
import { variableWordsOf } from './directive/variableWords.ts';

/** A `# @name value` line of `.smtp`. */
export interface DirectiveEntry {
  readonly name: string;
  /** What stands after the name, '' for nothing. */
  readonly value: string;
  readonly description: string;
  /** The values, where it is a list. */
  readonly choices?: readonly string[];
  /** What is wrong with a value: a sentence that says what is right; undefined where nothing is. */
  readonly fault?: (value: string) => string | undefined;
}

/** Faults of a value that the pattern does not match as a whole. */
function takes(pattern: RegExp, what: string): (value: string) => string | undefined {
  return value => (pattern.test(value) ? undefined : what);
}

/** Faults of a value that cannot be read. */
function reads(
  read: (value: string) => unknown,
  what: string,
): (value: string) => string | undefined {
  return value => (read(value) === undefined ? what : undefined);
}

/** The directives that the format knows. */
export const DIRECTIVES: readonly DirectiveEntry[] = [
  {
    name: 'name',
    value: 'text',
    description: 'Names the session in lists, reports and the outline.',
    fault: takes(/\S/, '@name takes a text'),
  },
  {
    name: 'target',
    value: 'host:port',
    description: 'Suggests where to replay the session; nothing connects without being asked.',
    fault: takes(
      /^(?:\[[\da-fA-F:.%]{2,60}\]|[\w.-]{1,255}|\{\{[\w-]{1,60}\}\})(?::(?:\d{1,5}|\{\{[\w-]{1,60}\}\}))?$/,
      '@target takes HOST:PORT, such as mail.example.net:25',
    ),
  },
  {
    name: 'tls',
    value: 'none | starttls | implicit',
    description: 'How the connection is secured; implicit means TLS from the first octet.',
    choices: ['none', 'starttls', 'implicit'],
    fault: takes(/^(?:none|starttls|implicit)$/i, '@tls takes none, starttls or implicit'),
  },
  {
    name: 'timeout',
    value: 'duration, such as 5s or 1500ms, or rfc',
    description:
      'The longest wait for one reply during a replay; rfc means the waits of RFC 5321 §4.5.3.2.',
    fault: reads(
      value => (/^rfc$/i.test(value) ? 0 : durationOf(value)),
      '@timeout takes a duration such as 5s, at most a day, or rfc',
    ),
  },
  {
    name: 'match',
    value: 'exact | enhanced | code | class',
    description: 'How much of a recorded reply the live one has to repeat, from here on.',
    choices: ['exact', 'enhanced', 'code', 'class'],
    fault: takes(/^(?:exact|enhanced|code|class)$/i, '@match takes exact, enhanced, code, class'),
  },
  {
    name: 'expect',
    value: 'passed | differed | failed',
    description: 'The verdict of a replay that counts as right.',
    choices: ['passed', 'differed', 'failed'],
    fault: takes(/^(?:passed|differed|failed)$/, '@expect takes passed, differed, failed'),
  },
  {
    name: 'receiver',
    value: 'disable FEATURE',
    description: 'Switches a feature of the embedded receiver off for this session.',
    choices: ['disable EHLO', 'disable STARTTLS', 'disable PIPELINING', 'disable SIZE'],
    fault: takes(
      /^disable[\s:]+[\s,]*[^\s,]/i,
      '@receiver takes disable and features, such as disable EHLO',
    ),
  },
  {
    name: 'pipelining',
    value: 'recorded | lockstep | forced',
    description:
      'Which commands a replay sends together: those that were recorded so, one at a time, or all that RFC 2920 allows.',
    choices: ['recorded', 'lockstep', 'forced'],
    fault: takes(
      /^(?:recorded|lockstep|forced)$/i,
      '@pipelining takes recorded, lockstep or forced',
    ),
  },
  {
    name: 'on-difference',
    value: 'continue | stop',
    description:
      'What a replay does after a reply that differs: go on where that is safe, or leave.',
    choices: ['continue', 'stop'],
    fault: takes(/^(?:continue|stop)$/i, '@on-difference takes continue or stop'),
  },
  {
    name: 'speed',
    value: 'number',
    description:
      'Replays the pauses of the recorded client, this many times as fast; without it there are none.',
    choices: ['1', '10', '100'],
    fault: reads(speedOf, '@speed takes a number from 0.01 to 10000, such as 1 or 10'),
  },
  {
    name: 'chunks',
    value: 'kept | computed',
    description: 'Whether BDAT announces the recorded size of a chunk or that of what is sent.',
    choices: ['kept', 'computed'],
    fault: takes(/^(?:kept|computed)$/i, '@chunks takes kept or computed'),
  },
  {
    name: 'content',
    value: 'recorded | placeholder',
    description:
      'Whether a replay sends a small generated message in the place of one that the file does not show.',
    choices: ['recorded', 'placeholder'],
    fault: takes(/^(?:recorded|placeholder)$/i, '@content takes recorded or placeholder'),
  },
  {
    name: 'proxy',
    value: 'v1 | v2, SOURCE:PORT DESTINATION:PORT or unknown',
    description: 'Sends a PROXY protocol header before anything else.',
    choices: ['v1 unknown', 'v2 unknown'],
    fault: reads(
      proxyWordsOf,
      '@proxy takes v1 or v2 and two addresses, such as v1 192.0.2.1:50000 198.51.100.2:25, or v2 unknown',
    ),
  },
  {
    name: 'var',
    value: 'name=value',
    description: 'Value of {{name}} in this session, where a replay is given no other.',
    fault: reads(variableWordsOf, '@var takes name=value'),
  },
  {
    name: 'variables',
    value: 'off',
    description: 'In this session {{name}} is plain text.',
    choices: ['off'],
    fault: takes(/^off$/i, '@variables takes off'),
  },
  {
    name: 'reply',
    value: 'policy, any CODES, optional, pattern RE2',
    description: 'What the next reply has to be during a replay.',
    choices: ['exact', 'enhanced', 'code', 'class', 'any ', 'optional', 'pattern '],
    fault: reads(
      replyWordsOf,
      '@reply takes exact, enhanced, code or class; any and codes, such as any 250 25z 4yz; optional; pattern and an expression; with commas between',
    ),
  },
  {
    name: 'sleep',
    value: 'duration, such as 2s or 500ms',
    description: 'How long a replay waits before the next line of the client.',
    fault: reads(durationOf, '@sleep takes a duration such as 2s, at most a day'),
  },
  {
    name: 'retry',
    value: 'N every DURATION',
    description: 'How often a replay sends the next command again after a 4yz reply.',
    fault: reads(retryWordsOf, '@retry takes a number and a duration, such as 3 every 60s'),
  },
  {
    name: 'if',
    value: 'KEYWORD [PARAMETER]',
    description: 'The next command is sent only where the last reply to EHLO offers this.',
    fault: reads(conditionWordsOf, '@if takes an EHLO keyword, such as SIZE or AUTH PLAIN'),
  },
  {
    name: 'unless',
    value: 'KEYWORD [PARAMETER]',
    description: 'The next command is sent only where the last reply to EHLO does not offer this.',
    fault: reads(conditionWordsOf, '@unless takes an EHLO keyword, such as SIZE or AUTH PLAIN'),
  },
  {
    name: 'auth',
    value: 'MECHANISM user=NAME secret=NAME [authzid=NAME] [initial=no]',
    description:
      'A replay computes the AUTH exchange that follows from a secret that is given by its name.',
    fault: reads(
      authWordsOf,
      '@auth takes a mechanism and what it needs, such as PLAIN user=alice secret=NAME (a name, not the secret itself)',
    ),
  },
  {
    name: 'excerpt',
    value: 'start | end | both | server | client | last-lines',
    description: 'Says what of the session is not in the file: its beginning, its end, a side.',
    choices: ['start', 'end', 'both', 'server', 'client', 'last-lines'],
    fault: takes(
      /^(?:start|end|both|server|client|last-lines)$/,
      '@excerpt takes start, end, both, server, client or last-lines',
    ),
  },
  {
    name: 'dialect',
    value: 'id of a dialect',
    description: 'Says which program wrote the text, where that is not detected.',
  },
  {
    name: 'disable-next-line',
    value: 'rule, rule -- reason',
    description: 'Switches rules off for the line below; without names all of them.',
  },
  {
    name: 'disable-session',
    value: 'rule, rule -- reason',
    description: 'Switches rules off for this session; without names all of them.',
  },
  {
    name: 'disable-file',
    value: 'rule, rule -- reason',
    description: 'Switches rules off for the whole file; without names all of them.',
  },
];

/** The entry of a directive's name. */
export function directiveEntryOf(name: string): DirectiveEntry | undefined {
  return DIRECTIVES.find(entry => entry.name === name.toLowerCase());
}

/** Names that a later version may use; `@x-…` is for private use. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['secret', 'env', 'skip', 'serve', 'port', 'from', 'format'],
]);

/** A name that the format knows or sets apart. */
export function isKnownDirective(name: string): boolean {
  const lower = name.toLowerCase();
  return directiveEntryOf(lower) !== undefined || RESERVED.has(lower) || lower.startsWith('x-');
}
