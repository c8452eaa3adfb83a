import type { Environment } from '../../server/protocol/environment.ts';
import type { ChosenTarget, ConnectionOptions } from '../replay/chosenTarget.ts';
import { RECEIVER } from '../replay/chosenTarget.ts';
import { isReceiver, portOf } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';

/** Text of a PEM file; rejects in words where it cannot be read. */
export type ReadPem = (path: string) => Promise<string>;

/** Where a run to this environment connects, with its certificates read. */
export async function environmentTarget(
  choice: EnvironmentChoice,
  read: ReadPem,
): Promise<ChosenTarget> {
  const { environment, fault } = choice;
  if (fault !== null) throw new Error(`the environment “${choice.name}” cannot be used: ${fault}.`);
  if (environment === null || isReceiver(choice)) return RECEIVER;
  const { mx, host, path, dnsServers = [] } = environment;
  const options = await optionsOf(environment, read);
  const production = environment.production === true ? { production: true } : {};
  const inTheClear = environment.tls === 'none' ? { inTheClear: true } : {};
  const named = { name: environment.name, ...production, ...inTheClear };
  const port = portOf(environment);
  // A socket is the nearest; a host that is named is meant rather than one that is looked up.
  if (path !== undefined || host !== undefined) {
    return { kind: 'server', ...named, host: host ?? 'localhost', port, ...options };
  }
  return { kind: 'mx', ...named, domain: mx ?? 'auto', port, dnsServers, options };
}

async function optionsOf(environment: Environment, read: ReadPem): Promise<ConnectionOptions> {
  const { tls, verifyCertificate, serverName, path, minTlsVersion, fingerprint } = environment;
  const { localAddress, proxy, allowPlaintextAuth, ca } = environment;
  return {
    ...(tls !== undefined && { implicitTls: tls === 'implicit' }),
    ...(verifyCertificate !== undefined && { verifyCertificate }),
    ...(serverName !== undefined && { serverName }),
    ...(path !== undefined && { path }),
    ...(minTlsVersion !== undefined && { minTlsVersion }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(localAddress !== undefined && { localAddress }),
    ...(proxy !== undefined && { proxy }),
    ...(allowPlaintextAuth !== undefined && { allowPlaintextAuth }),
    ...(ca !== undefined && { ca: await read(ca) }),
    ...(await clientCertificateOf(environment, read)),
  };
}

async function clientCertificateOf(
  { certificate, key }: Environment,
  read: ReadPem,
): Promise<Pick<ConnectionOptions, 'clientCertificate'>> {
  if (certificate === undefined && key === undefined) return {};
  if (certificate !== undefined && key !== undefined) {
    const texts = { certificate: await read(certificate), key: await read(key) };
    return { clientCertificate: texts };
  }
  throw new Error('a client certificate needs both the certificate and its key.');
}
