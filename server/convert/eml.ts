import { messagesOf } from './scriptOf.ts';
import { sessionsOf } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';

/** The messages as files: as the receiver got them, dots unstuffed, lines with CRLF. */
export const emlTarget: Target = {
  id: 'eml',
  label: 'Messages (.eml)',
  extension: 'eml',
  languageId: 'plaintext',
  scope: 'transcript',
  notes: 'The messages alone, one file each; envelope and replies go.',
  render,
};

function render(input: ConvertInput): Converted {
  const messages = sessionsOf(input).flatMap(({ chunk, session }) => messagesOf(chunk, session));
  const files = messages.flatMap(({ content }) => content ?? []);
  const hidden = messages.filter(({ reached }) => reached === 'hidden').length;
  const none = files.length === 0 && hidden === 0;
  return {
    files,
    losses: [
      ...(none ? ['No message was sent in the transcript.'] : []),
      ...(hidden > 0 ? [`The transcript does not show ${String(hidden)} of the messages.`] : []),
    ],
  };
}
