import { OPENED, SECURED } from '../../server/replay/io/memoryIo.ts';
import type { IoChunk, IoOpened, IoSecured, ReplayIo } from '../../server/replay/io/replayIo.ts';

/** What a server makes of one command or one message. */
export type Whim =
  | { readonly does: 'usual' | 'nothing' | 'garbage' | 'closes' | 'resets' | 'twice' }
  | { readonly does: 'code'; readonly code: number }
  /** The usual reply, so many milliseconds later, its octets in two parts. */
  | { readonly does: 'late'; readonly ms: number };

/** A connection to a server in a mood, and what passed in which order. */
export interface Chaos {
  readonly io: ReplayIo;
  /** `> …` for a write of the client, `< …` for what was handed to it. */
  readonly log: readonly string[];
  /** How many timers and reads are left behind. */
  pending(): number;
}

/** The greeting takes the first whim, each command and each message the next one, around and around. */
export function chaoticIo(whims: readonly Whim[], greets: boolean): Chaos {
  const server = new ChaoticServer(whims, greets);
  return { io: server, log: server.log, pending: () => server.pending };
}

class ChaoticServer implements ReplayIo {
  readonly log: string[] = [];
  readonly #whims: readonly Whim[];
  readonly #greets: boolean;
  readonly #timers = new Set<NodeJS.Timeout>();
  #turn = 0;
  #queue: IoChunk[] = [];
  #reader: ((chunk: IoChunk) => void) | undefined;
  #ending: IoChunk | undefined;
  #line = '';
  #inContent = false;
  #chunk = 0;
  /** What it says next in an exchange of AUTH; empty outside. */
  #rounds: string[] = [];

  constructor(whims: readonly Whim[], greets: boolean) {
    this.#whims = whims;
    this.#greets = greets;
  }

  get pending(): number {
    return this.#timers.size + (this.#reader === undefined ? 0 : 1);
  }

  connect(): Promise<IoOpened> {
    if (this.#greets) this.#say('220 mx');
    else this.#answer('connect');
    return Promise.resolve(OPENED);
  }

  startTls(): Promise<IoSecured> {
    return Promise.resolve(SECURED);
  }

  write(octets: Uint8Array): Promise<void> | undefined {
    const text = Buffer.from(octets).toString('latin1');
    this.log.push(`> ${text}`);
    for (const line of text.split(/(?<=\n)/)) this.#take(line);
    return this.#turn % 2 === 0 ? undefined : Promise.resolve();
  }

  read(got: (chunk: IoChunk) => void): void {
    this.#reader = got;
    this.#hand();
  }

  unread(): number {
    return this.#queue.reduce(
      (sum, each) => sum + (each.kind === 'octets' ? each.octets.length : 0),
      0,
    );
  }

  close(): void {
    this.destroy();
  }

  destroy(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#end({ kind: 'end' });
  }

  #take(part: string): void {
    if (this.#chunk > 0) {
      this.#chunk -= part.length;
      if (this.#chunk <= 0) this.#answer('chunk');
      return;
    }
    this.#line += part;
    if (!this.#line.endsWith('\n')) return;
    const line = this.#line.trim();
    this.#line = '';
    if (this.#inContent) {
      if (line !== '.') return;
      this.#inContent = false;
      this.#answer('content');
      return;
    }
    if (line.startsWith('AUTH ')) {
      this.#rounds = line.includes('LOGIN')
        ? ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6', '235 ok']
        : ['334 ', '235 ok'];
    }
    const size = /^BDAT (\d+)/.exec(line)?.[1];
    if (size === undefined || size === '0') this.#answer(line.split(' ')[0] ?? '');
    else this.#chunk = Number(size);
  }

  #answer(verb: string): void {
    const whim = this.#whims[this.#turn % this.#whims.length];
    this.#turn += 1;
    const usual = this.#rounds.shift() ?? USUAL[verb] ?? '250 ok';
    switch (whim?.does) {
      case undefined:
      case 'usual':
        return this.#say(usual);
      case 'nothing':
        return;
      case 'twice':
        this.#say(usual);
        return this.#say(usual);
      case 'garbage':
        return this.#say('what?');
      case 'code':
        return this.#say(`${String(whim.code)} moody`);
      case 'late':
        this.#later(whim.ms, () => {
          this.#send(usual.slice(0, 5));
          this.#later(1, () => {
            this.#say(usual.slice(5));
          });
        });
        return;
      case 'closes':
        return this.#end({ kind: 'end' });
      case 'resets':
        return this.#end({ kind: 'failed', reason: 'reset', message: 'The connection was reset.' });
    }
  }

  #say(line: string): void {
    if (line.startsWith('354')) this.#inContent = true;
    if (!line.startsWith('334')) this.#rounds = [];
    this.#send(`${line}\r\n`);
  }

  #send(text: string): void {
    if (this.#ending) return;
    this.#queue.push({ kind: 'octets', octets: Buffer.from(text) });
    this.#hand();
  }

  #end(ending: IoChunk): void {
    this.#ending ??= ending;
    this.#hand();
  }

  #hand(): void {
    const reader = this.#reader;
    const chunk = this.#queue[0] ?? this.#ending;
    if (!reader || !chunk) return;
    this.#reader = undefined;
    this.#queue.shift();
    if (chunk.kind === 'octets') this.log.push(`< ${Buffer.from(chunk.octets).toString()}`);
    reader(chunk);
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

const USUAL: Readonly<Record<string, string>> = {
  connect: '220 mx',
  EHLO: '250-mx\r\n250-CHUNKING\r\n250-STARTTLS\r\n250 AUTH LOGIN PLAIN',
  STARTTLS: '220 go',
  DATA: '354 go',
  QUIT: '221 bye',
};
