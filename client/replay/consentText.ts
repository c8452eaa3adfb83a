import type { Question } from '../dialogs.ts';
import { countOf } from '../words.ts';
import type { ServerAddress } from './targetText.ts';
import { targetText } from './targetText.ts';

/** Recipients that are named; the rest is counted. */
const NAMED = 8;

/** What the user has to know before anything but this machine is connected to. */
export interface ConsentFacts {
  /** In the order in which they are tried. */
  readonly servers: readonly ServerAddress[];
  readonly recipients: readonly string[];
  /** What VS Code calls the remote machine, undefined where everything runs here. */
  readonly remoteName: string | undefined;
  /** Name of the environment where real mail is delivered, undefined for any other. */
  readonly production: string | undefined;
  /** What lets others read along, as sentences. */
  readonly weaknesses: readonly string[];
}

/** The modal question. */
export function consentText(facts: ConsentFacts): Required<Question> {
  const { servers, recipients, remoteName, production, weaknesses } = facts;
  const [first, ...others] = servers.map(targetText);
  const further = others.length === 0 ? '' : `, or ${countOf(others.length, 'further host')}`;
  const where = `${first ?? ''}${further}`;
  const from =
    remoteName === undefined
      ? 'Your machine connects.'
      : `The remote machine (${remoteName}) connects, not the one you sit at.`;
  const hosts =
    others.length === 0 ? '' : ` Tried in this order: ${[first ?? '', ...others].join(', ')}.`;
  const weak = weaknesses.map(weakness => ` ${weakness}`).join('');
  const detail = `${from}${hosts}${weak} ${mailText(recipients)} Every line that the transcript's client sent is sent again.`;
  if (production === undefined) {
    return { message: `Replay to ${where}?`, detail, button: 'Connect and Send' };
  }
  return {
    message: `PRODUCTION: replay to ${production}, ${where}?`,
    detail: `This environment is marked as production. ${detail}`,
    button: 'Send to PRODUCTION',
  };
}

/** Characters of an address that are shown. */
const LONGEST = 100;

/** Text of a transcript: nothing in it moves or hides what stands around it. */
function shown(recipient: string): string {
  const text = recipient.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function mailText(recipients: readonly string[]): string {
  if (recipients.length === 0) return 'The transcript names no recipient.';
  const named = recipients.slice(0, NAMED).map(shown).join(', ');
  const more = recipients.length - NAMED;
  const rest = more > 0 ? ` and ${String(more)} more` : '';
  const to = countOf(recipients.length, 'recipient');
  return `Real mail may be delivered to ${to}: ${named}${rest}.`;
}
