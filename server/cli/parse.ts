import { lineAt } from '../core/octets/lineIndex.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { renderFacts } from '../report/parseText.ts';
import type { FileFacts } from '../report/parseText.ts';
import { sessionFactsOf } from '../report/sessionFacts.ts';
import type { SessionFacts } from '../report/sessionFacts.ts';
import { styleFor } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { formatOf } from './format.ts';
import { readInputs } from './inputs.ts';
import type { Input } from './inputs.ts';

/** `parse`: the session model of each file. */
export const parseCommand: Command = {
  name: 'parse',
  usage: 'parse [--format text|json] [--dialect ID] FILE…|DIR|-',
  summary: 'read transcripts and show their sessions',
  help: ['--format text|json   how to print (default text)', '--dialect ID         how the tool prints sessions (default: detected)'],
  options: { format: { type: 'string' }, dialect: { type: 'string' } },
  async run(invocation, terminal) {
    const format = formatOf(invocation, ['text', 'json']);
    const style = styleFor(terminal.color ? 'color' : 'plain');
    const files: FileFacts[] = [];
    for await (const input of readInputs(invocation.operands, invocation.value('dialect'))) {
      const facts = factsOf(input);
      if (format === 'text') terminal.out(renderFacts(facts, style));
      else files.push(facts);
    }
    if (format === 'json') terminal.out(`${JSON.stringify({ version: 1, files }, null, 2)}\n`);
    return EXIT.fine;
  },
};

function factsOf({ file, octets, dialect }: Input): FileFacts {
  const sessions: SessionFacts[] = [];
  let first = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      const lines = {
        first: first + lineAt(chunk.lines, session.span.start),
        last: first + lineAt(chunk.lines, session.span.end),
      };
      sessions.push(sessionFactsOf(chunk, session, lines));
    }
    first += chunk.lines.count - 1;
  }
  return { file, dialect: dialect.id, sessions };
}
