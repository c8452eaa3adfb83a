import { visibleOf } from '../core/octets/visible.ts';
import type { SessionFacts, TransactionFacts } from './sessionFacts.ts';
import { codePaint } from './style.ts';
import type { Style } from './style.ts';

/** Entries of a list and characters of a name that are shown; the rest is counted. */
const MOST_ENTRIES = 40;
const MOST_CHARACTERS = 120;

/** The file that facts are of. */
export interface FactsHead {
  readonly file: string;
  readonly dialect: string;
}

/** More sessions than this are counted, not shown. */
export const MOST_SESSIONS = 1000;

/** A file's sessions for a person to read: the first ones, and the totals where there are more. */
export class FactsText {
  readonly #head: FactsHead;
  readonly #style: Style;
  readonly #most: number;
  readonly #rows: string[] = [];
  #sessions = 0;
  #messages = 0;

  constructor(head: FactsHead, style: Style, most = MOST_SESSIONS) {
    this.#head = head;
    this.#style = style;
    this.#most = most;
  }

  /** Takes a session to show; more than enough are left out. */
  add(facts: SessionFacts): void {
    if (this.#rows.length >= this.#most) return;
    this.#rows.push(renderSession(facts, this.#rows.length, this.#style));
  }

  /** Takes totals, those of shown sessions included. */
  count(totals: { readonly sessions: number; readonly messages: number }): void {
    this.#sessions += totals.sessions;
    this.#messages += totals.messages;
  }

  render(): string {
    const style = this.#style;
    const total = this.#sessions;
    const count = `${total || 'no'} ${total === 1 ? 'session' : 'sessions'}`;
    const { file, dialect } = this.#head;
    const head = `${style.bold(visibleOf(file))}  ${style.dim(`${dialect}, ${count}`)}`;
    return `${[head, ...this.#rows, ...this.#rest()].join('\n')}\n`;
  }

  #rest(): string[] {
    const more = this.#sessions - this.#rows.length;
    if (more <= 0) return [];
    return [
      `  … and ${more} more sessions (--format json shows all)`,
      `  messages accepted in all: ${this.#messages}`,
    ];
  }
}

const ENDINGS: Readonly<Record<SessionFacts['endedBy'], string>> = {
  quit: 'ended by QUIT',
  'quit-noreply': 'ended by QUIT without a reply',
  '421': 'ended by 421',
  drop: 'connection dropped',
  eof: 'breaks off',
  unknown: 'end not shown',
};

function renderSession(session: SessionFacts, index: number, style: Style): string {
  const { commands, connection, endedBy, replyCodes, transactions } = session;
  const marks = [
    `lines ${session.firstLine}–${session.lastLine}`,
    connection === null ? '' : `connection ${short(connection)}`,
    session.tls ? 'TLS' : '',
    session.authenticated ? 'authenticated' : '',
    ENDINGS[endedBy],
  ].filter(mark => mark !== '');
  const verbs = runsOf(commands.map(verb => (verb === '' ? '(empty)' : short(verb))));
  const codes = replyCodes.map(code => codePaint(style, code)(String(code).padStart(3, '0')));
  return [
    `  session ${index + 1}  ${style.dim(marks.join(', '))}`,
    `    commands  ${listed(verbs, ' ') || style.dim('none')}`,
    `    replies   ${listed(runsOf(codes), ' ') || style.dim('none')}`,
    ...transactions.slice(0, MOST_ENTRIES).map(one => renderTransaction(one, style)),
    ...moreThan(transactions, 'messages'),
  ].join('\n');
}

function renderTransaction(transaction: TransactionFacts, style: Style): string {
  const recipients = transaction.recipients.map(({ to, code }) => {
    const shown = code === null ? style.dim('no reply') : codePaint(style, code)(String(code));
    return `<${short(to)}> ${shown}`;
  });
  const size = transaction.contentOctets;
  return [
    `    message   <${short(transaction.from)}> → ${listed(recipients, ', ') || 'nobody'}: `,
    verdictOf(transaction, style),
    size === null ? '' : style.dim(`, ${size} octets`),
  ].join('');
}

function verdictOf({ accepted, code }: TransactionFacts, style: Style): string {
  if (accepted === null) return style.dim('outcome not shown');
  const shown = code === null ? '' : ` (${code})`;
  return accepted ? style.green(`accepted${shown}`) : style.red(`not accepted${shown}`);
}

/** Equal neighbours as one entry, from three on: `RCPT ×3`. */
function runsOf(entries: readonly string[]): string[] {
  const runs: { readonly text: string; count: number }[] = [];
  for (const text of entries) {
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.flatMap(({ text, count }) =>
    count > 2 ? [`${text} ×${count}`] : Array.from({ length: count }, () => text),
  );
}

function listed(entries: readonly string[], separator: string): string {
  const shown = entries.slice(0, MOST_ENTRIES).join(separator);
  const rest = entries.length - MOST_ENTRIES;
  return rest > 0 ? `${shown}${separator}… and ${rest} more` : shown;
}

function moreThan(all: readonly unknown[], what: string): string[] {
  const rest = all.length - MOST_ENTRIES;
  return rest > 0 ? [`    … and ${rest} more ${what}`] : [];
}

function short(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return visibleOf(cut);
}
