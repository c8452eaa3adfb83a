import type { Span } from '../octets/span.ts';
import { replyWordsOf } from './directive/replyWords.ts';
import { variableWordsOf } from './directive/variableWords.ts';
import type { Chunk, Session } from './model.ts';
import { sessionPlaces } from './sessionPlaces.ts';
import type { Place } from './variablePlaces.ts';
import { textPlaces } from './variablePlaces.ts';

/** Where a name gets a value. */
export interface Binding {
  readonly kind: 'var' | 'reply' | 'pattern';
  readonly at: Span;
  /** The text of `# @var`, else ''. */
  readonly value: string;
}

/** All that a session says of one name. */
export interface Variable {
  readonly name: string;
  readonly bindings: readonly Binding[];
  /** The places, in order; that of a reply that binds the name among them. */
  readonly places: readonly Span[];
}

/**
 * The variables of a session by name. A name that no `# @var` sets gets the value of the first place
 * in a reply, or of a group of `# @reply pattern`; until then it is to be given.
 */
export function variablesOf(chunk: Chunk, session: Session): ReadonlyMap<string, Variable> {
  const bindings = new Map<string, Binding[]>();
  const places = new Map<string, Span[]>();
  const bind = (name: string, binding: Binding): void => {
    bindings.set(name, [...(bindings.get(name) ?? []), binding]);
  };
  for (const { name, value, valueSpan: at } of session.directives) {
    const words = name === 'var' ? variableWordsOf(value) : undefined;
    if (words !== undefined) bind(words.name, { kind: 'var', at, value: words.value });
    const pattern = name === 'reply' ? (replyWordsOf(value)?.pattern ?? '') : '';
    for (const [, group = ''] of pattern.matchAll(/\(\?P?<([A-Za-z_]\w{0,59})>/g)) {
      bind(group, { kind: 'pattern', at, value: '' });
    }
  }
  const isInReply = repliesOf(session);
  for (const { name, start, end } of allPlaces(chunk, session)) {
    const at = { start, end };
    if (isInReply(start) && !bindings.has(name)) bind(name, { kind: 'reply', at, value: '' });
    places.set(name, [...(places.get(name) ?? []), at]);
  }
  const names = new Set([...bindings.keys(), ...places.keys()]);
  return new Map(
    Array.from(names, name => {
      return [name, { name, bindings: bindings.get(name) ?? [], places: places.get(name) ?? [] }];
    }),
  );
}

/** Those of wire lines, and those in the value of `# @auth`. */
function allPlaces(chunk: Chunk, session: Session): readonly Place[] {
  const inAuth = session.directives
    .filter(({ name }) => name === 'auth')
    .flatMap(({ value, valueSpan }) => {
      return textPlaces(value).map(({ name, start, end }) => {
        const at = valueSpan.start + chunk.scanner.encode(value.slice(0, start)).length;
        return { name, start: at, end: at + end - start };
      });
    });
  const all = [...sessionPlaces(chunk, session), ...inAuth];
  return inAuth.length === 0 ? all : all.sort((one, other) => one.start - other.start);
}

/** Tells of offsets that only grow whether they are in a reply. */
function repliesOf({ greeting, steps, exchanges }: Session): (offset: number) => boolean {
  const strays = steps.flatMap(step => (step.kind === 'stray' ? [step.reply] : []));
  const replies = [
    ...(greeting === undefined ? [] : [greeting.reply]),
    ...strays,
    ...exchanges.flatMap(({ replies: own, content }) => [...own, ...(content?.replies ?? [])]),
  ];
  const lines = replies
    .flatMap(reply => reply.lines.map(({ span }) => span))
    .sort((one, other) => one.start - other.start);
  let next = 0;
  return offset => {
    while ((lines[next]?.end ?? Infinity) <= offset) next += 1;
    return (lines[next]?.start ?? Infinity) <= offset;
  };
}
