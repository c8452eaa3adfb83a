import type { Chunk, Session } from '../../transcript/model.ts';
import { hasBraces } from '../../transcript/sessionPlaces.ts';
import { wideCluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';
import type { RareOctets } from './contentClues.ts';
import { replyTextCluesOf } from './replyTextClues.ts';

const DIRECTIVES = wideCluesFrom('directives');
const BRACES = wideCluesFrom('braces');

/** What a session shows as a whole beside `DialogueLook` and, of its messages, `headerClues`. */
export function wideCluesOf(chunk: Chunk, session: Session, { ascii }: RareOctets): Clues {
  const directives = session.directives.length > 0 ? DIRECTIVES : 0;
  const replies = replyTextCluesOf(chunk, session, ascii ? 'ascii' : 'eight-bit');
  const braces = hasBraces(chunk, session) ? BRACES : 0;
  return replies | directives | braces;
}
