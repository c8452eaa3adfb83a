import { HELLO_VERBS } from '../../smtp/helloVerbs.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** The domain of a MAIL or RCPT, lower case; undefined where it has none or is broken. */
export function domainOf(exchange: Exchange, context: RuleContext): string | undefined {
  const { path } = context.envelope(exchange).path;
  if (path.kind !== 'mailbox' || path.domain === undefined) return undefined;
  return context.text(path.domain.span).toLowerCase();
}

const known = new WeakMap<Session, readonly string[]>();

/** What the server calls itself in its greeting and its replies to hellos, lower case. */
export function serverNamesOf(session: Session, context: RuleContext): readonly string[] {
  const before = known.get(session);
  if (before !== undefined) return before;
  const names = findNames(session, context);
  known.set(session, names);
  return names;
}

function findNames({ greeting, exchanges }: Session, context: RuleContext): readonly string[] {
  const replies = exchanges
    .filter(({ command }) => HELLO_VERBS.has(command.verb))
    .slice(0, MOST_HELLOS)
    .flatMap(exchange => exchange.replies.slice(0, 1));
  const lines = [...(greeting ? [greeting.reply] : []), ...replies].map(
    ({ lines: [line] }) => line,
  );
  const names = lines.map(line => {
    if (line === undefined) return '';
    const { start, end } = line.text;
    const [word = ''] = context.text({ start, end: Math.min(end, start + 300) }).split(/\s/);
    return word.toLowerCase();
  });
  return names.filter(name => name.includes('.'));
}

const MOST_HELLOS = 10;

/** One is the other, lies within it, or they have their last two labels in common. */
export function areRelated(one: string, other: string): boolean {
  return one === other || tailOf(one) === tailOf(other);
}

function tailOf(name: string): string {
  return name.split('.').slice(-2).join('.');
}
