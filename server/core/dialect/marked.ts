import { NO_EVIDENCE, linesOf } from './evidence.ts';
import type { Dialect, LineContext } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';
import { marksOf } from './learntMarks.ts';
import type { Marks } from './learntMarks.ts';
import { timeStampAt } from './timeStamp.ts';

const WINDOW = 65_536;
const REPLY = /^\d{3}([ -]|$)/;

/**
 * A dialogue with marks that no other dialect knows: "Server:" and "Client:", arrows, time stamps
 * before them. What marks whom is learnt from the text: the greeting, and the first EHLO.
 */
export const marked: Dialect = lineDialect({
  id: 'marked',
  label: 'Other marks (Server:/Client:, arrows …)',
  description: 'Marks learnt from the text: what stands before the greeting and before EHLO.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    const lines = linesOf(sample, 400);
    const marks = marksOf(lines);
    if (marks === undefined) return NO_EVIDENCE;
    const { client, server } = marks;
    const told = lines.filter(line => client.at(line) >= 0 || server.at(line) >= 0).length;
    if (told < 3 || told < lines.length * 0.3) return NO_EVIDENCE;
    return {
      certainty: certaintyOf(marks, lines, told),
      why: 'the same marks before replies, and before commands',
    };
  },
  judge({ octets, scanner }) {
    const sample = scanner.latin1(octets, 0, Math.min(octets.length, WINDOW));
    return judgeOf(marksOf(linesOf(sample, 400)));
  },
});

/**
 * Some tools have one of these marks as well, but never print content: where it is printed, the text
 * is none of theirs. In RFC 821 `S` is the sender.
 */
function certaintyOf(marks: Marks, lines: readonly string[], told: number): number {
  const { client, server } = marks;
  if (client.text === 'S:' && server.text === 'R:') return 0.95;
  const common = /(?:^<<?|^>>?|\bserver:|\bclient:)$/i;
  if (common.test(client.text) && common.test(server.text)) {
    const shown = lines.some((line, at) => {
      const next = lines[at + 1] ?? '';
      const opens = server.at(line) >= 0 && line.startsWith('354', server.at(line));
      return opens && /^[A-Za-z][A-Za-z-]{1,40}: /.test(next.slice(Math.max(0, client.at(next))));
    });
    if (shown && told >= lines.length * 0.3) return 0.92;
  }
  return told >= lines.length * 0.6 ? 0.65 : 0.45;
}

function judgeOf(marks: Marks | undefined): Judge {
  // The last marked line was the server's, and says that more lines of its reply follow.
  let continues = false;
  return ({ head }, context) => {
    const text = timeStampAt(head, head.startsWith('[') ? 1 : 0);
    const server = marks?.server.at(head) ?? -1;
    if (server >= 0) {
      continues = REPLY.exec(head.slice(server))?.[1] === '-';
      return { kind: 'server', at: server, time: text.time };
    }
    const client = marks?.client.at(head) ?? -1;
    if (client >= 0) {
      continues = false;
      return { kind: 'client', at: client, time: text.time };
    }
    return bare(head, continues, context);
  };
}

function bare(
  head: string,
  continues: boolean,
  context: LineContext,
): { kind: 'server' | 'client' | 'note'; marked: boolean } | undefined {
  const reply = REPLY.test(head);
  if (continues && reply) return { kind: 'server', marked: false };
  if (context.inContent || context.inChunk) return { kind: 'client', marked: false };
  return head.trim() === '' ? undefined : { kind: 'note', marked: false };
}
