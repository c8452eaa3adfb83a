import type { CompareRequest, CompareResult } from '../../protocol/lsp.ts';
import { compareTexts } from '../compareTexts.ts';
import { guarded } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const METHOD: CompareRequest['method'] = 'smtpTranscript/compare';

const FAILED: CompareResult = {
  error: 'The comparison did not work; the server log says where.',
};

/** `smtpTranscript/compare`: two transcripts by meaning. */
export const compare: Feature = context => {
  context.connection.onRequest<CompareResult, unknown>(
    METHOD,
    ({ left, right }: CompareRequest['params']) =>
      guarded(context, 'compare', FAILED, () => compareTexts(left, right)),
  );
  return {};
};
