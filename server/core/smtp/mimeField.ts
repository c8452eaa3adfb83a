import { withoutComments } from './mailComments.ts';

/** A parameter of a MIME field; places are characters of the field's value. */
export interface MimeParam {
  /** Lower case. */
  readonly name: string;
  /** Without quotes and backslashes. */
  readonly value: string;
  /** Of the value as written. */
  readonly start: number;
  readonly end: number;
}

/** Something in a MIME field that its grammar does not allow, as a clause without full stop. */
export interface MimeFieldProblem {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** The value of Content-Type, Content-Disposition or Content-Transfer-Encoding. */
export interface MimeField {
  /** Lower case: the type of a Content-Type, else the only word; '' where it is missing. */
  readonly type: string;
  /** Lower case; '' where there is none. */
  readonly subtype: string;
  /** Of type and subtype; the whole value where they are missing. */
  readonly start: number;
  readonly end: number;
  /** By name; of two of one name the first counts. */
  readonly params: ReadonlyMap<string, MimeParam>;
  readonly problems: readonly MimeFieldProblem[];
}

/** Longer values are not looked at beyond this. */
const LONGEST = 65_536;
const MOST_PARAMS = 1_000;

const HEAD = /\s*([^\s()<>@,;:\\"/[\]?=]*)\s*(?:(\/)\s*([^\s()<>@,;:\\"/[\]?=]*))?/y;
const NAME = /\s*([^\s()<>@,;:\\"/[\]?=]*)\s*(=?)\s*/y;
const QUOTED = /"((?:[^"\\]|\\[^])*)"/y;
const PLAIN = /[^\s;]*/y;
const REST = /\s*([^;]*)/y;

/** Characters that a value may only hold in quotes (RFC 2045 §5.1). */
const SPECIAL = /[()<>@,;:\\"/[\]?=]/;

/** Messages say the same few things again and again: short values are taken apart once. */
const known = { type: new Map<string, MimeField>(), word: new Map<string, MimeField>() };
const MOST_KNOWN = 256;
const LONGEST_KNOWN = 64;

/** Parses `type/subtype; name=value` (RFC 2045 §5.1), `type` alone where `wants` is a word. */
export function parseMimeField(value: string, wants: 'type' | 'word'): MimeField {
  if (value.length > LONGEST_KNOWN) return parse(value, wants);
  const fields = known[wants];
  let field = fields.get(value);
  if (field === undefined) {
    field = parse(value, wants);
    if (fields.size >= MOST_KNOWN) fields.clear();
    fields.set(value, field);
  }
  return field;
}

function parse(value: string, wants: 'type' | 'word'): MimeField {
  const { text } = withoutComments(value.slice(0, LONGEST));
  HEAD.lastIndex = 0;
  const head = HEAD.exec(text);
  const [whole = '', type = '', slash, subtype = ''] = head ?? [];
  const start = whole.length - whole.trimStart().length;
  const end = Math.max(start, whole.trimEnd().length);
  const problems: MimeFieldProblem[] = [];
  const missing = headProblem({ type, slash, subtype }, wants);
  if (missing !== undefined) problems.push({ start, end, reason: missing });
  const params = readParams(text, whole.length, missing === undefined ? problems : []);
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), start, end, params, problems };
}

interface Head {
  readonly type: string;
  readonly slash: string | undefined;
  readonly subtype: string;
}

function headProblem({ type, slash, subtype }: Head, wants: 'type' | 'word'): string | undefined {
  if (wants === 'word') return type === '' ? 'its value is missing' : undefined;
  if (type === '') return 'the type is missing';
  return slash === undefined || subtype === '' ? 'the subtype is missing' : undefined;
}

function readParams(
  text: string,
  from: number,
  problems: MimeFieldProblem[],
): Map<string, MimeParam> {
  const params = new Map<string, MimeParam>();
  let at = afterRest(text, from, problems);
  while (at <= text.length && params.size < MOST_PARAMS) {
    const param = readParam(text, at, problems);
    if (param.name !== '' && !params.has(param.name)) params.set(param.name, param);
    at = afterRest(text, param.next, problems);
  }
  return params;
}

/** Steps over the ";"; anything before it is a fault. */
function afterRest(text: string, from: number, problems: MimeFieldProblem[]): number {
  REST.lastIndex = from;
  const [whole = '', rest = ''] = REST.exec(text) ?? [];
  if (rest !== '') {
    const start = from + whole.length - rest.length;
    const end = start + rest.trimEnd().length;
    problems.push({ start, end, reason: `"${text.slice(start, end)}" is part of no parameter` });
  }
  return from + whole.length + 1;
}

function readParam(
  text: string,
  from: number,
  problems: MimeFieldProblem[],
): MimeParam & { readonly next: number } {
  NAME.lastIndex = from;
  const [whole = '', written = '', equals = ''] = NAME.exec(text) ?? [];
  const name = written.toLowerCase();
  const start = from + whole.length;
  const blanks = whole.length - whole.trimStart().length;
  const place = { start: from + blanks, end: from + whole.trimEnd().length };
  const empty = written === '' && equals === '';
  if (empty && (text[start] === ';' || start >= text.length)) {
    problems.push({ start: from - 1, end: from, reason: 'no parameter follows the ";"' });
  } else if (written === '')
    problems.push({ ...place, reason: 'the name of a parameter is missing' });
  else if (equals === '') problems.push({ ...place, reason: `"=" is missing after "${written}"` });
  if (equals === '') return { name: '', value: '', start, end: start, next: start };
  return readValue(text, { name, start }, problems);
}

function readValue(
  text: string,
  { name, start }: { readonly name: string; readonly start: number },
  problems: MimeFieldProblem[],
): MimeParam & { readonly next: number } {
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) {
    const end = start + quoted[0].length;
    return { name, value: (quoted[1] ?? '').replace(/\\([^])/g, '$1'), start, end, next: end };
  }
  PLAIN.lastIndex = start;
  const value = PLAIN.exec(text)?.[0] ?? '';
  const end = start + value.length;
  const reason = valueProblem(name, value);
  if (reason !== undefined) problems.push({ start, end, reason });
  return { name, value, start, end, next: value.startsWith('"') ? text.length : end };
}

function valueProblem(name: string, value: string): string | undefined {
  if (value === '') return `the value of "${name}" is missing`;
  if (value.startsWith('"')) return `the quoted value of "${name}" is not closed`;
  const sign = SPECIAL.exec(value)?.[0];
  return sign === undefined ? undefined : `the value of "${name}" holds "${sign}" and needs quotes`;
}
