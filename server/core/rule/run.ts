import { LineCounter } from '../octets/lineEnds.ts';
import type { Chunk, Exchange, Session, Step } from '../transcript/model.ts';
import { ALL_CLUES, ALL_WIDE_CLUES } from './clue/clue.ts';
import { cluesOf } from './clue/cluesOf.ts';
import type { SessionClues } from './clue/cluesOf.ts';
import { ruleContext } from './context.ts';
import type { RuleContext } from './context.ts';
import { certainFindings } from './doubt/certainFindings.ts';
import { SEVERITIES } from './finding.ts';
import type { Finding } from './finding.ts';
import { Planner } from './plan.ts';
import type { ActiveRule, Plan } from './plan.ts';
import { RULES } from './registry.ts';
import type {
  AnyRule,
  ContentNode,
  OptionValue,
  ReplyNode,
  Report,
  Severity,
  Target,
  Targets,
} from './rule.ts';
import { Suppressor } from './suppress.ts';
import type { ChunkOrder, FileSuppressions } from './suppress.ts';
import { remarksOn } from './suppressionRemarks.ts';

/** How strict to be. `capture` is for logs of real programs, `strict` switches on every rule. */
export type Profile = 'capture' | 'default' | 'strict';

/** Which rules run and how severe they are. */
export interface LintOptions {
  readonly profile: Profile;
  /** Rule id to severity or 'off'; wins over the profile. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Rule id to the options set for it, checked; the others have their defaults. */
  readonly ruleOptions?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
  /** What a fix may write into a Date field (RFC 5322 §3.3); without it no such fix is offered. */
  readonly date?: string;
  /** The chunks hold the octets of a file as they are, its line ends included. */
  readonly fileOctets?: boolean;
}

/** The options nobody has to think about. */
export const DEFAULT_LINT: LintOptions = { profile: 'default', severities: {} };

/** Rules made ready once for a set of options. */
export interface Ruleset {
  readonly options: LintOptions;
  readonly planner: Planner;
  /** The severity of each rule that is on. */
  readonly levels: ReadonlyMap<string, Severity>;
  /** What the file's own comments switch off in all of it. */
  readonly file: FileSuppressions | undefined;
  /** Every rule is asked, whatever a session shows. */
  readonly thorough: boolean;
}

/** Chooses the rules for these options, and for a file whose comments say more. */
export function rulesetOf(options: LintOptions, file?: FileSuppressions): Ruleset {
  const active = activeRules(options);
  return {
    options,
    planner: new Planner(active),
    levels: new Map(active.map(({ id, level }) => [id, level])),
    file,
    thorough: false,
  };
}

function activeRules(options: LintOptions): ActiveRule[] {
  return RULES.flatMap((rule): ActiveRule[] => {
    const level = levelOf(rule, options);
    if (level === 'off') return [];
    return [{ ...rule, level, settings: settingsOf(rule, options) }];
  });
}

/** The same rules asked about everything: what they find must not differ. */
export function thorough(ruleset: Ruleset): Ruleset {
  return { ...ruleset, thorough: true };
}

/** The severity of a rule under these options: settings first, then the profile. */
export function levelOf(rule: AnyRule, options: LintOptions): Severity | 'off' {
  const set = options.severities[rule.id];
  if (set !== undefined) return set;
  if (rule.strictOnly === true && options.profile !== 'strict') return 'off';
  return options.profile === 'capture' ? (rule.capture ?? rule.severity) : rule.severity;
}

/** What the options of a rule are set to. */
function settingsOf(rule: AnyRule, options: LintOptions): Record<string, OptionValue> {
  const defaults = Object.entries(rule.options ?? {}).map(([name, option]) => {
    return [name, option.default] as const;
  });
  return { ...Object.fromEntries(defaults), ...options.ruleOptions?.[rule.id] };
}

/** What was found in a chunk. */
export interface CheckedChunk {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /** Of the names in the comments for the whole file: those that kept something quiet here. */
  readonly used: ReadonlySet<string>;
}

/** All findings of a chunk that stands alone, in the order of the text. */
export function lintChunk(chunk: Chunk, ruleset: Ruleset): readonly Finding[] {
  return checkChunk(chunk, ruleset, 'alone').findings;
}

/**
 * All findings of a chunk of a file. In the first one a comment for the whole file is the
 * ruleset's affair; anywhere else it counts for its session.
 */
