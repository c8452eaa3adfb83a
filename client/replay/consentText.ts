import { countOf } from '../words.ts';
import type { ServerAddress } from './targetText.ts';
import { targetText } from './targetText.ts';

/** Recipients that are named; the rest is counted. */
const NAMED = 8;

/** What the user has to know before anything but this machine is connected to. */
export interface ConsentFacts {
  readonly server: ServerAddress;
  readonly recipients: readonly string[];
  /** What VS Code calls the remote machine, undefined where everything runs here. */
  readonly remoteName: string | undefined;
}

/** The two parts of the modal question. */
export function consentText({ server, recipients, remoteName }: ConsentFacts): {
  readonly question: string;
  readonly detail: string;
} {
  const from =
    remoteName === undefined
      ? 'Your machine connects.'
      : `The remote machine (${remoteName}) connects, not the one you sit at.`;
  return {
    question: `Replay to ${targetText(server)}?`,
    detail: `${from} ${mailText(recipients)} Every line that the transcript's client sent is sent again.`,
  };
}

function mailText(recipients: readonly string[]): string {
  if (recipients.length === 0) return 'The transcript names no recipient.';
  const named = recipients.slice(0, NAMED).join(', ');
  const more = recipients.length - NAMED;
  const rest = more > 0 ? ` and ${String(more)} more` : '';
  const to = countOf(recipients.length, 'recipient');
  return `Real mail may be delivered to ${to}: ${named}${rest}.`;
}
