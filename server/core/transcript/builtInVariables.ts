/** Names that have a value in every run, unless it is given another one. */
export const BUILT_IN_VARIABLES = [
  'date',
  'message-id',
  'unique',
  'hostname',
  'receiver',
  'receiver.host',
  'receiver.port',
  'local-address',
] as const;

const MEANINGS: Readonly<Record<(typeof BUILT_IN_VARIABLES)[number], string>> = {
  date: 'the date and time of the run, as a Date field has them (RFC 5322 §3.3)',
  'message-id': 'a new Message-ID with its angle brackets (RFC 5322 §3.6.4)',
  unique: 'a text that is another one in each run',
  hostname: 'the name of the machine that replays',
  receiver: 'the server as host:port',
  'receiver.host': 'the host name of the server',
  'receiver.port': 'the port of the server',
  'local-address': 'the address that the connection comes from',
};

/** What a built-in name stands for, to go on with after "is"; undefined for other names. */
export function builtInMeaning(name: string): string | undefined {
  const known = BUILT_IN_VARIABLES.find(each => each === name);
  return known === undefined ? undefined : MEANINGS[known];
}
