import { directiveEntryOf, durationOf } from '../../core/transcript/directives.ts';
import type { Directive, Session } from '../../core/transcript/model.ts';
import type { MatchPolicy, Verdict } from '../../protocol/replay.ts';

/** What the `# @…` lines of a session ask of a replay. */
export interface SessionSettings {
  readonly name: string | undefined;
  readonly implicitTls: boolean;
  readonly timeoutMs: number | undefined;
  readonly receiverDisable: readonly string[];
  readonly expectedVerdict: Verdict;
  /** `host:port` as written; a suggestion, never taken without the user. */
  readonly target: string | undefined;
  readonly faults: readonly { readonly directive: Directive; readonly message: string }[];
}

const POLICIES: readonly MatchPolicy[] = ['exact', 'enhanced', 'code', 'class'];
const VERDICTS: readonly Verdict[] = ['passed', 'differed', 'failed'];

/** Reads the directives that concern the whole session. */
export function sessionSettingsOf(session: Session): SessionSettings {
  const { directives } = session;
  const valueOf = (name: string): string | undefined =>
    directives.find(directive => directive.name === name)?.value;
  return {
    name: valueOf('name'),
    implicitTls: valueOf('tls')?.toLowerCase() === 'implicit',
    timeoutMs: durationOf(valueOf('timeout')),
    receiverDisable: directives.flatMap(disabledBy),
    expectedVerdict: VERDICTS.find(verdict => verdict === valueOf('expect')) ?? 'passed',
    target: valueOf('target'),
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

function disabledBy({ name, value }: Directive): string[] {
  const match = name === 'receiver' ? /^disable[\s:]+(.+)$/i.exec(value) : null;
  return (match?.[1] ?? '')
    .split(/[\s,]+/)
    .filter(feature => feature !== '')
    .map(feature => feature.toUpperCase());
}

/** Of the directives that a replay obeys. */
const OBEYED: readonly string[] = ['match', 'timeout', 'receiver', 'expect', 'tls'];

function faultOf({ name, value }: Directive): string | undefined {
  return OBEYED.includes(name) ? directiveEntryOf(name)?.fault?.(value) : undefined;
}
