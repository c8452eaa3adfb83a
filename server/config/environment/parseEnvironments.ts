import type { Node } from 'jsonc-parser';
import { suggestName } from '../../core/smtp/suggest.ts';
import type { Environment, EnvironmentProblem, SecretSource } from '../../protocol/environment.ts';
import { syntaxProblems, tooDeep } from '../syntaxProblems.ts';
import { shownKey, TreeReader, treeOf } from '../treeReader.ts';
import type { Property } from '../treeReader.ts';
import { ENVIRONMENT_FIELDS, NAME_PATTERN } from './environmentFields.ts';
import { isSecretName, SECRETS_GO } from './secretNames.ts';

/** The environments of a file as far as they can be used, and what of it cannot. */
export interface ParsedEnvironments {
  readonly environments: readonly Environment[];
  readonly problems: readonly EnvironmentProblem[];
}

/** Reads the text of an environment file: JSON with comments and trailing commas. Never throws. */
export function parseEnvironments(text: string): ParsedEnvironments {
  const deep = tooDeep(text);
  if (deep !== undefined) return { environments: [], problems: [deep] };
  const { tree, errors } = treeOf(text);
  const isEmpty = text.trim() === '';
  const reader = new EnvironmentReader(isEmpty ? [EMPTY] : syntaxProblems(text, errors));
  const environments = tree === undefined ? [] : reader.environments(tree);
  return { environments, problems: reader.problemsIn(text) };
}

const EMPTY: EnvironmentProblem = {
  message: 'the file is empty: write { "environments": {} } at least',
  start: 0,
  end: 0,
};

const FIELDS: ReadonlyMap<string, (typeof ENVIRONMENT_FIELDS)[keyof typeof ENVIRONMENT_FIELDS]> =
  new Map(Object.entries(ENVIRONMENT_FIELDS));
const NAMES: readonly string[] = [...FIELDS.keys(), 'variables', 'secrets'];
const NAME = new RegExp(NAME_PATTERN);

/** Longest name of an environment: it stands in the status bar and in the head of a table. */
const LONGEST_NAME = 60;

/** Walks the tree; what it cannot use is a problem, and left out. No value is ever repeated. */
class EnvironmentReader extends TreeReader {
  environments(tree: Node): readonly Environment[] {
    return this.properties(tree, 'the file')
      .filter(property => this.#isOf(property, 'the file', ['environments', '$schema']))
      .filter(({ name }) => name === 'environments')
      .flatMap(({ value }) => this.properties(value, '"environments"'))
      .flatMap(property => this.#environment(property));
  }

  #environment({ name, key, value }: Property): Environment[] {
    if (name.trim() === '' || name.length > LONGEST_NAME || /[\p{Cc}\p{Cf}]/u.test(name)) {
      this.wrong(key, `the name of an environment is a text of at most ${LONGEST_NAME} characters`);
      return [];
    }
    const fields: Record<string, unknown> = {};
    let variables: Readonly<Record<string, string>> = {};
    let secrets: Readonly<Record<string, SecretSource>> = {};
    for (const property of this.properties(value, 'an environment')) {
      if (property.name === 'variables') variables = this.#variables(property.value);
      else if (property.name === 'secrets') secrets = this.#secrets(property.value);
      else this.#field(property, fields);
    }
    return [{ ...(fields as Partial<Environment>), name, variables, secrets }];
  }

  #field(property: Property, fields: Record<string, unknown>): void {
    const { name, value } = property;
    const field = FIELDS.get(name);
    if (field === undefined) {
      this.#isOf(property, 'an environment', NAMES);
      return;
    }
    const read = field.read(plainOf(value));
    if (read === undefined) this.wrong(value, `"${name}" is ${field.wanted}`);
    else fields[name] = read;
  }

  #variables(node: Node): Readonly<Record<string, string>> {
    const variables = new Map<string, string>();
    for (const { name, key, value } of this.properties(node, '"variables"')) {
      if (isSecretName(name)) this.wrong(key, SECRETS_GO);
      else if (!NAME.test(name)) this.wrong(key, NAME_WANTED);
      else if (value.type !== 'string') this.wrong(value, 'a variable is a text, in quotes');
      else variables.set(name, String(value.value));
    }
    return Object.fromEntries(variables);
  }

  #secrets(node: Node): Readonly<Record<string, SecretSource>> {
    const secrets = new Map<string, SecretSource>();
    for (const { name, key, value } of this.properties(node, '"secrets"')) {
      const source = this.#source(value);
      if (!NAME.test(name)) this.wrong(key, NAME_WANTED);
      else if (source !== undefined) secrets.set(name, source);
    }
    return Object.fromEntries(secrets);
  }

  #source(node: Node): SecretSource | undefined {
    // Most of all where somebody wrote the secret itself.
    if (node.type !== 'object') {
      this.wrong(node, SECRETS_GO);
      return undefined;
    }
    const [env] = this.properties(node, 'a secret').filter(property =>
      this.#isOf(property, 'a secret', ['env']),
    );
    const name: unknown = env?.value.value;
    if (typeof name === 'string' && /^[A-Za-z_]\w{0,199}$/.test(name)) return { env: name };
    this.wrong(env?.value ?? node, 'a secret names an environment variable: { "env": "NAME" }');
    return undefined;
  }

  /** False, with a problem, for a property that does not belong there. */
  #isOf({ name, key }: Property, what: string, names: readonly string[]): boolean {
    if (names.includes(name)) return true;
    const near = suggestName(name, names);
    const nearest = near === undefined ? '' : `; did you mean "${near}"?`;
    const message = isSecretName(name)
      ? SECRETS_GO
      : `${what} has ${names.join(', ')}, not "${shownKey(name)}"${nearest}`;
    this.wrong(key, message);
    return false;
  }
}

const NAME_WANTED = 'a name begins with a letter and holds letters, digits, ".", "_" and "-"';

/** The plain value of a scalar or of a list of them. */
function plainOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainOf);
  return node.type === 'object' ? undefined : node.value;
}
