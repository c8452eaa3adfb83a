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

/** Nobody waits longer for a reply, and timers do not hold much more. */
const LONGEST = 24 * 60 * 60 * 1000;

/** `5s`, `1500ms`, `2m` or plain seconds, in milliseconds: more than none, at most a day. */
export function durationOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,9})\s*(ms|s|m)?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [, count = '', unit = 's'] = match;
  const duration = Number(count) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000);
  return duration > 0 && duration <= LONGEST ? duration : undefined;
}

function disabledBy({ name, value }: Directive): string[] {
  const match = name === 'receiver' ? /^disable[\s:]+(.+)$/i.exec(value) : null;
  return (match?.[1] ?? '')
    .split(/[\s,]+/)
    .filter(feature => feature !== '')
    .map(feature => feature.toUpperCase());
}

function faultOf(directive: Directive): string | undefined {
  const { name, value } = directive;
  switch (name) {
    case 'match':
      return matchPolicyOf(directive) ? undefined : `@match takes ${POLICIES.join(', ')}`;
    case 'timeout':
      return durationOf(value) === undefined
        ? '@timeout takes a duration such as 5s, at most a day'
        : undefined;
    case 'receiver':
      return disabledBy(directive).length === 0
        ? '@receiver takes disable and features, such as disable EHLO'
        : undefined;
    case 'expect':
      return VERDICTS.some(verdict => verdict === value)
        ? undefined
        : `@expect takes ${VERDICTS.join(', ')}`;
    case 'tls':
      return /^(?:none|starttls|implicit)$/i.test(value)
        ? undefined
        : '@tls takes none, starttls or implicit';
    default:
      return undefined;
  }
}
