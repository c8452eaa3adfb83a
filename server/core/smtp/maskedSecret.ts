/**
 * What stands where a secret was: a mark that somebody or some tool put there, so that the secret is
 * gone, or a variable that a replay fills in.
 */
export type MaskKind = 'mask' | 'variable';

/** Whether a text stands for a secret; null for what may be a secret itself, and for nothing. */
export function maskKind(text: string): MaskKind | null {
  const value = text.trim();
  if (VARIABLE.test(value)) return 'variable';
  const inner = PARENTHESES.exec(value)?.[1]?.trim();
  return isMark(inner ?? value) ? 'mask' : null;
}

/**
 * True for a mark that nobody has for a password: `********`, `PASSWORD_REMOVED`, `[hidden]`. Tools
 * write those in base64 as well, while `xxxx` or `<pass>` in base64 may well have been sent.
 */
export function isSureMask(text: string): boolean {
  const value = text.trim();
  if (STARS.test(value) || COMMENT.test(value)) return true;
  return saysMasked(/^[<[(](.*)[>\])]$/.exec(value)?.[1] ?? value);
}

function isMark(text: string): boolean {
  return RUN.test(text) || BRACKETS.test(text) || SHELL.test(text) || isSureMask(text);
}

/** `{{name}}` of the `.smtp` format; other things in such braces are no variable. */
const VARIABLE = /^\{\{[ \t]*[A-Za-z_][\w.-]{0,59}[ \t]*\}\}$/;
/** `(hidden)`, `(...)`: what is in them has to be a mark. */
const PARENTHESES = /^\(([^()]*)\)$/;
const STARS = /^[*•●█]{2,}$/;
/** `xxxx`, `...`, `----`: one character over and over. */
const RUN = /^(?:[xX]{3,}|\.{3,}|…|#{3,}|-{3,}|_{3,}|\?{3,})$/;
/** `<redacted>`, `[...]`, `b64<password>` of nmh. */
const BRACKETS = /^(?:(?:b64)?<[^<>]*>|\[[^[\]]*\]|\{\{[^{}]*\}\})$/;
/** What a shell or a batch file would fill in; a replay does not. */
const SHELL = /^(?:\$\{[^{}]*\}|\$[A-Z_][A-Z\d_]*|%[A-Z_][A-Z\d_]*%)$/;
/** What Nodemailer and smtp-server write. */
const COMMENT = /^\/\* [a-z ]{1,40} \*\/$/;

const WORDS: readonly string[] = [
  'redacted',
  'removed',
  'masked',
  'hidden',
  'omitted',
  'censored',
  'stripped',
  'suppressed',
  'sanitized',
  'sensitive',
];

/** `REDACTED`, `PASSWORDREMOVED`, `password hidden`, `removed by me`; not `hiddenvalley42`. */
function saysMasked(text: string): boolean {
  if (text.length > 80) return false;
  const words = text
    .toLowerCase()
    .split(/[\s_*-]+/)
    .filter(word => word !== '');
  const [first = '', second = ''] = words;
  if (WORDS.includes(words.at(-1) ?? '')) return true;
  if (WORDS.includes(first) && /^(?:by|for|from|here)$/.test(second)) return true;
  return /^[A-Z]+$/.test(text) && WORDS.some(word => text.toLowerCase().endsWith(word));
}
