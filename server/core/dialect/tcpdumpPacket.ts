/** What the header line of a packet says. */
export interface Packet {
  readonly stamp: string;
  /** Both ends as `address.port`. */
  readonly source: string;
  readonly destination: string;
  /** As in `[P.]`, brackets left out. */
  readonly flags: string;
  /** Of the first octet of the payload; undefined where the line gives none. */
  readonly sequence: number | undefined;
  /** Octets of the payload. */
  readonly length: number;
  /** Octets of the IP and TCP headers. */
  readonly headers: number;
}

const STAMP = String.raw`(?:(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{1,9}|\d{9,10}\.\d{1,9})`;
/** With -i any the interface and the direction follow; -t leaves the time out. */
const START = String.raw`(?:(${STAMP}) )?(?:[\w.-]{1,20} {1,8}(?:In|Out|B|M|P) {1,4})?IP(6?) `;
const HEADER = new RegExp(`^${START}(\\S{1,80}) > (\\S{1,80}): Flags \\[([A-Z.]{1,8})\\]`);
/** With -v the addresses stand on a line of their own. */
const VERBOSE = new RegExp(`^${START}\\([^\\n]{1,300}\\)\\r?\\n {1,8}(?=\\S)`);
const SIZES: Readonly<Record<string, number>> = {
  nop: 1,
  eol: 1,
  mss: 4,
  wscale: 3,
  sackOK: 2,
  TS: 10,
};

/** Does the header of a packet begin here? */
export function isPacketLine(head: string): boolean {
  return packetOf(head) !== undefined;
}

/** Octets of its first line where the header of a packet has two, else 0. */
export function firstLineOf(head: string): number {
  const first = VERBOSE.exec(head)?.[0];
  return first === undefined ? 0 : first.trimEnd().length;
}

/** Reads the header of a packet; undefined where it is none of TCP. */
export function packetOf(text: string): Packet | undefined {
  const verbose = VERBOSE.exec(text);
  const start =
    verbose === null
      ? ''
      : `${verbose[1] === undefined ? '' : `${verbose[1]} `}IP${verbose[2] ?? ''} `;
  const head = start + text.slice(verbose?.[0].length ?? 0);
  const match = HEADER.exec(head);
  if (match === null) return undefined;
  const [all, stamp = '', six, source = '', destination = '', flags = ''] = match;
  const rest = head.slice(all.length).split('\n', 1)[0] ?? '';
  const sequence = /^, (?:cksum [^,]{1,40}, )?seq (\d{1,12}):/.exec(rest)?.[1];
  return {
    stamp,
    source,
    destination,
    flags,
    sequence: sequence === undefined ? undefined : Number(sequence),
    length: Number(/, length (\d{1,9})(?:: SMTP)?/.exec(rest)?.[1] ?? 0),
    headers: (six === '6' ? 40 : 20) + 20 + optionsOf(rest),
  };
}

/** Octets that the TCP options take, padded as they are on the wire. */
function optionsOf(rest: string): number {
  const options = /, options \[([^\]]{0,200})\]/.exec(rest)?.[1];
  if (options === undefined) return 0;
  const octets = options.split(',').reduce((sum, option) => {
    const [name = '', count = ''] = option.trim().split(' ');
    return sum + (name === 'sack' ? 2 + 8 * Number(count) : (SIZES[name] ?? 0));
  }, 0);
  return Number.isFinite(octets) ? Math.ceil(octets / 4) * 4 : 0;
}
