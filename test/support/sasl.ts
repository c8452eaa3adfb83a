import { strict as assert } from 'node:assert';
import type { SaslCredentials, SaslExchange } from '../../server/replay/sasl/sasl.ts';
import { saslExchange } from '../../server/replay/sasl/saslExchange.ts';

/** An exchange with what a test gives of the credentials. */
export function exchangeOf(
  mechanism: string,
  credentials: Partial<SaslCredentials> = {},
): SaslExchange {
  const none = { user: '', authzid: '', secret: '', host: '', port: 0, channelBinding: null };
  const exchange = saslExchange(mechanism, { ...none, ...credentials });
  assert.ok(exchange !== null, mechanism);
  return exchange;
}

/** What the client says first, as text; `null` where it waits for the server. */
export function initialOf(exchange: SaslExchange): string | null {
  assert.equal(exchange.unusable, null);
  return exchange.initial === null ? null : new TextDecoder().decode(exchange.initial);
}

/** The response to a challenge as text, `refused: …` for a refusal. */
export async function answerTo(exchange: SaslExchange, challenge: string): Promise<string> {
  const answer = await exchange.respond(new TextEncoder().encode(challenge));
  if (answer.kind === 'refused') return `refused: ${answer.message}`;
  return new TextDecoder().decode(answer.octets);
}
