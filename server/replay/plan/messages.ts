import type { Chunk } from '../../core/transcript/model.ts';
import type { PlanProblem } from './problems.ts';

/** The transcript leaves the message out: what to say, and the line that mends it. */
export function contentMissing(
  { dialect }: Chunk,
  how: 'data' | 'bdat',
  line: number,
): readonly [message: string, write?: PlanProblem['write']] {
  const [where, end, verb] =
    how === 'data' ? ['354 reply', ', "C: ." behind the last', 'DATA'] : ['command', '', 'BDAT'];
  const isOwn = dialect === 'smtp';
  const text = '# @content placeholder';
  const ways = isOwn ? `"${text}" in the session, or with the` : 'the';
  const write = isOwn ? 'Or write' : 'Or convert the log to .smtp and write';
  const message = `The transcript does not show the message, so it cannot be sent again. A small generated one takes its place with ${ways} option --content placeholder (in the editor the setting smtpTranscript.replay.content). ${write} its lines below the ${where}, each as "C: …"${end}, in the place of any "# <content not shown>". Or take out what begins with ${verb}.`;
  return isOwn ? [message, { above: line, text, title: 'Send a placeholder message' }] : [message];
}

const PLACEHOLDER_SENT =
  'so a small generated one is sent in its place. What the server says to it may differ from what is recorded.';

/** A generated message is sent. */
export const PLACED = `The transcript does not show the message, ${PLACEHOLDER_SENT}`;

/** The same, where some of the message is in the transcript. */
export const PLACED_WHOLE = `The transcript shows only a part of the message, ${PLACEHOLDER_SENT}`;

/** Of a stray reply. */
export const UNASKED = 'Nothing asks for this reply: it may come in the replay, but need not.';

/** Of a stray reply behind lines that are left out. */
export const UNSEEN =
  'What asks for this reply is not in the transcript: the replay does not wait for it.';

/** Of what the client said. */
export const UNDECODED =
  'This text holds U+FFFD, the sign for octets that could not be decoded. Write those octets on a raw line (C\\: with \\xHH).';
