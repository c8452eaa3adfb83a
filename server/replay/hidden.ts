import { REDACTED } from './secrets.ts';
import { visibleOctets } from './visible.ts';

/** A computed response that is shorter tells nothing. */
const SHORTEST = 3;

/** Shorter text is looked for only as it is: in other letters it would be found everywhere. */
const SHORTEST_LOOSE = 4;

/** Where something hidden stands, in octets; not empty. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * What must not be told, and finds it in what came: as it is, in other letters (upper case, base64
 * for URLs), encoded octet by octet (`%41`, `=41`, `\x41`, `&#65;`), and divided among the lines of
 * one reply. A server that means harm knows more ways; these are those that programs have.
 */
export class Hidden {
  /** One character an octet, the longest first. */
  #secrets: readonly string[] = [];
  #shown: readonly string[] = [];
  #loose: readonly string[] = [];

  constructor(secrets: readonly string[]) {
    this.#set(secrets);
  }

  /** True where there is nothing to hide. */
  get isEmpty(): boolean {
    return this.#secrets.length === 0;
  }

  /** Hides these octets too. */
  add(octets: Uint8Array): void {
    const secret = latin1(octets);
    if (secret.length >= SHORTEST) this.#set([...this.#secrets, secret]);
  }

  /** The octets as visible text without anything hidden. */
  clean(octets: Uint8Array): string {
    const text = latin1(octets);
    return this.#text(text, this.#stretches(text));
  }

  /** The same for the lines of one text, in which something may go on from a line to the next. */
  cleanLines(lines: readonly Uint8Array[]): readonly string[] {
    const texts = lines.map(latin1);
    const across = this.#across(texts);
    return texts.map((text, at) =>
      this.#text(text, merged([...this.#stretches(text), ...(across[at] ?? [])])),
    );
  }

  #set(secrets: readonly string[]): void {
    this.#secrets = [...new Set(secrets)].sort((one, other) => other.length - one.length);
    this.#shown = this.#secrets.map(secret => visibleOctets(Buffer.from(secret, 'latin1')));
    const loose = this.#secrets.flatMap(lettersOf).map(looseOf).map(withoutPadding);
    this.#loose = [...new Set(loose)].filter(secret => secret.length >= SHORTEST_LOOSE);
  }

  #text(text: string, stretches: readonly Stretch[]): string {
    let clean = '';
    let from = 0;
    for (const { start, end } of stretches) {
      clean += text.slice(from, start) + REDACTED;
      from = end;
    }
    let shown = visibleOctets(Buffer.from(clean + text.slice(from), 'latin1'));
    // Escaping could spell one.
    for (const secret of this.#shown) shown = shown.replaceAll(secret, REDACTED);
    return shown;
  }

  #stretches(text: string): readonly Stretch[] {
    if (this.isEmpty) return [];
    return merged([
      ...this.#secrets.flatMap(secret => placesOf(text, secret)),
      ...this.#like(text),
    ]);
  }

  /** In other letters, and decoded. */
  #like(text: string): readonly Stretch[] {
    const loose = looseOf(text);
    const found = this.#loose.flatMap(secret => placesOf(loose, secret));
    const decoded = decodedOf(text);
    if (decoded === undefined) return found;
    const inside = looseOf(decoded.text);
    const more = this.#loose.flatMap(secret => placesOf(inside, secret));
    return [
      ...found,
      ...more.map(({ start, end }) => ({
        start: decoded.starts[start] ?? 0,
        end: decoded.starts[end] ?? text.length,
      })),
    ];
  }

  /** For each line the parts of what goes over its end. */
  #across(texts: readonly string[]): readonly (readonly Stretch[])[] {
    if (this.isEmpty || texts.length < 2) return [];
    // Blanks, and the sign of quoted-printable for a line that goes on.
    const bodies = texts.map(text => text.replace(/(?:=|[ \t]{1,100})$/, ''));
    const leads = bodies.map(body => body.length - body.trimStart().length);
    const whole = bodies.map(body => body.trimStart()).join('');
    const stretches = merged([
      ...this.#secrets.flatMap(secret => placesOf(whole, secret)),
      ...this.#like(whole),
    ]);
    let begin = 0;
    let next = 0;
    return bodies.map((body, at) => {
      const lead = leads[at] ?? 0;
      const length = body.length - lead;
      const own: Stretch[] = [];
      for (let index = next; index < stretches.length; index += 1) {
        const { start, end } = stretches[index] ?? { start: Infinity, end: 0 };
        if (start >= begin + length) break;
        if (end <= begin + length) next = index + 1;
        const [from, to] = [Math.max(start, begin), Math.min(end, begin + length)];
        if (from < to) own.push({ start: from - begin + lead, end: to - begin + lead });
      }
      begin += length;
      return own;
    });
  }
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

function placesOf(text: string, secret: string): readonly Stretch[] {
  const found: Stretch[] = [];
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
    found.push({ start: at, end: at + secret.length });
  }
  return found;
}

/** In order, those that overlap as one. */
function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = all.at(-1);
    if (last === undefined || one.start >= last.end) all.push(one);
    else if (one.end > last.end) all[all.length - 1] = { start: last.start, end: one.end };
  }
  return all;
}

/** A secret in its own letters, and in those that no octet by octet change would make. */
function lettersOf(secret: string): readonly string[] {
  const text = Buffer.from(secret, 'latin1').toString('utf8');
  const others = [text.toUpperCase(), text.toLowerCase()];
  return [secret, ...others.map(other => Buffer.from(other, 'utf8').toString('latin1'))];
}

/** As long as the text: small ASCII letters, and one alphabet for base64 (RFC 4648 §5). */
function looseOf(text: string): string {
  const small = text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
  return small.replaceAll('-', '+').replaceAll('_', '/');
}

function withoutPadding(secret: string): string {
  const bare = secret.replace(/={1,2}$/, '');
  return bare.length >= SHORTEST_LOOSE ? bare : secret;
}

const ENCODED =
  /[%=]([0-9A-F]{2})|\\x([0-9A-F]{2})|&#x([0-9A-F]{1,2});|&#(\d{1,3});|&(amp|lt|gt|quot|apos);/gi;
const NAMED: ReadonlyMap<string, number> = new Map([
  ['amp', 0x26],
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['quot', 0x22],
  ['apos', 0x27],
]);

/** The text decoded, and where each of its characters began; undefined where nothing is encoded. */
function decodedOf(
  text: string,
): { readonly text: string; readonly starts: readonly number[] } | undefined {
  const parts: string[] = [];
  const starts: number[] = [];
  let from = 0;
  const take = (to: number): void => {
    parts.push(text.slice(from, to));
    for (; from < to; from += 1) starts.push(from);
  };
  for (const match of text.matchAll(ENCODED)) {
    const code = octetOf(match);
    if (code > 0xff) continue;
    take(match.index);
    parts.push(String.fromCharCode(code));
    starts.push(from);
    from += match[0].length;
  }
  if (parts.length === 0) return undefined;
  take(text.length);
  return { text: parts.join(''), starts: [...starts, text.length] };
}

function octetOf([, first, second, third, decimal, name]: RegExpExecArray): number {
  if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? 0;
  if (decimal !== undefined) return Number(decimal);
  return Number.parseInt(first ?? second ?? third ?? '0', 16);
}
