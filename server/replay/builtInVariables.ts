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
