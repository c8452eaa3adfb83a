import { proxyWordsOf } from '../../core/transcript/directive/proxyWords.ts';
import { speedOf } from '../../core/transcript/directive/speedWords.ts';
import { variableWordsOf } from '../../core/transcript/directive/variableWords.ts';
import { durationOf } from '../../core/transcript/directive/duration.ts';
import { directiveEntryOf } from '../../core/transcript/directives.ts';
import type { Chunk, Directive, Session } from '../../core/transcript/model.ts';
import type { MatchPolicy, ProxyHeader, Verdict } from '../../protocol/replay.ts';

/** What the `# @…` lines of a session ask of a replay as a whole; undefined where they do not. */
export interface SessionSettings {
  readonly name: string | undefined;
  readonly implicitTls: boolean;
  readonly timeoutMs: number | undefined;
  readonly timeouts: 'rfc' | undefined;
  readonly receiverDisable: readonly string[];
  readonly expectedVerdict: Verdict;
  /** `host:port` as written; a suggestion, never taken without the user. */
  readonly target: string | undefined;
  readonly pipelining: 'recorded' | 'lockstep' | 'forced' | undefined;
  readonly onDifference: 'continue' | 'stop' | undefined;
  readonly speed: number | undefined;
  readonly chunks: 'kept' | 'computed' | undefined;
  readonly content: 'recorded' | 'placeholder' | undefined;
  readonly proxy: ProxyHeader | undefined;
  /** Values of `# @var`; the last one of a name counts. */
  readonly values: Readonly<Record<string, string>>;
  /** False where `{{name}}` is plain text. */
  readonly variables: boolean;
  readonly faults: readonly { readonly directive: Directive; readonly message: string }[];
}

const POLICIES: readonly MatchPolicy[] = ['exact', 'enhanced', 'code', 'class'];
const VERDICTS: readonly Verdict[] = ['passed', 'differed', 'failed'];

/** Reads the directives that concern the whole session. */
export function sessionSettingsOf(session: Session): SessionSettings {
  const { directives } = session;
  const valueOf = (name: string): string | undefined =>
    directives.find(directive => directive.name === name)?.value;
  const oneOf = <T extends string>(name: string, choices: readonly T[]): T | undefined =>
    choices.find(choice => choice === valueOf(name)?.toLowerCase());
  return {
    name: valueOf('name'),
    implicitTls: valueOf('tls')?.toLowerCase() === 'implicit',
    timeoutMs: durationOf(valueOf('timeout')),
    timeouts: oneOf('timeout', ['rfc']),
    receiverDisable: directives.flatMap(disabledBy),
    expectedVerdict: VERDICTS.find(verdict => verdict === valueOf('expect')) ?? 'passed',
    target: valueOf('target'),
    pipelining: oneOf('pipelining', ['recorded', 'lockstep', 'forced']),
    onDifference: oneOf('on-difference', ['continue', 'stop']),
    speed: speedOf(valueOf('speed') ?? ''),
    chunks: oneOf('chunks', ['kept', 'computed']),
    content: oneOf('content', ['recorded', 'placeholder']),
    proxy: proxyWordsOf(valueOf('proxy') ?? ''),
    values: valuesOf(directives),
    variables: oneOf('variables', ['off']) === undefined,
    faults: directives.flatMap(directive => {
      const message = faultOf(directive);
      return message === undefined ? [] : [{ directive, message }];
    }),
  };
}

/** The policy a `# @match` line sets, or undefined. */
export function matchPolicyOf(directive: Directive): MatchPolicy | undefined {
  if (directive.name !== 'match') return undefined;
  return POLICIES.find(policy => policy === directive.value.toLowerCase());
}

/**
 * The policy that the head of a file sets for all its sessions: that of the last `# @match` before
 * the first wire line. `chunk` is the file's first.
 */
export function headPolicyOf(chunk: Chunk): MatchPolicy | undefined {
  const first = chunk.sessions[0];
  const lines = first?.steps.find(step => step.kind === 'greeting' || step.kind === 'exchange');
  const begin =
    lines?.kind === 'greeting' ? lines.reply.span.start : (lines?.command.line.start ?? 0);
  return first?.directives
    .filter(directive => directive.line.start < begin)
    .map(matchPolicyOf)
    .findLast(policy => policy !== undefined);
}

function valuesOf(directives: readonly Directive[]): Readonly<Record<string, string>> {
  const pairs = directives
    .filter(({ name }) => name === 'var')
    .flatMap(({ value }) => variableWordsOf(value) ?? []);
  // Object.fromEntries makes own properties, also of a name such as `__proto__`.
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}

function disabledBy({ name, value }: Directive): string[] {
  const match = name === 'receiver' ? /^disable[\s:]+(.+)$/i.exec(value) : null;
  return (match?.[1] ?? '')
    .split(/[\s,]+/)
    .filter(feature => feature !== '')
    .map(feature => feature.toUpperCase());
}

/** Of the directives that a replay obeys. */
const OBEYED: ReadonlySet<string> = new Set([
  ...['match', 'timeout', 'receiver', 'expect', 'tls', 'pipelining', 'on-difference', 'speed'],
  ...['chunks', 'content', 'proxy', 'var', 'variables', 'reply', 'sleep', 'retry', 'if', 'unless'],
  'auth',
]);

function faultOf({ name, value }: Directive): string | undefined {
  return OBEYED.has(name) ? directiveEntryOf(name)?.fault?.(value) : undefined;
}
