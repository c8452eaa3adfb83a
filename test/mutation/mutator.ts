import { inserted, lineLike, replaced, withText } from './edits.ts';
import type { Kind, Line } from './line.ts';
import type { Random } from './random.ts';
import type { Exchange, Session } from './session.ts';

/** A session with a fault, and the line where it has to be found. */
export interface Mutant {
  readonly lines: readonly Line[];
  readonly at: Line;
}

/** Findings of other rules that come with the fault, and why they are right. */
export type SideEffects = Readonly<Record<string, string>>;

/** A way to break one rule. */
export interface Mutator {
  readonly rule: string;
  /** What is done, for the table: "doubles the greeting". */
  readonly what: string;
  readonly also?: SideEffects;
  /** Breaks one place of the session; undefined where that would break nothing. */
  apply(session: Session, random: Random): Mutant | undefined;
}

/** Chooses one of the places where it applies. */
export function mutator<T>(
  rule: string,
  what: string,
  places: (session: Session) => readonly T[],
  breakAt: (place: T, session: Session, random: Random) => Mutant | undefined,
  also: SideEffects = {},
): Mutator {
  return {
    rule,
    what,
    also,
    apply: (session, random) => {
      const place = random.pick(places(session));
      return place === undefined ? undefined : breakAt(place, session, random);
    },
  };
}

/** Gives a line another text; the finding has to be there. */
export function retexted(
  session: Session,
  line: Line,
  text: string | undefined,
): Mutant | undefined {
  if (text === undefined || text === line.text) return undefined;
  const at = withText(line, text);
  return { lines: replaced(session.lines, line, at), at };
}

/** Changes the text of a command where `applies`. */
export function inCommand(
  rule: string,
  what: string,
  applies: (exchange: Exchange, session: Session) => boolean,
  change: (exchange: Exchange, random: Random) => string | undefined,
  also: SideEffects = {},
): Mutator {
  return mutator(
    rule,
    what,
    session => session.exchanges.filter(exchange => applies(exchange, session)),
    (exchange, session, random) => {
      return retexted(session, exchange.command, change(exchange, random));
    },
    also,
  );
}

/** Changes the text of a line among those that `places` gives. */
export function inLine(
  rule: string,
  what: string,
  places: (session: Session) => readonly Line[],
  change: (line: Line, random: Random) => string | undefined,
  also: SideEffects = {},
): Mutator {
  return mutator(
    rule,
    what,
    places,
    (line, session, random) => retexted(session, line, change(line, random)),
    also,
  );
}

/** A moment in the session when no reply is due: before `next`. */
export interface Quiet {
  readonly next: Exchange;
  readonly index: number;
}

/** The moments when no reply is due, the beginning of the dialogue included. */
export function quietMoments({ exchanges }: Session): Quiet[] {
  return exchanges.flatMap((next, index) => (next.late ? [] : [{ next, index }]));
}

/** A line to add: `C:` or `S:` and its text. */
export type NewLine = readonly [mark: 'C' | 'S', text: string];

/** Inserts lines at a quiet moment where `applies`; the finding has to be on the first of them. */
export function insertion(
  rule: string,
  what: string,
  applies: (moment: Quiet, session: Session) => boolean,
  make: (moment: Quiet, random: Random) => readonly NewLine[],
  also: SideEffects = {},
): Mutator {
  return mutator(
    rule,
    what,
    session => quietMoments(session).filter(moment => applies(moment, session)),
    (moment, session, random) => insertedBefore(session, moment.next, make(moment, random)),
    also,
  );
}

/** The lines said before a command; the first of them is the place. */
export function insertedBefore(
  session: Session,
  next: Exchange,
  more: readonly NewLine[],
): Mutant | undefined {
  const added = more.map(([mark, text]) => newLine(session, mark, text));
  const [at] = added;
  if (at === undefined) return undefined;
  return { lines: replaced(session.lines, next.command, ...added, next.command), at };
}

/** A line marked as the session marks the lines of that side. */
export function newLine(session: Session, mark: 'C' | 'S', text: string): Line {
  const kind: Kind = mark === 'C' ? 'command' : 'reply';
  const like = session.lines.find(line => {
    return mark === 'C'
      ? line.kind === 'command'
      : line.kind === 'greeting' || line.kind === 'reply';
  });
  const plain: Line = { kind, mark: `${mark}: `, text, origin: -1 };
  return like === undefined || session.dialect === 'smtp' ? plain : lineLike(like, kind, text);
}

/** The session with a line added after another. */
export function addedAfter(session: Session, line: Line, added: Line): Mutant {
  return { lines: inserted(session.lines, line, added), at: added };
}
