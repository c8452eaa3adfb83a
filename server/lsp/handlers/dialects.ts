import type { ServerCapabilities } from 'vscode-languageserver/node';
import { candidatesOf, dialectOf, PROBE_OCTETS } from '../../core/dialect/probe.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import type { DialectsRequest, ReadAsRequest } from '../../protocol/lsp.ts';
import type { OpenDocument } from '../documentStore.ts';
import type { ServerContext } from '../serverContext.ts';
import { guarded } from '../serverContext.ts';
import { detectedOf } from './sessions.ts';

const LIST: DialectsRequest['method'] = 'smtpTranscript/dialects';
const READ: ReadAsRequest['method'] = 'smtpTranscript/readAs';

/** `smtpTranscript/dialects` and `smtpTranscript/readAs`; `reread` is told what is read anew. */
export function registerDialects(
  context: ServerContext,
  reread: (open: OpenDocument) => void,
): ServerCapabilities {
  const { connection, store } = context;
  connection.onRequest(LIST, ({ uri }: DialectsRequest['params']): DialectsRequest['result'] => {
    const octets = store.get(uri)?.document.octets().subarray(0, PROBE_OCTETS);
    return guarded(context, 'dialects', [], () =>
      candidatesOf(octets ?? new Uint8Array(0), bufferScanner).map(choice => ({
        ...detectedOf(choice),
        description: choice.dialect.description,
      })),
    );
  });
  connection.onRequest(
    READ,
    ({ uri, dialect }: ReadAsRequest['params']): ReadAsRequest['result'] => {
      const open = store.get(uri);
      const wanted = dialect === null ? undefined : dialectOf(dialect);
      if (open === undefined || (dialect !== null && wanted === undefined)) return null;
      return guarded(context, 'readAs', null, () => {
        open.document.read(wanted);
        reread(open);
        return detectedOf(open.document.dialect);
      });
    },
  );
  return {};
}
