import { withoutComments } from './mailComments.ts';

/** One address of a header field; places are characters of its value. */
export interface MailAddress {
  readonly start: number;
  readonly end: number;
  /** As written, quotes included. */
  readonly localPart: string;
  readonly domain: string;
}

/** What is wrong in an address list, as a clause without full stop. */
export interface AddressProblem {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** The addresses of a field, and what is wrong with them. */
export interface MailAddresses {
  readonly addresses: readonly MailAddress[];
  readonly problems: readonly AddressProblem[];
  /** Some of them stand in a group (`name: a@b.example;`). */
  readonly groups: number;
}

type TokenKind = 'atom' | 'quoted' | 'literal' | 'special' | 'wrong';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const MOST_PROBLEMS = 20;

/** atext of RFC 5322 §3.2.3, and what RFC 6532 §3.2 adds; whether that is allowed others judge. */
const TOKEN =
  /([A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\x80-\uffff]+)|("(?:[^"\\]|\\[^])*")|(\[[^\][\\]*\])|([<>@,;:.])|\s+|([^])/gy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [whole, atom, quoted, literal, special, wrong] = match;
    const kind = kindOf(atom, quoted, literal, special) ?? (wrong === undefined ? null : 'wrong');
    const start = match.index;
    if (kind !== null) tokens.push({ kind, text: whole, start, end: start + whole.length });
    // A quote that nothing ends makes everything after it part of the fault.
    if (wrong === '"') return tokens;
  }
  return tokens;
}

function kindOf(...groups: readonly (string | undefined)[]): TokenKind | undefined {
  const kinds = ['atom', 'quoted', 'literal', 'special'] as const;
  return kinds.find((_, at) => groups[at] !== undefined);
}

/**
 * Parses a mailbox-list or address-list (RFC 5322 §3.4, 3.6.2). Obsolete forms (§4.4: empty
 * elements, routes, dots in names, blanks around them) are read without complaint. This is not the
 * grammar of the envelope, which knows neither names nor comments (RFC 5321 §4.1.2).
 */
export function parseMailAddresses(value: string): MailAddresses {
  const { text, open } = withoutComments(value);
  const reader = new ListReader(tokensOf(text));
  if (open >= 0) {
    reader.complain({ start: open, end: open + 1 }, 'a comment is not closed');
    return reader;
  }
  reader.read(value.length - value.trimStart().length, value.trimEnd().length);
  return reader;
}

