import { Buffer } from 'node:buffer';
import type { LineEdit, RunTextRequest, RunTextResult } from '../../protocol/lsp.ts';
import type { RunTranscript } from '../../replay/record/transcriptOfRun.ts';
import { FileChunks } from '../fileChunks.ts';
import { lineEdits } from '../lineEdits.ts';
import { runTranscript } from '../runTranscripts.ts';
import type { ReplayedText } from '../runTranscripts.ts';
import { guarded } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const METHOD: RunTextRequest['method'] = 'smtpTranscript/runText';

/** `smtpTranscript/runText`: what was recorded beside what a run gave, and how to take it over. */
export const runText: Feature = context => {
  const files = new FileChunks();
  context.connection.onRequest<RunTextResult, unknown>(
    METHOD,
    async ({ uri, version, sessions }: RunTextRequest['params']) => {
      const document = context.store.get(uri)?.document;
      if (document === undefined) return { error: 'The document is not open.' };
      if (document.version !== version) return CHANGED;
      const chunks = await files.of(document);
      if (document.version !== version) return CHANGED;
      const failed: RunTextResult = {
        error: 'The run could not be written as a transcript; the server log says where.',
      };
      return guarded(context, 'runText', failed, () => {
        const dialect = document.dialect.dialect.id;
        return textOf({ octets: document.octets(), dialect, chunks }, sessions);
      });
    },
  );
  return {};
};

const CHANGED: RunTextResult = {
  error: 'the transcript changed since it was replayed: replay it again first.',
};

function textOf(text: ReplayedText, sessions: RunTextRequest['params']['sessions']): RunTextResult {
  const written: RunTranscript[] = [];
  for (const session of sessions) {
    const made = runTranscript(text, session);
    if (typeof made === 'string') return { error: made };
    written.push(made);
  }
  return {
    recorded: written.map(({ recorded }) => recorded).join('\n'),
    actual: written.map(({ actual }) => actual).join('\n'),
    promoted: promotedOf(text.octets, written),
  };
}

/** Sessions lie apart from each other, so their edits do too. */
function promotedOf(
  octets: Uint8Array,
  written: readonly RunTranscript[],
): readonly LineEdit[] | { readonly refused: string } {
  const before = textOfOctets(octets);
  const edits: LineEdit[] = [];
  for (const { promoted } of written) {
    if ('refused' in promoted) return promoted;
    edits.push(...lineEdits(before, textOfOctets(promoted)));
  }
  return edits.sort((one, other) => one.startLine - other.startLine);
}

function textOfOctets(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('utf8');
}
