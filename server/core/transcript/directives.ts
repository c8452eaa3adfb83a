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

const LONGEST_WAIT = 24 * 60 * 60 * 1000;

/** `5s`, `1500ms`, `2m` or plain seconds, in milliseconds: more than none, at most a day. */
export function durationOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,9})\s*(ms|s|m)?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [, count = '', unit = 's'] = match;
  const duration = Number(count) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000);
  return duration > 0 && duration <= LONGEST_WAIT ? duration : undefined;
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
    value: 'duration, such as 5s or 1500ms',
    description: 'The longest wait for one reply during a replay.',
    fault: value =>
      durationOf(value) === undefined
        ? '@timeout takes a duration such as 5s, at most a day'
        : undefined,
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
  { name: 'var', value: 'name=value', description: 'Reserved for variables.' },
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
  ...['secret', 'env', 'sleep', 'retry', 'skip', 'serve', 'port', 'from', 'format'],
]);

/** A name that the format knows or sets apart. */
export function isKnownDirective(name: string): boolean {
  const lower = name.toLowerCase();
  return directiveEntryOf(lower) !== undefined || RESERVED.has(lower) || lower.startsWith('x-');
}