export function checkChunk(chunk: Chunk, ruleset: Ruleset, place: ChunkOrder): CheckedChunk {
  const { sessions } = chunk;
  const used = ruleset.file === undefined ? NONE_USED : new Set<string>();
  const lint = (session: Session): readonly Finding[] => {
    return lintSession({ chunk, session, ruleset, used, place });
  };
  const [only] = sessions;
  const alone = only !== undefined && sessions.length === 1;
  return { findings: alone ? lint(only) : sessions.flatMap(lint), used };
}

const NONE_USED = new Set<string>();

/** A session that is looked at. */
interface Look {
  readonly chunk: Chunk;
  readonly session: Session;
  readonly ruleset: Ruleset;
  /** Names from comments for the whole file that kept something quiet. */
  readonly used: Set<string>;
  readonly place: ChunkOrder;
}

function lintSession(look: Look): readonly Finding[] {
  const { chunk, session, ruleset } = look;
  const found = foundIn(chunk, session, ruleset);
  if (found.length === 0 && session.directives.length === 0) return NOTHING;
  return arrange(look, found);
}

/** What the rules find, whatever a replay puts into `{{name}}` places. */
function foundIn(chunk: Chunk, session: Session, ruleset: Ruleset): readonly Finding[] {
  const found = askRules(chunk, session, ruleset);
  if (found.length === 0 || chunk.dialect !== 'smtp') return found;
  return certainFindings(chunk, session, found, (filled, same) => askRules(filled, same, ruleset));
}

/** One pass over the session: each node goes to the rules that asked for its kind. */
function askRules(chunk: Chunk, session: Session, ruleset: Ruleset): readonly Finding[] {
  const { options } = ruleset;
  const { date, fileOctets = false } = options;
  const clues = ruleset.thorough
    ? EVERYTHING
    : cluesOf(chunk, session, fileOctets ? 'file' : 'text');
  const planner = ruleset.planner.forSession(clues.wide);
  const plan = planner.planFor(clues.all);
  if (plan.isEmpty) return NOTHING;
  const findings: Finding[] = [];
  let rule: ActiveRule | undefined;
  const report = (found: Report): void => {
    if (rule) findings.push(findingOf(rule, found, options));
  };
  const option = (name: string): OptionValue | undefined => rule?.settings[name];
  const given = { report, option, rules: RULE_IDS, date, fileOctets };
  const context = ruleContext(chunk, session, given);
  const run: Run = (rules, node) => {
    // The plan sorted the rules by target, so that each gets the node it asked for.
    for (rule of rules) (rule as unknown as AnyCheck).check(node, context);
  };
  if (plan.by.session.length > 0) run(plan.by.session, session);
  if (plan.walks) {
    let index = 0;
    for (const step of session.steps) {
      if (step.kind !== 'exchange') walkAside(step, plan, run);
      else {
        askAbout(step, planner.planFor(clues.own | (clues.each[index++] ?? 0)), run);
        walkExchange(step, plan, run);
      }
    }
  }
  if (plan.by.transaction.length > 0) {
    for (const transaction of session.transactions) run(plan.by.transaction, transaction);
  }
  return findings;
}

const EVERYTHING: SessionClues = {
  all: ALL_CLUES,
  own: ALL_CLUES,
  each: [],
  wide: ALL_WIDE_CLUES,
};
const NOTHING: readonly Finding[] = [];

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

interface AnyCheck {
  check(node: Targets[Target], context: RuleContext): void;
}

type Run = (rules: readonly ActiveRule[], node: Targets[Target]) => void;

function walkAside(step: Step, plan: Plan, run: Run): void {
  const rules = plan.by.reply;
  if (rules.length === 0) return;
  if (step.kind === 'greeting') run(rules, replyNode(step.reply, 'connect', 'command'));
  else if (step.kind === 'stray') {
    const node = replyNode(step.reply, undefined, 'command');
    run(rules, { ...node, continues: step.continues });
  }
}

/** The rules of exchanges go by what this one shows. */
function askAbout(exchange: Exchange, plan: Plan, run: Run): void {
  const any = plan.by.exchange;
  if (any.length > 0) run(any, exchange);
  const own = plan.byVerb.get(exchange.command.verb);
  if (own !== undefined) run(own, exchange);
}

