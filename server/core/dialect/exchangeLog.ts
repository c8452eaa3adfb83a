import { groupBy } from '../octets/groupBy.ts';
import { latin1Octets } from '../octets/latin1Octets.ts';
import { looksLikeReply } from '../smtp/reply.ts';
import { csvFields, csvText } from './csvFields.ts';
import type { CsvField } from './csvFields.ts';
import { DecodingReader } from './decodingReader.ts';
import type { Dialect } from './dialect.ts';
import { ehloLinesOf } from './ehloKeywords.ts';
import { columnsNamed, columnsSeen, USUAL_COLUMNS } from './exchangeColumns.ts';
import type { ExchangeColumns } from './exchangeColumns.ts';
import { Places } from '../octets/places.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { LineCursor } from './physicalLine.ts';
import { timeStampAt } from './timeStamp.ts';
import { withLineEnd } from './withLineEnd.ts';

/**
 * Protocol logs of Microsoft Exchange: comma-separated, sessions mixed. `>` is what the server that
 * writes the log has sent: replies in a Receive log, commands in a Send log.
 */
export const exchangeLog: Dialect = {
  id: 'exchange-protocol-log',
  aliases: ['exchange'],
  label: 'Microsoft Exchange protocol log',
  description: 'SMTP Receive and SMTP Send protocol logs of Exchange Server.',
  hides: ['content', 'auth'],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (
      /^[ \t\uFEFF\u00ef\u00bb\u00bf]{0,8}#Log-type: SMTP (?:Receive|Send) Protocol Log/m.test(
        sample,
      )
    ) {
      return { certainty: 1, why: '#Log-type: SMTP … Protocol Log' };
    }
    if (NAMED.test(sample)) return { certainty: 0.9, why: '#Fields of Exchange' };
    if (USUAL_ROW.test(sample)) return { certainty: 1, why: 'rows of an Exchange protocol log' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new ExchangeReader(octets, scanner),
};

const NAMED =
  /^#Fields:(?=[^\r\n]{0,300}[ ,]session-id\b)(?=[^\r\n]{0,300}[ ,]event(?:,|\r?$))(?=[^\r\n]{0,300}[ ,]data(?:,|\r?$))/m;
const USUAL_ROW =
  /^[ \t]{0,16}\d{4}-\d\d-\d\dT[\d:.]{8,16}Z?,[^\r\n,]{0,200},[\dA-F]{16},\d{1,9},[^\r\n,]{0,80},[^\r\n,]{0,80},[-+<>*],/im;

const WINDOW = 65_536;
const ROWS_SEEN = 50;

type Party = 'client' | 'server';

/** What is remembered of a session. */
interface Session {
  /** Which side writes the log. */
  writer: Party | undefined;
  lastVerb: string;
}

/** One row, taken apart. */
interface Row {
  readonly from: number;
  readonly to: number;
  readonly session: string;
  readonly sequence: number;
  readonly event: string;
  readonly time: number;
  readonly data: CsvField | undefined;
  readonly context: CsvField | undefined;
}

class ExchangeReader extends DecodingReader {
  #columns: ExchangeColumns | undefined;
  #writer: Party | undefined;
  readonly #sessions = new Map<string, Session>();
  /** Rows in whose place another of the same session is read, since the numbers say so. */
  #instead: ReadonlyMap<number, Row> | undefined;

  protected decode(from: number, to: number): undefined {
    this.#instead ??= this.#look();
    if (this.octets[from] === 35 || /^\W{0,3}#/.test(this.head(from, Math.min(to, from + 8)))) {
      this.#header(this.head(from, to));
      return;
    }
    const row = this.#instead.get(from) ?? this.#row(from, to);
    if (row !== undefined) this.#take(row);
  }

