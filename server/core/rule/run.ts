import { lineAt } from '../octets/lineIndex.ts';
import type { Chunk, Exchange, Session, Step } from '../transcript/model.ts';
import { ruleContext } from './context.ts';
import type { RuleContext } from './context.ts';
import { SEVERITIES } from './finding.ts';
import type { Finding } from './finding.ts';
import { RULES } from './registry.ts';
import type { AnyRule, ContentNode, ReplyNode, Report, Severity, Target, Targets } from './rule.ts';
import { suppressorOf } from './suppress.ts';
import type { Suppressions } from './suppress.ts';

/** How strict to be. `capture` is for logs of real programs, `strict` switches on every rule. */
export type Profile = 'capture' | 'default' | 'strict';

/** Which rules run and how severe they are. */
export interface LintOptions {
  readonly profile: Profile;
  /** Rule id to severity or 'off'; wins over the profile. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** What a fix may write into a Date field (RFC 5322 §3.3); without it no such fix is offered. */
  readonly date?: string;
  /** From the file's own comments, where they are for the whole file. */
  readonly fileSuppressions?: Suppressions;
}

/** The options nobody has to think about. */
export const DEFAULT_LINT: LintOptions = { profile: 'default', severities: {} };

type Active = AnyRule & { readonly level: Severity };

/** Rules sorted by what they look at, made once for a set of options. */
export interface Ruleset {
  readonly options: LintOptions;
  readonly by: { readonly [T in Target]: readonly Active[] };
  readonly byVerb: ReadonlyMap<string, readonly Active[]>;
}

/** Chooses the rules for these options. */
export function rulesetOf(options: LintOptions): Ruleset {
  const active = RULES.flatMap((rule): Active[] => {
    const level = levelOf(rule, options);
    return level === 'off' ? [] : [{ ...rule, level }];
  });
  const on = (target: Target): Active[] => active.filter(rule => rule.on === target);
  const exchange = on('exchange');
  const verbs = new Set(exchange.flatMap(rule => rule.verbs ?? []));
  return {
    options,
    by: {
      session: on('session'),
      exchange: exchange.filter(rule => rule.verbs === undefined),
      reply: on('reply'),
      content: on('content'),
      transaction: on('transaction'),
    },
    byVerb: new Map([...verbs].map(verb => [verb, exchange.filter(r => r.verbs?.includes(verb))])),
  };
}

/** The severity of a rule under these options: settings first, then the profile. */
export function levelOf(rule: AnyRule, options: LintOptions): Severity | 'off' {
  const set = options.severities[rule.id];
  if (set !== undefined) return set;
  if (rule.strictOnly === true && options.profile !== 'strict') return 'off';
  return options.profile === 'capture' ? (rule.capture ?? rule.severity) : rule.severity;
}

/** All findings of a chunk, in the order of the text. */
export function lintChunk(chunk: Chunk, ruleset: Ruleset): readonly Finding[] {
  return chunk.sessions.flatMap(session => lintSession(chunk, session, ruleset));
}

/** One pass over the session: each node goes to the rules that asked for its kind. */
function lintSession(chunk: Chunk, session: Session, ruleset: Ruleset): Finding[] {
  const findings: Finding[] = [];
  let rule: Active | undefined;
  const { date } = ruleset.options;
  const report = (found: Report): void => {
    if (rule) findings.push(findingOf(rule, found, ruleset.options));
  };
  const context = ruleContext(chunk, session, { report, date });
  const run: Run = (rules, node) => {
    // `rulesetOf` sorted the rules by target, so that each gets the node it asked for.
    for (rule of rules) (rule as unknown as AnyCheck).check(node, context);
  };
  run(ruleset.by.session, session);
  for (const step of session.steps) walkStep(step, ruleset, run);
  for (const transaction of session.transactions) run(ruleset.by.transaction, transaction);
  return arrange(chunk, session, findings, ruleset.options);
}

interface AnyCheck {
  check(node: Targets[Target], context: RuleContext): void;
}

type Run = (rules: readonly Active[], node: Targets[Target]) => void;

function walkStep(step: Step, ruleset: Ruleset, run: Run): void {
  switch (step.kind) {
    case 'greeting':
      run(ruleset.by.reply, replyNode(step.reply, 'connect', 'command'));
      break;
    case 'stray':
      run(ruleset.by.reply, {
        ...replyNode(step.reply, undefined, 'command'),
        continues: step.continues,
      });
      break;
    case 'exchange':
      walkExchange(step, ruleset, run);
      break;
    default:
  }
}

function walkExchange(exchange: Exchange, ruleset: Ruleset, run: Run): void {
  run(ruleset.by.exchange, exchange);
  run(ruleset.byVerb.get(exchange.command.verb) ?? [], exchange);
  for (const reply of exchange.replies) {
    run(ruleset.by.reply, replyNode(reply, exchange, 'command'));
  }
  const { content } = exchange;
  if (content === undefined) return;
  const node: ContentNode = { content, exchange };
  run(ruleset.by.content, node);
  for (const reply of content.replies) {
    run(ruleset.by.reply, replyNode(reply, exchange, 'content'));
  }
}

function replyNode(
  reply: ReplyNode['reply'],
  to: ReplyNode['to'],
  phase: ReplyNode['phase'],
): ReplyNode {
  return { reply, to, phase, continues: undefined };
}

function findingOf(rule: Active, report: Report, options: LintOptions): Finding {
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
function severityOf(rule: Active, { severity }: Report, options: LintOptions): Severity {
  if (severity === undefined || options.severities[rule.id] !== undefined) return rule.level;
  const lenient = options.profile === 'capture' && rule.capture !== undefined;
  return lenient && SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(rule.level)
    ? rule.level
    : severity;
}

/** One cause, one report; then what the file's comments switch off; then the order of the text. */
function arrange(
  chunk: Chunk,
  session: Session,
  findings: readonly Finding[],
  options: LintOptions,
): Finding[] {
  if (findings.length === 0) return [];
  const silenced = silencerOf(chunk, findings);
  const suppressed = suppressorOf(chunk, session, options.fileSuppressions);
  return findings
    .filter(finding => !silenced(finding) && !suppressed(finding))
    .sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

const SILENCES = new Map(RULES.map(rule => [rule.id, rule.silences]));

/** Which findings another finding makes superfluous: one look at each, however many there are. */
function silencerOf(chunk: Chunk, findings: readonly Finding[]): (finding: Finding) => boolean {
  const anywhere = new Set<string>();
  const after = new Map<string, number>();
  const onLine = new Set<string>();
  const lineOf = (finding: Finding): number => lineAt(chunk.lines, finding.at.start);
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
