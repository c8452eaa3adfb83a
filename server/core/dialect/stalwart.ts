import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineKind } from './dialect.ts';
import { readQuotedText } from './quotedText.ts';
import { timeStampAt } from './timeStamp.ts';

/** Stalwart's trace log: raw input and output as Rust strings, in its old and its new form. */
export const stalwart: Dialect = {
  id: 'stalwart',
  label: 'Stalwart',
  description: 'What the mail server Stalwart traces of SMTP sessions at level TRACE.',
  hides: [],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (/\((?:smtp|delivery)\.raw-(?:in|out)put\) .{0,600}contents = "/.test(sample)) {
      return { certainty: 1, why: '(smtp.raw-output) … contents = "…"' };
    }
    if (/smtp::(?:in|out)bound\b.{0,300}event="(?:read|write)" data="/.test(sample)) {
      return { certainty: 1, why: 'smtp::inbound … event="write" data="…"' };
    }
    if (/\bevent="write" data="\d{3}[ -]/.test(sample)) {
      return { certainty: 0.9, why: 'event="write" data="220 …"' };
    }
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new StalwartReader(octets, scanner),
};

const NEW = /\(((?:smtp|delivery|tls|network)\.[a-z-]{1,40})\)/;
const OLD = /(?:smtp::(in|out)bound.{0,300}?)?event="(read|write|[a-z-]{1,40})"(?: data=(?="))?/;
const LONGEST_HEAD = 2048;

class StalwartReader extends DecodingReader {
  protected decode(from: number, to: number): undefined {
    const head = this.head(from, to, LONGEST_HEAD);
    const event = NEW.exec(head);
    if (event !== null) {
      this.#new(event[1] ?? '', head, { from, to });
      return;
    }
    const old = OLD.exec(head);
    if (old !== null) this.#old(old, head, { from, to });
  }

  #new(event: string, head: string, line: Line): void {
    const place = { connection: connectionOf(head), time: timeOf(head) };
    const raw = /^(smtp|delivery)\.raw-(in|out)put$/.exec(event);
    if (raw === null) {
      const kind = eventOf(event);
      if (kind !== undefined) this.event(kind, line.from, line.to, place);
      return;
    }
    const contents = head.indexOf('contents = "');
    if (contents < 0) return;
    const party = (raw[1] === 'smtp') === (raw[2] === 'in') ? 'client' : 'server';
    this.#said(party, line.from + contents + 11, line, place);
  }

  #old(match: RegExpExecArray, head: string, line: Line): void {
    const [all, bound, event = ''] = match;
    const place = { connection: connectionOf(head), time: timeOf(head) };
    if (!all.endsWith('data=')) {
      if (event === 'tls-handshake' || event === 'starttls') return;
      if (event === 'connect') this.event('connect', line.from, line.to, place);
      return;
    }
    if (event !== 'read' && event !== 'write') return;
    const at = line.from + match.index + all.length;
    const quoted = this.head(at + 1, line.to, 4);
    const writer = bound === 'out' ? 'client' : 'server';
    const other = writer === 'server' ? 'client' : 'server';
    const evident = bound === undefined && /^\d{3}[ -]/.test(quoted) ? 'server' : undefined;
    this.#said(evident ?? (event === 'write' ? writer : other), at, line, place);
  }

  #said(party: 'client' | 'server', at: number, line: Line, place: Place): void {
    const quoted = readQuotedText(this.octets, at, line.to);
    if (quoted === undefined || quoted.octets.length === 0) return;
    const span = { from: at, to: quoted.end, places: quoted.places };
    this.wireOctets(party, quoted.octets, span, place);
  }
}

interface Line {
  readonly from: number;
  readonly to: number;
}

interface Place {
  readonly connection: string;
  readonly time: number;
}

function eventOf(event: string): LineKind | undefined {
  switch (event) {
    case 'smtp.connection-start':
    case 'network.connection-start':
    case 'delivery.connect':
      return 'connect';
    case 'smtp.connection-end':
    case 'network.connection-end':
      return 'close';
    case 'tls.handshake':
    case 'smtp.tls-handshake':
    case 'delivery.start-tls':
      return 'tls';
    case 'network.timeout':
    case 'smtp.time-limit-exceeded':
      return 'timeout';
    default:
      return undefined;
  }
}

/** Address and port of the peer, else what a delivery is known by. */
function connectionOf(head: string): string {
  const peer =
    /\bremoteIp = "?([\w.:]{1,60})"?, remotePort = (\d{1,5})/.exec(head) ??
    /\bremote[._](?:ip|addr)="?([\w.:]{1,60})"?[ ,]{1,2}remote[._]port="?(\d{1,5})/.exec(head);
  if (peer !== null) return `${peer[1] ?? ''}:${peer[2] ?? ''}`;
  const queue = /\bqueueId = "?([\w-]{1,40})/.exec(head)?.[1];
  const host = /\b(?:hostname|remoteHost) = "([\w.:-]{1,255})"/.exec(head)?.[1];
  return [queue, host].filter(part => part !== undefined).join(' ');
}

function timeOf(head: string): number {
  const stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(head.slice(0, 120));
  return stamp === null ? -1 : timeStampAt(head, stamp.index).time;
}
