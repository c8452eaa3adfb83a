import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SessionFacts } from '../../server/report/sessionFacts.ts';
import { corpusFiles } from '../support/corpusFiles.ts';
import { sessionsIn } from '../support/dialectFacts.ts';

/**
 * Where the line ends are all there is: without its CRs a stream looks like the window of a
 * terminal, and with more of them tcpdump's count of the octets is wrong.
 */
const LOST: ReadonlyMap<string, RegExp> = new Map([
  ['\n', /^go-smtp\/(?:drop-in-data|http-to-smtp)\.txt$/],
  ['\r\n', /^tshark\/.*-tcpdump-A\.txt$/],
]);

/** The text as an editor holds it: a lone CR ends a line as well, and all lines end alike. */
function normalised(text: string, end: string): string {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .join(end);
}

/** VS Code takes CRLF for a file where more than half of the line ends have a CR. */
function usualEnd(text: string): string {
  const ends = text.match(/\r\n|\r|\n/g) ?? [];
  return ends.filter(end => end !== '\n').length > ends.length / 2 ? '\r\n' : '\n';
}

function told(facts: SessionFacts): unknown {
  const { commands, replyCodes, endedBy, tls, authenticated, messagesAccepted } = facts;
  return { commands, replyCodes, endedBy, tls, authenticated, messagesAccepted };
}

void describe('an editor that gives all lines one end does not change what a file says', () => {
  for (const { file, octets } of corpusFiles()) {
    void test(file, () => {
      const text = octets.toString('utf8');
      const facts = sessionsIn(octets).map(told);
      const usual = usualEnd(text);
      assert.deepEqual(sessionsIn(normalised(text, usual)).map(told), facts, 'as VS Code opens it');
      const other = usual === '\n' ? '\r\n' : '\n';
      if (LOST.get(other)?.test(file) === true) return;
      assert.deepEqual(sessionsIn(normalised(text, other)).map(told), facts, 'with other line ends');
    });
  }
});
