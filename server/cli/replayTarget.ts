import { readFile } from 'node:fs/promises';
import type { Target } from '../protocol/replay.ts';
import { needsConsent } from '../replay/resolve/needsConsent.ts';
import { UsageError } from './command.ts';
import type { Invocation } from './command.ts';
import { choiceOf } from './format.ts';
import { reasonOf } from './reasonOf.ts';
import { parseHostPort, placeOf } from './target.ts';

/** Recipients that the question for consent names; the rest is counted. */
const NAMED_RECIPIENTS = 10;

/**
 * The server that `--to` names, undefined for the embedded receiver. Throws a UsageError where the
 * user's consent to leave this machine is missing; nothing has been connected or looked up then.
 */
export async function replayTarget(
  invocation: Invocation,
  recipients: ReadonlySet<string>,
): Promise<Target | undefined> {
  const to = invocation.value('to');
  const implicit = choiceOf(invocation, 'tls', ['starttls', 'implicit']) === 'implicit';
  if (to === undefined) {
    for (const name of ['tls', 'ca', 'allow'] as const) {
      if (invocation.value(name) !== undefined) throw new UsageError(`--${name} goes with --to`);
    }
    if (invocation.flag('insecure')) throw new UsageError('--insecure goes with --to');
    return undefined;
  }
  const place = parseHostPort(to, implicit ? 465 : 25);
  if (place.port === 0) throw new UsageError(`"${to}": no server listens on port 0`);
  await requireConsent(place, { invocation, recipients });
  const ca = invocation.value('ca');
  return {
    ...place,
    ...(implicit && { implicitTls: true }),
    ...(invocation.flag('insecure') && { verifyCertificate: false }),
    ...(ca !== undefined && { ca: await readCa(ca) }),
  };
}

async function requireConsent(
  place: { readonly host: string; readonly port: number },
  asked: { readonly invocation: Invocation; readonly recipients: ReadonlySet<string> },
): Promise<void> {
  const { invocation, recipients } = asked;
  const allowed = invocation.values('allow').map(text => placeOf(parseHostPort(text, place.port)));
  if (allowed.includes(placeOf(place)) || !(await needsConsent(place))) return;
  const named = [...recipients].slice(0, NAMED_RECIPIENTS).map(to => `<${to}>`);
  const rest = recipients.size - named.length;
  const whom =
    named.length > 0 ? ` to ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}` : '';
  throw new UsageError(
    `${placeOf(place)} is not on this machine: real mail${whom} may be delivered.\n` +
      `If that is what you want, add --allow ${placeOf(place)}`,
  );
}

async function readCa(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read "${file}": ${reasonOf(error)}`);
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`"${file}" holds no certificate in PEM form`);
}
