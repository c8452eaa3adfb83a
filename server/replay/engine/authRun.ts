import type { AuthStep, ExpectStep, SendStep } from '../../protocol/replay.ts';
import { fillOctets } from '../expect/fillOctets.ts';
import { variableNamesInText } from '../expect/variableNames.ts';
import type { ChannelBinding } from '../io/replayIo.ts';
import type { SaslExchange } from '../sasl/sasl.ts';
import { saslExchange } from '../sasl/saslExchange.ts';
import {
  decodeChallenge,
  encodeInitial,
  encodeResponse,
  fitsCommand,
} from '../sasl/saslEncoding.ts';
import { formsOfResponse } from '../secrets.ts';
import { CredentialGuard } from './credentialGuard.ts';
import { endBroken, endClosing } from './ending.ts';
import { LiveText } from './liveText.ts';
import { insert, isClear, makeWay } from './makeWay.ts';
import type { Phase } from './progress.ts';
import type { LiveReply } from './replyReader.ts';
import type { Scene } from './scene.ts';
import { takeUnasked } from './unasked.ts';
import { unlessAborted } from './unlessAborted.ts';

/** Rounds of one exchange; no mechanism has as many. */
const MOST_ROUNDS = 20;

/** AUTH exchanges that are computed from a secret (RFC 4954). */
export class AuthRun {
  readonly #scene: Scene;
  readonly #guard: CredentialGuard;
  readonly #repeats = new Map<number, number>();
  #binding: ChannelBinding | null = null;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#guard = new CredentialGuard(scene);
  }

  /** The handshake is complete: what ties an exchange to it. */
  secured(binding: ChannelBinding | null): void {
    this.#binding = binding;
  }

  /** Does the whole exchange of a step, from the command to the final reply. */
  async run(step: AuthStep): Promise<Phase> {
    const { channel, state } = this.#scene;
    if (channel.unread > 0) {
      const phase = await takeUnasked(this.#scene, step);
      if (phase !== null) return phase;
    }
    const command = commandOf(step, '');
    if (!isClear(this.#scene, command)) {
      const phase = await makeWay(this.#scene, command, false);
      if (phase !== null) return phase;
    }
    if (!state.offers(`AUTH ${step.mechanism}`)) {
      this.#guard.withhold(step, step.mechanism, 'not-offered');
      return 'acting';
    }
    const names = variableNamesInText(`${step.user}\n${step.authzid}`);
    const isTelling = names.some(name => this.#scene.values.secret(name) !== undefined);
    if (!this.#guard.allowsPlain(isTelling ? '' : step.mechanism)) {
      this.#guard.refusePlain(step, step.mechanism);
      return 'leaving';
    }
    const exchange = this.#begin(step);
    return exchange === undefined ? 'acting' : this.#exchange(step, exchange);
  }

  /** Undefined where it cannot begin, which was told then. */
  #begin(step: AuthStep): SaslExchange | undefined {
    const { values, target } = this.#scene;
    const user = this.#filled(step, step.user);
    const authzid = this.#filled(step, step.authzid);
    if (user === undefined || authzid === undefined) return undefined;
    const exchange = saslExchange(step.mechanism, {
      ...{ user, authzid, secret: values.secret(step.secret) ?? '' },
      ...{ host: target.serverName ?? target.host, port: target.port },
      channelBinding: this.#binding,
    });
    const fault = exchange === null ? 'This mechanism is not known.' : exchange.unusable;
    if (exchange !== null && fault === null) return exchange;
    this.#tell(step, 'an exchange that can be computed', fault ?? '');
    return undefined;
  }

  #filled(step: AuthStep, text: string): string | undefined {
    const names = variableNamesInText(text);
    if (names.length === 0) return text;
    const { values, differences } = this.#scene;
    const filled = fillOctets(Buffer.from(text), names, values.known, 'line');
    if (filled instanceof Uint8Array) return Buffer.from(filled).toString();
    differences.noValue(step, filled);
    return undefined;
  }

  async #exchange(step: AuthStep, exchange: SaslExchange): Promise<Phase> {
    const { progress } = this.#scene;
    const { initial } = exchange;
    const early = initial !== null && step.initialResponse && fitsCommand(step.mechanism, initial);
    const first = early ? ` ${this.#hidden(step, initial, encodeInitial(initial))}` : '';
    let reply = await this.#say(step, commandOf(step, first));
    let pending = early ? null : initial;
    for (let round = 0; typeof reply !== 'string' && reply.code === 334; round += 1) {
      const response = pending ?? (await this.#answer(exchange, reply, round));
      pending = null;
      // The run ends there before it does anything else.
      if (response === null) return 'acting';
      if (!(response instanceof Uint8Array)) return this.#cancel(step, response.message);
      const encoded = this.#hidden(step, response, encodeResponse(response));
      reply = await this.#say(step, responseOf(step, encoded));
    }
    if (typeof reply === 'string') return reply;
    progress.answered(step.index, reply.code);
    if (reply.code < 300 && !exchange.verified()) {
      this.#tell(
        step,
        'proof that the server knows the secret',
        'The server accepted without proving that it knows the secret: it may be another one.',
      );
    }
    return this.#finish(step, reply);
  }

  async #answer(
    exchange: SaslExchange,
    reply: LiveReply,
    round: number,
  ): Promise<Uint8Array | { readonly message: string } | null> {
    if (round >= MOST_ROUNDS) return { message: 'The server asks again and again.' };
    const challenge = decodeChallenge(new LiveText(reply).lines.join(''));
    if (challenge === null) return { message: 'The challenge of the server is not base64.' };
    // The proof of SCRAM may take a while.
    const answer = await unlessAborted(exchange.respond(challenge), this.#scene.signal);
    return answer?.kind === 'response' ? answer.octets : answer;
  }

  /** The exchange cannot go on: `*` ends it (RFC 4954 §4). */
  async #cancel(step: AuthStep, message: string): Promise<Phase> {
    this.#scene.progress.ran(step.index);
    this.#tell(step, 'a challenge that can be answered', message);
    return (await insert(this.#scene, '*', step)) ?? 'acting';
  }

  #finish(step: AuthStep, reply: LiveReply): Phase {
    const { differences, journal, progress, redactor } = this.#scene;
    if (reply.code === 421 && step.recorded?.code !== 421) {
      return endClosing(this.#scene, step, reply);
    }
    const expected = expectOf(step);
    const repeats = this.#repeats.get(step.index) ?? 0;
    const again = reply.code >= 400 && reply.code < 500 && !differences.agrees(expected, reply);
    if (again && step.retry && repeats < step.retry.times) {
      this.#repeats.set(step.index, repeats + 1);
      journal.waiting(step, step.retry.delayMs, 'retry');
      progress.pauseMs = step.retry.delayMs;
      progress.rested = step.index;
      progress.next -= 1;
      return 'acting';
    }
    // What was computed is there to be accepted, also where the transcript does not show that it was.
    if (step.recorded !== null || step.anyOf || step.pattern !== undefined || reply.code < 300) {
      differences.compare(expected, reply);
      return 'acting';
    }
    this.#tell(step, '235', redactor.say`The server refused AUTH ${step.mechanism}.`);
    return 'acting';
  }

  #tell(step: AuthStep, expected: string, message: string): void {
    const { differences, redactor, state } = this.#scene;
    differences.tell(step, {
      expected: redactor.line(expected),
      actual: redactor.say`${state.lastCode}`,
      message: redactor.line(message),
    });
  }

  /** Sends a line of the exchange and gives the reply, or how the run ends. */
  async #say(step: AuthStep, send: SendStep): Promise<LiveReply | Phase> {
    const { channel, journal, progress, state, waits } = this.#scene;
    const failed = await channel.write(send.octets, waits.write);
    if (failed) {
      const awaited = 'the server to take what is sent';
      return endBroken(this.#scene, step, failed, { awaited, timeoutMs: waits.write });
    }
    const since = journal.now();
    progress.sent(step.index, since);
    state.served();
    journal.sent(send, send.octets, since);
    const reply = await channel.reply(waits.usual);
    if (reply.kind === 'broken') {
      const awaited = 'the reply to AUTH';
      return endBroken(this.#scene, step, reply, { awaited, timeoutMs: waits.usual });
    }
    journal.received(reply, step, since);
    state.replied(reply, 'AUTH');
    return reply;
  }

  /**
   * A response as it is sent; whatever the server makes of it, it is not told again. A user's name
   * alone is no secret, and stands in other places.
   */
  #hidden({ user, authzid, mechanism }: AuthStep, response: Uint8Array, encoded: string): string {
    const { redactor } = this.#scene;
    if ([user, authzid].includes(Buffer.from(response).toString())) return encoded;
    for (const form of formsOfResponse(mechanism, response)) {
      redactor.hide(Buffer.from(form, 'latin1'));
    }
    return encoded;
  }
}

function commandOf(step: AuthStep, initial: string): SendStep {
  return sendOf(step, `AUTH ${step.mechanism}${initial}`, 'command');
}

function responseOf(step: AuthStep, response: string): SendStep {
  return sendOf(step, response, 'auth-response');
}

function sendOf(step: AuthStep, text: string, purpose: SendStep['purpose']): SendStep {
  const { index, line, endLine } = step;
  return {
    ...{ kind: 'send', index, line, endLine, purpose, verb: 'AUTH' },
    octets: Buffer.from(`${text}\r\n`, 'latin1'),
    secret: true,
    requires: null,
  };
}

/** The final reply as a step of its own. */
function expectOf(step: AuthStep): ExpectStep {
  const { index, line, endLine, recorded, policy, anyOf, pattern, variables } = step;
  return {
    ...{ kind: 'expect', index, line, endLine, answers: index, verb: 'AUTH', recorded, policy },
    ...(anyOf && { anyOf }),
    ...(pattern !== undefined && { pattern }),
    ...(variables && { variables }),
  };
}