class ListReader implements MailAddresses {
  readonly addresses: MailAddress[] = [];
  readonly problems: AddressProblem[] = [];
  groups = 0;
  readonly #tokens: readonly Token[];
  #inGroup = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  complain(at: { readonly start: number; readonly end: number } | undefined, reason: string): void {
    if (at === undefined || this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ start: at.start, end: at.end, reason });
  }

  /** Takes the list apart at the separators that are not within brackets. */
  read(start: number, end: number): void {
    let element: Token[] = [];
    let [inAngle, inRoute] = [false, false];
    for (const token of this.#tokens) {
      const sign = token.kind === 'special' ? token.text : '';
      if (sign === '<') inAngle = true;
      if (sign === '>') inAngle = false;
      if (inAngle && sign === '@' && element.at(-1)?.text === '<') inRoute = true;
      if (inRoute) {
        // The route of an old address: its commas and its colon separate nothing.
        if (sign === ':' || sign === '>') inRoute = false;
        element.push(token);
      } else if (sign === ',' || sign === ';' || sign === ':') {
        inAngle = false;
        this.#separate(element, token);
        element = [];
      } else element.push(token);
    }
    this.#element(element);
    const none = this.addresses.length + this.problems.length + this.groups === 0;
    if (none) this.complain({ start, end: Math.max(start, end) }, 'it is empty');
  }

  #separate(element: readonly Token[], sign: Token): void {
    if (sign.text === ':') {
      const named = element.length > 0 && element.every(isWord);
      if (!named || this.#inGroup) this.complain(sign, 'a ":" that begins no group');
      else {
        this.groups++;
        this.#inGroup = true;
      }
      return;
    }
    this.#element(element);
    if (sign.text !== ';') return;
    if (!this.#inGroup) this.complain(sign, 'addresses are separated by ",", not ";"');
    this.#inGroup = false;
  }

  #element(tokens: readonly Token[]): void {
    const first = tokens[0];
    if (first === undefined) return;
    const wrong = tokens.find(({ kind }) => kind === 'wrong');
    if (wrong !== undefined) {
      this.complain(wrong, reasonOf(wrong.text));
      return;
    }
    const angle = tokens.findIndex(({ text }) => text === '<');
    if (angle >= 0) this.#angle(tokens, angle);
    else this.#spec(tokens, 'alone');
  }

  /** A name and `<address>`. */
  #angle(tokens: readonly Token[], angle: number): void {
    const odd = tokens.slice(0, angle).find(token => !isWord(token));
    if (odd !== undefined) {
      this.complain(odd, `the name before the address holds "${odd.text}" and needs quotes`);
      return;
    }
    const close = tokens.findIndex(({ text }, at) => at > angle && text === '>');
    if (close < 0) {
      this.complain(tokens[angle], 'a ">" is missing');
      return;
    }
    const rest = tokens[close + 1];
    if (rest !== undefined) this.complain(rest, 'something follows the ">"');
    else if (close === angle + 1) {
      this.complain(spanOf(tokens.slice(angle, close + 1)), 'there is no address in the brackets');
    } else this.#spec(withoutRoute(tokens.slice(angle + 1, close)), 'bracketed');
  }

  /** local-part "@" domain. */
  #spec(tokens: readonly Token[], where: 'alone' | 'bracketed'): void {
    const whole = spanOf(tokens);
    const at = tokens.findIndex(({ text }) => text === '@');
    if (at < 0) {
      const hint = where === 'alone' && tokens.length > 1 ? ' and no address in brackets' : '';
      this.complain(whole, `there is no "@"${hint}`);
      return;
    }
    const again = tokens.find(({ text }, index) => index > at && text === '@');
    if (again !== undefined) {
      this.complain(again, 'a second "@"');
      return;
    }
    const [local, domain] = [tokens.slice(0, at), tokens.slice(at + 1)];
    const found =
      sideProblem(local, 'before', tokens[at]) ?? sideProblem(domain, 'after', tokens[at]);
    if (found !== undefined) {
      this.complain(found, found.reason);
      return;
    }
    this.addresses.push({ ...whole, localPart: textOf(local), domain: textOf(domain) });
  }
}

function isWord({ kind, text }: Token): boolean {
  return kind === 'atom' || kind === 'quoted' || text === '.';
}

function reasonOf(text: string): string {
  if (text === '"') return 'a quoted string is not closed';
  if (text === '[' || text === ']') return 'an address literal is not whole';
  return text === '(' || text === ')' ? 'a comment is not whole' : `"${text}" is not allowed here`;
}

/** Words with one dot between each two; after the "@" one literal may stand instead. */
function sideProblem(
  tokens: readonly Token[],
  side: 'before' | 'after',
  sign: Token | undefined,
): AddressProblem | undefined {
  const place = sign ?? { start: 0, end: 0 };
  const fault = (
    { start, end }: { start: number; end: number },
    reason: string,
  ): AddressProblem => {
    return { start, end, reason };
  };
  const [only] = tokens;
  if (only === undefined) return fault(place, `nothing stands ${side} the "@"`);
  if (side === 'after' && tokens.length === 1 && only.kind === 'literal') return undefined;
  let wordDue = true;
  for (const token of tokens) {
    const isDot = token.text === '.' && token.kind === 'special';
    const fits = isDot
      ? !wordDue
      : token.kind === 'atom' || (side === 'before' && token.kind === 'quoted');
    if (!fits)
      return fault(
        token,
        isDot ? 'a dot with nothing before it' : `"${token.text}" is not allowed there`,
      );
    if (!isDot && !wordDue) return fault(token, 'two words with no dot between them');
    wordDue = isDot;
  }
  const last = tokens.at(-1) ?? only;
  return wordDue ? fault(last, 'a dot at the end') : undefined;
}

/** `@relay,@other:name@host` without the route (RFC 5322 §4.4). */
function withoutRoute(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== '@') return tokens;
  const colon = tokens.findIndex(({ text }) => text === ':');
  return colon < 0 ? tokens : tokens.slice(colon + 1);
}

function spanOf(tokens: readonly Token[]): { readonly start: number; readonly end: number } {
  const start = tokens[0]?.start ?? 0;
  return { start, end: tokens.at(-1)?.end ?? start };
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}