  #header(head: string): void {
    const fields = /#Fields: ?(.*)$/.exec(head)?.[1];
    if (fields !== undefined) this.#columns = columnsNamed(fields) ?? this.#columns;
    const type = /#Log-type: SMTP (Receive|Send) /.exec(head)?.[1];
    if (type !== undefined) this.#writer = type === 'Receive' ? 'server' : 'client';
  }

  /** Looks through the beginning once, for the columns and for rows that are not in order. */
  #look(): ReadonlyMap<number, Row> {
    const cursor = new LineCursor(this.octets, this.scanner, 'lf');
    const end = Math.min(this.octets.length, WINDOW);
    const lines: { readonly from: number; readonly to: number }[] = [];
    for (let at = 0; at < end; at = cursor.next) {
      cursor.move(at);
      if (cursor.next > end && cursor.next < this.octets.length) break;
      const head = this.head(at, cursor.to, 300);
      if (/^\W{0,3}#/.test(head)) this.#header(head);
      else lines.push({ from: at, to: cursor.to });
    }
    this.#columns ??= this.#columnsSeen(lines) ?? USUAL_COLUMNS;
    return inOrder(lines.flatMap(({ from, to }) => this.#row(from, to) ?? []));
  }

  #columnsSeen(
    lines: readonly { readonly from: number; readonly to: number }[],
  ): ExchangeColumns | undefined {
    const rows = lines
      .slice(0, ROWS_SEEN)
      .map(({ from, to }) =>
        csvFields(this.octets, from, to).map(field => this.head(field.from, field.to, 64)),
      );
    return columnsSeen(rows.filter(row => row.length >= 5));
  }

  #row(from: number, to: number): Row | undefined {
    const columns = this.#columns ?? USUAL_COLUMNS;
    const fields = csvFields(this.octets, from, to);
    const text = (column: number): string => {
      const field = fields[column];
      return field === undefined ? '' : this.head(field.from, field.to, 64);
    };
    const event = text(columns.event);
    const session = text(columns.session);
    if (!/^[-+<>*]$/.test(event) || session === '') return undefined;
    const sequence = /^\d{1,9}$/.exec(text(columns.sequence));
    return {
      from,
      to,
      session,
      sequence: sequence === null ? -1 : Number(sequence[0]),
      event,
      time: timeStampAt(text(columns.time)).time,
      data: fields[columns.data],
      context: fields[columns.context],
    };
  }

  #take(row: Row): void {
    switch (row.event) {
      case '+':
        this.#sessions.delete(row.session);
        this.event('connect', row.from, row.to, placeOf(row));
        break;
      case '-':
        this.#gone(row);
        break;
      case '*':
        this.#information(row);
        break;
      default:
        this.#said(row);
    }
  }

  #said(row: Row): void {
    const { data } = row;
    if (data === undefined) return;
    const party = this.#partyOf(row, data);
    if (party === undefined) {
      this.event('unknown', row.from, row.to, placeOf(row));
      return;
    }
    const text = csvText(this.octets, data);
    const { octets } = text;
    const masked = isMasked(this.scanner.latin1(octets, 0, Math.min(octets.length, 80)));
    const session = this.#session(row.session);
    const joined = party === 'server' ? this.#joined(text, session) : undefined;
    if (party === 'client') session.lastVerb = this.#verbOf(octets);
    const whole = joined ?? { octets: withLineEnd(octets), places: text.places };
    const span = { ...data, places: whole.places };
    this.wireOctets(party, whole.octets, span, { ...placeOf(row), masked });
  }

  /** Three digits are the server's, a verb the client's; else what the session or log has shown. */
  #partyOf(row: Row, data: CsvField): Party | undefined {
    const session = this.#session(row.session);
    const sent = row.event === '>';
    const evident = this.#evidentParty(data);
    if (evident !== undefined) {
      session.writer ??= (evident === 'server') === sent ? 'server' : 'client';
    }
    const writer = session.writer ?? this.#writer;
    if (writer === undefined) return undefined;
    return sent === (writer === 'server') ? 'server' : 'client';
  }

  #evidentParty({ from, to }: CsvField): Party | undefined {
    if (looksLikeReply(this.octets, from, to)) return 'server';
    return COMMAND.test(this.head(from, to, 40)) ? 'client' : undefined;
  }

  #session(name: string): Session {
    const known = this.#sessions.get(name);
    if (known !== undefined) return known;
    const session: Session = { writer: undefined, lastVerb: '' };
    this.#sessions.set(name, session);
    return session;
  }

  #verbOf(octets: Uint8Array): string {
    const text = this.scanner.latin1(octets, 0, Math.min(octets.length, 10));
    return /^[A-Za-z-]*/.exec(text)?.[0].toUpperCase() ?? '';
  }

  /** Newer versions write a whole EHLO reply in one row. */
  #joined({ octets, places }: PlacedOctets, { lastVerb }: Session): PlacedOctets | undefined {
    if (lastVerb !== 'EHLO' || octets.length > 4096) return undefined;
    const lines = ehloLinesOf(this.scanner.latin1(octets, 0, octets.length));
    if (lines === undefined) return undefined;
    const last = lines.length - 1;
    const own = new Places();
    let text = '';
    let at = octets.length - lines.join(' ').length;
    for (const [index, line] of lines.entries()) {
      // The code stands in front of the first line alone.
      const code = index === 0 ? 0 : at;
      own.addPart(places, code, code + (index === 0 ? 3 : 0), text.length);
      own.add(text.length + (index === 0 ? 3 : 0), places.toSource(at), 0, 0);
      text += `250${index < last ? '-' : ' '}`;
      own.addPart(places, at, at + line.length, text.length);
      text += line;
      own.add(text.length, places.toSourceEnd(at + line.length), 0, 0);
      text += '\r\n';
      at += line.length + 1;
    }
    return { octets: latin1Octets(text), places: own };
  }

  #information(row: Row): void {
    const texts = [row.data, row.context].map(field =>
      field === undefined ? '' : this.head(field.from, field.to, 120),
    );
    const encrypted = texts.some(text => /^TLS protocol \S+ negotiation succeeded/.test(text));
    const authenticated = texts[1] === 'authenticated';
    const kind = encrypted ? 'tls' : authenticated ? 'authenticated' : 'note';
    this.event(kind, row.from, row.to, placeOf(row));
  }

  #gone(row: Row): void {
    const { context } = row;
    const why = context === undefined ? '' : this.head(context.from, context.to, 80);
    if (/SocketError|ConnectionReset|Aborted/i.test(why)) {
      this.event('lost', row.from, row.to, placeOf(row));
    } else if (/Time-?out|TimedOut/i.test(why)) {
      this.event('timeout', row.from, row.to, placeOf(row));
    }
    this.event('close', row.from, row.to, placeOf(row));
    this.#sessions.delete(row.session);
  }
}

