import type { LineRecord } from '../dialect/dialect.ts';
import { readCommandHead } from '../smtp/command.ts';
import { HELLO_VERBS } from '../smtp/helloVerbs.ts';
import { readReplyHead } from '../smtp/reply.ts';

/** What has to be known of a session to say whether a line still belongs to it. */
export interface Progress {
  /** The connection is gone or said goodbye. */
  readonly over: boolean;
  /** The verb of the oldest command without a reply. */
  readonly waiting: string | undefined;
  readonly inReply: boolean;
  readonly inContent: boolean;
}

/**
 * Does this line open another session? A greeting after the end does; after a gap (blank line) also
 * one that no command waits for.
 */
export function opensAnother(
  octets: Uint8Array,
  record: LineRecord,
  afterGap: boolean,
  progress: Progress,
): boolean {
  switch (record.kind) {
    case 'connect':
    case 'boundary':
      return true;
    case 'client':
      return progress.over && afterGap && isHello(octets, record);
    case 'server':
      return isGreeting(octets, record, afterGap, progress);
    default:
      return false;
  }
}

function isHello(octets: Uint8Array, record: LineRecord): boolean {
  const { verb } = readCommandHead(octets, record.start, record.end);
  return HELLO_VERBS.has(verb);
}

function isGreeting(
  octets: Uint8Array,
  record: LineRecord,
  afterGap: boolean,
  { over, waiting, inReply, inContent }: Progress,
): boolean {
  const { code } = readReplyHead(octets, record.start, record.end);
  if (code !== 220 && code !== 554 && code !== 521 && code !== 421) return false;
  const restarts = code === 220 && waiting !== 'STARTTLS' && waiting !== 'XCLIENT';
  if (over) {
    if (inReply) return false;
    return restarts || (waiting === undefined && (code !== 421 || afterGap));
  }
  if (code === 220 && waiting === 'QUIT') return true;
  if (!afterGap || inReply) return false;
  if (code === 220) return restarts;
  return code !== 421 && waiting === undefined && !inContent;
}
