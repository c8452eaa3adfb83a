import { explanationOf, paragraphsOf } from '../../core/feature/explain.ts';
import { explainableWords } from '../../core/feature/explainable.ts';
import { renderMarkdown } from '../../core/feature/explanation.ts';
import type { ExplainableRequest, ExplainRequest } from '../../protocol/lsp.ts';
import { guarded } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const WORDS: ExplainableRequest['method'] = 'smtpTranscript/explainable';
const EXPLAIN: ExplainRequest['method'] = 'smtpTranscript/explain';

/** More of a text than this is not looked at. */
const LONGEST = 10_000;

/** `smtpTranscript/explainable` and `smtpTranscript/explain`. */
export const explain: Feature = context => {
  const { connection } = context;
  connection.onRequest(WORDS, (): ExplainableRequest['result'] =>
    guarded(context, 'explainable', [], explainableWords),
  );
  connection.onRequest(EXPLAIN, ({ text }: ExplainRequest['params']): ExplainRequest['result'] =>
    guarded(context, 'explain', null, () => explained(text.slice(0, LONGEST))),
  );
  return {};
};

function explained(text: string): ExplainRequest['result'] {
  const parts = explanationOf(text).map(explanation =>
    renderMarkdown({
      at: { start: 0, end: 0 },
      title: [explanation.title],
      paragraphs: paragraphsOf(explanation),
    }),
  );
  return parts.length === 0 ? null : { markdown: `${parts.join('\n\n---\n\n')}\n` };
}
