import { parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { ConfigProblem } from './configProblem.ts';

/** Longest name that a message repeats. */
const LONGEST_SHOWN = 60;

/** A property of an object in a configuration file. */
export interface Property {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/** The tree of JSON with comments and trailing commas, as far as it is any, and its errors. */
export function treeOf(text: string): {
  readonly tree: Node | undefined;
  readonly errors: readonly ParseError[];
} {
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true, disallowComments: false };
  // A byte order mark is no part of the text; a blank keeps all places.
  const tree = parseTree(text.replace(/^\ufeff/, ' '), errors, options);
  return { tree, errors };
}

/** Walks the tree of a configuration file; what it cannot use is a problem, and left out. */
export class TreeReader {
  readonly #problems: ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    this.#problems = [...problems];
  }

  /** All that is wrong, placed within the text. */
  problemsIn(text: string): readonly ConfigProblem[] {
    // Where a comment is not closed, the parser takes what is open to go on after the text.
    const within = (offset: number): number => Math.min(offset, text.length);
    return this.#problems.map(problem => {
      return { ...problem, start: within(problem.start), end: within(problem.end) };
    });
  }

  /** The properties of an object, in their order, without those that `isKnown` turns down. */
  protected properties(
    node: Node,
    what: string,
    isKnown: (property: Property) => boolean = () => true,
  ): readonly Property[] {
    if (node.type !== 'object') {
      this.wrong(node, `${what} is an object: { … }`);
      return [];
    }
    const seen = new Set<string>();
    return (node.children ?? []).flatMap(({ children = [] }) => {
      const [key, value] = children;
      if (key === undefined || value === undefined) return [];
      const name = String(key.value);
      const property = { name, key, value };
      if (!isKnown(property)) return [];
      if (seen.has(name)) {
        this.wrong(key, `"${shownKey(name)}" stands here twice; the last one counts`);
      }
      seen.add(name);
      return [property];
    });
  }

  /** Says what is wrong at a node. */
  protected wrong({ offset, length }: Node, message: string): void {
    this.#problems.push({ message, start: offset, end: offset + length });
  }
}

/** A name of the file for a message: not longer than one likes to read. */
export function shownKey(name: string): string {
  return name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name;
}
