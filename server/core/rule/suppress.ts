import { lineAt, lineEndAt } from '../octets/lineIndex.ts';
import type { Span } from '../octets/span.ts';
import type { Chunk, Directive, Session } from '../transcript/model.ts';
import type { Finding } from './finding.ts';

/** A rule that a comment names. */
export interface NamedRule {
  readonly id: string;
  readonly at: Span;
}

/** How far a comment reaches. */
export type Scope = 'line' | 'session' | 'file';

/** A `# @disable-… a, b -- reason` comment. */
export interface Suppression {
  readonly directive: Directive;
  readonly scope: Scope;
  /** None named means all rules. */
  readonly named: readonly NamedRule[];
  /** What stands after `--`. */
  readonly reason: string;
}

/** Rule ids that are switched off in a whole file; 'all' for every rule. */
export interface FileSuppressions {
  readonly names: ReadonlySet<string>;
}

/** The name under which a comment without names is counted. */
export const ALL = 'all';

/** The rule that tells of comments without effect; only a comment that names it keeps it quiet. */
export const UNUSED = 'unused-suppression';

const SCOPES: ReadonlyMap<string, Scope> = new Map<string, Scope>([
  ['disable-next-line', 'line'],
  ['disable-session', 'session'],
  ['disable-file', 'file'],
]);

/**
 * A comment counts for the whole file within so many octets from its beginning: a long file is read
 * in several places at once.
 */
const FILE_HEAD = 65_536;

/** What a directive switches off; undefined for a directive about something else. */
export function suppressionOf(
  directive: Directive,
  { scanner }: Pick<Chunk, 'scanner'>,
): Suppression | undefined {
  const scope = SCOPES.get(directive.name);
  if (scope === undefined) return undefined;
  const { value, valueSpan } = directive;
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(value);
  const list = dashes === null ? value : value.slice(0, dashes.index);
  const reason = dashes === null ? '' : value.slice(dashes.index + dashes[0].length).trim();
  const named: NamedRule[] = [];
  let at = valueSpan.start;
  let from = 0;
  for (const { 0: id, index } of list.matchAll(/[^\s,]+/g)) {
    at += scanner.encode(list.slice(from, index)).length;
    const end = Math.min(valueSpan.end, at + scanner.encode(id).length);
    named.push({ id, at: { start: Math.min(at, end), end } });
    at = end;
    from = index + id.length;
  }
  return { directive, scope, named, reason };
}

/** The comments of a file's first chunk that count for all of it. */
export function fileSuppressionsIn(chunk: Chunk): readonly Suppression[] {
  return chunk.sessions
    .flatMap(({ directives }) => directives)
    .filter(isForFile)
    .flatMap(directive => suppressionOf(directive, chunk) ?? []);
}

function isForFile({ name, line }: Directive): boolean {
  return name === 'disable-file' && line.end <= FILE_HEAD;
}

/** What the comments of a file's first chunk switch off in all of it. */
export function fileSuppressionsOf(chunk: Chunk): FileSuppressions | undefined {
  const all = fileSuppressionsIn(chunk);
  return all.length === 0 ? undefined : { names: new Set(all.flatMap(namesOf)) };
}

function namesOf({ named }: Suppression): string[] {
  return named.length === 0 ? [ALL] : named.map(({ id }) => id);
}

/** Where a chunk is in its file; alone where nothing is known about that. */
export type ChunkOrder = 'first' | 'later' | 'alone';

/** What is known about the file that a session stands in. */
export interface SuppressorFile {
  readonly file: FileSuppressions | undefined;
  /** In its first chunk, comments for the file are no session's. */
  readonly place: ChunkOrder;
  /** Receives the names for the whole file that keep something quiet. */
  readonly used: Set<string>;
}

/** Applies the comments of one session, and knows afterwards which of them did nothing. */
export class Suppressor {
  /** The comments that count for no more than this session. */
  readonly own: readonly Suppression[];
  readonly #chunk: Chunk;
  readonly #given: SuppressorFile;
  readonly #session: Names;
  /** What the comments above a line name, by its number. */
  readonly #byLine = new Map<number, Names>();
  readonly #targets: ReadonlyMap<Suppression, number>;
  readonly #used = new Set<NamedRule | Suppression>();

