import type { ExpectStep, RecordedReply } from '../../protocol/replay.ts';

/** What the message of a difference is about. */
export interface Difference {
  readonly step: ExpectStep;
  readonly recorded: RecordedReply;
  readonly code: number;
  /** True for the server's first word, not for others that answer nothing. */
  readonly greeting: boolean;
  /** True where the plan holds a step that this reply was to permit (content, a response, TLS). */
  readonly gates: boolean;
}

/**
 * What a difference means, as the rest of a sentence that named both replies: first what the server
 * did, then what the run does about it. Own words only, nothing from the wire.
 */
export function meaningOf(difference: Difference): string {
  const consequence = consequenceOf(difference);
  return consequence === '' ? actOf(difference) : `${actOf(difference)}; ${consequence}`;
}

function actOf({ step, recorded, code, greeting }: Difference): string {
  const what = greeting ? 'the connection' : step.verb === '' ? 'it' : step.verb;
  const [was, is] = [classOf(recorded.code), classOf(code)];
  if (was === is) return `${SAME_CLASS[is] ?? 'same kind of reply'}, for another reason`;
  if (is === 5) return `the server refuses ${what} for good`;
  if (is === 4) return `the server refuses ${what} for now; a later try may succeed`;
  if (is === 3) return `the server waits for more after ${what}`;
  return was >= 4
    ? `the server accepts ${what} where the transcript shows a refusal`
    : `the server takes ${what} as complete where the transcript goes on`;
}

const SAME_CLASS: readonly (string | undefined)[] = [
  undefined,
  undefined,
  'a success too',
  'the server waits for more too',
  'refused for now too',
  'refused for good too',
];

function consequenceOf({ step, recorded, code, gates, greeting }: Difference): string {
  if (greeting) return code >= 400 && recorded.code < 400 ? 'nothing is sent' : '';
  if (code === 354 && !gates) return 'the connection is closed, so that nothing is delivered';
  if (code === 334 && !gates) return 'the authentication is cancelled';
  if (step.verb === 'STARTTLS' && gates && code !== 220) {
    return 'the rest is not sent, as the transcript sent it encrypted';
  }
  if (recorded.code === 354 && gates) return 'the content is not sent';
  if (recorded.code === 334 && gates && code !== 334) return 'the response is not sent';
  return '';
}

function classOf(code: number): number {
  return Math.trunc(code / 100);
}
