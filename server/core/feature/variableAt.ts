import type { Span } from '../octets/span.ts';
import { builtInMeaning } from '../transcript/builtInVariables.ts';
import { variableWordsOf } from '../transcript/directive/variableWords.ts';
import type { Chunk, Directive } from '../transcript/model.ts';
import { variablesOf } from '../transcript/variablesOf.ts';
import type { Binding, Variable } from '../transcript/variablesOf.ts';
import type { Explanation, Run } from './explanation.ts';
import { holds } from './placeAt.ts';

/** A variable where it is named: in a `{{name}}` place or by `# @var`. */
export interface VariableAt {
  readonly variable: Variable;
  /** The place, or the name after `# @var`. */
  readonly at: Span;
}

/** The variable at an offset; undefined where there is none. */
export function variableAt(chunk: Chunk, offset: number): VariableAt | undefined {
  const session = chunk.sessions.find(({ span, directives }) => {
    return holds(span, offset) || directives.some(({ line }) => holds(line, offset));
  });
  if (chunk.dialect !== 'smtp' || session === undefined) return undefined;
  const variables = variablesOf(chunk, session);
  for (const variable of variables.values()) {
    const at = variable.places.find(place => holds(place, offset));
    if (at !== undefined) return { variable, at };
  }
  const own = session.directives.find(({ name, line }) => name === 'var' && holds(line, offset));
  const variable = variables.get(variableWordsOf(own?.value ?? '')?.name ?? '');
  if (own === undefined || variable === undefined) return undefined;
  const at = nameSpanOf(own, variable.name);
  return holds(at, offset) ? { variable, at } : undefined;
}

/** The name in `# @var name=value`; names are ASCII. */
function nameSpanOf({ valueSpan: { start } }: Directive, name: string): Span {
  return { start, end: start + name.length };
}

/** Where the name gets its value: each `# @var`, else the reply or pattern that binds it first. */
export function definitionsOf({ name, bindings }: Variable): readonly Span[] {
  const set = bindings.filter(({ kind }) => kind === 'var');
  const first = set.length > 0 ? set : bindings.slice(0, 1);
  return first.map(({ kind, at }) => {
    return kind === 'var' ? { start: at.start, end: at.start + name.length } : at;
  });
}

/** Every mention of the name, in order, each once. */
export function mentionsOf(variable: Variable): readonly Span[] {
  const all = [...definitionsOf(variable), ...variable.places];
  const byStart = new Map(all.map(at => [at.start, at]));
  return [...byStart.values()].sort((one, other) => one.start - other.start);
}

/** What the variable is and where its value comes from. */
export function explainVariable(chunk: Chunk, { variable, at }: VariableAt): Explanation {
  const { name, bindings } = variable;
  return {
    at,
    title: ['Variable ', { code: name }],
    paragraphs: [
      sourceOf(chunk, name, bindings),
      ['A value that is given to the run, or in an environment, goes before it.'],
      ['docs/format.md: Variables'],
    ],
  };
}

function sourceOf(chunk: Chunk, name: string, bindings: readonly Binding[]): readonly Run[] {
  const set = bindings.findLast(({ kind }) => kind === 'var');
  if (set !== undefined) return ['Its value is ', { code: set.value }, ' (# @var).'];
  const [first] = bindings;
  const meaning = builtInMeaning(name);
  if (meaning !== undefined) return [`It is ${meaning}.`];
  if (first === undefined)
    return ['Nothing in this session gives it a value: a replay asks for it.'];
  const text = chunk.scanner.utf8(chunk.octets, first.at.start, first.at.end);
  return first.kind === 'pattern'
    ? ['It takes what a group of ', { code: text }, ' finds in the reply below that.']
    : ['It takes what the live reply has in its first place; later ones have to be the same.'];
}
