import type { Node } from 'jsonc-parser';
import { EMPTY_LAYER, LEVELS, PROFILES } from '../core/config/lintLayer.ts';
import type { Level, LintLayer, ProfileChoice } from '../core/config/lintLayer.ts';
import type { ConfigOverride, LintConfig } from '../core/config/lintConfig.ts';
import { optionOf, optionValueOf, wantedBy } from '../core/config/ruleOptions.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import { RULES } from '../core/rule/registry.ts';
import type { AnyRule, OptionValue } from '../core/rule/rule.ts';
import { suggestName } from '../core/smtp/suggest.ts';
import type { ConfigProblem } from './configProblem.ts';
import { syntaxProblems, tooDeep } from './syntaxProblems.ts';
import { shownKey, TreeReader, treeOf } from './treeReader.ts';
import type { Property } from './treeReader.ts';

/** A configuration as far as it can be used, and what of it cannot. */
export interface ParsedConfig {
  readonly config: LintConfig;
  readonly problems: readonly ConfigProblem[];
}

/** Nothing is configured. */
export const EMPTY_CONFIG: LintConfig = { layer: EMPTY_LAYER, overrides: [], root: false };

/** Reads the text of a configuration file: JSON with comments and trailing commas. Never throws. */
export function parseConfig(text: string): ParsedConfig {
  const deep = tooDeep(text);
  if (deep !== undefined) return { config: EMPTY_CONFIG, problems: [deep] };
  const { tree, errors } = treeOf(text);
  if (tree === undefined || text.trim() === '') {
    const nothing = { message: 'the file is empty: write {} at least', start: 0, end: 0 };
    const problems =
      errors.length > 0 && text.trim() !== '' ? syntaxProblems(text, errors) : [nothing];
    return { config: EMPTY_CONFIG, problems };
  }
  const reader = new ConfigReader(syntaxProblems(text, errors));
  const config = reader.config(tree);
  return { config, problems: reader.problemsIn(text) };
}

/** Walks the tree; what it cannot use is a problem, and left out. */
class ConfigReader extends TreeReader {
  config(tree: Node): LintConfig {
    let layer = EMPTY_LAYER;
    let overrides: readonly ConfigOverride[] = [];
    let root = false;
    const known = ['$schema', 'profile', 'rules', 'overrides', 'root'];
    for (const property of this.#named(tree, 'the configuration', known)) {
      const { name, value } = property;
      if (name === 'overrides') overrides = this.#overrides(value);
      else if (name === 'root') root = this.#root(value);
      else layer = this.#said(layer, property);
    }
    return { layer, overrides, root };
  }

  #overrides(list: Node): readonly ConfigOverride[] {
    if (list.type !== 'array') {
      this.wrong(list, '"overrides" is a list: [ { "files": ["*.log"], "rules": { … } } ]');
      return [];
    }
    return (list.children ?? []).map(node => this.#override(node));
  }

