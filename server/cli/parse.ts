import { lineAt } from '../core/octets/lineIndex.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { jsonText } from '../report/jsonText.ts';
import { renderFacts } from '../report/parseText.ts';
import type { FileFacts } from '../report/parseText.ts';
import { sessionFactsOf } from '../report/sessionFacts.ts';
import type { SessionFacts } from '../report/sessionFacts.ts';
import { styleFor } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { formatOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { Input } from './inputs.ts';

/** `parse`: the session model of each file. */
export const parseCommand: Command = {
  name: 'parse',
  usage: 'parse [--format text|json] [--dialect ID] FILE…|DIR|-',
  summary: 'read transcripts and show their sessions',
  help: [
    '--format text|json   how to print (default text)',
    '--dialect ID         how the tool prints sessions (default: detected)',
  ],
  options: { format: { type: 'string' }, dialect: { type: 'string' } },
  async run(invocation, terminal) {
    const format = formatOf(invocation, ['text', 'json']);
    const style = styleFor(terminal.color ? 'color' : 'plain');
    const files: FileFacts[] = [];
    const inputs = new Inputs(invocation, terminal);
    for await (const input of inputs.read()) {
      const facts = factsOf(input);
      if (format === 'text') terminal.out(renderFacts(facts, style));
      else files.push(facts);
    }
    if (format === 'json') terminal.out(`${jsonText({ version: 1, files }, 2)}\n`);
    return inputs.unread > 0 ? EXIT.usage : EXIT.fine;
  },
};

function factsOf({ file, octets, dialect }: Input): FileFacts {
  const sessions: SessionFacts[] = [];
  let first = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      const { start, end } = session.span;
      // A session that breaks off inside content reaches to the beginning of the line after it.
      const last = Math.max(start, end - 1);
      const lines = {
        first: first + lineAt(chunk.lines, start),
        last: first + lineAt(chunk.lines, last),
      };
      sessions.push(sessionFactsOf(chunk, session, lines));
    }
    first += chunk.lines.count - 1;
  }
  return { file, dialect: dialect.id, sessions };
}
