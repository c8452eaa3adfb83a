import { isDateTime } from './dateTime.ts';

/** Gives the reason a value is wrong, or undefined. */
type ValueCheck = (value: string) => string | undefined;

function oneOf(...words: readonly string[]): ValueCheck {
  return value =>
    words.includes(value.toUpperCase()) ? undefined : `the value has to be ${words.join(' or ')}`;
}

function matching(pattern: RegExp, reason: string): ValueCheck {
  return value => (pattern.test(value) ? undefined : reason);
}

function checkBy(value: string): string | undefined {
  const parts = /^([+-]?\d{1,9});([NR])T?$/i.exec(value);
  if (parts === null) {
    return 'the value has to be at most nine digits of seconds, ";", N or R, and perhaps T';
  }
  const mustReturn = parts[2]?.toUpperCase() === 'R';
  return mustReturn && Number(parts[1]) <= 0 ? 'with R the time has to be above 0' : undefined;
}

function checkNotify(value: string): string | undefined {
  const words = value.toUpperCase().split(',');
  if (words.length === 1 && words[0] === 'NEVER') return undefined;
  if (words.includes('NEVER')) return 'NEVER has to stand alone';
  if (words.includes('')) return 'the list has an empty element';
  const known = words.every(word => ['SUCCESS', 'FAILURE', 'DELAY'].includes(word));
  return known ? undefined : 'the value has to be NEVER or a list of SUCCESS, FAILURE and DELAY';
}

function checkHoldUntil(value: string): string | undefined {
  const universal = isDateTime(value) && value.toUpperCase().endsWith('Z');
  return universal ? undefined : 'the value has to be a date and time in UTC: 2030-01-31T08:00:00Z';
}

function checkRrvs(value: string): string | undefined {
  const parts = /^([^;]{1,64})(?:;([CR]))?$/i.exec(value);
  const sound = parts !== null && isDateTime(parts[1] ?? '');
  return sound ? undefined : 'the value has to be a date and time, and perhaps ";C" or ";R"';
}

function checkTransId(value: string): string | undefined {
  const sound = value.length <= 80 && value.startsWith('<') && value.endsWith('>');
  return sound && value.includes('@')
    ? undefined
    : 'the value has to be <local@domain> of at most 80 octets';
}

const anything: ValueCheck = () => undefined;

/** Checks by keyword; `none` where no value may follow. */
const CHECKS: ReadonlyMap<string, ValueCheck | 'none'> = new Map<string, ValueCheck | 'none'>([
  ['SIZE', matching(/^\d{1,20}$/, 'the value has to be a number of at most 20 digits')],
  ['BODY', oneOf('7BIT', '8BITMIME', 'BINARYMIME')],
  ['RET', oneOf('FULL', 'HDRS')],
  ['NOTIFY', checkNotify],
  ['BY', checkBy],
  ['HOLDFOR', matching(/^[1-9]\d{0,8}$/, 'the value has to be 1 to 999999999 seconds')],
  ['HOLDUNTIL', checkHoldUntil],
  ['MT-PRIORITY', matching(/^(?:0|-?[1-9])$/, 'the value has to be a number from -9 to 9')],
  ['RRVS', checkRrvs],
  [
    'MTRK',
    matching(
      /^[A-Za-z0-9+/]{1,512}(?::\d{1,9})?$/,
      'the value has to be a certifier in base64 and perhaps ":" and a time-out in seconds',
    ),
  ],
  ['SOLICIT', matching(/^[^,]/, 'the value has to be a list of keywords')],
  ['TRANSID', checkTransId],
  ['AUTH', anything],
  ['ENVID', anything],
  ['ORCPT', anything],
  ['SUBMITTER', anything],
  ['SMTPUTF8', 'none'],
  ['REQUIRETLS', 'none'],
  ['CONPERM', 'none'],
  ['CONNEG', 'none'],
  ['PRDR', 'none'],
  ['IGNOREQUOTA', 'none'],
]);

/**
 * Why the value of a MAIL or RCPT parameter is wrong, as a clause, or undefined when it is right or
 * the keyword has no grammar here. Letter case of keyword and value does not matter. The xtext
 * values (AUTH, ENVID, ORCPT, SUBMITTER) only have to be there. Grammar: RFC 1870 3, RFC 6152 2,
 * RFC 3030 3, RFC 3461 4, RFC 2852 4, RFC 4865 3, RFC 6710 7, RFC 7293 3.1, RFC 6531 3.1,
 * RFC 8689 2, RFC 3885 3, RFC 3865 3, RFC 4141 2, RFC 1845 3.
 */
export function checkParamValue(keyword: string, value: string | undefined): string | undefined {
  const check = CHECKS.get(keyword.toUpperCase());
  if (check === undefined) return undefined;
  if (check === 'none') return value === undefined ? undefined : 'no value may follow';
  return value === undefined ? 'a value has to follow' : check(value);
}
