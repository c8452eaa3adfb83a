import { HELLO_VERBS } from '../../core/smtp/helloVerbs.ts';
import type { ExpectStep, SendStep } from '../../protocol/replay.ts';
import { exchangesOf } from '../plan/exchangesOf.ts';
import { saslMechanisms } from '../../core/smtp/saslMechanisms.ts';
import { rawCredentials } from '../secrets.ts';
import { offersIn } from './offersIn.ts';
import type { Scene } from './scene.ts';
import { bufferOf } from '../bufferOf.ts';

/** May an AUTH command leave? `insecure`: it would tell everybody a secret, so the run ends. */
export type Verdict = 'send' | 'withhold' | 'insecure';

/** Mechanisms beside our own that keep the secret from who listens; any other is taken to tell it. */
const CONCEALS =
  /^(?:CRAM-.+|DIGEST-MD5|ECDSA-.+|GS2-.+|GSSAPI|GSS-SPNEGO|KERBEROS_V[45]|NTLM|OTP|SCRAM-.+|SKEY|SRP)$/;

/** Replies that refuse a mechanism, whoever asks for it (RFC 4954 §6). */
const REFUSES_MECHANISM: ReadonlySet<number> = new Set([504, 534, 538]);

/** Keeps credentials from where they must not go. */
export class CredentialGuard {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Judges an AUTH command as it stands in the transcript; tells why it stays behind. */
  judge(step: SendStep, octets: Uint8Array): Verdict {
    if (step.purpose === 'auth-response') return 'send';
    const [, name = '', initial = ''] = textOf(octets)
      .trim()
      .split(/[ \t]+/);
    const mechanism = name.toUpperCase();
    const reveals = isSecretive(initial) || this.#hasResponses(step);
    if (!reveals) return 'send';
    if (!this.allowsPlain(mechanism)) {
      this.refusePlain(step, mechanism);
      return 'insecure';
    }
    const why = this.#whyNot(mechanism);
    if (why === undefined) return 'send';
    this.withhold(step, mechanism, why);
    return 'withhold';
  }

  /** False where the exchange could be read on its way: a secret in plain text, no TLS, a network. */
  allowsPlain(mechanism: string): boolean {
    const { state, target, progress } = this.#scene;
    if (state.isSecured || progress.isLocal || target.allowPlaintextAuth === true) return true;
    const known = saslMechanisms.find(({ name }) => name === mechanism);
    return known ? !known.plaintext : CONCEALS.test(mechanism);
  }

  /** False, and told, where a `{{name}}` place or raw octets would send a secret in plain text. */
  allowsOctets(step: SendStep, octets: Uint8Array): boolean {
    const { values, journal, redactor } = this.#scene;
    const secret = step.variables?.find(name => values.secret(name) !== undefined);
    if (secret !== undefined && !this.allowsPlain('')) {
      const message = redactor.say`{{${secret}}} is a secret and would cross the network unencrypted here, so nothing of it was sent. Use TLS, or allow it for this target.`;
      journal.failed(step, 'insecure', message);
      return false;
    }
    const inside = step.purpose === 'raw' ? rawCredentials(octets) : [];
    const open = inside.find(({ mechanism }) => !this.allowsPlain(mechanism.toUpperCase()));
    if (open !== undefined) this.refusePlain(step, open.mechanism);
    return open === undefined;
  }

  /** Tells that the run ends rather than send a secret in plain text. */
  refusePlain(step: SendStep | { index: number; line: number }, mechanism: string): void {
    const { journal, redactor } = this.#scene;
    const message = redactor.say`AUTH ${mechanism} would send the password or token over the network unencrypted, so nothing of it was sent. Use TLS (STARTTLS before AUTH, or implicit TLS), a mechanism such as SCRAM-SHA-256, or allow it for this target.`;
    journal.failed({ ...step, endLine: step.line }, 'insecure', message);
  }

  /** Tells that the credentials stay behind. */
  withhold(
    place: { readonly index: number; readonly line: number; readonly endLine: number },
    mechanism: string,
    why: 'not-offered' | 'refused',
  ): void {
    const { differences, redactor } = this.#scene;
    const offered = why === 'not-offered';
    differences.tell(place, {
      expected: redactor.say`AUTH ${mechanism} in the reply to EHLO`,
      actual: offered ? redactor.say`${this.#offered()}` : redactor.say`a refusal before`,
      message: offered
        ? redactor.say`The server does not offer AUTH ${mechanism}; the credentials are not sent.`
        : redactor.say`The server refused AUTH ${mechanism} before; the credentials are not sent again.`,
    });
  }

  #offered(): string {
    const mechanisms = [...this.#scene.state.parametersOf('AUTH')];
    return mechanisms.length === 0 ? 'no AUTH' : `AUTH ${mechanisms.join(' ')}`;
  }

  /** What was offered when this was recorded has to be offered now; a deliberate breach is sent. */
  #whyNot(mechanism: string): 'not-offered' | 'refused' | undefined {
    const { state, progress } = this.#scene;
    if (progress.refusedMechanisms.has(mechanism)) return 'refused';
    const hello = this.#lastHello();
    const advertised = `AUTH ${mechanism}`;
    if (hello?.recorded == null || state.offers(advertised)) return undefined;
    const wasOffered = offersIn(hello.recorded.lines).get('AUTH')?.has(mechanism) === true;
    return wasOffered ? 'not-offered' : undefined;
  }

  #lastHello(): ExpectStep | undefined {
    const { steps, next } = this.#scene.progress;
    const hello = steps.findLast(
      (step, at) => at < next && step.kind === 'expect' && HELLO_VERBS.has(step.verb),
    );
    return hello?.kind === 'expect' ? hello : undefined;
  }

  #hasResponses(command: SendStep): boolean {
    const { steps } = this.#scene.plan;
    const owners = exchangesOf(steps);
    return steps.some(
      step =>
        step.kind === 'send' &&
        step.purpose === 'auth-response' &&
        owners[step.index] === command.index &&
        isSecretive(textOf(step.octets).trim()),
    );
  }
}

/** The mechanism of an AUTH command that a reply refuses as such; undefined for any other. */
export function refusedMechanism(command: SendStep, code: number): string | undefined {
  if (command.verb !== 'AUTH' || !REFUSES_MECHANISM.has(code)) return undefined;
  return textOf(command.octets)
    .trim()
    .split(/[ \t]+/)[1]
    ?.toUpperCase();
}

/** Cancelling (`*`) and an empty response (`=`) tell nothing. */
function isSecretive(response: string): boolean {
  return response !== '' && response !== '*' && response !== '=';
}

function textOf(octets: Uint8Array): string {
  return bufferOf(octets).toString('latin1');
}
