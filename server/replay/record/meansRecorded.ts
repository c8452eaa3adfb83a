import type { AuthStep, ExpectStep } from '../../protocol/replay.ts';
import { matchReply } from '../expect/matchReply.ts';
import type { Expectation } from '../expect/replyMatch.ts';
import { SHOWN_CHARACTERS } from '../redact.ts';
import { REDACTED } from '../secrets.ts';
import type { LiveReply } from './liveReplies.ts';
import type { PlacedReply } from './recordedFile.ts';

const NONE: ReadonlyMap<string, string> = new Map();

/** What a step with a reply expects, as far as it tells what means the same. */
export function meaningOf(step: ExpectStep | AuthStep): Partial<Expectation> {
  const { anyOf, pattern, variables } = step;
  return {
    verb: step.kind === 'auth' ? 'AUTH' : step.verb,
    ...(anyOf && { anyOf }),
    ...(pattern !== undefined && { pattern }),
    ...(variables && { variables }),
  };
}

/**
 * True where a live reply says what was recorded: the same text but for volatile parts, what its
 * `{{name}}` places allow, or what the transcript says will do as well.
 */
export function meansRecorded(
  step: ExpectStep | AuthStep,
  recorded: PlacedReply,
  live: LiveReply,
): boolean {
  const reply = { code: recorded.code, lines: recorded.lines.map(({ text }) => asShown(text)) };
  const expectation = { ...meaningOf(step), policy: 'exact' as const, recorded: reply };
  const shown = { code: live.code, lines: live.lines.map(({ text }) => text) };
  if (matchReply(expectation, shown, NONE).agrees) return true;
  return shown.lines.some(line => line.includes(REDACTED)) && fitsRedacted(reply, shown);
}

/** A secret that the server repeated is a place that anything fits. */
function fitsRedacted(
  recorded: { readonly code: number; readonly lines: readonly string[] },
  live: { readonly code: number; readonly lines: readonly string[] },
): boolean {
  const names: string[] = [];
  const lines = live.lines.map(line =>
    line.replaceAll(REDACTED, () => {
      names.push(`redacted-${String(names.length)}`);
      return `{{${names.at(-1) ?? ''}}}`;
    }),
  );
  const template = { recorded: { code: live.code, lines }, policy: 'exact' as const };
  return matchReply({ ...template, variables: names }, recorded, NONE).agrees;
}

/** Text of any length as an event shows it. */
function asShown(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  const shown = text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
  return `${shown}… (${String(text.length - SHOWN_CHARACTERS)} more characters)`;
}
