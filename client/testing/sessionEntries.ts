import type { SessionItem, SessionsResult } from '../../server/protocol/lsp.ts';
import { withoutIcons } from '../words.ts';
import { harmless } from './terminalText.ts';

/** Sessions of one file that are listed; a log can hold thousands. */
export const MOST_SESSIONS = 1000;

/** Characters of a name that are shown. */
const LONGEST = 80;

/** A session as the Test Explorer lists it. */
export interface SessionEntry {
  /** The same before and after an edit as long as the session keeps its name. */
  readonly id: string;
  /** 0-based position in the document. */
  readonly index: number;
  readonly label: string;
  /** `host:port` that the session suggests, and what is particular about it. */
  readonly description: string;
  /** 0-based. */
  readonly startLine: number;
  readonly endLine: number;
  readonly tags: readonly string[];
}

/** The sessions of a document in its order; of very many the first. */
export function sessionEntries({ sessions, dialect }: SessionsResult): readonly SessionEntry[] {
  const seen = new Map<string, number>();
  return sessions.slice(0, MOST_SESSIONS).map(session => {
    const { index, startLine, endLine } = session;
    const name = shown(session.name);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    const traits = traitsOf(session);
    return {
      id: `session ${name}${before === 0 ? '' : ` #${String(before + 1)}`}`,
      index,
      label: name,
      description: [targetOf(session), ...traits].filter(part => part !== '').join(' · '),
      startLine,
      endLine,
      tags: [...traits.map(trait => trait.toLowerCase()), ...(dialect ? [dialect.id] : [])],
    };
  });
}

/** What stands beside a file's name, '' for nothing. */
export function fileNote({ sessions }: SessionsResult): string {
  const count = sessions.length;
  if (count === 0) return 'no session';
  if (count <= MOST_SESSIONS) return '';
  const all = count.toLocaleString('en');
  return `the first ${MOST_SESSIONS.toLocaleString('en')} of ${all} sessions; the command line replays all`;
}

/** A suggestion of the file's author, and shown as that: runs go where the user says. */
function targetOf({ target }: SessionItem): string {
  if (target === null) return '';
  return `for ${shown(target)}`;
}

/** The file's own words in a list: one short line, without icons. */
function shown(text: string): string {
  const line = withoutIcons(harmless(text));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function traitsOf({ protocol, tls, authenticated }: SessionItem): readonly string[] {
  return [
    ...(protocol === 'LMTP' ? ['LMTP'] : []),
    ...(tls ? ['TLS'] : []),
    ...(authenticated ? ['AUTH'] : []),
  ];
}
