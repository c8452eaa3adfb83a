/** Makes a text of about so many octets. */
export type Shape = (octets: number) => string;

/** Typical lines that are looked at. */
const MOST_LINES = 60;
/** What may be taken for a mark: as much of a line. */
const MARK = 24;

/** Hostile texts in one dialect, made of texts of it, the shortest first, and of one in another. */
export function dialectShapes(
  texts: readonly Buffer[],
  other: Buffer,
): Readonly<Record<string, Shape>> {
  const short = latin1(texts[0]);
  const typical = latin1(texts[texts.length >> 1]);
  const lines = linesOf(texts.slice(0, 6).map(latin1).join(''));
  const reply = lines.find(line => /[ "'-]250[ -]/.test(` ${line}`)) ?? lines[0] ?? '';
  const before = typical.slice(0, Math.max(0, typical.search(/354/)));
  const opened = before + (lineAt(typical, before.length) ?? '');
  const client = lines.find(line => /EHLO|HELO|MAIL/i.test(line)) ?? lines[0] ?? '';
  const begun = client.replace(/\r?\n$/, '');
  return {
    'many sessions': fill('', short),
    'lines in any order': octets => shuffled(lines, octets),
    'only marks': fill(typical, lines.map(line => `${line.trimEnd().slice(0, MARK)}\n`).join('')),
    'one endless line': fill(typical + begun, 'a'),
    'only escapes': fill(typical + begun, '\\x\\'),
    'only quotes': fill(typical + begun, `"'\\"`),
    'content without end': fill(
      opened,
      lines.find(line => /From|Subject|Date/.test(line)) ?? begun,
    ),
    'a huge reply': fill(before, reply.replace(/250 /, '250-')),
    'connections never closed': octets => numbered(before, octets),
    'two dialects in turns': octets =>
      fill('', `${typical}\n${other.toString('latin1')}\n`)(octets),
    'greetings only': fill('', lines.find(line => line.includes('220')) ?? begun),
  };
}

function latin1(text: Buffer | undefined): string {
  return text?.toString('latin1') ?? '';
}

function linesOf(text: string): readonly string[] {
  return [...new Set(text.split(/(?<=\n)/))].slice(0, MOST_LINES);
}

function lineAt(text: string, from: number): string | undefined {
  return text.slice(from).split(/(?<=\n)/, 1)[0];
}

function fill(head: string, unit: string): Shape {
  return octets => head + (unit === '' ? '' : unit.repeat(Math.ceil(octets / unit.length)));
}

/** In an order that is the same each time. */
function shuffled(lines: readonly string[], octets: number): string {
  const parts: string[] = [];
  let seed = 7;
  for (let length = 0; length < octets;) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    const line = lines[(seed >> 8) % lines.length] ?? '\n';
    parts.push(line);
    length += Math.max(1, line.length);
  }
  return parts.join('');
}

/** The beginning of a session again and again, each time with other numbers for ports and processes. */
function numbered(beginning: string, octets: number): string {
  const parts: string[] = [];
  let number = 10_000;
  for (let length = 0; length < octets;) {
    number++;
    const part = `${beginning.replace(/\d{4,}/g, String(number))}\n`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}
