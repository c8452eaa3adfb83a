// Words that stand where the name was left out; by their form they could be host names.
const NO_NAMES: ReadonlySet<string> = new Set([
  'esmtp',
  'smtp',
  'lmtp',
  'welcome',
  'hello',
  'hi',
  'ready',
  'ok',
  'service',
  'server',
  'mail',
  'postfix',
  'sendmail',
  'exim',
  'the',
]);

/** The first word of a greeting or a hello's reply can be the name of a server (RFC 5321 §4.2). */
export function isServerName(word: string): boolean {
  if (/^\[[0-9A-Za-z:.-]+\]$/.test(word)) return true;
  if (NO_NAMES.has(word.toLowerCase())) return false;
  // A variable of the transcript stands for the name; an underscore is the addresses' business.
  return /^[\p{L}\p{N}_{}.-]+$/u.test(word);
}