const COMMAND =
  /^(?:EHLO|HELO|MAIL|RCPT|DATA|BDAT|QUIT|RSET|NOOP|AUTH|STARTTLS|VRFY|HELP|X-ANONYMOUSTLS|X-EXPS|XSHADOW|XQDISCARD|XPROXY\w*)(?:[ :]|$)/i;

/** `334 <authentication information>`, `<authentication response>`, `<Binary Data>`. */
function isMasked(text: string): boolean {
  return /^(?:334 )?<[A-Za-z][A-Za-z ]{2,40}>$/.test(text);
}

function placeOf({ session, time }: Row): { connection: string; time: number } {
  return { connection: session, time };
}

/** Where rows of a session do not stand in the order of their numbers: which to read instead. */
function inOrder(rows: readonly Row[]): ReadonlyMap<number, Row> {
  const sessions = groupBy(rows, row => row.session);
  const instead = new Map<number, Row>();
  for (const own of sessions.values()) {
    const sorted = own.toSorted((a, b) => a.sequence - b.sequence);
    const unclear = sorted.some(
      (row, at) => row.sequence < 0 || row.sequence === sorted[at - 1]?.sequence,
    );
    if (unclear) continue;
    for (const [at, row] of sorted.entries()) {
      const place = own[at];
      if (place !== undefined && place !== row) instead.set(place.from, row);
    }
  }
  return instead;
}
