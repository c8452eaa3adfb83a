/** What the receiver can be told to do without: commands and EHLO keywords. */
const receiverFeatures = [
  'EHLO',
  'STARTTLS',
  'AUTH',
  'PIPELINING',
  'SIZE',
  '8BITMIME',
  'SMTPUTF8',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'VRFY',
  'HELP',
] as const;

/** One of them. */
export type ReceiverFeature = (typeof receiverFeatures)[number];

/** The feature that a user means by `name`, in any case; undefined when there is none. */
export function receiverFeatureOf(name: string): ReceiverFeature | undefined {
  const wanted = name.toUpperCase();
  return receiverFeatures.find(feature => feature === wanted);
}

/** The commands among the features: a disabled one is answered 502. */
export function disabledCommandsOf(disable: readonly ReceiverFeature[]): string[] {
  const commands: readonly ReceiverFeature[] = ['EHLO', 'STARTTLS', 'AUTH', 'VRFY', 'HELP'];
  return commands.filter(command => disable.includes(command));
}
