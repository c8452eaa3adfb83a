import type { Span } from '../octets/span.ts';
import type { Content, Exchange, Reply, Session, Transaction } from '../transcript/model.ts';
import type { Clue } from './clue/clue.ts';
import type { RuleContext } from './context.ts';

/** How bad a finding is; LSP's four. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a rule is about; also the folder it lies in. */
export type Category =
  | 'sequencing'
  | 'syntax'
  | 'address'
  | 'data'
  | 'reply'
  | 'extension'
  | 'security'
  | 'delivery'
  | 'consistency';

/** A reply and what it answers; `to` is undefined for a reply nobody asked for. */
export interface ReplyNode {
  readonly reply: Reply;
  readonly to: Exchange | 'connect' | undefined;
  /** It answers the end of content rather than the command. */
  readonly phase: 'command' | 'content';
  /** A stray reply that looks like the rest of this one. */
  readonly continues: Reply | undefined;
}

/** Message content and the exchange it belongs to. */
export interface ContentNode {
  readonly content: Content;
  readonly exchange: Exchange;
}

/** What a rule can look at. */
export interface Targets {
  readonly session: Session;
  readonly exchange: Exchange;
  readonly reply: ReplyNode;
  readonly content: ContentNode;
  readonly transaction: Transaction;
}

/** The kinds of nodes that a rule can ask for. */
export type Target = keyof Targets;

/** Replaces the octets of `at` by `text`; an empty span inserts. */
export interface Edit {
  readonly at: Span;
  readonly text: string;
}

/**
 * A way out. Safe only where it changes protocol text that the client sends, and neither content,
 * recipients, parameters nor meaning; whatever adds or alters a server line or content is unsafe.
 */
export interface Fix {
  /** Imperative, for the light bulb: "Insert RSET before this MAIL". */
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** A value for a message's placeholder; `{ line }` is shown as the line number of that offset. */
export type MessageValue = string | number | { readonly line: number };

/** Another place that explains the finding. */
export interface Related {
  readonly at: Span;
  readonly message: string;
}

/** What a check reports. */
export interface Report {
  readonly at: Span;
  readonly values?: Readonly<Record<string, MessageValue>>;
  /** Where this case deserves another severity than the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fix?: Fix | undefined;
}

/** What an option of a rule can be set to. */
export type OptionValue = number | boolean | readonly string[];

/** An option of a rule: settings and configuration files name it, checks ask for it. */
export type RuleOption =
  | {
      readonly type: 'integer';
      readonly default: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly description: string;
    }
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string }
  | { readonly type: 'words'; readonly default: readonly string[]; readonly description: string };

/** What a marked text is beside being wrong; LSP's two. */
export type RuleTag = 'deprecated' | 'unnecessary';

/** Findings of other rules that this rule's finding makes superfluous. */
export interface Silences {
  /** On the same physical line. */
  readonly line?: readonly string[];
  /** Anywhere in the same session. */
  readonly session?: readonly string[];
  /** In the same session at or after the finding. */
  readonly after?: readonly string[];
}

/** One rule: what it looks at, the check, the wording, and examples that are its tests. */
export interface Rule<T extends Target = Target> {
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Severity under the profile `capture` (logs of real programs); absent: the same. */
  readonly capture?: Severity | 'off';
  /** Only reported under the profile `strict`. */
  readonly strictOnly?: boolean;
  /** What is wrong, with {placeholders}; one sentence. */
  readonly message: string;
  /** Why it matters; one or two sentences. */
  readonly why: string;
  /** What to do about it; one or two sentences. */
  readonly advice: string;
  /** "RFC 5321 §4.1.4", the deciding one first. */
  readonly refs: readonly string[];
  /** When a reader may want to switch it off. */
  readonly offWhen?: string;
  /** How an editor may draw what it marks: struck out as obsolete, or pale as superfluous. */
  readonly tags?: readonly RuleTag[];
  readonly silences?: Silences;
  /** By name; a check asks `context.option(name)`. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** It judges octets that an editor may not show: it is asked again about the file on disk. */
  readonly needs?: 'file';
  readonly on: T;
  /** For `exchange`: only these verbs. */
  readonly verbs?: readonly string[];
  /**
   * It can only find something in a session that shows one of these; absent: in any. For `exchange`
   * they have to show in the exchange itself, or be no single exchange's.
   */
  readonly clues?: readonly Clue[];
  check(node: Targets[T], context: RuleContext): void;
  /**
   * Transcripts. In `bad` a line `#~ ^^^^ rule-id` marks the finding on the line above it, without
   * carets any place on that line; unmarked findings fail the test, as in `good`.
   */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
}

/** Any rule, whatever it looks at. */
export type AnyRule = { readonly [T in Target]: Rule<T> }[Target];

/** Gives the literal its type: `export const x = defineRule({ on: 'exchange', … })`. */
export function defineRule<T extends Target>(rule: Rule<T>): Rule<T> {
  return rule;
}
