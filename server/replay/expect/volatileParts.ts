import { VOLATILE_FORMS, WHOLE_TEXTS } from './volatileForms.ts';
import type { FirstSign, VolatileForm } from './volatileForms.ts';

/** What changes from run to run though it means the same. */
export type VolatileKind =
  'queue-id' | 'date' | 'host' | 'size' | 'address' | 'time' | 'process' | 'id';

/** Such a place in a text, as UTF-16 offsets. */
export interface VolatilePart {
  readonly start: number;
  readonly end: number;
  readonly kind: VolatileKind;
}

/**
 * What a reply text begins with, where its place tells (RFC 5321 §4.2): `host` in a greeting and the
 * first line of a reply to EHLO; `farewell` in that to QUIT and a 421, where a word that is no name
 * with a dot may just as well say why.
 */
export type Opening = 'host' | 'farewell' | 'text';

/** What stands behind this many characters of a line is taken as it is. */
const LONGEST = 4096;

/**
 * The places of a reply's text (one line, without its code) that mean the same whatever they say:
 * queue ids, dates, sizes … Never part of a mailbox address, a code, or a word. In order, not
 * overlapping; takes time in proportion to the text's length.
 */
export function volatileParts(text: string, opening: Opening = 'text'): readonly VolatilePart[] {
  const whole = WHOLE_TEXTS.find(({ form }) => form.test(text));
  if (whole !== undefined) return [{ start: 0, end: text.length, kind: whole.kind }];
  const host = openingHost(text, opening);
  const parts: VolatilePart[] = host === undefined ? [] : [host];
  const length = Math.min(text.length, LONGEST);
  let at = host?.end ?? 0;
  while (at < length) {
    const part = partAt(text, at, opening);
    if (part !== undefined) parts.push(part);
    at = part?.end ?? endOf(MAILBOX, text, at) ?? at + 1;
  }
  return parts;
}

/** Whose mailbox it is carries meaning, whatever the name looks like. */
const MAILBOX = /<[^\s<>]{1,256}@[^\s<>]{1,256}>/y;

const ENHANCED = /[245]\.\d{1,3}\.\d{1,3} +/y;

const DOTTED = /[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}\.?(?=$|[\s,;])/y;
/** A name without a dot, where nothing else can stand. */
const LABEL = /[\w-]{1,63}(?= (?:E?SMTP|LMTP)(?!\w)| Hello )/y;
const LABEL_ALONE = /[\w-]{1,63}$/y;
const NO_HOST = /(?:ok|hello|welcome|ready|accepted|bye|goodbye)(?![\w.-])/iy;

/** What servers say of themselves: there the first word is a host, whatever the reply is to. */
const SAYS =
  / (?:E?SMTP|LMTP|Hello|ready|at your service|[Cc]losing|Service|Goodbye|Nice to meet|says)(?!\w)/y;

/** The host that the text begins with, if that is its place. */
function openingHost(text: string, opening: Opening): VolatilePart | undefined {
  const start = endOf(ENHANCED, text, 0) ?? 0;
  if (endOf(NO_HOST, text, start) !== undefined) return undefined;
  const end = hostEnd(text, start, opening);
  if (end === undefined) return undefined;
  const isHost = opening !== 'text' || endOf(SAYS, text, end) !== undefined;
  return isHost ? { start, end, kind: 'host' } : undefined;
}

function hostEnd(text: string, start: number, opening: Opening): number | undefined {
  const end = endOf(DOTTED, text, start) ?? endOf(LABEL, text, start);
  return end ?? (opening === 'host' ? endOf(LABEL_ALONE, text, start) : undefined);
}

function endOf(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

const BY_SIGN: Readonly<Record<FirstSign, readonly VolatileForm[]>> = {
  digit: formsOf('digit'),
  letter: formsOf('letter'),
  sign: formsOf('sign'),
};

function formsOf(sign: FirstSign): readonly VolatileForm[] {
  return VOLATILE_FORMS.filter(({ first }) => first.includes(sign));
}

function partAt(text: string, at: number, opening: Opening): VolatilePart | undefined {
  const sign = signAt(text, at);
  if (sign === undefined || (sign !== 'sign' && at > 0 && isWord(text, at - 1))) return undefined;
  for (const { form, kind, hostFirst } of BY_SIGN[sign]) {
    if (hostFirst === true && opening !== 'host') continue;
    form.lastIndex = at;
    const [, lead, part] = form.exec(text) ?? [];
    if (lead === undefined || part === undefined) continue;
    const start = at + lead.length;
    return { start, end: start + part.length, kind };
  }
  return undefined;
}

function signAt(text: string, at: number): FirstSign | undefined {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return 'digit';
  if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) return 'letter';
  return code === 0x5b || code === 0x28 || code === 0x3c || code === 0x23 ? 'sign' : undefined;
}

const WORD = /[\p{L}\p{N}_]/u;

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 0x80
    ? code === 0x5f || signAt(text, at) === 'digit' || signAt(text, at) === 'letter'
    : WORD.test(text[at] ?? '');
}
