import type { PlanStep, ReplayPlan } from '../../server/protocol/replay.ts';
import { memoryIo } from '../../server/replay/io/memoryIo.ts';
import type { IoChunk, ReplayIo } from '../../server/replay/io/replayIo.ts';
import { exchangesOf } from '../../server/replay/plan/exchangesOf.ts';

/** A server in memory that answers a plan as recorded, as soon as it has what it answers. */
export interface AnsweringServer {
  readonly io: ReplayIo;
  /** Everything it was sent. */
  readonly received: () => Buffer;
}

/** Makes the server; a reply that the transcript does not show is `250 ok`. */
export function answeringServer({ steps }: ReplayPlan): AnsweringServer {
  const answers = answersBySend(steps);
  const written: Uint8Array[] = [];
  const replies: Uint8Array[] = [...(answers.get(-1) ?? [])];
  let waiting: ((chunk: IoChunk) => void) | undefined;
  let isClosed = false;
  const sends = steps.filter(step => step.kind === 'send');
  let [open, missing] = [0, sends[0]?.octets.length ?? 0];
  const take = (octets: Uint8Array): void => {
    written.push(octets);
    missing -= octets.length;
    while (missing <= 0 && open < sends.length) {
      replies.push(...(answers.get(sends[open]?.index ?? -1) ?? []));
      open += 1;
      missing += sends[open]?.octets.length ?? 0;
    }
  };
  const give = (): void => {
    const got = waiting;
    if (!got || (replies.length === 0 && !isClosed)) return;
    const octets = replies.shift();
    waiting = undefined;
    got(octets ? { kind: 'octets', octets } : { kind: 'end' });
  };
  const io: ReplayIo = {
    ...memoryIo({ chunks: [], then: 'end' }),
    write: octets => {
      take(octets);
      give();
      return undefined;
    },
    read: got => {
      waiting = got;
      give();
    },
    unread: () => replies.reduce((sum, octets) => sum + octets.length, 0),
    destroy: () => {
      isClosed = true;
      give();
    },
  };
  return { io, received: () => Buffer.concat(written) };
}

/** By the index of a send, -1 for the greeting: the replies that it brings about. */
function answersBySend(steps: readonly PlanStep[]): ReadonlyMap<number, readonly Uint8Array[]> {
  const owners = exchangesOf(steps);
  const answers = new Map<number, Uint8Array[]>();
  for (const [at, step] of steps.entries()) {
    if (step.kind !== 'expect') continue;
    const sent = steps.findLast(
      (other, place) => place < at && other.kind === 'send' && owners[place] === owners[at],
    );
    const { code, lines } = step.recorded ?? { code: 250, lines: ['ok'] };
    const text = lines
      .map((line, row) => `${code}${row < lines.length - 1 ? '-' : ' '}${line}\r\n`)
      .join('');
    const key = sent?.index ?? -1;
    answers.set(key, [...(answers.get(key) ?? []), Buffer.from(text)]);
  }
  return answers;
}
