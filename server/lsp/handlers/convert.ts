import { Buffer } from 'node:buffer';
import { dialectOf, probeDialect } from '../../core/dialect/probe.ts';
import type { Choice } from '../../core/dialect/probe.ts';
import { readTranscript } from '../../core/transcript/readTranscript.ts';
import type { Part } from '../../convert/target.ts';
import { TARGETS, targetOf } from '../../convert/targets.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import type {
  ConvertRequest,
  ConvertResult,
  ConvertTarget,
  ConvertTargetsRequest,
  ConvertTextRequest,
} from '../../protocol/lsp.ts';
import { guarded } from '../serverContext.ts';
import { encodeText } from '../wtf8.ts';
import type { Feature } from './feature.ts';
import { detectedOf } from './sessions.ts';

const TARGETS_METHOD: ConvertTargetsRequest['method'] = 'smtpTranscript/convertTargets';
const CONVERT: ConvertRequest['method'] = 'smtpTranscript/convert';
const CONVERT_TEXT: ConvertTextRequest['method'] = 'smtpTranscript/convertText';

const FAILED: ConvertResult = {
  error: 'The conversion did not work; the server log says where.',
};

/** The conversions of open documents and of text that is in none. */
export const convert: Feature = context => {
  const { connection, store } = context;
  connection.onRequest(TARGETS_METHOD, (): readonly ConvertTarget[] =>
    TARGETS.map(({ id, label, notes, scope }) => ({ id, label, notes, scope })),
  );
  connection.onRequest<ConvertResult, unknown>(CONVERT, (params: ConvertRequest['params']) => {
    const open = store.get(params.uri);
    if (open === undefined) return { error: 'The document is not open.' };
    return guarded(context, 'convert', FAILED, () => {
      const { document } = open;
      const parts = document.pieces().map(({ chunk }) => partOf(chunk));
      return converted(parts, document.dialect, params);
    });
  });
  connection.onRequest<ConvertResult, unknown>(
    CONVERT_TEXT,
    (params: ConvertTextRequest['params']) =>
      guarded(context, 'convertText', FAILED, () => convertedText(params)),
  );
  return {};
};

function convertedText({
  text,
  dialect,
  target,
  session,
}: ConvertTextRequest['params']): ConvertResult {
  const octets = encodeText(text);
  const named = dialect === undefined ? undefined : dialectOf(dialect);
  if (dialect !== undefined && named === undefined) return { error: 'There is no such dialect.' };
  const choice: Choice = named
    ? { dialect: named, certainty: 1, why: 'it was asked for' }
    : probeDialect(octets, bufferScanner);
  const options = { scanner: bufferScanner, dialect: choice.dialect };
  const parts = [...readTranscript(octets, options)].map(partOf);
  return converted(parts, choice, {
    target: target ?? 'smtp',
    ...(session !== undefined && { session }),
  });
}

function partOf(chunk: Part['chunk']): Part {
  return { chunk, sessions: chunk.sessions };
}

function converted(
  parts: readonly Part[],
  choice: Choice,
  { target: id, session }: { readonly target: string; readonly session?: number },
): ConvertResult {
  const target = targetOf(id);
  if (target === undefined) return { error: 'There is no such target.' };
  const sessions = parts.reduce((sum, part) => sum + part.sessions.length, 0);
  const chosen = session === undefined ? parts : onlySession(parts, session);
  if (chosen.length === 0) return { error: 'There is no such session in the transcript.' };
  const { files, losses } = target.render({ parts: chosen, whole: session === undefined });
  const replaced = files.some(file => !bufferScanner.isUtf8(file, 0, file.length));
  return {
    texts: sessions === 0 ? [] : files.map(file => Buffer.from(file).toString()),
    languageId: target.languageId,
    extension: target.extension,
    losses: replaced ? [...losses, 'Octets that are no UTF-8 are replaced.'] : losses,
    dialect: detectedOf(choice),
    sessions,
  };
}

function onlySession(parts: readonly Part[], wanted: number): readonly Part[] {
  let first = 0;
  for (const { chunk, sessions } of parts) {
    const session = sessions[wanted - first];
    if (session !== undefined) return [{ chunk, sessions: [session] }];
    first += sessions.length;
  }
  return [];
}