  constructor(chunk: Chunk, session: Session, given: SuppressorFile) {
    this.#chunk = chunk;
    this.#given = given;
    this.own = session.directives.flatMap(directive => {
      const elsewhere = given.place === 'first' && isForFile(directive);
      return elsewhere ? [] : (suppressionOf(directive, chunk) ?? []);
    });
    this.#session = namesIn(this.own.filter(({ scope }) => scope !== 'line'));
    this.#targets = targetsOf(chunk, this.own);
    for (const [line, above] of linesOf(chunk, this.#targets)) {
      this.#byLine.set(line, namesIn(above));
    }
  }

  /** Is the finding switched off? Of several comments the nearest is the one that did it. */
  suppresses(finding: Finding): boolean {
    const own = this.#lookUp(this.#above(finding), finding) ?? this.#lookUp(this.#session, finding);
    if (own === undefined) return this.#byFile(finding);
    this.#used.add(own);
    return true;
  }

  /** Comments that are for the file, where they count for no more than this session. */
  get misplaced(): readonly Suppression[] {
    return this.#given.place === 'alone' ? [] : this.own.filter(({ scope }) => scope === 'file');
  }

  /** A comment about the line below it has one that can be wrong. */
  hasTarget(suppression: Suppression): boolean {
    const { octets, lines } = this.#chunk;
    const target = this.#targets.get(suppression);
    if (target === undefined) return true;
    const start = lines.starts[target] ?? octets.length;
    return target < lines.count && lineEndAt(octets, lines, target) > start;
  }

  /** Did this comment, or this name in it, keep something quiet? */
  isUsed(one: NamedRule | Suppression): boolean {
    return this.#used.has(one);
  }

  /** Tells of a comment whether any of the findings stands where it counts. */
  reaching(findings: readonly Finding[]): (suppression: Suppression) => boolean {
    const { lines } = this.#chunk;
    const found = new Set(findings.map(({ at }) => lineAt(lines, at.start)));
    return suppression => {
      const target = this.#targets.get(suppression);
      if (target === undefined) return findings.length > 0;
      return found.has(target) || found.has(lineAt(lines, suppression.directive.line.start) + 1);
    };
  }

  #above(finding: Finding): Names | undefined {
    if (this.#byLine.size === 0) return undefined;
    return this.#byLine.get(lineAt(this.#chunk.lines, finding.at.start));
  }

  #lookUp(names: Names | undefined, { rule }: Finding): NamedRule | Suppression | undefined {
    return names?.byId.get(rule) ?? (rule === UNUSED ? undefined : names?.blanket);
  }

  #byFile({ rule }: Finding): boolean {
    const names = this.#given.file?.names;
    if (names === undefined) return false;
    const name = names.has(rule) ? rule : ALL;
    if (!names.has(name) || (name === ALL && rule === UNUSED)) return false;
    this.#given.used.add(name);
    return true;
  }
}

/** What several comments name; the first of them counts. */
interface Names {
  readonly byId: ReadonlyMap<string, NamedRule>;
  readonly blanket: Suppression | undefined;
}

function namesIn(suppressions: readonly Suppression[]): Names {
  const byId = new Map<string, NamedRule>();
  for (const { named } of suppressions) {
    for (const name of named) if (!byId.has(name.id)) byId.set(name.id, name);
  }
  return { byId, blanket: suppressions.find(({ named }) => named.length === 0) };
}

/** The line for which each comment is meant: the next one that is no such comment, nearest first. */
function targetsOf(chunk: Chunk, own: readonly Suppression[]): ReadonlyMap<Suppression, number> {
  const targets = new Map<Suppression, number>();
  const byLine = new Map<number, number>();
  for (const suppression of own.toReversed()) {
    if (suppression.scope !== 'line') continue;
    const line = lineAt(chunk.lines, suppression.directive.line.start);
    const target = byLine.get(line + 1) ?? line + 1;
    byLine.set(line, target);
    targets.set(suppression, target);
  }
  return targets;
}

/** The comments for each line: a comment that stands above another one is for that as well. */
function linesOf(
  { lines }: Chunk,
  targets: ReadonlyMap<Suppression, number>,
): ReadonlyMap<number, readonly Suppression[]> {
  const all = new Map<number, Suppression[]>();
  const add = (line: number, suppression: Suppression): void => {
    const known = all.get(line);
    if (known === undefined) all.set(line, [suppression]);
    else known.push(suppression);
  };
  for (const [suppression, target] of targets) {
    const next = lineAt(lines, suppression.directive.line.start) + 1;
    add(target, suppression);
    if (next !== target) add(next, suppression);
  }
  return all;
}