  #override(node: Node): ConfigOverride {
    let layer = EMPTY_LAYER;
    let files: readonly string[] | undefined;
    for (const property of this.#named(node, 'an override', ['files', 'profile', 'rules'])) {
      if (property.name === 'files') files = this.#patterns(property.value);
      else layer = this.#said(layer, property);
    }
    if (files === undefined && node.type === 'object') {
      this.wrong(node, 'an override says which files it is for: "files": ["logs/**"]');
    }
    return { files: files ?? [], layer };
  }

  #patterns(node: Node): readonly string[] {
    const items = node.type === 'array' ? (node.children ?? []) : [node];
    return items.flatMap(item => {
      const { value } = item as { value: unknown };
      if (typeof value === 'string' && value !== '') return [value];
      this.wrong(item, '"files" is a list of patterns: ["*.log", "captures/**"]');
      return [];
    });
  }

  #root(node: Node): boolean {
    if (node.type !== 'boolean') this.wrong(node, '"root" is true or false');
    return node.value === true;
  }

  /** What both a configuration and an override of it can say. */
  #said(layer: LintLayer, { name, value }: Property): LintLayer {
    if (name === 'profile') return { ...layer, profile: this.#profile(value) };
    if (name === 'rules') return this.#rules(layer, value);
    if (value.type !== 'string')
      this.wrong(value, '"$schema" is the address of a schema, in quotes');
    return layer;
  }

  #profile(node: Node): ProfileChoice | undefined {
    const word: unknown = node.value;
    const profile = PROFILES.find(known => known === word);
    if (profile === undefined) {
      this.wrong(node, `a profile is ${PROFILES.join(', ')}${this.#nearest(word, PROFILES)}`);
    }
    return profile;
  }

  #rules(layer: LintLayer, node: Node): LintLayer {
    const severities: Record<string, Level> = {};
    const ruleOptions: Record<string, Readonly<Record<string, OptionValue>>> = {};
    for (const { name, key, value } of this.properties(node, '"rules"')) {
      const rule = ruleOf(name);
      if (rule === undefined) {
        this.wrong(key, `there is no rule "${shownKey(name)}"${this.#nearest(name, RULE_IDS)}`);
        continue;
      }
      const said = this.#rule(rule, value);
      if (said.severity !== undefined) severities[rule.id] = said.severity;
      if (Object.keys(said.options).length > 0) ruleOptions[rule.id] = said.options;
    }
    return { ...layer, severities, ruleOptions };
  }

  #rule(
    rule: AnyRule,
    node: Node,
  ): { severity: Level | undefined; options: Record<string, OptionValue> } {
    if (node.type !== 'object') return { severity: this.#severity(node), options: {} };
    let severity: Level | undefined;
    let options: Record<string, OptionValue> = {};
    for (const { name, value } of this.#named(node, 'a rule', ['severity', 'options'])) {
      if (name === 'severity') severity = this.#severity(value);
      else options = this.#options(rule, value);
    }
    return { severity, options };
  }

  #severity(node: Node): Level | undefined {
    const word: unknown = node.value;
    const level = LEVELS.find(known => known === word);
    if (level === undefined) {
      this.wrong(node, `a severity is ${LEVELS.join(', ')}${this.#nearest(word, LEVELS)}`);
    }
    return level;
  }

  #options(rule: AnyRule, node: Node): Record<string, OptionValue> {
    const options: Record<string, OptionValue> = {};
    const names = Object.keys(rule.options ?? {});
    for (const { name, key, value } of this.properties(node, '"options"')) {
      const option = optionOf(rule, name);
      if (option === undefined) {
        const known = names.length === 0 ? 'no options' : `the options ${names.join(', ')}`;
        this.wrong(
          key,
          `${rule.id} has ${known}, not "${shownKey(name)}"${this.#nearest(name, names)}`,
        );
        continue;
      }
      const set = optionValueOf(option, valueOf(value));
      if (set === undefined) this.wrong(value, `"${name}" of ${rule.id} is ${wantedBy(option)}`);
      else options[name] = set;
    }
    return options;
  }

  /** The properties of an object that can have these. */
  #named(node: Node, what: string, names: readonly string[]): readonly Property[] {
    return this.properties(node, what, ({ name, key }) => {
      if (names.includes(name)) return true;
      const nearest = this.#nearest(name, names);
      this.wrong(key, `${what} has ${names.join(', ')}, not "${shownKey(name)}"${nearest}`);
      return false;
    });
  }

  #nearest(word: unknown, names: readonly string[]): string {
    const near = typeof word === 'string' ? suggestName(word, names) : undefined;
    return near === undefined ? '' : `; did you mean "${near}"?`;
  }
}

const RULE_IDS = RULES.map(({ id }) => id);

/** The plain value of a scalar or of a list of them. */
function valueOf(node: Node): unknown {
  return node.type === 'array' ? (node.children ?? []).map(valueOf) : node.value;
}
