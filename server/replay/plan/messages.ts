import type { Chunk } from '../../core/transcript/model.ts';

/** The transcript leaves the message out. */
export function contentMissing({ dialect }: Chunk, how: 'data' | 'bdat'): string {
  const write = dialect === 'smtp' ? 'Write' : 'Convert the log to .smtp and write';
  const [where, end, verb] =
    how === 'data' ? ['354 reply', ', "C: ." behind the last', 'DATA'] : ['command', '', 'BDAT'];
  return `The transcript does not show the message, so it cannot be sent again. ${write} its lines below the ${where}, each as "C: …"${end}, in the place of any "# <content not shown>". Or take out what begins with ${verb}.`;
}

/** Of a stray reply. */
export const UNASKED = 'Nothing asks for this reply: it may come in the replay, but need not.';

/** Of a stray reply behind lines that are left out. */
export const UNSEEN =
  'What asks for this reply is not in the transcript: the replay does not wait for it.';

/** Of what the client said. */
export const UNDECODED =
  'This text holds U+FFFD, the sign for octets that could not be decoded. Write those octets on a raw line (C\\: with \\xHH).';
