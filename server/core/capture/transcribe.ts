import type { Scanner } from '../octets/scanner.ts';
import { CaptureEvents } from './captureEvents.ts';
import type { CaptureEvent, OtherProtocol } from './events.ts';
import { OctetQueue } from './octetQueue.ts';
import { SessionWriter } from './sessionWriter.ts';

/** Text of sessions that wait for an earlier one to end; beyond it they are written in parts. */
const MOST_WAITING = 64 << 20;
/** Text of the session whose turn it is that waits before it is passed on. */
const MOST_OF_CURRENT = 1 << 20;

const SEPARATOR = '# --- new session ---\n';

/** How much may wait; smaller figures serve tests. */
export interface TranscribeLimits {
  readonly waiting: number;
  readonly current: number;
}

/**
 * Turns a packet capture that comes in pieces into the octets of a `.smtp` file: the SMTP sessions
 * one after the other, in the order in which their connections began. Memory is bounded by what is
 * open at the same time. Total: any octets can be fed.
 */
export class CaptureTranscriber {
  readonly #scanner: Scanner;
  readonly #events: CaptureEvents;
  readonly #limits: TranscribeLimits;
  readonly #writers = new Map<number, SessionWriter>();
  /** Connections that are no SMTP, or whose text was written before its turn. */
  readonly #settled = new Set<number>();
  readonly #others = new Map<OtherProtocol, number>();
  #out = new OctetQueue();
  /** The connection that is to be written next. */
  #turn = 0;
  #sessions = 0;
  /** The connection whose text was passed on last; its text needs no separator. */
  #current = -1;
  #started = false;

  constructor(scanner: Scanner, limits?: TranscribeLimits) {
    this.#scanner = scanner;
    this.#limits = limits ?? { waiting: MOST_WAITING, current: MOST_OF_CURRENT };
    this.#events = new CaptureEvents(scanner, event => {
      this.#take(event);
    });
  }

  /** SMTP sessions found so far. */
  get sessions(): number {
    return this.#sessions;
  }

  /** Packets read so far. */
  get packets(): number {
    return this.#events.packets;
  }

  /** The capture cannot be read any further; only `end` is left. */
  get isBroken(): boolean {
    return this.#events.isBroken;
  }

  /** What could not be read, as sentences; complete after `end`. */
  get problems(): readonly string[] {
    return this.#events.problems;
  }

  /** Reads on; returns the text that is ready. */
  feed(octets: Uint8Array): Uint8Array {
    this.#events.feed(octets);
    this.#passOn();
    return this.#taken();
  }

  /** Nothing more comes; returns the rest of the text, with a summary as its last notes. */
  end(): Uint8Array {
    this.#events.end();
    this.#passOn();
    for (const note of this.#summary()) this.#write(`# ${note}\n`);
    return this.#taken();
  }

  #taken(): Uint8Array {
    const out = this.#out;
    this.#out = new OctetQueue();
    return out.view();
  }

  #take(event: CaptureEvent): void {
    const { connection } = event;
    if (event.kind === 'other') {
      this.#settled.add(connection);
      this.#others.set(event.protocol, (this.#others.get(event.protocol) ?? 0) + 1);
    } else if (event.kind === 'open') {
      this.#writers.set(connection, new SessionWriter(event, this.#scanner));
      this.#sessions++;
    } else this.#writers.get(connection)?.take(event);
  }

  /** Writes the sessions whose turn has come. */
  #passOn(): void {
    while (this.#turn < this.#events.connections) {
      const writer = this.#writers.get(this.#turn);
      if (writer?.isOver === true) {
        this.#put(this.#turn, writer.text());
        this.#writers.delete(this.#turn);
      } else if (!this.#settled.delete(this.#turn)) {
        if (writer && writer.waiting > this.#limits.current) this.#put(this.#turn, writer.text());
        break;
      }
      this.#turn++;
    }
    let waiting = 0;
    for (const writer of this.#writers.values()) waiting += writer.waiting;
    if (waiting > this.#limits.waiting) this.#unload();
  }

  /** Too much waits: everything is written now, what is not over in parts. */
  #unload(): void {
    for (const [connection, writer] of [...this.#writers].sort(([a], [b]) => a - b)) {
      if (writer.waiting === 0) continue;
      this.#put(connection, writer.isOver ? writer.text() : writer.part());
      this.#current = -1;
      if (!writer.isOver) continue;
      this.#writers.delete(connection);
      this.#settled.add(connection);
    }
  }

  #put(connection: number, text: Uint8Array | undefined): void {
    if (text === undefined || text.length === 0) return;
    if (connection !== this.#current && this.#started) this.#write(SEPARATOR);
    this.#current = connection;
    this.#started = true;
    this.#out.append(text);
  }

  #write(text: string): void {
    this.#out.append(this.#scanner.encode(text));
  }

  #summary(): string[] {
    const others = [...this.#others].map(([protocol, count]) => `${String(count)} ${protocol}`);
    return [
      ...(this.#sessions === 0 ? ['No SMTP session is in this capture.'] : []),
      ...(others.length > 0 ? [`Other TCP connections: ${others.join(', ')}`] : []),
      ...this.problems,
    ];
  }
}

/** A capture as the octets of a `.smtp` file, and what could not be read of it. */
export interface TranscribedCapture {
  readonly octets: Uint8Array;
  readonly problems: readonly string[];
}

/** Transcribes a capture that is in memory as a whole. */
export function transcribeCapture(octets: Uint8Array, scanner: Scanner): TranscribedCapture {
  const transcriber = new CaptureTranscriber(scanner);
  const text = new OctetQueue();
  const step = 1 << 20;
  for (let at = 0; at < octets.length; at += step) {
    text.append(transcriber.feed(octets.subarray(at, at + step)));
  }
  text.append(transcriber.end());
  return { octets: text.view(), problems: transcriber.problems };
}