function walkExchange(exchange: Exchange, plan: Plan, run: Run): void {
  const { reply: ofReply, content: ofContent } = plan.by;
  if (ofReply.length > 0) {
    for (const reply of exchange.replies) run(ofReply, replyNode(reply, exchange, 'command'));
  }
  const { content } = exchange;
  if (content === undefined) return;
  if (ofContent.length > 0) run(ofContent, { content, exchange } satisfies ContentNode);
  if (ofReply.length > 0) {
    for (const reply of content.replies) run(ofReply, replyNode(reply, exchange, 'content'));
  }
}

function replyNode(
  reply: ReplyNode['reply'],
  to: ReplyNode['to'],
  phase: ReplyNode['phase'],
): ReplyNode {
  return { reply, to, phase, continues: undefined };
}

function findingOf(rule: ActiveRule, report: Report, options: LintOptions): Finding {
  return {
    rule: rule.id,
    severity: severityOf(rule, report, options),
    at: report.at,
    template: rule.message,
    values: report.values ?? {},
    related: report.related ?? [],
    fix: report.fix,
  };
}

/** A case's own severity counts unless somebody set the rule's; `capture` never makes it worse. */
function severityOf(rule: ActiveRule, { severity }: Report, options: LintOptions): Severity {
  if (severity === undefined || options.severities[rule.id] !== undefined) return rule.level;
  const lenient = options.profile === 'capture' && rule.capture !== undefined;
  return lenient && SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(rule.level)
    ? rule.level
    : severity;
}

/** One cause, one report; then what the file's comments switch off; then the order of the text. */
function arrange(look: Look, findings: readonly Finding[]): readonly Finding[] {
  const kept = withoutSuppressed(look, withoutSilenced(look.chunk, findings));
  return kept.length < 2
    ? kept
    : [...kept].sort((x, y) => x.at.start - y.at.start || x.at.end - y.at.end);
}

function withoutSilenced(chunk: Chunk, findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(({ rule }) => SILENCES.has(rule))) return findings;
  const silenced = silencerOf(chunk, findings);
  return findings.filter(finding => !silenced(finding));
}

function withoutSuppressed(look: Look, findings: readonly Finding[]): readonly Finding[] {
  const { chunk, session, ruleset, place, used } = look;
  if (session.directives.length === 0 && ruleset.file === undefined) return findings;
  const suppressor = new Suppressor(chunk, session, { file: ruleset.file, place, used });
  const kept = findings.filter(finding => !suppressor.suppresses(finding));
  if (suppressor.own.length === 0) return kept;
  const { options, levels } = ruleset;
  const others = (): readonly Finding[] => {
    return withoutSilenced(chunk, askRules(chunk, session, everyRule(options)));
  };
  const told = remarksOn(chunk, suppressor, { levels, options, others });
  return [...kept, ...told.filter(finding => !suppressor.suppresses(finding))];
}

/** Every rule, whatever the options say: a comment that names none may be for one that is off. */
function everyRule(options: LintOptions): Ruleset {
  const known = EVERY_RULE.get(options);
  if (known !== undefined) return known;
  const made = rulesetOf({ ...options, profile: 'strict', severities: {} });
  EVERY_RULE.set(options, made);
  return made;
}

const EVERY_RULE = new WeakMap<LintOptions, Ruleset>();

const SILENCES = new Map(
  RULES.flatMap(({ id, silences }) => (silences === undefined ? [] : [[id, silences] as const])),
);

/** Which findings another finding makes superfluous: one look at each, however many there are. */
function silencerOf(chunk: Chunk, findings: readonly Finding[]): (finding: Finding) => boolean {
  const anywhere = new Set<string>();
  const after = new Map<string, number>();
  const onLine = new Set<string>();
  const lines = new LineCounter(chunk.octets, chunk.scanner);
  const lineOf = (finding: Finding): number => lines.lineAt(finding.at.start);
  for (const finding of findings) {
    const scope = SILENCES.get(finding.rule);
    if (scope === undefined) continue;
    for (const rule of scope.session ?? []) anywhere.add(rule);
    for (const rule of scope.line ?? []) onLine.add(`${rule} ${lineOf(finding)}`);
    for (const rule of scope.after ?? []) {
      after.set(rule, Math.min(after.get(rule) ?? Infinity, finding.at.start));
    }
  }
  return finding =>
    anywhere.has(finding.rule) ||
    finding.at.start >= (after.get(finding.rule) ?? Infinity) ||
    (onLine.size > 0 && onLine.has(`${finding.rule} ${lineOf(finding)}`));
}
