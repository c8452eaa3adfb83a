import type { Span } from '../core/octets/span.ts';
import { contentLines } from '../core/transcript/contentLines.ts';
import type { ContentLine } from '../core/transcript/contentLines.ts';
import { announcedOctets } from '../core/transcript/announcedOctets.ts';
import type {
  Chunk,
  Content,
  Directive,
  Exchange,
  Note,
  Reply,
  Session,
  Step,
  UnknownLine,
  WireLine,
} from '../core/transcript/model.ts';
import { authenticatedUnseen, excerptsOf, gapsIn, responsesUnseen, tlsUnseen } from './unseen.ts';
import type { OctetWriter } from './octetWriter.ts';
import { writeContentLine, writeLine } from './smtpLine.ts';
import { foreignNote, tidy, timeNote } from './smtpNote.ts';

/** What stands on its lines, at an octet offset of the chunk that orders it. */
interface Item {
  readonly at: number;
  write(): unknown;
}

const MASKED = '# <secret not shown>';

const EVENTS = {
  connect: '# <connected>',
  tls: '# <TLS established>',
  close: '# <connection closed>',
  lost: '# <connection lost>',
  timeout: '# <timeout>',
} as const;

/** Writes one session as `.smtp`; reading that gives the session again. */
export function writeSession(writer: OctetWriter, chunk: Chunk, session: Session): void {
  new SessionWriter(writer, chunk, session).write();
}

/** Writes what stands outside the sessions. */
export function writeAside(
  writer: OctetWriter,
  chunk: Chunk,
  step: Note | Directive | UnknownLine,
): void {
  writer.octets(chunk.scanner.encode(`${asideText(chunk, step)}\n`));
}

class SessionWriter {
  readonly #writer: OctetWriter;
  readonly #chunk: Chunk;
  readonly #session: Session;
  readonly #items: Item[] = [];
  #time = -1;
  /** A time that stands among content lines is for people: no step of the model takes it. */
  #inContent = false;

  constructor(writer: OctetWriter, chunk: Chunk, session: Session) {
    this.#writer = writer;
    this.#chunk = chunk;
    this.#session = session;
  }

