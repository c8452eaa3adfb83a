/** A `# @name value` line of `.smtp`. */
export interface DirectiveEntry {
  readonly name: string;
  /** What stands after the name, '' for nothing. */
  readonly value: string;
  readonly description: string;
  /** The values, where it is a list. */
  readonly choices?: readonly string[];
}

/** The directives that the format knows. */
export const DIRECTIVES: readonly DirectiveEntry[] = [
  {
    name: 'name',
    value: 'text',
    description: 'Names the session in lists, reports and the outline.',
  },
  {
    name: 'target',
    value: 'host:port',
    description: 'Suggests where to replay the session; nothing connects without being asked.',
  },
  {
    name: 'tls',
    value: 'none | starttls | implicit',
    description: 'How the connection is secured; implicit means TLS from the first octet.',
    choices: ['none', 'starttls', 'implicit'],
  },
  {
    name: 'timeout',
    value: 'duration, such as 5s or 1500ms',
    description: 'The longest wait for one reply during a replay.',
  },
  {
    name: 'match',
    value: 'exact | enhanced | code | class',
    description: 'How much of a recorded reply the live one has to repeat, from here on.',
    choices: ['exact', 'enhanced', 'code', 'class'],
  },
  {
    name: 'expect',
    value: 'passed | differed | failed',
    description: 'The verdict of a replay that counts as right.',
    choices: ['passed', 'differed', 'failed'],
  },
  {
    name: 'receiver',
    value: 'disable FEATURE',
    description: 'Switches a feature of the embedded receiver off for this session.',
    choices: ['disable EHLO', 'disable STARTTLS', 'disable PIPELINING', 'disable SIZE'],
  },
  { name: 'var', value: 'name=value', description: 'Reserved for variables.' },
  {
    name: 'excerpt',
    value: 'start | end | both | server | client | last-lines',
    description: 'Says what of the session is not in the file: its beginning, its end, a side.',
    choices: ['start', 'end', 'both', 'server', 'client', 'last-lines'],
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
