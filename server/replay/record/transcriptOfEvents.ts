import { probeDialect } from '../../core/dialect/probe.ts';
import { plainScanner } from '../../core/octets/plainScanner.ts';
import type { AuthStep, ReplayEvent, ReplayPlan, SendStep } from '../../protocol/replay.ts';
import { variableNamesIn, variableNamesInText } from '../expect/variableNames.ts';
import { isSecret, REDACTED, secretsOf } from '../secrets.ts';
import { literalAuth } from './literalAuth.ts';
import { ESCAPED } from './promotion.ts';
import { eventNotes, note, oneLine } from './runText.ts';
import { clientText } from './wireText.ts';
import { bufferOf } from '../bufferOf.ts';

type Sent = Extract<ReplayEvent, { kind: 'sent' }>;
type Received = Extract<ReplayEvent, { kind: 'received' }>;

/**
 * A run as a `.smtp` file of its own (UTF-8): both sides as they spoke, with notes on what else
 * happened. `header` lines become notes, or directives where they begin with `@`. What was sent is
 * there octet for octet, but credentials: they stay `{{name}}` or are `<redacted>`.
 */
export function transcriptOfEvents(
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
  header: readonly string[],
): Uint8Array {
  return new RunWriter(plan).write(events, header);
}

class RunWriter {
  readonly #plan: ReplayPlan;
  readonly #secrets: readonly string[];
  readonly #parts: string[] = [];
  /** Names of the places that stayed, and whether other text looks like one. */
  readonly #kept = new Set<string>();
  #lookalikes = false;
  readonly #directives: string[] = [];

  constructor(plan: ReplayPlan) {
    this.#plan = plan;
    this.#secrets = secretsOf(plan.steps);
  }

  write(events: readonly ReplayEvent[], header: readonly string[]): Uint8Array {
    for (const event of events) {
      if (event.kind === 'sent') this.#sent(event, events);
      else if (event.kind === 'received') this.#received(event);
      else this.#parts.push(eventNotes(event));
    }
    if (isSecuredFirst(events)) this.#directives.push('# @tls implicit\n');
    const text = Buffer.from(`${this.#head(header)}${this.#spoken().join('')}`);
    if (probeDialect(text, plainScanner).dialect.id === 'smtp') return text;
    return Buffer.concat([Buffer.from('# @dialect smtp\n'), text]);
  }

  /** Where places stay places, what a server said must not become one. */
  #spoken(): readonly string[] {
    if (!this.#lookalikes || this.#kept.size === 0) return this.#parts;
    return this.#parts.map(part => (part.startsWith('S: ') ? part.replaceAll('{{', '{ {') : part));
  }

  #head(header: readonly string[]): string {
    const { name, values = {} } = this.#plan;
    const given = header.map(line => (line.startsWith('@') ? `# ${oneLine(line)}\n` : note(line)));
    const named = /^session \d+$/.test(name) || header.some(line => line.startsWith('@name '));
    const variables = [...this.#kept]
      .filter(each => Object.hasOwn(values, each))
      .map(each => `# @var ${each}=${oneLine(values[each] ?? '')}\n`);
    const directives = [...this.#directives, ...variables];
    if (this.#lookalikes && this.#kept.size === 0) directives.push('# @variables off\n');
    return [...given, named ? '' : `# @name ${oneLine(name)}\n`, ...directives].join('');
  }

  #sent(event: Sent, events: readonly ReplayEvent[]): void {
    const step = this.#plan.steps[event.step];
    if (step?.kind === 'auth' && event.purpose === 'command') this.#computed(step);
    if (step?.kind === 'send' && step.verb === 'AUTH' && event.purpose === 'command') {
      const line = literalAuth(this.#plan, events, event);
      if (line !== undefined) this.#parts.push(`${line}\n`);
    }
    if (step?.kind !== 'send' || isSecret(step)) this.#shown(event);
    else if (step.variables === undefined && step.announces === undefined) this.#octets(step);
    else if (isTelling(event)) this.#shown(event);
    else this.#octets(step);
  }

  /** The directive again: without it nobody could run this transcript. */
  #computed({ mechanism, user, authzid, secret }: AuthStep): void {
    const words = Object.entries({ user, authzid, secret }).filter(([, word]) => word !== '');
    for (const name of variableNamesInText(`${user} ${authzid}`)) this.#kept.add(name);
    const given = words.map(([name, word]) => ` ${name}=${oneLine(word)}`).join('');
    this.#parts.push(`# @auth ${mechanism}${given}\n`);
  }

  /** What the plan holds: nothing is lost. */
  #octets(step: SendStep): void {
    const octets = withoutSecrets(step, this.#secrets);
    const names = variableNamesIn(octets);
    const places = new Set(step.variables ?? []);
    for (const name of names) {
      if (places.has(name)) this.#kept.add(name);
      else this.#lookalikes = true;
    }
    this.#parts.push(clientText(octets));
  }

  /** What the event shows: filled places, and marks in place of credentials. */
  #shown({ lines }: Sent): void {
    for (const line of lines) {
      if (line.includes(REDACTED)) this.#parts.push('# <secret not shown>\n');
      this.#looksAt(line);
      this.#parts.push(`C: ${oneLine(line)}\n`);
    }
  }

  #received({ lines }: Received): void {
    for (const line of lines) {
      this.#looksAt(line);
      const isReply = /^\d{3}/.test(line);
      this.#parts.push(isReply ? `S: ${oneLine(line)}\n` : `${note(line)}# <lines not shown>\n`);
    }
  }

  #looksAt(line: string): void {
    if (variableNamesInText(line).length > 0) this.#lookalikes = true;
  }
}

/** TLS before the server said anything. */
function isSecuredFirst(events: readonly ReplayEvent[]): boolean {
  const first = events.find(({ kind }) => kind === 'secured' || kind === 'received');
  return first?.kind === 'secured';
}

/** True where the event shows all that was sent, as it was: lines that end in CRLF. */
function isTelling({ lines, octets, purpose }: Sent): boolean {
  if (purpose === 'raw') return false;
  const length = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 2, 0);
  return (
    length === octets &&
    !lines.some(line => {
      return line.includes(REDACTED) || ESCAPED.test(line) || variableNamesInText(line).length > 0;
    })
  );
}

/** A chunk keeps its length, which was announced before. */
function withoutSecrets({ octets, purpose }: SendStep, secrets: readonly string[]): Uint8Array {
  let text = bufferOf(octets).toString('latin1');
  for (const secret of secrets) {
    text = text.replaceAll(secret, purpose === 'chunk' ? '*'.repeat(secret.length) : REDACTED);
  }
  return Buffer.from(text, 'latin1');
}