  write(): void {
    this.#head();
    for (const step of this.#session.steps) this.#step(step);
    this.#unseen();
    this.#items.sort((a, b) => a.at - b.at);
    for (const item of this.#items) item.write();
  }

  /** What the source knows of the session as a whole, and `.smtp` would not infer. */
  #head(): void {
    const { connection, steps } = this.#session;
    if (connection !== undefined) this.#text(`# connection ${tidy(connection)}`);
    // What stands between content lines need not come along: only steps are written for sure.
    const said = steps.flatMap(step => {
      return step.kind === 'directive' && step.name === 'excerpt' ? [step.value] : [];
    });
    for (const value of excerptsOf(this.#session)) {
      const covered = said.includes('both') && /^(?:start|end|both)$/.test(value);
      if (!covered && !said.includes(value)) this.#text(`# @excerpt ${value}`);
    }
  }

  #step(step: Step): void {
    switch (step.kind) {
      case 'greeting':
      case 'stray':
        this.#reply(step.reply);
        break;
      case 'exchange':
        this.#exchange(step);
        break;
      case 'event':
        this.#add(step.line.start, () => {
          this.#text(EVENTS[step.event]);
        });
        break;
      case 'note':
      case 'directive':
      case 'unknown':
        this.#add(step.line.start, () => {
          this.#aside(step);
        });
        break;
      default:
        step satisfies never;
    }
  }

  #exchange(exchange: Exchange): void {
    const { command, replies, responses, content } = exchange;
    this.#line(command);
    for (const line of responses) this.#line(line);
    for (const reply of replies) this.#reply(reply);
    if (content === undefined) return;
    for (const reply of content.replies) this.#reply(reply);
    this.#content(content, exchange);
    if (!content.shown) this.#hiddenContent(content, exchange);
  }

  #content(content: Content, { replies }: Exchange): void {
    const { span } = content;
    const asked = content.how === 'data' ? replies[0]?.span.end : undefined;
    this.#add(Math.min(asked ?? span.start, span.start), () => (this.#inContent = true));
    this.#add(span.end + 0.1, () => (this.#inContent = false));
    for (const block of content.blocks) {
      const lines = contentLines(this.#chunk, { ...content, blocks: [block] });
      if (content.misplaced === 'none') {
        this.#add(block.start, () => {
          this.#contentBlock(block, lines);
        });
        continue;
      }
      // What was sent too early mixes with replies: each line is put in its own place.
      for (const line of lines) {
        this.#add(line.from, () => {
          writeContentLine(this.#writer, this.#chunk, { party: 'client', ...line });
        });
      }
    }
    // A time among content lines would be no step of the model.
    if (content.terminator) this.#line({ ...content.terminator, time: -1 });
  }

  /** Content lines and, in a `.smtp` file, the notes between them, which no step holds. */
  #contentBlock(block: Span, lines: Iterable<ContentLine>): void {
    let at = block.start;
    for (const line of lines) {
      this.#notesIn(at, line.from);
      writeContentLine(this.#writer, this.#chunk, { party: 'client', ...line });
      at = line.to;
    }
    this.#notesIn(at, block.end);
  }

  #notesIn(from: number, to: number): void {
    const { dialect, octets, scanner } = this.#chunk;
    if (to - from <= 2 || dialect !== 'smtp') return;
    for (const text of scanner.utf8(octets, from, to).split(/[\r\n]+/)) {
      if (text.startsWith('#')) this.#text(tidy(text));
    }
  }

  /** A note takes the place of the content: after the 354, or behind the BDAT command. */
  #hiddenContent(content: Content, { command, replies }: Exchange): void {
    if (content.how === 'bdat' && (announcedOctets(this.#chunk, command) ?? 0) === 0) return;
    const after = content.how === 'data' ? replies[0]?.span.end : undefined;
    this.#add((after ?? command.line.end) + 0.25, () => {
      this.#text('# <content not shown>');
    });
  }

  #reply(reply: Reply): void {
    for (const line of reply.lines) this.#line(line);
  }

  #line(line: WireLine): void {
    const { party, raw, span } = line;
    this.#add(line.line.start, () => {
      this.#timed(line.time);
      if (line.masked && this.#chunk.dialect !== 'smtp') this.#text(MASKED);
      writeLine(this.#writer, this.#chunk, { party, raw, ...span });
    });
  }

  #aside(step: Note | Directive | UnknownLine): void {
    if (step.kind === 'note' && step.time !== undefined) {
      if (this.#chunk.dialect === 'smtp') this.#time = step.time;
      else if (!this.#inContent) this.#timed(step.time);
    }
    writeAside(this.#writer, this.#chunk, step);
  }

  #timed(time: number): void {
    if (time < 0 || time === this.#time) return;
    this.#time = time;
    this.#text(timeNote(time));
  }

  /** What no step of the model shows, yet its states tell. */
  #unseen(): void {
    const session = this.#session;
    const note = (at: number | undefined, text: string): void => {
      if (at === undefined) return;
      this.#add(at, () => {
        this.#text(text);
      });
    };
    note(tlsUnseen(session), EVENTS.tls);
    note(authenticatedUnseen(session), '# <authenticated>');
    for (const at of gapsIn(session)) note(at, '# <lines not shown>');
    for (const at of responsesUnseen(session)) note(at, `${MASKED}\nC: `);
  }

  #text(text: string): void {
    this.#writer.octets(this.#chunk.scanner.encode(`${text}\n`));
  }

  #add(at: number, write: () => unknown): void {
    this.#items.push({ at, write });
  }
}

const BOM = '\ufeff';
/** What nobody said on the wire is cut here: a line may be as long as the file. */
const LONGEST_ASIDE = 65_536;

/** A note of a `.smtp` file stays as it is; what other tools say between the lines becomes one. */
function asideText(chunk: Chunk, step: Note | Directive | UnknownLine): string {
  if (step.kind === 'directive') return tidy(`# @${step.name} ${step.value}`).trimEnd();
  const { start, end } = step.line;
  const to = Math.min(end, start + LONGEST_ASIDE);
  const text = chunk.scanner.utf8(chunk.octets, start, to) + (to < end ? '…' : '');
  const own = text.startsWith(BOM) ? text.slice(1) : text;
  if (step.kind === 'note' && chunk.dialect === 'smtp') return tidy(own);
  return foreignNote(chunk.origin === undefined ? own : own.replace(/^# ?/, ''));
}
