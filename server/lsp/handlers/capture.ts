import type { CancellationToken } from 'vscode-languageserver/node';
import { bufferScanner } from '../../host/bufferScanner.ts';
import type { CaptureRequest, CaptureResult } from '../../protocol/lsp.ts';
import { capturedSessions } from '../capturedSessions.ts';
import { readCapture } from '../readCapture.ts';
import { guarded } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const METHOD: CaptureRequest['method'] = 'smtpTranscript/capture';
const FAILED: CaptureResult = {
  error: 'The capture could not be read; the server log says where.',
};

/** `smtpTranscript/capture`: a packet capture on disk as the text of a transcript. */
export const capture: Feature = context => {
  context.connection.onRequest<CaptureResult, unknown>(
    METHOD,
    async (params: CaptureRequest['params'], token: CancellationToken): Promise<CaptureResult> => {
      const read = await readCapture(params.uri, () => token.isCancellationRequested);
      if ('error' in read) return read;
      return guarded<CaptureResult>(context, 'capture', FAILED, () => ({
        text: bufferScanner.utf8(read.octets, 0, read.octets.length),
        ...capturedSessions(read.octets),
        problems: read.problems,
      }));
    },
  );
  return {};
};
