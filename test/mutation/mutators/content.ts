import { inserted, replaced, withText, without } from '../edits.ts';
import { insertion, mutator } from '../mutator.ts';
import type { Mutator } from '../mutator.ts';
import { linesOf, neighbour, ofVerb, quitOf } from '../pick.ts';
import { isFinished } from './stretches.ts';

/** Ways to send content at the wrong time. */
export const CONTENT_ORDER: readonly Mutator[] = [
  mutator(
    'data-before-354',
    'sends content before 354',
    session =>
      ofVerb(session, 'DATA').filter(
        ({ alone, dot, content }) => alone && dot !== undefined && content.length > 0,
      ),
    (data, session) => {
      const goAhead = data.replies.flat();
      const [at] = data.content;
      const last = data.content.at(-1);
      return (
        at && last && { lines: inserted(without(session.lines, goAhead), last, ...goAhead), at }
      );
    },
  ),
  mutator(
    'content-after-rejected-data',
    'refuses DATA, the content comes all the same',
    session =>
      ofVerb(session, 'DATA').filter(
        ({ alone, dot, content, finals }) =>
          alone && dot !== undefined && content.length > 1 && finals.length === 1,
      ),
    (data, session, random) => {
      const [at] = data.content;
      const goAhead = data.replies[0]?.[0];
      const final = data.finals[0]?.[0];
      const follows = neighbour(session, data, 1);
      if (at === undefined || goAhead === undefined || final === undefined || follows === undefined)
        return undefined;
      if (data.replies[0]?.length !== 1 || data.finals[0]?.length !== 1 || follows.verb === 'RCPT')
        return undefined;
      const code =
        random.pick(['451 4.3.0 Try later', '554 5.5.0 No', '503 5.5.1 RCPT first']) ?? '';
      const lines = replaced(session.lines, goAhead, withText(goAhead, code));
      const cut = lines.slice(0, lines.indexOf(final));
      const quit = quitOf(session);
      if (quit === undefined) return undefined;
      return {
        lines: [...cut, withText(final, '500 5.5.1 Unknown command'), ...linesOf(quit)],
        at,
      };
    },
  ),
  insertion(
    'bdat-and-data-mixed',
    'says DATA between chunks',
    ({ next }) => next.before.chunks > 0,
    () => [
      ['C', 'DATA'],
      ['S', '503 5.5.1 BDAT in progress'],
    ],
  ),
  insertion(
    'bdat-after-last',
    'adds a chunk after LAST',
    ({ index }, session) => isFinished(session.exchanges[index - 1]),
    () => [
      ['C', 'BDAT 4 LAST'],
      ['C', 'hi'],
      ['S', '503 5.5.1 No transaction'],
    ],
  ),
  mutator(
    'bdat-after-failure',
    'refuses a chunk, the next one comes all the same',
    session =>
      ofVerb(session, 'BDAT').filter(bdat => {
        const next = neighbour(session, bdat, 1);
        return bdat.alone && !/ LAST$/.test(bdat.argument) && next?.verb === 'BDAT' && next.alone;
      }),
    (bdat, session) => {
      const next = neighbour(session, bdat, 1);
      const failed = bdat.replies.flat();
      const later = session.exchanges.filter(
        ({ before, verb }) =>
          verb === 'BDAT' && before.mail === bdat.before.mail && before.chunks > bdat.before.chunks,
      );
      if (next === undefined || later.at(-1) !== next) return undefined;
      const refused = new Set(later.flatMap(({ replies }) => replies.flat()));
      const lines = session.lines.map(line => {
        if (failed.includes(line)) return withText(line, '452 4.3.1 Full');
        return refused.has(line) ? withText(line, '503 5.5.1 Reset first') : line;
      });
      return { lines, at: next.command };
    },
  ),
  mutator(
    'bdat-without-last',
    'drops the last chunk',
    session =>
      ofVerb(session, 'BDAT').filter(bdat => {
        const previous = neighbour(session, bdat, -1);
        return (
          bdat.alone &&
          / LAST$/.test(bdat.argument) &&
          previous?.verb === 'BDAT' &&
          neighbour(session, bdat, 1)?.verb === 'QUIT'
        );
      }),
    (bdat, session) => {
      const previous = neighbour(session, bdat, -1);
      return previous && { lines: without(session.lines, linesOf(bdat)), at: previous.command };
    },
  ),
  mutator(
    'bdat-without-last',
    'takes LAST away',
    session =>
      ofVerb(session, 'BDAT').filter(
        bdat => / LAST$/.test(bdat.argument) && neighbour(session, bdat, 1)?.verb === 'QUIT',
      ),
    (bdat, session) => {
      const at = withText(bdat.command, bdat.command.text.replace(/ LAST$/, ''));
      return { lines: replaced(session.lines, bdat.command, at), at };
    },
  ),
];
